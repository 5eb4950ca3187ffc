"""The shapes in the gutter: one a mark beside the line it begins in, each a small button with a name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolTip

from reader.language import tr_n
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import mark_words
from reader.ui.reader.mark_layer import Placed, Ref
from reader.ui.reader.reading_view import ReadingView
from reader.ui.shared import kinds

CENTRE_PX = 46
"""From the column's edge to the middle of the shapes, in pixels: the paragraph numbers stand between."""
SMALL_PX = 11
"""Width and height of each of two shapes beside one line."""
PAIR_PX = 13
"""From the middle of one of them to the middle of the other."""
TOGETHER = 2
"""Shapes beside one line; of more, the first and how many there are besides."""


class Shape(QAbstractButton):
    """One shape, or how many more there are ("+3")."""

    def __init__(self, view: ReadingView, tokens: Tokens) -> None:
        """Hidden, for `show_marks`."""
        super().__init__(view)
        self._tokens = tokens
        self._theme = view.theme
        self.marks: tuple[Placed, ...] = ()
        self._more = False
        self._active = False
        self._size = tokens.shape
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_marks(self, marks: Sequence[Placed], theme: Theme, size: int, *, active: bool, more: bool) -> None:
        """Stand for `marks`: the first one, or with `more` for how many they are."""
        shown = (tuple(marks), theme, size, active, more)
        if shown != (self.marks, self._theme, self._size, self._active, self._more):
            self.marks, self._theme = tuple(marks), theme
            self._size, self._active, self._more = size, active, more
            names = [mark_words.named(one.annotation) for one in marks]
            self.setAccessibleName(
                tr_n("{n} more mark", "{n} more marks", len(marks)).format(n=len(marks)) if more else names[0]
            )
            self.setAccessibleDescription("\n".join(mark_words.spoken(one.annotation) for one in marks))
            self.update()
        self.show()

    def forget(self) -> None:
        """Hold nothing of any mark."""
        self.marks = ()
        self.setAccessibleName("")
        self.setAccessibleDescription("")
        self.hide()

    def event(self, event: QEvent) -> bool:
        """The tooltip names every mark it stands for; plain text, made when asked for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            names = (mark_words.named(one.annotation) for one in self.marks)
            QToolTip.showText(event.globalPos(), mark_words.tip("\n".join(names)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full for one's own, hollow for another set's, with a ring while its card is the active one."""
        if not self.marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._more:
            painter.setFont(ui_font(self._tokens, self._tokens.sizes.caption, QFont.Weight.Bold))
            painter.setPen(QColor(self._theme.text))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"+{len(self.marks)}")
        else:
            first = self.marks[0]
            box = QRectF(0, 0, self._size, self._size)
            box.moveCenter(QRectF(self.rect()).center())
            kinds.paint_shape(painter, first.kind, box, self._theme, hollow=not first.own)
            if self._active:
                painter.setPen(QPen(QColor(self._theme.focus), self._tokens.focus.ring))
                painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 4, 4)
        painter.end()


class GutterShapes(QObject):
    """Keeps one shape for every mark in sight, and reuses them while the text goes by.

    Signals:
        chosen(Ref): a mark was picked here.
    """

    chosen = Signal(object)

    def __init__(self, view: ReadingView, tokens: Tokens) -> None:
        """Beside the column of `view`."""
        super().__init__(view)
        self._view, self._tokens = view, tokens
        self._shapes: list[Shape] = []
        self._active: Ref | None = None
        view.moved.connect(self.place)

    @property
    def shown(self) -> tuple[Shape, ...]:
        """The shapes on the screen, from the top."""
        return tuple(shape for shape in self._shapes if shape.marks)

    def set_active(self, ref: Ref | None) -> None:
        """Ring this mark's shape."""
        self._active = ref
        self.place()

    def place(self) -> None:
        """Put a shape beside every line in sight that a mark begins in."""
        used = 0
        for centre, marks in self._lines():
            used = self._put(used, centre, marks)
        for shape in self._shapes[used:]:
            if shape.marks:
                shape.forget()

    def _lines(self) -> list[tuple[float, list[Placed]]]:
        """(middle of the line in viewport coordinates, marks beginning there), from the top."""
        view = self._view
        if not view.layer.placed:
            return []
        first, last = view.overlay.span_in_sight()
        scroll, document = view.verticalScrollBar().value(), view.document()
        lines: dict[int, list[Placed]] = {}
        for one in view.layer.within(first, last):
            rects = view.layer.rects(document, one)
            if rects and one.anchor >= first:
                lines.setdefault(round(rects[0].center().y()), []).append(one)
        return [(y - scroll, marks) for y, marks in sorted(lines.items())]

    def _put(self, used: int, centre: float, marks: list[Placed]) -> int:
        viewport, target = self._view.viewport().geometry(), self._tokens.targets.gutter_marker
        middle = viewport.x() - CENTRE_PX
        y = round(viewport.y() + centre - target / 2)
        if len(marks) == 1:
            self._shape(used).setGeometry(middle - target // 2, y, target, target)
            self._fill(used, marks, self._tokens.shape)
            return used + 1
        groups = [marks[:1], marks[1:]] if len(marks) > TOGETHER else [[one] for one in marks]
        for index, group in enumerate(groups):
            x = middle - PAIR_PX + index * PAIR_PX - SMALL_PX // 2 + 4
            self._shape(used + index).setGeometry(QRect(x - 1, y, PAIR_PX + index * len(group), target))
            self._fill(used + index, group, SMALL_PX)
        return used + len(groups)

    def _fill(self, index: int, marks: Sequence[Placed], size: int) -> None:
        active = any(one.ref == self._active for one in marks)
        shape = self._shapes[index]
        shape.show_marks(marks, self._view.theme, size, active=active, more=len(marks) > 1)
        shape.raise_()

    def _shape(self, index: int) -> Shape:
        while index >= len(self._shapes):
            shape = Shape(self._view, self._tokens)
            shape.clicked.connect(self._chooser(shape))
            self._shapes.append(shape)
        return self._shapes[index]

    def _chooser(self, shape: Shape) -> "Chooser":
        return Chooser(self, shape)


class Chooser:
    """What a press on a shape does: pick its mark, or offer those that it stands for."""

    def __init__(self, shapes: GutterShapes, shape: Shape) -> None:
        """For one shape."""
        self._shapes, self._shape = shapes, shape

    def __call__(self) -> None:
        """The shape was pressed."""
        marks = self._shape.marks
        if len(marks) == 1:
            self._shapes.chosen.emit(marks[0].ref)
        elif marks:
            menu = QMenu(self._shape)
            for one in marks:
                action = QAction(mark_words.named(one.annotation).replace("&", "&&"), menu)
                action.setData(one.ref)
                menu.addAction(action)
            menu.triggered.connect(self._picked)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self._shape.mapToGlobal(self._shape.rect().bottomLeft()))

    def _picked(self, action: QAction) -> None:
        self._shapes.chosen.emit(tuple(action.data()))
