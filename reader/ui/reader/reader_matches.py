"""Where in a text something is found. Plain functions, no Qt; ranges count characters as the text given does."""

import re
from collections.abc import Callable

Range = tuple[int, int]

_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]', "-": "[-‐‑–]"}
MOST = 5_000
"""No more matches than this are looked for in one document."""


def literal(needle: str, text: str) -> tuple[Range, ...]:
    """Every place of `needle` in `text`: case, kind of quotation mark and width of a space do not matter."""
    words = needle.split()
    if not words:
        return ()
    pattern = r"\s+".join("".join(_ALIKE.get(char, re.escape(char)) for char in word) for word in words)
    found: list[Range] = []
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found.append(match.span())
        if len(found) == MOST:
            break
    return tuple(found)


def matched_forms(query: str, text: str, marks: Callable[[str, str], tuple[Range, ...]] | None) -> tuple[Range, ...]:
    """What search itself would mark in `text`; the words as typed where the index is not open."""
    if marks is not None:
        return _phrases(marks(query, text)[:MOST], text)
    found = [span for word in dict.fromkeys(query.split()) for span in literal(word, text)]
    return _merged(found)


def nearest(marks: tuple[Range, ...], position: int) -> int:
    """Index of the first match at or after `position`; the first of all past the last one; -1 for none."""
    if not marks:
        return -1
    return next((index for index, (start, _) in enumerate(marks) if start >= position), 0)


def _phrases(found: tuple[Range, ...], text: str) -> tuple[Range, ...]:
    """Matches that follow each other with only space between are one place to step to."""
    kept: list[Range] = []
    for start, end in found:
        if kept and text[kept[-1][1] : start].isspace() and "\n" not in text[kept[-1][1] : start]:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return tuple(kept)


def _merged(found: list[Range]) -> tuple[Range, ...]:
    kept: list[Range] = []
    for start, end in sorted(found):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
