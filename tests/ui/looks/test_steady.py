"""A label that keeps its room while its words fit."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.ui.looks.steady import STEP, Steady


def test_its_words_always_fit_and_small_changes_move_nothing(qtbot):
    label = Steady()
    qtbot.addWidget(label)
    widths = set()
    for number in range(100, 999, 7):
        label.setText(f"{number} passages")
        widths.add(label.width())
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    assert len(widths) <= 2
    label.setText("1")
    assert label.width() < min(widths)
    assert label.width() % STEP == 0


class Page(QWidget):
    """Counts how often it is laid out."""

    def __init__(self):
        super().__init__()
        self.asked = 0

    def event(self, event):
        self.asked += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)


def test_a_change_that_fits_lays_nothing_out(qtbot):
    page = Page()
    qtbot.addWidget(page)
    label = Steady("")
    QHBoxLayout(page).addWidget(label)
    label.setText("12 passages")
    page.show()
    qtbot.wait(20)
    page.asked = 0
    label.setText("13 passages")
    qtbot.wait(20)
    assert page.asked == 0
    label.setText("13 passages in the whole of the library that is on the shelf")
    qtbot.waitUntil(lambda: page.asked > 0)


def test_a_larger_font_gets_more_room(qtbot):
    label = Steady()
    qtbot.addWidget(label)
    label.setText("345 passages in 10 briefings")
    before = label.width()
    font = label.font()
    font.setPointSize(3 * font.pointSize())
    label.setFont(font)
    assert label.width() > before
