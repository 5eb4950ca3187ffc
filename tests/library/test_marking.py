"""Markings only ever rise (FORMATS D9)."""

from hypothesis import given
from hypothesis import strategies as st

from reader.library.marking import LEVELS, highest, level

MARKS = st.sampled_from(["", "OFFICIAL", "OFFICIAL-SENSITIVE", "OFFICIAL HANDLE WITH CARE", "SECRET", "odd"])


def test_none_set_shows_none():
    assert highest(["", ""], handling="Do not copy") == ""


def test_handling_texts_are_kept_once():
    marks = ["OFFICIAL A", "OFFICIAL-SENSITIVE B", "OFFICIAL A"]
    assert highest(marks, handling="C") == "OFFICIAL-SENSITIVE A B C"


def test_what_cannot_be_read_counts_as_the_highest():
    assert highest(["SECRET"]) == "OFFICIAL-SENSITIVE"


@given(st.lists(MARKS, max_size=5), MARKS)
def test_adding_a_marking_never_lowers(marks, more):
    assert level(highest([*marks, more])) >= level(highest(marks))
    assert level(highest([*marks, more])) >= level(more)
    assert level(highest(marks)) <= len(LEVELS)
