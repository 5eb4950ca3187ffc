"""The bar above a preview: what is previewed, when it was read, and what can be done."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from reader.language import tr
from reader.settings import THEMES
from reader.ui.looks.elided import Elided
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.menus import fill_choices
from reader.ui.shared.shortcuts import hint
from reader.ui.shared.words import theme_label

RELOAD_KEY = "F5"


class PreviewBar(QFrame):
    """Emits what is wanted.

    Signals:
        library_wanted(), reload_wanted(), checks_wanted(): as the buttons say.
        theme_chosen(str): one of settings.THEMES.
    """

    library_wanted = Signal()
    reload_wanted = Signal()
    checks_wanted = Signal()
    theme_chosen = Signal(str)

    def __init__(self, tokens: Tokens, theme: Theme, folder: str, choice: str) -> None:
        """`folder` is what to call the folder; `choice` the theme ticked at first."""
        super().__init__()
        self.setObjectName("toolbar")
        self.setAccessibleName(tr("Toolbar"))
        self._tokens, self._choice = tokens, choice
        self.library = self._button(tr("Library"), hint("library"))
        self.library.clicked.connect(self.library_wanted)
        self._title = look(Elided(), "strong")
        self._title.setText(tr("Preview: {folder}").format(folder=folder))
        self._state = look(QLabel(), "muted")
        self.reload = self._button(tr("Read again"), RELOAD_KEY)
        self.reload.clicked.connect(self.reload_wanted)
        self.checks = self._button(tr("Check"), hint("right-pane"))
        self.checks.setCheckable(True)
        self.checks.setChecked(True)
        self.checks.clicked.connect(self.checks_wanted)
        self.appearance = look(QToolButton(), "tool")
        self.appearance.setToolTip(tr("Appearance"))
        self.appearance.setAccessibleName(tr("Appearance"))
        self.appearance.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.appearance.setIconSize(QSize(tokens.icons.default, tokens.icons.default))
        menu = QMenu(self.appearance)
        menu.aboutToShow.connect(
            lambda: fill_choices(menu, {name: theme_label(name) for name in THEMES}, self._choice, self._choose)
        )
        self.appearance.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 9, 0)
        row.setSpacing(tokens.space[2])
        row.addWidget(self.library)
        row.addWidget(self._title, 1)
        for widget in (self._state, self.reload, self.checks, self.appearance):
            row.addWidget(widget)
        self.set_theme(theme)

    def focus_order(self) -> tuple[QWidget, ...]:
        """Focusable parts from left to right."""
        return (self.library, self.reload, self.checks, self.appearance)

    def set_theme(self, theme: Theme) -> None:
        """Retint the icons."""
        size = self._tokens.icons.small
        for button, drawing in ((self.library, "library"), (self.reload, "undo"), (self.checks, "check")):
            button.setIcon(icon(drawing, theme, size))
        self.appearance.setIcon(icon("appearance", theme, self._tokens.icons.default))

    def say(self, text: str) -> None:
        """What state the preview is in."""
        self._state.setText(text)

    @property
    def state(self) -> str:
        """What is said of the preview."""
        return self._state.text()

    def _choose(self, name: str) -> None:
        self._choice = name
        self.theme_chosen.emit(name)

    @staticmethod
    def _button(label: str, keys: str) -> QPushButton:
        button = look(QPushButton(label), "plain")
        button.setToolTip(f"{label} ({keys})")
        return button
