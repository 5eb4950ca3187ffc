"""How papers stand, in words: badges, the lines above the text, the About pane; and both editions side by side."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton

from reader.ui.packs.packs_page import Step
from reader.ui.shared.history import CHANGES, READER

from .conftest import ALPHA, BETA, GAMMA

KEY = Qt.Key


@pytest.fixture
def updated(at_desk, publisher, qtbot):
    """Edition 1 was installed and alpha read; now edition 2 is in force."""
    at_desk.install(publisher.pack(1))
    at_desk.window.travel.open_document(ALPHA)
    at_desk.settled()
    at_desk.install(publisher.pack(2))
    at_desk.settled()
    at_desk.window.travel.go_to_library()
    return at_desk


def badges(window, key):
    model = window.library.model
    return model.badges(model.entry(model.index_of(key)))


def test_rows_say_how_papers_stand(updated):
    window = updated.window
    assert badges(window, ALPHA) == ("Changed since you read it",)
    assert badges(window, BETA) == ()
    assert badges(window, GAMMA) == ("Withdrawn",)
    said = window.library.model.data(window.library.model.index_of(ALPHA), Qt.ItemDataRole.AccessibleTextRole)
    assert "Changed since you read it" in said


def test_passages_of_a_withdrawn_paper_say_so(updated, search):
    page = search(updated.window, "gamma")
    hit = next(hit for hit in page.results.hits if hit.document == GAMMA)
    assert "Withdrawn" in page.model.source(hit)


def test_a_withdrawn_paper_says_why_above_its_text(updated):
    window = updated.window
    window.travel.open_document(GAMMA)
    above = window.parts.reader.page.above
    assert above.isVisible() and above.text == "Withdrawn on 20 Nov 2026. The law has changed."
    window.travel.open_document(BETA)
    assert not above.isVisible()


def test_what_changed_is_reached_from_the_line_above_the_text_by_keyboard(updated, qtbot):
    window = updated.window
    window.travel.open_document(ALPHA)
    above = window.parts.reader.page.above
    assert "Changed since you read edition 1." in above.text and "Said better" in above.text
    above.buttons[0].setFocus()
    qtbot.keyClick(above.buttons[0], KEY.Key_Space)
    assert window.travel.history.current.view == CHANGES
    page = window.parts.packs.page(CHANGES)
    qtbot.waitUntil(lambda: "Edition 1 → 2" in page.lead.text())
    assert page.lead.text() == "Edition 1 → 2. Paragraphs: 1 changed, 1 new, 4 unchanged."
    shown = page.text.toPlainText()
    assert "frightened" in shown and "afraid" in shown and "3 paragraphs unchanged" in shown
    assert QApplication.focusWidget() is page.text
    qtbot.keyClick(page.text, KEY.Key_N)
    assert page.at == 1
    page.open.click()
    assert window.travel.history.current.view == READER
    assert window.parts.reader.page.place()[2] == 3


def test_folded_paragraphs_open_by_keyboard(updated, qtbot):
    window = updated.window
    window.parts.packs.changes_wanted.emit(ALPHA, 0)
    page = window.parts.packs.page(CHANGES)
    qtbot.waitUntil(lambda: "→" in page.lead.text())
    assert "whatever the hour" not in page.text.toPlainText()
    qtbot.keyClick(page.everything, KEY.Key_Space)
    assert page.text.toPlainText().count("whatever the hour") == 2


def test_a_paper_without_an_earlier_text_says_so(at_desk, publisher, qtbot):
    at_desk.install(publisher.pack(1))
    at_desk.window.parts.packs.changes_wanted.emit(BETA, 0)
    page = at_desk.room.page(CHANGES)
    qtbot.waitUntil(lambda: "No earlier edition" in page.lead.text())
    assert not page.text.isVisible() and page.open.isVisible()


def test_an_urgent_correction_stays_until_it_is_acknowledged(at_desk, publisher, qtbot):
    at_desk.install(publisher.urgent())
    at_desk.settled()
    window = at_desk.window
    window.travel.open_document(ALPHA)
    above = window.parts.reader.page.above
    assert above.text == "Urgent. Correction, edition 3: The number to call was wrong."
    window.travel.go_to_library()
    window.travel.open_document(ALPHA)
    assert above.text
    read = next(button for button in above.buttons if button.text() == "I have read this")
    read.setFocus()
    qtbot.keyClick(read, KEY.Key_Space)
    assert not above.isVisible()
    assert QApplication.focusWidget() is window.parts.reader.page.view


def value_of(about, name):
    """What stands beside a name."""
    rows = [(grid, row) for grid in about.findChildren(QGridLayout) for row in range(grid.rowCount())]
    pairs = [[grid.itemAtPosition(row, column) for column in (0, 1)] for grid, row in rows]
    labels = [[item.widget() for item in pair] for pair in pairs if None not in pair]
    (value,) = [right.text() for left, right in labels if left is not None and left.text() == name]
    return value


def test_about_says_who_signed_it_and_leads_to_what_changed(updated, qtbot):
    window = updated.window
    window.travel.go_to_library()
    window.library.list.setCurrentIndex(window.library.model.index_of(ALPHA))
    about = window.parts.right.pane.about
    texts = [label.text() for label in about.findChildren(QLabel)]
    assert "Unaltered since published" in texts
    assert value_of(about, "Signed by") == "safeguarding-hub"
    assert value_of(about, "Review by") == "1 Nov 2027"
    link = next(button for button in about.findChildren(QPushButton) if button.text() == "What changed")
    link.click()
    assert window.travel.history.current.view == CHANGES


def test_the_plan_shows_both_editions_before_anything_is_installed(at_desk, publisher, qtbot):
    at_desk.install(publisher.pack(1))
    at_desk.review(publisher.pack(2))
    at_desk.flow.review.list.setFocus()
    qtbot.keyClick(at_desk.flow.review.list, KEY.Key_Return)
    page = at_desk.room.page(CHANGES)
    qtbot.waitUntil(lambda: "Edition 1 → 2" in page.lead.text())
    at_desk.window.travel.back()
    assert at_desk.flow.step is Step.REVIEW and at_desk.flow.isVisible()
