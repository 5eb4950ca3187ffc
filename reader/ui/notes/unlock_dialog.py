"""Unlocking a notebook: which one, and its passphrase or recovery code. Nothing typed here is kept or logged."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.notebook.keys import SlotKind
from reader.notebook.profiles import Profile
from reader.notebook.unlocking import Opener, Passphrase, PlatformLogin, RecoveryCode
from reader.notes_desk.desk import NotesDesk, Opened
from reader.ui.looks.combo import ComboBox
from reader.ui.looks.labels import note_box
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.unlock_field import PassphraseField
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import Working
from reader.ui.tasks import Tasks


class UnlockDialog(Dialog):
    """Opens a notebook of this computer, or a portable one.

    Signals:
        opened(): a notebook is open.
        failed(ReaderError): the one that was open before could not be closed as it should.
        temporary_wanted(): notes in memory only instead.
        new_wanted(): make a notebook instead.
        restore_wanted(Profile): put a backup of this notebook in its place.
    """

    opened = Signal()
    failed = Signal(object)
    temporary_wanted = Signal()
    new_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        tokens: Tokens,
        theme: Theme,
        desk: NotesDesk,
        *,
        tasks: Tasks,
        file: Path | None = None,
        name: str = "",
    ) -> None:
        """`tasks` opens it; `file` is a portable notebook instead of one of this computer; `name` is chosen first."""
        super().__init__(
            parent,
            tokens,
            theme,
            title=tr("Unlock your notebook"),
            drawing="lock",
            heading=tr("Your notebook is locked"),
        )
        self._desk, self._file = desk, file
        self._profiles: tuple[Profile, ...] = () if file is not None else desk.profiles()
        self.lead.setText(
            tr("Your bookmarks, highlights and notes are encrypted. Enter your passphrase to use them here.")
        )
        self.choice = ComboBox()
        for profile in self._profiles:
            self.choice.addItem(profile.name or tr("A damaged notebook"))
        if file is not None:
            self.choice.addItem(file.name)
        self.choice.setCurrentIndex(next((row for row, one in enumerate(self._profiles) if one.name == name), 0))
        self.field(tr("Notebook"), self.choice)
        self.passphrase = PassphraseField(tr("Passphrase"))
        self._label = self.field(tr("Passphrase"), self.passphrase)
        self._recovering = False
        self.column.addLayout(self._links())
        self.add_problem_line()
        self.column.addWidget(note_box(tokens, theme, "clock", self._when_it_closes()))
        self.column.addStretch(1)
        self._build_foot()
        self.working = Working(self, self.foot, tokens, tasks)
        self.choice.currentIndexChanged.connect(self._chosen)
        self._chosen()

    def _links(self) -> QHBoxLayout:
        self.forgotten = look(QPushButton(tr("Forgotten passphrase")), "link")
        self.forgotten.clicked.connect(self._forgotten)
        self.new = look(QPushButton(tr("Make a new notebook")), "link")
        if self._file is not None:
            self.new.hide()
        self.new.clicked.connect(lambda _=False: QTimer.singleShot(0, self.new, self._new))
        row = QHBoxLayout()
        row.addWidget(self.forgotten)
        self.restore = look(QPushButton(tr("Restore a backup")), "link")
        self.restore.clicked.connect(lambda _=False: QTimer.singleShot(0, self.restore, self._restore))
        if self._file is not None:
            self.restore.hide()
        row.addWidget(self.new)
        row.addWidget(self.restore)
        row.addStretch(1)
        return row

    def _when_it_closes(self) -> str:
        minutes = self._desk.rules.idle_minutes
        return tr_n(
            "It closes when you press Ctrl+L, or after {n} minute without use.",
            "It closes when you press Ctrl+L, or after {n} minutes without use.",
            minutes,
        ).format(n=minutes)

    def _build_foot(self) -> None:
        if self._desk.rules.may_be_temporary and self._file is None:
            self.temporary = self.button(tr("Use temporary notes"), self._temporary)
        self.buttons.addStretch(1)
        self.unlock = self.button(tr("Unlock"), self._unlock, primary=True, drawing="unlock")

    @property
    def _profile(self) -> Profile | None:
        row = self.choice.currentIndex()
        return self._profiles[row] if 0 <= row < len(self._profiles) else None

    @property
    def _by_login(self) -> bool:
        profile = self._profile
        allowed = profile is not None and not profile.shared and not self._desk.rules.shared
        return allowed and profile is not None and SlotKind.PLATFORM in profile.kinds

    def _chosen(self) -> None:
        profile = self._profile
        self.say(profile.problem if profile is not None and profile.problem is not None else "")
        self.unlock.setEnabled(profile is None or profile.problem is None)
        self.passphrase.clear()
        self.passphrase.setFocus()
        self.passphrase.edit.setPlaceholderText(tr("Leave empty to use this log-in") if self._by_login else "")

    def _forgotten(self) -> None:
        """Ask for the recovery code instead, and back."""
        self._recovering = not self._recovering
        self.passphrase.clear()
        label = tr("Recovery code") if self._recovering else tr("Passphrase")
        self._label.setText(label)
        self.passphrase.edit.setAccessibleName(label)
        self.forgotten.setText(tr("Use the passphrase") if self._recovering else tr("Forgotten passphrase"))
        without = tr("Without passphrase and recovery code nobody can open it: not we, and not your IT team.")
        with_key = tr("Your organisation holds a key too; ask your IT team.")
        has_key = self._profile is not None and SlotKind.ORGANISATION in self._profile.kinds
        self.say((with_key if has_key else without) if self._recovering else "")
        self.passphrase.setFocus()

    def _opener(self) -> Opener:
        text = self.passphrase.text
        if self._recovering:
            return RecoveryCode(text)
        return PlatformLogin() if not text and self._by_login else Passphrase(text)

    def _unlock(self) -> None:
        """Off the GUI thread: a guess costs time on purpose."""
        desk, file, profile, opener = self._desk, self._file, self._profile, self._opener()
        if file is not None:
            self._try(lambda: desk.tidied(desk.opened_file(file, opener)))
        elif profile is not None:
            self._try(lambda: desk.tidied(desk.opened(profile, opener)))

    def _try(self, act: Callable[[], Opened]) -> None:
        self.say("")
        self.working.run(tr("Unlocking…"), act, done=self._take, failed=self._refused, late=Opened.close)

    def _take(self, opened: Opened) -> None:
        self.passphrase.clear()
        self.accept()
        try:
            self._desk.take(opened)
        except ReaderError as error:
            self.failed.emit(error)
            return
        self.opened.emit()

    def _refused(self, error: ReaderError) -> None:
        self.say(explain(error).line())
        self.passphrase.edit.selectAll()
        self.passphrase.setFocus()

    def _temporary(self) -> None:
        self.accept()
        self.temporary_wanted.emit()

    def _restore(self) -> None:
        profile = self._profile
        self.accept()
        if profile is not None:
            self.restore_wanted.emit(profile)

    def _new(self) -> None:
        self.accept()
        self.new_wanted.emit()

    def done(self, result: int) -> None:
        """Forget what was typed, whatever the dialog ends with."""
        self.passphrase.clear()
        super().done(result)
