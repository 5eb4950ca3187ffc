"""A shelf of two papers, a clock that can be set, a cheap cost of guessing, and desks that are locked again."""

import pytest

from reader import policy
from reader.library.shelf import Library, Shelf
from reader.notes_desk.desk import NotesDesk
from reader.paths import places
from reader.settings import Settings

PAPER = """---
id: {key}
title: "{title}"
edition: {edition}
provenance: digest
original: {{title: The original, publisher: A University, year: null}}
audience: [frontline]
topics: [custody]
---

## On arrival

{first}

The custody officer tells the child what will happen next and who will be in the room with them tonight.

## Before release

The pre-release risk assessment asks where the child will sleep tonight and who knows about it.
"""
FIRST = "An appropriate adult is called at once, and the child is told so in plain words before anything else."


@pytest.fixture
def write_paper(tmp_path):
    folder = tmp_path / "library" / "briefings"
    folder.mkdir(parents=True)
    (folder.parent / "library.toml").write_text('id = "hub"\ntitle = "Hub"\npublisher = "Us"\nedition = 3\n', "utf-8")

    def write(key="custody", title="Digest: custody", edition=1, first=FIRST):
        text = PAPER.format(key=key, title=title, edition=edition, first=first)
        (folder / f"{key}.md").write_text(text, "utf-8")
        return folder.parent

    write()
    write(
        "telling",
        "Digest: telling",
        first="Some children do not disclose because speaking up has cost them before now.",
    )
    return write


@pytest.fixture
def library(write_paper, tmp_path):
    return tmp_path / "library"


@pytest.fixture
def open_desk(tmp_path, library, clock, cheap):
    desks = []

    def make(*, shared=False, profile="profile", **set_policies):
        policies = policy.from_table(set_policies, "test")
        chosen = Settings(shared_desk=shared)
        where, shelf = places(tmp_path / profile), Shelf([Library(library)])
        desk = NotesDesk(where, policies, shelf, settings=chosen, clock=clock, cost=cheap)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.lock()


@pytest.fixture
def desk(open_desk, words):
    made = open_desk()
    made.create("PC One", words)
    return made
