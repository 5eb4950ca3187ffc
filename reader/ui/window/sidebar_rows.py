"""How a row of the sidebar is painted: icon or chevron, label, count."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.looks.fonts import ui_font
from reader.ui.looks.icons import pixmap
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import words

if TYPE_CHECKING:
    from reader.ui.window.sidebar import NavTree

Index = QModelIndex | QPersistentModelIndex
NAME = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
DRAWING = Qt.ItemDataRole.UserRole + 2
LOCKED = Qt.ItemDataRole.UserRole + 3
"""Whether a lock stands where the count would."""
_CHILD_ROW = 30
ROW_GAP = 1
"""Between two rows, in pixels."""


class NavRows(QStyledItemDelegate):
    """Rows of the sidebar: icon or chevron, label, count; in the rail the icon alone."""

    def __init__(self, view: "NavTree", theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`, whose `rail` it heeds."""
        super().__init__(view)
        self._view, self._theme, self._tokens = view, theme, tokens

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """34 for places, 30 for topics and collections."""
        if not index.parent().isValid():
            return QSize(0, self._tokens.layout.row_nav + ROW_GAP)
        metrics = QFontMetrics(ui_font(self._tokens, self._tokens.sizes.small))
        band = self._band(QRect(0, 0, self._view.width() - 16, 0), index)
        lines = metrics.boundingRect(band, int(Qt.TextFlag.TextWordWrap), str(index.data())).height() / metrics.height()
        return QSize(0, _CHILD_ROW + round(lines - 1) * (metrics.height() - 1) + ROW_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, bar, icon, label, count, ring."""
        row = QRect(option.rect)
        rect = QRect(8, row.top(), self._view.width() - 16, row.height() - ROW_GAP)
        selected = self._view.currentIndex() == index and self._view.shows_current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, selected=selected, hovered=self._view.hovered == index)
        if self._view.rail:
            self._icon(painter, index, rect.center().x() - self._tokens.icons.default // 2 + 1, rect, selected=selected)
        else:
            self._words(painter, index, rect, selected=selected)
        if self._view.hasFocus() and self._view.keyboard and self._view.currentIndex() == index:
            self._ring(painter, rect)

    def _ground(self, painter: QPainter, rect: QRect, *, selected: bool, hovered: bool) -> None:
        theme = self._theme
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface if selected else theme.hover))
            painter.drawRoundedRect(rect, self._tokens.radii.chip, self._tokens.radii.chip)
        if selected:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(theme.accent))

    def _icon(self, painter: QPainter, index: Index, left: int, rect: QRect, *, selected: bool) -> None:
        size = self._tokens.icons.default
        name = str(index.data(DRAWING))
        if not self._view.rail and index.model().hasChildren(index):
            name = "chevron-down" if self._view.isExpanded(index) else "chevron-right"
        colour = self._theme.accent if selected else self._theme.text_muted
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(QPoint(left, rect.center().y() - size // 2 + 1), pixmap(name, colour, size, scale))

    def _words(self, painter: QPainter, index: Index, rect: QRect, *, selected: bool) -> None:
        tokens, child = self._tokens, index.parent().isValid()
        if index.data(DRAWING):
            self._icon(painter, index, rect.left() + 12, rect, selected=selected)
        size = tokens.sizes.small if child else tokens.sizes.ui
        font = ui_font(tokens, size, QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._band(rect, index), int(flags) | int(Qt.TextFlag.TextWordWrap), str(index.data()))
        painter.setFont(ui_font(tokens, tokens.sizes.caption))
        painter.setPen(QColor(self._theme.text if selected else self._theme.text_muted))
        painter.drawText(
            rect.adjusted(0, 0, -10, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            _count(index),
        )
        if index.data(LOCKED):
            self._lock(painter, rect)

    def _band(self, rect: QRect, index: Index) -> QRect:
        """What the words of a row have of `rect`, beside its icon and its count."""
        caption = QFontMetrics(ui_font(self._tokens, self._tokens.sizes.caption))
        left = 37 if index.parent().isValid() else 40
        return rect.adjusted(left, 0, -(caption.horizontalAdvance(_count(index)) + 16), 0)

    def _lock(self, painter: QPainter, rect: QRect) -> None:
        size = self._tokens.icons.small
        scale = painter.device().devicePixelRatio()
        drawn = pixmap("lock", self._theme.text_muted, size, scale)
        painter.drawPixmap(rect.right() - 10 - size, rect.center().y() - size // 2 + 1, drawn)

    def _ring(self, painter: QPainter, rect: QRect) -> None:
        focus = self._tokens.focus
        width = focus.high_contrast_ring if self._theme.is_high_contrast else focus.ring
        painter.setPen(QPen(QColor(self._theme.focus), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 4, 4)


def _count(index: Index) -> str:
    return "" if index.data(LOCKED) else words.number(int(index.data(COUNT)))
