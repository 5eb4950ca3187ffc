"""The one renderer: what Qt is given, and the plain text (FORMATS D5, D6, D10)."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.document import parse_document
from reader.library.reference import Abbreviation, Registers, Signpost, Source
from reader.library.render import render_html
from reader.library.render_text import render_markdown, render_text

GOLDEN = Path(__file__).parent / "golden"
TAGS = {
    "html",
    "body",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "b",
    "i",
    "sup",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tr",
    "th",
    "td",
    "img",
    "pre",
    "span",
    "br",
    "hr",
    "blockquote",
}
SCHEMES = re.compile(r"(#s-[a-z0-9-]+|note:\d+|back:\d+|abbr:[^\"]+|doc:[a-z0-9/#-]+)")

REGISTERS = Registers(
    abbreviations=(Abbreviation("CSE", "Child sexual exploitation"), Abbreviation("CSEW", "Crime Survey")),
    sources={
        "a-source": Source(
            "a-source", "Title & <co>", "Publisher", "2020", "law", "", "https://e.org/", "2026-11-21", "verified"
        )
    },
    signposts=(Signpost("x", (), "Authority", "Guide", "what for", "https://a.org", "0800", ("wales",)),),
    signpost_first="First dial 999.",
)

DOCUMENT = """\
---
id: sample-document
title: "Digest: a <sample> & more"
provenance: digest
original: {title: "The original", publisher: "A university", year: null}
issued: 2026-11-21
law_as_at: 2026-06-30
nation: [england, wales]
summary: What it is about.
content_note: Mentions abuse.
evidence: Old and thin.
see_also: [{title: "A talk", kind: video, address: "https://video.example/1"}]
related: [other-document]
---
::: key-points
- CSE is abuse.[^1] CSE again, and the CSEW.
:::

## What CSE *is* & why

Text with **bold**, `code`, a [place](other-document#part), [here](#what-cse-is-why), [out](https://evil.example/x)
and <script>alert(1)</script>.[^1][^2]

Table: Numbers

| Year | Count |
|:-----|------:|
| 2019 | 7[^1] |

![The picture in words](figures/chart.svg "A chart")

![Elsewhere](https://evil.example/pixel.png)

::: practice
Say who you are.
:::

::: audience custody
1. Ask.
2. Wait.
:::

[^1]: a-source, page 3
[^2]: unknown-source, page 9
"""


class Collector(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.images, self.names, self.attributes = set(), [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.append(value)
            elif name == "src":
                self.images.append(value)
            elif name == "name":
                self.names.append(value)


def collect(rendered):
    collector = Collector()
    collector.feed(rendered)
    return collector


@pytest.fixture
def briefing():
    return parse_document(DOCUMENT.encode(), "sample-document.md", "lib/sample-document")


def check_golden(name, text):
    file = GOLDEN / name
    assert file.exists(), f"no golden file {name}; the text was:\n{text}"
    assert text == file.read_text(encoding="utf-8")


def test_html_is_as_it_was_agreed(briefing):
    titles = {"lib/other-document": "Other"}
    check_golden("sample.html", render_html(briefing, REGISTERS, titles=titles).replace("><", ">\n<") + "\n")


def test_text_is_as_it_was_agreed(briefing):
    check_golden("sample.txt", render_text(briefing, REGISTERS))


def test_nothing_but_our_own_tags_links_and_pictures(briefing):
    found = collect(render_html(briefing, REGISTERS))
    assert found.tags <= TAGS
    assert all(SCHEMES.fullmatch(link) for link in found.links), found.links
    assert found.images == ["asset:figures/chart.svg"]


def test_a_digest_says_what_it_is_and_where_law_is_stated_from_when(briefing):
    for text in (render_html(briefing, REGISTERS), render_text(briefing, REGISTERS)):
        assert "Digest. Not policy, not the original" in text
        assert "Law as at 30 Jun 2026" in text
        assert "year not stated" in text
        assert text.count("Our reading, not procedure") == 2
    assert "Digest. Not policy, not the original" in render_markdown(briefing, "body")


def test_every_paragraph_section_and_source_has_its_anchor_once(briefing):
    names = collect(render_html(briefing, REGISTERS)).names
    assert len(names) == len(set(names))
    assert {f"p{p.number}" for p in briefing.paragraphs} <= set(names)
    assert {"s-what-cse-is-why", "note-1", "note-2", "end-sources"} <= set(names)


def test_an_abbreviation_is_explained_once_a_section_and_never_inside_a_word(briefing):
    html = render_html(briefing, REGISTERS)
    assert html.count('href="abbr:CSE"') == 1
    assert html.count('href="abbr:CSEW"') == 1


def test_a_signpost_says_its_name_once():
    post = Signpost("x", (), "Childline", "Childline", "", "", "")
    assert post.named == "Childline"
    assert replace(post, authority="Oscar Kilo, National Service", title="Oscar Kilo").named.count("Oscar Kilo") == 1
    assert replace(post, authority="Authority", title="Guide").named == "Guide, Authority"


def test_signposts_of_another_nation_are_left_out():
    english = parse_document(DOCUMENT.replace("[england, wales]", "[england]").encode(), "f")
    assert "0800" not in render_html(english, REGISTERS)


@given(st.text(alphabet=st.sampled_from("ab<>&\"'[]()!:/.#`*_ \n\\^"), max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_markdown_gets_anything_else_through(body):
    document = parse_document(f"---\nid: doc\ntitle: T\n---\n{body}".encode(), "f", "lib/doc")
    found = collect(render_html(document, REGISTERS))
    assert found.tags <= TAGS
    assert all(SCHEMES.fullmatch(link) for link in found.links)
    assert all(re.fullmatch(r"asset:figures/[a-z0-9-]+\.(svg|png)", image) for image in found.images)
    assert not {name for name in found.attributes if name.startswith("on")}


@given(st.text(alphabet=st.sampled_from("ab |-:>#*1.\n`![]()"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_text_form_holds_every_paragraph(body):
    document = parse_document(f"---\nid: doc\ntitle: T\n---\n{body}".encode(), "f")
    text = re.sub(r"[\s*>|:-]+", "", render_text(document, Registers()))
    for paragraph in document.paragraphs:
        for word in paragraph.text.split():
            assert re.sub(r"[\s*>|:-]+", "", word) in text
