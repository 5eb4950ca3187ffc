"""Collections from the user's side: made, filled, ordered by keys and by dragging, read through, exported."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel

from reader.notebook import notes, query
from reader.notebook.model import Item, ItemKind, Kind
from reader.notes_desk.sharing import Form
from reader.ui.notes import collections_model, collections_picker
from reader.ui.notes.collections_picker import CollectionPicker
from reader.ui.shared.history import COLLECTIONS, NOTES, READER

from ..notebook_help import CUSTODY, TELLING, make_notebook, settled

KEY, MOD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def gathered(qtbot, window):
    """A window at a collection of a paper, a passage and a note; returns window, room and page."""
    qtbot.waitUntil(window.isActiveWindow)
    room = make_notebook(window)
    mark = room.marks.mark(Kind.PRACTICE, CUSTODY, 2, note="for the handover")
    items = [
        Item(ItemKind.DOCUMENT, TELLING),
        Item(ItemKind.PASSAGE, f"{CUSTODY}#before-release"),
        Item(ItemKind.ANNOTATION, mark.uuid),
    ]
    room.marks.gather("First accounts", "For the training day.", items)
    qtbot.keyClick(window, KEY.Key_5, MOD.AltModifier)
    return window, room, room.page(COLLECTIONS)


def titles(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def stored(room):
    return [item.ref for item in query.collections(room.desk.database)[0].items]


def test_items_stand_in_their_order_with_progress(gathered):
    window, _, page = gathered
    assert titles(page) == ["Digest: how children tell", "Before release", titles(page)[2]]
    assert page.title.text() == "First accounts" and page.introduction.toPlainText() == "For the training day."
    assert page._progress_words.text() == "0 of 3 read"
    assert window.windowTitle() == "Collections – Briefing Reader"
    said = page.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("2 of 3. Passage. Before release") and said.endswith("not read yet")


def test_the_keyboard_moves_ticks_and_takes_out(qtbot, gathered):
    window, room, page = gathered
    before = stored(room)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, KEY.Key_Down, MOD.AltModifier | MOD.ShiftModifier)
    assert stored(room) == [before[1], before[0], before[2]]
    assert page.list.currentIndex().row() == 1
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert page._progress_words.text() == "1 of 3 read" and page.progress.value() == 1
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert stored(room) == [before[1], before[2]]
    qtbot.keyClick(window, KEY.Key_Z, MOD.ControlModifier)
    assert len(stored(room)) == 3
    page.up.click()
    assert stored(room)[0] == before[0]


def test_the_first_collection_is_asked_for_alone(qtbot, window):
    room = make_notebook(window)
    for several in (False, True):
        dialog = CollectionPicker(
            window,
            window.parts.tokens,
            room.theme,
            room.desk,
            tasks=room.tasks,
            items=[Item(ItemKind.DOCUMENT, TELLING)],
        )
        qtbot.addWidget(dialog)
        dialog.show()
        labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert ("Collection" in labels) is several
        assert ("New collection" in labels) is not several
        room.marks.gather("First accounts", items=())


def test_a_passage_before_the_first_heading_has_a_name(qtbot, window):
    room = make_notebook(window)
    room.marks.gather(
        "One", items=[Item(ItemKind.PASSAGE, f"{CUSTODY}#start"), Item(ItemKind.PASSAGE, f"{CUSTODY}#gone")]
    )
    window.conduct._commands["collections"]()
    model = room.page(COLLECTIONS).model
    title = "Digest: the first hour in custody"
    assert [model.title(item) for item in model.items] == ["At a glance", title]
    assert [model.details(item) for item in model.items] == [title, title]


def test_a_long_collection_reads_the_marks_in_sight_and_keeps_its_place(qtbot, window, monkeypatch):
    monkeypatch.setattr(collections_model, "BLOCK", 4)
    room = make_notebook(window)
    made = [room.marks.mark(Kind.NOTE, CUSTODY, 1, note=f"note {number}") for number in range(40)]
    room.marks.gather("Long", items=[Item(ItemKind.ANNOTATION, one.uuid) for one in made])
    window.conduct._commands["collections"]()
    page = room.page(COLLECTIONS)
    model, bar = page.model, page.list.verticalScrollBar()
    assert len(model._marks) < 40
    assert [model.details(item) for item in model.items] == [f"note {number}" for number in range(40)]
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    room.marks.delete([made[30]])
    assert bar.value() == place and model.title(model.items[30]) == "This note is in the bin or was erased"
    # The current row is far above: moving it goes there.
    qtbot.keyClick(page.list, KEY.Key_Down)
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert page.collection.progress == (1, 40) and page.list.currentIndex().row() == 1


def test_thousands_are_added_off_the_gui_thread_and_no_more_than_a_collection_takes(qtbot, window, monkeypatch):
    monkeypatch.setattr(collections_picker, "WORTH_WAITING", 3)
    room = make_notebook(window)
    made = [room.marks.mark(Kind.NOTE, CUSTODY, 1, note=f"note {number}") for number in range(3)]
    items = [Item(ItemKind.ANNOTATION, one.uuid) for one in made]
    room.asking.collect(items)
    qtbot.keyClicks(room.asking.dialog.title, "Many")
    room.asking.dialog.add.click()
    qtbot.waitUntil(lambda: room.asking.dialog is None)
    refs = [one.uuid for one in made]
    assert stored(room) == refs and "Added to “Many”" in window.parts.status.right
    monkeypatch.setattr(notes, "LIMITS", replace(notes.LIMITS, items=4))
    room.asking.collect([Item(ItemKind.ANNOTATION, str(number)) for number in range(3)])
    dialog = room.asking.dialog
    dialog.add.click()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert "at most 4 items; with these it would hold 6" in dialog.problem.text() and dialog.add.isEnabled()
    assert stored(room) == refs
    room.undo()
    assert query.collections(room.desk.database) == ()


def test_dragging_a_row_before_another_moves_it(gathered):
    _, room, page = gathered
    before = stored(room)
    data = page.model.mimeData([page.model.index(2, 0)])
    assert data.formats() == ["application/x-briefing-reader-item"] and not data.hasText()
    page.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert stored(room) == [before[2], before[0], before[1]]
    page.model.dropMimeData(
        page.model.mimeData([page.model.index(0, 0)]), Qt.DropAction.MoveAction, 3, 0, QModelIndex()
    )
    assert stored(room) == before


def test_title_and_introduction_are_saved_on_leaving(qtbot, gathered):
    _, room, page = gathered
    page.title.setFocus()
    page.title.selectAll()
    qtbot.keyClicks(page.title, "Second accounts")
    page.introduction.setFocus()
    page.introduction.setPlainText("Another day.")
    page.list.setFocus()
    held = query.collections(room.desk.database)[0]
    assert (held.title, held.introduction) == ("Second accounts", "Another day.")
    page.introduction.setPlainText("crime ref 42/12345/26")
    assert "crime reference" in page.hint.text()


def test_a_new_collection_is_made_named_filled_and_binned(qtbot, gathered):
    window, room, page = gathered
    page.new.click()
    qtbot.keyClicks(page.title, "Neglect day")
    qtbot.keyClick(page.title, KEY.Key_Return)
    assert [one.title for one in query.collections(room.desk.database)] == ["First accounts", "Neglect day"]
    page.delete.click()
    assert [one.title for one in query.collections(room.desk.database)] == ["First accounts"]
    qtbot.keyClick(window, KEY.Key_Z, MOD.ControlModifier)
    assert len(query.collections(room.desk.database)) == 2
    assert window.parts.sidebar.tree.model().match(
        window.parts.sidebar.tree.model().index(0, 0), Qt.ItemDataRole.AccessibleTextRole, "Collections, 2", 1
    )


def test_the_sidebar_lists_them_and_leads_to_each(qtbot, gathered):
    window, room, page = gathered
    room.marks.gather("Neglect day")
    sidebar = window.parts.sidebar
    tree, model = sidebar.tree, sidebar.tree.model()
    heading = sidebar._find(COLLECTIONS)
    titles = [model.index(row, 0, heading).data() for row in range(model.rowCount(heading))]
    assert titles == ["First accounts", "Neglect day"] and tree.isExpanded(heading)
    assert model.index(0, 0, heading).data(Qt.ItemDataRole.AccessibleTextRole).startswith("First accounts, ")
    # Enter goes there; Left folds them, and the heading itself is a page.
    tree.setFocus()
    tree.setCurrentIndex(model.index(1, 0, heading))
    qtbot.keyClick(tree, KEY.Key_Return)
    assert window.travel.history.current.view == COLLECTIONS and page.collection.title == "Neglect day"
    assert tree.currentIndex().data() == "Neglect day"
    page.names.setCurrentRow(0)
    assert tree.currentIndex().data() == "First accounts"
    tree.setCurrentIndex(heading)
    qtbot.keyClick(tree, KEY.Key_Left)
    assert not tree.isExpanded(heading)
    window.travel.go_to_library()
    qtbot.keyClick(tree, KEY.Key_Return)
    tree.setCurrentIndex(sidebar._find(COLLECTIONS))
    qtbot.keyClick(tree, KEY.Key_Return)
    assert window.travel.history.current.view == COLLECTIONS
    # A title is a note's text: locking takes it away.
    room.lock_now()
    assert model.rowCount(sidebar._find(COLLECTIONS)) == 0


def test_items_open_where_they_stand(qtbot, gathered):
    window, _, page = gathered
    page.list.setCurrentIndex(page.model.index(1, 0))
    qtbot.keyClick(page.list, KEY.Key_Return)
    place = window.travel.history.current
    assert (place.view, place.key, place.section) == (READER, CUSTODY, "before-release")
    window.travel.back()
    assert window.travel.history.current.view == COLLECTIONS


def test_adding_from_the_reader_the_library_and_the_notes(qtbot, gathered):
    window, room, _ = gathered
    window.travel.open_document(TELLING)
    qtbot.keyClick(window, KEY.Key_C, MOD.ControlModifier | MOD.ShiftModifier)
    dialog = room.asking.dialog
    qtbot.keyClicks(dialog.title, "From the reader")
    dialog._add()
    made = next(one for one in query.collections(room.desk.database) if one.title == "From the reader")
    assert made.items[0].ref.startswith(TELLING)
    window.conduct.notes._go(NOTES)
    room.collect()
    room.asking.dialog.names.setCurrentRow(0)
    room.asking.dialog._add()
    assert room.asking.dialog is None or not room.asking.dialog.isVisible()
    held = query.collections(room.desk.database)[0]
    assert len(held.items) == len({item.ref for item in held.items})


def test_a_collection_is_exported_as_one_document(qtbot, gathered, tmp_path):
    window, room, page = gathered
    page.export.click()
    settled(qtbot, window)
    dialog = room.asking.dialog
    assert dialog.what.currentText() == "First accounts"
    assert "For the training day." in dialog.preview.toPlainText()
    dialog.form.setCurrentIndex([*_order()].index(Form.MARKDOWN))
    dialog.write(tmp_path / "day.md")
    settled(qtbot, window)
    text = (tmp_path / "day.md").read_text("utf-8").replace("\\", "")
    parts = ("For the training day.", "Digest: how children tell", "where the child will sleep", "for the handover")
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def _order():
    from reader.ui.notes.export_dialog import ORDER  # noqa: PLC0415 - Qt is up by then

    return ORDER


def test_enter_on_cancel_cancels(qtbot, window):
    room = make_notebook(window)
    item = Item(ItemKind.DOCUMENT, TELLING)
    dialog = CollectionPicker(window, window.parts.tokens, room.theme, room.desk, tasks=room.tasks, items=[item])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.title.hasFocus)
    qtbot.keyClicks(dialog.title, "Never made")
    dialog.cancel.setFocus()
    qtbot.keyClick(dialog.cancel, KEY.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert query.collections(room.desk.database) == ()
