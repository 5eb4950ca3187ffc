"""A cheap cost of guessing, a clock that can be set, documents made of paragraphs, and an open notebook."""

import pytest

from reader.library.document import parse_document
from reader.notebook.unlocking import create


@pytest.fixture(scope="session")
def document():
    """document(paragraphs, edition, key) -> Briefing; a paragraph that begins with # is a heading."""

    def make(paragraphs, edition=1, key="hub/paper"):
        head = f'---\nid: {key.rpartition("/")[2]}\ntitle: "A paper"\nedition: {edition}\n---\n'
        return parse_document((head + "\n\n".join(paragraphs) + "\n").encode(), "paper.md", key)

    return make


@pytest.fixture
def notebook(tmp_path, clock, cheap, words):
    made = create(tmp_path / "profile" / "notebooks" / "one", "PC One", words, clock=clock, cost=cheap)
    yield made
    made.close()
