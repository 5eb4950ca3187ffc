"""How rows of the notes list are painted: tick, shape and kind, quote over note, tags, date."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.notebook.model import Kind
from reader.notebook.query import Line
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, State, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.notes_model import LINE, NotesModel, one_line
from reader.ui.shared.kinds import label, paint_shape

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

Index = QModelIndex | QPersistentModelIndex
TICK_LEFT, TICK_SIDE = 14, 16
SHAPE_LEFT, KIND_LEFT, TEXT_LEFT = 42, 62, 138
"""Where the columns of a row begin, in pixels from its left edge."""
NARROW = 560
"""A list narrower than this shows no tags."""
MOST_TAGS = 3


class NotesList(RowList):
    """The list: Space ticks, a click on the tick ticks.

    Signals:
        delete_wanted(): the current row, or every ticked one, goes to the bin.
        edit_wanted(): the keyboard goes into the note of the current row.
    """

    delete_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, name: str, model: NotesModel) -> None:
        """`name` for screen readers."""
        super().__init__(name)
        self.setUniformItemSizes(False)
        self._model = model
        self.setModel(model)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Space and Delete; the rest as in every list."""
        self.keyboard = True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.tick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and plain:
            self.delete_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: "QMouseEvent") -> None:
        """The tick's own column ticks."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < SHAPE_LEFT - 4:
            self._model.tick(index)
        super().mousePressEvent(event)


class NotesRows(QStyledItemDelegate):
    """Rows of 56, headings of 34."""

    def __init__(self, view: NotesList, model: NotesModel, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`; `model` supplies the words."""
        super().__init__(view)
        self._view, self._model, self._tokens = view, model, tokens
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme
        self._brush = Brush(theme, self._tokens)
        self._quote = QFont(list(self._tokens.families.reading))
        self._quote.setPointSizeF(self._tokens.sizes.section)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """By the kind of row."""
        layout = self._tokens.layout
        return row_size(layout.row_nav if index.data(LINE) is None else layout.row_library + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # stubs lack the option's fields
        line = index.data(LINE)
        if not isinstance(line, Line):
            self._paint_heading(painter, rect, index)
            return
        state: State = self._view.state_of(index)
        self._brush.row(painter, rect, state)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_tick(painter, rect, line)
        side = self._tokens.shape - 2
        shape = QRectF(rect.left() + SHAPE_LEFT, rect.center().y() - side / 2 + 1, side, side)
        paint_shape(painter, line.kind, shape, self._theme, hollow=bool(line.set_name))
        band = QRect(rect.left() + KIND_LEFT, rect.top(), TEXT_LEFT - KIND_LEFT - 4, rect.height())
        self._brush.text(painter, band, label(line.kind), self._brush.small, self._theme.text)
        self._paint_words(painter, rect, line)
        self._brush.ring(painter, rect, state)

    def _paint_heading(self, painter: QPainter, rect: QRect, index: Index) -> None:
        heading, brush = self._model.heading(index), self._brush
        if heading is None:
            return
        painter.fillRect(rect, QColor(self._theme.surface_sunken))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(self._theme.border))
        painter.setFont(brush.small)
        painter.setPen(QColor(self._theme.text_muted))
        aside = rect.adjusted(0, 0, -TICK_LEFT, 0)
        count = words.notes(heading.count)
        painter.drawText(aside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        brush.text(painter, rect.adjusted(TICK_LEFT, 0, -100, 0), heading.text, brush.ui_bold, self._theme.text)

    def _paint_tick(self, painter: QPainter, rect: QRect, line: Line) -> None:
        theme, on = self._theme, self._model.is_ticked(line)
        box = QRectF(rect.left() + TICK_LEFT, rect.center().y() - TICK_SIDE / 2 + 1, TICK_SIDE, TICK_SIDE)
        painter.setPen(QPen(QColor(theme.accent if on else theme.border_control), 1.2))
        painter.setBrush(QColor(theme.accent if on else theme.surface))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            mark = pixmap("check", theme.on_accent, TICK_SIDE - 4, painter.device().devicePixelRatio())
            painter.drawPixmap(box.topLeft().toPoint() + (box.center() - box.topLeft()).toPoint() / 4, mark)

    def _paint_words(self, painter: QPainter, rect: QRect, line: Line) -> None:
        brush, theme = self._brush, self._theme
        right = rect.right() - 14
        date = words.short_date(line.changed)
        painter.setFont(brush.small)
        painter.setPen(QColor(theme.text_muted))
        band = QRect(right - 80, rect.top(), 80, rect.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), date)
        right -= 64
        for word in (words.status(line.status), line.set_name):
            if word:
                right = brush.chip(painter, right, rect.center().y(), word) - 6
        if rect.width() >= NARROW:
            for tag in reversed(line.tags[:MOST_TAGS]):
                right = brush.chip(painter, right, rect.center().y(), tag) - 6
        top = QRect(rect.left() + TEXT_LEFT, rect.top() + 6, right - rect.left() - TEXT_LEFT - 8, 24)
        quoted = bool(line.quote) and line.kind is not Kind.BOOKMARK
        text = one_line(line.quote) or self._model.title(line)
        brush.text(painter, top, text, self._quote if quoted else brush.ui_bold, theme.text)
        top.translate(0, 23)
        top.setHeight(20)
        brush.text(painter, top, self._model.details(line), brush.small, theme.text_muted)
