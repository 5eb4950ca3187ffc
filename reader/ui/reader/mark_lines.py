"""The lines under marked text: solid, dashed, waved, dotted. Qt's own are one pixel thick and too faint."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from reader.notebook.model import Kind
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import kinds

LEVELS_PX = (0.0, -3.5, 3.0)
"""Where the lines of marks that overlap stand, from the first one's place: above it, then below. None crosses text."""
WAVE_PX, WAVE_HEIGHT = 4, 3
STRIP_PX, STRIP_HEIGHT = 720, 10
"""Length and height of a line drawn once and cut to length for every use: a long wave takes half a millisecond."""
THIN_PX = 1.0
"""Under a note's text, which is no highlight."""


class Line(NamedTuple):
    """One line of marked text: its kind, where it stands, and how many lines of other marks stand below."""

    kind: Kind
    rect: QRectF
    level: int


def paint_line(painter: QPainter, tokens: Tokens, line: Line, theme: Theme, *, on_paper: bool = False) -> None:
    """The kind's line at the foot of the text's; `on_paper` drawn with the pen, as sharp as that is."""
    kind, rect, level = line
    name = kinds.token(kind)
    style = tokens.highlights[name].underline if name else "thin"
    width = tokens.underlines.get(style, THIN_PX)
    colour = kinds.mark_colour(kind, theme)
    y = rect.bottom() - 2 + LEVELS_PX[level]
    if style in {"solid", "thin"}:
        painter.fillRect(QRectF(rect.left(), y - width / 2, rect.width(), width), QColor(colour))
        return
    if on_paper:
        painter.save()
        painter.translate(rect.left(), y)
        _draw(painter, style, QPen(QColor(colour), width), rect.width(), 0)
        painter.restore()
        return
    ratio = painter.device().devicePixelRatio()
    strip = _strip(style, colour, width, ratio)
    left, right, top = rect.left(), rect.right(), y - STRIP_HEIGHT / 2
    while left < right:
        piece = min(float(STRIP_PX), right - left)
        painter.drawPixmap(QPointF(left, top), strip, QRectF(0, 0, piece * ratio, STRIP_HEIGHT * ratio))
        left += piece


@lru_cache(maxsize=32)
def _strip(style: str, colour: str, width: float, ratio: float) -> QPixmap:
    made = QPixmap(round(STRIP_PX * ratio), round(STRIP_HEIGHT * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, style, QPen(QColor(colour), width), STRIP_PX, STRIP_HEIGHT / 2)
    painter.end()
    return made


def _draw(painter: QPainter, style: str, pen: QPen, length: float, middle: float) -> None:
    if style == "wave":
        painter.strokePath(_wave(length, middle), pen)
        return
    dotted = style == "dot"
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if dotted else Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([0.01, 2] if dotted else [3, 1.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(pen.widthF() / 2 if dotted else 0, middle), QPointF(length, middle))


def _wave(length: float, middle: float) -> QPainterPath:
    path = QPainterPath(QPointF(0, middle))
    x, up = 0, -1
    while x < length:
        path.quadTo(x + WAVE_PX / 2, middle + WAVE_HEIGHT * up, x + WAVE_PX, middle)
        x += WAVE_PX
        up = -up
    return path
