"""Corrections above a text, urgent ones until acknowledged, and where that is kept (FORMATS D2)."""

import pytest

from reader.library.catalogue import Change, Entry, FrontMatter
from reader.library.wording import change_line, changed_since
from reader.packs_desk import seen as reading
from reader.packs_desk.seen import FILE

OLD = Change(2, "correction", False, "A figure was wrong.")
URGENT = Change(3, "correction", True, "Do not do this.")
UPDATE = Change(4, "update", False, "New guidance.")
EDITORIAL = Change(4, "editorial", False, "A comma.")


def entry(edition):
    changes = tuple(change for change in (OLD, URGENT, UPDATE, EDITORIAL) if change.edition <= edition)
    return Entry("hub/paper", FrontMatter("paper", "Paper", edition=edition, changes=changes), 100)


@pytest.fixture
def start(open_packs, profile):
    def make(**options):
        packs = open_packs(**options)
        return reading.seen(packs.desk.places, packs.notes)

    make.file = profile / "state" / FILE
    return make


def test_who_read_nothing_sees_this_editions_correction_and_what_is_urgent(start):
    found = start().corrections(entry(2))
    assert (found.since, found.urgent, found.others) == (0, (), (OLD,))
    assert not start().corrections(entry(1)).any
    assert start().corrections(entry(4)).urgent == (URGENT,)


def test_what_changed_since_it_was_read_stands_there_for_one_session(start):
    start().read(entry(1))
    session = start()
    assert session.changed(entry(4)) and not session.changed(entry(1))
    session.read(entry(4))
    assert session.corrections(entry(4)).others == (UPDATE, OLD)
    later = start()
    assert not later.changed(entry(4))
    assert later.corrections(entry(4)).others == ()
    assert later.corrections(entry(4)).urgent == (URGENT,)


def test_an_edition_that_comes_in_the_middle_of_a_session_changed_since_it_was_read(start):
    session = start()
    session.read(entry(1))
    assert session.changed(entry(2)) and session.last_read(entry(2)) == 1
    session.read(entry(2))
    assert session.changed(entry(2)), "for the rest of the session"
    assert not start().changed(entry(2))


def test_an_urgent_correction_stays_until_it_is_acknowledged(start):
    session = start()
    session.read(entry(4))
    session.acknowledge(entry(4))
    assert session.corrections(entry(4)).urgent == ()
    assert start().corrections(entry(4)).urgent == ()
    assert start().last_read(entry(4)) == 4


@pytest.mark.parametrize("options", [{"shared": True}, {"policies": {"notes": "memory-only"}}])
def test_nothing_is_written_on_a_shared_desk_or_without_traces(start, options):
    session = start(**options)
    session.read(entry(4))
    session.acknowledge(entry(4))
    assert session.corrections(entry(4)).urgent == ()
    assert not start.file.exists()


def test_temporary_notes_leave_nothing(open_packs, profile):
    packs = open_packs()
    packs.notes.open_temporary()
    session = reading.seen(packs.desk.places, packs.notes)
    session.read(entry(1))
    assert not (profile / "state" / FILE).exists()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"documents": {"x": 1}}', b"[" * 5000])
def test_a_damaged_file_is_as_good_as_none(start, data):
    start.file.parent.mkdir(parents=True, exist_ok=True)
    start.file.write_bytes(data)
    assert start().last_read(entry(4)) == 0


def test_a_removed_document_is_forgotten(start):
    session = start()
    session.read(entry(4))
    session.forget(["hub/paper"])
    assert start().last_read(entry(4)) == 0
    assert b"paper" not in start.file.read_bytes()


def test_an_old_citation_says_what_was_corrected_since():
    changes = entry(4).meta.changes
    assert changed_since(changes, 1) == (UPDATE, URGENT, OLD)
    assert changed_since(changes, 4) == ()
    assert change_line(OLD) == "Correction, edition 2: A figure was wrong."
