"""The toolbar: sidebar, back, forward, search, reading tools, text, appearance, right pane."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from reader.language import tr
from reader.settings import SPACINGS, THEMES, Settings
from reader.ui.icons import icon
from reader.ui.search_field import SearchField
from reader.ui.shortcuts import hint
from reader.ui.stylesheet import look
from reader.ui.tokens import Theme, Tokens
from reader.ui.words import theme_label


@dataclass(frozen=True, slots=True)
class _Button:
    """What a toolbar button says: name, command in the keyboard map, icon."""

    label: str
    command: str
    drawing: str


class Toolbar(QToolBar):
    """Emits what is wanted; shows the settings it is given.

    Signals:
        wanted(str): a command of the keyboard map ("sidebar", "back", "larger", …).
        theme_chosen(str): one of settings.THEMES.
        spacing_chosen(int): one of settings.SPACINGS.
        plain_type_chosen(bool): read in the sans-serif face.
    """

    wanted = Signal(str)
    theme_chosen = Signal(str)
    spacing_chosen = Signal(int)
    plain_type_chosen = Signal(bool)

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """All buttons in screen order, which is also the order of focus."""
        super().__init__()
        self.setObjectName("toolbar")
        self.setAccessibleName(tr("Toolbar"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._tokens, self._theme = tokens, theme
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(9, 0, 9, 0)
            layout.setSpacing(6)
        self._drawings: dict[QToolButton, str] = {}
        self._actions: dict[QToolButton, QAction] = {}
        self.sidebar = self._button(_Button(tr("Sidebar"), "sidebar", "sidebar"))
        self.back = self._button(_Button(tr("Back"), "back", "back"))
        self.forward = self._button(_Button(tr("Forward"), "forward", "forward"))
        self._gap(1)
        self.search = SearchField(tokens, theme, hint("search"))
        self.addWidget(self.search)
        self._gap(stretch=True)
        self.find = self._button(_Button(tr("Find in this paper"), "find", "find"))
        self.copy_citation = self._button(_Button(tr("Copy with citation"), "copy-citation", "cite"))
        self.text_size = self._button(_Button(tr("Text"), "", "text-size"), self._text_menu())
        self.appearance = self._button(_Button(tr("Appearance"), "", "appearance"), self._appearance_menu())
        self.right_pane = self._button(_Button(tr("Right pane"), "right-pane", "right-pane"))
        self.right_pane.setCheckable(True)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint every icon."""
        self._theme = theme
        for button, drawing in self._drawings.items():
            button.setIcon(icon(drawing, theme, self._tokens.icons.default))
        self.search.set_theme(theme)

    def show_settings(self, settings: Settings) -> None:
        """Tick what is chosen."""
        for action in self._themes.actions():
            action.setChecked(action.data() == settings.theme)
        for action in self._spacings.actions():
            action.setChecked(action.data() == settings.spacing)
        self._plain.setChecked(settings.plain_type)

    def show_reading_tools(self, *, shown: bool) -> None:
        """Reading tools stand only where there is a paper to use them on."""
        for button in (self.find, self.copy_citation):
            self._actions[button].setVisible(shown)

    def focus_order(self) -> tuple[QWidget, ...]:
        """Focusable parts from left to right."""
        return (
            self.sidebar,
            self.back,
            self.forward,
            self.search,
            self.find,
            self.copy_citation,
            self.text_size,
            self.appearance,
            self.right_pane,
        )

    def _button(self, said: _Button, menu: QMenu | None = None) -> QToolButton:
        button = look(QToolButton(), "tool")
        keys = f" ({hint(said.command)})" if said.command else ""
        button.setToolTip(said.label + keys)
        button.setAccessibleName(said.label)
        button.setIconSize(QSize(self._tokens.icons.default, self._tokens.icons.default))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        else:
            button.clicked.connect(self._wants(said.command))
        self._drawings[button] = said.drawing
        self._actions[button] = self.addWidget(button)
        return button

    def _wants(self, command: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(command)

    def _gap(self, width: int = 0, *, stretch: bool = False) -> None:
        gap = QWidget()
        if stretch:
            gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        else:
            gap.setFixedWidth(width)
        self.addWidget(gap)

    def _text_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for command, label in (
            ("larger", tr("Larger text")),
            ("smaller", tr("Smaller text")),
            ("default-size", tr("Default text size")),
        ):
            menu.addAction(f"{label}\t{hint(command)}", self._wants(command))
        menu.addSeparator()
        self._spacings = QActionGroup(menu)
        names = (tr("Normal line spacing"), tr("Wide line spacing"), tr("Widest line spacing"))
        for value, label in zip(SPACINGS, names, strict=True):
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setData(value)
            self._spacings.addAction(action)
        self._spacings.triggered.connect(lambda action: self.spacing_chosen.emit(action.data()))
        menu.addSeparator()
        self._plain = menu.addAction(tr("Plain typeface"))
        self._plain.setCheckable(True)
        self._plain.triggered.connect(self.plain_type_chosen)
        return menu

    def _appearance_menu(self) -> QMenu:
        menu = QMenu(self)
        self._themes = QActionGroup(menu)
        for name in THEMES:
            action = menu.addAction(theme_label(name))
            action.setCheckable(True)
            action.setData(name)
            self._themes.addAction(action)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))
        return menu
