"""Notes beside the text: cards, writing in place, drafts, failures, and what is left after locking."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from reader.errors import UnavailableError
from reader.notebook.model import Kind
from reader.ui.looks.theme import theme_named
from reader.ui.reader.lane_layout import GAP_PX, MOST_PUSHED_PX, arrange
from reader.ui.reader.mark_layer import ref_of

KEY = "hub/custody-paper"
WORDS = "what happens next and who will be in the room"
WORDS_OF_A_NOTE = "Quokka seventeen"


def write(page, text):
    """Type into the open editor and save with the keyboard."""
    editor = page.notebook.editor
    editor.text.setPlainText("")
    QTest.keyClicks(editor.text, text)
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def cards(page):
    return page.notebook.lane.shown


def test_a_card_stands_beside_its_line(noted, marks):
    one = marks.mark(Kind.KEY_POINT, KEY, 3, note="Use it.", tags=["training"])
    noted.open(KEY, None, 3)
    (card,) = cards(noted)
    view = noted.view
    rect = view.layer.rects(view.document(), view.layer.placed[0])[0]
    line = rect.center().y() - view.verticalScrollBar().value()
    assert abs(card.y() + 5 + 18 - line) <= 2
    assert card.ref == ref_of(one)
    assert "Key point. ¶ 3" in card.accessibleName()
    assert "Tags: training" in card.accessibleName()


def test_marks_without_a_word_have_no_card_until_they_are_active(noted, marks):
    one = marks.mark(Kind.FINDING, KEY, 2)
    assert cards(noted) == ()
    noted.notebook.notes.activate(ref_of(one))
    assert len(cards(noted)) == 1


def test_cards_never_cover_each_other(noted, marks):
    for number in range(6):
        marks.mark(Kind.NOTE, KEY, 2, note=f"note {number} " * 8)
    tops = [(card.y(), card.y() + card.height()) for card in cards(noted)]
    assert len(tops) >= 3
    for (_, above), (below, _) in pairwise(tops):
        assert below >= above - 10  # rings may touch


@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(40, 300)), max_size=30),
    st.integers(-1, 29),
)
def test_the_lane_keeps_order_gaps_and_the_active_place(wanted, active):
    wanted.sort()
    tops, heights = [float(top) for top, _ in wanted], [float(height) for _, height in wanted]
    chosen = active if 0 <= active < len(wanted) else None
    placed = arrange(tops, heights, chosen)
    seen = [(top, height) for top, height in zip(placed, heights, strict=True) if top is not None]
    assert all(top + height + GAP_PX <= below for (top, height), (below, _) in pairwise(seen))
    assert all(top is None or abs(top - wish) <= MOST_PUSHED_PX for top, wish in zip(placed, tops, strict=True))
    if chosen is not None:
        assert placed[chosen] == tops[chosen]


def test_a_note_is_written_in_place_and_saved_by_keyboard(qtbot, noted, select, marks):
    select(WORDS)
    noted.notebook.marking.note()
    editor = noted.notebook.editor
    assert editor.text.hasFocus()
    assert editor.parent() is noted.notebook.lane
    assert not marks.in_document(KEY)
    with qtbot.waitSignal(noted.notice) as told:
        write(noted, "Ask the sergeant")
    assert told.args[0].startswith("Saved ")
    (one,) = marks.in_document(KEY).values()
    assert (one.kind, one.note, one.quote) == (Kind.NOTE, "Ask the sergeant", WORDS)
    assert not editor.isVisible()
    (card,) = cards(noted)
    assert card.active and card.hasFocus()
    assert "Saved" in card._card.date


def test_what_is_written_is_in_sight_whole(noted, marks):
    """With no hint and no problem to show nothing in the editor wraps, and Qt gives no height for its width."""
    marks.mark(Kind.KEY_POINT, KEY, 3)
    noted.open(KEY, None, 3)
    noted.notebook.marking.note()
    editor = noted.notebook.editor
    QApplication.processEvents()
    for part in (editor.text, editor.tags, editor.save):
        assert part.height() >= 20
        assert part.visibleRegion().boundingRect().height() == part.height()


def test_a_card_is_edited_deleted_and_left_by_keyboard(noted, marks):
    marks.mark(Kind.PRACTICE, KEY, 2, note="first")
    marks.mark(Kind.PRACTICE, KEY, 3, note="second")
    noted.notebook.marking.step(1)
    noted.notebook.lane.focus_active()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    card = QApplication.focusWidget()
    assert "second" in card.accessibleName()
    QTest.keyClick(card, Qt.Key.Key_Return)
    write(noted, "second, better")
    assert [one.note for one in marks.in_document(KEY).values()] == ["first", "second, better"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert [one.note for one in marks.in_document(KEY).values()] == ["first"]
    assert noted.view.hasFocus()


def test_escape_keeps_a_draft_that_is_taken_up_again(noted, select, marks, notes_desk):
    select(WORDS)
    noted.notebook.marking.note()
    QTest.keyClicks(noted.notebook.editor.text, WORDS_OF_A_NOTE)
    QTest.keyClick(noted.notebook.editor.text, Qt.Key.Key_Escape)
    assert not noted.notebook.writing.is_open
    assert not marks.in_document(KEY)
    assert len(notes_desk.drafts()) == 1
    assert "draft" in cards(noted)[0]._card.alert
    assert cards(noted)[0].accessibleName().endswith(f"Note: {WORDS_OF_A_NOTE}. Unsaved draft.")
    noted.open("hub/other-paper")
    noted.open(KEY)
    QTest.qWait(5)
    (card,) = cards(noted)
    noted.notebook.marking.edit(card.ref)
    assert noted.notebook.editor.text.toPlainText() == WORDS_OF_A_NOTE
    write(noted, "done")
    assert notes_desk.drafts() == {}
    assert [one.note for one in marks.in_document(KEY).values()] == ["done"]


def test_leaving_the_paper_keeps_what_is_being_written(noted, marks, notes_desk):
    one = marks.mark(Kind.NOTE, KEY, 2, note="before")
    noted.notebook.marking.edit(ref_of(one))
    noted.notebook.editor.text.setPlainText("after")
    noted.open("hub/other-paper")
    assert any("after" in text for text in notes_desk.drafts().values())
    assert marks.get(one.uuid).note == "before"


def test_a_draft_is_kept_while_typing(qtbot, noted, marks, notes_desk):
    one = marks.mark(Kind.NOTE, KEY, 2, note="before")
    noted.notebook.writing._timer.setInterval(5)
    noted.notebook.marking.edit(ref_of(one))
    QTest.keyClicks(noted.notebook.editor.text, " and more")
    qtbot.waitUntil(lambda: len(notes_desk.drafts()) == 1)
    assert "Draft kept" in noted.notebook.editor.status.text()
    noted.notebook.writing.discard()
    assert notes_desk.drafts() == {}
    assert marks.get(one.uuid).note == "before"


def test_a_new_note_without_a_word_was_none(noted, select, marks, notes_desk):
    select(WORDS)
    noted.notebook.marking.note()
    QTest.keyClick(noted.notebook.editor.text, Qt.Key.Key_Escape)
    assert (notes_desk.drafts(), marks.in_document(KEY), cards(noted)) == ({}, {}, ())


def test_a_failure_keeps_the_text_and_says_why(noted, marks, notes_desk, monkeypatch):
    one = marks.mark(Kind.NOTE, KEY, 2, note="before")
    noted.notebook.marking.edit(ref_of(one))

    def full(*_args, **_more):
        raise UnavailableError("saving the note", None, "no space left on the disk")

    with monkeypatch.context() as patched:
        patched.setattr(notes_desk.notes, "change", full)
        write(noted, "after")
    editor = noted.notebook.editor
    assert editor.text.toPlainText() == "after"
    assert editor.isVisible() and editor.problem.isVisible()
    assert "no space left" in editor.problem.text() and "still here" in editor.problem.text()
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert marks.get(one.uuid).note == "after"


def test_text_that_cannot_even_be_kept_as_a_draft_survives_leaving_the_paper(noted, marks, notes_desk, monkeypatch):
    one = marks.mark(Kind.NOTE, KEY, 2, note="before")
    noted.notebook.marking.edit(ref_of(one))
    noted.notebook.editor.text.setPlainText("after")

    def full(*_args, **_more):
        raise UnavailableError("keeping the draft", None, "no space left on the disk")

    with monkeypatch.context() as patched:
        patched.setattr(notes_desk.notes, "keep_draft", full)
        QTest.keyClick(noted.notebook.editor.text, Qt.Key.Key_Escape)
        assert noted.notebook.editor.text.toPlainText() == "after"
        noted.open("hub/other-paper")
    noted.open(KEY)
    QTest.qWait(5)
    noted.notebook.marking.edit(ref_of(one))
    assert noted.notebook.editor.text.toPlainText() == "after"
    assert len(notes_desk.drafts()) == 1


def test_text_that_looks_like_a_case_is_hinted_at_and_not_held_up(noted, marks):
    one = marks.mark(Kind.NOTE, KEY, 2, note="x")
    noted.notebook.marking.edit(ref_of(one))
    editor = noted.notebook.editor
    editor.text.setPlainText("Ring 07700 900123")
    assert "telephone number" in editor.hint.text() and editor.hint.isVisible()
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert marks.get(one.uuid).note == "Ring 07700 900123"


def test_tags_are_completed_from_those_in_use(noted, marks):
    marks.mark(Kind.NOTE, KEY, 2, note="x", tags=["custody", "training"])
    one = marks.mark(Kind.NOTE, KEY, 3, note="y")
    noted.notebook.marking.edit(ref_of(one))
    field = noted.notebook.editor.tags
    field.setFocus()
    QTest.keyClicks(field, "night shift, cus")
    assert field._completer.currentCompletion() == "custody"
    field._complete("custody")
    assert field.tags() == ("night shift", "custody")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert marks.get(one.uuid).tags == ("night shift", "custody")


def test_the_kind_can_be_changed_while_writing(noted, select, marks):
    select(WORDS)
    noted.notebook.marking.note()
    noted.notebook.marking.mark(Kind.QUESTION)
    write(noted, "Why?")
    assert [one.kind for one in marks.in_document(KEY).values()] == [Kind.QUESTION]


def test_a_colleagues_set_is_shown_apart_and_cannot_be_changed(qtbot, noted, notes_desk, marks):
    made = marks.mark(Kind.KEY_POINT, KEY, 2, note="theirs")
    with notes_desk.notes.journal.action("import", undoable=False) as action:
        from dataclasses import replace  # noqa: PLC0415 - only here

        action.put(replace(made, set_name="Induction", author="Sam"), dated=False)
    notes_desk.tell([KEY])
    shown = {one.ref: one for one in noted.view.layer.placed}
    theirs = shown[(made.uuid, "Induction")]
    assert not theirs.own
    card = next(card for card in cards(noted) if card.ref == theirs.ref)
    assert "Induction" in card.accessibleName() and card._card.own is False
    with qtbot.waitSignal(noted.notice) as told:
        noted.notebook.marking.edit(theirs.ref)
    assert "Induction" in told.args[0]
    assert not noted.notebook.writing.is_open
    menu = noted.notebook.menu(theirs.ref)
    assert [action.isEnabled() for action in menu.actions()] == [False]
    fills = noted.view.layer.selections(noted.view.document(), noted.view.theme, 0, 10_000)
    assert len(fills) == 1  # one's own only
    menu.deleteLater()


def spoken_by(widget):
    """Everything a widget and its children hold in words."""
    texts = []
    for one in [widget, *widget.findChildren(QWidget)]:
        texts += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        if isinstance(one, QLabel | QLineEdit):
            texts.append(one.text())
        if isinstance(one, QPlainTextEdit):
            texts.append(one.toPlainText())
    return "\n".join(texts)


def test_locking_keeps_the_draft_and_leaves_nothing_on_the_page(noted, marks, notes_desk):
    marks.mark(Kind.KEY_POINT, KEY, 2, note=WORDS_OF_A_NOTE, tags=[WORDS_OF_A_NOTE])
    one = marks.mark(Kind.NOTE, KEY, 3, note=WORDS_OF_A_NOTE)
    noted.open(KEY, None, 2)
    assert WORDS_OF_A_NOTE in spoken_by(noted)
    noted.what_is_here()
    noted.notebook.marking.edit(ref_of(one))
    noted.notebook.editor.text.setPlainText(f"{WORDS_OF_A_NOTE}, unfinished")
    kept = []
    notes_desk.before_lock(lambda: kept.append(notes_desk.drafts()))
    notes_desk.lock()
    assert any("unfinished" in text for text in kept[0].values())
    assert noted.view.layer.placed == () and noted.notebook.items == ()
    assert noted.notebook.notes.drafts == {} and noted.notebook.notes.saved == ()
    assert cards(noted) == () and noted.notebook.shapes.shown == ()
    assert WORDS_OF_A_NOTE not in spoken_by(noted)
    assert noted.view.extraSelections() == []
    assert not noted.notebook.editor.text.document().isUndoAvailable()


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_cards_and_shapes_can_be_told_apart_without_colour(noted, marks, theme):
    noted.set_theme(theme_named(theme))
    for number, kind in enumerate((Kind.KEY_POINT, Kind.PRACTICE, Kind.QUESTION, Kind.FINDING), 2):
        marks.mark(kind, KEY, number, note="x")
    noted.open(KEY, None, 2)
    pictures = set()
    for shape in noted.notebook.shapes.shown:
        image = shape.grab().toImage().convertToFormat(shape.grab().toImage().Format.Format_Mono)
        pictures.add(bytes(image.constBits()))
        assert shape.accessibleName().split(":")[0] in {"Key point", "Practice", "Question", "Finding"}
    assert len(pictures) == len(noted.notebook.shapes.shown) >= 2
