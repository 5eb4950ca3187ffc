"""A cheap cost of guessing, a clock that can be set, documents made of paragraphs, and an open notebook."""

import datetime as dt

import pytest

from reader.library.document import parse_document
from reader.notebook.keys import Cost
from reader.notebook.unlocking import Passphrase, create

WORDS = Passphrase("correct horse battery staple")


class SetClock:
    """Gives a time that a test moves; each look is a second later."""

    def __init__(self):
        self.time = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

    def __call__(self):
        self.time += dt.timedelta(seconds=1)
        return self.time

    def move(self, **by):
        self.time += dt.timedelta(**by)


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture(scope="session")
def cheap():
    return Cost(1, 64, 1)


@pytest.fixture(scope="session")
def words():
    return WORDS


@pytest.fixture(scope="session")
def document():
    """document(paragraphs, edition, key) -> Briefing; a paragraph that begins with # is a heading."""

    def make(paragraphs, edition=1, key="hub/paper"):
        head = f'---\nid: {key.rpartition("/")[2]}\ntitle: "A paper"\nedition: {edition}\n---\n'
        return parse_document((head + "\n\n".join(paragraphs) + "\n").encode(), "paper.md", key)

    return make


@pytest.fixture
def notebook(tmp_path, clock, cheap):
    made = create(tmp_path / "profile" / "notebooks" / "one", "PC One", WORDS, clock=clock, cost=cheap)
    yield made
    made.close()
