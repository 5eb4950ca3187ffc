"""Installing a content pack in the window: what is shown, what happens, and what the rest of the window makes of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reader.ui.packs.packs_page import Step
from reader.ui.shared.history import LIBRARY, READER

from .conftest import ALPHA, GAMMA

KEY, MOD = Qt.Key, Qt.KeyboardModifier


def titles(window):
    return [entry.meta.title for entry in window.library.shown]


def test_a_pack_is_planned_and_installed_by_keyboard_and_the_window_shows_it(qtbot, at_desk, publisher):
    window = at_desk.window
    before = len(titles(window))
    at_desk.review(publisher.pack(1))
    flow = at_desk.flow
    assert "Unaltered since published" in flow.review.signed.strong.text()
    assert flow.review.counted.text() == "3 added"
    assert len(titles(window)) == before, "nothing happens by looking"
    assert QApplication.focusWidget() is at_desk.button("Install edition 1")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    at_desk.reach(Step.DONE)
    assert "edition 1 is in force" in flow.done.good.strong.text()
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    assert window.travel.history.current.view == LIBRARY
    assert len(titles(window)) == before + 3
    assert "2 libraries" in window.parts.status._edition.text()


def test_a_new_edition_is_planned_shown_and_can_be_taken_back(qtbot, at_desk, publisher):
    window, flow = at_desk.window, at_desk.flow
    at_desk.install(publisher.pack(1))
    window.travel.open_target(f"{ALPHA}#p3")
    at_desk.review(publisher.channel(2))
    said = [flow.review.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert said[0].startswith("Updated. The alpha-document. Edition 1 to 2. Said better")
    assert said[1].startswith("Withdrawn. The gamma-document. The law has changed.")
    assert "edition 1" in flow.foot_words.text()
    at_desk.button("Install edition 2").click()
    at_desk.reach(Step.DONE)
    assert window.parts.desk.entry(GAMMA).status == "withdrawn"
    at_desk.button("Go back to edition 1").click()
    qtbot.waitUntil(lambda: "back at edition 1" in flow.done.good.strong.text(), timeout=10_000)
    assert window.parts.desk.entry(GAMMA).status == "current"
    assert at_desk.button("Forward to edition 2")


def test_the_open_paper_is_shown_anew_at_the_same_paragraph(qtbot, at_desk, publisher):
    window = at_desk.window
    at_desk.install(publisher.pack(1))
    window.travel.open_target(f"{ALPHA}#p3")
    at_desk.review(publisher.pack(2))
    window.travel.back()
    assert window.travel.history.current.view == READER, "one may go on reading"
    at_desk.button("Install edition 2").click()
    at_desk.reach(Step.DONE)
    page = window.parts.reader.page
    assert window.travel.history.current.view == READER, "nobody is torn away"
    assert "A new paragraph stands" in page.view.toPlainText()
    assert page.place()[2] == 4, "paragraph 3 of before"
    assert "Edition 2" in window.parts.status.right or "edition 2" in window.parts.status.right.lower()


def test_search_finds_the_new_words_and_not_the_old(qtbot, at_desk, publisher, search):
    window = at_desk.window
    at_desk.install(publisher.pack(1))
    page = search(window, "afraid")
    assert [hit.document for hit in page.results.hits] == [ALPHA]
    at_desk.install(publisher.pack(2))
    window.travel.go_to_library()
    page = search(window, "frightened")
    assert [hit.document for hit in page.results.hits] == [ALPHA]
