"""Notices that something in a previewed folder was saved."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader.packs.preview import stamp, watched

SETTLE_MS = 150
"""Editors write in several steps; this long after the last one it is read."""
MOST_WATCHED = 1_000
"""Files beyond this many are not watched one by one: systems limit that. Their folders are, and `look` sees them."""


class Watcher(QObject):
    """Watches a folder's documents, registers and figures. Signals `changed()` once a save is complete.

    Shares often tell nobody about changes; `look` compares dates and sizes, for when the window comes to the front.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        """Watches from `follow` on."""
        super().__init__(parent)
        self._folder = folder
        self._stamp = stamp(folder)
        self._files = QFileSystemWatcher(self)
        self._files.fileChanged.connect(self._stirred)
        self._files.directoryChanged.connect(self._stirred)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)

    def follow(self) -> None:
        """Watch what is there now: an editor that replaces a file by a new one takes the old one out of sight."""
        wanted = {str(path) for path in watched(self._folder)[:MOST_WATCHED]}
        held = {*self._files.files(), *self._files.directories()}
        if held - wanted:
            self._files.removePaths(sorted(held - wanted))
        if wanted - held:
            self._files.addPaths(sorted(wanted - held))

    def look(self) -> None:
        """Say so where something is another than when it was last looked at."""
        now = stamp(self._folder)
        if now != self._stamp:
            self._stamp = now
            self.changed.emit()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._soon.stop()
        held = [*self._files.files(), *self._files.directories()]
        if held:
            self._files.removePaths(held)

    def _stirred(self, _path: str) -> None:
        self._soon.start()
