"""A page that stays beside the window until closed: a column that scrolls, and a foot with buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.focus_ring import FocusRing
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens


class PageDialog(QDialog):
    """Reading goes on meanwhile. Esc and the button close it; it can be shown again."""

    def __init__(self, parent: QWidget, tokens: Tokens, title: str) -> None:
        """An empty page under its heading."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("page_dialog")
        self.tokens = tokens
        self.ring: FocusRing | None = None
        self.page = QWidget()
        self.page.setObjectName("page_dialog_page")
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(*(tokens.space[5],) * 4)
        self.column.setSpacing(tokens.space[3])
        self.column.addWidget(look(QLabel(title), "view-title"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(title)
        self.area.setWidget(self.page)
        foot = look(QFrame(), "sunken")
        self._buttons = QHBoxLayout(foot)
        self._buttons.setContentsMargins(*(tokens.space[3],) * 4)
        self._buttons.setSpacing(tokens.space[2])
        self._buttons.addStretch(1)
        self.close_button = look(QPushButton(tr("Close")), "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.close)
        self._buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(look(QFrame(), "line"))
        layout.addWidget(foot)
        self.foot = foot
        self.resize(tokens.layout.dialog_large - 100, tokens.layout.dialog_large - 200)

    def show_focus(self, theme: Theme) -> None:
        """Frame what has the keyboard, in the colour of `theme` from now on."""
        if self.ring is None:
            self.ring = FocusRing(self, self.tokens, theme)
        self.ring.set_theme(theme)

    def say(self, text: str, kind: str = "") -> QLabel:
        """Add a paragraph in one of the style sheet's looks."""
        label = text_label(text)
        self.column.addWidget(look(label, kind) if kind else label)
        return label

    def button(self, label: str, action: Callable[[], object]) -> QPushButton:
        """Add a button to the foot, left of what closes the page."""
        made = look(QPushButton(label), "plain")
        made.clicked.connect(action)
        self._buttons.insertWidget(self._buttons.count() - 2, made)
        return made

    def present(self) -> None:
        """Show it, in front: as high as what it says, within the screen and a little beyond the usual."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableSize()
        whole = self.page.sizeHint().height() + self.foot.sizeHint().height() + self.tokens.space[1]
        height = max(self.height(), min(whole, self.tokens.layout.dialog_large))
        self.resize(min(self.width(), room.width() - 40), min(height, room.height() - 80))
        self._close_last()
        self.show()
        self.raise_()
        self.activateWindow()

    def _close_last(self) -> None:
        """Tab comes to the button that closes after all that the page holds, which was made later."""
        last = self.previousInFocusChain()
        while last is not None and last.focusPolicy() == Qt.FocusPolicy.NoFocus and last is not self:
            last = last.previousInFocusChain()
        if last is not None and last is not self.close_button:
            QWidget.setTabOrder(last, self.close_button)
