"""The hand against floods: what it shows early is what it would show after looking at everything."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from reader.search.rank import FLOOD_FACTOR, FLOOD_FROM, FLOOD_LEAST, _unflooded

SIZE = 5
"""Passages of each document."""
DOCUMENTS = SimpleNamespace(document_of=lambda number: SimpleNamespace(first=number // SIZE * SIZE))
SCORES = st.dictionaries(st.integers(0, 40), st.floats(0, 9).map(lambda score: round(score, 1)), max_size=40)


def by_score(item):
    return item[1], -item[0]


def after_all(top):
    seen, lowered = {}, []
    for number, score in top:
        count = seen[number // SIZE] = seen.get(number // SIZE, 0) + 1
        factor = 1.0 if count < FLOOD_FROM else max(FLOOD_LEAST, FLOOD_FACTOR ** (count - FLOOD_FROM + 1))
        lowered.append((number, score * factor))
    return sorted(lowered, key=by_score, reverse=True)


@given(SCORES, st.integers(1, 25))
def test_stopping_early_changes_nothing(scores, limit):
    top = sorted(scores.items(), key=by_score, reverse=True)
    assert _unflooded(top, DOCUMENTS, limit) == after_all(top)[:limit]
