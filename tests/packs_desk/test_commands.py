"""`pack install` and `rollback` with a notebook: by commands, with their exit codes (FORMATS C4, P9, P12)."""

import json

import pytest

from reader.notebook.model import Kind
from reader.notebook.unlocking import PlatformLogin
from reader.notes_desk.marking import Marks

PAPER = "cse-policing-hub/knowledge-hub"


@pytest.fixture
def second(publisher):
    publisher.edit("knowledge-hub", lambda text: "A new paragraph.\n\n## ".join(text.split("## ", 1)))
    publisher.raise_edition()
    return publisher.build()


def mark(packs, words):
    packs.notes.create("PC One", words)
    made = Marks(packs.notes).mark(Kind.NOTE, PAPER, 9, note="mine")
    return made, made.targets[0].number


def number(packs, made, words):
    packs.notes.unlock(packs.notes.profile(""), words)
    here = packs.notes.notes.get(made.uuid).targets[0].number
    packs.notes.lock()
    return here


def test_a_notebook_that_opens_by_log_in_is_carried_by_the_command(open_packs, cli, second, words):
    packs = open_packs()
    made, before = mark(packs, words)
    packs.notes.notebook.set_platform()
    packs.notes.lock()
    plan = json.loads(cli("pack", "install", second, "--plan", "--json").out)
    assert (plan["installed"], plan["notes"]) == (False, {"carried": 1, "to_review": 0, "kept": 0})
    assert [change["document"] for change in plan["updated"]] == [PAPER]
    said = cli("pack", "install", second)
    assert said.code == 0
    assert "edition 1 → 2" in said.out and "1 note carried, 0 notes to look at" in said.out
    assert number(open_packs(), made, PlatformLogin()) == before + 1
    # What was installed over a checkout's copy has no signed edition before it.
    assert cli("pack", "rollback", "cse-policing-hub").code == 3


def test_a_locked_notebook_is_carried_when_it_is_next_unlocked_and_the_command_says_so(open_packs, cli, second, words):
    packs = open_packs()
    made, before = mark(packs, words)
    packs.notes.lock()
    said = cli("pack", "install", second)
    assert said.code == 0 and "re-attached when your notebook is next unlocked" in said.out
    later = open_packs()
    later.notes.unlock(later.notes.profile(""), words)
    settled = later.settle()
    assert settled.notes.attached == 1
    later.notes.lock()
    assert number(later, made, words) == before + 1


def test_a_machine_wide_installation_touches_no_notebook(open_packs, cli, second, words):
    packs = open_packs()
    made, before = mark(packs, words)
    packs.notes.notebook.set_platform()
    packs.notes.lock()
    ran = cli("pack", "install", second, "--machine", "--json")
    assert (ran.code, json.loads(ran.out)["notes"]) == (0, None)
    assert number(open_packs(), made, words) == before
    later = open_packs()
    later.notes.unlock(later.notes.profile(""), PlatformLogin())
    later.settle()
    later.notes.lock()
    assert number(later, made, words) == before + 1


def test_nobody_without_notes_is_told_of_any(cli, second):
    said = cli("pack", "install", second)
    assert said.code == 0 and "note" not in said.out
