"""A ticked box shows its mark, whatever the style sheet does to its palette."""

import pytest

from reader.ui.looks.stylesheet import stylesheet
from reader.ui.looks.theme import load_tokens, palette, theme_named
from reader.ui.looks.tick import BOX, WordedTick


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
def test_the_mark_is_seen(qtbot, qapp, name):
    theme, before = theme_named(name), qapp.palette()
    qapp.setPalette(palette(theme))
    box = WordedTick("My notes")
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(theme, load_tokens()))
    box.setChecked(True)
    box.show()
    picture = box.grab().toImage()
    middle = box.height() // 2
    shades = {
        picture.pixelColor(x, y).lightness()
        for x in range(2, BOX - 2)
        for y in range(middle - BOX // 3, middle + BOX // 3)
    }
    qapp.setPalette(before)
    assert max(shades) - min(shades) > 120, shades
