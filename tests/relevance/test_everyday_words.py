"""Everyday words for what the bundled library says in the field's own: the passage that answers is near the top."""

from pathlib import Path

import pytest

from reader.library.shelf import Library
from reader.search.index import open_index
from reader.search.results import Request

CONTENT = Path(__file__).resolve().parents[2] / "content"

NEAR_THE_TOP = 3
_POLICE_PROTECTION = "Police protection: how long it lasts and when it may be used"


@pytest.fixture(scope="module")
def index():
    return open_index([Library(CONTENT)], None)


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("my colleague is struggling after viewing images of abuse", "Line managers: staff wellbeing and supervision"),
        ("burnt out and stressed", "Line managers: staff wellbeing and supervision"),
        ("is there a legal defence for children forced to carry drugs", "Suspect and victim at once"),
        ("kid caught dealing drugs", "Criminal exploitation: a protocol that starts at booking-in"),
        ("are more girls than boys abused", "What surveys say about how many people were abused"),
        ("teenagers being exploited in a park", "A meeting about a place or peer group"),
        ("what did casey recommend", "The National Audit of June 2025: what the data cannot show"),
        ("what is the age of criminal responsibility", "Who counts as a child in custody"),
        ("no beds", "Charged and refused bail: local authority accommodation"),
        ("do i have to go through the door to get a child out", _POLICE_PROTECTION),
        ("filthy flat and a baby in it", "What inspectors found about neglected older children"),
        ("carcharor", "From arrest to booking-in"),
        ("ONS", "Recorded crime and surveys answer different questions"),
    ],
)
def test_the_answer_is_near_the_top(index, asked, heading):
    assert heading in [hit.heading for hit in index.search(Request(asked)).hits[:NEAR_THE_TOP]]


@pytest.mark.parametrize("asked", ["report on abuse", "keep in touch with the family", "bruises on arms"])
def test_nothing_is_read_into_plain_words(index, asked):
    also = [other for expansion in index.search(Request(asked)).expansions for other in expansion.also]
    assert not {"Office for National Statistics", "sexual abuse"} & set(also)
