"""The rows of a plan: what happens to which paper, and what the publisher says of it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from reader.language import tr
from reader.packs.plan import ChangeKind, DocumentChange
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words

Index = QModelIndex | QPersistentModelIndex
CHANGE = Qt.ItemDataRole.UserRole
PAD, COLUMN = 14, 122
"""From the edge to the icon, and the least width of the column with icon and word, in pixels."""
BESIDE = 6
"""Between icon and word, and between word and title at the least."""
ABOVE = 7


class PlanModel(QAbstractListModel):
    """Changes in the order of the plan."""

    def __init__(self) -> None:
        """Empty until `show`."""
        super().__init__()
        self._changes: tuple[DocumentChange, ...] = ()

    def show(self, changes: Sequence[DocumentChange]) -> None:
        """Show these."""
        self.beginResetModel()
        self._changes = tuple(changes)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a change."""
        return 0 if parent is not None and parent.isValid() else len(self._changes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for display and for screen readers, and the change itself."""
        if not 0 <= index.row() < len(self._changes):
            return None
        change = self._changes[index.row()]
        if role == CHANGE:
            return change
        if role == Qt.ItemDataRole.DisplayRole:
            return title(change)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{packs_words.kind(change.kind)}. {title(change)}. {details(change)}"
        if role == Qt.ItemDataRole.ToolTipRole and can_compare(change):
            return tr("Enter or double click shows what changes")
        return None


def title(change: DocumentChange) -> str:
    """The paper's title; its key where the title is not known any more."""
    return change.title or change.key


def details(change: DocumentChange) -> str:
    """The line below the title; an urgent change says so first."""
    said = packs_words.details(change)
    return f"{tr('Urgent.')} {said}" if change.urgent and change.kind is not ChangeKind.ADDED else said


def can_compare(change: DocumentChange) -> bool:
    """Whether there are two editions to look at side by side."""
    return change.before is not None and change.after is not None


class PlanRows(QStyledItemDelegate):
    """Icon and word at the left, title over details at the right; details wrap."""

    def __init__(self, view: RowList, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`."""
        super().__init__(view)
        self._view, self._tokens = view, tokens
        self._brush = Brush(theme, tokens)
        metrics = QFontMetrics(self._brush.ui_bold)
        widest = max(metrics.horizontalAdvance(packs_words.kind(kind)) for kind in ChangeKind)
        self._column = max(COLUMN, tokens.icons.small + BESIDE + widest + 2 * BESIDE)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._brush = Brush(theme, self._tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the details need."""
        change = index.data(CHANGE)
        if not isinstance(change, DocumentChange):
            return row_size(0)
        return row_size(2 * ABOVE + QFontMetrics(self._brush.strong).height() + self._wrapped(change).height() + 1)

    def _wrapped(self, change: DocumentChange) -> QRect:
        room = QRect(0, 0, self._view.viewport().width() - PAD - self._column - PAD, 10_000)
        return QFontMetrics(self._brush.small).boundingRect(room, int(Qt.TextFlag.TextWordWrap), details(change))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole row."""
        change = index.data(CHANGE)
        if not isinstance(change, DocumentChange):
            return
        brush, rect = self._brush, QRect(option.rect)
        state = self._view.state_of(index)
        brush.row(painter, rect, state, line=index.row() + 1 < index.model().rowCount())
        colour, side = self._colour(change.kind), self._tokens.icons.small
        drawn = pixmap(packs_words.CHANGE_DRAWINGS[change.kind], colour, side, painter.device().devicePixelRatioF())
        middle = rect.center().y()
        painter.drawPixmap(rect.left() + PAD, middle - side // 2, drawn)
        word = QRect(rect.left() + PAD + side + BESIDE, middle - 11, self._column - side - BESIDE, 22)
        brush.text(painter, word, packs_words.kind(change.kind), brush.ui_bold, colour)
        left, strong = rect.left() + PAD + self._column, QFontMetrics(brush.strong).height()
        band = QRect(left, rect.top() + ABOVE, rect.right() - PAD - left, strong)
        brush.text(painter, band, title(change), brush.strong, brush.theme.text)
        painter.setFont(brush.small)
        painter.setPen(QColor(brush.theme.text_muted))
        rest = QRect(left, band.bottom() + 1, band.width(), rect.bottom() - band.bottom())
        painter.drawText(rest, int(Qt.TextFlag.TextWordWrap), details(change))
        brush.ring(painter, rect, state)

    def _colour(self, kind: ChangeKind) -> str:
        theme = self._brush.theme
        colours = {ChangeKind.ADDED: theme.success, ChangeKind.UPDATED: theme.accent}
        return colours.get(kind, theme.danger)


class PlanList(RowList):
    """The rows of a plan; their heights follow the width."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show`."""
        super().__init__(tr("What changes"))
        self._plan = PlanModel()
        self._rows = PlanRows(self, theme, tokens)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setModel(self._plan)
        self.setItemDelegate(self._rows)

    def show_changes(self, changes: Sequence[DocumentChange]) -> None:
        """Show these, the first one current."""
        self._plan.show(changes)
        self.setCurrentIndex(self._plan.index(0, 0))

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._rows.set_theme(theme)
        self.viewport().update()

    def height_of_rows(self) -> int:
        """What all rows take, in pixels."""
        return sum(self.sizeHintForRow(row) for row in range(self._plan.rowCount()))

    def change_at(self, index: QModelIndex) -> DocumentChange | None:
        """The change of a row."""
        change = index.data(CHANGE)
        return change if isinstance(change, DocumentChange) else None
