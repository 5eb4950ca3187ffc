"""Slow work of a dialog, off the GUI thread: the foot says what is going on, and Cancel gives up.

Argon2id takes as long as it takes by design (FORMATS N1), longer on an old desk; nothing freezes meanwhile.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from reader.errors import CancelledError, ReaderError
from reader.language import tr
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Tokens
from reader.ui.shared.dialog import Dialog
from reader.ui.tasks import Job, Tasks

CHANNEL = "unlock"
WORTH_WAITING = 500
"""Things from which on a change to the notebook is no longer made in an instant."""
SHOWN_AFTER_MS = 150
"""What is done sooner is not announced: a foot that changes for an instant only startles."""
BAR_WIDTH = 120
INPUTS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
Result = TypeVar("Result")


def _nothing(_result: object) -> None:
    """Nothing has to be undone."""


class Attempt(Generic[Result]):
    """A callable whose result is either taken, or undone by `late` because nobody waits for it any more."""

    def __init__(self, act: Callable[[], Result], late: Callable[[Result], object] = _nothing) -> None:
        """`late` runs on whichever thread finds that the result came too late."""
        self._act, self._late = act, late
        self._turn = threading.Lock()
        self._made: list[Result] = []
        self.wanted = True

    def work(self, _job: object = None) -> None:
        """Run it, on a worker. Raises what it raises."""
        made = self._act()
        with self._turn:
            if self.wanted:
                self._made.append(made)
                return
        self._late(made)

    def take(self) -> Result:
        """The result, once it is there."""
        with self._turn:
            self.wanted = False
            return self._made.pop()

    def give_up(self) -> None:
        """Nobody waits any more."""
        with self._turn:
            self.wanted = False
            made = list(self._made)
            self._made.clear()
        for one in made:
            self._late(one)


@dataclass(frozen=True, slots=True)
class Watch:
    """What work that is followed is handed: whom to tell how far it is, and whom to ask whether it is still wanted."""

    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


UNSEEN = Watch(lambda _done, _total: None, lambda: False)
"""For what is done in an instant."""


class _Stopped:
    """What came of work that Cancel ended."""


class Working(QFrame):
    """Stands in a dialog's foot in place of its buttons while something slow runs."""

    def __init__(self, dialog: QDialog, foot: QWidget, tokens: Tokens, tasks: Tasks) -> None:
        """Hidden until `run`."""
        super().__init__(foot)
        self._dialog, self._foot, self._tasks = dialog, foot, tasks
        self._let_go: Callable[[], object] | None = None
        self._stop: threading.Event | None = None
        self._off: list[QWidget] = []
        self._focus: QWidget | None = None
        self.words = look(QLabel(), "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(lambda _=False: self.stop())
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.space[5], tokens.space[3], tokens.space[5], tokens.space[3])
        row.setSpacing(tokens.space[3])
        row.addWidget(self.words)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        dialog.finished.connect(self.give_up)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._let_go is not None

    def run(
        self,
        words: str,
        act: Callable[[], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[ReaderError], object],
        late: Callable[[Result], object] = _nothing,
        may_cancel: bool = True,
    ) -> None:
        """Run `act` on a worker.

        Args:
            words: what is going on, "Unlocking…".
            act: the slow thing; must touch no widget.
            done: gets the result, on the GUI thread.
            failed: gets the error, on the GUI thread.
            late: gets the result where the person gave up meanwhile, on either thread.
            may_cancel: False where it cannot be undone once it has begun.
        """
        attempt = Attempt(act, late)
        self._begin(words, may_cancel=may_cancel)
        self._let_go = attempt.give_up

        def arrived(_: object) -> None:
            if attempt.wanted:
                self._end()
                done(attempt.take())

        def refused(error: ReaderError) -> None:
            if attempt.wanted:
                self._end()
                failed(error)

        self._tasks.run(attempt.work, done=arrived, failed=refused, channel=CHANNEL)

    def follow(
        self,
        words: str,
        act: Callable[[Watch], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[ReaderError], object],
        stopped: Callable[[], object],
    ) -> None:
        """Run `act` on a worker and show how far it is; what Cancel comes to is waited for, since it may come too late.

        Args:
            words: what is going on, "Importing…".
            act: the slow thing; must touch no widget, and raises CancelledError once nothing is left of what it began.
            done: gets the result, on the GUI thread.
            failed: gets the error, on the GUI thread.
            stopped: Cancel was in time: `act` has ended and changed nothing.
        """
        stop = threading.Event()

        def work(job: Job) -> Result | type[_Stopped]:
            try:
                return act(Watch(job.progress, lambda: stop.is_set() or job.cancelled()))
            except CancelledError:
                return _Stopped

        def arrived(result: Result | type[_Stopped]) -> None:
            self._end()
            if result is _Stopped:
                stopped()
            else:
                done(result)  # type: ignore[arg-type]  # it is a result

        def refused(error: ReaderError) -> None:
            self._end()
            failed(error)

        self._begin(words, may_cancel=True)
        self._stop = stop
        self._let_go = lambda: self._tasks.drop(CHANNEL)
        self._tasks.run(work, done=arrived, failed=refused, progress=self._progress, channel=CHANNEL)

    def stop(self) -> None:
        """Cancel: what is followed is told to stop and waited for; anything else is given up."""
        if self._stop is None:
            self.give_up()
            return
        self._stop.set()
        self.cancel.setEnabled(False)
        self.words.setText(tr("Stopping…"))
        announce(self._dialog, self.words.text())

    def give_up(self, _result: int = 0) -> None:
        """The dialog is closed: what comes later is undone. Nothing runs: nothing happens."""
        if self._let_go is not None:
            self._let_go()
            self._end()

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _begin(self, words: str, *, may_cancel: bool) -> None:
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        self.cancel.setVisible(may_cancel)
        self.cancel.setEnabled(True)
        self._focus = QApplication.focusWidget()
        # What is hidden may be about to be deleted.
        inside = [one for one in self._dialog.findChildren(QWidget) if one.isVisibleTo(self._dialog)]
        self._off = [one for one in inside if isinstance(one, INPUTS) and one.isEnabled()]
        for widget in self._off:
            widget.setEnabled(False)
        self._timer.start(SHOWN_AFTER_MS)

    def _show(self) -> None:
        self.setGeometry(self._foot.rect())
        self.setAutoFillBackground(True)
        self.show()
        self.raise_()
        if self.cancel.isVisible():
            self.cancel.setFocus()
        announce(self._dialog, self.words.text())

    def _end(self) -> None:
        self._let_go = self._stop = None
        self._timer.stop()
        self.hide()
        for widget in self._off:
            widget.setEnabled(True)
        self._off.clear()
        if self._focus is not None and self._dialog.isAncestorOf(self._focus):
            self._focus.setFocus()
        self._focus = None


class FollowedDialog(Dialog):
    """A dialog with work that can be stopped.

    Attributes:
        working: stands in its foot; whoever inherits makes it.
    """

    working: Working

    def reject(self) -> None:
        """Esc stops what is going on; where nothing is, the dialog is closed."""
        if self.working.busy:
            self.working.stop()
        else:
            super().reject()
