"""What is painted over the reading text and what fills lie behind it, for the part that is on the screen."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QTextCharFormat

from reader.ui.looks.tokens import Tokens
from reader.ui.reader import reader_document
from reader.ui.reader.mark_layer import MarkLayer, selection_of
from reader.ui.reader.marks_paint import (
    first_baseline,
    line_rects,
    paint_bullet,
    paint_dots,
    paint_ring,
    paint_underline,
)
from reader.ui.reader.reader_browser import NO_LINK

if TYPE_CHECKING:
    from reader.ui.reader.reading_view import ReadingView

MOST_MARKS = 2_000
"""More matches than this in one document are counted but not painted."""
RAISED = 0.62
"""The part of a line's height, from its top, that a raised number takes."""
NARROW_PX = 24
"""A link narrower than this is a number."""
NOTHING = (0, -1)
EVERYTHING = (0, sys.maxsize)


class Overlay:
    """Paints for one reading view."""

    def __init__(self, view: "ReadingView", tokens: Tokens) -> None:
        """Nothing is marked yet."""
        self.layer = MarkLayer(tokens)
        self._view, self._tokens = view, tokens
        self._filled = NOTHING
        self._in_sight: tuple[tuple[object, ...], tuple[int, int]] | None = None

    # Behind the text

    def fill(self, *, anew: bool) -> None:
        """Have Qt lay the fills of what is in sight, and of half a screenful around it, behind the text.

        Not of the whole document: Qt goes through all of them for every block it paints.
        """
        if not (self._view.marks or self.layer.placed):
            self._filled = EVERYTHING
            if self._view.extraSelections():
                self._view.setExtraSelections([])
            return
        if not self._view.isVisible():
            self._filled = NOTHING  # to be laid before the first paint
            return
        first, last = self.span_in_sight()
        if not anew and self._filled[0] <= first and last <= self._filled[1]:
            return
        around = max((last - first) // 2, 1)
        self._filled = first, last = first - around, last + around
        view = self._view
        selections = self.layer.selections(view.document(), view.theme, first, last)
        style = QTextCharFormat()
        style.setBackground(QColor(view.theme.match))
        style.setForeground(QColor(view.theme.text))
        shown = [span for span in view.marks[:MOST_MARKS] if first <= span[0] <= last]
        view.setExtraSelections(selections + [selection_of(view.document(), span, style) for span in shown])

    def is_filled(self) -> bool:
        """Whether the fills of what is in sight have been laid."""
        if self._filled == EVERYTHING:
            return True
        first, last = self.span_in_sight()
        return self._filled[0] <= first and last <= self._filled[1]

    # Over the text

    def paint(self, painter: QPainter) -> None:
        """Dotted abbreviations, lines under marks and matches, list dots, rings."""
        view = self._view
        document, theme = view.document(), view.theme
        first, last = self.span_in_sight()
        scroll = view.verticalScrollBar().value()
        for link in view.mapped.links:
            if link.kind == "abbr" and first <= link.start <= last:
                for rect in line_rects(document, link.start, link.end, scroll):
                    paint_dots(painter, rect, theme.text_muted)
        self.layer.paint(painter, document, theme, (first, last), scroll)
        for start, end in view.marks[:MOST_MARKS]:
            if first <= start <= last:
                for rect in line_rects(document, start, end, scroll):
                    paint_underline(painter, rect, theme.accent)
        for place in view.mapped.bullets:
            if first <= place <= last:
                paint_bullet(painter, document, place, scroll, theme.text)
        self._paint_rings(painter, scroll)

    def _paint_rings(self, painter: QPainter, scroll: int) -> None:
        view, focus = self._view, self._tokens.focus
        width = focus.high_contrast_ring if view.theme.is_high_contrast else focus.ring
        ringed: list[tuple[int, int]] = []
        if 0 <= view.current_mark < len(view.marks):
            ringed.append(view.marks[view.current_mark])
        if view.focused_link != NO_LINK and view.hasFocus():
            link = view.mapped.links[view.focused_link]
            ringed.append((link.start, link.end))
        for start, end in ringed:
            note = view.focused_link != NO_LINK and view.mapped.links[view.focused_link].kind == "note"
            for rect in line_rects(view.document(), start, end, scroll):
                if note and rect.width() < NARROW_PX:
                    rect.setHeight(rect.height() * RAISED)  # a raised number: the full stop before it stays clear
                paint_ring(painter, rect, view.theme.focus, width)

    # What is in sight

    def span_in_sight(self) -> tuple[int, int]:
        """First and last position on the screen, whole tables counted in. Worked out when it may differ."""
        view = self._view
        # Not the document's size: to say that, Qt would lay out all of it, and what is on the screen is enough.
        state = view.verticalScrollBar().value(), view.viewport().size()
        if self._in_sight is None or self._in_sight[0] != state:
            self._in_sight = state, self._look()
        return self._in_sight[1]

    def forget(self) -> None:
        """Another document, or its layout is another one."""
        self._in_sight = None
        self.layer.forget()

    def _look(self) -> tuple[int, int]:
        view = self._view
        viewport = view.viewport()
        top = view.cursorForPosition(QPoint(0, 0))
        bottom = view.cursorForPosition(QPoint(viewport.width(), viewport.height()))
        first, last = top.block().position(), bottom.block().position() + bottom.block().length()
        for table in (reader_document.table_at(top), reader_document.table_at(bottom)):
            if table is not None:
                first, last = min(first, table.firstPosition()), max(last, table.lastPosition())
        return first, last

    def numbers_in_sight(self) -> Iterator[tuple[int, float, float]]:
        """(paragraph number, baseline, lower edge) of every numbered paragraph on screen, in viewport coordinates."""
        view = self._view
        first, last = self.span_in_sight()
        scroll, document = view.verticalScrollBar().value(), view.document()
        for number, start in zip(view.mapped.numbers, view.mapped.starts, strict=True):
            if first <= start <= last:
                block = document.findBlock(start)
                bottom = document.documentLayout().blockBoundingRect(block).bottom()
                yield number, self._number_baseline(start) - scroll, bottom - scroll

    def _number_baseline(self, start: int) -> float:
        view = self._view
        block = view.document().findBlock(start)
        if reader_document.PICTURE in block.text():
            return view.top_of(start) + view.logicalDpiY() / 6
        return first_baseline(view.document(), block)
