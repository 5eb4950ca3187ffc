"""While words are typed: drafts inside the notebook, and the hint at case details."""

from dataclasses import replace

import pytest

from reader.notebook.model import Kind
from reader.notes_desk import drafts
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.marking import Marks
from reader.notes_desk.remembered import Remembered
from reader.notes_desk.rules import Rules

PAPER = "hub/custody"


def test_a_draft_is_the_mark_with_what_was_typed_and_survives_locking(desk, words):
    mark = Marks(desk).mark(Kind.NOTE, PAPER, 1, note="saved")
    assert drafts.draft_of(desk, mark.uuid) is None and drafts.kept(desk) == ()
    typed = replace(mark, note="saved, and half a sent", tags=("training",))
    drafts.keep(desk, replace(typed, note="saved, and"))
    drafts.keep(desk, typed)
    desk.lock()
    desk.unlock(desk.profile(""), words)
    assert drafts.kept(desk) == (typed,) and drafts.draft_of(desk, mark.uuid) == typed
    assert desk.notes.get(mark.uuid).note == "saved"


@pytest.mark.parametrize("text", ["", "not JSON", "[" * 100_000, '{"type": "Annotation"}', "null"])
def test_what_is_no_draft_is_left_alone(desk, text):
    desk.notes.keep_draft("somewhere", text)
    Remembered(desk).searched("silence")
    assert drafts.kept(desk) == () and drafts.draft_of(desk, "somewhere") is None
    assert desk.drafts() == {"somewhere": text}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("see 42/12345/26", "crime reference"),
        ("DOB 3/4/2011", "date of birth"),
        ("ring 07700 900123", "telephone number"),
        ("paragraph 12 of 2018/19", ""),
    ],
)
def test_words_that_look_like_a_case_are_hinted_at_unless_policy_wants_none(text, said):
    assert said in case_hint(text, Rules()) and bool(case_hint(text, Rules())) is bool(said)
    assert case_hint(text, Rules(check_words=False)) == ""
