"""Garbage is collected on the GUI thread alone.

Python may otherwise collect in whichever thread allocates, and a worker that takes a forgotten widget apart crashes the
program. It also keeps the pauses away from key presses: collecting waits until nothing was typed for a while, and what
stays for good (modules, the library, its index) is passed over, which would take a tenth of a second each time.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 2_000


class Collector(QObject):
    """Takes over from the automatic collector until `stop`."""

    def __init__(self, parent: QObject) -> None:
        """Starts at once."""
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._unsettled = False
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(INTERVAL_MS)

    def wait(self) -> None:
        """Somebody is typing: collect no sooner than INTERVAL_MS from now."""
        self._timer.start()

    def settle(self) -> None:
        """Something large came to stay, or secrets were dropped: collect everything, then pass over what is left."""
        self._unsettled = True

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

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
