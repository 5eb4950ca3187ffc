"""Restoring a backup: which one, and what opens it. What is there now is backed up first (FORMATS N7)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QWidget

from reader.errors import ReaderError
from reader.language import tr
from reader.notebook import backups
from reader.notebook.profiles import Profile
from reader.notebook.unlocking import Passphrase
from reader.notes_desk.desk import NotesDesk, Opened
from reader.ui.looks.labels import note_box
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.unlock_field import PassphraseField
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import Working
from reader.ui.tasks import Tasks


def reason_label(reason: str) -> str:
    """Why a backup was made."""
    return {
        "daily": tr("daily"),
        "migration": tr("before an update of the program"),
        "restore": tr("before a restore"),
        "erasure": tr("after an erasure"),
    }.get(reason, tr("asked for"))


class RestoreDialog(Dialog):
    """Signals `restored()` once the backup is in place and open."""

    restored = Signal()

    def __init__(
        self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, profile: Profile, *, tasks: Tasks
    ) -> None:
        """The backups of one notebook."""
        super().__init__(parent, tokens, theme, title=tr("Restore"), drawing="clock", heading=tr("Restore a backup"))
        self._desk, self._profile = desk, profile
        self._backups = backups.listed(profile.folder / backups.FOLDER)
        self.lead.setText(profile.name or tr("A damaged notebook"))
        self.names = QListWidget()
        for one in self._backups:
            made = one.made.astimezone()
            self.names.addItem(f"{made:%Y-%m-%d %H:%M} · {reason_label(one.reason)}")
        self.names.setMinimumHeight(140)
        self.field(tr("Backup"), self.names)
        self.names.setCurrentRow(0)
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.field(tr("Passphrase"), self.passphrase)
        advice = tr("What is there now is backed up first, where it can still be read, and can be restored in turn.")
        self.column.addWidget(note_box(tokens, theme, "info", advice))
        self.add_problem_line()
        self.column.addStretch(1)
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.act = self.button(tr("Restore"), self._restore, primary=True)
        self.act.setEnabled(bool(self._backups))
        self.working = Working(self, self.foot, tokens, tasks)
        if not self._backups:
            self.say(tr("There is no backup of this notebook yet."))

    def _restore(self) -> None:
        row = self.names.currentRow()
        if not 0 <= row < len(self._backups):
            return
        desk, profile, file = self._desk, self._profile, self._backups[row].file
        opener = Passphrase(self.passphrase.text)
        try:
            desk.lock()
        except ReaderError as error:
            self.say(error)
            return
        self.say("")
        self.working.run(
            tr("Restoring…"),
            lambda: desk.tidied(desk.restored(profile, file, opener)),
            done=self._take,
            failed=self.say,
            late=Opened.close,
            may_cancel=False,
        )

    def _take(self, opened: Opened) -> None:
        self._desk.take(opened)
        self.passphrase.clear()
        self.accept()
        self.restored.emit()

    def reject(self) -> None:
        """Esc waits for what cannot be undone."""
        if not self.working.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Forget what was typed, whatever the dialog ends with."""
        self.passphrase.clear()
        super().done(result)
