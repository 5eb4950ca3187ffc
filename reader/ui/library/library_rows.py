"""How rows of the library are painted: the 56 px row of the library view and the two-line row of the list pane."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.library.catalogue import Entry
from reader.ui.library.library_model import ENTRY, LibraryModel
from reader.ui.looks.rows import Brush, RowList, inset, row_size
from reader.ui.looks.tokens import Theme, Tokens

Index = QModelIndex | QPersistentModelIndex
PAD = 15
"""From the card's edge to the text, in pixels."""
BADGE_GAP = 8
LIST_ROW = 78
"""Height of a row of the list pane: a title of two lines and a line of details."""


class LibraryRows(QStyledItemDelegate):
    """Rows of the library view."""

    def __init__(self, view: RowList, model: LibraryModel, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`; `model` supplies the words."""
        super().__init__(view)
        self._view, self._model, self._tokens = view, model, tokens
        self._brush = Brush(theme, tokens)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._brush = Brush(theme, self._tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of 56, heading rows of 34."""
        layout = self._tokens.layout
        return row_size(layout.row_nav if index.data(ENTRY) is None else layout.row_library)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Title and badge, details, audience."""
        entry = index.data(ENTRY)
        rect = QRect(option.rect)
        brush = self._brush
        if not isinstance(entry, Entry):
            paint_heading(brush, painter, rect, str(index.data()))
            return
        state = self._view.state_of(index)
        brush.row(painter, rect, state, line=index.row() < self._model.rowCount() - 1)
        right = rect.right() - PAD
        audience = self._model.audience(entry)
        if audience:
            right = brush.chip(painter, right, rect.center().y(), audience) - PAD
        band = QRect(rect.left() + PAD, rect.top() + 8, right - rect.left() - PAD, 22)
        self._title(painter, band, entry)
        band.translate(0, 20)
        brush.text(painter, band, self._model.details(entry), brush.small, brush.theme.text_muted)
        brush.ring(painter, rect, state)

    def _title(self, painter: QPainter, band: QRect, entry: Entry) -> None:
        brush, badges = self._brush, self._model.badges(entry)
        room = sum(brush.badge_width(badge) + BADGE_GAP for badge in badges)
        end = brush.text(painter, band.adjusted(0, 0, -room, 0), entry.meta.title, brush.strong, brush.theme.text)
        for badge in badges:
            end = brush.badge(painter, end + BADGE_GAP, band.center().y(), badge)


class ListPaneRows(LibraryRows):
    """Rows of the list beside the reader in wide windows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of title and one of details."""
        return row_size(self._tokens.layout.row_nav if index.data(ENTRY) is None else LIST_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Title over up to two lines, details."""
        entry = index.data(ENTRY)
        rect = QRect(option.rect)
        brush = self._brush
        if not isinstance(entry, Entry):
            paint_heading(brush, painter, rect, str(index.data()))
            return
        state = self._view.state_of(index)
        brush.row(painter, rect, state)
        metrics = QFontMetrics(brush.ui_bold)
        band = inset(rect, PAD + 2, 0, PAD, 2 * metrics.height())
        wrapped = metrics.boundingRect(band, int(Qt.TextFlag.TextWordWrap), entry.meta.title)
        height = min(wrapped.height(), 2 * metrics.height())
        details = QFontMetrics(brush.small).height()
        band.setTop(rect.top() + (LIST_ROW - height - details) // 2)
        band.setHeight(height)
        painter.setFont(brush.ui_bold)
        painter.setPen(QColor(brush.theme.text))
        painter.drawText(band, int(Qt.TextFlag.TextWordWrap), entry.meta.title)
        band.translate(0, height + 1)
        band.setHeight(details)
        said = " · ".join((*self._model.badges(entry), self._model.details(entry, short=True)))
        brush.text(painter, band, said, brush.small, brush.theme.text_muted)
        brush.ring(painter, rect, state)


def paint_heading(brush: Brush, painter: QPainter, rect: QRect, text: str) -> None:
    """A heading row: sunken, with a hairline below."""
    brush.fill(painter, rect, brush.theme.surface_sunken)
    brush.line_below(painter, rect)
    brush.text(painter, rect.adjusted(PAD, 0, -PAD, 0), text, brush.ui_bold, brush.theme.text)
