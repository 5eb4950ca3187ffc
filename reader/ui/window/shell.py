"""The window at its first paint: the library, and blank surfaces where the rest will stand a moment later.

Everything else of the window takes longer to load than the list of papers takes to paint. The surfaces have the places
and colours of what replaces them, so that nothing moves when it comes.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reader.settings import Settings
from reader.ui.looks.tokens import Tokens
from reader.ui.looks.widths import is_narrow, right_width, sidebar_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from reader.ui.window.parts import Parts


class Blank(QFrame):
    """A surface in the colours of the part whose name it has."""

    def __init__(self, name: str) -> None:
        """`name` is the part's object name."""
        super().__init__()
        self.setObjectName(name)


class Shell(QWidget):
    """The central widget. Signals `painted()` after the first time it was painted, with all that is on it."""

    painted = Signal()

    def __init__(self, tokens: Tokens, settings: Settings, library: QWidget, marks: tuple[QWidget, ...]) -> None:
        """`marks` are the marking bars for the top and the foot, none where nothing is marked."""
        super().__init__()
        self._tokens, self._settings = tokens, settings
        self._first = True
        self._toolbar, self._sidebar, self._right, self._status = map(
            Blank, ("toolbar", "sidebar", "right_pane", "status")
        )
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(1)
        middle.addWidget(self._sidebar)
        middle.addWidget(library, 1)
        middle.addWidget(self._right)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for mark in marks[:1]:
            self._column.addWidget(mark)
        self._column.addWidget(self._toolbar)
        self._column.addWidget(self._middle, 1)
        self._column.addWidget(self._status)
        for mark in marks[1:]:
            self._column.addWidget(mark)
        self._right.setVisible(settings.right_pane)
        self._marks = marks

    def fill(self, parts: "Parts") -> None:
        """Put the parts where the blanks are."""
        for blank, part in (
            (self._toolbar, parts.toolbar),
            (self._middle, parts.body),
            (self._status, parts.status),
        ):
            self._column.replaceWidget(blank, part)
            part.show()
            blank.hide()
            blank.deleteLater()
        self._column.setStretchFactor(parts.body, 1)
        for banner in (parts.lock_banner, parts.banner):
            self._column.insertWidget(self._column.indexOf(parts.body), banner)

    def show_marks(self, marks: tuple[QWidget, ...]) -> None:
        """Other marking bars for the top and the foot, or none."""
        for old in self._marks:
            old.hide()
            old.deleteLater()
        self._marks = marks
        for mark in marks[:1]:
            self._column.insertWidget(0, mark)
        for mark in marks[1:]:
            self._column.addWidget(mark)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """The blanks are as wide as what will replace them."""
        super().resizeEvent(event)
        if self._first:
            words = self._settings.sidebar and not is_narrow(self._tokens, self.width())
            self._sidebar.setFixedWidth(sidebar_width(self._tokens, self.width(), words=words))
            self._right.setFixedWidth(right_width(self._tokens, self.width()))

    def paintEvent(self, event: "QPaintEvent") -> None:
        """The children are painted in the same pass, so the signal waits for its end."""
        super().paintEvent(event)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self.painted.emit)
