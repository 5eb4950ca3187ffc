"""The marks of the open paper on its page: where they stand, what fills and lines they are painted with."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from reader.notebook.anchors import located
from reader.notebook.layout import Layout
from reader.notebook.model import Annotation, Kind, Status
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.mark_lines import LEVELS_PX, Line, paint_line
from reader.ui.reader.mark_places import MarkPlaces, Range
from reader.ui.reader.marks_paint import line_rects
from reader.ui.reader.reader_document import DocumentMap
from reader.ui.shared import kinds

MOST_LEVELS = len(LEVELS_PX)
"""Lines under overlapping marks stand apart up to this many; what overlaps all of them has its shape only."""
Ranges = tuple[Range, ...]
Ref = tuple[str, str]
"""A mark by its uuid and the set it is kept in: the same uuid may stand in two sets."""


def ref_of(annotation: Annotation) -> Ref:
    """What a mark is known by."""
    return annotation.uuid, annotation.set_name


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark on the page.

    Attributes:
        annotation: the mark.
        ranges: what it covers, as positions in the document; none for a section's or document's bookmark.
        anchor: position of the line that its shape stands beside; -1 where it has no place on the page.
        level: which of the places of `mark_lines.LEVELS_PX` its lines have; MOST_LEVELS where none was free.
    """

    annotation: Annotation
    ranges: tuple[Range, ...]
    anchor: int
    level: int = 0

    @property
    def ref(self) -> Ref:
        """What it is known by."""
        return ref_of(self.annotation)

    @property
    def kind(self) -> Kind:
        """What it is for."""
        return self.annotation.kind

    @property
    def own(self) -> bool:
        """Whether it is the person's own, not a colleague's or an issued layer's."""
        return not self.annotation.set_name

    @property
    def end(self) -> int:
        """Position behind its last character."""
        return self.ranges[-1][1] if self.ranges else self.anchor

    def holds(self, position: int) -> bool:
        """Whether the character at `position` is marked."""
        return any(first <= position < last for first, last in self.ranges)


def place_all(
    annotations: Sequence[Annotation],
    places: MarkPlaces,
    layout: Layout,
    mapped: DocumentMap,
    before: Sequence[Placed] = (),
) -> tuple[Placed, ...]:
    """Every mark with its place, in the order of the page; those without one at the end.

    `before` is what was placed on the same page before: what has not changed since need not be placed again.
    """
    known = {id(one.annotation): one for one in before}
    found = [known.get(id(one)) or _place(one, places, layout, mapped) for one in annotations]
    found.sort(key=lambda one: (one.anchor < 0, one.anchor, one.end))
    return _levelled(found)


def _place(annotation: Annotation, places: MarkPlaces, layout: Layout, mapped: DocumentMap) -> Placed:
    if annotation.status is not Status.ATTACHED:
        return Placed(annotation, (), -1)
    ranges: list[Range] = []
    anchor = -1
    for target in annotation.targets:
        spot = located(target, layout)
        if spot is not None:
            ranges += places.ranges(spot.paragraph.number, spot.start, spot.end)
        elif not target.fingerprint:
            anchor = mapped.anchors.get(f"s-{target.section}", -1) if target.section else mapped.anchors.get("top", 0)
    if ranges:
        anchor = min(first for first, _ in ranges)
    if annotation.kind is Kind.BOOKMARK:
        ranges = []
    return Placed(annotation, tuple(sorted(ranges)), anchor)


def _levelled(found: list[Placed]) -> tuple[Placed, ...]:
    """Give marks that overlap lines of their own."""
    busy = [-1] * MOST_LEVELS
    levelled: list[Placed] = []
    for one in found:
        level = 0
        if one.ranges:
            level = next((index for index, end in enumerate(busy) if end <= one.anchor), MOST_LEVELS)
            if level < MOST_LEVELS:
                busy[level] = one.end
        levelled.append(one if level == one.level else replace(one, level=level))
    return tuple(levelled)


class MarkLayer:
    """What is marked, found quickly for what is on the screen. Coordinates are the document's."""

    def __init__(self, tokens: Tokens) -> None:
        """Nothing is marked yet."""
        self.placed: tuple[Placed, ...] = ()
        self._tokens = tokens
        self._starts: list[int] = []
        self._reach: list[int] = []
        self._rects: dict[tuple[int, Ranges], tuple[QRectF, ...]] = {}

    def show(self, placed: Sequence[Placed]) -> None:
        """Show these marks; those without a place are left out."""
        self.placed = tuple(one for one in placed if one.anchor >= 0)
        self._starts = [one.anchor for one in self.placed]
        self._reach = list(accumulate((one.end for one in self.placed), max))
        if not self.placed:
            self._rects.clear()

    def forget(self) -> None:
        """The text is laid out otherwise than it was."""
        self._rects.clear()

    def within(self, first: int, last: int) -> Iterator[Placed]:
        """The marks that touch positions `first` to `last`, in the order of the page."""
        for index in range(bisect_left(self._reach, first), len(self.placed)):
            one = self.placed[index]
            if one.anchor > last:
                return
            if one.end >= first:
                yield one

    def at(self, position: int) -> Placed | None:
        """The shortest mark that covers `position`."""
        here = [one for one in self.within(position, position) if one.holds(position)]
        return min(here, key=lambda one: one.end - one.anchor, default=None)

    def named(self, ref: Ref) -> Placed | None:
        """The mark known by `ref`."""
        return next((one for one in self.placed if one.ref == ref), None)

    def rects(self, document: QTextDocument, one: Placed) -> tuple[QRectF, ...]:
        """One rectangle a line of the mark; for a bookmark, the line that it stands at."""
        key = one.anchor, one.ranges
        if key not in self._rects:
            ranges = one.ranges or ((one.anchor, one.anchor + 1),)
            self._rects[key] = tuple(rect for span in ranges for rect in line_rects(document, *span, 0))
        return self._rects[key]

    def selections(
        self, document: QTextDocument, theme: Theme, first: int, last: int
    ) -> list[QTextEdit.ExtraSelection]:
        """The fills of what touches `first` to `last`: the shortest mark lies on top."""
        made: list[QTextEdit.ExtraSelection] = []
        shown = sorted(self.within(first, last), key=lambda one: one.anchor - one.end)
        for one in shown:
            colour = kinds.fill_colour(one.kind, theme) if one.own else ""
            if colour:
                style = QTextCharFormat()
                style.setBackground(QColor(colour))
                made += [selection_of(document, span, style) for span in one.ranges]
        return made

    def paint(
        self, painter: QPainter, document: QTextDocument, theme: Theme, seen: tuple[int, int], scroll: float
    ) -> None:
        """The lines under what touches the positions `seen`, at scroll offset `scroll`."""
        for one in self.within(*seen):
            if one.ranges and one.level < MOST_LEVELS:
                for rect in self.rects(document, one):
                    paint_line(painter, self._tokens, Line(one.kind, rect.translated(0, -scroll), one.level), theme)


def selection_of(document: QTextDocument, span: Range, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
    """An extra selection from one position to another."""
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(document)
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
    selection.cursor, selection.format = cursor, style
    return selection
