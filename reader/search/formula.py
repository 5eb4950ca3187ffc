"""The scoring formula, in one place: BM25F with saturated impacts of one byte.

A posting's impact says how much a passage is about a term, whatever the query:

    tf     = sum over fields of weight * count / (1 - b + b * length / average length)
    impact = round(255 * tf / (K1 + tf)), at least 1

and a passage's score is the sum over the query's terms of weight * idf * impact. Impacts are worked out when the index
is built, with average lengths taken from a sample of its documents and kept in its manifest.
"""

from dataclasses import asdict, dataclass
from functools import cache
from math import log
from typing import Any

K1 = 1.6
"""How soon more of the same word stops adding."""

TITLE_WEIGHT, TITLE_B = 2.5, 0.4
TITLE_DILUTION = 0.5
"""How much a long body lowers each word of the title: a title says less of a passage that says much."""

HEADING_WEIGHT, HEADING_B = 1.6, 0.4
BODY_B = 0.7
"""How much a long body lowers each of its words: 0 not at all, 1 fully."""

KEY_POINT_BONUS = 0.5
"""A word inside a key-points block counts this much more."""

TOP_IMPACT = 255
STEPS = 256


@dataclass(frozen=True, slots=True)
class Averages:
    """Average lengths in words, each at least 1."""

    title: float = 8.0
    heading: float = 4.0
    body: float = 150.0

    def as_json(self) -> dict[str, float]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Averages":
        """Back from the manifest."""
        return cls(float(data["title"]), float(data["heading"]), float(data["body"]))


def title_factor(length: int, body: int, averages: Averages) -> float:
    """What one occurrence in a title of `length` words adds to the tf of a passage of `body` words."""
    dilution = 1 - TITLE_DILUTION + TITLE_DILUTION * body / averages.body
    return TITLE_WEIGHT / (1 - TITLE_B + TITLE_B * length / averages.title) / dilution


def heading_factor(length: int, averages: Averages) -> float:
    """What one occurrence in a heading of `length` words adds to tf."""
    return HEADING_WEIGHT / (1 - HEADING_B + HEADING_B * length / averages.heading)


def body_factor(length: int, averages: Averages) -> float:
    """What one occurrence in a body of `length` words adds to tf."""
    return 1.0 / (1 - BODY_B + BODY_B * length / averages.body)


@cache
def impacts() -> bytes:
    """Impact by tf in steps of 1 / STEPS, up to 64: a table, because building an index asks a million times."""
    steps = ((step + 0.5) / STEPS for step in range(64 * STEPS))
    return bytes(max(1, round(TOP_IMPACT * tf / (K1 + tf))) for tf in steps)


def impact(tf: float) -> int:
    """The impact byte of a weighted count, 1 to 255."""
    table = impacts()
    return table[min(int(tf * STEPS), len(table) - 1)]


def idf(passages: int, holding: int) -> float:
    """How telling a term is that `holding` of `passages` hold. Always positive."""
    return log(1 + (passages - holding + 0.5) / (holding + 0.5))
