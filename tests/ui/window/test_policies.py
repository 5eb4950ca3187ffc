"""What an administrator sets takes effect in the window, and its controls say so (FORMATS Y2, Y3)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from reader import app, policy
from reader.notebook.model import Kind
from reader.notes_desk.remembered import Remembered
from reader.ui.library.library_model import SHORTEST, TITLE
from reader.ui.notes.unlock_slots import RecoveryCodeDialog
from reader.ui.shared.history import LIBRARY, READER
from reader.ui.window import session as sessions
from reader.ui.window.clipboard_guard import ClipboardGuard
from reader.ui.window.settings_dialog import SettingsDialog

from ..notebook_help import CUSTODY, TELLING, make_notebook

MANAGED = "Managed by your organisation"


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def read(window, key=TELLING):
    window.travel.open_document(key)
    page = window.parts.reader.page
    page.view.setFocus()
    return page


@pytest.fixture
def clipboard(qapp):
    board = QApplication.clipboard()
    board.setText("from elsewhere")
    yield board
    board.clear()


def test_without_policy_text_is_copied(qtbot, open_window, clipboard):
    page = read(open_window())
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Patience" in clipboard.text()


def test_clipboard(qtbot, open_window, set_policies, clipboard):
    set_policies(clipboard="off")
    window = open_window()
    page = read(window)
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.status.right == MANAGED
    page.copy_with_citation()
    assert clipboard.text() == "from elsewhere"
    assert page.view.createMimeDataFromSelection().text() == ""
    entries = {action.text(): action.isEnabled() for action in page.view.context_menu().actions() if action.text()}
    assert (entries["Copy"], entries["Copy with citation"], entries["Select all"]) == (False, False, True)
    button = window.parts.toolbar.copy_citation
    assert not button.isEnabled() and button.toolTip() == MANAGED


def test_clipboard__whatever_way_text_comes_there_it_does_not_stay(
    qtbot, open_window, set_policies, clipboard, monkeypatch
):
    # The offscreen clipboard cannot say whose content it holds; here it is all ours.
    monkeypatch.setattr(ClipboardGuard, "_is_ours", lambda _self, _mode: True)
    set_policies(clipboard="off")
    window = open_window()
    field = window.parts.toolbar.search
    field.setText("custody")
    field.selectAll()
    field.copy()
    assert clipboard.text() == ""
    menu = field.createStandardContextMenu()
    menu.popup(field.mapToGlobal(field.rect().center()))
    assert not any(action.isEnabled() for action in menu.actions() if action.objectName() in {"edit-copy", "edit-cut"})
    menu.close()
    menu.deleteLater()
    qtbot.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "custody"


def test_clipboard__assistive_technology_and_pasting_are_left_alone(qtbot, open_window, set_policies, clipboard):
    set_policies(clipboard="off")
    window = open_window()
    page = read(window)
    page.view.selectAll()
    spoken = QAccessible.queryAccessibleInterface(page.view).textInterface()
    assert "Patience" in spoken.text(0, spoken.characterCount())
    assert spoken.selectionCount() == 1
    window.parts.notes.wanted(lambda: None)
    dialog = window.parts.notes.asking.dialog
    clipboard.setText("a passphrase from a manager")
    field = dialog.passphrase.edit
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "a passphrase from a manager"


def test_print(open_window, set_policies, monkeypatch):
    set_policies(print="off")
    window = open_window()
    room = make_notebook(window)
    room.marks.mark(Kind.NOTE, CUSTODY, 2)
    room.asking.export(None)
    assert not room.asking.dialog.printing.isEnabled() and room.asking.dialog.printing.toolTip() == MANAGED
    room.asking.dialog.reject()
    room.asking.show_code("AAAA-BBBB-CCCC-DDDD")
    code = room.asking.dialog
    assert isinstance(code, RecoveryCodeDialog)
    assert not code.printing.isEnabled() and code.printing.toolTip() == MANAGED


@pytest.mark.parametrize("on", [True, False])
def test_note_check(open_window, set_policies, on):
    set_policies(note_check=on)
    window = open_window()
    room = make_notebook(window)
    room.marks.mark(Kind.NOTE, CUSTODY, 2, note="See 42/123456/24")
    window.parts.search.begin("42/123456/24")
    window.conduct.notes._save_search("07700 900123")
    assert ("looks like" in window.parts.status.right) is on


def test_recent_searches(open_window, set_policies):
    set_policies(recent_searches=False)
    window = open_window()
    room = make_notebook(window)
    window.conduct.notes._searched(None, "custody")
    assert Remembered(room.desk).recent() == ()
    assert not room.desk.notes.drafts()


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ({"marking": "OFFICIAL-SENSITIVE", "handling_text": "Police only"}, "OFFICIAL-SENSITIVE Police only"),
        ({"handling_text": "Police only"}, ""),
        ({"marking": "SECRET"}, "OFFICIAL-SENSITIVE"),
    ],
)
def test_marking(open_window, set_policies, table, shown):
    set_policies(**table)
    bars = open_window().shell.findChildren(QLabel, "marking")
    assert [bar.text() for bar in bars] == ([shown, shown] if shown else [])


def test_marking__is_never_lowered(open_window, set_policies, library):
    with (library / "library.toml").open("a", encoding="utf-8") as stream:
        stream.write('marking = "OFFICIAL-SENSITIVE"\n')
    set_policies(marking="OFFICIAL")
    assert {bar.text() for bar in open_window().shell.findChildren(QLabel, "marking")} == {"OFFICIAL-SENSITIVE"}


def test_local_contacts(open_window, set_policies, search):
    set_policies(local_contacts=["Out of hours: duty desk, extension 4141"])
    window = open_window()
    page = search(window, "runaway")
    assert "extension 4141" in texts(page.nothing)
    view = read(window).view
    assert "extension 4141" in view.toPlainText() and "Missing People" in view.toPlainText()


def test_local_contacts__stand_even_where_no_signpost_matches(open_window, set_policies, search):
    set_policies(local_contacts=["Out of hours: duty desk, extension 4141"])
    assert "extension 4141" in texts(search(open_window(), "zzqqx").nothing)


def test_pinned_documents(open_window, set_policies):
    set_policies(pinned_documents=["small/local-guide", "telling", "small/not-there"])
    window = open_window()
    model = window.library.model
    shown = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert shown[:3] == ["From your force", "Referral routes in our force", "Digest: how children tell"]
    assert shown[3] == "The library"
    for order in (TITLE, SHORTEST):
        window.library.set_order(order)
        assert model.index(0, 0).data() == "From your force"
    assert window.library.current_key() == "small/local-guide"
    assert window._desk.shelf.entries[0].key == "small/local-guide"


def test_default_theme(open_window, set_policies):
    set_policies(default_theme="dark", default_text_size=18, default_language="en")
    window = open_window()
    chosen = window._desk.settings
    assert (chosen.theme, chosen.text_size, chosen.language) == ("dark", 18, "en")
    assert window.parts.appearance.theme.is_dark
    window.conduct._choose_theme("light")
    window.conduct._commands["larger"]()
    assert not window.parts.appearance.theme.is_dark
    again = open_window()
    assert again._desk.settings.theme == "light" and again._desk.settings.text_size > 18


def test_default_language__one_that_the_program_does_not_speak_is_shown_as_the_english_it_is(open_window, set_policies):
    set_policies(default_language="xx")
    window = open_window()
    window.conduct.service.show_settings()
    box = window.conduct.service.page(SettingsDialog).fields["language"]
    assert box.currentText() == "English"


def test_idle_lock_minutes(open_window, set_policies, profile):
    profile.settings_file.parent.mkdir(parents=True)
    profile.settings_file.write_text("idle_minutes = 200\n", "utf-8")
    set_policies(idle_lock_minutes=3)
    window = open_window()
    assert window.conduct.notes.idle.minutes == 3
    set_policies()
    assert open_window().conduct.notes.idle.minutes == 200


def test_shared_desk(qapp, profile, set_policies):
    profile.state.mkdir(parents=True)
    key = "cse-policing-hub/trauma-informed-approach"
    sessions.save(sessions.Session(view=READER, document=key), profile.session_file)
    before = profile.session_file.read_bytes()
    set_policies(shared_desk=True)
    _, window = app.build(profile)
    window.show()
    assert window.travel.history.current.view == LIBRARY
    assert window.library.card.isHidden()
    window.conduct._choose_theme("dark")
    window.close()
    assert profile.session_file.read_bytes() == before
    assert not profile.settings_file.exists()
    QApplication.processEvents()
    window.deleteLater()


def test_what_cannot_be_read_is_said_and_named(open_window, set_policies):
    set_policies(nots="off", export="maybe")
    banner = open_window().parts.banner.text
    assert "“nots”" in banner and "“export”" in banner and "strictest" in banner


def test_an_unreadable_file_is_said_and_the_strictest_holds(open_window, monkeypatch, tmp_path):
    file = tmp_path / "policies.json"
    file.write_text("{", "utf-8")
    monkeypatch.setattr(policy, "load", lambda: policy.from_file(file))
    window = open_window()
    assert str(file) in window.parts.banner.text and "strictest" in window.parts.banner.text
    assert window.parts.status.notebook == "Notes are off"
    assert not window.parts.toolbar.copy_citation.isEnabled()
