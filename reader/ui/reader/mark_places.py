"""From offsets in a paragraph, in code points, to positions in the shown document, in UTF-16 units, and back.

The shown document holds what the paragraph's text does not (footnote numbers, pictures, breaks of its own), so the two
are laid side by side, once a paragraph and only for paragraphs that are asked for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reader.library.model import Paragraph, ParagraphKind
from reader.notebook.anchors import Selection
from reader.ui.reader.reader_document import PICTURE, DocumentMap

Range = tuple[int, int]
EXTRA = "\0"
"""Stands in the document's text for whatever is no text of a paragraph; see `reader_copy.searchable`."""
_PASSED = frozenset({"\N{ZERO WIDTH SPACE}", PICTURE})
_STRIDE = 1_024
"""Characters compared at once."""
_CELLS = frozenset({ParagraphKind.TABLE, ParagraphKind.CODE})


class MarkPlaces:
    """The open document's paragraphs, each laid beside its text on the page when first asked for."""

    def __init__(self, text: str, mapped: DocumentMap, paragraphs: Sequence[Paragraph]) -> None:
        """`text` has one character a position, EXTRA where there is none of a paragraph's."""
        self._text, self._mapped, self._paragraphs = text, mapped, paragraphs
        self._headings = [place for place, _ in mapped.headings]
        self._aligned: dict[int, Sequence[int] | None] = {}

    def ranges(self, number: int, start: int, end: int) -> tuple[Range, ...]:
        """Where code points `start` to `end` of paragraph `number` stand; one range a cell of a table.

        Empty where the paragraph is not on the page.
        """
        if not 1 <= number <= len(self._paragraphs) or start >= end:
            return ()
        positions = self._positions(number)
        if positions is None:
            return self._whole(number)
        paragraph = self._paragraphs[number - 1]
        spans = _cells(paragraph.text, start, end) if paragraph.kind in _CELLS else [(start, end)]
        found = [(positions[first], self._after(positions, last - 1)) for first, last in spans if last > first]
        return tuple(span for span in found if span[1] > span[0])

    def _after(self, positions: Sequence[int], offset: int) -> int:
        """The position behind a character, which takes two outside the basic plane."""
        place = positions[offset]
        return place + 1 + (self._text[place] > "\uffff")

    def selection(self, start: int, end: int) -> Selection | None:
        """What is selected from position `start` to `end`, as the notebook counts; None where no paragraph is."""
        first, last = self._first_at(start), self._last_before(end)
        if first > last:
            return None
        return Selection(first, self._offset(first, start), last, self._offset(last, end))

    def _first_at(self, position: int) -> int:
        """Number of the paragraph that holds `position`, or of the next one where none does."""
        number = self._last_before(position + 1)
        if number and position < self._end(number):
            return number
        return number + 1

    def _last_before(self, position: int) -> int:
        index = bisect_left(self._mapped.starts, position)
        return self._mapped.numbers[index - 1] if index else 0

    def _offset(self, number: int, position: int) -> int:
        """Code points of paragraph `number` before `position`; a paragraph without text of its own counts whole."""
        if not 1 <= number <= len(self._paragraphs):
            return 0
        positions = self._positions(number)
        if positions is None:
            start = self._mapped.start_of(number) or 0
            return 0 if position <= start + 1 else len(self._paragraphs[number - 1].text)
        return bisect_left(positions, position)

    def end_of(self, number: int) -> int:
        """Position behind the last character of a paragraph."""
        return self._end(number)

    def _end(self, number: int) -> int:
        positions = self._positions(number)
        if positions:
            return self._after(positions, len(positions) - 1)
        whole = self._whole(number)
        return whole[-1][1] if whole else 0

    def _segment(self, number: int) -> Range:
        """From the paragraph's beginning to the next paragraph or heading."""
        start = self._mapped.start_of(number)
        if start is None:
            return 0, 0
        follower = bisect_right(self._mapped.starts, start)
        heading = bisect_right(self._headings, start)
        limits = [len(self._text)]
        limits += [self._mapped.starts[follower]] if follower < len(self._mapped.starts) else []
        limits += [self._headings[heading]] if heading < len(self._headings) else []
        return start, min(limits)

    def _whole(self, number: int) -> tuple[Range, ...]:
        """A picture with the line below it, where that is its caption; anything else as far as its first line."""
        start, limit = self._segment(number)
        if start == limit:
            return ()
        lines = self._text[start:limit].split("\n")
        length = len(lines[0])
        below = lines[1].strip(" \0") if len(lines) > 1 else ""
        if below and self._paragraphs[number - 1].text.startswith(below.rstrip(".")):
            return (start, start + length), (start + length + 1, start + length + 1 + len(lines[1]))
        return ((start, start + length),)

    def _positions(self, number: int) -> Sequence[int] | None:
        if number not in self._aligned:
            start, limit = self._segment(number)
            paragraph = self._paragraphs[number - 1]
            drawn = paragraph.kind is ParagraphKind.FIGURE
            self._aligned[number] = None if drawn else align(paragraph.text, self._text, start, limit)
        return self._aligned[number]


def _cells(text: str, start: int, end: int) -> list[Range]:
    """The parts of a range that stand in one cell or line each: a selection over cells would mark whole cells."""
    spans: list[Range] = []
    first = start
    for offset in range(start, end):
        if text[offset] in "\t\n":
            spans.append((first, offset))
            first = offset + 1
    return [*spans, (first, end)]


def align(text: str, shown: str, start: int, limit: int) -> list[int] | None:
    """The position in `shown`, from `start` on, of every character of `text`; None where they are not the same words.

    Blanks need not be the same blanks, nor as many.
    """
    found: list[int] = []
    at = start
    while len(found) < len(text):
        at = _past_extras(shown, at, limit)
        if at >= limit:
            return None
        done = len(found)
        border = shown.find(EXTRA, at, limit)
        length = min((limit if border < 0 else border) - at, len(text) - done, _STRIDE)
        if shown[at : at + length] == text[done : done + length]:
            found.extend(range(at, at + length))
            at += length
        elif not _one(text[done], shown[at], at, found):
            return None
        else:
            # One step at a time until the two run alike again.
            at += shown[at] == text[done] or shown[at].isspace() or shown[at] in _PASSED
    return found


def _past_extras(shown: str, at: int, limit: int) -> int:
    while at < limit and shown[at] in {EXTRA, "\N{ZERO WIDTH SPACE}"}:
        at += 1
    return at


def _one(wanted: str, there: str, at: int, found: list[int]) -> bool:
    """Whether one character of the document can be taken for, or left out beside, the one that is wanted."""
    if there == wanted or wanted.isspace():
        found.append(at)
        return True
    return there.isspace() or there in _PASSED
