"""Exporting, importing, undoing off the GUI thread: how far it is, Cancel, and a notebook locked or closed meanwhile.

What a worker does is held up by an event, never by time.
"""

import datetime as dt
import threading

import pytest
from PySide6.QtCore import Qt

from reader.notebook import journal, query, retention
from reader.notebook.exchange import merge
from reader.notebook.model import Kind
from reader.notebook.query import Filter
from reader.notebook.retention import BIN_DAYS
from reader.notebook.unlocking import Passphrase
from reader.notes_desk import sharing
from reader.notes_desk.sharing import Choice, Form
from reader.ui.notes import notes_acts, notes_room
from reader.ui.shared.history import NOTES

from ..notebook_help import CUSTODY, TELLING, WORDS, exported, imported, make_notebook, settled

MANY = 30
SECONDS = 10


@pytest.fixture
def room(window):
    made = make_notebook(window)
    for number in range(MANY):
        made.marks.mark(Kind.NOTE, (CUSTODY, TELLING)[number % 2], 1, note=f"note {number}", tags=["training"])
    return made


@pytest.fixture
def colleagues(qtbot, window, room, tmp_path):
    """A set of thirty notes."""
    return exported(qtbot, window, Form.JSON, tmp_path / "set.jsonld")


class Held:
    """A function that waits at its `number`th call until it is let go."""

    def __init__(self, monkeypatch, where, name, number=1):
        self.real, self.left = getattr(where, name), number
        self.reached, self.go = threading.Event(), threading.Event()
        monkeypatch.setattr(where, name, self.call)

    def call(self, *given, **named):
        self.left -= 1
        if self.left == 0:
            self.reached.set()
            assert self.go.wait(SECONDS)
        return self.real(*given, **named)

    def wait(self, qtbot):
        qtbot.waitUntil(self.reached.is_set, timeout=SECONDS * 1000)


def shown_working(qtbot, dialog):
    qtbot.waitUntil(dialog.working.isVisible, timeout=SECONDS * 1000)
    return dialog.working


def counted(qtbot, dialog):
    """The same once it is said how far the work is."""
    working = shown_working(qtbot, dialog)
    qtbot.waitUntil(lambda: working.bar.maximum() == MANY, timeout=SECONDS * 1000)
    return working


def count(room, name=""):
    return query.count(room.desk.database, Filter(set_name=name))


def preview(qtbot, window, room, file, apart="PC Two"):
    """The import dialog, before Import is pressed."""
    room.import_set(file)
    settled(qtbot, window)
    dialog = room.asking.dialog
    dialog.apart.click()
    dialog.name.setText(apart)
    dialog._compare()
    settled(qtbot, window)
    assert f"Added: {MANY}" in dialog._counts.text()
    return dialog


def test_reading_a_set_shows_its_progress_and_is_given_up_by_cancel(qtbot, window, room, colleagues, monkeypatch):
    held = Held(monkeypatch, merge, "_step", 5)
    room.import_set(colleagues)
    dialog = room.asking.dialog
    held.wait(qtbot)
    working = counted(qtbot, dialog)
    assert "set.jsonld" in working.words.text()
    assert working.bar.accessibleName() and working.cancel.hasFocus()
    assert not dialog.take.isEnabled() and not dialog.apart.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and working.words.text() == "Stopping…" and not working.cancel.isEnabled()
    held.go.set()
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)
    assert "Nothing was imported" in window.parts.status.right and count(room) == MANY


def test_an_import_stopped_half_way_takes_nothing_in_and_can_be_made_again(
    qtbot, window, room, colleagues, monkeypatch
):
    dialog = preview(qtbot, window, room, colleagues)
    monkeypatch.setattr("reader.notebook.watched.REPORT_EVERY", 1)
    held = Held(monkeypatch, merge, "_step", 10)
    dialog.take.click()
    held.wait(qtbot)
    qtbot.mouseClick(shown_working(qtbot, dialog).cancel, Qt.MouseButton.LeftButton)
    held.go.set()
    settled(qtbot, window)
    assert "Nothing was imported" in dialog.problem.text() and dialog.take.isEnabled()
    assert count(room, "PC Two") == 0 and room.desk.notes.sets() == ()
    dialog.take.click()
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)
    assert count(room, "PC Two") == MANY and f"{MANY} notes imported" in window.parts.status.right


def test_locking_while_a_set_is_taken_in_leaves_the_notebook_as_it_was(qtbot, window, room, colleagues, monkeypatch):
    dialog = preview(qtbot, window, room, colleagues)
    monkeypatch.setattr("reader.notebook.watched.REPORT_EVERY", 1)
    held = Held(monkeypatch, merge, "_step", 10)
    dialog.take.click()
    held.wait(qtbot)
    room.desk.before_lock(held.go.set)
    assert room.lock()
    assert not room.desk.is_open and room.asking.dialog is None
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("unlock"), timeout=SECONDS * 1000)
    room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    assert count(room) == MANY and count(room, "PC Two") == 0
    assert room.desk.notebook.check(full=True) == ()
    # And it can be written: nobody holds it any more.
    imported(qtbot, window, colleagues, apart="PC Two")
    assert count(room, "PC Two") == MANY


def test_closing_the_window_while_a_set_is_taken_in_leaves_the_notebook_whole(
    qtbot, open_window, tmp_path, monkeypatch
):
    window = open_window()
    room = make_notebook(window)
    for number in range(MANY):
        room.marks.mark(Kind.NOTE, TELLING, 1, note=f"note {number}")
    file = exported(qtbot, window, Form.JSON, tmp_path / "set.jsonld")
    dialog = preview(qtbot, window, room, file)
    monkeypatch.setattr("reader.notebook.watched.REPORT_EVERY", 1)
    held = Held(monkeypatch, merge, "_step", 10)
    dialog.take.click()
    held.wait(qtbot)
    room.desk.before_lock(held.go.set)
    window.close()
    again = open_window().parts.notes
    again.desk.unlock(again.desk.profile(""), Passphrase(WORDS))
    assert not again.desk.notebook.read_only and again.desk.notebook.check(full=True) == ()
    assert count(again) == MANY and count(again, "PC Two") == 0


def test_a_long_undo_shows_its_progress_and_can_be_stopped(qtbot, window, room, colleagues, monkeypatch):
    imported(qtbot, window, colleagues, apart="PC Two")
    monkeypatch.setattr(notes_room, "WORTH_WAITING", MANY)
    monkeypatch.setattr("reader.notebook.watched.REPORT_EVERY", 1)
    held = Held(monkeypatch, journal, "_where_it_stands", 10)
    room.undo()
    dialog = room.asking.dialog
    held.wait(qtbot)
    working = counted(qtbot, dialog)
    assert working.words.text() == "Undoing…"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    held.go.set()
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)
    assert "Everything is as it was" in window.parts.status.right and count(room, "PC Two") == MANY
    room.undo()
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)
    assert count(room, "PC Two") == 0 and "Undone: " in window.parts.status.right
    room.redo()
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)
    assert count(room, "PC Two") == MANY and "Done again: " in window.parts.status.right


def test_an_export_stopped_before_it_is_written_leaves_the_file_that_was_there(
    qtbot, window, room, tmp_path, monkeypatch
):
    file = tmp_path / "out.md"
    file.write_text("what was there", "utf-8")
    held = Held(monkeypatch, sharing, "rendered")
    room.asking.export(Choice())
    dialog = room.asking.dialog
    assert not dialog.save.isEnabled()
    settled(qtbot, window)
    dialog.write(file)
    held.wait(qtbot)
    qtbot.mouseClick(shown_working(qtbot, dialog).cancel, Qt.MouseButton.LeftButton)
    held.go.set()
    settled(qtbot, window)
    assert "Nothing was written" in dialog.problem.text()
    assert file.read_text("utf-8") == "what was there" and [*tmp_path.glob("out*")] == [file]


def test_locking_closes_a_dialog_that_shows_notes(qtbot, window, room):
    room.asking.export(Choice())
    settled(qtbot, window)
    dialog = room.asking.dialog
    assert "note 1" in dialog.preview.toPlainText()
    room.lock_now()
    assert room.asking.dialog is None and not dialog.isVisible()


def test_gathering_that_is_no_longer_wanted_is_not_shown(qtbot, window, room, monkeypatch):
    held = Held(monkeypatch, sharing, "_chosen")
    room.asking.export(Choice())
    dialog = room.asking.dialog
    held.wait(qtbot)
    dialog.what.setCurrentIndex(dialog.what.findText("Tag: training"))
    held.go.set()
    settled(qtbot, window)
    assert dialog._export.chosen.title == "training" and dialog.save.isEnabled()


@pytest.fixture
def ticked(window, room, monkeypatch):
    """The page of notes with every row ticked, where thirty are many."""
    monkeypatch.setattr(notes_acts, "WORTH_WAITING", MANY)
    monkeypatch.setattr("reader.notebook.watched.REPORT_EVERY", 1)
    window.conduct._commands["notes"]()
    page = room.page(NOTES)
    page.model.tick_all(on=True)
    return page


def finished(qtbot, room):
    qtbot.waitUntil(lambda: room.asking.dialog is None, timeout=SECONDS * 1000)


def in_bin(room):
    return query.count(room.desk.database, Filter(in_bin=True))


def test_deleting_many_shows_its_progress_and_cancel_leaves_them_all(qtbot, window, room, ticked, monkeypatch):
    held = Held(monkeypatch, journal, "put", 10)
    ticked.selection.delete.click()
    held.wait(qtbot)
    working = counted(qtbot, room.asking.dialog)
    assert working.words.text() == "Moving to the bin…"
    qtbot.keyClick(room.asking.dialog, Qt.Key.Key_Escape)
    held.go.set()
    finished(qtbot, room)
    assert "Everything is as it was" in window.parts.status.right
    assert count(room) == MANY and not in_bin(room) and len(ticked.model.ticked) == MANY


def test_many_are_tagged_deleted_and_restored_each_as_one_step_of_undo(qtbot, window, room, ticked):
    ticked.selection.tag_wanted.emit("new")
    finished(qtbot, room)
    assert query.count(room.desk.database, Filter(tags=("new", "training"))) == MANY
    assert "Tag “new” added" in window.parts.status.right and len(ticked.model.ticked) == MANY
    ticked.list.setFocus()
    qtbot.keyClick(ticked.list, Qt.Key.Key_Delete)
    finished(qtbot, room)
    assert in_bin(room) == MANY and "30 moved to the bin" in window.parts.status.right
    assert window.focusWidget() is ticked.empty.focus_target()
    ticked.bin.click()
    ticked.model.tick_all(on=True)
    ticked.restore.click()
    finished(qtbot, room)
    assert count(room) == MANY and "30 restored" in window.parts.status.right
    for left in (0, MANY):
        room.undo()
        assert count(room) == left
    room.undo()
    assert query.count(room.desk.database, Filter(tags=("new",))) == 0 and count(room) == MANY


def test_locking_while_many_are_deleted_leaves_them_all(qtbot, window, room, ticked, monkeypatch):
    held = Held(monkeypatch, journal, "put", 10)
    ticked.selection.delete.click()
    held.wait(qtbot)
    room.desk.before_lock(held.go.set)
    assert room.lock() and not room.desk.is_open
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("unlock"), timeout=SECONDS * 1000)
    room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    assert count(room) == MANY and not in_bin(room) and room.desk.notebook.check(full=True) == ()


@pytest.fixture
def apart(qtbot, window, colleagues, ticked):
    """The set taken in beside one's own; the page of notes."""
    imported(qtbot, window, colleagues, apart="PC Two")
    return ticked


def test_a_large_set_is_removed_with_its_progress(qtbot, window, room, apart, monkeypatch):
    held = Held(monkeypatch, journal, "put", 10)
    apart.filter.set_removed.emit("PC Two")
    held.wait(qtbot)
    assert shown_working(qtbot, room.asking.dialog).words.text() == "Removing the set…"
    held.go.set()
    finished(qtbot, room)
    assert count(room, "PC Two") == 0 and in_bin(room) == MANY and room.desk.notes.sets() == ()
    assert "“PC Two” was removed" in window.parts.status.right


def test_what_is_ticked_is_exported_as_it_is_now(qtbot, window, room, ticked):
    ticked.selection.export.click()
    settled(qtbot, window)
    assert room.asking.dialog._export.count == MANY
    assert all(one.note for one in room.asking.dialog._export.chosen.annotations)


@pytest.fixture
def due(room):
    """A locked notebook whose every note has been in the bin for more than thirty days."""
    room.desk.notes.delete(query.lines(room.desk.database, Filter()))
    room.lock_now()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=BIN_DAYS + 2)
    room.desk.clock = lambda: later
    return room


def unlocking(room):
    room.asking.unlock()
    dialog = room.asking.dialog
    dialog.passphrase.edit.setText(WORDS)
    dialog.unlock.click()
    return dialog


def test_what_leaves_the_bin_is_erased_before_the_window_has_the_notebook(qtbot, window, due, monkeypatch):
    held = Held(monkeypatch, retention, "_sweep")
    dialog = unlocking(due)
    held.wait(qtbot)
    assert shown_working(qtbot, dialog).words.text() == "Unlocking…" and not due.desk.is_open
    held.go.set()
    qtbot.waitUntil(lambda: due.desk.is_open, timeout=SECONDS * 1000)
    assert in_bin(due) == 0 and f"{MANY} old notes were erased" in window.parts.banner._text.text()


def test_giving_up_while_it_is_erased_leaves_a_notebook_that_opens(qtbot, window, due, monkeypatch):
    held = Held(monkeypatch, retention, "forget", 10)
    dialog = unlocking(due)
    held.wait(qtbot)
    qtbot.mouseClick(shown_working(qtbot, dialog).cancel, Qt.MouseButton.LeftButton)
    dialog.reject()
    held.go.set()
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("unlock"), timeout=SECONDS * 1000)
    assert not due.desk.is_open
    unlocking(due)
    qtbot.waitUntil(lambda: due.desk.is_open, timeout=SECONDS * 1000)
    assert due.desk.can_write and in_bin(due) == 0 and due.desk.notebook.check(full=True) == ()
