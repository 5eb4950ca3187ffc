"""Figures: our drawings re-tinted for the theme and drawn as sharp as the screen; a placeholder for everything else."""

import re
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader.ui.looks.tokens import Theme, Tokens

IMAGE_MEGABYTES = 64
"""Largest decoded image in MB (FORMATS D7); also Qt's own limit, set below."""
TALLEST = 4
"""A figure is drawn at most this many times as tall as it is wide."""
_COLOUR = re.compile(rb"#[0-9A-Fa-f]{6}\b")
_FAMILY = re.compile(rb'font-family="[^"]*"')
_WHITE = b"#ffffff"
PNG = b"\x89PNG"
_TINTED = (
    "text", "text_muted", "accent", "border_control", "border", "reader_panel", "selection",
    "hl_key_point", "hl_key_point_mark", "hl_practice", "hl_practice_mark",
    "hl_question", "hl_question_mark", "hl_finding", "hl_finding_mark",
)  # fmt: skip


def limit_images() -> None:
    """Hold Qt to the decoded size that FORMATS D7 allows."""
    QImageReader.setAllocationLimit(IMAGE_MEGABYTES)


def retint(svg: bytes, theme: Theme, tokens: Tokens) -> bytes:
    """`svg` with the light theme's colours, which figures are drawn in, replaced by those of `theme`.

    White stands for text on an accent fill. Colours that are no token stay as they are.
    """
    light = tokens.themes["light"]
    table = {getattr(light, name).lower().encode(): getattr(theme, name).encode() for name in _TINTED}
    table[_WHITE] = theme.on_accent.encode()
    face = QFontInfo(QFont(list(tokens.families.ui))).family()
    # Qt's SVG reader takes a list of families for the name of one.
    svg = _FAMILY.sub(b'font-family="' + escape(face).encode() + b'"', svg)
    return _COLOUR.sub(lambda found: table.get(found.group().lower(), found.group()), svg)


def is_drawable(data: bytes) -> bool:
    """Whether Qt can draw the figure at all; where it cannot, its text alternative stands in its place."""
    if data.startswith(PNG):
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        return QImageReader(buffer, QByteArray(b"png")).canRead()
    renderer = QSvgRenderer(QByteArray(data))
    return renderer.isValid() and not renderer.viewBoxF().isEmpty()


def picture(data: bytes, theme: Theme, tokens: Tokens, width: int, ratio: float) -> QImage | None:
    """The figure `data` at `width` device-independent pixels (a PNG never above its own size), or None if damaged.

    Args:
        data: a checked SVG or PNG.
        theme: colours to draw an SVG in.
        tokens: where the light colours stand.
        width: of the reading column.
        ratio: device pixels to one device-independent pixel.

    Returns:
        An image that carries `ratio`; its device-independent size is what it takes in the column.
    """
    if data.startswith(PNG):
        return _bitmap(data, width, ratio)
    renderer = QSvgRenderer(QByteArray(retint(data, theme, tokens)))
    natural = renderer.viewBoxF().size()
    if not renderer.isValid() or natural.width() <= 0 or natural.height() <= 0:
        return None
    height = min(width * natural.height() / natural.width(), width * TALLEST)
    made = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    if made.isNull():
        return None
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _bitmap(data: bytes, width: int, ratio: float) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer, QByteArray(b"png"))
    natural = reader.size()
    if not natural.isValid() or natural.width() * natural.height() * 4 > IMAGE_MEGABYTES * 1024 * 1024:
        return None
    wide = round(min(width, natural.width()) * ratio)
    if wide < natural.width():
        reader.setScaledSize(QSize(wide, max(1, round(natural.height() * wide / natural.width()))))
    made = reader.read()
    if made.isNull():
        return None
    made.setDevicePixelRatio(max(1.0, made.width() / min(width, natural.width())))
    return made


def placeholder(theme: Theme) -> QImage:
    """What stands where no picture may: a small framed square. Never null, so that Qt looks no further."""
    made = QImage(24, 24, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(QColor(theme.reader_panel))
    painter = QPainter(made)
    painter.setPen(QColor(theme.border_control))
    painter.drawRect(0, 0, 23, 23)
    painter.drawLine(0, 23, 23, 0)
    painter.end()
    return made
