"""Export, import, "only my notes" in the search, and the list of notes whose text changed, from the user's side."""

import json

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt

from reader import policy
from reader.notebook import query
from reader.notebook.model import Kind, Status
from reader.notebook.query import Filter
from reader.notebook.unlocking import Passphrase
from reader.notes_desk.sharing import Choice, Form
from reader.ui.notes.export_dialog import ORDER
from reader.ui.notes.notes_searches import SearchesMenu
from reader.ui.printing import devices
from reader.ui.shared.history import NOTES, REVIEW

from ..notebook_help import (
    CUSTODY,
    TELLING,
    WORDS,
    every_byte,
    exported,
    imported,
    lines,
    make_notebook,
    settled,
)

KEY, MOD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def room(window):
    made = make_notebook(window)
    made.marks.mark(Kind.KEY_POINT, CUSTODY, 3, note="for the turquoise handover", tags=["custody"])
    made.marks.mark(Kind.NOTE, TELLING, 1, note="who asks?")
    return made


def test_an_export_shows_what_it_will_write_and_writes_it(qtbot, window, room, tmp_path):
    qtbot.keyClick(window, KEY.Key_E, MOD.ControlModifier)
    dialog = room.asking.dialog
    settled(qtbot, window)
    shown = dialog.preview.toPlainText()
    for part in ("for the turquoise handover", "who asks?", "Uncontrolled when printed", "Digest. Not policy"):
        assert part in shown
    dialog.what.setCurrentIndex(dialog.what.findText("Tag: custody"))
    settled(qtbot, window)
    assert "who asks?" not in dialog.preview.toPlainText()
    dialog.marking.setCurrentIndex(dialog.marking.findData("OFFICIAL"))
    dialog.marking.activated.emit(1)
    settled(qtbot, window)
    assert dialog.preview.toPlainText().startswith("OFFICIAL")
    dialog.form.setCurrentIndex(ORDER.index(Form.MARKDOWN))
    dialog.write(tmp_path / "no such folder" / "out.md")
    settled(qtbot, window)
    assert dialog.isVisible() and "would not do this" in dialog.problem.text()
    dialog.write(tmp_path / "out.md")
    settled(qtbot, window)
    assert room.asking.dialog is None
    assert "OFFICIAL" in (tmp_path / "out.md").read_text("utf-8")
    assert "out.md" in window.parts.status.right


def test_the_marking_of_policy_cannot_be_lowered(qtbot, window, room, monkeypatch):
    table = policy.from_table({"marking": "OFFICIAL-SENSITIVE"}, "test")
    monkeypatch.setattr(room.desk, "_policies", table)
    room.desk.share(shared=False)
    room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    room.asking.export(None)
    dialog = room.asking.dialog
    settled(qtbot, window)
    assert [dialog.marking.itemText(row) for row in range(dialog.marking.count())] == ["OFFICIAL-SENSITIVE"]
    assert not dialog.marking.isEnabled() and dialog.marking.toolTip() == "Managed by your organisation"


def test_an_import_says_what_changes_and_can_be_undone(qtbot, window, room, tmp_path):
    file = exported(qtbot, window, Form.JSON, tmp_path / "set.jsonld")
    table = json.loads(file.read_text("utf-8"))
    table["br:owner"] = "PC Two"
    table["first"]["items"].append({"type": "Annotation", "id": "nonsense"})
    file.write_text(json.dumps(table), "utf-8")
    room.import_set(file)
    dialog = room.asking.dialog
    settled(qtbot, window)
    assert dialog.apart.isChecked() and dialog.name.text() == "PC Two"
    assert "Added: 2" in dialog._counts.text() and dialog.rows.count() == 2
    assert "1 entry cannot be read" in dialog.problem.text()
    dialog.merged.click()
    settled(qtbot, window)
    assert "Unchanged: 2" in dialog._counts.text() and not dialog.take.isEnabled()
    dialog.apart.click()
    settled(qtbot, window)
    dialog._import()
    settled(qtbot, window)
    assert query.count(room.desk.database, Filter(set_name="PC Two")) == 2
    assert query.count(room.desk.database, Filter(set_name="")) == 2
    room.undo()
    assert query.count(room.desk.database, Filter(set_name="PC Two")) == 0
    (tmp_path / "bad.jsonld").write_text("<script>", "utf-8")
    room.import_set(tmp_path / "bad.jsonld")
    settled(qtbot, window)
    assert room.asking.dialog is None
    assert "was refused" in window.parts.banner.text


def test_a_set_that_is_handed_to_the_program_opens_with_its_preview(qtbot, open_window, tmp_path):
    window = open_window()
    room = make_notebook(window)
    room.marks.mark(Kind.NOTE, TELLING, 1, note="who asks?")
    exported(qtbot, window, Form.JSON, tmp_path / "set.jsonld")
    window.close()

    window = open_window()
    room = window.parts.notes
    window.open_file(tmp_path / "set.jsonld")
    # A locked notebook is unlocked first.
    qtbot.waitUntil(lambda: room.asking.dialog is not None)
    qtbot.keyClicks(room.asking.dialog.passphrase.edit, WORDS)
    room.asking.dialog._unlock()
    settled(qtbot, window)
    settled(qtbot, window)
    assert "Unchanged: 1" in room.asking.dialog._counts.text()
    window.open_file(tmp_path / "another.json")
    assert "Answer the question that is open first" in window.parts.banner.text
    room.asking.dialog.reject()
    window.open_file(tmp_path / "another.json")
    settled(qtbot, window)
    assert "another.json" in window.parts.banner.text and room.asking.dialog is None
    window.open_file(tmp_path / "photograph.png")
    assert "no file this program opens" in window.parts.banner.text
    window.open_file(tmp_path / "mine.notebook")
    assert room.asking.dialog.choice.currentText() == "mine.notebook"
    room.asking.dialog.reject()


def test_passages_and_papers_say_how_many_notes_stand_there(window, room, search):
    page = search(window, "silence")
    row = page.model.index(0, 0)
    assert "1 note" in page.model.source(page.model.hit(row))
    assert "1 note" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.model.source_end(page.model.hit(row)).endswith("not the original")
    library = window.library.model
    assert any("1 note" in library.details(entry) for entry in window.library.shown if entry.key == TELLING)
    room.lock_now()
    search(window, "silence")
    assert "note" not in page.model.source_end(page.model.hit(page.model.index(0, 0)))


def test_only_my_notes_in_the_search(qtbot, window, room, search):
    page = search(window, "child")
    everything = page.results.total
    assert page.facets.mine.isVisible() and "2 passages" in page.facets.mine.tick.accessibleName()
    assert everything > 2
    page.facets.mine.tick.click()
    qtbot.waitUntil(lambda: page.results.total == 2 and not window.parts.tasks.busy("search"), timeout=10_000)
    assert {hit.document for hit in page.results.hits} == {CUSTODY, TELLING}
    window.parts.search.ask_text("mine: turquoise")
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("search"), timeout=10_000)
    assert [hit.document for hit in page.results.hits] == [CUSTODY]
    snippet = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "turquoise" in snippet
    room.lock_now()
    page = search(window, "child")
    assert not page.facets.mine.isVisible() and page.results.total == everything


def test_mine_without_an_open_notebook_asks_for_it(qtbot, window, search):
    make_notebook(window).lock_now()
    search_field = window.parts.toolbar.search
    window.conduct.focus_search()
    qtbot.keyClicks(search_field, "mine: x")
    qtbot.waitUntil(
        lambda: window.parts.banner.text != "" or window.parts.notes.asking.dialog is not None, timeout=10_000
    )


def test_notes_whose_text_changed_wait_for_a_look(qtbot, open_window, library):
    window = open_window()
    made = make_notebook(window)
    mark = made.marks.mark(Kind.NOTE, TELLING, 1, note="keep me")
    window.close()
    paper = library / "briefings" / "telling.md"
    text = paper.read_text("utf-8").replace("id: telling", "id: telling\nedition: 2")
    paper.write_text(
        text.replace("speaking up has cost them before.", "speaking up has cost them dearly before now."), "utf-8"
    )
    window = open_window()
    room = window.parts.notes
    room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("packs.settle"), timeout=10_000)
    qtbot.waitUntil(lambda: "needs a look" in window.parts.banner.text, timeout=10_000)
    window.conduct.notes._go(NOTES)
    page = room.page(NOTES)
    assert page.review.text() == "1 needs a look" and page.review.isVisible()
    page.review.click()
    review = room.page(REVIEW)
    assert window.travel.history.current.view == REVIEW and review.rows.count() == 1
    move = next(button for button in review._side.findChildren(type(page.review)) if button.text() == "Move it here")
    move.click()
    assert room.marks.get(mark.uuid).status is Status.ATTACHED
    assert review.lead.text() == "Every note has its place."
    room.undo()
    assert room.marks.get(mark.uuid).status is not Status.ATTACHED


def test_searches_are_offered_from_the_notebook_and_nowhere_else(qtbot, window, room, search, profile):
    page = search(window, "silence")
    page.open_current()
    assert room.remembered.recent() == ("silence",)
    search(window, "custody")
    window.conduct._commands["save-search"]()
    assert room.remembered.saved() == ("custody",)
    menu = SearchesMenu(window.parts.toolbar.search, room)
    assert [action.text() for action in menu.actions() if action.text()][:2] == ["Saved: custody", "silence"]
    with qtbot.waitSignal(menu.chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == ["custody"]
    menu.deleteLater()
    room.lock_now()
    assert room.remembered.recent() == () and b"silence" not in every_byte(profile.state)


def test_continue_reading_is_kept_in_the_notebook(window, room):
    window.travel.open_document(TELLING)
    room.lock_now()
    assert window.travel.left_off().document == ""
    room.desk.unlock(room.desk.profile(""), Passphrase(WORDS))
    assert window.travel.left_off().document == TELLING
    assert window.library.card.isVisible()


def test_an_export_is_saved_as_pdf_with_its_provenance_on_every_page(room, monkeypatch, told, tmp_path, qtbot):
    room.asking.export(None)
    qtbot.waitUntil(room.asking.dialog.printing.isEnabled)
    dialog = room.asking.dialog
    dialog.marking.setCurrentText("OFFICIAL")
    dialog.marking.activated.emit(dialog.marking.currentIndex())
    qtbot.waitUntil(lambda: dialog.preview.toPlainText().startswith("OFFICIAL"))
    assert dialog.printing.isEnabled() and dialog.printing.text() == "Save as PDF…"
    monkeypatch.setattr(devices, "choose_file", lambda _parent, _name: tmp_path / "out.pdf")
    qtbot.mouseClick(dialog.printing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "out.pdf").exists() and room.asking.dialog is None)
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    for part in ("for the turquoise handover", "Page 1 of", "Uncontrolled when printed", "Digest. Not policy"):
        assert part in text
    assert text.count("OFFICIAL") == 3, "at top and bottom, and where it is stated"
    assert told == [("PRINTED", {"form": "pdf", "notes": 2})]


def test_what_cannot_be_saved_as_pdf_is_said(room, tmp_path, monkeypatch, told, qtbot):
    room.asking.export(None)
    qtbot.waitUntil(room.asking.dialog.printing.isEnabled)
    dialog = room.asking.dialog
    monkeypatch.setattr(devices, "choose_file", lambda _parent, _name: tmp_path / "nowhere" / "out.pdf")
    qtbot.mouseClick(dialog.printing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert "Nothing was changed." in dialog.problem.text() and dialog.isVisible() and told == []


def test_a_backup_is_restored_from_the_window(qtbot, window, room):
    room.desk.notebook.backup()
    before = room.count_all()
    room.marks.mark(Kind.NOTE, CUSTODY, 2, note="after the backup")
    room.lock_now()
    room.asking.unlock()
    room.asking.dialog._restore()
    dialog = room.asking.dialog
    # The day's own backup may have been made in the same second.
    texts = [dialog.names.item(row).text() for row in range(dialog.names.count())]
    dialog.names.setCurrentRow(next(row for row, text in enumerate(texts) if "asked for" in text))
    dialog._restore()
    settled(qtbot, window)
    assert "does not open" in dialog.problem.text()
    qtbot.keyClicks(dialog.passphrase.edit, WORDS)
    dialog._restore()
    settled(qtbot, window)
    assert room.desk.is_open and room.count_all() == before
    assert room.asking.dialog is None


def test_a_colleagues_set_is_shown_apart_and_removed(qtbot, window, room, tmp_path):
    imported(qtbot, window, exported(qtbot, window, Form.JSON, tmp_path / "set.jsonld"), apart="PC Two")
    window.conduct.notes._go(NOTES)
    page = room.page(NOTES)
    assert len(lines(page)) == 4 and page.filter.whose.isVisible()
    page.filter._choose(set_name="PC Two")
    assert len(lines(page)) == 2
    page.list.setCurrentIndex(page.model.first())
    assert "PC Two" in page.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    page.filter.set_removed.emit("PC Two")
    assert len(lines(page)) == 2 and not page.filter.whose.isVisible()
    assert all(not line.set_name for line in lines(page))


def test_a_dialog_dims_the_body_and_leaves_its_panes_as_they_are(window, room):
    body = window.parts.body
    before = body.count(), body.sizes()
    room.asking.export(Choice())
    scrim = room.asking.dialog._scrim
    assert (body.count(), body.sizes()) == before
    assert scrim.isVisible() and scrim.size() == body.size()
    assert scrim.mapToGlobal(QPoint()) == body.mapToGlobal(QPoint())
    room.asking.dialog.reject()
    assert not scrim.isVisible()
