"""Passages: what search returns (FORMATS D4)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.document import parse_document
from reader.library.model import PARAGRAPH_BREAK
from reader.library.passages import PASSAGE_CHARACTERS, passages


def briefing(body):
    return parse_document(f"---\nid: doc\ntitle: T\n---\n{body}".encode(), "doc.md")


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 900)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_passages_cover_every_paragraph_once_in_order(parts):
    body = "".join(f"## H{i}\n\n" * heading + "word " * words + "\n\n" for i, (heading, words) in enumerate(parts))
    document = briefing(body)
    found = passages(document)
    covered = [number for passage in found for number in range(passage.first, passage.last + 1) if number]
    assert covered == [paragraph.number for paragraph in document.paragraphs]
    for passage in found:
        texts = passage.text.split(PARAGRAPH_BREAK) if passage.first else []
        assert len(texts) == len(passage.offsets)
        if len(texts) > 1:
            assert len(passage.text) <= PASSAGE_CHARACTERS + len(texts)
        for number, offset in enumerate(passage.offsets, start=passage.first):
            assert passage.paragraph_at(offset) == number
            assert passage.text.startswith(document.paragraphs[number - 1].text, offset)


def test_a_document_without_text_has_one_empty_passage():
    (only,) = passages(briefing(""))
    assert (only.text, only.first, only.section) == ("", 0, "start")


def test_callouts_are_marked_in_the_text():
    (passage,) = passages(briefing("::: key-points\n- One\n- Two\n:::\n\nThree"))
    assert [passage.text[a:b] for a, b, _ in passage.callouts] == ["One", "Two"]
