"""Papers on paper, and what a real reader of PDF finds on their pages."""

import pypdfium2
import pytest

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200">'
    '<rect x="0" y="0" width="640" height="200" fill="#173F66"/>'
    '<text x="20" y="40" font-size="24" fill="#FFFFFF">Stairway</text></svg>'
)
ROWS = "\n".join(f"| Force {number} | {'what it found in its own area ' * 6}|" for number in range(1, 41))
PAPER = f"""---
id: long-table
title: "Digest: forty forces compared"
type: briefing
provenance: digest
original: {{title: Forces compared, publisher: A University, year: 2018}}
audience: [frontline]
issued: 2026-11-21
law_as_at: 2026-06-30
summary: What forty forces found.
related: [telling]
---

## What was compared

The figures are the forces' own.[^1] [Another paper](telling#what-helps) says more.

Table: Forty forces

| Force | Found |
|---|---|
{ROWS}

## Figure of the steps

![Six steps, one after the other](figures/steps.svg "The steps")

## After it

The last words of the paper.

[^1]: a-source, page 3
"""
SOURCES = """
[[source]]
id = "a-source"
title = "Report of the forces"
publisher = "An Inspectorate"
year = "2018"
kind = "inspection"
address = "https://www.example.org/reports/of-the-forces"
checked = 2026-10-01
status = "verified"
"""


@pytest.fixture
def library(library):
    """The small library, with a paper that has a long table, a figure and a source."""
    (library / "briefings" / "long-table.md").write_text(PAPER, "utf-8")
    (library / "figures").mkdir()
    (library / "figures" / "steps.svg").write_text(FIGURE, "utf-8")
    (library / "sources.toml").write_text(SOURCES, "utf-8")
    return library


@pytest.fixture
def pages():
    """A function that answers the text of every page of a PDF, and leaves nothing open."""

    def read(data):
        document = pypdfium2.PdfDocument(data)
        try:
            found = []
            for page in document:
                text = page.get_textpage()
                found.append(text.get_text_bounded().replace("\r\n", "\n"))
                text.close()
                page.close()
            return found
        finally:
            document.close()

    return read
