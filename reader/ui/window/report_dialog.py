"""What a crash left behind: the report as it lies on this computer, to read and to hand on if one wishes."""

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reader.language import tr
from reader.ui.looks.tokens import Tokens
from reader.ui.window.page_dialog import PageDialog

MAX_CHARACTERS = 100_000
"""Shown of one report."""


class ReportDialog(PageDialog):
    """Shows reports; sends nothing."""

    def __init__(self, parent: QWidget, tokens: Tokens, reports: tuple[Path, ...]) -> None:
        """`reports` newest first."""
        super().__init__(parent, tokens, tr("What happened"))
        self.say(tr("The program ended unexpectedly. This is all that was recorded; it has not been sent anywhere."))
        self.say(tr("It says where in the program it happened, and nothing of what you read, searched or wrote."))
        for report in reports:
            self.say(str(report), "muted")
        self.text = QPlainTextEdit("\n\n".join(_read(report) for report in reports))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Crash report"))
        self.column.addWidget(self.text, 1)
        self.say(tr("Your IT team can use it; “briefing-reader doctor --bundle FILE” packs it for them."), "muted")


def _read(report: Path) -> str:
    try:
        return report.read_text(encoding="utf-8", errors="replace")[:MAX_CHARACTERS]
    except OSError as error:
        return tr("It cannot be read: {reason}.").format(reason=error.strerror or str(error))
