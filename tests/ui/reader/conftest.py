"""A small library and the reader on it, as a person would see them."""

import pytest
from PySide6.QtTest import QTest

from reader.desk import open_desk
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.paths import places
from reader.policy import Policies
from reader.ui.looks.theme import load_tokens
from reader.ui.reader.reader_page import ReaderPage

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" width="640" height="200">'
    '<rect x="0" y="0" width="640" height="200" fill="#173F66"/><text x="20" y="40" fill="#FFFFFF">Step</text></svg>'
)
LONG = " ".join(["The officer tells the child what happens next and who will be in the room."] * 6)
PAPER = f"""---
id: custody-paper
title: "Digest: children in custody"
provenance: digest
original: {{title: Children in custody, publisher: A University, year: null}}
issued: 2026-11-21
law_as_at: 2026-06-30
summary: What to do first.
content_note: Talks about harm.
related: [other-paper]
---

::: key-points

- Say what happens next.[^1]
- Call an appropriate adult (AA).[^2]

:::

## First steps

{LONG} The custody officer writes it down.[^1][^2]

::: practice

Say who you are.

:::

### On arrival

{LONG} See [the other paper](other-paper#what-helps) or [later](#later-on).

![Six steps, one after the other](figures/steps.svg "The steps")

![Nobody drew this one](figures/missing.svg "Missing")

## Later on

Table: Two periods

| Period | Children |
|---|---|
| 2024 | 12 |
| 2025 | 14 |

{LONG}

{LONG}

## What comes last

{LONG}

Last words of custody.

[^1]: pace, section 38(6)
[^2]: guide, page 4
"""
OTHER = f"""---
id: other-paper
title: "Digest: what helps"
provenance: digest
---

## What helps

{LONG}
"""
SOURCES = """
[[source]]
id = "pace"
title = "Police and Criminal Evidence Act 1984"
publisher = "legislation.gov.uk"
year = "1984"
kind = "law"
address = "https://l.example/pace"
checked = 2026-11-20
status = "verified"
"""
ABBREVIATIONS = '[[abbreviation]]\nshort = "AA"\nexpansion = "appropriate adult"\n'


@pytest.fixture
def desk(tmp_path):
    library = tmp_path / "library"
    (library / "briefings").mkdir(parents=True)
    (library / "figures").mkdir()
    (library / "library.toml").write_text('id = "hub"\ntitle = "Test library"\nedition = 4\n', "utf-8")
    (library / "sources.toml").write_text(SOURCES, "utf-8")
    (library / "abbreviations.toml").write_text(ABBREVIATIONS, "utf-8")
    (library / "briefings" / "custody-paper.md").write_text(PAPER, "utf-8")
    (library / "briefings" / "other-paper.md").write_text(OTHER, "utf-8")
    (library / "figures" / "steps.svg").write_text(FIGURE, "utf-8")
    return open_desk(places(tmp_path / "profile"), [library])


@pytest.fixture
def page(qtbot, desk):
    made = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(made)
    made.resize(894, 614)
    made.show()
    qtbot.waitExposed(made)
    made.open("hub/custody-paper")
    QTest.qWait(10)
    return made


@pytest.fixture
def notes_desk(desk):
    """A notebook in memory, open, on the small library."""
    made = NotesDesk(desk.places, Policies(), desk.shelf)
    made.open_temporary()
    yield made
    made.lock()


@pytest.fixture
def marks(notes_desk):
    """What a person does with marks."""
    return Marks(notes_desk)


@pytest.fixture
def noted(qtbot, page, notes_desk, marks):
    """The reader with the open notebook; wide enough for the margin lane."""
    page.notebook.use(notes_desk, marks)
    page.resize(1000, 640)
    page.activateWindow()
    page.setFocus()
    QTest.qWait(1)
    return page


@pytest.fixture
def select(page):
    """A function that selects words of the page, as dragging over them would."""

    def choose(words: str):
        found = page.view.document().find(words)
        assert not found.isNull(), words
        page.view.setTextCursor(found)
        return found.selectionStart(), found.selectionEnd()

    return choose
