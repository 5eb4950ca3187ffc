"""FORMATS N4 to N6: out in five forms, in again without loss, and nothing hostile gets further than a refusal."""

import contextlib
import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.errors import CancelledError, RefusedError, UsageError
from reader.notebook import query
from reader.notebook.anchors import Selection, describe, describe_document, describe_paragraph
from reader.notebook.exchange import annotation_json, incoming, merge, text_forms, word
from reader.notebook.exchange.merge import Change
from reader.notebook.exchange.sheet import Context, Document, choose, choose_collection, sheet
from reader.notebook.journal import Journal
from reader.notebook.model import Item, ItemKind, Kind, NoteSet, Status
from reader.notebook.notes import Notes
from reader.notebook.query import Filter
from reader.notebook.store import memory_database

TODAY = dt.date(2026, 11, 21)
HOSTILE = '<script>alert("x")</script> & =1+1 [link](file:///etc/passwd) ]]> \x0b\u202e'
PAPER = Document(
    "hub/paper", "Digest: a paper", 1, "The hub", "Our hub", digest=True, law_as_at="2026-11-01", sections={}
)
CONTEXT = Context({"hub/paper": PAPER}, "OFFICIAL", TODAY, "PC One")


def empty(start=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
    ticks = iter(range(10**9))
    return Notes(Journal(memory_database(), lambda: start + dt.timedelta(seconds=next(ticks))), "PC One")


def everything(notes):
    return query.annotations(notes.database, Filter()), query.collections(notes.database)


def exported(notes, **more):
    return annotation_json.to_json(choose(notes.database, Filter()), CONTEXT, **more).encode()


def take(notes, raw, **more):
    plan = merge.plan(notes, incoming.read(raw), **more)
    merge.apply(notes, plan)
    return plan


@pytest.fixture
def filled(document):
    briefing = document(["# Start", "Alpha text is long enough to mark.", "Beta text is here as well."])
    notes = empty()
    a = notes.mark(
        Kind.KEY_POINT, "hub/paper", 1, describe(briefing, Selection(1, 0, 2, 9)), note=HOSTILE, tags=["x", "y,z"]
    )
    b = notes.mark(Kind.BOOKMARK, "hub/paper", 1, describe_document())
    c = notes.mark(Kind.QUESTION, "hub/gone away", 3, describe_paragraph(briefing, 2), note="=SUM(A1)\nline two")
    notes.retire(c)
    notes.gather(
        "First & last",
        "Intro <b>",
        [Item(ItemKind.ANNOTATION, b.uuid), Item(ItemKind.DOCUMENT, "hub/paper"), Item(ItemKind.ANNOTATION, a.uuid)],
    )
    return notes


def test_a_wiped_notebook_comes_back_identical(filled):
    raw = exported(filled)
    other = empty()
    plan = take(other, raw)
    assert everything(other) == everything(filled)
    assert plan.count(Change.ADDED) == 4
    assert not plan.refused
    again = take(other, raw)
    assert {step.change for step in again.steps} == {Change.UNCHANGED}
    assert other.undo().name == "import"
    assert everything(other) == ((), ())
    # Wiped by hand into the bin: the same file brings everything back.
    live, kept = everything(filled)
    filled.delete([*live, *kept])
    take(filled, raw)
    assert everything(filled) == (live, kept)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), texts, st.lists(texts, max_size=3), texts), max_size=6))
def test_export_and_import_lose_nothing(rows):
    notes = empty()
    for kind, note, tags, title in rows:
        notes.mark(kind, f"hub/{title or 'x'}", 2, describe_document(), note=note, tags=tags)
        notes.gather(title, note)
    other = empty()
    take(other, exported(notes))
    assert everything(other) == everything(notes)


def test_the_shape_is_the_w3c_models(filled):
    table = json.loads(exported(filled))
    assert table["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert table["type"] == "AnnotationCollection"
    page = table["first"]
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == table["total"] == 3
    motivations = {"bookmarking", "highlighting", "questioning", "assessing", "commenting"}
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", item["id"])
        assert item["motivation"] in motivations
        assert stamp.fullmatch(item["created"])
        assert stamp.fullmatch(item["modified"])
        assert item["creator"]["type"] == "Person"
        assert item["target"]
        for body in item.get("body", []):
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)
            assert body["purpose"] in {"commenting", "tagging"}
        for target in item["target"]:
            assert target["type"] == "SpecificResource"
            assert re.fullmatch(r"urn:[a-z0-9-]+:[!-~]+", target["source"])
            for selector in target.get("selector", []):
                assert selector["type"] in {"FragmentSelector", "TextQuoteSelector"}
                if selector["type"] == "TextQuoteSelector":
                    assert set(selector) == {"type", "exact", "prefix", "suffix"}
        # What is ours is named as ours, so that other readers pass over it.
        known = {"id", "type", "motivation", "created", "modified", "creator", "body", "target"}
        assert all(name in known or name.startswith("br:") for name in item)


def provenance_in(text):
    for part in ("The hub, edition 1", "hub/paper", "21 Nov 2026", "OFFICIAL", "Uncontrolled when printed"):
        assert part in text, part
    assert "Digest. Not policy, not the original" in text
    assert "Our hub" in text
    assert "wording in edition 3" in text


def test_markdown(filled):
    text = text_forms.to_markdown(sheet(choose(filled.database, Filter()), CONTEXT))
    provenance_in(text.replace("\\", ""))
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    assert "<script" not in html
    assert "<a " not in html
    assert "alert" in html


def test_html(filled):
    text = text_forms.to_html(sheet(choose(filled.database, Filter()), CONTEXT))
    provenance_in(text)
    assert "<script" not in text
    assert "default-src 'none'" in text
    tags = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: tags.append((tag, attributes))
    parser.feed(text)
    assert not {"script", "img", "a", "link", "iframe", "b"} & {tag for tag, _ in tags}


def test_csv(filled):
    text = text_forms.to_csv(sheet(choose(filled.database, Filter()), CONTEXT))
    provenance_in(text)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any("line two" in cell for row in rows for cell in row)


def test_word(filled):
    data = word.to_docx(sheet(choose(filled.database, Filter()), CONTEXT))
    assert data == word.to_docx(sheet(choose(filled.database, Filter()), CONTEXT))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    trees = {name: ET.fromstring(text) for name, text in parts.items()}
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    text = "\n".join("".join(p.itertext()) for p in trees["word/document.xml"].iter(w + "p"))
    provenance_in(text)
    assert "Uncontrolled when printed" in "".join(trees["word/footer1.xml"].itertext())
    assert "OFFICIAL" in "".join(trees["word/header1.xml"].itertext())
    styles = {style.get(w + "styleId") for style in trees["word/styles.xml"].iter(w + "style")}
    used = {style.get(w + "val") for style in trees["word/document.xml"].iter(w + "pStyle")}
    assert used <= styles
    targets = re.findall(r'Target="([^"]+)"', parts["word/_rels/document.xml.rels"])
    assert all("word/" + target in parts for target in targets)
    for name in parts:
        if name.endswith(".xml") and name.startswith("word/"):
            assert f'PartName="/{name}"' in parts["[Content_Types].xml"]
    assert "alert" in text


def test_a_collection_keeps_its_order(filled):
    (gathered,) = query.collections(filled.database)
    chosen = choose_collection(filled.database, gathered)
    assert [one.kind for one in chosen.annotations] == [Kind.BOOKMARK, Kind.KEY_POINT]
    made = sheet(chosen, CONTEXT)
    assert made.title == "First & last"
    assert made.introduction == "Intro <b>"
    assert [row.kind for group in made.groups for row in group.rows] == ["Bookmark", "Key point"]
    tagged = choose(filled.database, Filter(tags=("x",)))
    assert len(tagged.annotations) == 1
    assert not tagged.collections


def test_a_passage_in_a_collection_brings_its_text(filled):
    (gathered,) = query.collections(filled.database)
    context = replace(CONTEXT, passages={"hub/paper": "The whole text <of> the paper.\nIts second line."})
    made = sheet(choose_collection(filled.database, gathered), context)
    assert [(group.text[:9], len(group.rows)) for group in made.groups] == [("", 1), ("The whole", 0), ("", 1)]
    assert "whole text &lt;of&gt;" in text_forms.to_html(made)
    assert "whole text" in text_forms.to_markdown(made)
    with zipfile.ZipFile(io.BytesIO(word.to_docx(made))) as archive:
        assert "whole text &lt;of&gt;" in archive.read("word/document.xml").decode()


def test_the_newer_change_wins_and_the_loser_is_kept(filled):
    raw = exported(filled)
    other = empty(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    take(other, raw)
    one = everything(other)[0][0]
    newer = other.change(one, note="newer there")
    back = exported(other)
    older_here = filled.change(filled.get(one.uuid), note="older here")
    plan = take(filled, back)
    assert plan.count(Change.UPDATED) == 1
    assert filled.get(one.uuid).note == "newer there"
    assert "older here" in [entry.state.note for entry in filled.history(one)]
    # The other way round: what comes in is older, stays out, and is kept.
    plan = merge.plan(other, replace(incoming.read(back), things=(older_here,)))
    assert plan.count(Change.CONFLICT) == 1
    merge.apply(other, plan)
    assert other.get(one.uuid) == newer
    lost = [entry for entry in other.history(one) if not entry.applied]
    assert [entry.state.note for entry in lost] == ["older here"]
    plan = merge.plan(other, replace(incoming.read(back), things=(older_here,)))
    assert plan.count(Change.UNCHANGED) == 1


def test_two_notebooks_that_take_each_others_sets_end_alike(filled):
    left, right = empty(), empty(dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    take(left, exported(filled))
    take(right, exported(filled))
    for notes, text in ((left, "left"), (right, "right")):
        for one in everything(notes)[0]:
            notes.change(one, note=text)
    from_left, from_right = exported(left), exported(right)
    take(left, from_right)
    take(right, from_left)
    assert everything(left) == everything(right)


def test_a_plan_changes_nothing_and_can_be_cancelled(filled):
    other = empty()
    merge.plan(other, incoming.read(exported(filled)))
    assert everything(other) == ((), ())
    with pytest.raises(CancelledError):
        merge.plan(other, incoming.read(exported(filled)), cancelled=lambda: True)


def test_a_colleagues_set_is_kept_apart(filled):
    raw = exported(filled)
    take(filled, raw, apart="From Alys")
    assert len(query.annotations(filled.database, Filter(set_name="From Alys"))) == 3
    assert len(query.annotations(filled.database, Filter(set_name=""))) == 3
    assert filled.sets() == (NoteSet("From Alys"),)
    theirs = query.annotations(filled.database, Filter(set_name="From Alys"))[0]
    filled.change(theirs, note="only theirs")
    assert filled.get(theirs.uuid).note != "only theirs"
    assert merge.remove_set(filled, "From Alys") == 4
    assert filled.sets() == ()
    assert len(everything(filled)[0]) == 3


def test_a_layer_is_issued_read_only_and_replaced_as_a_whole(filled):
    layer = NoteSet("Induction", "Training unit", "2026-11-21", read_only=True)
    other = empty()
    take(other, exported(filled, layer=layer), verified=True)
    assert other.sets() == (layer,)
    one = query.annotations(other.database, Filter())[0]
    with pytest.raises(UsageError):
        other.change(one, note="mine")
    assert other.undo() is None
    with pytest.raises(UsageError):
        merge.plan(other, incoming.read(exported(filled)), apart="Induction")
    with pytest.raises(UsageError, match="someone else"):
        merge.plan(other, incoming.read(exported(filled, layer=replace(layer, issuer="Another"))), verified=True)
    with pytest.raises(UsageError, match="issued to be read"):
        merge.plan(other, incoming.read(exported(filled, layer=layer)))
    filled.delete([filled.get(one.uuid)])
    take(other, exported(filled, layer=replace(layer, issued="2026-12-01")), verified=True)
    assert len(query.annotations(other.database, Filter(set_name="Induction"))) == 2
    assert other.sets()[0].issued == "2026-12-01"


def test_a_file_that_only_says_it_is_a_layer_is_kept_apart_as_a_colleagues(filled):
    layer = NoteSet("Induction", "Training unit", "2026-11-21", read_only=True)
    other = empty()
    take(other, exported(filled, layer=layer))
    assert other.sets() == (NoteSet("Induction"),)
    other.change(query.annotations(other.database, Filter())[0], note="mine to change")


def test_status_and_edition_travel(filled):
    other = empty()
    take(other, exported(filled))
    assert Status.RETIRED in {one.status for one in everything(other)[0]}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b'{"type": "AnnotationCollection"}',
        b'{"first": {"items": 5}}',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"first": {"items": [' + b"[" * 100_000,
        b'{"first": {"items": []}, "br:format": 99}',
        b'{"first": {"items": []}, "br:format": ' + b"9" * 10_000 + b"}",
        b'{"first": {"items": []}, "total": NaN}',
        b'{"first": {"items": []}, "br:layer": {"name": ""}}',
    ],
)
def test_what_is_no_set_is_refused_as_a_whole(raw):
    with pytest.raises(RefusedError):
        incoming.read(raw)


def test_a_set_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(incoming, "MAX_BYTES", 100)
    with pytest.raises(RefusedError, match="larger"):
        incoming.read(b" " * 101)


def test_one_bad_entry_leaves_out_that_entry_only(filled):
    table = json.loads(exported(filled))
    items = table["first"]["items"]
    good = json.dumps(items[1])

    def bad(**change):
        return {**json.loads(good), "id": "urn:uuid:00000000-0000-4000-8000-000000000000", **change}

    items += [
        json.loads(good),
        5,
        bad(id="urn:uuid:not"),
        bad(created="yesterday"),
        bad(modified="9999-12-31T23:59:59Z"),
        bad(modified="2026-01-01T00:00:00"),
        bad(target=[]),
        bad(**{"br:kind": "other"}),
        bad(**{"br:edition": -1}),
        bad(**{"br:edition": 10**30}),
        bad(body=[{"type": "TextualBody", "value": "nul \0", "purpose": "commenting"}]),
        bad(body=[{"type": "TextualBody", "value": "\ud800", "purpose": "commenting"}]),
        bad(body=[{"value": "a"}, {"value": "b"}]),
        bad(target=[{"source": "urn:a"}, {"source": "urn:b"}]),
        bad(target=[{"source": "urn:a", "br:paragraph": {"fingerprint": "f", "text": "ab", "start": 1, "end": 9}}]),
    ]
    read = incoming.read(json.dumps(table).encode())
    assert len(read.things) == 4
    assert [one.place for one in read.refused] == list(range(4, 19))
    assert all(one.reason for one in read.refused)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "type",
                    "first",
                    "items",
                    "target",
                    "source",
                    "body",
                    "value",
                    "purpose",
                    "selector",
                    "exact",
                    "created",
                    "modified",
                    "creator",
                    "name",
                    "br:kind",
                    "br:edition",
                    "br:paragraph",
                    "br:collections",
                    "br:layer",
                    "uuid",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=80)
@given(json_values, st.data())
def test_any_json_is_read_or_refused_never_a_crash(value, data):
    if data.draw(st.booleans()):
        value = {"type": "AnnotationCollection", "first": {"items": [value, {"type": "Annotation", "id": value}]}}
    try:
        read = incoming.read(json.dumps(value).encode())
    except RefusedError:
        return
    take(empty(), json.dumps(value).encode())
    assert len(read.things) + len(read.refused) >= 0


@settings(max_examples=40)
@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused(at, byte):
    notes = empty()
    notes.mark(Kind.NOTE, "hub/paper", 1, describe_document(), note="one", tags=["t"])
    raw = bytearray(exported(notes))
    raw[at % len(raw)] = byte
    with contextlib.suppress(RefusedError):
        incoming.read(bytes(raw))
