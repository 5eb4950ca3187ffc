"""A note card in the margin lane: painted, a button to screen readers, with a menu of what can be done with it."""

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from reader.ui.looks.tokens import Tokens
from reader.ui.reader.card_paint import MORE_PX, RIGHT_PX, TOP_PX, CardPainter, CardText
from reader.ui.reader.mark_layer import Ref

EDGE_PX = 5
"""Around the card, for its ring."""


class NoteCard(QAbstractButton):
    """One card. Reused for whichever mark comes into sight.

    Signals:
        picked(Ref): it was pressed.
        edit_wanted(Ref): it was pressed once more, or Enter was.
        menu_wanted(Ref, QPoint): its menu, at a point of the screen.
        delete_wanted(Ref): the Delete key.
        step_wanted(int): 1 or -1 with the arrow keys: the card below or above.
        left(): Esc.
    """

    picked = Signal(object)
    edit_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    delete_wanted = Signal(object)
    step_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens, painter: CardPainter) -> None:
        """A hidden card without a mark."""
        super().__init__(parent)
        self.setObjectName("note_card")
        self._tokens, self._painter = tokens, painter
        self.ref: Ref | None = None
        self._card: CardText | None = None
        self.active = False
        self._pressed_at: QPointF | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._pressed)
        self.hide()

    def show_mark(self, ref: Ref, card: CardText, spoken: str, painter: CardPainter, *, active: bool) -> None:
        """Stand for the mark `ref`."""
        if (ref, card, painter, active) != (self.ref, self._card, self._painter, self.active):
            self.ref, self._card, self._painter, self.active = ref, card, painter, active
            self.setAccessibleName(spoken)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if active else Qt.FocusPolicy.ClickFocus)
            self.update()

    def forget(self) -> None:
        """Hold nothing of any mark."""
        self.ref = self._card = None
        self.active = False
        self.setAccessibleName("")
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where it was pressed decides between the menu and the editor."""
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def _pressed(self) -> None:
        at, self._pressed_at = self._pressed_at, None
        if self.ref is None:
            return
        if not self.active:
            self.picked.emit(self.ref)
        elif at is not None and self._menu_box().contains(at):
            self.menu_wanted.emit(self.ref, self.mapToGlobal(self._menu_box().bottomLeft().toPoint()))
        else:
            self.edit_wanted.emit(self.ref)

    def _menu_box(self) -> QRectF:
        return QRectF(self.width() - EDGE_PX - RIGHT_PX - MORE_PX, EDGE_PX + TOP_PX - 5, MORE_PX + 6, MORE_PX)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit."""
        if self.ref is not None:
            self.edit_wanted.emit(self.ref)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, at the pointer or below the card's head."""
        if self.ref is not None:
            self.picked.emit(self.ref)
            self.menu_wanted.emit(self.ref, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 edit, Delete deletes, arrows go to the next card, Esc goes back to the text."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if self.ref is not None:
                self.edit_wanted.emit(self.ref)
            case Qt.Key.Key_Delete if self.ref is not None:
                self.delete_wanted.emit(self.ref)
            case Qt.Key.Key_Down:
                self.step_wanted.emit(1)
            case Qt.Key.Key_Up:
                self.step_wanted.emit(-1)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, ringed while it is the active one."""
        if self._card is None:
            return
        painter = QPainter(self)
        body = QRectF(self.rect()).adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        self._painter.paint(painter, body, self._card, menu=self.active and self._card.own)
        if self.active:
            paint_active_ring(painter, body, self._painter, self._tokens)
        painter.end()


def paint_active_ring(painter: QPainter, body: QRectF, look: CardPainter, tokens: Tokens) -> None:
    """The ring of the card whose mark is the active one, two pixels outside the card."""
    focus, theme = tokens.focus, look.theme
    width = focus.high_contrast_ring if theme.is_high_contrast else focus.ring
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    pen = QPen(QColor(theme.focus), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = 2 + width / 2
    painter.drawRect(body.adjusted(-reach, -reach, reach - 1, reach - 1))


def card_width(lane: int) -> int:
    """Width of the whole widget for a lane of `lane` pixels."""
    return lane + 2 * EDGE_PX
