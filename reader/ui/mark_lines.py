"""The lines under marked text: solid, dashed, waved, dotted. Qt's own are one pixel thick and too faint."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from reader.notebook.model import Kind
from reader.ui import kinds
from reader.ui.tokens import Theme, Tokens

LEVEL_PX = 4
"""Between the lines of marks that overlap."""
WAVE_PX, WAVE_HEIGHT = 4, 3
THIN_PX = 1.0
"""Under a note's text, which is no highlight."""


def paint_line(painter: QPainter, kind: Kind, rect: QRectF, level: int, theme: Theme, tokens: Tokens) -> None:
    """The kind's line at the foot of `rect`, one line of marked text."""
    name = kinds.token(kind)
    style = tokens.highlights[name].underline if name else "thin"
    width = tokens.underlines.get(style, THIN_PX)
    y = rect.bottom() - 2 - level * LEVEL_PX
    pen = QPen(QColor(kinds.mark_colour(kind, theme)), width)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if style == "wave":
        painter.setPen(pen)
        painter.translate(rect.left(), y)
        painter.drawPath(_wave(round(rect.width())))
        painter.translate(-rect.left(), -y)
        return
    if style == "dash":
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([3, 1.5])
    elif style == "dot":
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


@lru_cache(maxsize=512)
def _wave(width: int) -> QPainterPath:
    path = QPainterPath(QPointF(0, 0))
    x, up = 0, -1
    while x < width:
        path.quadTo(x + WAVE_PX / 2, WAVE_HEIGHT * up, min(x + WAVE_PX, width), 0)
        x += WAVE_PX
        up = -up
    return path
