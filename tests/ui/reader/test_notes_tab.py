"""The Notes tab, the outline's shapes and the narrow window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reader.notebook.model import Kind
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.mark_layer import ref_of
from reader.ui.reader.notes_tab import CARD, NotesTab
from reader.ui.window.right_pane import RightPane

KEY = "hub/custody-paper"


@pytest.fixture
def tab(qtbot, noted):
    made = NotesTab(load_tokens(), theme_named("light"))
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.attach(noted.notebook)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(tab):
    model = tab.list.model()
    return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_it_lists_the_papers_marks_in_their_order(tab, marks):
    marks.mark(Kind.FINDING, KEY, 5)
    marks.mark(Kind.NOTE, KEY, 2, note="Ask")
    marks.mark(Kind.BOOKMARK, KEY, "later-on")
    marks.mark(Kind.NOTE, "hub/other-paper", 1, note="elsewhere")
    spoken = rows(tab)
    assert [text.split(".")[0] for text in spoken] == ["Note", "Finding", "Bookmark"]
    assert "Note: Ask" in spoken[0]
    assert "3 notes" in tab.head.text()
    assert tab.list.model().index(2).data(CARD).quote == "Section: Later on"


def test_choosing_a_row_goes_there_and_keys_edit_and_delete(tab, noted, marks):
    marks.mark(Kind.FINDING, KEY, 2, note="one")
    marks.mark(Kind.FINDING, KEY, 9, note="two")
    tab.activateWindow()
    tab.list.setFocus()
    tab.list.setCurrentIndex(tab.list.model().index(0))
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    assert noted.view.current_paragraph == 9
    assert tab.list.hasFocus()
    noted.resize(700, 500)  # no lane: written here
    QTest.keyClick(tab.list, Qt.Key.Key_F2)
    assert noted.notebook.editor.parent() is tab
    QTest.keyClicks(noted.notebook.editor.text, "!")
    QTest.keyClick(noted.notebook.editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.note for one in marks.in_document(KEY).values()] == ["one", "two!"]
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Delete)
    assert [one.note for one in marks.in_document(KEY).values()] == ["one"]


def test_the_editor_moves_with_the_width_of_the_window(tab, noted, marks):
    one = marks.mark(Kind.NOTE, KEY, 2, note="x")
    noted.notebook.marking.edit(ref_of(one))
    editor = noted.notebook.editor
    editor.text.setPlainText("half-written")
    assert editor.parent() is noted.notebook.lane
    noted.resize(700, 500)
    assert editor.parent() is tab
    noted.resize(1000, 640)
    assert editor.parent() is noted.notebook.lane
    assert editor.text.toPlainText() == "half-written"


def test_it_says_what_is_missing(qtbot, tab, marks, notes_desk):
    assert "Nothing is marked" in tab.words.text()
    marks.mark(Kind.NOTE, KEY, 2, note="x")
    assert tab.words.isHidden()
    notes_desk.lock()
    assert rows(tab) == []
    assert tab.button.isVisible()
    with qtbot.waitSignal(tab.notebook_wanted):
        tab.button.click()


def test_without_a_lane_nothing_stands_in_the_margin(noted, marks):
    marks.mark(Kind.NOTE, KEY, 2, note="x")
    assert noted.notebook.lane.isVisible()
    noted.resize(700, 500)
    assert not noted.notebook.lane.isVisible()
    assert len(noted.notebook.shapes.shown) == 1
    noted.open(KEY, None, 2)
    shape = noted.notebook.shapes.shown[0]
    assert shape.width() >= 24 and shape.height() >= 24
    QTest.mouseClick(shape, Qt.MouseButton.LeftButton)
    assert noted.notebook.notes.active == shape.marks[0].ref


def test_several_marks_on_one_line_stand_side_by_side_or_are_counted(noted, marks):
    for kind in (Kind.KEY_POINT, Kind.QUESTION):
        marks.mark(kind, KEY, 3)
    noted.open(KEY, None, 3)
    first, second = noted.notebook.shapes.shown
    assert first.y() == second.y() and first.x() < second.x()
    marks.mark(Kind.BOOKMARK, KEY, 3)
    first, more = noted.notebook.shapes.shown
    assert more.accessibleName() == "2 more marks"
    assert first.accessibleName().startswith("Bookmark")
    assert "Question" in more.accessibleDescription()


def test_a_press_on_marked_words_makes_the_mark_active_and_beside_it_none(noted, marks):
    one = marks.mark(Kind.KEY_POINT, KEY, 3)
    noted.open(KEY, None, 3)
    view = noted.view
    rect = view.layer.rects(view.document(), view.layer.placed[0])[0]
    y = round(rect.center().y() - view.verticalScrollBar().value())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, y))
    assert noted.notebook.notes.active == ref_of(one)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, y - round(rect.height())))
    assert noted.notebook.notes.active is None


def test_the_outline_shows_kinds_and_says_counts(qtbot, desk, noted, marks):
    pane = RightPane(load_tokens(), desk)
    qtbot.addWidget(pane)
    pane.attach_notes(noted.notebook)
    pane.resize(268, 700)
    pane.show_briefing(desk.briefing(KEY), noted.place())
    pane.show()
    qtbot.waitUntil(lambda: pane.contents.outline.model().rowCount() > 0)
    assert [pane.tabs.tabText(index) for index in range(pane.tabs.count())] == ["Contents", "Notes", "About"]
    assert pane.contents.key.isVisible()
    marks.mark(Kind.FINDING, KEY, "first-steps")
    for _ in range(2):
        marks.mark(
            Kind.QUESTION, KEY, next(p.number for p in desk.briefing(KEY).paragraphs if p.section == "on-arrival")
        )
    chapter = pane.contents.outline.model().index(0, 0)
    said = chapter.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "2 questions" in said and "1 finding" in said
    assert pane.progress.accessibleDescription().endswith("2 questions, 1 finding")
    pane.grab()
    pane.show_notes()
    assert pane.stack.currentWidget() is pane.notes
