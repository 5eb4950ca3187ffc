"""Taking back what this program put on the clipboard, when the notebook is locked (FORMATS N8)."""

import hashlib

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication


class ClipboardWatch(QObject):
    """Remembers a digest of what was copied while a window of this program was in front; never the text itself."""

    def __init__(self, parent: QObject) -> None:
        """Watches from now on."""
        super().__init__(parent)
        self._ours = b""
        QApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        # Not every platform says whose content it is; what comes while we are in front was copied here.
        self._ours = _digest() if QApplication.activeWindow() is not None else b""

    def clear(self) -> None:
        """Empty the clipboard where what it holds came from here."""
        clipboard = QApplication.clipboard()
        if clipboard.ownsClipboard() or (self._ours and self._ours == _digest()):
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(clipboard.Mode.Selection)
        self._ours = b""


def _digest() -> bytes:
    text = QApplication.clipboard().text()
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() if text else b""
