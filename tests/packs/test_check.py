"""`pack check`: every clause has a slip that it catches, and the bundled library has none."""

import datetime as dt
import struct
import zlib
from pathlib import Path

import pytest

from reader.errors import UnavailableError
from reader.packs.check import check_library
from reader.packs.findings import Severity

TODAY = dt.date(2026, 11, 21)
ROOT = Path(__file__).parents[2]

GOOD = """\
---
id: good-document
title: "Digest: a good document"
type: briefing
provenance: digest
original: {title: The paper, publisher: A university, year: null}
edition: 1
issued: 2026-11-21
law_as_at: 2026-06-30
review_by: 2027-11-21
nation: [england]
audience: [custody]
topics: [topic-one]
stages: [custody]
summary: What it says.
evidence: Two public pages.
---
::: key-points
- A point.[^1]
:::

## What it says

Children must be told, under section 38 of the Act named here, Some Act 1984.[^1]

### Finer point

A fact.[^2]

Table: Counts

| Year | Count |
|------|-------|
| 2019 | 7[^2] |

![A bar that is taller than the other one](figures/good.svg "Bars")

::: audience custody
Our words.
:::

[^1]: the-law, section 38
[^2]: a-page, opening
"""

FILES = {
    "library.toml": 'id = "lib-one"\ntitle = "One"\n',
    "taxonomy.toml": (
        '[topics.topic-one]\nen = "One"\n[audiences.custody]\nen = "Custody"\n'
        '[stages.custody]\nen = "Custody"\n[nations.england]\nen = "England"\n'
    ),
    "sources.toml": (
        '[[source]]\nid = "the-law"\ntitle = "Act"\nkind = "law"\nchecked = 2026-11-01\n'
        '[[source]]\nid = "a-page"\ntitle = "Page"\nkind = "page"\nchecked = 2020-01-01\n'
    ),
    "figures/good.svg": '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>',
    "briefings/good-document.md": GOOD,
}


@pytest.fixture
def library(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def findings(folder, severity):
    report = check_library(folder, TODAY)
    return [finding.problem for finding in report.findings if finding.severity is severity]


def test_a_good_library_has_nothing_to_mend(library):
    assert findings(library, Severity.ERROR) == []
    assert findings(library, Severity.WARNING) == []


SLIPS = [
    ("id: good-document", "id: Good_Document", "D2", "id"),
    ("id: good-document", "id: other-document", "D2", "id"),
    ('"Digest: a good document"', '"A good document"', "D10", "title"),
    ('"Digest: a good document"', '"Digest: The paper"', "D10", "title"),
    ("original: {title: The paper, publisher: A university, year: null}", "original: null", "D2", "original"),
    ("audience: [custody]", "audience: [nobody]", "D2", "audience"),
    ("topics: [topic-one]", "topics: [topic-two]", "D2", "topics"),
    ("type: briefing", "type: poem", "D2", "type"),
    ("review_by: 2027-11-21", "review_by: 2026-01-01", "D2", "review_by"),
    ("edition: 1", "edition: 2", "D2", "changes"),
    ("nation: [england]", "nation: [england]\nrelated: [nowhere]", "D2", "related"),
    ("nation: [england]", "nation: [england]\nmarking: TOP SECRET", "D9", "marking"),
    ("nation: [england]", "nation: [england]\nmarking: private", "D9", "marking"),
    ("## What it says", "#### What it says", "D3", "heading"),
    ("## What it says", "### What it says", "D3", "heading"),
    ("### Finer point", "### What it says", "D3", "heading"),
    ("A fact.[^2]", "A fact.[^9]", "D6", "footnote 9"),
    ("[^2]: a-page, opening", "[^2]: a-page, opening\n[^3]: a-page, end", "D6", "footnote 3"),
    ("[^2]: a-page, opening", "[^2]: nowhere-page, opening", "D6", "footnote 2"),
    ("[^2]: a-page, opening", "[^2]: As somebody told us!", "D6", "footnote 2"),
    ("[^2]: a-page, opening", "[^2]: a-page, opening\n[^2]: the-law, x", "D6", "footnote 2"),
    ("Some Act 1984.[^1]", "Some Act 1984.[^2]", "D6", "law"),
    ("A fact.[^2]", "A [fact](https://example.org).[^2]", "D1", "link https://example.org"),
    ("A fact.[^2]", "A [fact](nowhere-document).[^2]", "D1", "link nowhere-document"),
    ("A fact.[^2]", "A [fact](#nowhere).[^2]", "D1", "link #nowhere"),
    ("A fact.[^2]", "A <b>fact</b>.[^2]", "D1", "HTML"),
    ("::: audience custody", "::: audience nobody", "D1", "::: audience nobody"),
    ("::: audience custody", "::: remark", "D1", ":::"),
    ("Table: Counts\n", "Not a caption.[^2]\n", "D5", "table"),
    ("| Year | Count |", "| Year | |", "D5", "table"),
    ("![A bar that is taller than the other one]", "![bar]", "D5", "figure"),
    ("figures/good.svg", "https://example.org/x.png", "D5", "figure"),
    ("A fact.[^2]", "x" * 2_001 + ".[^2]", "D7", "token_characters"),
    ("A fact.[^2]", "> " * 80 + "A fact.[^2]", "D7", "element_depth"),
    ("| 2019 | 7[^2] |", "| 2019 | 7[^2] |\n" * 2_001, "D7", "table_rows"),
    ("A fact.[^2]", "A fact.[^2]\n\n" + "word " * 210_000, "D7", "document_bytes"),
    ("Our words.\n:::", "Our words.", "D1", ":::"),
    ("Our words.", "::: practice\nOurs.\n:::\n\nOur words.", "D1", ":::"),
    ("A fact.[^2]", "A fact.[^2]\n\n:::", "D1", ":::"),
    ("nation: [england]", "nation: &n [england]\nrelated: *n", "D2", "front matter"),
    ("type: briefing", "type: briefing\ntype: guide", "D2", "type"),
    ("provenance: digest", "provenance: copied", "D2", "provenance"),
    ("edition: 1", "edition: one", "D2", "edition"),
    ("edition: 1", "edition: 0", "D2", "edition"),
    ("edition: 1", "edition: 2\nchanges: [{edition: 2, kind: joke, summary: x}]", "D2", "changes.kind"),
    ("edition: 1", "edition: 2\nchanges: [{edition: 2, kind: update}]", "D2", "changes.summary"),
    ("edition: 1", "edition: 2\nchanges: [{edition: 3, kind: update, summary: x}]", "D2", "changes"),
    ("review_by: 2027-11-21", "review_by: soon", "D2", "review_by"),
    ("nation: [england]", "nation: [france]", "D2", "nation"),
    ("stages: [custody]", "stages: [nowhere]", "D2", "stages"),
    ("nation: [england]", "nation: [england]\nlanguage: english", "D2", "language"),
    ("nation: [england]", "nation: [england]\nsee_also: [{title: x, kind: song}]", "D2", "see_also.kind"),
    ("nation: [england]", "nation: [england]\nsupersedes: [nowhere]", "D2", "supersedes"),
    ("nation: [england]", "nation: [england]\nsupersedes: [good-document]", "D2", "supersedes"),
    ("year: null", "year: soon", "D2", "original.year"),
    ('"Digest: a good document"', '""', "D2", "title"),
    ("Table: Counts\n\n", "", "D5", "table"),
]


@pytest.mark.parametrize(("old", "new", "clause", "field"), SLIPS)
def test_each_slip_is_an_error_with_its_clause_and_field(library, old, new, clause, field):
    assert old in GOOD
    (library / "briefings/good-document.md").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    errors = findings(library, Severity.ERROR)
    assert (clause, field) in [(problem.clause, problem.field) for problem in errors]
    assert all(problem.file and problem.expected for problem in errors)


def test_errors_name_the_line(library):
    path = library / "briefings/good-document.md"
    path.write_text(GOOD.replace("A fact.[^2]", "A [fact](#nowhere).[^2]"), encoding="utf-8")
    (problem,) = findings(library, Severity.ERROR)
    assert path.read_text(encoding="utf-8").split("\n")[problem.line - 1].startswith("A [fact]")


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        ("sources.toml", "2026-11-01", "2025-01-01", "the-law.checked"),
        ("sources.toml", '"law"', '"rumour"', "kind"),
        (
            "sources.toml",
            "[[source]]\n",
            '[[source]]\nid = "unused"\ntitle = "U"\nkind = "page"\nchecked = 2026-01-01\n[[source]]\n',
            "unused",
        ),
        ("library.toml", 'id = "lib-one"', "", "id"),
        ("taxonomy.toml", '[topics.topic-one]\nen = "One"', '[topics.topic-one]\ncy = "Un"', "topic-one"),
        ("figures/good.svg", "<rect", "<image", "<image>"),
        ("figures/good.svg", "<rect", '<rect fill="url(https://x.example/y)"', "rect fill"),
        ("figures/good.svg", "</svg>", '<rect width="1" height="1"/>' * 5_000 + "</svg>", "figure_elements"),
        ("figures/good.svg", "</svg>", " " * 500_000 + "</svg>", "figure_bytes"),
        ("library.toml", 'title = "One"', "", "title"),
        ("library.toml", 'title = "One"', 'title = "One"\nedition = "x"', "edition"),
        ("library.toml", 'title = "One"', 'title = "One"\norder = ["nowhere"]', "order"),
        ("library.toml", 'title = "One"', 'title = "One"\nmarking = "SECRET"', "marking"),
        ("library.toml", 'title = "One"', 'title = "One"\nmarking = "quiet"', "marking"),
        ("taxonomy.toml", "[topics", "[[topics", "TOML"),
        ("sources.toml", "2026-11-01", '"soon"', "the-law.checked"),
        ("sources.toml", 'id = "a-page"', 'id = "the-law"', "id"),
        ("signposts.toml", "", "[[signpost]]\nid = 3\n", "authority"),
        ("synonyms.toml", "", "[[group]]\nwords = 3\n", "words"),
        ("abbreviations.toml", "", '[[abbreviation]]\nshort = "A"\nexpansion = "x"\nsource = "nowhere"\n', "source"),
    ],
)
def test_slips_in_registers_and_figures_are_errors(library, name, old, new, field):
    path = library / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert field in [problem.field for problem in findings(library, Severity.ERROR)]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("A fact.[^2]", "A fact without a source.", "footnote"),
        ("A fact.[^2]", "Word " * 31 + "end.[^2]", "long sentence"),
        ("summary: What it says.", "sumary: What it says.", "sumary"),
        ("summary: What it says.\n", "", "summary"),
        ("evidence: Two public pages.\n", "", "evidence"),
        ("::: key-points\n- A point.[^1]\n:::", "A point.[^1]", "key points"),
        ("a-page, opening", "a-page", "footnote 2"),
        ("law_as_at: 2026-06-30\n", "", "law_as_at"),
        ("provenance: digest", "provenance: local", "provenance"),
    ],
)
def test_what_deserves_a_second_look_is_a_warning(library, old, new, field):
    (library / "briefings/good-document.md").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    assert field in [problem.field for problem in findings(library, Severity.WARNING)]


def test_a_link_is_named_and_what_it_leads_to_is_never_opened(library):
    (library / "briefings/endless.md").symlink_to("/dev/zero")
    (library / "briefings/folder.md").mkdir()
    (library / "figures/endless.svg").symlink_to("/dev/zero")
    found = {problem.file for problem in findings(library, Severity.ERROR) if problem.clause == "P5"}
    assert found == {"briefings/endless.md", "briefings/folder.md", "figures/endless.svg"}


def test_a_document_that_is_no_utf8_is_named_with_its_line(library):
    path = library / "briefings/good-document.md"
    path.write_bytes(GOOD.encode().replace(b"A fact.", b"A f\xe9ct."))
    (problem,) = findings(library, Severity.ERROR)
    assert (problem.clause, problem.field) == ("D1", "encoding")
    assert GOOD.split("\n")[problem.line - 1].startswith("A fact.")


def test_a_picture_that_unfolds_too_far_is_refused(library):
    header = struct.pack(">IIBBBBB", 6_000, 6_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    (library / "figures/good.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    assert "image_bytes" in [problem.field for problem in findings(library, Severity.ERROR)]


def test_several_documents_are_checked_against_each_other(library):
    twin = GOOD.replace('title: "Digest: a good', 'title: "Digest: another')
    (library / "briefings/twin-document.md").write_text(twin, encoding="utf-8")
    assert [p.file for p in findings(library, Severity.ERROR) if "no other" in p.expected]


def test_an_empty_and_a_missing_folder_say_so(tmp_path):
    assert findings(tmp_path, Severity.ERROR)
    with pytest.raises(UnavailableError):
        check_library(tmp_path / "nowhere", TODAY)


def test_the_bundled_library_passes():
    report = check_library(ROOT / "content", TODAY)
    assert report.documents == 10
    assert [str(f.problem) for f in report.findings if f.severity is Severity.ERROR] == []
