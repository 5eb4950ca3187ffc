"""Locking an idle notebook: counts from the last input, warns 20 seconds ahead, and one key extends it (FORMATS N8)."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from reader.notes_desk.idle import Step, look
from reader.system_idle import Source, find_source

TICK_MS = 1_000
INPUTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.InputMethod,
}


class IdleWatch(QObject):
    """Runs while a notebook is open.

    Signals:
        warned(int): seconds left; told every second until a key is pressed or the time is up.
        extended(): there was input after a warning.
        expired(): the time is up.
    """

    warned = Signal(int)
    extended = Signal()
    expired = Signal()

    def __init__(
        self,
        parent: QObject,
        minutes: int,
        clock: Callable[[], float] = time.monotonic,
        find_source: Callable[[], Source | None] = find_source,
    ) -> None:
        """Watches nothing before `start`. `clock` gives seconds; `find_source` what tells of input in other windows."""
        super().__init__(parent)
        self._find_source, self._asked = find_source, False
        self._source: Source | None = None
        self.minutes, self._clock = minutes, clock
        self._last = clock()
        self._warning = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Count from now."""
        app = QCoreApplication.instance()
        if app is not None and not self._timer.isActive():
            app.installEventFilter(self)
        self._last = self._clock()
        self._timer.start()

    def stop(self) -> None:
        """The notebook is locked: count nothing."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._timer.stop()
        self._end_warning()

    def look(self) -> None:
        """Warn or expire, if it is time."""
        found = look(self._clock() - self._last, self.minutes)
        if found.step is not Step.NOTHING:
            # Only now does it matter what was done in other windows.
            found = look(self._idle(), self.minutes)
        if found.step is Step.LOCK:
            self.stop()
            self.expired.emit()
        elif found.step is Step.WARN:
            self._warning = True
            self.warned.emit(found.left)
        else:
            self._end_warning()

    def _idle(self) -> float:
        """Seconds without input here and, where the system tells, anywhere."""
        if not self._asked:
            self._asked, self._source = True, self._find_source()
        system = self._source() if self._source is not None else None
        here = self._clock() - self._last
        return here if system is None else min(here, system)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any input of the person's counts; nothing is swallowed."""
        if event.type() in INPUTS and event.spontaneous():
            self.touch()
        return False

    def touch(self) -> None:
        """There was input."""
        self._last = self._clock()
        self._end_warning()

    def _end_warning(self) -> None:
        if self._warning:
            self._warning = False
            self.extended.emit()
