"""A dialog for work on the notebook that takes seconds: how far it is, and Cancel, which leaves all as it was."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reader.errors import ReaderError
from reader.language import tr
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import Watch, Working
from reader.ui.tasks import Tasks


class WaitDialog(Dialog):
    """Shown first, then told to `wait`; it closes itself.

    Signals:
        ended(object): what the work gave back.
        failed(ReaderError): it could not be done.
        stopped(): Cancel was in time; nothing was changed.
    """

    ended = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme, words: str, *, tasks: Tasks) -> None:
        """`words` say what is going on, "Undoing…"."""
        super().__init__(parent, tokens, theme, title=words, drawing="clock", heading=words)
        self.lead.setText(tr("This takes a moment. Cancel leaves everything as it was."))
        self._words = words
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.working = Working(self, self.foot, tokens, tasks)

    def wait(self, act: Callable[[Watch], object]) -> None:
        """Run `act` on a worker; as `Working.follow`."""
        self.working.follow(self._words, act, done=self._ended, failed=self._failed, stopped=self._stopped)

    def _ended(self, result: object) -> None:
        self.accept()
        self.ended.emit(result)

    def _failed(self, error: ReaderError) -> None:
        super().reject()
        self.failed.emit(error)

    def _stopped(self) -> None:
        super().reject()
        self.stopped.emit()

    def reject(self) -> None:
        """Esc stops the work; the dialog closes once that has come to an end."""
        self.working.stop()
