"""Issued layers in the reading view: apart from one's own notes, with issuer and date, read-only, removable."""

import pytest

from reader.cli import main
from reader.notebook.model import Kind
from reader.ui.shared.history import PACKS

from ...packs.conftest import PASSPHRASE
from ..notebook_help import WORDS, make_notebook
from .conftest import ALPHA

INFO = 'id = "unit-layers"\ntitle = "Unit layers"\npublisher = "Unit"\nedition = 1\n'


@pytest.fixture
def issued(at_desk, publisher, tmp_path, profile, monkeypatch):
    """A channel with one layer, made from a note on alpha's second paragraph by the commands."""
    at_desk.install(publisher.pack(1))
    room = make_notebook(at_desk.window)
    room.marks.mark(Kind.PRACTICE, ALPHA, 2, note="Read this first.")
    room.lock_now()
    folder, channel = tmp_path / "unit", tmp_path / "unit-channel"
    (folder / "layers").mkdir(parents=True)
    (folder / "library.toml").write_text(INFO, encoding="utf-8")
    layer = str(folder / "layers" / "induction.json")
    for passphrase, words in (
        (WORDS, ("notebook", "export", layer, "--layer", "Induction", "--issuer", "Child protection unit")),
        (PASSPHRASE, ("pack", "publish", str(folder), str(channel), "--keys", str(publisher.folder / "keys"))),
    ):
        monkeypatch.setenv("BRIEFING_READER_PASSPHRASE", passphrase)
        assert main(["--profile", str(profile.profile), *words], lambda _places, _target: 99) == 0
    return channel


def test_a_layer_is_shown_apart_and_can_be_removed(qtbot, at_desk, issued):
    at_desk.install(issued)
    at_desk.settled()
    window = at_desk.window
    assert not window.parts.notes.desk.is_open, "a layer needs no notebook"
    window.travel.open_document(ALPHA)
    notes = window.parts.reader.page.notebook.notes
    qtbot.waitUntil(lambda: len(notes.items) == 1)
    (note,) = notes.items
    assert note.note == "Read this first."
    assert note.set_name.startswith("Induction, Child protection unit, ")
    assert not notes.is_saved((note.uuid, note.set_name))
    window.conduct._do("packs")
    page = at_desk.room.page(PACKS)
    page.layer_buttons["unit-layers/induction"].click()
    assert notes.items == ()
    assert page.layer_buttons["unit-layers/induction"].text() == "Bring back"
    page.layer_buttons["unit-layers/induction"].click()
    assert len(notes.items) == 1
