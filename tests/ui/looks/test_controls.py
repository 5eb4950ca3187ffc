"""Controls that the style sheet and our own painting draw together, looked at pixel by pixel in every theme."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QRadioButton, QVBoxLayout, QWidget

from reader.ui.looks.appearance import Appearance
from reader.ui.looks.combo import ComboBox
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import load_tokens

EDGE = 6
"""Pixels at each side that hold the frame and its corners."""
ROUNDING = 8
"""Of a colour's channels, where lines are smoothed."""


def near(one, other):
    pairs = zip(QColor(one).getRgb(), QColor(other).getRgb(), strict=True)
    return all(abs(a - b) <= ROUNDING for a, b in pairs)


@pytest.fixture(params=["light", "dark", "high-contrast"])
def appearance(qapp, request):
    made = Appearance(qapp, load_tokens(), request.param)
    made.dress()
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def shown(qtbot, appearance):
    """Shows a widget in a window of its own; gives its picture."""

    def show(widget):
        page = QWidget()
        QVBoxLayout(page).addWidget(widget)
        qtbot.addWidget(page)
        page.resize(300, 60)
        page.show()
        return page.grab(widget.geometry()).toImage()

    return show


@pytest.mark.parametrize("enabled", [True, False])
def test_a_combo_box_has_nothing_but_its_frame_at_its_edges(shown, enabled):
    box = ComboBox()
    box.addItem("One notebook")
    box.setEnabled(enabled)
    picture = shown(box)
    width, height = picture.width(), picture.height()
    inside = picture.pixelColor(width // 2, height // 2).name()
    below = {picture.pixelColor(x, height - 2).name() for x in range(EDGE, width - EDGE)}
    beside = {picture.pixelColor(width - 2, y).name() for y in range(EDGE, height - EDGE)}
    assert below == beside == {inside}
    assert len({picture.pixelColor(x, height - 1).name() for x in range(EDGE, width - EDGE)}) == 1
    arrow = {picture.pixelColor(x, y).name() for x in range(width - 26, width - 10) for y in range(8, height - 8)}
    assert arrow - {inside}


def test_a_primary_button_that_cannot_be_pressed_looks_so(shown, appearance):
    pressable, still = look(QPushButton("Import"), "primary"), look(QPushButton("Import"), "primary")
    still.setEnabled(False)
    assert shown(pressable).pixelColor(8, 18).name() == appearance.theme.accent.lower()
    assert shown(still).pixelColor(8, 18).name() == appearance.theme.surface_sunken.lower()


def test_a_radio_button_can_be_seen_chosen_or_not(shown, appearance):
    chosen, other = QRadioButton("Merge"), QRadioButton("Keep apart")
    chosen.setChecked(True)
    colours = {}
    for button in (chosen, other):
        picture = shown(button)
        band = [picture.pixelColor(x, y).name() for x in range(18) for y in range(picture.height())]
        colours[button] = set(band)
    assert appearance.theme.accent.lower() in colours[chosen]
    assert any(near(colour, appearance.theme.border_control) for colour in colours[other])
    assert appearance.theme.accent.lower() not in colours[other]
