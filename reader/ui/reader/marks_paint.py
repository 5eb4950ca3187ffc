"""What is painted over and beside the reading text: match marks, dotted lines, rings, paragraph numbers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QTextBlock, QTextDocument
from PySide6.QtWidgets import QWidget

from reader.ui.looks.tokens import Tokens

if TYPE_CHECKING:
    from reader.ui.reader.reading_view import ReadingView

UNDERLINE_PX = 2.0
DOT_PX = 1.5
NUMBER_GAP = 16
"""Between a paragraph number and the column, in pixels."""
BAR_PX = 3


def line_rects(document: QTextDocument, start: int, end: int, scroll: float) -> Iterator[QRectF]:
    """One rectangle a line for the text from `start` to `end`, in viewport coordinates at scroll offset `scroll`."""
    layout = document.documentLayout()
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        origin = layout.blockBoundingRect(block).topLeft()
        lines = block.layout()
        for number in range(lines.lineCount()):
            line = lines.lineAt(number)
            first = max(start - block.position(), line.textStart())
            last = min(end - block.position(), line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line.cursorToX(first)), _x(line.cursorToX(last))
                right = min(right, line.naturalTextRect().right())
                top = origin.y() + line.y() - scroll
                yield QRectF(origin.x() + left, top, max(right - left, 1.0), line.height())
        block = block.next()


def first_baseline(document: QTextDocument, block: QTextBlock) -> float:
    """Where the first line of `block` stands, in document coordinates."""
    top = document.documentLayout().blockBoundingRect(block).top()
    lines = block.layout()
    if not lines.lineCount():
        return top
    line = lines.lineAt(0)
    return top + line.y() + line.ascent()


def paint_underline(painter: QPainter, rect: QRectF, colour: str) -> None:
    """A solid line at the foot of `rect`: a match is told by it as well as by its tint."""
    painter.setPen(QPen(QColor(colour), UNDERLINE_PX))
    y = rect.bottom() - UNDERLINE_PX
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def paint_dots(painter: QPainter, rect: QRectF, colour: str) -> None:
    """A dotted line below an abbreviation that can be explained."""
    pen = QPen(QColor(colour), DOT_PX)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2.2])
    painter.setPen(pen)
    y = rect.bottom() - 3
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def paint_bullet(painter: QPainter, document: QTextDocument, position: int, scroll: float, colour: str) -> None:
    """A list item's dot, smaller than Qt's own and at the height of the lower-case letters."""
    block = document.findBlock(position)
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    metrics = QFontMetricsF(block.charFormat().font() if not block.text() else _font_of(block))
    radius = metrics.xHeight() / 4
    centre = QPointF(
        origin.x() + block.layout().lineAt(0).x() - metrics.xHeight() * 1.4,
        first_baseline(document, block) - metrics.xHeight() / 2 - scroll,
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, radius, radius)


def paint_ring(painter: QPainter, rect: QRectF, colour: str, width: int) -> None:
    """A focus ring just outside `rect`."""
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = rect.adjusted(-width, 0, width, 0)
    ring.setLeft(max(ring.left(), width / 2))  # at the column's edge it would be cut off
    painter.drawRoundedRect(ring, 3, 3)


class Gutter(QWidget):
    """Paragraph numbers in the left margin; the current paragraph's stands out, with a bar when keys moved there."""

    def __init__(self, view: "ReadingView", tokens: Tokens) -> None:
        """`view` is the parent; the gutter only ever asks it what to paint."""
        super().__init__(view)
        self._view = view
        self._tokens = tokens
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers of the paragraphs in sight."""
        view, theme = self._view, self._view.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, baseline, bottom in view.overlay.numbers_in_sight():
            current = number == view.current_paragraph
            font = self._font(strong=current)
            painter.setFont(font)
            painter.setPen(QColor(theme.accent if current else theme.text_muted))
            metrics = QFontMetricsF(font)
            text = str(number)
            right = self.width() - NUMBER_GAP
            painter.drawText(QPointF(right - metrics.horizontalAdvance(text), baseline), text)
            if current and view.cursor_shown:
                top = baseline - metrics.ascent()
                painter.fillRect(QRectF(self.width() - 9, top, BAR_PX, max(bottom - top, 12)), QColor(theme.accent))
        painter.end()

    def _font(self, *, strong: bool) -> QFont:
        font = QFont(list(self._tokens.families.ui))
        font.setPointSizeF(self._tokens.sizes.caption)
        font.setWeight(QFont.Weight.Bold if strong else QFont.Weight.Normal)
        return font


def _font_of(block: QTextBlock) -> QFont:
    """The resolved font at the start of a block."""
    return block.begin().fragment().charFormat().font()


def _x(found: object) -> float:
    """`cursorToX` answers a number or a pair, depending on the binding's version."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
