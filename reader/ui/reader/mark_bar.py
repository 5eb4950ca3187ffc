"""The small bar beside a selection: mark it as one of the four kinds, or write a note on it."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QToolButton, QWidget

from reader.language import tr
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.marks_paint import line_rects
from reader.ui.reader.reading_view import ReadingView
from reader.ui.shared import kinds

WAIT_MS = 120
"""After the selection last changed, before the bar comes: it does not run along with the pointer."""
GAP_PX = 6
EDGE_PX = 6


class MarkBar(QFrame):
    """Comes when something is selected and stays inside the page; never takes the keyboard by itself.

    Signals:
        mark_wanted(Kind): one of the highlights, or Kind.NOTE for a note.
        left(): Esc from inside.
    """

    mark_wanted = Signal(object)
    left = Signal()

    def __init__(self, page: QWidget, view: ReadingView, tokens: Tokens, theme: Theme) -> None:
        """Hidden, over `page`."""
        super().__init__(page)
        self.setObjectName("mark_bar")
        self.setAccessibleName(tr("Mark the selection"))
        self._page, self._view, self._tokens = page, view, tokens
        self.enabled = True
        self.buttons: dict[Kind, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(0)
        for number, kind in enumerate((*HIGHLIGHTS, Kind.NOTE), 1):
            if kind is Kind.NOTE:
                line = look(QFrame(self), "upright")
                line.setFixedSize(1, 20)
                self._row.addSpacing(4)
                self._row.addWidget(line)
                self._row.addSpacing(4)
            self._row.addWidget(self._button(kind, "Ctrl+M" if kind is Kind.NOTE else f"Ctrl+{number}"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._come)
        view.selectionChanged.connect(self._selection_changed)
        view.moved.connect(self._follow)
        self.set_theme(theme)
        self.hide()

    def _button(self, kind: Kind, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(kinds.label(kind))
        button.setToolTip(f"{kinds.label(kind)} ({keys})")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, chosen=kind: self._chosen(chosen))
        self.buttons[kind] = button
        return button

    def _chosen(self, kind: Kind) -> None:
        self.close_bar()
        self.mark_wanted.emit(kind)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        small = self._tokens.icons.small
        for kind, button in self.buttons.items():
            drawn = icon("note", theme, small) if kind is Kind.NOTE else kinds.shape_icon(kind, theme, 14)
            button.setIcon(drawn)
            button.setIconSize(QSize(small, small) if kind is Kind.NOTE else QSize(14, 14))
        self.setStyleSheet(
            f"#mark_bar {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {self._tokens.radii.control}px; }}"
            f"QToolButton {{ font-size: {self._tokens.sizes.small}pt; padding: 0 8px; min-height: 34px; }}"
        )

    @property
    def is_open(self) -> bool:
        """Whether it is meant to be seen."""
        return not self.isHidden()

    def _selection_changed(self) -> None:
        if self._view.textCursor().hasSelection() and self.enabled:
            self._timer.start()
        else:
            self.close_bar()

    def _come(self) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._timer.start()  # still selecting
        elif self._view.textCursor().hasSelection() and self._view.isVisible():
            self.show()
            self._follow()
            self.raise_()

    def close_bar(self) -> None:
        """Hide, and give the keyboard back where it was in here."""
        self._timer.stop()
        if self.isHidden():
            return
        inside = any(button.hasFocus() for button in self.buttons.values())
        self.hide()
        if inside:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        """Stand above the selection, or below it where there is no room; out of sight with it."""
        if self.isHidden():
            return
        cursor, view = self._view.textCursor(), self._view
        scroll = view.verticalScrollBar().value()
        rects = list(line_rects(view.document(), cursor.selectionStart(), cursor.selectionEnd(), scroll))
        height = view.viewport().height()
        seen = [rect for rect in rects if 0 <= rect.center().y() <= height]
        if not seen:
            self.move(-self.width() - 10, 0)  # the selection is elsewhere; the bar comes back with it
            return
        self.adjustSize()
        first, last = seen[0].toAlignedRect(), seen[-1].toAlignedRect()
        corner = view.viewport().mapTo(self._page, first.topLeft())
        room = QRect(view.geometry()).adjusted(EDGE_PX, EDGE_PX, -EDGE_PX - 12, -EDGE_PX)
        x = min(max(corner.x() + (first.width() - self.width()) // 2, room.left()), room.right() - self.width())
        y = corner.y() - self.height() - GAP_PX
        if y < room.top():
            below = view.viewport().mapTo(self._page, last.bottomLeft())
            y = min(below.y() + GAP_PX, room.bottom() - self.height())
        self.move(x, y)

    def take_focus(self) -> bool:
        """Tab from the text: into the bar. False where it is not there."""
        if self.isHidden():
            return False
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab stays inside while the bar is open."""
        self._step(1 if forward else -1)
        return True

    def _step(self, step: int) -> None:
        stops = list(self.buttons.values())
        here = next((index for index, stop in enumerate(stops) if stop.hasFocus()), 0)
        stops[(here + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from button to button, Enter presses, Esc goes back to the text."""
        match event.key():
            case Qt.Key.Key_Right:
                self._step(1)
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                pressed = next((button for button in self.buttons.values() if button.hasFocus()), None)
                if pressed is not None:
                    pressed.click()
            case Qt.Key.Key_Escape:
                self.close_bar()
                self.left.emit()
            case _:
                super().keyPressEvent(event)
