"""The toolbar's part for marking, there while a paper is read: bookmark, highlight, note."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from reader.language import tr
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.icons import GAP, icon, spaced
from reader.ui.looks.menu_button import MenuButton
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import kinds
from reader.ui.shared.shortcuts import hint

if TYPE_CHECKING:
    from collections.abc import Callable

SHAPE_PX = 14
ARROW_ROOM = 18
"""What a button has for the arrow of its menu, in pixels."""


class MarkTools(QWidget):
    """Emits commands of the keyboard map.

    Signals:
        wanted(str): "bookmark", "bookmark-section", "bookmark-paper", "key-point", …, "note", "remove-mark".
    """

    wanted = Signal(str)

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """With words; see `show_words`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._drawings: dict[QToolButton, str] = {}
        self._worded = True
        self.bookmark = self._button(tr("Bookmark"), hint("bookmark"))
        self.highlight = self._button(tr("Highlight"), "")
        self.note = self._button(tr("Note"), hint("note"))
        self._tips = {button: button.toolTip() for button in self.focus_order()}
        self.bookmark.clicked.connect(self._wants("bookmark"))
        self.note.clicked.connect(self._wants("note"))
        self.bookmark.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bookmark.customContextMenuRequested.connect(self.bookmark.showMenu)
        self.bookmark.setMenu(self._menu(self._fill_bookmark))
        self.bookmark.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        self.highlight.setMenu(self._menu(self._fill_highlight))
        self.highlight.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in self.focus_order():
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def _button(self, label: str, keys: str) -> QToolButton:
        # Not "tool": its width is the style sheet's, which would take the place of ours when the button is first shown.
        button = look(QToolButton(self), "mark-tool") if keys else look(MenuButton(self), "mark-menu")
        button.setText(label)
        button.setAccessibleName(label)
        button.setToolTip(f"{label} ({keys})" if keys else label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _wants(self, command: str) -> "Callable[[], None]":
        return lambda: self.wanted.emit(command)

    def _menu(self, fill: "Callable[[QMenu], None]") -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill(menu))
        return menu

    def _fill_bookmark(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction(f"{tr('This paragraph')}\t{hint('bookmark')}", self._wants("bookmark"))
        menu.addAction(tr("This section"), self._wants("bookmark-section"))
        menu.addAction(tr("The whole paper"), self._wants("bookmark-paper"))

    def _fill_highlight(self, menu: QMenu) -> None:
        menu.clear()
        for kind in HIGHLIGHTS:
            words = f"{kinds.label(kind)}\t{hint(kind.value)}"
            menu.addAction(kinds.shape_icon(kind, self._theme, SHAPE_PX), words, self._wants(kind.value))
        menu.addSeparator()
        note = kinds.shape_icon(Kind.NOTE, self._theme, SHAPE_PX)
        menu.addAction(note, f"{kinds.label(Kind.NOTE)}\t{hint('note')}", self._wants("note"))
        menu.addSeparator()
        menu.addAction(tr("Remove mark"), self._wants("remove-mark"))

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        if isinstance(self.highlight, MenuButton):
            self.highlight.set_theme(theme)
        for button, drawing in zip(self.focus_order(), ("bookmark", "highlight", "note"), strict=True):
            self._drawings[button] = drawing
        self._draw()

    def _draw(self) -> None:
        """Beside words a drawing needs more room than Qt leaves it."""
        size = self._tokens.icons.default
        for button, drawing in self._drawings.items():
            drawn = icon(drawing, self._theme, size, disabled=True)
            button.setIcon(spaced(drawn, size) if self._worded else drawn)
            button.setIconSize(QSize(size + GAP * self._worded, size))

    def show_words(self, *, shown: bool) -> None:
        """Names beside the icons, where the window has room for them."""
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        self._worded = shown
        self._draw()
        for button in self.focus_order():
            button.setToolButtonStyle(style)
            # The style sheet's padding is not part of what Qt takes for the button's width.
            words = button.fontMetrics().horizontalAdvance(button.text()) + 2 * GAP if shown else 0
            arrow = ARROW_ROOM if isinstance(button, MenuButton) else 0
            button.setFixedWidth(self._tokens.targets.toolbar_button + words + arrow)

    def allow(self, *, allowed: bool) -> None:
        """Whether the organisation allows notes; where not, the buttons say so."""
        for button in self.focus_order():
            button.setEnabled(allowed)
            button.setToolTip(self._tips[button] if allowed else tr("Managed by your organisation"))

    def focus_order(self) -> tuple[QToolButton, ...]:
        """From left to right."""
        return self.bookmark, self.highlight, self.note
