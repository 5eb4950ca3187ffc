"""Ctrl+P in the reader: whether it may be, and the dialog that asks what is wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.language import tr, tr_n
from reader.policy_words import managed
from reader.ui.window.parts import Parts

if TYPE_CHECKING:
    from reader.ui.printing.print_dialog import PrintDialog
    from reader.ui.printing.sending import Sent


class PrintConduct(QObject):
    """Printing as one of the things that the window does with the open paper."""

    def __init__(self, parts: Parts, window: QWidget) -> None:
        """Says at once where the organisation allows none."""
        super().__init__(window)
        self._parts, self._window = parts, window
        self.dialog: PrintDialog | None = None
        if not parts.notes.desk.rules.may_print:
            parts.toolbar.forbid_printing()

    def ask(self) -> None:
        """What is to be printed of the open paper, where one is in sight."""
        page = self._parts.reader.page
        key = page.place()[0] if page is not None and page.isVisible() else ""
        if page is None or not key or self.dialog is not None:
            return
        from reader.ui.printing import devices, sending  # noqa: PLC0415 - when first asked for

        if not sending.may_send(self._parts.notes.desk.rules):
            page.say(managed())
            return
        self._ask(key, page.above.warnings, may_print=devices.can_print())

    def _ask(self, key: str, warnings: tuple[str, ...], *, may_print: bool) -> None:
        from reader.ui.printing.print_dialog import PrintDialog, Rooms  # noqa: PLC0415 - when first asked for

        parts = self._parts
        rooms = Rooms(parts.desk, parts.notes.desk, parts.tasks)
        dialog = PrintDialog(
            *(self._window, parts.tokens, parts.appearance.theme, rooms),
            key=key,
            warnings=warnings,
            may_print=may_print,
        )
        dialog.sent.connect(self._sent)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.ask(parts.body)

    def _closed(self, _result: int) -> None:
        self.dialog = None

    def _sent(self, sent: "Sent") -> None:
        words = tr_n("{n} page sent to the printer", "{n} pages sent to the printer", sent.pages).format(n=sent.pages)
        if sent.file is not None:
            words = tr("Saved as {file}").format(file=sent.file.name)
        page = self._parts.reader.page
        if page is not None:
            page.say(words)
