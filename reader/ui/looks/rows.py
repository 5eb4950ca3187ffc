"""What all lists of rows share: keys and signals, and the strokes their delegates paint with."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView

from reader.ui.looks.fonts import ui_font
from reader.ui.looks.tokens import Theme, Tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent

Index = QModelIndex | QPersistentModelIndex
BAR = 3
"""Width of the bar that marks the selected row, in pixels."""
CHIP_PADDING = 8
CHIP_HEIGHT = 20
ELLIPSIS = Qt.TextElideMode.ElideRight


class State(NamedTuple):
    """How a row is shown. Read from the list itself: the style's own state flags cost the first paint 7 ms."""

    selected: bool
    hovered: bool
    ringed: bool


class Fitted(NamedTuple):
    """A line of text cut to a width, and how wide it became, in pixels."""

    text: str
    width: int


def fitted(text: str, font: QFont, width: int) -> Fitted:
    """`text` in `font`, with an ellipsis where it is wider than `width` pixels."""
    metrics = QFontMetrics(font)
    wide = metrics.horizontalAdvance(text)
    if wide <= width:
        return Fitted(text, wide)
    cut = metrics.elidedText(text, ELLIPSIS, width)
    return Fitted(cut, metrics.horizontalAdvance(cut))


class RowList(QListView):
    """A list in which a click or an arrow key chooses a row and Enter or a double click opens it.

    Signals:
        opened(QModelIndex): open this row.
        chosen(QModelIndex): the current row changed; invalid where the list is empty.
        typed(str): a letter was typed: here that begins a search, not a jump to a row.
    """

    opened = Signal(QModelIndex)
    chosen = Signal(QModelIndex)
    typed = Signal(str)

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(20)
        self.keyboard = True
        self._hovered = -1
        self.entered.connect(self._enter)
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Enter opens; other keys move."""
        self.keyboard = True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: "QMouseEvent") -> None:
        """A click chooses without the ring, which is for the keyboard."""
        self.keyboard = False
        super().mousePressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say what is current."""
        super().currentChanged(current, previous)
        self.chosen.emit(QModelIndex(current))  # type: ignore[arg-type]  # Qt's stubs do not know the copy

    def state_of(self, index: Index) -> State:
        """How the row of `index` is shown now."""
        current = self.currentIndex().row() == index.row()
        return State(current, self._hovered == index.row(), current and self.keyboard and self.hasFocus())

    def _enter(self, index: QModelIndex) -> None:
        self._hovered = index.row()

    def leaveEvent(self, event: "QEvent") -> None:
        """The mouse is over no row."""
        self._hovered = -1
        super().leaveEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Hand letters on."""
        if search.strip():
            self.typed.emit(search)

    def step(self, rows: int) -> None:
        """Move the current row by `rows`, stopping at the ends."""
        model = self.model()
        if model.rowCount() == 0:
            return
        at = self.currentIndex().row() if self.currentIndex().isValid() else -1 if rows > 0 else 0
        row = min(max(at + rows, 0), model.rowCount() - 1)
        while 0 <= row < model.rowCount() and not model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
            row += 1 if rows > 0 else -1
        if 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, 0))


class Brush:
    """Paints the parts of rows in a theme's colours. Made anew for each theme."""

    def __init__(self, theme: Theme, tokens: Tokens) -> None:
        """Fonts are made once, here."""
        self.theme, self.tokens = theme, tokens
        sizes = tokens.sizes
        self.strong = ui_font(tokens, sizes.ui_strong, QFont.Weight.DemiBold)
        self.ui = ui_font(tokens)
        self.ui_bold = ui_font(tokens, sizes.ui, QFont.Weight.DemiBold)
        self.small = ui_font(tokens, sizes.small)
        self.caption = ui_font(tokens, sizes.caption)
        self.caption_bold = ui_font(tokens, sizes.caption, QFont.Weight.DemiBold)

    def row(self, painter: QPainter, rect: QRect, state: "State", *, line: bool = True) -> None:
        """Tint, bar and hairline of a row. The ring comes last, by `ring`."""
        self.fill(painter, rect, self.ground(state))
        if line:
            self.line_below(painter, rect)
        if state.selected:
            self.fill(painter, QRect(rect.left(), rect.top(), BAR, rect.height()), self.theme.accent)

    def fill(self, painter: QPainter, rect: QRect, colour: str) -> None:
        """`rect` in one colour."""
        # QPainter.fillRect makes PySide load all gradients when it is first called: 2 ms of the first paint.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRect(rect)

    def line_below(self, painter: QPainter, rect: QRect) -> None:
        """A hairline on the lower edge of `rect`."""
        self.fill(painter, QRect(rect.left(), rect.bottom(), rect.width(), 1), self.theme.border)

    def ground(self, state: "State") -> str:
        """The colour of a row."""
        theme = self.theme
        return theme.selection if state.selected else theme.hover if state.hovered else theme.surface

    def ring(self, painter: QPainter, rect: QRect, state: "State") -> None:
        """The focus ring inside a row's edge."""
        if not state.ringed:
            return
        focus = self.tokens.focus
        width = focus.high_contrast_ring if self.theme.is_high_contrast else focus.ring
        painter.setPen(QPen(QColor(self.theme.focus), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRect(QRectF(rect).adjusted(half, half, -half, -half))

    def text(self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> int:
        """One line of `text`, cut with an ellipsis. Returns the x where it ends."""
        return self.line(painter, rect, fitted(text, font, rect.width()), font, colour)

    def line(self, painter: QPainter, rect: QRect, line: "Fitted", font: QFont, colour: str) -> int:
        """What `fitted` made, half way down `rect`. Returns the x where it ends."""
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        # A point instead of a rectangle spares Qt the layout of a paragraph for every line.
        painter.drawText(
            rect.left(), rect.top() + (rect.height() - metrics.height()) // 2 + metrics.ascent(), line.text
        )
        return rect.left() + line.width

    def chip(self, painter: QPainter, right: int, centre: int, text: str) -> int:
        """A bordered word that ends at `right`. Returns its left edge."""
        width = self.chip_width(text)
        rect = QRect(right - width, centre - CHIP_HEIGHT // 2, width, CHIP_HEIGHT)
        self._box(painter, rect, self.theme.surface, self.theme.border_control)
        self._centred(painter, rect, text, self.caption, self.theme.text)
        return rect.left()

    def badge(self, painter: QPainter, left: int, centre: int, text: str) -> int:
        """A state in words, tinted, that begins at `left`. Returns its right edge."""
        width = self.badge_width(text)
        rect = QRect(left, centre - CHIP_HEIGHT // 2, width, CHIP_HEIGHT)
        self._box(painter, rect, self.theme.selection, self.theme.accent)
        self._centred(painter, rect, text, self.caption_bold, self.theme.accent)
        return rect.right()

    def badge_width(self, text: str) -> int:
        """Width of `badge` in pixels."""
        return QFontMetrics(self.caption_bold).horizontalAdvance(text) + 2 * CHIP_PADDING

    def chip_width(self, text: str) -> int:
        """Width of `chip` in pixels."""
        return QFontMetrics(self.caption).horizontalAdvance(text) + 2 * CHIP_PADDING

    def _box(self, painter: QPainter, rect: QRect, fill: str, border: str) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(border))
        painter.setBrush(QColor(fill))
        radius = self.tokens.radii.chip
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()

    def _centred(self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)


def inset(rect: QRect, left: int, top: int, right: int, height: int) -> QRect:
    """The band of `height` that lies `top` below the top edge of `rect`."""
    return QRect(rect.left() + left, rect.top() + top, max(0, rect.width() - left - right), height)


def row_size(height: int) -> QSize:
    """A size hint that fixes the height only."""
    return QSize(0, height)
