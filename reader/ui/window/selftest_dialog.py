"""The self-test: the doctor's checks, run in the background and read in the window (FORMATS C6)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from reader.doctor import Check, Report, Status
from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr
from reader.ui.looks.icons import icon
from reader.ui.looks.speech import announce
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.tasks import Tasks
from reader.ui.window.page_dialog import PageDialog

CHANNEL = "selftest"
STATUS_WIDTH = 110
NAME_WIDTH = 190


class SelfTestDialog(PageDialog):
    """Runs `examine` off the GUI thread each time it is asked to; closing it drops what still runs."""

    def __init__(
        self,
        parent: QWidget,
        tokens: Tokens,
        theme: Theme,
        tasks: Tasks,
        *,
        examine: Callable[[], Report],
        bundle: Callable[[Report, Path], int],
    ) -> None:
        """Nothing runs before `run`. `bundle` writes a report and what belongs to it to a file."""
        super().__init__(parent, tokens, tr("Self-test"))
        self._theme, self._tasks, self._examine, self._bundle = theme, tasks, examine, bundle
        self.lead = self.say("")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Self-test"))
        self.column.addWidget(self.progress)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Checks"))
        self.list.setColumnCount(3)
        self.list.setHeaderLabels([tr("Result"), tr("Check"), tr("What was found")])
        self.list.setRootIsDecorated(False)
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, STATUS_WIDTH)
        header.resizeSection(1, NAME_WIDTH)
        self.column.addWidget(self.list, 1)
        self.again = self.button(tr("Run again"), self.run)
        self.save = self.button(tr("Save for IT…"), self._choose_file)
        self._report: Report | None = None

    def run(self) -> None:
        """Run every check anew."""
        self.lead.setText(tr("Checking this installation…"))
        self._work(working=True)
        self._tasks.run(lambda _job: self._examine(), done=self.show_report, failed=self._failed, channel=CHANNEL)

    def show_report(self, report: Report) -> None:
        """List the checks, and say what they come to."""
        self._report = report
        self.list.clear()
        for check in report.checks:
            self.list.addTopLevelItem(self._item(check))
        self.list.setCurrentIndex(self.list.model().index(0, 0, QModelIndex()))
        self._finished(verdict(report))

    def _failed(self, error: ReaderError) -> None:
        self._finished(explain(error).line())

    def _finished(self, words: str) -> None:
        self._work(working=False)
        self.lead.setText(words)
        announce(self, words)

    def _work(self, *, working: bool) -> None:
        self.progress.setVisible(working)
        self.again.setEnabled(not working)
        self.save.setEnabled(not working)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save for IT"), "briefing-reader-support.zip", "*.zip")
        if name:
            self.save_bundle(Path(name))

    def save_bundle(self, file: Path) -> None:
        """Write the support bundle, off the GUI thread too: report, versions, policies, log and crash reports."""
        report = self._report
        if report is None:
            return
        self._work(working=True)
        words = tr("Saved to {file}. It holds nothing of notes or searches.").format(file=file)
        self._tasks.run(
            lambda _job: self._bundle(report, file),
            done=lambda _count: self._finished(words),
            failed=self._failed,
            channel=CHANNEL,
        )

    def _item(self, check: Check) -> QTreeWidgetItem:
        words, drawing, colour = self._signs()[check.status]
        found = "\n".join(part for part in (check.detail, check.advice) if part)
        item = QTreeWidgetItem([words, check.name, found])
        item.setIcon(0, icon(drawing, self._theme, self.tokens.icons.small, colour))
        item.setToolTip(2, found)
        said = ". ".join(part for part in (words, check.name, check.detail, check.advice) if part)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    def _signs(self) -> dict[Status, tuple[str, str, str]]:
        return {
            Status.OK: (tr("In order"), "check", self._theme.success),
            Status.WARNING: (tr("Look at it"), "info", self._theme.warning),
            Status.FAILED: (tr("Failed"), "warning", self._theme.danger),
        }

    def done(self, result: int) -> None:
        """Closed: what still runs is not waited for."""
        self._tasks.drop(CHANNEL)
        super().done(result)


def verdict(report: Report) -> str:
    """What the checks come to, in one sentence."""
    match report.status:
        case Status.OK:
            return tr("Everything is in order.")
        case Status.WARNING:
            return tr("The program works. Something is worth a look.")
        case Status.FAILED:
            return tr("Something is wrong with this installation. Tell your IT team.")
