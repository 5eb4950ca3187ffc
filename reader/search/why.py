"""Zero results never end in silence: what each part of the question does to the answer."""

from collections.abc import Callable

from reader.search.query import parse
from reader.search.results import MAX_QUERY_CHARACTERS, Request, WordEffect
from reader.search.words import STOP, fold

MOST_PARTS = 12
"""Parts looked at; each costs two searches."""


def effects(request: Request, count: Callable[[str], int]) -> tuple[WordEffect, ...]:
    """`count` gives the passages that a text finds under the request's filters."""
    parts = split(request.text)
    found: list[WordEffect] = []
    for index, part in enumerate(parts[:MOST_PARTS]):
        rest = [other for at, other in enumerate(parts) if at != index]
        alone = count(part.removeprefix("-"))
        without = count(" ".join(rest)) if rest and not parse(" ".join(rest)).is_empty else 0
        found.append(WordEffect(part, alone, without))
    return tuple(found)


def split(text: str) -> list[str]:
    """The parts of a query as typed: words, phrases and fields; operators, brackets and stop words left out."""
    parts: list[str] = []
    quoted = ""
    for piece in text[:MAX_QUERY_CHARACTERS].split():
        if quoted or piece.lstrip("-").rpartition(":")[2].startswith('"'):
            quoted = f"{quoted} {piece}".strip()
            if quoted.count('"') > 1:
                parts.append(quoted)
                quoted = ""
            continue
        parts.append(piece)
    parts += quoted.split()
    bare = [part.strip("()") for part in parts if part not in {"AND", "OR", "NOT"}]
    return [part for part in bare if part and fold(part) not in STOP and not parse(part).is_empty]
