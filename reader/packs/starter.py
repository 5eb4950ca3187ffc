"""`pack new`: a small library that passes every check, to write on from."""

import datetime as dt
import re
from pathlib import Path

from reader.durable import as_unavailable, replace_file
from reader.errors import UsageError
from reader.language import tr

_ID = re.compile(r"[a-z0-9-]{3,64}")

_LIBRARY = """\
id = "{id}"
title = "{title}"
publisher = "{publisher}"
marking = ""
edition = 1
licence = ""
description = ""
order = ["first-document"]
"""

_TAXONOMY = """\
# The keys that documents may use, with a label in each language.
[topics.getting-started]
en = "Getting started"

[audiences.everyone]
en = "Everyone"

[stages.any-stage]
en = "Any stage"

[nations.england]
en = "England"

[nations.wales]
en = "Wales"
"""

_ABBREVIATIONS = """\
# [[abbreviation]]
# short = "CSE"
# expansion = "child sexual exploitation"
# source = "an-id-of-sources"
"""

_SYNONYMS = """\
# [[group]]
# words = ["custody", "police station"]
"""

_SOURCES = """\
# Every statement of fact names one of these. kind: law, statutory guidance, inspection, statistics, research, page.
[[source]]
id = "example-page"
title = "An example of a source"
publisher = "Its publisher"
year = "{year}"
kind = "page"
page = ""
address = "https://example.org/"
checked = "{today}"
status = "verified"
"""

_SIGNPOSTS = """\
# Where to turn for what the library does not cover.
# [[signpost]]
# id = "a-signpost"
# words = ["missing"]
# authority = "Who"
# title = "What"
# address = "https://example.org/"
"""

_CATALOGUE = """\
# Least version of the program that can show this library.
reader = "0.1.0"

# A document that no longer holds stays in briefings/ and is named here:
# [[withdrawn]]
# id = "old-document"
# reason = "Replaced by new guidance."
# date = "{today}"

# A document that must not exist any more: delete its file and name it here. It is deleted on every reader's computer.
# [[removed]]
# id = "deleted-document"
# reason = "It could identify a person."
# date = "{today}"
"""

_DOCUMENT = """\
---
id: first-document
title: "The first document"
type: guide
provenance: local
edition: 1
issued: {today}
review_by: {review}
language: en
nation: [england, wales]
audience: [everyone]
topics: [getting-started]
stages: [any-stage]
summary: What this library is for.
---

## What this library is for

Say here what readers will find. Each statement of fact ends in a footnote.[^1]

## How a document is built

- Headings start with two or three number signs.
- A blank line parts paragraphs.

Table: A table has a caption and a header row

| Part | What it is for |
|---|---|
| Heading | Finding a place |
| Footnote | Naming the source |

[^1]: example-page, the whole page
"""


def start_library(folder: Path, identifier: str, title: str, publisher: str, today: dt.date) -> int:
    """Make the files of a new library.

    Args:
        folder: made where it is missing; must hold no library yet.
        identifier: the library's id.
        title: its title.
        publisher: who publishes it.
        today: the day of issue.

    Returns:
        How many files were made.

    Raises:
        UsageError: the id cannot be one, or a library is there already.
        UnavailableError: the folder cannot be written.
    """
    if not _ID.fullmatch(identifier):
        raise UsageError(tr("A library's id has 3 to 64 lower-case letters, digits and hyphens; give one with --id."))
    if (folder / "library.toml").exists():
        raise UsageError(tr("There is a library in {folder} already.").format(folder=folder))
    fields = {
        "id": identifier,
        "title": _quoted(title),
        "publisher": _quoted(publisher),
        "today": today.isoformat(),
        "year": today.year,
        "review": (today + dt.timedelta(days=365)).isoformat(),
    }
    files = {
        "taxonomy.toml": _TAXONOMY,
        "abbreviations.toml": _ABBREVIATIONS,
        "synonyms.toml": _SYNONYMS,
        "sources.toml": _SOURCES,
        "signposts.toml": _SIGNPOSTS,
        "catalogue.toml": _CATALOGUE,
        "briefings/first-document.md": _DOCUMENT,
        "library.toml": _LIBRARY,
    }
    with as_unavailable(tr("making a library"), folder):
        for name, text in files.items():
            replace_file(folder / name, text.format(**fields).encode("utf-8"))
    return len(files)


def _quoted(text: str) -> str:
    """As the inside of a TOML string."""
    return "".join(c if c >= " " and c not in '"\\' else "'" if c == '"' else " " for c in text)
