"""What counts as a change of punctuation or spelling only, and what never does (FORMATS N3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.notes_desk.slight import only_slight


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The child, who is afraid, waits.", "The child who is afraid waits"),
        ("“Call an adult”", "'Call an adult'"),
        ("pre-release risk", "prerelease risk"),
        ("the organization recognized it", "The organisation recognised it."),
        ("naïve", "naive"),
        ("the child's view", "the child’s view"),
    ],
)
def test_the_same_words(before, after):
    assert only_slight(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Do not ask", "Do ask"),
        ("within 24 hours", "within 48 hours"),
        ("the child may leave", "the child must leave"),
        ("prevent harm", "present harm"),
        ("an adult", "adults"),
        ("the child", "the children"),
        ("", ""),
        ("legal", "illegal"),
    ],
)
def test_other_words(before, after):
    assert not only_slight(before, after)


@given(st.lists(st.sampled_from(["child", "adult", "not", "24", "custody"]), min_size=1, max_size=8), st.integers(0, 7))
def test_a_word_left_out_is_never_slight(words, at):
    before = " ".join(words)
    after = ", ".join(words[: at % len(words)] + words[at % len(words) + 1 :])
    assert only_slight(before, before.upper() + "!")
    assert not only_slight(before, after)
