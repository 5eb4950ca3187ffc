"""Judged queries and how an answer to one is measured."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

FILE = Path(__file__).with_name("queries.toml")


@dataclass(frozen=True)
class Judged:
    """A query, its kind, and the documents that answer it, best first."""

    text: str
    kind: str
    right: tuple[str, ...]


def halves() -> tuple[list[Judged], list[Judged]]:
    """(tuning half, holdout half)."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["queries"]
    judged = [Judged(text, kind, tuple(right.split())) for text, kind, right in rows]
    return judged[::2], judged[1::2]


def success(judged: Judged, documents: Sequence[str], depth: int) -> bool:
    """Whether a right document is among the first `depth` hits; `documents` names the hits' documents."""
    return bool(set(documents[:depth]) & set(judged.right))


def ndcg(judged: Judged, documents: Sequence[str], depth: int = 10) -> float:
    """Normalised discounted gain over an answer's different documents: the best one gains 3, other right ones 1."""
    different = list(dict.fromkeys(documents))[:depth]
    gains = {document: 3 if rank == 0 else 1 for rank, document in enumerate(judged.right)}
    found = sum(gains.get(document, 0) / log2(rank + 2) for rank, document in enumerate(different))
    ideal = sum(gain / log2(rank + 2) for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:depth]))
    return found / ideal
