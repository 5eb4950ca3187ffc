"""A long list of notes: rows read as they come into sight, everything ticked by Ctrl+A, and the place in it kept."""

import pytest
from PySide6.QtCore import Qt

from reader.errors import UnavailableError
from reader.notebook import query
from reader.notebook.model import Item, ItemKind, Kind
from reader.notebook.query import Filter
from reader.ui.notes import notes_model
from reader.ui.shared.history import NOTES

from ..notebook_help import CUSTODY, TELLING, lines, make_notebook

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
MANY = 120


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(notes_model, "PAGE", 30)
    monkeypatch.setattr(notes_model, "BLOCK", 7)
    monkeypatch.setattr(notes_model, "MOST_BLOCKS", 4)


@pytest.fixture
def room(window):
    made = make_notebook(window)
    with made.desk.database.writing():
        for number in range(MANY):
            key, place = (CUSTODY, number % 3 + 1) if number % 2 else (TELLING, 1)
            made.desk.notes.mark(Kind.NOTE, key, 1, made.marks._targets(key, place), note=f"note {number}")
    window.conduct._commands["notes"]()
    return made


@pytest.fixture
def page(room):
    return room.page(NOTES)


def current(page):
    return page.model.line(page.list.currentIndex())


def notes(page):
    return [line.note for line in lines(page)]


def test_every_row_is_there_under_its_heading_and_in_order(room, page):
    model = page.model
    assert model.rowCount() == 30
    wanted = [line.note for line in query.lines(room.desk.database, Filter())]
    assert notes(page) == wanted and model.rowCount() == MANY + 2
    headings = [row for row in range(model.rowCount()) if model.heading(model.index(row, 0)) is not None]
    assert headings == [0, MANY // 2 + 1]
    assert [model.heading(model.index(row, 0)).count for row in headings] == [MANY // 2, MANY // 2]
    page.filter._choose(newest=True)
    assert notes(page) == [f"note {number}" for number in reversed(range(MANY))]


def test_end_goes_to_the_last_note_and_home_to_the_first(qtbot, page):
    qtbot.keyClick(page.list, KEY.Key_End)
    assert current(page) == lines(page)[-1] and page.editor.annotation.note == notes(page)[-1]
    qtbot.keyClick(page.list, KEY.Key_Home)
    assert current(page).note == notes(page)[0] and page.list.verticalScrollBar().value() == 0


def test_ctrl_a_ticks_rows_out_of_sight_too_and_delete_and_undo_go_with_all_of_them(qtbot, room, page):
    qtbot.keyClick(page.list, KEY.Key_A, CONTROL)
    assert page.selection._count.text() == f"{MANY} selected" and page.selection.tick.isChecked()
    assert [one.uuid for one in page.chosen()] == [one.uuid for one in query.picks(room.desk.database, Filter())]
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert query.count(room.desk.database, Filter(in_bin=True)) == MANY and page.model.rowCount() == 0
    room.undo()
    assert query.count(room.desk.database, Filter()) == MANY and not page.model.ticks
    assert current(page) is not None


def test_a_tick_goes_with_its_note_and_what_is_chosen_stands_in_the_lists_order(qtbot, room, page):
    every = lines(page)
    for row in (80, 9):
        page.model.tick(page.model.index(row, 0))
    ticked = [page.model.line(page.model.index(row, 0)) for row in (9, 80)]
    assert [one.uuid for one in page.chosen()] == [one.uuid for one in ticked]
    room.marks.delete([ticked[0], every[0]])
    assert [one.uuid for one in page.chosen()] == [ticked[1].uuid] and page.selection.ticked == 1


def test_tagging_everything_leaves_the_list_where_it_was(qtbot, room, page):
    page.model.grow()
    page.list.setCurrentIndex(page.model.index(40, 0))
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 3 * 2)
    here, place = current(page), bar.value()
    qtbot.keyClick(page.list, KEY.Key_A, CONTROL)
    page.selection.tag_wanted.emit("new")
    # The row is out of sight: whoever has scrolled on is not taken back to it.
    assert (current(page).uuid, bar.value()) == (here.uuid, place)
    assert page.model.ticks == MANY and all(line.tags == ("new",) for line in lines(page))


def test_deleting_some_leaves_the_list_where_it_was(qtbot, page):
    page.model.grow()
    page.list.setCurrentIndex(page.model.index(90, 0))
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.value() + 100)
    here, place = current(page), bar.value()
    below = page.model.line(page.model.index(91, 0))
    assert place > 0
    page.model.tick(page.model.index(100, 0))
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert (current(page).uuid, bar.value()) == (here.uuid, place)
    qtbot.keyClick(page.list, KEY.Key_Delete)
    assert (current(page).uuid, bar.value()) == (below.uuid, place)


def test_a_filter_shows_what_it_lets_through_from_the_top(qtbot, page):
    page.model.grow()
    page.list.setCurrentIndex(page.model.index(90, 0))
    qtbot.keyClicks(page.filter.text, "note 1")
    assert page.list.verticalScrollBar().value() == 0 and current(page) == lines(page)[0]
    assert {note.partition(" ")[2][:1] for note in notes(page)} == {"1"}


def test_another_order_keeps_the_note_that_is_read(qtbot, page):
    page.model.grow()
    page.list.setCurrentIndex(page.model.index(90, 0))
    here = current(page)
    page.filter._choose(newest=True)
    assert current(page).uuid == here.uuid
    assert page.list.viewport().rect().intersects(page.list.visualRect(page.list.currentIndex()))


def test_a_note_far_down_is_gone_to(page):
    last = lines(page)[-1]
    page.filter._choose(days=7)
    page.model.show(page.model._source)
    page.select(notes_model.key_of(last))
    assert current(page).uuid == last.uuid


def test_rows_that_cannot_be_read_are_said_and_cost_nothing_else(qtbot, monkeypatch, room, page):
    page.model.grow()
    told = []
    page.failed.connect(told.append)

    def refuse(*_given, **_named):
        raise UnavailableError("reading the notebook", None, "the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(query, "lines", refuse)
        broken.setattr(query, "picks", refuse)
        assert page.model.line(page.model.index(100, 0)) is None
        qtbot.waitUntil(lambda: bool(told))
        qtbot.keyClick(page.list, KEY.Key_A, CONTROL)
        assert len(told) > 1 and not page.model.ticks
    page.refresh()
    assert len(lines(page)) == MANY


def test_a_filter_does_not_outlive_its_collection(room, page):
    chosen = lines(page)[:3]
    made = room.marks.gather("Three", items=[Item(ItemKind.ANNOTATION, one.uuid) for one in chosen])
    page.filter._choose(collection=made.uuid)
    assert len(lines(page)) == 3 and "Three" in page.filter.collection.text()
    room.marks.delete([made])
    assert len(lines(page)) == MANY and not page.filter.choice.narrows and page.filter.clear.isHidden()


def test_in_the_bin_the_button_says_how_many_come_back(qtbot, room, page):
    room.marks.delete(lines(page)[:5])
    page.bin.click()
    assert page.restore.text() == "Restore"
    qtbot.keyClick(page.list, KEY.Key_Space)
    assert page.restore.text() == "Restore 1"
    qtbot.keyClick(page.list, KEY.Key_A, CONTROL)
    assert page.restore.text() == "Restore 5"
    page.restore.click()
    page.bin.click()
    assert len(lines(page)) == MANY and not page.model.ticks


def test_the_bar_below_does_not_cover_the_row_that_was_ticked(qtbot, page):
    qtbot.keyClick(page.list, KEY.Key_End)
    qtbot.keyClick(page.list, KEY.Key_Space)
    view, index = page.list.viewport(), page.list.currentIndex()
    qtbot.waitUntil(lambda: view.rect().contains(page.list.visualRect(index)))
    assert page.selection.isVisible() and current(page) == lines(page)[-1]
