"""Garbage is collected on the GUI thread alone.

Python may otherwise collect in whichever thread allocates, and a worker that takes a forgotten widget apart crashes the
program. It also keeps the pauses away from people: collecting waits until nothing was typed for a while; what stays for
good (modules, the library, its index) is passed over, which would take a tenth of a second each time; and where a
worker makes objects by the hundred thousand, they are looked at while they are few, and once.
"""

import gc

from PySide6.QtCore import QObject, QTimer

TICK_MS = 250
REST_TICKS = 8
"""Ticks without typing or a flood of objects before anything is collected."""
FLOOD = 20_000
"""New objects since the last look that are too many to wait."""


class Collector(QObject):
    """Takes over from the automatic collector until `stop`."""

    def __init__(self, parent: QObject) -> None:
        """Starts at once."""
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._unsettled = False
        self._rested = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def wait(self) -> None:
        """Somebody is typing: collect no sooner than REST_TICKS from now."""
        self._rested = 0

    def settle(self) -> None:
        """Something large came to stay, or secrets were dropped: collect everything, then pass over what is left."""
        self._unsettled = True

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _tick(self) -> None:
        if gc.get_count()[0] > FLOOD:
            # Those still used would be looked at again and again: they are passed over until the flood has ended.
            gc.collect(0)
            gc.freeze()
            self._unsettled, self._rested = True, 0
            return
        self._rested += 1
        if self._rested >= REST_TICKS:
            self._rested = 0
            self._collect()

    def _collect(self) -> None:
        """All there is after `settle`, else the oldest generation that is due, as the automatic collector chooses."""
        if self._unsettled:
            self._unsettled = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
