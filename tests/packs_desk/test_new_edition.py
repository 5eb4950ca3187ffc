"""A new edition of the bundled library, with notes on every paragraph of it (FORMATS N3, P9, P10)."""

import pytest

from reader.notebook import query
from reader.notebook.anchors import located
from reader.notebook.layout import Layout
from reader.notebook.model import Kind, Status
from reader.notebook.query import Filter
from reader.notes_desk import carrying, sharing
from reader.notes_desk.marking import Marks
from reader.notes_desk.sharing import Choice, Form
from reader.packs.plan import ChangeKind

EDITED, SPLIT, MOVED = "trauma-informed-approach", "contextual-safeguarding", "child-neglect-and-policing"
WITHDRAWN, REMOVED, SAME = "policing-models", "strategic-needs-assessment", "knowledge-hub"


def running(text):
    """Positions of the plain paragraphs of a document's body."""
    blocks = text.split("\n\n")
    plain = [i for i, block in enumerate(blocks) if i > 1 and block[:1].isalpha() and not block.startswith("Table:")]
    return blocks, plain


def edit(text):
    blocks, plain = running(text)
    blocks[plain[0]] = blocks[plain[0]].replace(" is ", " was always ", 1) + " A sentence was added here."
    return "\n\n".join(blocks)


def split_and_merge(text):
    blocks, plain = running(text)
    first = next(i for i in plain if ". " in blocks[i])
    blocks[first] = blocks[first].replace(". ", ".\n\n", 1)
    pair = next(i for i in plain if i > first and i + 1 in plain)
    blocks[pair : pair + 2] = [blocks[pair] + " " + blocks[pair + 1]]
    return "\n\n".join(blocks)


def move_and_delete(text):
    blocks, plain = running(text)
    moved, gone = blocks[plain[0]], plain[-1]
    del blocks[gone]
    del blocks[plain[0]]
    blocks.insert(plain[-2], moved)
    return "\n\n".join(blocks)


@pytest.fixture
def marked(open_packs, words):
    """A notebook with one note on every paragraph of every document, and a short quote in each as well."""
    packs = open_packs()
    packs.notes.create("PC One", words)
    packs.notes.notebook.set_recovery()
    marks = Marks(packs.notes)
    with packs.notes.database.writing():
        for entry in packs.desk.shelf.entries:
            for paragraph in packs.desk.briefing(entry.key).paragraphs:
                marks.mark(Kind.NOTE, entry.key, paragraph.number, note=paragraph.text)
    return packs


def publish_second(publisher, *, removing=True):
    publisher.edit(EDITED, edit)
    publisher.edit(SPLIT, split_and_merge)
    publisher.edit(MOVED, move_and_delete)
    publisher.drop(WITHDRAWN, "withdrawn", "The model has changed.")
    if removing:
        publisher.drop(REMOVED, "removed", "It named a child.")
    publisher.raise_edition()
    return publisher.build()


def short(key):
    return key.rpartition("/")[2]


def test_every_note_is_accounted_for_and_none_stands_on_wrong_text(marked, publisher):
    packs, notes = marked, marked.notes
    before = query.annotations(notes.database, Filter())
    waiting = packs.prepare(publish_second(publisher))
    assert {short(change.key): change.kind for change in waiting.plan.changes} == {
        EDITED: ChangeKind.UPDATED,
        SPLIT: ChangeKind.UPDATED,
        MOVED: ChangeKind.UPDATED,
        WITHDRAWN: ChangeKind.WITHDRAWN,
        REMOVED: ChangeKind.REMOVED,
    }
    done = waiting.install()
    packs.show(done)
    after = {one.uuid: one for one in query.annotations(notes.database, Filter())}
    assert len(after) == len(before)
    assert done.notes == waiting.plan.notes
    touched = [one for one in before if short(one.document) in (EDITED, SPLIT, MOVED, WITHDRAWN, REMOVED)]
    assert done.notes.carried + done.notes.to_review + done.notes.kept == len(touched)
    assert done.notes.to_review == len(carrying.waiting(notes)) == 3  # reworded, split, deleted
    exported = sharing.rendered(sharing.prepare(notes, Choice()), Form.MARKDOWN).decode().replace("\\", "")
    assert exported.count("Changed since: Correction, edition 2: Said better") == 3
    check(packs, before, after)
    assert {one.uuid for one in carrying.stale(notes)} == {line.uuid for line in carrying.waiting(notes)}


def check(packs, before, after):
    """Each note: on exactly its old words, or waiting for a person, or on a document that is not shown any more."""
    withdrawn = {entry.key for entry in packs.desk.shelf.entries if entry.status == "withdrawn"}
    assert {short(key) for key in withdrawn} == {WITHDRAWN}
    moved = 0
    layouts = {entry.key: Layout(packs.desk.briefing(entry.key)) for entry in packs.desk.shelf.entries}
    for old in before:
        new = after[old.uuid]
        assert new.note == old.note
        if short(old.document) == REMOVED:
            assert old.document not in layouts
            continue
        if new.status is Status.ATTACHED:
            spot = located(new.targets[0], layouts[old.document])
            assert spot is not None
            # The note's own text is the paragraph as it was when it was marked.
            assert spot.paragraph.text[spot.start : spot.end] == old.note
            assert new.edition == packs.desk.entry(old.document).meta.edition
            moved += new.targets[0].number != old.targets[0].number
        else:
            texts = [paragraph.text for paragraph in layouts[old.document].paragraphs]
            assert texts.count(old.note) != 1
            assert old.uuid in {line.uuid for line in carrying.waiting(packs.notes)}
    assert moved > 10


def test_going_back_brings_every_note_back(marked, publisher):
    packs, notes = marked, marked.notes
    packs.show(packs.prepare(publisher.channel).install())
    before = {one.uuid: one for one in query.annotations(notes.database, Filter())}
    packs.show(packs.prepare(publish_second(publisher, removing=False)).install())
    (row,) = packs.libraries()
    assert (row.edition, row.previous, row.publisher) == (2, 1, "hub")
    assert len(carrying.waiting(notes)) == 3
    done = packs.roll_back("cse-policing-hub")
    packs.show(done)
    assert done.notes.to_review == 0
    after = {one.uuid: one for one in query.annotations(notes.database, Filter())}
    assert {uuid: (one.targets, one.edition, one.status) for uuid, one in after.items()} == {
        uuid: (one.targets, one.edition, one.status) for uuid, one in before.items()
    }
    (row,) = packs.libraries()
    assert (row.edition, row.previous) == (1, 2)
