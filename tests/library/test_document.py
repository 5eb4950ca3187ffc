"""Documents: bytes in, model out (FORMATS D1 to D7)."""

import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ContentError, LimitError
from reader.library.blocks import fingerprint, lift_definitions, parse_blocks, slug
from reader.library.document import count_words, inspect_head, parse_document, read_head
from reader.library.model import Callout, CalloutKind, Figure, ListBlock, ParagraphKind, Table

HEAD = "---\nid: a-document\ntitle: A document\n---\n"


def parse(body, head=HEAD):
    return parse_document((head + body).encode(), "a-document.md")


def test_ids_are_text_whatever_yaml_would_make_of_them():
    for written, read in {"2016": "2016", "0x1f": "0x1f", "yes": "yes", "1e5": "1e5"}.items():
        assert read_head(f"---\nid: {written}\ntitle: 2016\n---\n".encode(), "x").meta.id == read


def test_only_id_and_title_are_required_and_the_rest_has_defaults():
    meta = parse("").meta
    assert (meta.type, meta.provenance, meta.edition, meta.language) == ("briefing", "local", 1, "en")
    assert meta.audience == () and meta.original is None and not meta.is_digest


def test_null_prints_as_nothing():
    meta = parse("", "---\nid: abc\ntitle: T\nmarking: null\noriginal: {title: O, year: null}\nchanges: ~\n---\n").meta
    assert meta.marking == "" and meta.original.year is None and meta.changes == ()


@pytest.mark.parametrize(
    "nested",
    [
        "[" * 50_000 + "]" * 50_000,
        "{a: " * 50_000,
        "\n " + "- " * 50_000 + "a",
        "\n" + "? " * 50_000,
        "\n" + "".join(" " * depth + "a:\n" for depth in range(1, 1_000)),
    ],
)
def test_front_matter_nested_beyond_the_limit_is_refused_before_anything_goes_down_it(nested):
    with pytest.raises(LimitError) as caught:
        parse("", f"---\nid: abc\ntitle: T\nx: {nested}\n---\n")
    assert (caught.value.limit, caught.value.value) == ("element_depth", 65)


def test_long_lists_are_not_taken_for_deep_ones():
    changes = "".join(f"- {{edition: {n}, summary: s}}\n" for n in range(1, 200))
    assert len(parse("", f"---\nid: abc\ntitle: T\nchanges:\n{changes}---\n").meta.changes) == 199


@pytest.mark.parametrize(
    ("head", "field", "line"),
    [
        ("---\ntitle: T\n---\n", "id", 2),
        ("---\nid: abc\n---\n", "title", 2),
        ("---\nid: a b\ntitle: T\n---\n", "id", 2),
        ("---\nid: abc\ntitle: T\ntype: poem\n---\n", "type", 4),
        ("---\nid: abc\ntitle: T\nedition: two\n---\n", "edition", 4),
        ("---\nid: abc\ntitle: T\nissued: 3 Nov 2026\n---\n", "issued", 4),
        ("---\nid: abc\ntitle: T\naudience: frontline\n---\n", "audience", 4),
        ("---\nid: abc\ntitle: T\nchanges: [{edition: 1, urgent: maybe}]\n---\n", "changes.urgent", 4),
        ("---\nid: abc\ntitle: T\nid: abc\n---\n", "id", 4),
        ("---\nid: abc\ntitle: [unclosed\n---\n", "front matter", 4),
        ("---\nid: &a abc\ntitle: *a\n---\n", "front matter", 2),
        ("---\n- a\n---\n", "front matter", 2),
        ("no front matter", "front matter", 1),
        ("---\nid: abc\ntitle: T\n", "front matter", 1),
    ],
)
def test_each_slip_is_named_with_its_line_and_field(head, field, line):
    with pytest.raises(ContentError) as caught:
        parse("", head)
    assert (caught.value.field, caught.value.line) == (field, line)
    assert caught.value.expected


def test_every_slip_of_the_front_matter_is_reported_at_once():
    _, problems = inspect_head(b"---\nid: abc\ntitle: T\ntype: x\nissued: y\n---\n", "f")
    assert [problem.field for problem in problems] == ["type", "issued"]


def test_a_file_that_is_not_utf8_names_the_line():
    with pytest.raises(ContentError) as caught:
        parse_document(HEAD.encode() + b"ok\n\xff\n", "f")
    assert (caught.value.field, caught.value.line) == ("encoding", 6)


def test_byte_order_mark_and_windows_line_ends_are_taken():
    data = b"\xef\xbb\xbf" + (HEAD + "Text.\n").replace("\n", "\r\n").encode()
    assert parse_document(data, "f").paragraphs[0].text == "Text."


BODY = """\
::: key-points
- First **point**[^a]
- Second
:::

## What it is

Running text with a [link](other-document#part) and
a break.[^b]

Table: Numbers that *matter*

| Year | Count |
|------|------:|
| 2019 | 7[^a] |

![What the picture says in words](../figures/chart.svg "A chart")

### Finer point

::: audience custody
Do this.
:::

> Quoted.

```
code [^c]
```

[^a]: source-a, page 1
[^b]: source-b
"""


def test_paragraphs_are_numbered_through_the_document_and_know_their_section():
    briefing = parse(BODY)
    assert [p.number for p in briefing.paragraphs] == list(range(1, 9))
    assert [s.id for s in briefing.sections] == ["start", "what-it-is", "finer-point"]
    assert [(p.kind, p.section) for p in briefing.paragraphs][:5] == [
        (ParagraphKind.ITEM, "start"),
        (ParagraphKind.ITEM, "start"),
        (ParagraphKind.TEXT, "what-it-is"),
        (ParagraphKind.TABLE, "what-it-is"),
        (ParagraphKind.FIGURE, "what-it-is"),
    ]
    assert briefing.paragraphs[2].text == "Running text with a link and a break."
    assert briefing.paragraphs[3].text == "Numbers that matter\nYear\tCount\n2019\t7"


def test_lines_point_into_the_file():
    briefing = parse(BODY)
    lines = (HEAD + BODY).split("\n")
    assert lines[briefing.paragraphs[2].line - 1].startswith("Running text")
    assert lines[briefing.footnotes[0].line - 1].startswith("[^a]")


def test_blocks_have_their_types():
    briefing = parse(BODY)
    start, what, finer = briefing.sections
    callout = start.blocks[0]
    assert isinstance(callout, Callout) and callout.kind is CalloutKind.KEY_POINTS
    assert isinstance(callout.blocks[0], ListBlock)
    table = next(block for block in what.blocks if isinstance(block, Table))
    assert table.aligns == ("", "right")
    figure = next(block for block in what.blocks if isinstance(block, Figure))
    assert (figure.source, figure.caption) == ("figures/chart.svg", "A chart")
    audience = next(block for block in finer.blocks if isinstance(block, Callout))
    assert (audience.kind, audience.key) == (CalloutKind.AUDIENCE, "custody")


def test_footnotes_are_numbered_by_first_reference():
    notes = parse("Two[^b] then one[^a], again[^b].\n\n[^a]: src-a, p 1\n[^b]: src-b\n    and more\n").footnotes
    assert [(n.number, n.label, n.source, n.where) for n in notes] == [
        (1, "b", None, "src-b and more"),
        (2, "a", "src-a", "p 1"),
    ]


def test_a_reference_without_a_definition_stays_as_text():
    assert parse("Word[^x].").paragraphs[0].text == "Word[^x]."


def test_equal_headings_get_ids_of_their_own():
    briefing = parse("## Start\n\na\n\n## Start\n\nb\n\n## start 2\n\nc\n")
    ids = [section.id for section in briefing.sections]
    assert len(set(ids)) == len(ids) and "start" not in ids


def test_raw_html_is_text():
    briefing = parse("<b>x</b>\n\n<script>alert(1)</script>\n")
    assert [p.text for p in briefing.paragraphs] == ["<b>x</b>", "<script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("x" * 2_001, "token_characters"),
        ("> " * 70 + "deep", "element_depth"),
        ("| a |\n|---|\n" + "| 1 |\n" * 2_001, "table_rows"),
        ("| a " * 61 + "|\n" + "|---" * 61 + "|\n", "table_columns"),
        ("word " * 200_001, "document_bytes"),
        ("[" * 51, "bracket_depth"),
        ("[" * 45 + "\n\n" + ("[" * 45 + "\n\n") * 44, "deep_brackets"),
    ],
)
def test_each_limit_refuses_with_its_name_and_value(body, limit):
    with pytest.raises(LimitError) as caught:
        parse(body)
    assert caught.value.limit == limit
    assert caught.value.value > caught.value.maximum


@pytest.mark.parametrize(
    "body",
    [
        "[" * 50_000,
        "*a " * 60_000,
        "`" * 1_900 + " ",
        ("![" * 49 + "\n\n") * 40,
        "- " * 1_000 + "x",
        "<" * 1_900,
        "[^a]" * 400,
    ],
)
def test_pathological_markdown_ends_soon(body):
    started = time.thread_time()
    with contextlib.suppress(LimitError):
        parse("\n".join(body[i : i + 1_900] for i in range(0, len(body), 1_900)))
    assert time.thread_time() - started < 10


def test_words_are_those_a_reader_reads():
    assert count_words("One two[^a] [three](address here).\n\n::: practice\nfour\n:::\n\n[^a]: not counted") == 4


@given(st.text())
def test_a_fingerprint_ignores_blanks_and_form_but_nothing_else(text):
    assert fingerprint(text) == fingerprint(f"  {text}\n")
    assert fingerprint(text) != fingerprint(text + "x") or not (text + "x").split()


@given(st.text())
def test_a_slug_is_always_usable(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))


@given(st.text(alphabet=st.sampled_from("ab *_`[]()!#>-|:^~\n\\1.<&"), max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_markdown_gives_consistent_paragraphs(body):
    parsed = parse_blocks(body, "f")
    numbers = [p.number for s in parsed.sections for p in s.paragraphs]
    assert numbers == list(range(1, len(numbers) + 1))
    ids = [s.id for s in parsed.sections]
    assert len(set(ids)) == len(ids)
    for section in parsed.sections:
        for paragraph in section.paragraphs:
            assert paragraph.section == section.id
            assert paragraph.fingerprint == fingerprint(paragraph.text)


@given(st.text(alphabet=st.sampled_from("[]^:ab \n`~"), max_size=200))
def test_lifting_definitions_keeps_every_line_in_its_place(body):
    kept, _ = lift_definitions(body)
    assert kept.count("\n") == body.count("\n")


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_our_own_error(data):
    with contextlib.suppress(ContentError):
        parse_document(b"---\n" + data, "f")


@given(st.text(max_size=200))
def test_no_front_matter_raises_anything_but_our_own_error(text):
    with contextlib.suppress(ContentError):
        parse_document(f"---\n{text}\n---\nbody".encode("utf-8", "replace"), "f")
