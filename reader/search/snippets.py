"""Snippets: the window of a passage that shows best why it was found."""

import re
from bisect import bisect_left

from reader.search.marker import Mark, Marker
from reader.search.results import Snippet
from reader.search.schema import Place

WINDOW = 220
"""Characters of a snippet, about."""

LONGEST_WINDOW = 300
"""A window of whole sentences may grow to this."""

IN_SIGHT = 150
"""Characters of a snippet that a row shows, about; what lies behind them counts for less."""

BEHIND = 0.6
"""What a match that lies behind them counts for."""

ELLIPSIS = "…"

Range = tuple[int, int]

DOT = " · "

_BETWEEN = re.compile(r"[\n\t]")
"""What parts paragraphs, list items and the cells of a row."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n")


def snippet(text: str, place: Place, marker: Marker, weights: dict[str, float]) -> Snippet:
    """The window of a passage that shows most of what was asked, cut at sentence borders."""
    found = marker.find(text)
    start, end = _window(text, found, weights)
    shown = text[start:end].rstrip()
    shift = 0
    if start and text[start - 1] != "\n" and not _SENTENCE_END.fullmatch(text[_before(text, start) : start]):
        shown, shift = ELLIPSIS + shown, 1
    if start + len(shown) - shift < len(text.rstrip()) and not shown.endswith((".", "!", "?")):
        shown += ELLIPSIS
    inside = [(a - start + shift, b - start + shift) for a, b, _ in found if a >= start and b <= end]
    first = next((a for a, b, _ in found if a >= start and b <= end), start)
    line, marks = _one_line(shown.replace("\r", " "), inside)
    return Snippet(line, marks, _paragraph_at(place, first))


def _one_line(text: str, marks: list[Range]) -> tuple[str, tuple[Range, ...]]:
    """The text in one line, a dot between parts that no full stop ends, and the marks where they are then."""
    dotted: list[int] = []
    parts: list[str] = []
    last = 0
    for match in _BETWEEN.finditer(text):
        at = match.start()
        ended = match.group() == "\n" and (not at or text[at - 1] in ".!?…:;")
        parts += (text[last:at], " " if ended else DOT)
        dotted += [] if ended else [at]
        last = match.end()
    grown = len(DOT) - 1
    shifted = tuple((a + grown * bisect_left(dotted, a), b + grown * bisect_left(dotted, b)) for a, b in marks)
    return "".join((*parts, text[last:])), shifted


def _paragraph_at(place: Place, offset: int) -> int:
    index = bisect_left(place.offsets, offset + 1) - 1
    return place.first + max(0, index)


def _before(text: str, start: int) -> int:
    """Where the run of spaces and sentence end before `start` begins."""
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    while at and text[at - 1] in ".!?…\"'”’)]":
        at -= 1
    return at


def _window(text: str, found: list[Mark], weights: dict[str, float]) -> tuple[int, int]:
    """(start, end) of the best window: whole sentences where they fit, else cut between words."""
    borders = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    borders = sorted(set(borders))
    if len(borders) < 2:  # noqa: PLR2004 - an empty text has no window
        return 0, len(text)
    best = (-1.0, 0, 0)
    for index, start in enumerate(borders[:-1]):
        last = index + 1
        while last + 1 < len(borders) and borders[last + 1] - start <= WINDOW:
            last += 1
        end = borders[last]
        value = _value(found, start, end, weights)
        if value > best[0]:
            best = (value, start, end)
    _, start, end = best
    return (start, end) if end - start <= LONGEST_WINDOW else _cut(text, start, end, found)


def _value(found: list[Mark], start: int, end: int, weights: dict[str, float]) -> float:
    """Each different word counts fully, its repetitions a little."""
    seen: set[str] = set()
    value = 0.0
    for a, b, stem in found:
        if a >= start and b <= end:
            weight = weights.get(stem, 1.0) * (1.0 if b - start <= IN_SIGHT else BEHIND)
            value += weight * 0.1 if stem in seen else weight
            seen.add(stem)
    return value


def _cut(text: str, start: int, end: int, found: list[Mark]) -> tuple[int, int]:
    """A window between words of one long sentence, around the densest of its marks."""
    inside = [(a, b) for a, b, _ in found if a >= start and b <= end]
    centre = start
    most = 0
    for a, _ in inside:
        held = sum(1 for other, stop in inside if other >= a and stop <= a + WINDOW - 40)
        if held > most:
            most, centre = held, a
    low = max(start, centre - 40)
    if low > start:
        space = text.find(" ", low, centre)
        low = space + 1 if space >= 0 else low
    high = min(end, low + WINDOW)
    if high < end:
        space = text.rfind(" ", low + WINDOW // 2, high)
        high = space if space >= 0 else high
    return low, high
