"""Marking, undo and redo over restarts, the bin, history, collections, drafts."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import PolicyError, UsageError
from reader.notebook import query, retention, tables
from reader.notebook.anchors import describe_document, describe_paragraph
from reader.notebook.journal import Journal
from reader.notebook.model import Item, ItemKind, Kind, NoteSet, new_uuid
from reader.notebook.notes import Notes
from reader.notebook.query import Filter
from reader.notebook.retention import Duties
from reader.notebook.session import temporary
from reader.notebook.store import memory_database
from reader.notebook.unlocking import unlock


@pytest.fixture
def target(document):
    return describe_paragraph(document(["A paragraph about trust.", "Another one."]), 1)


def mark(notebook, target, **more):
    return notebook.notes.mark(Kind.KEY_POINT, "hub/paper", 1, target, **more)


def test_the_life_of_a_note(notebook, target):
    notes = notebook.notes
    made = mark(notebook, target, note="first", tags=[" custody ", "custody", ""])
    assert made.tags == ("custody",)
    assert made.author == "PC One"
    assert notes.get(made.uuid) == made
    changed = notes.change(made, note="second", kind=Kind.QUESTION)
    assert (changed.note, changed.kind, changed.tags) == ("second", Kind.QUESTION, ("custody",))
    assert changed.changed > made.changed
    notes.delete([changed])
    assert not query.lines(notebook.database, Filter())
    assert query.lines(notebook.database, Filter(in_bin=True))[0].uuid == made.uuid
    notes.restore([changed])
    assert notes.get(made.uuid) == changed
    assert [entry.action for entry in notes.history(made)] == ["restore", "delete", "change", "add"]


def test_undo_and_redo_after_a_restart(notebook, target, words, clock):
    made = mark(notebook, target, note="one")
    notebook.notes.change(made, note="two")
    notebook.notes.delete([made])
    folder = notebook.folder
    notebook.close()
    again = unlock(folder, words, clock=clock)
    notes = again.notes
    assert notes.undo().name == "delete"
    assert notes.get(made.uuid).note == "two"
    assert not notes.get(made.uuid).deleted
    assert notes.undo().name == "change"
    assert notes.get(made.uuid).note == "one"
    assert notes.undo().name == "add"
    assert notes.get(made.uuid).deleted
    assert notes.undo() is None
    assert [notes.redo().name for _ in range(3)] == ["add", "change", "delete"]
    assert notes.redo() is None
    notes.undo()
    mark(again, target)
    assert notes.redo() is None
    again.close()


def edit(notes, step, data):
    """One step of a person's; whether there was anything to do it to."""
    live = query.annotations(notes.database, Filter())
    if step == "add":
        notes.mark(Kind.NOTE, "hub/paper", 1, describe_document(), note=data.draw(st.text("ab", max_size=3)))
        return True
    if step == "gather":
        notes.gather("T")
        return True
    if not live:
        return False
    one = data.draw(st.sampled_from(live))
    if step == "change":
        notes.change(one, note=one.note + "x")
    elif step == "tag":
        if one.note + "t" in one.tags:
            return False
        notes.tag([one], add=[one.note + "t"])
    else:
        notes.delete([one])
    return True


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["add", "change", "delete", "tag", "undo", "redo", "gather"]), max_size=25), st.data())
def test_undoing_everything_leads_back_and_redoing_forth(steps, data):
    ticks = iter(range(10**9))
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    notes = Notes(Journal(memory_database(), lambda: start + dt.timedelta(seconds=next(ticks))), "A")

    def seen():
        live = query.annotations(notes.database, Filter())
        kept = {(one.uuid, one.kind, one.note, one.tags) for one in live}
        return kept, {(one.uuid, one.title) for one in query.collections(notes.database)}

    states = [seen()]
    for step in steps:
        if step == "undo":
            if notes.undo() is not None:
                states.pop()
                assert seen() == states[-1]
        elif step == "redo":
            if notes.redo() is not None:
                states.append(seen())
        elif edit(notes, step, data):
            states.append(seen())
    wanted = seen()
    done = 0
    while notes.undo() is not None:
        done += 1
    assert seen() == (set(), set())
    for _ in range(done):
        notes.redo()
    assert seen() == wanted
    assert not notes.database.problems(full=True)


def test_a_clock_set_back_still_makes_the_newer_change_newer(notebook, target, clock):
    made = mark(notebook, target, note="one")
    clock.move(days=-400)
    assert notebook.notes.change(made, note="two").changed > made.changed


def test_what_cannot_be_read_back_is_refused_and_changes_nothing(notebook, target):
    made = mark(notebook, target, note="kept")
    for wrong in ({"note": "nul \0"}, {"note": "half \ud800"}, {"tags": ["x" * 501]}):
        with pytest.raises(UsageError):
            notebook.notes.change(made, **wrong)
    assert notebook.notes.get(made.uuid).note == "kept"


def test_a_five_megabyte_note(notebook, target):
    text = "långt ord " * 500_000
    made = mark(notebook, target, note=text)
    assert notebook.notes.get(made.uuid).note == text
    assert len(query.lines(notebook.database, Filter(text="långt"))[0].note) <= 400
    with pytest.raises(UsageError):
        notebook.notes.change(made, note="x" * 8_000_001)


def test_collections_keep_their_order_and_progress(notebook, target):
    notes = notebook.notes
    made = mark(notebook, target)
    items = (
        Item(ItemKind.DOCUMENT, "hub/paper"),
        Item(ItemKind.ANNOTATION, made.uuid),
        Item(ItemKind.PASSAGE, "hub/paper#x"),
    )
    gathered = notes.gather("First accounts", "For the training day.", items)
    moved = notes.change_collection(gathered, items=(items[2], Item(items[0].kind, items[0].ref, done=True), items[1]))
    assert moved.progress == (1, 3)
    assert query.collections(notebook.database) == (moved,)
    assert query.holding(notebook.database, made.uuid) == (gathered.uuid,)
    assert notes.undo().name == "change"
    assert notes.collection(gathered.uuid).items == items
    notes.delete([gathered])
    assert not query.collections(notebook.database)
    assert query.collections(notebook.database, in_bin=True)


def test_whatever_order_a_collection_takes_it_is_found_by_what_it_holds(notebook, target):
    notes, database = notebook.notes, notebook.database
    made = [mark(notebook, target) for _ in range(5)]
    a, b, c, d, e = (Item(ItemKind.ANNOTATION, one.uuid) for one in made)
    held = notes.gather("One", items=[a, b, c])

    def rows():
        return [ref for (ref,) in database.rows("SELECT ref FROM items ORDER BY position")]

    for items in ([a, b, c, d], [d, b, c, a], [b, c, a], [b, replace(c, done=True), a], [], [e], [e, a, b, c, d]):
        held = notes.change_collection(held, items=tuple(items))
        assert rows() == [item.ref for item in items] and notes.collection(held.uuid).items == tuple(items)
        assert {line.uuid for line in query.lines(database, Filter(collection=held.uuid))} == set(rows())
    notes.delete([held])
    assert rows() == [] and query.heads(database) == ()
    for _ in range(8):
        notes.undo()
    assert rows() == [a.ref, b.ref, c.ref] and [one.count for one in query.heads(database)] == [3]
    notes.add_to(held, [c, d, d])
    assert rows() == [a.ref, b.ref, c.ref, d.ref]
    assert notebook.check(full=True) == ()


def test_a_layer_is_read_only(notebook, target):
    made = mark(notebook, target)
    notebook.notes.put_set(NoteSet("Unit", "The unit", "2026-11-01", read_only=True))
    with notebook.notes.journal.action("import", undoable=False) as action:
        action.put_as_is(replace(made, set_name="Unit"))
    theirs = notebook.notes.get(made.uuid, "Unit")
    for attempt in (
        lambda: notebook.notes.change(theirs, note="mine"),
        lambda: notebook.notes.delete([theirs]),
        lambda: notebook.notes.tag([theirs], add=["x"]),
    ):
        with pytest.raises(UsageError, match="issued to be read"):
            attempt()
    notebook.notes.change(made, note="my own copy is free")


def test_tags_on_many_at_once(notebook, target):
    made = [mark(notebook, target, tags=["a", "b"]) for _ in range(3)]
    notebook.notes.tag(made[:2], add=["c"], drop=["a"])
    assert query.tags(notebook.database) == (("a", 1), ("b", 3), ("c", 2))
    notebook.notes.undo()
    assert query.tags(notebook.database) == (("a", 3), ("b", 3))


def test_a_thing_changed_twice_in_one_action_is_found_by_its_last_words_alone(notebook, target, monkeypatch):
    notes, database = notebook.notes, notebook.database
    made = notes.mark(Kind.NOTE, "hub/paper", 1, target, note="first")

    def found(text):
        return query.count(database, Filter(text=text))

    for most in (0, tables.MOST_HELD):
        monkeypatch.setattr(tables, "MOST_HELD", most)
        with notes.journal.action("change") as action:
            for word in ("second", "third"):
                made = action.put(replace(made, note=word))
        assert [found(word) for word in ("first", "second", "third")] == [0, 0, 1]
        notes.undo()
        assert [found(word) for word in ("first", "second", "third")] == [1, 0, 0]
        made = notes.get(made.uuid)
    assert notebook.check(full=True) == ()


def test_more_than_is_read_at_once_is_changed_in_one_step_and_undone(notebook, target, monkeypatch):
    monkeypatch.setattr(tables, "AT_ONCE", 3)
    notes, database = notebook.notes, notebook.database
    made = [notes.mark(Kind.NOTE, "hub/paper", 1, target, note=f"number{n}") for n in range(8)]
    notes.tag([*reversed(made), made[0]], add=["new"])
    assert [one.tags for one in query.annotations(database, Filter())] == [("new",)] * 8
    notes.change(made[2], note="another")
    notes.delete(made)
    assert query.count(database, Filter()) == 0
    notes.undo()
    assert {one.note for one in query.annotations(database, Filter(tags=("new",)))} >= {"number0", "another"}
    notes.undo()
    notes.undo()
    assert [one.tags for one in query.annotations(database, Filter())] == [()] * 8
    assert query.count(database, Filter(text="number2")) == 1
    with pytest.raises(UsageError):
        notes.tag([*made, replace(made[0], uuid=new_uuid())], add=["lost"])
    assert query.tags(database) == ()
    assert notebook.check(full=True) == ()


def test_drafts_are_kept_inside_and_leave_no_history(notebook, words):
    notebook.notes.keep_draft("new:hub/paper:3", "half a sent")
    notebook.notes.keep_draft("new:hub/paper:3", "half a sentence")
    folder = notebook.folder
    notebook.close()
    again = unlock(folder, words)
    assert again.notes.drafts() == {"new:hub/paper:3": "half a sentence"}
    again.notes.drop_draft("new:hub/paper:3")
    assert not again.notes.drafts()
    assert again.notes.undo() is None
    again.close()


def test_the_bin_is_emptied_after_thirty_days_and_not_under_legal_hold(notebook, target, clock):
    made = mark(notebook, target, note="gone soon")
    kept = mark(notebook, target, note="stays")
    notebook.notes.delete([made])
    clock.move(days=29)
    assert retention.tidy(notebook.notes, Duties()) == 0
    clock.move(days=3)
    assert retention.tidy(notebook.notes, Duties(legal_hold=True)) == 0
    assert retention.tidy(notebook.notes, Duties()) == 1
    assert not notebook.notes.history(made)
    assert notebook.notes.get(kept.uuid) == kept
    assert notebook.notes.undo().name == "delete"
    assert not notebook.database.problems(full=True)


def test_retention_erases_what_is_old_and_says_so_before(notebook, target, clock):
    mark(notebook, target, note="old")
    clock.move(days=100)
    mark(notebook, target, note="new")
    duties = Duties(retention_days=90)
    assert retention.count_overdue(notebook.notes, duties) == 1
    assert retention.tidy(notebook.notes, duties) == 1
    assert query.count(notebook.database, Filter()) == 1


def test_subject_access_finds_and_erases_past_wordings_too(notebook, target):
    made = mark(notebook, target, note="Jordan Example said")
    notebook.notes.change(made, note="someone said")
    binned = mark(notebook, target, note="Jordan Example again")
    notebook.notes.delete([binned])
    found = retention.find(notebook.notes, "jordan example")
    assert {thing.uuid for thing in found} == {made.uuid, binned.uuid}
    with pytest.raises(PolicyError):
        retention.erase(notebook.notes, found, Duties(legal_hold=True))
    assert retention.erase(notebook.notes, found, Duties()) == 2
    assert not retention.find(notebook.notes, "jordan example")
    notebook.forget_in_backups()


def test_temporary_notes_work_the_same_and_legal_hold_forbids_them(clock, target):
    notebook = temporary(clock, "Guest")
    made = mark(notebook, target, note="x")
    assert notebook.temporary
    assert notebook.notes.get(made.uuid) == made
    assert not notebook.needs_second_slot()
    assert notebook.backup_if_due() is None
    with pytest.raises(UsageError):
        notebook.backup()
    notebook.close()
    with pytest.raises(PolicyError):
        temporary(clock, "Guest", legal_hold=True)


def test_a_removed_papers_words_are_masked_in_the_present_and_the_past(notebook, target):
    made = mark(notebook, target, note="my own words")
    notebook.notes.change(made, note="my newer words")
    assert retention.mask_documents(notebook.notes, {"hub/paper"}) == 2
    here = notebook.notes.get(made.uuid)
    assert here.note == "my newer words"
    assert not any(t.quote or t.paragraph or t.before or t.section for t in here.targets)
    assert not any("trust" in repr(entry) for entry in notebook.notes.history(made))


def test_a_note_of_five_megabytes_is_kept_after_a_restart(notebook, target, words, clock):
    long = "Ask the duty desk. " * 280_000
    made = mark(notebook, target, note=long)
    folder = notebook.folder
    notebook.close()
    again = unlock(folder, words, clock=clock)
    assert again.notes.get(made.uuid).note.strip() == long.strip()
    again.close()
