"""Marking as people do it: select or stand on a paragraph, press a key, change one's mind."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.errors import UnavailableError
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.reader.mark_layer import ref_of

KEY = "hub/custody-paper"
WORDS = "what happens next and who will be in the room"


def only(marks):
    (one,) = marks.in_document(KEY).values()
    return one


def test_a_selection_becomes_a_mark_that_is_painted_once_it_is_saved(noted, select, marks):
    start, end = select(WORDS)
    noted.notebook.marking.mark(Kind.PRACTICE)
    one = only(marks)
    assert (one.kind, one.quote) == (Kind.PRACTICE, WORDS)
    (placed,) = noted.view.layer.placed
    assert placed.ranges == ((start, end),)
    assert not noted.view.textCursor().hasSelection()
    assert noted.notebook.notes.active == ref_of(one)
    fills = [(s.cursor.selectionStart(), s.cursor.selectionEnd()) for s in noted.view.extraSelections()]
    assert (start, end) in fills


def test_what_cannot_be_saved_is_not_painted_and_is_told(qtbot, noted, select, notes_desk, monkeypatch):
    def full(*_args, **_more):
        raise UnavailableError("saving", None, "disk full")

    monkeypatch.setattr(notes_desk.notes, "mark", full)
    select(WORDS)
    with qtbot.waitSignal(noted.notebook.notes.refused) as told:
        noted.notebook.marking.mark(Kind.FINDING)
    assert told.args[0].reason == "disk full"
    assert noted.view.layer.placed == ()
    assert noted.view.textCursor().hasSelection()


def test_without_a_selection_the_paragraph_is_marked(noted, marks):
    noted.move_paragraph(1)
    noted.move_paragraph(1)
    number = noted.view.current_paragraph
    noted.notebook.marking.mark(Kind.QUESTION)
    one = only(marks)
    assert one.targets[0].number == number
    assert one.quote == noted.notebook.notes.layout.paragraphs[number - 1].text


def test_paragraphs_are_selected_by_keys_and_marked_as_one(noted, marks):
    noted.open(KEY, None, 3)
    for _ in range(3):
        noted.extend_selection(1)
    noted.extend_selection(-1)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    assert [target.number for target in only(marks).targets] == [3, 4]
    (placed,) = noted.view.layer.placed
    assert len(placed.ranges) == 2


def test_selecting_upwards_keeps_the_paragraph_it_began_in(noted, marks):
    noted.open(KEY, None, 4)
    noted.extend_selection(-1)
    noted.extend_selection(-1)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    assert [target.number for target in only(marks).targets] == [3, 4]


def test_another_key_changes_the_active_mark_and_the_same_one_says_so(qtbot, noted, select, marks):
    select(WORDS)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    noted.notebook.marking.mark(Kind.FINDING)
    assert only(marks).kind is Kind.FINDING
    with qtbot.waitSignal(noted.notice) as told:
        noted.notebook.marking.mark(Kind.FINDING)
    assert "already" in told.args[0]


def test_marking_the_same_words_again_changes_the_kind(noted, select, marks):
    select(WORDS)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    noted.notebook.notes.activate(None)
    select(WORDS)
    noted.notebook.marking.mark(Kind.QUESTION)
    assert only(marks).kind is Kind.QUESTION


def test_marks_that_overlap_have_lines_of_their_own(noted, select, marks):
    for words, kind in (("tells the child " + WORDS, Kind.KEY_POINT), ("child what happens", Kind.QUESTION)):
        select(words)
        noted.notebook.marking.mark(kind)
    assert [one.level for one in noted.view.layer.placed] == [0, 1]
    start, _ = noted.view.layer.placed[1].ranges[0]
    assert noted.view.layer.at(start).kind is Kind.QUESTION


def test_removing_asks_nothing_and_is_undone_and_done_again(noted, select, marks):
    select(WORDS)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    noted.notebook.marking.delete()
    assert not marks.in_document(KEY)
    assert noted.view.layer.placed == ()
    marks.undo()
    assert len(noted.view.layer.placed) == 1
    marks.redo()
    assert noted.view.layer.placed == ()


def test_undo_from_elsewhere_is_seen_here(noted, select, marks):
    select(WORDS)
    noted.notebook.marking.mark(Kind.KEY_POINT)
    marks.undo()
    assert noted.view.layer.placed == ()
    assert noted.notebook.notes.active is None


def test_bookmarks_stand_at_paragraph_section_and_paper(noted, marks):
    marking = noted.notebook.marking
    noted.open(KEY, None, 4)
    marking.bookmark()
    noted.open(KEY, "later-on")
    marking.bookmark()
    marking.bookmark_place(None)
    found = tuple(marks.in_document(KEY).values())
    assert {(one.targets[0].section, one.targets[0].number) for one in found} == {
        (noted.notebook.notes.layout.paragraphs[3].section, 4),
        ("later-on", 0),
        ("", 0),
    }
    noted.open(KEY, "later-on")
    marking.bookmark()
    assert len(marks.in_document(KEY)) == 2


@pytest.mark.parametrize("setup", ["locked", "read-only", "forbidden", "nothing"])
def test_where_nothing_can_be_written_the_keys_say_why(page, notes_desk, marks, monkeypatch, setup):
    if setup != "nothing":
        page.notebook.use(notes_desk, marks)
    if setup == "locked":
        notes_desk.lock()
    elif setup == "read-only":
        monkeypatch.setattr(notes_desk.notebook, "read_only", True)
    elif setup == "forbidden":
        monkeypatch.setattr(type(notes_desk.rules), "off", property(lambda _: True))
    said, wanted = [], []
    page.notice.connect(said.append)
    page.notebook.marking.notebook_wanted.connect(wanted.append)
    page.notebook.marking.mark(Kind.KEY_POINT)
    page.notebook.marking.note()
    page.notebook.marking.bookmark()
    assert len(said) == 3
    assert len(wanted) == (3 if setup in {"locked", "nothing"} else 0)
    assert ("Managed by your organisation" in said[0]) == (setup == "forbidden")


def test_what_was_wanted_is_done_once_a_notebook_is_open(page, notes_desk, marks, select):
    notes_desk.lock()
    page.notebook.use(notes_desk, marks)
    wanted = []
    page.notebook.marking.notebook_wanted.connect(wanted.append)
    select(WORDS)
    page.notebook.marking.mark(Kind.KEY_POINT)
    notes_desk.open_temporary()
    wanted[0]()
    assert only(marks).quote == WORDS


def test_next_and_previous_mark_are_said_whole(noted, marks):
    for number in (2, 4, 6):
        marks.mark(Kind.FINDING, KEY, number, note=f"note {number}")
    said = []
    noted.notice.connect(said.append)
    noted.open(KEY, None, 3)
    noted.notebook.marking.step(1)
    assert noted.view.current_paragraph == 4
    assert said[-1].startswith("Finding. ¶ 4") and "Note: note 4" in said[-1] and said[-1].endswith("2 of 3")
    noted.notebook.marking.step(-1)
    assert noted.view.current_paragraph == 2
    noted.notebook.marking.step(-1)
    assert said[-1] == "No further mark in this paper"


def test_what_is_here_lists_marks_and_leads_to_them(noted, marks):
    marks.mark(Kind.QUESTION, KEY, 3, note="Who writes it down?")
    noted.open(KEY, None, 3)
    said = noted.what_is_here()
    assert "Question" in said and "Who writes it down?" in said
    button = next(one for one in noted.card._buttons if one.text() == "Go to question")
    button.click()
    assert noted.notebook.notes.active is not None


def test_the_bar_comes_with_a_selection_and_marks_by_keyboard(qtbot, noted, select, marks):
    bar = noted.notebook.bar
    select(WORDS)
    qtbot.waitUntil(lambda: bar.is_open)
    assert noted.rect().contains(bar.geometry())
    noted.view.setFocus()
    QTest.keyClick(noted.view, Qt.Key.Key_Tab)
    assert bar.buttons[Kind.KEY_POINT].hasFocus()
    QTest.keyClick(bar.buttons[Kind.KEY_POINT], Qt.Key.Key_Right)
    QTest.keyClick(bar.buttons[Kind.PRACTICE], Qt.Key.Key_Return)
    assert only(marks).kind is Kind.PRACTICE
    assert not bar.is_open
    assert noted.view.hasFocus()


def test_the_bar_stays_inside_and_goes_with_escape(qtbot, noted, select):
    bar = noted.notebook.bar
    noted.resize(560, 400)
    for words in ("Digest: children in custody", WORDS):
        select(words)
        qtbot.waitUntil(lambda: bar.is_open)
        assert noted.rect().contains(bar.geometry())
        QTest.keyClick(noted.view, Qt.Key.Key_Escape)
        assert not bar.is_open


def test_the_menu_of_the_text_marks_and_removes(noted, marks):
    one = marks.mark(Kind.KEY_POINT, KEY, 3)
    noted.open(KEY, None, 3)
    menu = noted.view.context_menu()
    noted.notebook.fill_menu(menu, noted.view.layer.placed[0].anchor)
    names = [action.text() for action in menu.actions()]
    assert [name for name in names if name in {"Key point", "Practice", "Question", "Finding"}] == [
        "Key point", "Practice", "Question", "Finding",
    ]  # fmt: skip
    next(action for action in menu.actions() if action.text() == "Remove this key point").trigger()
    assert not marks.in_document(KEY)
    assert one.kind in HIGHLIGHTS
    menu.deleteLater()
