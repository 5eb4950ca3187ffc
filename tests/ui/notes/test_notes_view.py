"""The Notes and Bookmarks pages from the user's side: finding, writing, deleting, undoing, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from reader.errors import UnavailableError
from reader.notebook.model import Item, ItemKind, Kind
from reader.notebook.store import Database
from reader.ui.notes.notes_model import key_of
from reader.ui.shared.history import BOOKMARKS, LIBRARY, NOTES, READER
from reader.ui.shared.kinds import fill_colour
from reader.ui.window.sidebar_rows import COUNT

from ..notebook_help import CUSTODY, TELLING, lines, make_notebook

KEY = Qt.Key


@pytest.fixture
def noted(qtbot, window):
    """A window with a notebook of four marks, at the Notes page; returns window, room and page."""
    qtbot.waitUntil(window.isActiveWindow)
    room = make_notebook(window)
    room.marks.mark(Kind.KEY_POINT, CUSTODY, 2, note="for the handover", tags=["custody"])
    room.marks.mark(Kind.QUESTION, TELLING, 1, note="who asks?", tags=["training"])
    room.marks.mark(Kind.NOTE, CUSTODY, 3, note="look this up")
    room.marks.mark(Kind.BOOKMARK, CUSTODY, "on-arrival")
    window.conduct._commands["notes"]()
    return window, room, room.page(NOTES)


def rows(page):
    return [line.note for line in lines(page)]


def test_an_empty_page_says_what_can_be_done(qtbot, window):
    qtbot.keyClick(window, KEY.Key_4, Qt.KeyboardModifier.AltModifier)
    page = window.parts.notes.page(NOTES)
    assert window.windowTitle() == "Notes – Briefing Reader"
    assert page.empty.title.text() == "You have no notes yet"
    assert page.empty.library.hasFocus()
    assert window.parts.status.right.startswith("0 items")
    page.empty.library.click()
    assert window.travel.history.current.view == LIBRARY
    qtbot.keyClick(window, KEY.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.parts.notes.page(BOOKMARKS).empty.title.text() == "You have no bookmarks yet"


def test_the_list_shows_kinds_quotes_notes_tags_and_counts(noted):
    window, _, page = noted
    assert rows(page) == ["for the handover", "look this up", "who asks?"]
    assert page.lead.text() == "3 items from 2 briefings"
    sidebar = window.parts.sidebar
    assert [sidebar._model.itemFromIndex(sidebar._find(name)).data(COUNT) for name in (BOOKMARKS, NOTES)] == [1, 3]
    said = page.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Key point" in said and "for the handover" in said and "tags custody" in said
    assert page.model.index(0, 0).data() == "Digest: the first hour in custody"
    tree = window.parts.sidebar.tree.model()
    spoken = [tree.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(tree.rowCount())]
    assert spoken[-3:] == ["Bookmarks, 1", "Notes, 3", "Collections, 0"]
    assert window.parts.status.notebook == "Notebook unlocked"
    assert "3 notes" in window.library.model.details(window._desk.entry(CUSTODY))


def test_filters_by_words_kind_tag_and_briefing(qtbot, noted):
    _, _, page = noted
    qtbot.keyClicks(page.filter.text, "handov")
    assert rows(page) == ["for the handover"]
    page.filter.reset()
    page.filter.kinds["highlights"].click()
    assert rows(page) == ["for the handover", "who asks?"]
    page.filter._choose(tags=("training",))
    assert rows(page) == ["who asks?"]
    page.filter.clear.click()
    page.filter._choose(document=TELLING)
    assert rows(page) == ["who asks?"]
    page.filter._choose(text="nothing like it")
    assert page.empty.title.text() == "Nothing here matches"
    page.empty.everything.click()
    assert len(rows(page)) == 3
    page.filter._choose(newest=True)
    assert rows(page) == ["look this up", "who asks?", "for the handover"]


def test_the_menus_of_the_filters_are_filled_when_they_open(noted):
    _, _, page = noted
    bar = page.filter
    for button, expected in (
        (bar.tags, "custody (1)"),
        (bar.document, "Digest: how children tell"),
        (bar.kind, "Question"),
    ):
        button.menu().aboutToShow.emit()
        action = next(action for action in button.menu().actions() if action.text() == expected)
        action.trigger()
        assert len(rows(page)) < 3
        bar.reset()


def test_a_note_is_written_saved_and_undone_by_keyboard_alone(qtbot, noted):
    window, room, page = noted
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, KEY.Key_F2)
    assert page.editor.note.hasFocus()
    page.editor.note.moveCursor(page.editor.note.textCursor().MoveOperation.End)
    qtbot.keyClicks(page.editor.note, " tonight")
    assert page.editor.saved.text() == "Not saved yet"
    qtbot.keyClick(page.editor.note, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.editor.saved.text().startswith("Saved ")
    assert rows(page)[0] == "for the handover tonight"
    page.list.setFocus()
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert rows(page) == ["look this up", "who asks?"]
    assert "Ctrl+Z" in window.parts.status.right
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(page)[0] == "for the handover tonight"
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(page)[0] == "for the handover"
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert rows(page)[0] == "for the handover tonight"
    assert room.desk.notes.history(room.marks.get(lines(page)[0].uuid))


def test_leaving_the_field_saves_and_another_row_keeps_its_own_text(qtbot, noted):
    _, room, page = noted
    first = lines(page)[0]
    page.editor.note.setFocus()
    page.editor.note.setPlainText("written anew")
    page.list.setFocus()
    assert room.marks.get(first.uuid).note == "written anew"
    page.editor.note.setPlainText("and again")
    qtbot.keyClick(page.list, KEY.Key_Down)
    assert room.marks.get(first.uuid).note == "and again"
    assert page.editor.note.toPlainText() == "look this up"


def test_kind_and_tags_are_changed_and_completed(qtbot, noted):
    _, room, page = noted
    first = lines(page)[0]
    page.editor.kinds[Kind.FINDING].click()
    assert room.marks.get(first.uuid).kind is Kind.FINDING
    field = page.editor.tags.field
    assert field.completer().model().stringList() == ["custody", "training"]
    qtbot.keyClicks(field, "night, custody")
    qtbot.keyClick(field, KEY.Key_Return)
    assert room.marks.get(first.uuid).tags == ("custody", "night")
    chip = next(chip for chip in page.editor.tags.findChildren(QAbstractButton) if chip.text() == "custody")
    chip.click()
    assert room.marks.get(first.uuid).tags == ("night",)


def test_what_looks_like_case_data_is_hinted_at_and_kept_all_the_same(noted):
    _, room, page = noted
    page.editor.note.setPlainText("ring 07700 900123")
    assert "telephone number" in page.editor.hint.text() and not page.editor.hint.isHidden()
    assert page.editor.save()
    assert room.marks.get(lines(page)[0].uuid).note == "ring 07700 900123"


def test_a_full_disk_keeps_the_text_says_why_and_tries_again(noted, monkeypatch):
    _, room, page = noted
    real = Database.writing

    def full(_self):
        raise UnavailableError("saving in the notebook", None, "the disk is full or did not take it")

    monkeypatch.setattr(Database, "writing", full)
    page.editor.note.setPlainText("must not be lost")
    assert not page.editor.save()
    assert page.editor.note.toPlainText() == "must not be lost"
    assert "disk is full" in page.editor.problem.text() and "still here" in page.editor.problem.text()
    assert not page.editor.again.isHidden()
    monkeypatch.setattr(Database, "writing", real)
    page.editor._retry.timeout.emit()
    assert page.editor.problem.isHidden()
    assert room.marks.get(lines(page)[0].uuid).note == "must not be lost"


def test_ticked_rows_are_tagged_and_deleted_together_and_restored_from_the_bin(qtbot, noted):
    _, room, page = noted
    assert page.selection.isHidden()
    qtbot.keyClick(page.list, KEY.Key_Space)
    qtbot.keyClick(page.list, KEY.Key_Down)
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert page.selection._count.text() == "2 selected"
    page.selection.tag.click()
    qtbot.keyClicks(page.selection.field, "inspection")
    qtbot.keyClick(page.selection.field, KEY.Key_Return)
    assert sum("inspection" in line.tags for line in lines(page)) == 2
    page.selection.delete.click()
    assert rows(page) == ["who asks?"]
    page.bin.click()
    assert page.title.text() == "Bin" and len(rows(page)) == 2
    page.model.tick_all(on=True)
    page.restore.click()
    assert page.empty.title.text() == "The bin is empty"
    page.bin.click()
    assert len(rows(page)) == 3
    assert room.marks.undo().name == "restore"


def test_a_row_opens_its_passage_and_back_comes_back(qtbot, noted):
    window, _, page = noted
    qtbot.keyClick(page.list, KEY.Key_Down)
    qtbot.keyClick(page.list, KEY.Key_Return)
    place = window.travel.history.current
    assert (place.view, place.key, place.paragraph) == (READER, CUSTODY, 3)
    window.travel.back()
    assert window.travel.history.current.view == NOTES


def test_a_draft_left_by_a_crash_is_brought_back(noted):
    _, room, page = noted
    line = lines(page)[0]
    page.editor.note.setPlainText("half a thou")
    page.editor._pause.timeout.emit()
    assert room.marks.get(line.uuid).note == "for the handover"
    assert list(room.desk.drafts()) == [line.uuid]
    # As after a crash: the text on the screen is gone, the draft is not.
    page.editor.forget()
    page.editor.open(room.marks.get(line.uuid))
    assert page.editor.note.toPlainText() == "half a thou"
    assert "brought back" in page.editor.saved.text()
    assert page.editor.save() and not room.desk.drafts()


def test_copying_goes_by_policy_and_nothing_is_nameless(noted):
    window, room, page = noted
    page.editor.copy.click()
    assert "for the handover" in QApplication.clipboard().text()
    for widget in page.findChildren(QAbstractButton) + page.findChildren(QLineEdit):
        if widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
    page.select(key_of(lines(page)[-1]))
    assert page.editor.annotation.note == "who asks?"
    assert room.desk.is_open and window.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_every_theme_paints_every_page(noted, theme):
    window, room, _ = noted
    window.conduct._choose_theme(theme)
    for view in (NOTES, BOOKMARKS, "collections", "review"):
        window.conduct.notes._go(view)
        assert not window.grab().isNull()
        assert window.travel.history.current.view == view
    assert room.page(NOTES).isVisible() is False


def test_the_right_pane_key_shows_and_hides_the_opened_mark(qtbot, noted):
    window, _, page = noted
    assert page.editor.isVisible() and window.parts.toolbar.right_pane.isChecked()
    qtbot.keyClick(window, KEY.Key_F9)
    assert not page.editor.isVisible() and not window.parts.toolbar.right_pane.isChecked()
    qtbot.keyClick(page.list, KEY.Key_F2)
    assert page.editor.note.hasFocus()
    window.conduct.notes._go("collections")
    assert not window.parts.toolbar.right_pane.isEnabled()


def test_an_empty_notebook_shows_nothing_to_filter_or_export(qtbot, window):
    room = make_notebook(window)
    window.conduct.notes._go(NOTES)
    page = room.page(NOTES)
    assert page.empty.isVisible() and page.bin.isVisible()
    assert not page.filter.isVisible() and not page.export.isVisible()
    room.marks.mark(Kind.NOTE, TELLING, 1, note="who asks?")
    assert page.filter.isVisible() and page.export.isVisible() and not page.empty.isVisible()
    page.filter.text.setText("nothing holds this")
    # What hides everything can be taken off again.
    assert page.empty.isVisible() and page.filter.isVisible()


def test_no_button_below_an_opened_note_is_cut(qtbot, window):
    room = make_notebook(window)
    room.marks.mark(Kind.FINDING, TELLING, 1, note="who asks?")
    window.conduct.notes._go(NOTES)
    editor = room.page(NOTES).editor
    for width in (1366, 1024):
        window.resize(width, 768)
        QApplication.processEvents()
        for button in (editor.open_button, editor.copy, editor.delete):
            assert button.width() >= button.sizeHint().width()


def test_a_long_passage_leaves_the_note_in_sight(window):
    room = make_notebook(window)
    room.marks.mark(Kind.FINDING, CUSTODY, 3)
    window.conduct.notes._go(NOTES)
    editor = room.page(NOTES).editor
    editor.passage.show_words("A child who says little may still need protection. " * 20, Kind.FINDING)
    QApplication.processEvents()
    assert editor.passage.text().endswith("…")
    assert editor.note.visibleRegion().boundingRect().height() > 40


def test_the_kind_chosen_and_the_kinds_shown_are_ticked(window):
    room = make_notebook(window)
    room.marks.mark(Kind.FINDING, TELLING, 1)
    window.conduct.notes._go(NOTES)
    page = room.page(NOTES)
    shown = page.filter.kinds
    widths = {name: button.width() for name, button in shown.items()}
    assert [name for name, button in shown.items() if not button.icon().isNull()] == ["all"]
    shown["highlights"].click()
    QApplication.processEvents()
    assert [name for name, button in shown.items() if not button.icon().isNull()] == ["highlights"]
    assert {name: button.width() for name, button in shown.items()} == widths
    accent = room.theme.accent.lower()
    ticked = []
    for kind, button in page.editor.kinds.items():
        picture = button.grab().toImage()
        spots = [(x, y) for x in range(picture.width() - 20, picture.width() - 8) for y in range(10, 24)]
        if any(picture.pixelColor(x, y).name() == accent for x, y in spots):
            ticked.append(kind)
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width() - 8 - 22 - 20
    assert ticked == [Kind.FINDING]


def test_an_opened_passage_bears_the_colour_of_its_kind(qtbot, window):
    room = make_notebook(window)
    room.marks.mark(Kind.FINDING, TELLING, 1)
    window.conduct.notes._go(NOTES)
    editor = room.page(NOTES).editor
    ground = editor.passage.grab().toImage().pixelColor(editor.passage.width() - 3, 3).name()
    assert ground == fill_colour(Kind.FINDING, room.theme).lower()
    editor.kinds[Kind.QUESTION].click()
    ground = editor.passage.grab().toImage().pixelColor(editor.passage.width() - 3, 3).name()
    assert ground == fill_colour(Kind.QUESTION, room.theme).lower()


@pytest.fixture
def spoken(monkeypatch):
    """What a screen reader is told."""
    said = []
    for module in ("notes.notes_view", "window.notes_conduct"):
        monkeypatch.setattr(f"reader.ui.{module}.announce", lambda _widget, text: said.append(text))
    return said


def test_what_is_ticked_deleted_undone_and_locked_is_read_out(qtbot, noted, spoken):
    _, room, page = noted
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert spoken[-1] == "1 selected"
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert spoken[-1] == "0 selected"
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert spoken[-1].startswith("1 moved to the bin. Ctrl+Z")
    room.undo()
    assert spoken[-1] == "Undone: deletion"
    room.lock_now()
    assert "Your notebook is closed" in spoken


@pytest.fixture
def in_menu(qtbot):
    """Opens a filter's menu by keyboard, presses keys in it, and tells what it offered."""

    def act(button, *pressed):
        offered = []

        def press():
            menu = QApplication.activePopupWidget()
            offered.extend(action.text() for action in menu.actions())
            for key in pressed:
                qtbot.keyClick(menu, key)
            assert QApplication.activePopupWidget() is None

        button.setFocus()
        QTimer.singleShot(0, press)
        qtbot.keyClick(button, KEY.Key_Space)
        qtbot.waitUntil(lambda: bool(offered) and QApplication.activePopupWidget() is None)
        assert button.window().focusWidget() is button
        return offered

    return act


def test_the_filters_are_chosen_by_keyboard_and_count_what_they_let_through(qtbot, noted, in_menu):
    _, _, page = noted
    down, enter = KEY.Key_Down, KEY.Key_Return
    assert in_menu(page.filter.document, down, down, enter)[0] == "Any briefing"
    assert page.lead.text() == "2 items from 1 briefing" and page.filter.clear.isVisible()
    assert in_menu(page.filter.tags, down, enter) == ["custody (1)", "training (1)"]
    assert page.lead.text() == "1 item from 1 briefing" and page.filter.tags.text() == "Tags: custody"
    in_menu(page.filter.time, down, down, KEY.Key_Escape)
    assert page.filter.time.text() == "Time: any"
    page.filter.clear.setFocus()
    qtbot.keyClick(page.filter.clear, KEY.Key_Space)
    assert page.lead.text() == "3 items from 2 briefings"
    assert page.window().focusWidget() is page.filter.text


def test_the_bin_offers_the_filters_that_find_something_there(qtbot, noted, in_menu):
    _, _, page = noted
    page.filter.text.setText("who asks")
    qtbot.keyClick(page.list, KEY.Key_Delete)
    page.bin.click()
    assert page.lead.text() == "1 item from 1 briefing" and rows(page) == ["who asks?"]
    assert page.filter.text.isHidden() and page.filter.tags.isHidden() and page.filter.order.isHidden()
    assert len(in_menu(page.filter.document, KEY.Key_Down, KEY.Key_Down, KEY.Key_Return)) == 2
    assert rows(page) == ["who asks?"]
    page.list.setFocus()
    qtbot.keyClick(page.list, KEY.Key_W)
    assert page.window().focusWidget() is page.list and page.filter.text.text() == ""
    page.bin.click()
    assert page.filter.text.isVisible() and page.filter.text.text() == ""


def test_going_to_the_notes_leaves_the_bin_and_going_back_does_not(qtbot, noted):
    window, _, page = noted
    qtbot.keyClick(page.list, KEY.Key_Delete)
    page.bin.click()
    assert page.title.text() == "Bin" and len(rows(page)) == 1
    page.list.opened.emit(page.list.currentIndex())
    assert window.travel.history.current.view == READER
    window.travel.back()
    assert page.title.text() == "Bin"
    for command in ("library", "notes"):
        window.conduct._commands[command]()
    assert page.title.text() == "Notes" and len(rows(page)) == 2
    assert not page.bin.isChecked() and page.filter.isVisible()


def test_deleting_the_last_row_leaves_the_keyboard_on_what_can_be_done_next(qtbot, window):
    room = make_notebook(window)
    room.marks.mark(Kind.NOTE, TELLING, 1, note="who asks?")
    qtbot.waitUntil(window.isActiveWindow)
    window.conduct._commands["notes"]()
    page = room.page(NOTES)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert page.empty.focus_target().hasFocus() and page.empty.focus_target() is page.empty.library
    room.undo()
    assert page.list.isVisible()


def test_f6_reaches_every_part_of_the_notes_and_collections_pages(qtbot, noted):
    window, room, page = noted
    room.marks.gather("First accounts")

    def round_trip():
        seen = []
        for _ in range(8):
            window.conduct._commands["next-pane"]()
            seen.append(QApplication.focusWidget())
        return seen

    assert page.list in round_trip()
    window.conduct._commands["collections"]()
    collections = room.page("collections")
    found = round_trip()
    assert collections.names in found
    room.desk.notes.add_to(collections.collection, [Item(ItemKind.DOCUMENT, TELLING)])
    room.desk.tell(collections=True)
    assert collections.list in round_trip()
