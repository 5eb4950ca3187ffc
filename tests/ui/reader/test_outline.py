"""The outline: sections as a tree that follows the reading."""

import pytest
from PySide6.QtCore import Qt

from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.outline import READING, Line, Outline

LINES = (
    Line("s-why", 2, "Why this matters"),
    Line("s-custody", 2, "In custody"),
    Line("s-arrest", 3, "From arrest to booking-in"),
    Line("s-leaving", 3, "Before the child leaves the custody suite and goes home"),
    Line("end-sources", 2, "Sources"),
)


@pytest.fixture
def outline(qtbot):
    made = Outline(load_tokens(), theme_named("light"))
    qtbot.addWidget(made)
    made.resize(240, 400)
    made.show_lines(LINES)
    made.show()
    return made


def row(outline, *path):
    item = outline.model().item(path[0])
    for step in path[1:]:
        item = item.child(step)
    return item


def test_sections_are_numbered_and_the_end_ones_are_not(outline):
    texts = [row(outline, n).text() for n in range(outline.model().rowCount())]
    assert texts == ["1. Why this matters", "2. In custody", "Sources"]
    assert row(outline, 1, 0).text() == "From arrest to booking-in"


def test_reading_marks_the_section_and_the_one_it_stands_in(outline):
    outline.set_reading("arrest")
    assert row(outline, 1, 0).data(READING)
    assert row(outline, 1).data(READING)
    assert not row(outline, 0).data(READING)
    assert row(outline, 1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "From arrest to booking-in, being read"
    outline.set_reading("why")
    assert not row(outline, 1).data(READING)
    assert row(outline, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "2. In custody"


def test_an_unknown_section_marks_nothing(outline):
    outline.set_reading("why")
    outline.set_reading("start")
    assert not row(outline, 0).data(READING)


def test_enter_and_click_go_to_a_section(qtbot, outline):
    outline.setFocus()
    outline.setCurrentIndex(row(outline, 1, 1).index())
    with qtbot.waitSignal(outline.section_activated) as entered:
        qtbot.keyClick(outline, Qt.Key.Key_Return)
    assert entered.args == ["leaving"]
    with qtbot.waitSignal(outline.section_activated) as clicked:
        place = outline.visualRect(row(outline, 2).index()).center()
        qtbot.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == ["end-sources"]


def test_long_titles_wrap_rather_than_being_cut(outline):
    short, long = row(outline, 1, 0).index(), row(outline, 1, 1).index()
    assert outline.visualRect(long).height() > outline.visualRect(short).height()


def test_the_keyboards_own_row_stays_while_the_reading_moves_on(qtbot, outline):
    outline.setFocus()
    qtbot.waitUntil(outline.hasFocus)
    outline.setCurrentIndex(row(outline, 2).index())
    outline.set_reading("why")
    assert outline.currentIndex() == row(outline, 2).index()


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_it_paints_in_every_theme(outline, theme):
    outline.set_reading("custody")
    outline.set_theme(theme_named(theme))
    image = outline.grab().toImage()
    band = outline.visualRect(row(outline, 1).index())
    assert image.pixelColor(4 + band.left(), band.center().y()).name() != image.pixelColor(4, band.bottom() + 4).name()
