"""The policies in force on this computer, and where each came from (FORMATS Y1 to Y3)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from reader.language import tr
from reader.policy import Policies
from reader.policy_words import Row, notice_words, rows, summary
from reader.ui.looks.tokens import Tokens
from reader.ui.window.page_dialog import PageDialog

NAME_WIDTH = 250
VALUE_WIDTH = 200


class PoliciesDialog(PageDialog):
    """One row a policy: what it is, what is in force, where that comes from."""

    def __init__(self, parent: QWidget, tokens: Tokens, policies: Policies) -> None:
        """Policies are read when the program starts; a change shows at the next start."""
        super().__init__(parent, tokens, tr("Policies in force"))
        self.say(summary(policies))
        for notice in policies.notices:
            self.say(notice_words(notice, policies.source), "warning")
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Policies in force"))
        self.list.setColumnCount(3)
        self.list.setHeaderLabels([tr("Policy"), tr("In force"), tr("From")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for row in rows(policies):
            self.list.addTopLevelItem(_item(row))
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, NAME_WIDTH)
        header.resizeSection(1, VALUE_WIDTH)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.column.addWidget(self.list, 1)
        self.about = self.say("", "muted")
        self.list.currentItemChanged.connect(self._describe)
        self._describe(self.list.currentItem())
        self.say(tr("A change by your IT team shows at the next start."), "muted")

    def _describe(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        self.about.setText(str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else "")


def _item(row: Row) -> QTreeWidgetItem:
    value = tr("{value} (strictest: what is set cannot be read)").format(value=row.value)
    item = QTreeWidgetItem([row.title, value if row.is_strictest else row.value, row.source])
    item.setData(0, Qt.ItemDataRole.UserRole, f"{row.name}: {row.text}")
    for column in range(3):
        item.setToolTip(column, item.text(column))
    spoken = tr("{policy}: {value}. From: {source}. {about}")
    item.setData(
        0,
        Qt.ItemDataRole.AccessibleTextRole,
        spoken.format(policy=row.title, value=item.text(1), source=row.source, about=row.text),
    )
    if row.is_set:
        font = item.font(1)
        font.setBold(True)
        item.setFont(1, font)
    return item
