"""Issued layers, from a unit's notebook to another reader's page, by commands (FORMATS N6)."""

import json
import shutil

import pytest

from reader import doctor
from reader.explain import explain
from reader.notebook.model import Item, ItemKind, Kind
from reader.notes_desk.marking import Marks
from reader.packs_desk.layers import FILE

PAPER, OTHER = "cse-policing-hub/knowledge-hub", "cse-policing-hub/policing-models"


class Unit:
    """A unit that issues layers in a channel of its own, which holds nothing else."""

    def __init__(self, publisher, cli, words):
        self.folder, self.cli, self.words = publisher.folder / "unit", cli, words
        self.keys, self.channel = publisher.keys, publisher.folder / "unit-channel"
        (self.folder / "layers").mkdir(parents=True)

    def mark(self, packs, key, number, note):
        if not packs.notes.is_open:
            packs.notes.create("Unit", self.words)
            packs.notes.notebook.set_recovery()
        return Marks(packs.notes).mark(Kind.PRACTICE, key, number, note=note)

    def export(self, name="Induction", issuer="Child protection unit"):
        to = self.folder / "layers/induction.json"
        return self.cli("notebook", "export", to, "--layer", name, "--issuer", issuer)

    def publish(self, edition):
        info = f'id = "unit-layers"\ntitle = "Unit layers"\npublisher = "Unit"\nedition = {edition}\n'
        (self.folder / "library.toml").write_text(info, encoding="utf-8")
        return self.cli("pack", "publish", self.folder, self.channel, "--keys", self.keys)

    def install(self):
        return self.cli("pack", "install", self.channel, "--json")


@pytest.fixture
def unit(publisher, cli, words):
    return Unit(publisher, cli, words)


def issue(unit, packs, edition=1):
    packs.notes.lock()
    exported = unit.export()
    assert exported.code == 0, exported.err
    published = unit.publish(edition)
    assert published.code == 0, published.out + published.err
    installed = unit.install()
    assert installed.code == 0, installed.err
    assert "layers/induction.json" in json.loads(installed.out)["others"]


def test_a_layer_is_made_issued_seen_apart_taken_away_and_replaced(unit, open_packs, profile):
    packs = open_packs()
    first = unit.mark(packs, PAPER, 3, "Read this first.")
    unit.mark(packs, OTHER, 2, "Then this.")
    packs.notes.notes.gather("Order", "", (Item(ItemKind.ANNOTATION, first.uuid),))
    issue(unit, packs)
    reader = open_packs()
    layers = reader.layers
    (layer,) = layers.shown()
    assert (layer.id, layer.name, layer.issuer, layer.publisher) == (
        "unit-layers/induction", "Induction", "Child protection unit", "hub",
    )  # fmt: skip
    assert layer.issued and [c.title for c in layer.collections] == ["Order"]
    (note,) = layers.on(PAPER)
    assert (note.set_name, note.note, note.targets[0].number) == ("Induction", "Read this first.", 3)
    assert layers.unplaced(layer) == () and layers.problems == ()
    assert reader.libraries()[-1].documents == 0
    layers.remove(layer)
    assert layers.shown() == () and layers.on(PAPER) == () and layers.is_removed(layer)
    assert open_packs().layers.shown() == ()
    packs = open_packs()
    packs.notes.unlock(packs.notes.profile(""), unit.words)
    unit.mark(packs, PAPER, 5, "And this is new.")
    issue(unit, packs, 2)
    newer = open_packs().layers
    assert newer.shown() == ()
    (layer,) = newer.every()
    newer.bring_back(layer)
    assert [one.note for one in newer.on(PAPER)] == ["Read this first.", "And this is new."]
    assert (profile / "state" / FILE).read_text() == "[]"


def test_its_notes_are_carried_to_a_new_edition_or_named_as_without_a_place(unit, open_packs, publisher):
    packs = open_packs()
    third, fourth = (packs.desk.briefing(PAPER).paragraphs[n - 1] for n in (3, 4))
    for paragraph in (third, fourth):
        unit.mark(packs, PAPER, paragraph.number, paragraph.text)
    unit.mark(packs, OTHER, 2, "gone")
    issue(unit, packs)
    publisher.edit("knowledge-hub", lambda text: text.replace(third.text[:25], "Quite another beginning"))
    publisher.drop("policing-models", "removed", "No longer true.")
    publisher.raise_edition()
    reader = open_packs()
    reader.show(reader.prepare(publisher.build()).install())
    (layer,) = reader.layers.shown()
    assert [one.note for one in reader.layers.on(PAPER)] == [fourth.text]
    lost = reader.layers.unplaced(layer)
    assert [one.note for one in lost] == [third.text, "gone"]
    assert [bool(one.quote) for one in lost] == [True, False]


def test_a_layer_that_quotes_a_removed_paper_is_deleted_and_the_check_says_why(
    unit, open_packs, publisher, profile, cli
):
    packs = open_packs()
    quoted = unit.mark(packs, OTHER, 2, "My own words.").quote.encode()
    issue(unit, packs)
    store = profile / "state/packs/store"
    assert any(quoted[:30] in path.read_bytes() for path in store.rglob("*") if path.is_file())
    publisher.drop("policing-models", "removed", "No longer true.")
    publisher.raise_edition()
    reader = open_packs()
    reader.show(reader.prepare(publisher.build()).install())
    reader.settle()
    assert not any(quoted[:30] in path.read_bytes() for path in store.rglob("*") if path.is_file())
    again = open_packs().layers
    assert again.shown() == () and len(again.problems) == 1
    assert OTHER in explain(again.problems[0]).line()
    said = cli.json("pack", "verify")
    assert said["damaged"] == {"cse-policing-hub": [], "unit-layers": []}
    assert said["dropped"] == {"cse-policing-hub": {}, "unit-layers": {"layers/induction.json": OTHER}}
    told = cli("pack", "verify")
    assert told.code == 0 and "deleted" in told.out and OTHER in told.out
    (library,) = (one for one in open_packs().desk.shelf.libraries if one.info.id == "unit-layers")
    check = doctor._signature(library)
    assert check.status == "ok" and OTHER in check.detail
    (profile / "state/packs/trust/dropped.json").write_bytes(b"[")
    assert cli("pack", "verify").code == 5


def test_a_shared_desk_remembers_nothing(unit, open_packs, profile):
    packs = open_packs()
    unit.mark(packs, PAPER, 3, "Read this first.")
    issue(unit, packs)
    shared = open_packs(shared=True)
    shared.layers.remove(shared.layers.shown()[0])
    assert shared.layers.shown() == ()
    assert not (profile / "state" / FILE).exists()
    assert len(open_packs(shared=True).layers.shown()) == 1


def test_what_is_no_layer_is_found_by_the_check_and_not_published(unit, open_packs, cli):
    packs = open_packs()
    unit.mark(packs, PAPER, 3, "Mine.")
    packs.notes.lock()
    assert unit.export(name="x", issuer="").code == 2
    assert cli("notebook", "export", unit.folder / "layers/mine.json", "--format", "jsonld").code == 0
    published = unit.publish(1)
    assert published.code == 1 and "layers/mine.json" in published.out and "(N6)" in published.out
    assert not unit.channel.exists()
    shutil.rmtree(unit.folder / "layers")
    assert unit.publish(1).code == 1
    assert cli("notebook", "import", __file__).code == 3
