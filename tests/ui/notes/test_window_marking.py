"""The whole life of a mark in the window, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.notebook.model import Kind
from reader.ui.looks.menu_button import ARROW_PX, FROM_RIGHT
from reader.ui.shared.history import NOTES

from ..notebook_help import WORDS

KEY = "small/custody-first-hour"


@pytest.fixture
def reading(qtbot, open_window):
    window = open_window()
    window.parts.notes.desk.open_temporary()
    window.travel.open_target(f"{KEY}#on-arrival")
    page = window.parts.reader.page
    qtbot.waitUntil(lambda: page.view.hasFocus() and page.place()[0] == KEY)
    return window


def press(window, keys):
    focus = QApplication.focusWidget() or window
    QTest.keySequence(focus, keys)


def held(window):
    return tuple(window.parts.notes.marks.in_document(KEY).values())


def test_mark_note_find_again_remove_and_undo(reading):
    view = reading.parts.reader.page.view
    press(reading, "Alt+Down")
    press(reading, "Ctrl+1")
    (one,) = held(reading)
    assert one.kind is Kind.KEY_POINT
    assert one.targets[0].section == "on-arrival"
    press(reading, "Ctrl+3")
    assert held(reading)[0].kind is Kind.QUESTION
    press(reading, "Ctrl+M")
    QTest.keyClicks(QApplication.focusWidget(), "Who calls?")
    press(reading, "Ctrl+Return")
    assert held(reading)[0].note == "Who calls?"
    press(reading, "Escape")
    press(reading, "Escape")
    assert view.hasFocus()
    assert reading.parts.reader.page.notebook.notes.active is None
    press(reading, "Ctrl+]")
    assert reading.parts.reader.page.notebook.notes.active is not None
    press(reading, "Delete")
    assert held(reading) == ()
    press(reading, "Ctrl+Z")
    assert held(reading)[0].note == "Who calls?"
    press(reading, "Ctrl+Shift+Z")
    assert held(reading) == ()


def test_paragraphs_are_selected_and_bookmarked_by_keyboard(reading):
    press(reading, "Shift+Alt+Down")
    press(reading, "Ctrl+2")
    press(reading, "Ctrl+Alt+H")
    press(reading, "Ctrl+B")
    assert {one.kind for one in held(reading)} == {Kind.PRACTICE, Kind.BOOKMARK}
    assert reading.parts.status.findChildren(type(reading.parts.status.children()[1])) is not None
    assert reading.parts.reader.marks_words() == ("2 notes in this paper",)


def test_the_toolbar_marks_and_its_menu_names_the_kinds(qtbot, reading):
    tools = reading.parts.toolbar.mark_tools
    assert tools.isVisible()
    qtbot.mouseClick(tools.bookmark, Qt.MouseButton.LeftButton)
    assert held(reading)[0].kind is Kind.BOOKMARK
    menu = tools.highlight.menu()
    menu.aboutToShow.emit()
    names = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert names == ["Key point", "Practice", "Question", "Finding", "Note", "Remove mark"]
    next(action for action in menu.actions() if action.text().startswith("Finding")).trigger()
    assert Kind.FINDING in {one.kind for one in held(reading)}
    reading.travel.go_to_library()
    assert not tools.isVisible()


def test_notes_stand_beside_the_text_in_a_window_of_ordinary_size(reading):
    view = reading.parts.reader.page.view
    assert reading.parts.right.isVisible()
    assert reading.parts.sidebar.width() > 200
    assert view.has_lane
    layout = reading.parts.tokens.layout
    free = view.width() - view.verticalScrollBar().width() - view.viewport().geometry().right()
    assert free > layout.margin_lane


def test_the_highlight_button_has_room_for_its_icon_and_its_arrow(qtbot, open_window):
    for width in (1366, 1024):
        window = open_window(width, 640)
        window.travel.open_target(KEY)
        button = window.parts.toolbar.mark_tools.highlight
        qtbot.waitUntil(button.isVisible)
        words = button.fontMetrics().horizontalAdvance(button.text()) if width > 1024 else 0
        assert button.width() >= 8 + button.iconSize().width() + words + ARROW_PX + FROM_RIGHT


def test_in_a_small_window_notes_are_written_in_the_notes_tab(qtbot, open_window):
    window = open_window(1024, 640)
    window.parts.notes.desk.open_temporary()
    window.travel.open_target(KEY)
    page, pane = window.parts.reader.page, window.parts.right.pane
    qtbot.waitUntil(page.view.hasFocus)
    assert not page.view.has_lane
    press(window, "Ctrl+M")
    assert pane.stack.currentWidget() is pane.notes
    assert page.notebook.editor.parent() is pane.notes
    QTest.keyClicks(QApplication.focusWidget(), "narrow")
    press(window, "Ctrl+Return")
    assert held(window)[0].note == "narrow"
    assert page.view.hasFocus()


def test_locking_clears_the_page_and_the_pane(reading):
    press(reading, "Ctrl+1")
    reading.parts.right.show_notes()
    page, pane = reading.parts.reader.page, reading.parts.right.pane
    assert pane.notes.list.model().rowCount() == 1
    reading.parts.notes.desk.lock()
    assert page.view.layer.placed == ()
    assert pane.notes.list.model().rowCount() == 0
    assert not pane.notes.button.isHidden()


def tab_to(widget):
    for _ in range(20):
        if widget.hasFocus():
            return
        press(widget.window(), "Tab")
    raise AssertionError(widget.accessibleName())


@pytest.fixture
def made_by_keys(qtbot, open_window):
    """A window whose first notebook was made without a mouse."""
    window = open_window()
    press(window, "Ctrl+L")
    first = window.parts.notes.asking.dialog
    qtbot.waitUntil(first.isActiveWindow)
    for field, text in ((first.name, "PC One"), (first.passphrase.edit, WORDS), (first.again.edit, WORDS)):
        tab_to(field)
        QTest.keyClicks(field, text)
    press(window, "Return")
    back_in(qtbot, window)
    return window


def back_in(qtbot, window):
    qtbot.waitUntil(lambda: window.parts.notes.desk.is_open)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_from_the_first_notebook_to_the_last_undo_without_a_mouse(qtbot, made_by_keys):
    window, room = made_by_keys, made_by_keys.parts.notes
    window.travel.open_target(f"{KEY}#on-arrival")
    qtbot.waitUntil(window.parts.reader.page.view.hasFocus)
    for keys_pressed in ("Alt+Down", "Ctrl+2", "Ctrl+M"):
        press(window, keys_pressed)
    QTest.keyClicks(QApplication.focusWidget(), "Who calls?")
    press(window, "Ctrl+Return")
    press(window, "Escape")
    assert (held(window)[0].kind, held(window)[0].note) == (Kind.PRACTICE, "Who calls?")

    # Lock and unlock: it is still there.
    press(window, "Ctrl+L")
    assert not room.desk.is_open
    press(window, "Ctrl+L")
    qtbot.waitUntil(room.asking.dialog.isActiveWindow)
    QTest.keyClicks(QApplication.focusWidget(), WORDS)
    press(window, "Return")
    back_in(qtbot, window)

    # Find it in Notes, write more, delete it, bring it back.
    press(window, "Alt+4")
    notes = room.page(NOTES)
    qtbot.waitUntil(notes.list.hasFocus)
    press(window, "F2")
    QTest.keyClicks(QApplication.focusWidget(), " Ask at the desk.")
    press(window, "Ctrl+Return")
    assert "Ask at the desk." in held(window)[0].note
    notes.list.setFocus()
    press(window, "Delete")
    assert held(window) == ()
    press(window, "Ctrl+Z")
    assert "Ask at the desk." in held(window)[0].note


def test_a_paper_out_of_sight_is_read_when_it_is_seen(reading):
    notes = reading.parts.reader.page.notebook.notes
    press(reading, "Alt+Down")
    press(reading, "Ctrl+1")
    reading.travel.go_to_library()
    room = reading.parts.notes
    room.marks.mark(Kind.NOTE, KEY, 2, note="from elsewhere")
    assert len(notes.items) == 1
    reading.travel.back()
    assert {one.note for one in notes.items} == {"", "from elsewhere"}
    # What a closed notebook left goes at once, seen or not.
    reading.travel.go_to_library()
    room.lock_now()
    assert notes.items == ()
