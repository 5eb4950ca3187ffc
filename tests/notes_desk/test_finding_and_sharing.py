"""Only my notes, exports with provenance and marking, imports that say what they change, and new editions."""

import io
import json
import zipfile

import pytest

from reader.errors import PolicyError, RefusedError
from reader.library.shelf import Library, Shelf
from reader.notebook import query
from reader.notebook.exchange.merge import Change
from reader.notebook.model import Item, ItemKind, Kind, Status
from reader.notebook.query import Filter
from reader.notes_desk import carrying, finding, sharing
from reader.notes_desk.idle import Step, look
from reader.notes_desk.marking import Marks
from reader.notes_desk.sharing import Choice, Form
from reader.search.index import open_index
from reader.search.results import Request

PAPER, OTHER = "hub/custody", "hub/telling"


@pytest.fixture
def index(desk):
    made = open_index(desk.shelf.libraries, None)
    yield made
    made.close()


@pytest.fixture
def marks(desk):
    return Marks(desk)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mine: custody", (True, "custody")),
        ("custody MINE:", (True, "custody")),
        ("undermine: x", (False, "undermine: x")),
    ],
)
def test_mine_is_taken_out_of_a_query(text, found):
    assert finding.split_mine(text) == found


def test_only_passages_with_a_mark_or_a_matching_note_are_found(desk, marks, index):
    assert finding.search_mine(desk, index, Request("child")).results.total == 0
    marks.mark(Kind.KEY_POINT, PAPER, 1, note="for the turquoise handover")
    found = finding.search_mine(desk, index, Request("child")).results
    assert [(hit.document, hit.section) for hit in found.hits] == [(PAPER, "on-arrival")]
    assert found.facets["audience"] == {"frontline": 1}
    by_note = finding.search_mine(desk, index, Request("turquoise"))
    assert by_note.results.total == 1
    ((number, line),) = by_note.by_note.items()
    snippet = finding.note_snippet(index, Request("turquoise"), line)
    assert number == by_note.results.hits[0].passage
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["turquoise"]
    assert finding.search_mine(desk, index, Request("")).results.total == 1
    assert finding.count_mine(desk, index, Request("child")) == 1
    filtered = Request("child", {"audience": frozenset({"strategic"})})
    assert finding.search_mine(desk, index, filtered).results.total == 0
    desk.lock()
    assert finding.count_mine(desk, index, Request("child")) is None


@pytest.mark.parametrize("form", list(Form))
def test_every_form_says_where_it_comes_from(desk, marks, form):
    marks.mark(Kind.QUESTION, PAPER, 1, note="who asks?")
    made = sharing.prepare(desk, Choice(), "OFFICIAL")
    raw = sharing.rendered(made, form)
    if form is Form.WORD:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(name) for name in archive.namelist())
    text = raw.decode("utf-8")
    if form is Form.JSON:
        json.loads(text)
    for part in ("OFFICIAL", "Uncontrolled when printed", "Digest. Not policy, not the original", "Hub", "who asks?"):
        assert part in text.replace("\\", "")


def test_policy_raises_the_marking_and_forbids_exports(open_desk, words):
    desk = open_desk(marking="OFFICIAL-SENSITIVE", handling_text="Police only")
    desk.create("PC One", words)
    Marks(desk).mark(Kind.NOTE, PAPER, 1)
    assert sharing.prepare(desk, Choice(), "OFFICIAL").sheet.marking == "OFFICIAL-SENSITIVE Police only"
    assert sharing.prepare(desk, Choice()).least == 2
    desk.lock()
    closed = open_desk(export="off")
    closed.unlock(closed.profile(""), words)
    with pytest.raises(PolicyError):
        sharing.prepare(closed, Choice())


def test_a_collection_is_one_document_in_its_own_order(desk, marks):
    one = marks.mark(Kind.FINDING, OTHER, 1, note="wanderlust")
    items = [
        Item(ItemKind.PASSAGE, f"{PAPER}#before-release"),
        Item(ItemKind.ANNOTATION, one.uuid),
        Item(ItemKind.DOCUMENT, PAPER),
    ]
    collection = marks.gather("A training day", "Read these first.", items)
    text = sharing.rendered(sharing.prepare(desk, Choice(collection=collection)), Form.MARKDOWN).decode()
    plain = text.replace("\\", "")
    places = [plain.index(part) for part in ("Read these first", "where the child will sleep", "wanderlust")]
    assert places == sorted(places)
    assert "A training day" in sharing.preview(sharing.prepare(desk, Choice(collection=collection)))
    marks.arrange(collection, items=[items[1], items[0]])
    assert [item.ref for item in query.collections(desk.database)[0].items] == [one.uuid, f"{PAPER}#before-release"]


def test_an_import_says_what_it_changes_and_twice_changes_nothing(desk, marks, tmp_path, open_desk, words):
    marks.mark(Kind.NOTE, PAPER, 1, note="mine", tags=["a"])
    marks.gather("A day", items=[Item(ItemKind.DOCUMENT, PAPER)])
    file = tmp_path / "set.jsonld"
    sharing.write(sharing.prepare(desk, Choice()), Form.JSON, file)
    other = open_desk(profile="elsewhere")
    other.create("PC Two", words)
    taken = sharing.read(file)
    plan = sharing.plan(other, taken)
    assert plan.count(Change.ADDED) == 2
    assert query.count(other.database, Filter()) == 0
    sharing.apply(other, plan)
    assert query.count(other.database, Filter()) == 1
    assert sharing.plan(other, taken).count(Change.UNCHANGED) == 2
    Marks(other).undo()
    assert query.count(other.database, Filter()) == 0
    sharing.apply(other, sharing.plan(other, taken, apart="PC One"))
    assert query.count(other.database, Filter(set_name="PC One")) == 1
    assert query.count(other.database, Filter(set_name="")) == 0


def test_what_is_no_set_is_refused(tmp_path):
    file = tmp_path / "x.jsonld"
    file.write_bytes(b"<html>")
    with pytest.raises(RefusedError):
        sharing.read(file)


def test_notes_are_carried_to_a_new_edition_or_wait_for_a_look(desk, write_paper, library, words, open_desk):
    marks = Marks(desk)
    kept = marks.mark(Kind.NOTE, PAPER, 2, note="stays")
    changed = marks.mark(Kind.NOTE, PAPER, 1, note="changes")
    desk.lock()
    write_paper(edition=2, first="An appropriate adult is called without delay, and the child is told in plain words.")
    newer = open_desk()
    newer.shelf = Shelf([Library(library)])
    newer.unlock(newer.profile(""), words)
    found = carrying.stale(newer)
    assert {one.uuid for one in found} == {kept.uuid, changed.uuid}
    carried = carrying.carry(newer, found)
    carrying.save(newer, carried)
    told = []
    newer.on_change(told.append)
    carrying.told(newer, carried)
    assert told[0].documents == {one.document for one in carried.changed}
    assert newer.notes.get(kept.uuid).edition == 2
    waiting = carrying.waiting(newer)
    assert [line.uuid for line in waiting] == [changed.uuid]
    opened = carrying.look(newer, waiting[0])
    candidate = opened.outcome.candidates[0]
    moved = carrying.accept(newer, opened, candidate.target)
    assert moved.status is Status.ATTACHED and moved.targets[0].number == 1 and moved.edition == 2
    assert not carrying.waiting(newer)
    Marks(newer).undo()
    assert carrying.waiting(newer)
    assert carrying.retire(newer, carrying.look(newer, carrying.waiting(newer)[0])).status is Status.RETIRED


@pytest.mark.parametrize(
    ("seconds", "step", "left"),
    [(0, Step.NOTHING, 300), (279, Step.NOTHING, 21), (280, Step.WARN, 20), (300, Step.LOCK, 0)],
)
def test_idle_time_warns_twenty_seconds_ahead(seconds, step, left):
    assert (look(seconds, 5).step, look(seconds, 5).left) == (step, left)
