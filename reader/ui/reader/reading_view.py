"""The reading view: one column of fixed measure that keeps its place, with paragraph numbers and match marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from reader.library.look import Look
from reader.ui.looks.fonts import reading_font
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import reader_document
from reader.ui.reader.mark_layer import MarkLayer, Placed
from reader.ui.reader.marks_paint import Gutter
from reader.ui.reader.reader_browser import NO_LINK, LinkedBrowser
from reader.ui.reader.reader_built import Built, Column, Pictures, Ready
from reader.ui.reader.reader_copy import searchable
from reader.ui.reader.reader_document import Spacing
from reader.ui.reader.reader_overlay import Overlay

NARROW_LEFT_PX = 72
"""Left edge of the column where there is no margin lane and room enough (as drawn for the smallest window)."""
SIDE_PX = 24
LANE_EDGE_PX = 8
"""Between the margin lane and the scroll bar."""
LANE_YIELD = 0.92
"""What of its length a line keeps at least, so that notes stand beside it: 63 of 68 characters still read well."""
PROBE_PX = 60
"""How far below the upper edge the paragraph being read is taken to be."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to read.

    Attributes:
        theme: colours.
        points: size of the text.
        spacing: line spacing in percent of the size.
        plain: whether in the sans-serif face.
        characters: longest line in average characters.
    """

    theme: Theme
    points: int = 13
    spacing: int = 152
    plain: bool = False
    characters: int = 68


class ReadingView(LinkedBrowser):
    """Shows one rendered document. Positions are positions in it; paragraphs go by their numbers."""

    paragraph_changed = Signal(int)
    """Number of the paragraph being read."""
    scrolled = Signal()
    moved = Signal()
    """Something stands elsewhere than before: scrolled, laid out anew, or other marks."""
    laid_out = Signal()
    """The column has another width or place; `has_lane` may be another."""

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty view in `theme`."""
        super().__init__(parent)
        self.setObjectName("reading_view")
        self.theme = theme
        self.current_paragraph = 0
        self.cursor_shown = False
        self.marks: tuple[tuple[int, int], ...] = ()
        self.current_mark = -1
        self._tokens = tokens
        self._style = Style(theme)
        self._column = 0
        self._pinned = False
        self._holding = False
        self._anchor = (0, 0.0)
        self._shown: Built | None = None
        self.ready = Ready(self)
        self.overlay = Overlay(self, tokens)
        self._fill_soon = QTimer(self)
        self._fill_soon.setSingleShot(True)
        self._fill_soon.timeout.connect(lambda: self.overlay.fill(anew=False))
        self.has_lane = False
        self.stop_before_links: Callable[[], bool] | None = None
        self._gutter = Gutter(self, tokens)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        self.set_style(self._style)

    # Content

    def set_style(self, style: Style) -> None:
        """Take sizes and colours; the page renders the document anew with them."""
        self._style, self.theme = style, style.theme
        self.ready.drop()
        font = reading_font(self._tokens, style.points, plain=style.plain)
        self._font = font
        self._column = reader_document.column_width(font, style.characters)
        self._fit_column()

    def show_html(self, html: str, look: Look, pictures: Pictures, *, keep_place: bool) -> None:
        """Show what the renderer made; `keep_place` for the same document in another look."""
        made = self.ready.take((html, look, self._spacing()), self._font, pictures, self._column_now())
        self.mapped = made.mapped
        old, self._shown, focused = self._shown, made, self.focused_link
        self._holding = True
        self.focused_link = NO_LINK
        # They point into the document that goes: Qt would follow them when the next ones are laid.
        self.setExtraSelections([])
        self.setDocument(made.document)
        self.setCursorWidth(0)
        self._follow_layout(old, made)
        if not keep_place:
            self._anchor, self.current_paragraph, self._pinned = (0, 0.0), 0, False
            self.cursor_shown = False
            self.set_marks((), -1)
        elif focused < len(self.mapped.links):
            self.focused_link = focused
        self._holding = False
        self._settle()
        self._paint_marks()

    def _follow_layout(self, old: Built | None, made: Built) -> None:
        """Qt lays a document out bit by bit: what was worked out of the layout so far is looked at again."""
        self.overlay.forget()
        if old is not None:  # the document a view is born with is Qt's own
            old.document.documentLayout().documentSizeChanged.disconnect(self.overlay.forget)
            self.ready.leave(old)
        made.document.documentLayout().documentSizeChanged.connect(self.overlay.forget)

    def build_ahead(self, html: str, look: Look, pictures: Pictures) -> None:
        """Make what `show_html` will be given into a document now, while nobody waits for it."""
        self.ready.make((html, look, self._spacing()), self._font, pictures, self._column_now())

    def _column_now(self) -> Column:
        return self.viewport().width(), self.devicePixelRatioF()

    def _spacing(self) -> Spacing:
        heights, style = self._tokens.line_heights, self._style
        gap = self._tokens.paragraph_gap
        return Spacing(self.logicalDpiY(), style.spacing, heights.heading, heights.note, gap)

    def searchable_text(self) -> str:
        """The text with one character a position, for finding matches in."""
        return searchable(self.document(), self.mapped)

    # Geometry

    def event(self, event: QEvent) -> bool:
        """Margins follow the width before Qt lays the text out, and the place is kept after it has."""
        if event.type() != QEvent.Type.Resize:
            return super().event(event)
        self._holding = True
        self._fit_column()
        handled = super().event(event)
        if self._shown is not None:
            self._shown.fit(self._column_now())
        self.overlay.forget()
        self._holding = False
        self._settle()
        self.laid_out.emit()
        return handled

    def _fit_column(self) -> None:
        layout = self._tokens.layout
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        gutter = layout.reader_gutter + SIDE_PX
        column = min(self._column, width - gutter - SIDE_PX)
        beside = width - gutter - SIDE_PX - layout.margin_lane - LANE_EDGE_PX
        wide_enough = self.width() >= layout.margin_lane_appears_at_reader_width
        self.has_lane = wide_enough and beside >= column * LANE_YIELD
        if self.has_lane:
            column = min(column, beside)
            left = max(gutter, (self.width() - column - SIDE_PX - layout.margin_lane) // 2)
        else:
            left = max(gutter, min(NARROW_LEFT_PX, (width - column) // 2))
        self.setViewportMargins(left, 0, max(0, width - left - column), 0)
        self.verticalScrollBar().setSingleStep(round(self._style.points * self.logicalDpiY() / 72 * 3))
        viewport = self.viewport().geometry()
        self._gutter.setGeometry(0, viewport.y(), viewport.x(), viewport.height())

    # Place

    def go_to(self, position: int, room: float = 0.0) -> None:
        """Scroll so that the line at `position` stands `room` pixels below the upper edge."""
        self._anchor = (position, room)
        self._settle()

    def go_to_paragraph(self, number: int, room: float = 0.0, *, by_keys: bool = False) -> bool:
        """Make paragraph `number` the current one and bring it to `room`. Answers False where there is none."""
        start = self.mapped.start_of(number)
        if start is None:
            return False
        self._pinned, self.cursor_shown = True, by_keys
        self._put_cursor(start)
        self.go_to(start, room)
        self._set_current(number)
        return True

    def go_to_heading(self, position: int, room: float) -> None:
        """Bring the heading at `position` to `room`; the first paragraph under it is the current one."""
        self._pinned, self.cursor_shown = True, False
        self._put_cursor(position)
        self.go_to(position, room)
        self._set_current(self.mapped.paragraph_at(position))

    def _put_cursor(self, position: int) -> None:
        """The text cursor, which screen readers follow, without Qt's own scrolling to it."""
        holding, self._holding = self._holding, True
        top = self.verticalScrollBar().value()
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)
        self._holding = holding

    def move_to_paragraph(self, number: int, room: float) -> None:
        """The paragraph cursor: scrolls to `room` only where the paragraph is not in sight."""
        start = self.mapped.start_of(number)
        if start is None:
            return
        if self.in_sight(start):
            room = self.top_of(start) - self.verticalScrollBar().value()
        self.go_to_paragraph(number, room, by_keys=True)

    def go_to_mark(self, position: int) -> None:
        """Bring a mark's first line into sight, a third of the way down if it was not; the cursor stands there."""
        if not self.in_sight(position):
            self.go_to(position, self.viewport().height() / 3)
        self._pinned, self.cursor_shown = True, False
        self._put_cursor(position)
        self._set_current(self.mapped.paragraph_at(position))
        self.moved.emit()

    def select(self, start: int, end: int) -> None:
        """Select from `start` to `end`, bringing the end of what changed into sight."""
        holding, self._holding = self._holding, True
        top = self.verticalScrollBar().value()
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)
        self._holding = holding

    @property
    def chosen_paragraph(self) -> int:
        """The current paragraph where it was gone to; 0 where it is the one that scrolling brought up."""
        return self.current_paragraph if self._pinned else 0

    def top_of(self, position: int) -> float:
        """Upper edge of the line at `position`, in document coordinates."""
        block = self.document().findBlock(position)
        rect = self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        return rect.top() + (line.y() if line.isValid() else 0.0)

    def in_sight(self, position: int) -> bool:
        """Whether the line at `position` is on screen."""
        y = self.top_of(position) - self.verticalScrollBar().value()
        return 0 <= y < self.viewport().height() - SIDE_PX

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes to what stands beside a selection first, then from link to link."""
        if forward and self.stop_before_links is not None and self.hasFocus() and self.stop_before_links():
            return True
        return super().focusNextPrevChild(forward)

    def keyboard_position(self) -> int:
        """Where the paragraph cursor stands, else the first character in sight."""
        cursor = self.textCursor().position()
        if self._pinned and self.in_sight(cursor):
            return cursor
        return super().keyboard_position()

    def heading_at_cursor(self) -> str:
        """Anchor of the heading that the keyboard was brought to; "" where it stands in a paragraph."""
        if not self._pinned:
            return ""
        block = self.document().findBlock(self.textCursor().position())
        first, last = block.position(), block.position() + block.length()
        return next((anchor for place, anchor in self.mapped.headings if first <= place < last), "")

    def heading_here(self) -> str:
        """Anchor of the heading that what is being read stands under; "" above the first."""
        position = self.textCursor().position() if self._pinned else self._probe()
        found = ""
        for place, anchor in self.mapped.headings:
            if place > position:
                break
            found = anchor
        return found

    def _settle(self) -> None:
        """Put what was on top back on top, after whatever moved it."""
        if self._holding:
            return
        position, room = self._anchor
        bar = self.verticalScrollBar()
        self._holding = True
        position = min(position, max(0, self.document().characterCount() - 1))
        if position:
            self.document().size()  # lays out all of it, so that the scroll bar reaches as far as it will
        # The very beginning keeps the space above the title.
        bar.setValue(round(self.top_of(position) - room) if position else 0)
        self._holding = False
        self._gutter.update()
        if not self._pinned:
            self._set_current(self.mapped.paragraph_at(self._probe()))
        self.moved.emit()

    def _range_changed(self, _low: int, _high: int) -> None:
        self._settle()

    def _scrolled(self) -> None:
        self._gutter.update()
        if self._holding:
            return
        top = self.cursorForPosition(QPoint(0, 0)).position()
        self._anchor = (top, self.top_of(top) - self.verticalScrollBar().value())
        self._pinned = self.cursor_shown = False
        self._set_current(self.mapped.paragraph_at(self._probe()))
        self.moved.emit()
        self.scrolled.emit()

    def _probe(self) -> int:
        bar = self.verticalScrollBar()
        y = self.viewport().height() - 1 if bar.value() == bar.maximum() > 0 else PROBE_PX
        return self.cursorForPosition(QPoint(self.viewport().width() // 2, y)).position()

    def _set_current(self, number: int) -> None:
        if number != self.current_paragraph:
            self.current_paragraph = number
            self._gutter.update()
            self.paragraph_changed.emit(number)

    # Marks

    def set_marks(self, marks: Sequence[tuple[int, int]], current: int) -> None:
        """Mark matches ((start, end) positions, in order); `current` is the index of the one to ring, -1 for none."""
        self.marks, self.current_mark = tuple(marks), current
        self._paint_marks()

    def show_mark(self, index: int) -> None:
        """Ring match `index` and bring it into sight, a fifth of the way down if it was not."""
        self.current_mark = index
        start, end = self.marks[index]
        if not (self.in_sight(start) and self.in_sight(end)):
            self.go_to(start, self.viewport().height() / 5)
        self._pinned = True
        self._put_cursor(start)
        self._set_current(self.mapped.paragraph_at(start))
        self.viewport().update()

    # Annotations

    def show_annotations(self, placed: Sequence[Placed]) -> None:
        """Paint these marks of the notebook; nothing of them is kept when another tuple comes."""
        self.overlay.layer.show(placed)
        self._paint_marks()
        self.moved.emit()

    @property
    def layer(self) -> MarkLayer:
        """The notebook's marks on this page."""
        return self.overlay.layer

    def _paint_marks(self) -> None:
        self.overlay.fill(anew=True)
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's text, then what it cannot draw well."""
        if not self.overlay.is_filled():
            # Not from here: laying fills makes Qt lay out text, which in the middle of a painting ends the process.
            self._fill_soon.start()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.overlay.paint(painter)
        painter.end()
