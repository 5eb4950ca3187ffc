"""How rows of the notes list are painted: tick, shape and kind, quote over note, tags, date."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from reader.notebook.model import Kind
from reader.notebook.query import Line
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, State, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.notes_model import LINE, Key, NotesModel, key_of, one_line
from reader.ui.shared.kinds import label, paint_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
TICK_LEFT, TICK_SIDE = 14, 16
SHAPE_LEFT, KIND_LEFT, TEXT_LEFT = 42, 62, 138
"""Where the columns of a row begin, in pixels from its left edge."""
NARROW = 560
"""A list narrower than this shows no tags."""
MOST_TAGS = 3
ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class Sight(NamedTuple):
    """Where a list stands.

    Attributes:
        key: of the current mark, None without one.
        row: of it.
        top: how far the list is scrolled, in pixels.
        last: the last row that must be there to stand so.
        seen: whether the current row is in sight.
    """

    key: Key | None
    row: int
    top: int
    last: int
    seen: bool

    def beginning(self) -> "Sight":
        """The top of the list, or the same mark wherever it is."""
        return Sight(self.key, 0, 0, 0, seen=True)


class NotesList(RowList):
    """The list: Space ticks, a click on the tick ticks, Ctrl+A ticks every row.

    Signals:
        all_wanted(): every row is to be ticked.
        delete_wanted(): the current row, or every ticked one, goes to the bin.
        edit_wanted(): the keyboard goes into the note of the current row.
    """

    all_wanted = Signal()
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
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
            return
        if event.key() == Qt.Key.Key_End:
            # The last row is the notebook's, not that of the page read so far.
            self._model.grow()
        elif event.key() == Qt.Key.Key_Home:
            # Qt would go to the heading, which cannot be chosen, and stay where it is.
            self.setCurrentIndex(self._model.first())
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.tick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and plain:
            self.delete_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = ENSURE_VISIBLE) -> None:
        """The first mark of a briefing is in sight together with its heading."""
        super().scrollTo(index, hint)
        if hint == ENSURE_VISIBLE and index.row() > 0:
            above = self._model.index(index.row() - 1, 0)
            if self._model.is_heading(above):
                super().scrollTo(above, hint)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """The bar that comes up with the first tick does not cover the row that was ticked."""
        before = QRect(QPoint(0, 0), event.oldSize())
        seen = before.intersects(self.visualRect(self.currentIndex()))
        super().resizeEvent(event)
        if seen and event.size().height() < before.height():
            self.scrollTo(self.currentIndex())

    def sight(self) -> Sight:
        """Where it stands now."""
        index, view = self.currentIndex(), self.viewport()
        line, lowest = self._model.line(index), self.indexAt(QPoint(1, view.height() - 1)).row()
        seen = view.rect().intersects(self.visualRect(index))
        key = key_of(line) if line is not None else None
        return Sight(key, index.row(), self.verticalScrollBar().value(), max(index.row(), lowest, 0), seen)

    def return_to(self, before: Sight) -> None:
        """The same mark is current, or the one now in its place; the list stays as far scrolled as it was."""
        found = self._model.index_of(before.key, before.row) if before.key is not None else QModelIndex()
        self.setCurrentIndex(found if found.isValid() else self._model.first(max(before.row, 0)))
        if before.top:
            # Which lays the rows out, if they are others now.
            self.scrollTo(self.currentIndex())
            self.verticalScrollBar().setValue(before.top)
            if before.seen:
                self.scrollTo(self.currentIndex())

    def dataChanged(self, first: Index, last: Index, roles: "Sequence[int]" = ()) -> None:
        """Rows keep their height whatever they say: Qt would measure every one of them anew."""
        QAbstractItemView.dataChanged(self, first, last, roles)

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
        self._heading_size, self._row_size = row_size(tokens.layout.row_nav), row_size(tokens.layout.row_library + 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme
        self._brush = Brush(theme, self._tokens)
        self._quote = QFont(list(self._tokens.families.reading))
        self._quote.setPointSizeF(self._tokens.sizes.section)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """By the kind of row."""
        return self._heading_size if index.row() in self._model.heading_rows else self._row_size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        rect = QRect(option.rect)
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
