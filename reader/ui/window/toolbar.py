"""The toolbar: sidebar, back, forward, search, reading tools, text, appearance, right pane."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from reader.language import tr
from reader.policy_words import managed
from reader.settings import SPACINGS, THEMES, Settings
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.looks.widths import is_narrow
from reader.ui.search.search_field import SearchField
from reader.ui.shared.menus import add_choices, fill_choices
from reader.ui.shared.shortcuts import hint, print_label
from reader.ui.shared.words import theme_label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from reader.ui.reader.mark_tools import MarkTools


LINE_PX = 28
"""Height of the line between what belongs to the paper and what belongs to the window."""


class _Button(NamedTuple):
    """What a toolbar button says: name, command in the keyboard map, icon."""

    label: str
    command: str
    drawing: str


class Toolbar(QFrame):
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
        self._tokens, self._theme = tokens, theme
        self._settings = Settings()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(9, 0, 9, 0)
        self._row.setSpacing(6)
        self._drawings: dict[QToolButton, str] = {}
        self.mark_tools: MarkTools | None = None
        self._marking_allowed = True
        self.sidebar = self._button(_Button(tr("Sidebar"), "sidebar", "sidebar"))
        self.back = self._button(_Button(tr("Back"), "back", "back"))
        self.forward = self._button(_Button(tr("Forward"), "forward", "forward"))
        self._row.addSpacing(9)
        self.search = SearchField(tokens, theme, hint("search"))
        self._row.addWidget(self.search, 100)
        self._row.addStretch(1)
        self.find_in_paper = self._button(_Button(tr("Find in this paper"), "find", "find"))
        self.copy_citation = self._button(_Button(tr("Copy with citation"), "copy-citation", "cite"))
        self.print_paper = self._button(_Button(print_label(), "print", "print"))
        self._line = look(QFrame(), "upright")
        self._line.setFixedSize(1, LINE_PX)
        self._row.addWidget(self._line)
        self.notebook = self._button(_Button(tr("Notebook"), "", "lock"), self._menu(self._fill_notebook_menu))
        self._notebook_open = False
        self.text_size = self._button(_Button(tr("Text"), "", "text-size"), self._menu(self._fill_text_menu))
        self.appearance = self._button(
            _Button(tr("Appearance"), "", "appearance"), self._menu(self._fill_appearance_menu)
        )
        self.right_pane = self._button(_Button(tr("Right pane"), "right-pane", "right-pane"))
        self.right_pane.setCheckable(True)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint every icon."""
        self._theme = theme
        for button, drawing in self._drawings.items():
            can_be_disabled = button in {self.back, self.forward, self.print_paper}
            button.setIcon(icon(drawing, theme, self._tokens.icons.default, disabled=can_be_disabled))
        self.search.set_theme(theme)
        if self.mark_tools is not None:
            self.mark_tools.set_theme(theme)

    def show_settings(self, settings: Settings) -> None:
        """What the menus tick."""
        self._settings = settings

    def prepare_reading_tools(self) -> None:
        """Build the marking tools unseen, so that the first paper does not wait for them."""
        if self.mark_tools is None:
            self._build_mark_tools()
            self.show_reading_tools(shown=False)

    def show_reading_tools(self, *, shown: bool) -> None:
        """Reading tools stand only where there is a paper to use them on."""
        for part in (self.find_in_paper, self.copy_citation, self.print_paper, self._line):
            part.setVisible(shown)
        if shown and self.mark_tools is None:
            self._build_mark_tools()
        if self.mark_tools is not None:
            self.mark_tools.setVisible(shown)

    def _build_mark_tools(self) -> None:
        """Made when the first paper is opened: the library's first paint has no need of them."""
        from reader.ui.reader.mark_tools import MarkTools  # noqa: PLC0415 - after the first paint

        tools = MarkTools(self._tokens, self._theme)
        tools.wanted.connect(self.wanted)
        tools.allow(allowed=self._marking_allowed)
        self._row.insertWidget(self._row.indexOf(self.find_in_paper), tools)
        stops = (self.search, *tools.focus_order(), self.find_in_paper)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.mark_tools = tools
        self._fit_words()

    def allow_marking(self, *, allowed: bool) -> None:
        """Whether the organisation allows notes."""
        self._marking_allowed = allowed
        if self.mark_tools is not None:
            self.mark_tools.allow(allowed=allowed)

    def allow_copying(self, *, allowed: bool) -> None:
        """Whether the organisation allows the clipboard."""
        self.copy_citation.setEnabled(allowed)
        if not allowed:
            self.copy_citation.setToolTip(managed())

    def forbid_printing(self) -> None:
        """The organisation does not allow it."""
        self.print_paper.setEnabled(False)
        self.print_paper.setToolTip(managed())

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Names beside the marking tools' icons, where there is room."""
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        if self.mark_tools is not None:
            self.mark_tools.show_words(shown=not is_narrow(self._tokens, self.width()))

    def focus_order(self) -> tuple[QWidget, ...]:
        """Focusable parts from left to right."""
        return (
            self.sidebar,
            self.back,
            self.forward,
            self.search,
            *(self.mark_tools.focus_order() if self.mark_tools is not None else ()),
            self.find_in_paper,
            self.copy_citation,
            self.print_paper,
            self.notebook,
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
        self._row.addWidget(button)
        return button

    def _wants(self, command: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(command)

    def _menu(self, fill: Callable[[QMenu], None]) -> QMenu:
        """A menu that is filled each time before it opens: the first paint need not wait for it."""
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill(menu))
        return menu

    def show_notebook(self, *, is_open: bool) -> None:
        """Whether a notebook is open."""
        self._notebook_open = is_open
        self._drawings[self.notebook] = "unlock" if is_open else "lock"
        self.set_theme(self._theme)

    def _fill_notebook_menu(self, menu: QMenu) -> None:
        menu.clear()
        lock = tr("Lock") if self._notebook_open else tr("Unlock…")
        menu.addAction(f"{lock}\t{hint('lock')}", self._wants("lock"))
        menu.addAction(tr("Open a notebook file…"), self._wants("open-notebook"))
        menu.addSeparator()
        for command, label in (("undo", tr("Undo")), ("redo", tr("Do again")), ("export", tr("Export…"))):
            menu.addAction(f"{label}\t{hint(command)}", self._wants(command)).setEnabled(self._notebook_open)
        menu.addAction(tr("Import notes…"), self._wants("import"))
        menu.addAction(tr("Save this search"), self._wants("save-search"))
        menu.addSeparator()
        menu.addAction(tr("Ways in…"), self._wants("ways-in")).setEnabled(self._notebook_open)

    def _fill_text_menu(self, menu: QMenu) -> None:
        menu.clear()
        for command, label in (
            ("larger", tr("Larger text")),
            ("smaller", tr("Smaller text")),
            ("default-size", tr("Default text size")),
        ):
            menu.addAction(f"{label}\t{hint(command)}", self._wants(command))
        names = (tr("Normal line spacing"), tr("Wide line spacing"), tr("Widest line spacing"))
        menu.addSeparator()
        add_choices(menu, dict(zip(SPACINGS, names, strict=True)), self._settings.spacing, self.spacing_chosen.emit)
        menu.addSeparator()
        plain = menu.addAction(tr("Plain typeface"))
        plain.setCheckable(True)
        plain.setChecked(self._settings.plain_type)
        plain.triggered.connect(self.plain_type_chosen)

    def _fill_appearance_menu(self, menu: QMenu) -> None:
        fill_choices(menu, {name: theme_label(name) for name in THEMES}, self._settings.theme, self.theme_chosen.emit)
