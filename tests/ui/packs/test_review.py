"""The list of notes whose text changed, after an update in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QPushButton

from reader.notebook.model import Kind, Status
from reader.ui.shared.history import CHANGES, REVIEW

from ..notebook_help import make_notebook
from .conftest import ALPHA


@pytest.fixture
def waiting(at_desk, publisher):
    """Two notes on a paragraph that edition 2 rewords, one on a paragraph that only moves."""
    at_desk.install(publisher.pack(1))
    room = make_notebook(at_desk.window)
    marks = [room.marks.mark(Kind.NOTE, ALPHA, number, note=f"on {number}") for number in (2, 2, 3)]
    at_desk.review(publisher.pack(2))
    flow = at_desk.flow
    assert flow.review.carried.strong.text() == "1 carried forward"
    assert flow.review.look.strong.text() == "2 need a look"
    at_desk.button("Install edition 2").click()
    at_desk.reached()
    return at_desk, room, marks


@pytest.fixture
def button(qtbot):
    """A function that waits for a button of these words to be in sight."""

    def find(page, words):
        def seen():
            return [one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible()]

        qtbot.waitUntil(lambda: bool(seen()))
        return seen()[0]

    return find


def test_notes_are_carried_or_wait_and_are_decided_one_by_one(waiting, qtbot, button, tmp_path):
    at_desk, room, marks = waiting
    assert room.marks.get(marks[2].uuid).status is Status.ATTACHED
    assert room.marks.get(marks[2].uuid).targets[0].number == 4
    assert at_desk.flow.done.look.strong.text() == "2 notes need a look: their text has changed."
    qtbot.keyClick(at_desk.flow.done.review, Qt.Key.Key_Space)
    page = room.page(REVIEW)
    assert at_desk.window.travel.history.current.view == REVIEW and page.rows.count() == 2
    first = page._lines[0].uuid
    qtbot.keyClick(button(page, "Look later"), Qt.Key.Key_Space)
    assert page._lines[1].uuid == first and "later" in page.rows.item(1).text()
    sheet = tmp_path / "list.pdf"
    page.print_on(QPdfWriter(str(sheet)))
    assert sheet.read_bytes().count(b"/Type /Page\n") == 1
    qtbot.keyClick(button(page, "Move it here"), Qt.Key.Key_Space)
    qtbot.keyClick(button(page, "Keep without a place"), Qt.Key.Key_Space)
    assert page.rows.count() == 0 and page.lead.text() == "Every note has its place."
    states = sorted(room.marks.get(mark.uuid).status for mark in marks[:2])
    assert states == [Status.ATTACHED, Status.RETIRED]


def test_what_changed_is_reached_from_a_note(waiting, qtbot, button):
    at_desk, room, _ = waiting
    at_desk.flow.done.review.click()
    page = room.page(REVIEW)
    button(page, "What changed").click()
    shown = at_desk.room.page(CHANGES)
    assert at_desk.window.travel.history.current.view == CHANGES
    qtbot.waitUntil(lambda: "Edition 1 → 2" in shown.lead.text())


def test_only_the_same_words_are_accepted_together(waiting):
    at_desk, room, _ = waiting
    at_desk.flow.done.review.click()
    page = room.page(REVIEW)
    page.slight.click()
    assert page.rows.count() == 2, "frightened is another word than afraid"
    assert "none" in at_desk.window.parts.status.right


def test_a_comma_and_a_capital_are_accepted_in_one_step(at_desk, publisher):
    at_desk.install(publisher.channel(3))
    room = make_notebook(at_desk.window)
    marks = [room.marks.mark(Kind.NOTE, ALPHA, number, note="x") for number in (2, 3)]
    at_desk.install(publisher.channel(4))
    at_desk.flow.done.review.click()
    page = room.page(REVIEW)
    assert page.rows.count() == 2
    page.slight.click()
    assert page.rows.count() == 0
    assert all(room.marks.get(mark.uuid).edition == 4 for mark in marks)
    room.undo()
    assert page.rows.count() == 2
