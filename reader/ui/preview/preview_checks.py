"""What `pack check` says of the previewed library, beside the text it is about."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout

from reader.explain import explain
from reader.language import tr, tr_n
from reader.packs.findings import Finding, Severity
from reader.ui.looks.focus_ring import ring
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

MOST_SHOWN = 300
"""Findings listed; the rest is counted. A folder that was never checked can have thousands."""
ROW_SIDE, ROW_TOP, SCROLL_BAR = 18, 10, 16
"""Room around a row's text, in pixels."""
_FINDING = Qt.ItemDataRole.UserRole


class Checks(QFrame):
    """Errors and warnings, those of the open paper first. Signals `wanted(str, int)`: go to this file's line."""

    wanted = Signal(str, int)

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Says that it is checking until `show_findings`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._findings: tuple[Finding, ...] = ()
        self._file = ""
        look(self, "panel")
        self.setFixedWidth(tokens.layout.right_pane)
        self.summary = look(QLabel(tr("Checking…")), "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What the check says"))
        self.list.setWordWrap(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setIconSize(QSize(tokens.icons.small, tokens.icons.small))
        ring(self.list, "inside")
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        head = QFrame()
        head.setFixedHeight(tokens.layout.banner + 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(tokens.space[4], 0, tokens.space[4], 0)
        row.addWidget(look(QLabel(tr("Check")), "title"))
        row.addStretch(1)
        row.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (head, look(QFrame(), "line")):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)

    def set_theme(self, theme: Theme) -> None:
        """Retint the icons."""
        self._theme = theme
        self._fill()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """All that the check found."""
        self._findings = tuple(findings)
        self._fill()

    def show_file(self, file: str) -> None:
        """The paper that is open: its findings stand first."""
        if file != self._file:
            self._file = file
            self._fill()

    def say_checking(self) -> None:
        """What stands here is being checked anew."""
        self.summary.setText(tr("Checking…"))

    @property
    def text(self) -> str:
        """Every row, one a line."""
        return "\n".join(self.list.item(row).text() for row in range(self.list.count()))

    def _fill(self) -> None:
        top = self.list.verticalScrollBar().value()
        self.list.clear()
        mine = [finding for finding in self._findings if finding.problem.file == self._file]
        rest = [finding for finding in self._findings if finding.problem.file != self._file]
        rest.sort(key=lambda finding: finding.severity is not Severity.ERROR)
        self._group(tr("In this paper") if self._file else "", mine)
        self._group(tr("Elsewhere in the library") if self._file else "", rest[:MOST_SHOWN])
        if len(rest) > MOST_SHOWN:
            self._heading(tr_n("and {n} more", "and {n} more", len(rest) - MOST_SHOWN).format(n=len(rest) - MOST_SHOWN))
        if not self._findings:
            self._heading(tr("Nothing to mend."))
        self.list.verticalScrollBar().setValue(top)
        self.summary.setText(counted(self._findings))

    def _group(self, heading: str, findings: Sequence[Finding]) -> None:
        if findings and heading:
            self._heading(heading)
        for finding in findings:
            error = finding.severity is Severity.ERROR
            kind = tr("Error") if error else tr("Warning")
            item = self._row(f"{kind}: {explain(finding.problem).what}")
            drawing, colour = ("warning", self._theme.danger) if error else ("info", self._theme.text_muted)
            item.setIcon(icon(drawing, self._theme, self._tokens.icons.small, colour=colour))
            item.setData(_FINDING, (finding.problem.file, finding.problem.line))
            self.list.addItem(item)

    def _row(self, text: str) -> QListWidgetItem:
        """A row as tall as its wrapped text; Qt's own reckoning leaves out what the style sheet adds at the sides."""
        item = QListWidgetItem(text)
        width = self.width() - 2 * ROW_SIDE - self._tokens.icons.small - SCROLL_BAR
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        height = self.list.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), wrap, text).height()
        item.setSizeHint(QSize(0, height + 2 * ROW_TOP))
        return item

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _activated(self, item: QListWidgetItem) -> None:
        place = item.data(_FINDING)
        if place is not None:
            self.wanted.emit(*place)


def counted(findings: Sequence[Finding]) -> str:
    """How many errors and warnings, in words."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    parts = (
        tr_n("{n} error", "{n} errors", errors).format(n=errors),
        tr_n("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )
    return ", ".join(parts)
