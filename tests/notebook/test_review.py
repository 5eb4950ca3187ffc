"""Carrying notes into a new edition, the review list, and undoing across it."""

import pytest

from reader.errors import CancelledError
from reader.notebook import query, review
from reader.notebook.anchors import Unsure, describe_document, describe_paragraph
from reader.notebook.exchange.sheet import kind_label
from reader.notebook.model import Kind, Status
from reader.notebook.query import Filter

OLD = ["Alpha paragraph about trust and safety.", "Beta paragraph about the first account.", "Gamma paragraph, short."]
NEW = [
    "A new opening paragraph.",
    OLD[0],
    "Beta paragraph about a first account, reworded.",
    "Other words entirely now.",
]


@pytest.fixture
def carried(notebook, document):
    """Three notes and a bookmark carried from edition 1 to 2."""
    old, new = document(OLD), document(NEW, 2)
    notes = notebook.notes
    made = [notes.mark(Kind.NOTE, "hub/paper", 1, describe_paragraph(old, n), note=f"note {n}") for n in (1, 2, 3)]
    made.append(notes.mark(Kind.BOOKMARK, "hub/paper", 1, describe_document()))
    stale = review.stale(notes, {"hub/paper": 2, "hub/other": 5})
    outcome = review.carry(stale, {"hub/paper": new})
    review.apply(notes, outcome)
    return notebook, made, old, new, outcome


def test_what_is_certain_moves_and_the_rest_waits(carried):
    notebook, made, _, _, outcome = carried
    assert (outcome.attached, outcome.unsure, outcome.gone) == (2, 1, 1)
    here = [notebook.notes.get(one.uuid) for one in made]
    assert [one.status for one in here] == [Status.ATTACHED, Status.REVIEW, Status.GONE, Status.ATTACHED]
    assert here[0].targets[0].number == 2
    assert here[0].edition == 2
    # Nothing was dropped or moved: the old wording is still there.
    assert here[1].targets == made[1].targets
    assert here[1].edition == 1
    assert [line.uuid for line in review.to_review(notebook.notes)] == [made[1].uuid, made[2].uuid]
    # The person's words and their date are untouched.
    assert [one.changed for one in here] == [one.changed for one in made]
    assert [one.note for one in here] == [one.note for one in made]


def test_accepting_moving_and_retiring(carried):
    notebook, made, _, new, _ = carried
    notes = notebook.notes
    outcome = review.candidates(notes.get(made[1].uuid), new)
    assert isinstance(outcome, Unsure)
    best = outcome.candidates[0]
    assert best.score > 55
    moved = notes.move(made[1], 2, [best.target])
    assert moved.status is Status.ATTACHED
    assert moved.targets[0].paragraph == NEW[2]
    retired = notes.retire(made[2])
    assert retired.targets == made[2].targets
    assert not review.to_review(notes)
    # The next edition leaves a retired note in peace.
    assert all(one.uuid != retired.uuid for one in review.stale(notes, {"hub/paper": 3}))
    assert notes.undo().name == "retire"
    assert notes.undo().name == "move"
    assert len(review.to_review(notes)) == 2


def test_undo_of_an_older_change_does_not_undo_the_move(carried, document):
    notebook, made, *_ = carried
    notes = notebook.notes
    changed = notes.change(made[0], note="edited after the update")
    assert changed.edition == 2
    notes.undo()
    assert notes.get(made[0].uuid).targets[0].number == 2
    newer = document([*NEW, "More."], 3)
    notes.change(made[0], note="edited again")
    review.apply(notes, review.carry(review.stale(notes, {"hub/paper": 3}), {"hub/paper": newer}))
    assert notes.undo().name == "change"
    assert notes.get(made[0].uuid).edition == 3


def test_going_back_to_the_old_edition_brings_the_waiting_ones_home(carried):
    notebook, made, old, *_ = carried
    notes = notebook.notes
    review.apply(notes, review.carry(query.annotations(notes.database, Filter()), {"hub/paper": old}))
    assert not review.to_review(notes)
    assert [notes.get(one.uuid).targets[0].number for one in made[:3]] == [1, 2, 3]


def test_what_was_changed_meanwhile_keeps_its_change(notebook, document):
    notes = notebook.notes
    made = notes.mark(Kind.NOTE, "hub/paper", 1, describe_paragraph(document(OLD), 1), note="one")
    outcome = review.carry([made], {"hub/paper": document(NEW, 2)})
    notes.change(made, note="two")
    review.apply(notes, outcome)
    here = notes.get(made.uuid)
    assert (here.note, here.edition) == ("two", 2)


def test_progress_and_cancelling(notebook, document):
    made = notebook.notes.mark(Kind.NOTE, "hub/paper", 1, describe_paragraph(document(OLD), 1))
    seen = []
    many = [made] * 350
    new = {"hub/paper": document(NEW, 2)}
    review.carry(many, new, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 350)
    assert seen[-1] == (350, 350)
    with pytest.raises(CancelledError):
        review.carry(many, new, cancelled=lambda: True)


def test_notes_in_the_bin_are_carried_too(notebook, document):
    notes = notebook.notes
    made = notes.mark(Kind.NOTE, "hub/paper", 1, describe_paragraph(document(OLD), 1))
    notes.delete([made])
    review.apply(notes, review.carry(review.stale(notes, {"hub/paper": 2}), {"hub/paper": document(NEW, 2)}))
    here = notes.get(made.uuid)
    assert (here.edition, bool(here.deleted)) == (2, True)


def test_every_kind_has_a_label():
    assert len({kind_label(kind) for kind in Kind}) == len(Kind)
