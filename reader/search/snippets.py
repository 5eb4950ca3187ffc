"""Marks and snippets: which words of a text answer a query, and the window that shows most of them."""

import re
from bisect import bisect_left

from reader.search.plan import Forms
from reader.search.results import Snippet
from reader.search.schema import Place
from reader.search.stems import Stems
from reader.search.words import spans, word_of

WINDOW = 220
"""Characters of a snippet, about."""

LONGEST_WINDOW = 300
"""A window of whole sentences may grow to this."""

ELLIPSIS = "…"

Marks = tuple[tuple[int, int], ...]

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n")


class Marker:
    """Finds the matched forms of one query in any text."""

    def __init__(self, forms: Forms, stems: Stems) -> None:
        self._forms = forms
        self._stems = stems
        self._prefixes = tuple(forms.prefixes)
        self._runs: dict[str, list[tuple[str, ...]]] = {}
        for run in forms.runs:
            self._runs.setdefault(run[0], []).append(run)
        self._known: dict[str, tuple[str, bool]] = {}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, stem) of every match in order, not overlapping; `stem` is its first word's."""
        known = self._known
        found: list[tuple[int, int, str]] = []
        tokens: list[tuple[int, int, str]] = []
        for start, end, raw in spans(text):
            told = known.get(raw)
            if told is None:
                told = known[raw] = self._judge(raw)
            stem, single = told
            if self._runs:
                tokens.append((start, end, stem))
            if single:
                found.append((start, end, stem))
        return self._with_runs(text, found, tokens) if self._runs else found

    def _judge(self, raw: str) -> tuple[str, bool]:
        word = word_of(raw)
        stem = self._stems[word]
        return stem, stem in self._forms.stems or bool(self._prefixes and word.startswith(self._prefixes))

    def _with_runs(
        self, text: str, found: list[tuple[int, int, str]], tokens: list[tuple[int, int, str]]
    ) -> list[tuple[int, int, str]]:
        for index, (start, _, stem) in enumerate(tokens):
            for run in self._runs.get(stem, ()):
                window = tokens[index : index + len(run)]
                if tuple(stem for _, _, stem in window) == run and "\n" not in text[start : window[-1][1]]:
                    found.append((start, window[-1][1], stem))
        found.sort(key=lambda mark: (mark[0], -mark[1]))
        kept: list[tuple[int, int, str]] = []
        for mark in found:
            if not kept or mark[0] >= kept[-1][1]:
                kept.append(mark)
        return kept

    def marks(self, text: str) -> Marks:
        """(start, end) of every match, in code points."""
        return tuple((start, end) for start, end, _ in self.find(text))

    def snippet(self, text: str, place: Place) -> Snippet:
        """The window of a passage that shows most of what was asked, cut at sentence borders."""
        found = self.find(text)
        start, end = _window(text, found, self._forms.weights)
        shown = text[start:end].rstrip()
        shift = 0
        if start and text[start - 1] != "\n" and not _SENTENCE_END.fullmatch(text[_before(text, start) : start]):
            shown, shift = ELLIPSIS + shown, 1
        if start + len(shown) - shift < len(text.rstrip()) and not shown.endswith((".", "!", "?", "\n")):
            shown += ELLIPSIS
        shown = shown.replace("\n", " ").replace("\t", " ")
        inside = tuple((a - start + shift, b - start + shift) for a, b, _ in found if a >= start and b <= end)
        first = next((a for a, b, _ in found if a >= start and b <= end), start)
        return Snippet(shown, inside, _paragraph_at(place, first))


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


def _window(text: str, found: list[tuple[int, int, str]], weights: dict[str, float]) -> tuple[int, int]:
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


def _value(found: list[tuple[int, int, str]], start: int, end: int, weights: dict[str, float]) -> float:
    """Each different word counts fully, its repetitions a little."""
    seen: set[str] = set()
    value = 0.0
    for a, b, stem in found:
        if a >= start and b <= end:
            weight = weights.get(stem, 1.0)
            value += weight * 0.1 if stem in seen else weight
            seen.add(stem)
    return value


def _cut(text: str, start: int, end: int, found: list[tuple[int, int, str]]) -> tuple[int, int]:
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
