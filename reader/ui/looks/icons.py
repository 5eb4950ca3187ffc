"""Icons: our own drawings (icons/*.svg, 24 grid, 1.75 stroke, round caps), tinted for the theme."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from reader.ui.looks.tokens import Theme

FOLDER = Path(__file__).with_name("icons")
APP = Path(__file__).with_name("app.svg")
APP_SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Sides in pixels."""
GAP = 4
"""Pixels between a button's drawing and its words, beside those that Qt leaves."""


def icon(name: str, theme: Theme, size: int, colour: str | None = None, *, disabled: bool = False) -> QIcon:
    """The icon `name` at `size` pixels in `colour` (the theme's text colour where None).

    `disabled` draws the disabled form too, for buttons that can be; otherwise Qt greys the icon where it must.
    """
    app = QGuiApplication.instance()
    scale = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    made = QIcon(pixmap(name, colour or theme.text, size, scale))
    if disabled:
        made.addPixmap(pixmap(name, theme.text_disabled, size, scale), QIcon.Mode.Disabled)
    return made


def before_words(drawn: QPixmap, button: QAbstractButton) -> None:
    """Put a drawing before a button's words, with room between the two: Qt leaves four pixels and cannot be told."""
    made = _with_gap(drawn)
    button.setIcon(QIcon(made))
    button.setIconSize(made.deviceIndependentSize().toSize())


def spaced(drawn: QIcon, size: int) -> QIcon:
    """`drawn` at `size` pixels, in each form it has, with that room behind it."""
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):
        made.addPixmap(_with_gap(drawn.pixmap(QSize(size, size), mode)), mode)
    return made


def _with_gap(drawn: QPixmap) -> QPixmap:
    size = drawn.deviceIndependentSize().toSize()
    wide = QSize(size.width() + GAP, size.height())
    made = QPixmap((wide.toSizeF() * drawn.devicePixelRatio()).toSize())
    made.setDevicePixelRatio(drawn.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


def app_icon() -> QIcon:
    """The program's own icon, at the sizes that task bars ask for."""
    made = QIcon()
    for side in APP_SIZES:
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(str(APP)).render(painter)
        painter.end()
        made.addPixmap(picture)
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """The drawing `name` as a square of `size` device-independent pixels. Raises OSError where there is none."""
    data = (FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    made = QPixmap(round(size * scale), round(size * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made
