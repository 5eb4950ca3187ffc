"""A small library, and windows on it that are closed again whatever the test does."""

import gc
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from reader import policy, system_log
from reader.desk import open_desk
from reader.notebook import keys
from reader.paths import places
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.tokens import load_tokens
from reader.ui.notes.notes_asking import Asking
from reader.ui.window.main_window import MainWindow
from reader.ui.window.session import Session
from reader.ui.window.session import load as load_session

from .notebook_help import cheap_derivation

MUCH_GARBAGE = 100_000
"""Objects made since the last collection, above which a test is followed by one."""

PAPERS = {
    "custody-first-hour": """---
id: custody-first-hour
title: "Digest: the first hour in custody"
type: briefing
provenance: digest
original: {title: Children in custody, publisher: A University, year: null}
audience: [custody, frontline]
topics: [custody-care]
stages: [first-contact, custody]
summary: What a custody officer does first when a child is brought in.
---

::: key-points

- Call an appropriate adult before any search.
- Say what happens next.

:::

## On arrival

The custody officer tells the child what will happen next and who will be in the room. An appropriate adult is called
at once. CSE may lie behind the arrest.

## Before release

The pre-release risk assessment asks where the child will sleep tonight.
""",
    "telling": """---
id: telling
title: "Digest: how children tell"
type: briefing
provenance: digest
original: {title: Disclosure, publisher: A University, year: 2018}
audience: [frontline]
topics: [disclosure]
stages: [first-contact]
summary: Why children may not tell, and what helps.
---

## Why silence feels safer

Some children do not disclose because speaking up has cost them before. Disclosing can bring blame.

## What helps

Patience, small promises and a way back. Child sexual exploitation hides in plain sight.
See [the custody paper](custody-first-hour#on-arrival).
""",
    "local-guide": """---
id: local-guide
title: Referral routes in our force
type: guide
provenance: local
audience: [frontline]
topics: [custody-care]
stages: [custody]
summary: Where to send a referral.
---

## Out of hours

Ring the duty desk. Record the referral in the case record.
""",
    "about-the-project": """---
id: about-the-project
title: "Digest: about the project"
type: project
provenance: digest
original: {title: The project, publisher: A University, year: 2016}
audience: [strategic]
topics: [programme]
summary: Who paid for it and what it set out to do.
---

## Aims

The project ran from 2015 to 2017 and shared what it learned with forces.
""",
}
TAXONOMY = """
[topics.custody-care]
en = "Care in custody"
[topics.disclosure]
en = "How children tell"
[topics.programme]
en = "Research programme"
[audiences.custody]
en = "Custody staff"
[audiences.frontline]
en = "Frontline officers"
[audiences.strategic]
en = "Strategic leads"
[stages.first-contact]
en = "First contact"
[stages.custody]
en = "Custody"
[types.briefing]
en = "Briefing"
[types.guide]
en = "Guide"
[types.project]
en = "Project"
[nations.england]
en = "England"
"""
ABBREVIATIONS = """
[[abbreviation]]
short = "CSE"
expansion = "child sexual exploitation"
"""
SIGNPOSTS = """
first = "If a child is in immediate danger, call 999."

[[signpost]]
id = "missing-people"
words = ["runaway", "missing person"]
authority = "Missing People"
title = "Helpline"
for = "People who go missing"
address = "https://www.missingpeople.org.uk"
number = "116 000"
"""
LIBRARY = 'id = "small"\ntitle = "Small library"\npublisher = "Us"\nedition = 3\n'


@pytest.fixture(scope="module", autouse=True)
def collected_here():
    """Garbage is collected between tests, on this thread, as reader.ui.collector does in the program.

    Left to Python, a worker's thread may take a forgotten widget apart while its timers run here.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def collected_in_time(collected_here):
    """Garbage of one long module does not pile up."""
    yield
    if gc.get_count()[0] > MUCH_GARBAGE:
        gc.collect()


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch):
    """A guess at a passphrase costs a test next to nothing."""
    monkeypatch.setattr(keys, "_derive", cheap_derivation)


@pytest.fixture
def set_policies(monkeypatch):
    """A function that says what the organisation has set, for windows opened from then on."""

    def use(**table):
        monkeypatch.setattr(policy, "load", lambda: policy.from_table(table, "test"))

    return use


@pytest.fixture
def library(tmp_path):
    """The folder of a library of three papers and a project page."""
    folder = tmp_path / "library"
    (folder / "briefings").mkdir(parents=True)
    for name, text in PAPERS.items():
        (folder / "briefings" / f"{name}.md").write_text(text, "utf-8")
    registers = (
        ("taxonomy", TAXONOMY),
        ("abbreviations", ABBREVIATIONS),
        ("signposts", SIGNPOSTS),
        ("library", LIBRARY),
    )
    for name, text in registers:
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def profile(tmp_path):
    """The folders of a profile of the test's own."""
    return places(tmp_path / "profile")


@pytest.fixture
def open_window(qtbot, qapp, library, profile, monkeypatch):
    """A function that opens a window on the small library, as large as asked, and waits until it is ready."""
    windows: list[MainWindow] = []
    appearances: list[Appearance] = []
    tokens = load_tokens()

    def open_one(width=1366, height=768, start: Session | None = None, folder: Path = library) -> MainWindow:
        desk = open_desk(profile, [folder])
        appearance = Appearance(qapp, tokens, desk.settings.theme)
        session = load_session(profile.session_file) if start is None else start
        window = MainWindow(desk, tokens, appearance, session)
        windows.append(window)
        appearances.append(appearance)
        window.reopen()
        window.resize(width, height)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: desk.index is not None and window.parts.right.pane is not None, timeout=20_000)
        return window

    yield open_one
    # Whatever temporary notes a test leaves behind may go: nobody is here to answer.
    monkeypatch.setattr(Asking, "may_lose", lambda _self: True)
    for window in windows:
        window.close()
    QApplication.processEvents()
    for part in (*windows, *appearances):
        # Here and now: left to the garbage collector, a window may be taken apart in a worker's thread.
        shiboken6.delete(part)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("tasks-")]


@pytest.fixture
def window(open_window):
    """A window of ordinary size on the small library."""
    return open_window()


@pytest.fixture
def search(qtbot):
    """A function that types into a window's search field and waits for the answer."""

    def type_and_wait(window: MainWindow, text: str):
        field = window.parts.toolbar.search
        window.conduct.focus_search()
        qtbot.keyClicks(field, text)
        qtbot.waitUntil(
            lambda: (
                window.parts.search.results is not None
                and window.parts.search.results.request.text == field.text()
                and not window.parts.tasks.busy("search")
            ),
            timeout=10_000,
        )
        return window.parts.search.page(window.parts.appearance.theme)

    return type_and_wait


@pytest.fixture
def told(monkeypatch):
    """What the system's log was told."""
    said = []
    monkeypatch.setattr(system_log, "tell", lambda event, **facts: said.append((event.name, facts)))
    return said
