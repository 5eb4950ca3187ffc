"""Find in this paper: a bar under the text that never moves it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from reader.language import tr
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

FIELD_PX = 260
MAX_CHARACTERS = 200
"""Longest text to find."""


class FindBar(QFrame):
    """Field, count, previous, next, word forms, close."""

    changed = Signal()
    """The text, or whether word forms count, has changed."""
    step_requested = Signal(int)
    """1 for the next match, -1 for the previous one."""
    close_requested = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """A hidden bar."""
        super().__init__(parent)
        self.setObjectName("find_bar")
        self._tokens = tokens
        self.field = QLineEdit(self)
        self.field.setMaxLength(MAX_CHARACTERS)
        self.field.setFixedWidth(FIELD_PX)
        self.field.setPlaceholderText(tr("Find in this paper"))
        self.field.setAccessibleName(tr("Find in this paper"))
        self.field.textChanged.connect(self._change)
        self.count = look(QLabel(self), "muted")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.forms = look(QPushButton(tr("Word forms"), self), "chip")
        self.forms.setCheckable(True)
        self.forms.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.forms.setToolTip(tr("Also mark other forms of the words, and what an abbreviation stands for"))
        self.forms.toggled.connect(self._change)
        self.previous = self._button(tr("Previous match"), tr("Previous match (Shift+F3)"))
        self.next = self._button(tr("Next match"), tr("Next match (F3)"))
        self.close_button = self._button(tr("Close find"), tr("Close find (Esc)"))
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.close_button.clicked.connect(self.close_requested)
        self._build()
        self.set_theme(theme)
        self.hide()

    def _change(self, _to: object) -> None:
        self.changed.emit()

    def _button(self, name: str, tip: str) -> QToolButton:
        button = look(QToolButton(self), "tool")
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _build(self) -> None:
        space = self._tokens.space
        row = QHBoxLayout(self)
        row.setContentsMargins(space[4], space[1], space[3], space[1])
        row.setSpacing(space[2])
        for part in (self.field, self.previous, self.next, self.count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.forms)
        row.addWidget(self.close_button)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        size = self._tokens.icons.default
        pairs = ((self.previous, "chevron-up"), (self.next, "chevron-down"), (self.close_button, "close"))
        for button, name in pairs:
            button.setIcon(icon(name, theme, size))
            button.setIconSize(QSize(size, size))
        self.setStyleSheet(
            f"#find_bar {{ background: {theme.surface}; border: none; border-top: 1px solid {theme.border}; }}"
        )

    def show_count(self, current: int, total: int) -> None:
        """Say "3 of 12" (`current` from 0, -1 for none yet), or that nothing was found."""
        self.previous.setEnabled(total > 0)
        self.next.setEnabled(total > 0)
        if not self.field.text().strip():
            words = ""
        elif not total:
            words = tr("No matches")
        elif current < 0:
            words = tr("{total} matches").format(total=total)
        else:
            words = tr("{n} of {total}").format(n=current + 1, total=total)
        self.count.setText(words)

    def offer_forms(self, *, available: bool) -> None:
        """Word forms need the search index, which opens a moment after the window."""
        self.forms.setEnabled(available)
        tip = tr("Also mark other forms of the words, and what an abbreviation stands for")
        self.forms.setToolTip(tip if available else tr("Search is still getting ready"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In the field, Enter and Shift+Enter step through the matches."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.hasFocus():
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_requested.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)
