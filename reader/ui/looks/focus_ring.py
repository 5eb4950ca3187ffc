"""The focus ring: one overlay that frames whatever has keyboard focus, outside its edge with a gap.

A style cannot draw outside a widget, and a style sheet's outline cannot follow a radius; an overlay does both. Rows of
lists draw their own ring (inside the edge). A widget may say `ring(widget, "inside")` or "none".
"""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QLineEdit, QScrollArea, QWidget
from shiboken6 import isValid

from reader.ui.looks.tokens import Theme, Tokens

_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.LayoutRequest,
}


def ring(widget: QWidget, where: str) -> QWidget:
    """Say where `widget` takes its ring: "outside" (the default), "inside" or "none". Returns the widget."""
    widget.setProperty("ring", where)
    return widget


class FocusRing(QWidget):
    """The overlay; a child of the window, above everything, that no mouse or screen reader meets."""

    def __init__(self, window: QWidget, tokens: Tokens, theme: Theme) -> None:
        """Follows focus inside `window` from now on."""
        super().__init__(window)
        self._tokens, self._theme = tokens, theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def set_theme(self, theme: Theme) -> None:
        """Use the ring of `theme`."""
        self._theme = theme
        self._place()

    def rest(self) -> None:
        """Frame nothing until focus moves again: a page has come up, and what has focus there is the page itself."""
        self._target = None
        self._place()

    @property
    def target(self) -> QWidget | None:
        """The widget framed now."""
        return self._target

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                # What held the focus may be gone, with a page or the window.
                widget.removeEventFilter(self)
        self._watched = []
        wanted = new is not None and new.window() is self.window() and self._shows(new)
        self._target = new if wanted else None
        widget = self._target
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    @staticmethod
    def _shows(widget: QWidget) -> bool:
        """Keyboard and programmatic focus show the ring; a click does so in text fields only."""
        if widget.property("ring") == "none" or isinstance(widget, QAbstractItemView):
            return False
        return isinstance(widget, QLineEdit) or QApplication.mouseButtons() == Qt.MouseButton.NoButton

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target and whatever it stands in."""
        kind = event.type()
        # Layouts are asked for with every key press of a search, and seldom move what is framed.
        if kind in _MOVES and not (kind == QEvent.Type.LayoutRequest and self._stands()):
            self._place()
        return False

    def _width(self) -> int:
        focus = self._tokens.focus
        return focus.high_contrast_ring if self._theme.is_high_contrast else focus.ring

    def _frame(self, target: QWidget) -> QRect:
        inside = target.property("ring") == "inside" or isinstance(target, QAbstractScrollArea)
        grow = 0 if inside else self._tokens.focus.offset + self._width()
        rect = QRect(target.mapTo(self.window(), target.rect().topLeft()), target.size())
        return rect.adjusted(-grow, -grow, grow, grow)

    def _stands(self) -> bool:
        """Whether the ring is where its target is."""
        target = self._target
        if target is None or not target.isVisible():
            return self.isHidden()
        return self.isVisible() and self.geometry() == self._frame(target)

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        frame = self._frame(target)
        self.setGeometry(frame)
        inner = self.rect().adjusted(*(side * (self._width() + 2) for side in (1, 1, -1, -1)))
        self.setMask(QRegion(self._visible_part(target, frame)).subtracted(QRegion(inner)))
        self.show()
        self.raise_()
        self.update()

    def _visible_part(self, target: QWidget, frame: QRect) -> QRect:
        """In own coordinates: what of the frame is not scrolled out of sight."""
        visible, widget = frame, target.parentWidget()
        while widget is not None and widget is not self.window():
            area = widget.parentWidget()
            if isinstance(area, QScrollArea) and area.viewport() is widget:
                corner = widget.mapTo(self.window(), widget.rect().topLeft())
                visible = visible.intersected(QRect(corner, widget.size()))
            widget = area
        return visible.translated(-frame.topLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring whose corners follow the control's."""
        if self._target is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._width()
        painter.setPen(QPen(QColor(self._theme.focus), width))
        half = width / 2
        radius = (
            0
            if isinstance(self._target, QAbstractScrollArea)
            else self._tokens.radii.control + self._tokens.focus.offset
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
