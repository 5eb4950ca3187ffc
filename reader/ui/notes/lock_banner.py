"""The shared desk's own banner: whose notes are open, until when, and one button; it never stands before a page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from reader.language import tr, tr_n
from reader.notes_desk.desk import NotesDesk, State
from reader.ui.looks.elided import Elided
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens


class LockBanner(QFrame):
    """Shown on shared desks and with temporary notes; also says that an idle notebook is about to lock.

    Signals:
        lock_wanted(), unlock_wanted(), switch_wanted(): as the buttons say.
    """

    lock_wanted = Signal()
    unlock_wanted = Signal()
    switch_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk) -> None:
        """Hidden until `refresh`, which needs a place in the window."""
        super().__init__()
        self._tokens, self._desk = tokens, desk
        self._left = 0
        look(self, "banner")
        self.setAccessibleName(tr("Shared desk"))
        self._sign = QLabel()
        self.text = look(Elided(), "section")
        self.detail = look(QLabel(), "muted")
        self.switch = QPushButton(tr("Switch officer"))
        self.act = QPushButton()
        self.switch.clicked.connect(self.switch_wanted)
        self.act.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.space[3], 2, tokens.space[3], 2)
        row.setSpacing(tokens.space[3])
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        for widget in (self.detail, self.switch, self.act):
            row.addWidget(widget)
        self.setMinimumHeight(tokens.layout.banner)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self._sign.setPixmap(pixmap("shared", theme.warning, self._tokens.icons.default))
        drawing = "lock" if self._desk.is_open else "unlock"
        before_words(pixmap(drawing, theme.text, self._tokens.icons.small, self.devicePixelRatio()), self.act)

    def refresh(self) -> None:
        """Say what holds now."""
        state, shared = self._desk.state, self._desk.rules.shared
        self.setVisible((shared and not self._desk.rules.off) or state is State.TEMPORARY or self._left > 0)
        self.text.setText(self._words(state))
        self.detail.setText(tr("Export first if you need to keep them") if state is State.TEMPORARY else "")
        self.detail.setVisible(state is State.TEMPORARY)
        self.switch.setVisible(shared and self._desk.is_open and self._desk.rules.may_keep)
        self.act.setText(tr("Lock now  Ctrl+L") if self._desk.is_open else tr("Unlock"))
        self.act.setAccessibleName(tr("Lock now") if self._desk.is_open else tr("Unlock your notebook"))
        self.set_theme(self._theme)

    def warn(self, seconds: int) -> None:
        """The notebook locks in so many seconds; 0 takes the warning back."""
        first = not self._left
        self._left = seconds
        self.refresh()
        if seconds and first:
            announce(self, self.text.text())

    def _words(self, state: State) -> str:
        if self._left:
            return tr_n(
                "Your notebook locks in {n} second. Press any key to keep it open.",
                "Your notebook locks in {n} seconds. Press any key to keep it open.",
                self._left,
            ).format(n=self._left)
        if state is State.TEMPORARY:
            return tr("Temporary notes: kept in memory until you lock or close")
        if state is State.UNLOCKED:
            return tr("Shared desk: {name}’s notebook is open").format(name=self._desk.name)
        return tr("Shared desk: notes are off until you unlock")

    def _act(self) -> None:
        (self.lock_wanted if self._desk.is_open else self.unlock_wanted).emit()
