"""Unlocking, locking, shared desks and temporary notes; two officers under one log-in; every byte on the disk."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from reader.errors import UsageError
from reader.notebook import keys, query
from reader.notebook.model import Kind
from reader.notebook.query import Filter
from reader.notebook.unlocking import Passphrase
from reader.notes_desk.desk import State
from reader.ui.notes.notes_asking import Asking
from reader.ui.shared.history import LIBRARY, NOTES, READER

from ..notebook_help import CUSTODY, WORDS, cheap_derivation, every_byte, make_notebook, settled

KEY, MOD = Qt.Key, Qt.KeyboardModifier
SECRET = "zebra-quartz"  # noqa: S105 - a word to look for, not a password


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch):
    # A test that fails must not wait for an answer when its window is closed.
    monkeypatch.setattr(Asking, "may_lose", lambda _: True)


def dialog(window):
    return window.parts.notes.asking.dialog


def shown_words(window):
    """Every text that can be seen, models included."""
    found = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    for page in window.parts.notes._pages.values():
        model = getattr(page, "model", None)
        if model is not None:
            found += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    return " ".join(found)


def test_the_first_notebook_is_made_where_notes_are_first_wanted(qtbot, window):
    done = []
    window.parts.notes.wanted(lambda: done.append(window.parts.notes.desk.name))
    page = dialog(window)
    texts = " ".join(label.text() for label in page.findChildren(QLabel))
    for part in ("What:", "Where:", "Who can read it:", "Nothing leaves this computer"):
        assert part in texts
    qtbot.keyClicks(page.name, "PC One")
    qtbot.keyClicks(page.passphrase.edit, WORDS)
    qtbot.keyClicks(page.again.edit, "something else")
    page._create()
    settled(qtbot, window)
    assert "not the same" in page.problem.text()
    page.again.clear()
    qtbot.keyClicks(page.again.edit, WORDS)
    page._create()
    settled(qtbot, window)
    assert done == ["PC One"]
    assert window.parts.status.notebook == "Notebook unlocked"


def test_locking_clears_everything_and_unlocking_brings_notes_back(qtbot, window, search):
    qtbot.waitUntil(window.isActiveWindow)
    room = make_notebook(window)
    room.marks.mark(Kind.NOTE, CUSTODY, 2, note=SECRET)
    window.library.list.setCurrentIndex(window.library.model.index(2, 0))
    search(window, "custody")
    window.travel.open_document(CUSTODY)
    window.conduct.notes._go(NOTES)
    page = room.page(NOTES)
    assert SECRET in page.editor.note.toPlainText()
    room.copy(SECRET)
    page.editor.note.setPlainText(SECRET + " half written")
    qtbot.keyClick(window, KEY.Key_L, MOD.ControlModifier)
    assert room.desk.state is State.LOCKED
    assert window.parts.status.notebook == "Notebook locked"
    assert window.travel.history.current.view == LIBRARY and not window.travel.history.can_go_back
    assert window.parts.toolbar.search.text() == "" and window.parts.reader.reading is None
    assert window.travel.left_off().document == ""
    assert window.library.list.currentIndex() == window.library.model.first()
    assert QApplication.clipboard().text() == ""
    assert page.editor.note.toPlainText() == "" and not page.editor.note.document().isUndoAvailable()
    assert SECRET not in shown_words(window)
    tree = window.parts.sidebar.tree.model()
    assert tree.index(tree.rowCount() - 2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Notes, locked"

    qtbot.keyClick(window, KEY.Key_L, MOD.ControlModifier)
    unlock = dialog(window)
    qtbot.keyClicks(unlock.passphrase.edit, "quite wrong words")
    unlock._unlock()
    settled(qtbot, window)
    assert "does not open this notebook" in unlock.problem.text() and not room.desk.is_open
    unlock.passphrase.clear()
    qtbot.keyClicks(unlock.passphrase.edit, WORDS)
    unlock._unlock()
    settled(qtbot, window)
    assert room.desk.is_open
    line = query.lines(room.desk.database, Filter())[0]
    assert line.note == SECRET + " half written"


def test_unlocking_freezes_nothing_and_can_be_given_up(qtbot, window, monkeypatch):
    room = make_notebook(window)
    room.lock_now()
    asked, go = threading.Event(), threading.Event()

    def slow(*given):
        asked.set()
        assert go.wait(10)
        return cheap_derivation(*given)

    monkeypatch.setattr(keys, "_derive", slow)
    room.asking.unlock()
    unlock = dialog(window)
    qtbot.keyClicks(unlock.passphrase.edit, WORDS)
    qtbot.keyClick(unlock.passphrase.edit, KEY.Key_Return)
    qtbot.waitUntil(unlock.working.isVisible)
    assert unlock.working.words.text() == "Unlocking…" and not unlock.passphrase.edit.isEnabled()
    assert unlock.working.bar.accessibleName() == "Unlocking…"
    assert asked.is_set() and not room.desk.is_open
    unlock.working.cancel.click()
    assert unlock.isVisible() and not unlock.working.isVisible() and unlock.passphrase.edit.isEnabled()
    go.set()
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("unlock"))
    assert not room.desk.is_open
    # What came too late was closed again: the second attempt gets the notebook for writing.
    unlock._unlock()
    settled(qtbot, window)
    assert room.desk.can_write and dialog(window) is None


def test_a_notebook_that_was_given_up_while_it_was_made_leaves_nothing(qtbot, window, profile, monkeypatch):
    go = threading.Event()

    def slow(*given):
        assert go.wait(10)
        return cheap_derivation(*given)

    monkeypatch.setattr(keys, "_derive", slow)
    room = window.parts.notes
    room.asking.unlock()
    first = dialog(window)
    first.name.setText("PC One")
    first.passphrase.edit.setText(WORDS)
    first.again.edit.setText(WORDS)
    first.make.click()
    qtbot.waitUntil(lambda: first.working.busy)
    first.reject()
    go.set()
    settled(qtbot, window)
    assert room.desk.profiles() == () and not list((profile.state / "notebooks").iterdir())


def test_a_notebook_that_opens_by_this_log_in_says_what_that_is_worth(qtbot, open_window):
    window = open_window()
    room = window.parts.notes
    room.asking.unlock()
    first = dialog(window)
    first.name.setText("PC One")
    first.by_login.click()
    first._create()
    settled(qtbot, window)
    assert room.desk.is_open and "administrator" in window.parts.banner.text
    room.asking.ways_in()
    assert "administrator" in " ".join(label.text() for label in dialog(window).findChildren(QLabel))
    dialog(window).accept()
    window.close()
    again = open_window()
    qtbot.waitUntil(lambda: again.parts.notes.desk.is_open)
    assert again.parts.status.notebook == "Notebook unlocked"


def test_the_recovery_code_opens_what_the_passphrase_no_longer_does(qtbot, window):
    room = window.parts.notes
    room.desk.create("PC One", Passphrase(WORDS))
    code = room.desk.notebook.set_recovery()
    room.lock_now()
    room.asking.unlock()
    unlock = dialog(window)
    unlock.forgotten.click()
    assert "nobody can open it" in unlock.problem.text()
    qtbot.keyClicks(unlock.passphrase.edit, code.lower().replace("-", " "))
    unlock._unlock()
    settled(qtbot, window)
    assert room.desk.is_open


def test_ways_in_are_changed_and_the_code_is_shown_once(qtbot, window):
    room = make_notebook(window)
    room.asking.ways_in()
    ways = dialog(window)
    ways.passphrase.edit.setText("another long phrase")
    ways.again.edit.setText("another long phrase")
    ways.change.click()
    settled(qtbot, window)
    assert "new passphrase" in ways.problem.text()
    ways._new_code()
    settled(qtbot, window)
    shown = dialog(window)
    code = shown.code.text().replace("\n", "")
    assert not shown.finish.isEnabled()
    shown.reject()
    assert shown.isVisible() and "paper" in shown.problem.text()
    shown.kept.click()
    assert shown.finish.isEnabled()
    shown.accept()
    assert code not in QApplication.clipboard().text()
    room.lock_now()
    with pytest.raises(UsageError):
        room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    room.desk.unlock(room.desk.profile(""), Passphrase("another long phrase"))


def test_a_second_way_is_made_before_the_tenth_note(qtbot, window):
    room = window.parts.notes
    room.desk.create("PC One", Passphrase(WORDS))
    for _ in range(9):
        room.marks.mark(Kind.NOTE, CUSTODY, 2)
    room.wanted(lambda: room.marks.mark(Kind.NOTE, CUSTODY, 2))
    assert "one way only" in window.parts.banner.text
    settled(qtbot, window)
    assert dialog(window).code.text().count("-") == 7
    dialog(window).kept.click()
    dialog(window).accept()
    room.marks.mark(Kind.NOTE, CUSTODY, 2)
    assert room.count_all() == 10


def test_an_idle_notebook_warns_and_one_key_keeps_it_open(qtbot, window):
    room = make_notebook(window)
    idle, now = window.conduct.notes.idle, [1000.0]
    idle._clock = lambda: now[0]
    idle.touch()
    now[0] += 10 * 60 - 15
    idle.look()
    banner = window.parts.lock_banner
    assert banner.isVisible() and "locks in 15 seconds" in banner.text.text()
    idle.touch()
    assert not banner.isVisible() and room.desk.is_open
    now[0] += 10 * 60 - 5
    idle.look()
    assert "locks in 5 seconds" in banner.text.text()
    now[0] += 6
    idle.look()
    assert not room.desk.is_open and not banner.isVisible()


def test_input_in_other_windows_counts_where_the_system_tells(window):
    room = make_notebook(window)
    idle, now, elsewhere = window.conduct.notes.idle, [1000.0], [3.0]
    asked = []

    def tells():
        asked.append(now[0])
        return elsewhere[0]

    idle._clock, idle._find_source = lambda: now[0], lambda: tells
    idle.touch()
    now[0] += 60
    idle.look()
    assert not asked
    now[0] += 11 * 60
    idle.look()
    assert asked and room.desk.is_open and not window.parts.lock_banner.isVisible()
    elsewhere[0] = 10 * 60 + 1.0
    idle.look()
    assert not room.desk.is_open


def test_a_shared_desk_opens_for_reading_and_leaves_nothing(qtbot, open_window, profile, set_policies, search):
    set_policies(shared_desk=True)
    window = open_window()
    before = every_byte(profile.profile)
    banner = window.parts.lock_banner
    assert banner.isVisible() and "notes are off until you unlock" in banner.text.text()
    assert dialog(window) is None
    search(window, "custody")
    window.travel.open_document(CUSTODY)
    assert window.travel.history.current.view == READER
    window.conduct._choose_theme("dark")
    window.close()
    assert every_byte(profile.profile) == before
    assert not profile.session_file.exists() and not profile.settings_file.exists()


def test_two_officers_under_one_log_in(qtbot, open_window, profile, set_policies):
    set_policies(shared_desk=True)
    window = open_window()
    room = make_notebook(window, "PC One")
    room.marks.mark(Kind.NOTE, CUSTODY, 2, note=SECRET, tags=["sapphire"])
    window.conduct.notes._go(NOTES)
    assert "PC One" in window.parts.lock_banner.text.text()
    window.parts.lock_banner.switch.click()
    assert not room.desk.is_open
    unlock = dialog(window)
    assert [unlock.choice.itemText(row) for row in range(unlock.choice.count())] == ["PC One"]
    unlock._new()
    first = dialog(window)
    assert first.by_login.parent() is None or not first.by_login.isVisible()
    qtbot.keyClicks(first.name, "PC Two")
    for field in (first.passphrase, first.again):
        qtbot.keyClicks(field.edit, "second officer's words")
    first._create()
    settled(qtbot, window)
    assert room.desk.name == "PC Two" and room.count_all() == 0
    assert window.travel.history.current.view == LIBRARY
    window.conduct.notes._go(NOTES)
    assert SECRET not in shown_words(window) and "sapphire" not in shown_words(window)
    assert [tag for tag, _ in query.tags(room.desk.database)] == []
    assert room.marks.undo() is None
    window.close()
    everything = every_byte(profile.profile)
    for word in (SECRET, "sapphire", WORDS, "second officer"):
        assert word.encode() not in everything and word.encode("utf-16-le") not in everything


def test_temporary_notes_end_with_a_warning_and_without_a_trace(qtbot, open_window, profile, monkeypatch):
    open_window().close()
    profile.session_file.unlink()
    window = open_window()
    before = every_byte(profile.profile)
    room = window.parts.notes
    room.asking.temporary()
    assert room.desk.state is State.TEMPORARY
    assert "kept in memory" in window.parts.lock_banner.text.text()
    room.marks.mark(Kind.NOTE, CUSTODY, 2, note=SECRET)
    window.conduct.notes._go(NOTES)
    answers = [False, True]
    monkeypatch.setattr(room.asking, "may_lose", lambda: answers.pop(0))
    window.close()
    assert window.isVisible() and room.desk.is_open
    window.close()
    assert not window.isVisible() and not room.desk.is_open
    assert every_byte(profile.profile) == before


@pytest.mark.parametrize("notes", ["memory-only", "off"])
def test_policy_that_keeps_no_notes_is_said(open_window, set_policies, notes):
    set_policies(notes=notes, export="off")
    window = open_window()
    room = window.parts.notes
    room.wanted(lambda: None)
    if notes == "off":
        assert dialog(window) is None and "organisation" in window.parts.banner.text
        assert window.parts.status.notebook == "Notes are off"
        return
    assert "memory only" in " ".join(label.text() for label in dialog(window).findChildren(QLabel))
    dialog(window)._temporary()
    assert room.desk.state is State.TEMPORARY
    room.marks.mark(Kind.NOTE, CUSTODY, 2)
    window.conduct.notes._go(NOTES)
    assert not room.page(NOTES).export.isEnabled()
    assert room.page(NOTES).export.toolTip() == "Managed by your organisation"
    room.export(None)
    assert "organisation" in window.parts.banner.text
    room.lock_now()
