"""Finding: filters, full text, counts, next and previous; and the hint about case data."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.notebook import query
from reader.notebook.anchors import Selection, describe, describe_document, describe_paragraph
from reader.notebook.hints import HintKind, hints
from reader.notebook.model import Item, ItemKind, Kind
from reader.notebook.query import Filter
from reader.notebook.store import memory_database


@pytest.fixture
def filled(notebook, document, clock):
    """Six notes over two documents."""
    one = document(["# Start", "Alpha text.", "## Later", "Beta text.", "Gamma text."])
    notes = notebook.notes
    made = [
        notes.mark(Kind.KEY_POINT, "hub/one", 1, describe_paragraph(one, 1), note="Ask gently", tags=["custody"]),
        notes.mark(Kind.QUESTION, "hub/one", 1, describe_paragraph(one, 2), note="Why café?", tags=["custody", "home"]),
        notes.mark(Kind.BOOKMARK, "hub/one", 1, describe_paragraph(one, 3)),
    ]
    clock.move(days=10)
    made += [
        notes.mark(Kind.NOTE, "hub/two", 1, describe_document(), note="asking about home"),
        notes.mark(Kind.NOTE, "hub/two", 1, describe_document(), note="unrelated"),
        notes.mark(Kind.FINDING, "hub/two", 1, describe_document(), note="deleted home"),
    ]
    notes.delete([made.pop()])
    return notebook, made


def found(notebook, **parts):
    return [line.uuid for line in query.lines(notebook.database, Filter(**parts))]


def test_every_filter(filled):
    notebook, (a, b, c, d, e) = filled
    assert found(notebook) == [one.uuid for one in (a, b, c, d, e)]
    assert found(notebook, kinds=(Kind.QUESTION, Kind.BOOKMARK)) == [b.uuid, c.uuid]
    assert found(notebook, tags=("custody", "home")) == [b.uuid]
    assert found(notebook, document="hub/two") == [d.uuid, e.uuid]
    assert found(notebook, document="hub/one", section=b.targets[0].section) == [b.uuid, c.uuid]
    assert found(notebook, since=d.changed) == [d.uuid, e.uuid]
    assert found(notebook, until=d.changed) == [a.uuid, b.uuid, c.uuid]
    assert found(notebook, with_note=True) == [a.uuid, b.uuid, d.uuid, e.uuid]
    assert found(notebook, newest_first=True)[0] == e.uuid
    gathered = notebook.notes.gather("T", items=[Item(ItemKind.ANNOTATION, e.uuid), Item(ItemKind.ANNOTATION, a.uuid)])
    assert set(found(notebook, collection=gathered.uuid)) == {a.uuid, e.uuid}
    assert found(notebook, text="home", tags=("custody",)) == [b.uuid]
    assert query.count(notebook.database, Filter(kinds=(Kind.NOTE,))) == 2
    assert len(query.lines(notebook.database, Filter(), limit=2, offset=4)) == 1


def test_full_text(filled):
    notebook, (a, b, _, d, _) = filled
    assert found(notebook, text="ask") == [a.uuid, d.uuid]
    assert found(notebook, text="ask ") == [a.uuid]
    assert found(notebook, text="CAFE") == [b.uuid]
    assert found(notebook, text="alpha") == [a.uuid]
    assert found(notebook, text="home") == [b.uuid, d.uuid]
    assert found(notebook, text="!!!") == []
    assert found(notebook, text='"AND (NEAR') == []


@given(st.text(max_size=30))
def test_whatever_is_typed_never_fails(text):
    database = memory_database()
    assert query.lines(database, Filter(text=text)) == ()


def test_counts_and_marks(filled):
    notebook, (_, b, *_) = filled
    assert query.counts(notebook.database) == {"hub/one": 3, "hub/two": 2}
    assert sum(n for (key, _), n in query.section_counts(notebook.database).items() if key == "hub/one") == 3
    assert query.section_counts(notebook.database)["hub/one", b.targets[0].section] == 2
    held = query.tallies(notebook.database, Filter())
    assert list(held) == ["hub/one", "hub/two"] and [one.noted for one in held.values()] == [2, 2]
    assert {kind: count for kind, count in held["hub/two"].kinds.items() if count} == {Kind.NOTE: 2}
    assert query.tallies(notebook.database, Filter(text="gently"))["hub/one"].kinds[Kind.KEY_POINT] == 1
    assert query.tallies(notebook.database, Filter(text="nowhere")) == {}
    assert query.tags(notebook.database) == (("custody", 2), ("home", 1))
    assert query.marked_paragraphs(notebook.database)["hub/one"] == {1, 2, 3}


def test_a_mark_over_several_paragraphs_counts_for_each(notebook, document):
    briefing = document(["One text.", "Two text.", "Three text."])
    targets = describe(briefing, Selection(1, 0, 2, 3))
    notebook.notes.mark(Kind.NOTE, "hub/one", 1, targets)
    assert query.marked_paragraphs(notebook.database) == {"hub/one": {1, 2}}


def test_next_and_previous(filled):
    notebook, (a, b, c, *_) = filled
    order = tuple(query.in_document(notebook.database, "hub/one").values())
    assert [one.uuid for one in order] == [a.uuid, b.uuid, c.uuid]
    assert query.next_in(notebook.database, "hub/one", 1).uuid == b.uuid
    assert query.next_in(notebook.database, "hub/one", 3) is None
    assert query.next_in(notebook.database, "hub/one", 3, forward=False).uuid == b.uuid
    assert query.next_in(notebook.database, "hub/one", 1, forward=False) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see 42/12345/26 for this", HintKind.CRIME_REFERENCE),
        ("12345/26", HintKind.CRIME_REFERENCE),
        ("01DA/1234/26", HintKind.CRIME_REFERENCE),
        ("crime ref 2600012345", HintKind.CRIME_REFERENCE),
        ("Custody record: CR/1234567/26", HintKind.CRIME_REFERENCE),
        ("dob 01/02/2011", HintKind.BIRTH_DATE),
        ("D.O.B: 1.2.11", HintKind.BIRTH_DATE),
        ("born on 3rd March 2010", HintKind.BIRTH_DATE),
        ("ring 07700 900123", HintKind.TELEPHONE),
        ("020 7946 0000", HintKind.TELEPHONE),
        ("+44 7700 900123", HintKind.TELEPHONE),
        ("(01632) 960001", HintKind.TELEPHONE),
    ],
)
def test_what_looks_like_case_data(text, kind):
    assert kind in {hint.kind for hint in hints(text)}
    hint = hints(text)[0]
    assert text[hint.start : hint.end].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Section 11 of the Children Act 2004, see ¶ 12 and footnote 3.",
        "Published 21 Nov 2026, reviewed 2027-11-21.",
        "The 2018/19 inspection and the 24/7 line 101 or 999.",
        "1,234 children in 2019/20; 37% said so.",
        "Working Together 2023, pages 10-14.",
        "",
    ],
)
def test_what_does_not(text):
    assert hints(text) == ()


@given(st.text(max_size=200))
def test_hints_are_ranges_of_any_text(text):
    for hint in hints(text):
        assert 0 <= hint.start < hint.end <= len(text)


def test_hints_on_a_long_text_are_quick():
    started = time.thread_time()
    hints("0" * 100_000 + "crime ref " * 10_000)
    assert time.thread_time() - started < 2
