"""Controls that the style sheet and our own painting draw together, looked at pixel by pixel in every theme."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QRadioButton, QToolButton, QVBoxLayout, QWidget

from reader.ui.looks.appearance import Appearance
from reader.ui.looks.combo import ComboBox, NumberBox
from reader.ui.looks.flow import Flow
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


def test_a_field_for_numbers_looks_like_a_combo_box(shown):
    number, words = NumberBox(), ComboBox()
    number.setValue(13)
    words.addItem("13")
    pictures = [shown(widget) for widget in (number, words)]
    assert abs(pictures[0].height() - pictures[1].height()) <= 1
    first = []
    for picture in pictures:
        ground = picture.pixelColor(picture.width() // 2, picture.height() // 2).name()
        middle = range(picture.height() // 3, 2 * picture.height() // 3)
        inked = [x for x in range(3, 40) if any(picture.pixelColor(x, y).name() != ground for y in middle)]
        first.append(inked[0])
        arrows = range(picture.width() - 26, picture.width() - 10)
        assert any(picture.pixelColor(x, y).name() != ground for x in arrows for y in range(6, picture.height() - 6))
    assert abs(first[0] - first[1]) <= 2


def test_what_is_on_but_cannot_be_used_has_no_frame(shown):
    button = look(QToolButton(), "tool")
    button.setCheckable(True)
    button.setChecked(True)
    button.setEnabled(False)
    picture = shown(button)
    assert len({picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}) == 1


def test_what_is_hidden_leaves_no_gap_in_a_line(qtbot):
    page = QWidget()
    line = Flow(8, page)
    buttons = [QPushButton(words) for words in ("Time", "Whose", "Order")]
    for button in buttons:
        line.addWidget(button)
    buttons[1].hide()
    qtbot.addWidget(page)
    page.resize(600, 60)
    page.show()
    assert buttons[2].x() == buttons[0].geometry().right() + 1 + 8


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
