"""Fonts: bundled ones where an installer brought them, the system's otherwise. A missing font is never an error."""

from pathlib import Path

from PySide6.QtGui import QFont

from reader.ui.looks.tokens import Tokens

FOLDER = Path(__file__).with_name("fonts")
"""Filled when an installer is built (SIL OFL fonts with their licences); empty in a checkout."""


def load_fonts(folder: Path = FOLDER) -> tuple[str, ...]:
    """Register every .ttf and .otf of `folder` with Qt. Returns the families found; unreadable files are left out."""
    files = sorted(path for path in folder.glob("*.[to]tf") if path.is_file())
    if not files:
        return ()
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415 - a checkout has no fonts to register

    found: dict[str, None] = {}
    for file in files:
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            found.update(dict.fromkeys(QFontDatabase.applicationFontFamilies(number)))
    return tuple(found)


def ui_font(tokens: Tokens, points: float | None = None, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface face at `points` (the default control size where None)."""
    return _font(tokens.families.ui, tokens.sizes.ui if points is None else points, weight)


def reading_font(
    tokens: Tokens, points: float, weight: QFont.Weight = QFont.Weight.Normal, *, plain: bool = False
) -> QFont:
    """The reading face at `points`; the sans-serif one where `plain`."""
    return _font(tokens.families.plain_reading if plain else tokens.families.reading, points, weight)


def _font(families: tuple[str, ...], points: float, weight: QFont.Weight) -> QFont:
    font = QFont(list(families))
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font
