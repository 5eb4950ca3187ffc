"""Keeps text off the clipboard where policy forbids copying (FORMATS Y2).

What assistive technology reads does not go by the clipboard, and pasting is left alone: a passphrase can be pasted.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from reader.policy_words import managed

COPYING = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut
ENTRIES = {"edit-copy", "edit-cut"}
"""Names that Qt gives the entries of its own context menus."""


class ClipboardGuard(QObject):
    """Watches the whole program from the moment it is made. Signals `refused()` when a key that copies was pressed."""

    refused = Signal()

    def __init__(self, parent: QObject) -> None:
        """`parent` owns it."""
        super().__init__(parent)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._take_back)
        self._clipboard.selectionChanged.connect(self._take_back_selection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the keys that copy or cut; grey those entries of a menu that opens."""
        kind = event.type()
        if kind in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} and isinstance(event, QKeyEvent):
            return self._swallow(event)
        if kind == QEvent.Type.Show and isinstance(watched, QMenu):
            for action in watched.actions():
                if action.objectName() in ENTRIES:
                    action.setEnabled(False)
                    action.setToolTip(managed())
        return False

    def _swallow(self, event: QKeyEvent) -> bool:
        if not any(event.matches(key) for key in COPYING):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.refused.emit()
        return True

    def _take_back(self) -> None:
        """Whatever way it came there: what is ours does not stay."""
        self._empty(QClipboard.Mode.Clipboard)

    def _take_back_selection(self) -> None:
        self._empty(QClipboard.Mode.Selection)

    def _empty(self, mode: QClipboard.Mode) -> None:
        if self._is_ours(mode) and self._clipboard.text(mode):
            self._clipboard.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        """Whether this program put there what is there: another one's, a passphrase say, is left alone."""
        owns = self._clipboard.ownsSelection if mode == QClipboard.Mode.Selection else self._clipboard.ownsClipboard
        return owns()
