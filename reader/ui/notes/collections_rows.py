"""How a collection's items are painted, and the keys of their list."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from reader.language import tr
from reader.notebook.model import ItemKind
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.collections_model import ItemsModel
from reader.ui.shared.kinds import paint_shape

Index = QModelIndex | QPersistentModelIndex
DRAWINGS = {ItemKind.DOCUMENT: "book", ItemKind.PASSAGE: "cite"}
"""What stands in place of a mark's shape."""
NUMBER_LEFT, SHAPE_LEFT, KIND_LEFT, TEXT_LEFT = 12, 44, 64, 140


class ItemsList(RowList):
    """Alt+Shift+Up and Down move the current item, Space ticks it off, Delete takes it out.

    Signals:
        moved(int): the current item stands in this row now.
    """

    moved = Signal(int)

    def __init__(self, name: str, model: ItemsModel) -> None:
        """`name` for screen readers."""
        super().__init__(name)
        self._model = model
        self.setModel(model)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def event(self, event: QEvent) -> bool:
        """While the list has the keyboard, its own keys go before those of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and _moves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As the class says; the rest as in every list."""
        self.keyboard = True
        row = self.currentIndex().row()
        if row >= 0 and _moves(event):
            self.move_by(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif row >= 0 and event.key() == Qt.Key.Key_Space:
            self._model.tick(row)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self._model.remove(row)
        else:
            super().keyPressEvent(event)

    def move_by(self, rows: int) -> None:
        """Move the current item; it stays current."""
        row = self.currentIndex().row()
        target = row + rows
        if 0 <= target < self._model.rowCount():
            self._model.move(row, target)
            self.setCurrentIndex(self._model.index(target, 0))
            self.moved.emit(target)


def _moves(event: QEvent) -> bool:
    """Whether a key moves the current item."""
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    if not isinstance(event, QKeyEvent) or event.modifiers() & both != both:
        return False
    return event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}


class ItemsRows(QStyledItemDelegate):
    """Number, shape and kind, title over details, "Read"."""

    def __init__(self, view: ItemsList, model: ItemsModel, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`."""
        super().__init__(view)
        self._view, self._model, self._tokens = view, model, tokens
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme
        self._brush = Brush(theme, self._tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As a row of the library."""
        return row_size(self._tokens.layout.row_library + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        rect = QRect(option.rect)
        item, brush, theme = self._model.item(index), self._brush, self._theme
        if item is None:
            return
        state = self._view.state_of(index)
        brush.row(painter, rect, state)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = QRect(rect.left() + NUMBER_LEFT, rect.top(), 26, rect.height())
        brush.text(painter, number, f"{index.row() + 1}", brush.small, theme.text_muted)
        side = self._tokens.shape - 2
        mark = self._model.mark(item)
        if mark is not None:
            box = QRectF(rect.left() + SHAPE_LEFT, rect.center().y() - side / 2 + 1, side, side)
            paint_shape(painter, mark.kind, box, theme, hollow=bool(mark.set_name))
        elif item.kind in DRAWINGS:
            size = self._tokens.icons.small
            drawn = pixmap(DRAWINGS[item.kind], theme.text_muted, size, painter.device().devicePixelRatio())
            painter.drawPixmap(rect.left() + SHAPE_LEFT - 1, rect.center().y() - size // 2 + 1, drawn)
        kind = QRect(rect.left() + KIND_LEFT, rect.top(), TEXT_LEFT - KIND_LEFT - 4, rect.height())
        brush.text(painter, kind, self._model.kind_word(item), brush.small, theme.text)
        right = rect.right() - 14
        if item.done:
            right = self._paint_done(painter, rect, right)
        details = self._model.details(item)
        band = QRect(
            rect.left() + TEXT_LEFT, rect.top() + (6 if details else 16), right - rect.left() - TEXT_LEFT - 8, 24
        )
        brush.text(painter, band, self._model.title(item), brush.ui_bold, theme.text)
        band.translate(0, 22)
        brush.text(painter, band, details, brush.small, theme.text_muted)
        brush.ring(painter, rect, state)

    def _paint_done(self, painter: QPainter, rect: QRect, right: int) -> int:
        """The word and its mark; returns where they begin."""
        size = self._tokens.icons.small
        word = tr("Read")
        width = self._brush.chip_width(word) + 8
        mark = pixmap("check", self._theme.success, size, painter.device().devicePixelRatio())
        painter.drawPixmap(right - width - size, rect.center().y() - size // 2 + 1, mark)
        painter.setPen(QColor(self._theme.success))
        painter.setFont(self._brush.small)
        band = QRect(right - width + 4, rect.top(), width, rect.height())
        painter.drawText(band, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
        return right - width - size - 8
