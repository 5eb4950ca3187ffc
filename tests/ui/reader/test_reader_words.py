"""What popovers explain, what is copied with a citation, and how progress is told. No window needed."""

from datetime import date

from reader.library.catalogue import Entry, FrontMatter, LibraryInfo, Original
from reader.library.model import Briefing, Footnote, Paragraph, ParagraphKind, Prose, Section, Span
from reader.library.reference import Abbreviation, Source
from reader.ui.reader.reader_matches import literal, matched_forms, nearest
from reader.ui.reader.reader_progress import course, left, where
from reader.ui.reader.reader_what import what_is_here
from reader.ui.reader.reader_words import Quoted, explain_abbreviation, explain_footnote, quotation

TODAY = date(2026, 11, 21)
LAW = Source(
    "pace",
    "Police and Criminal Evidence Act 1984",
    "legislation.gov.uk",
    "1984",
    "law",
    "",
    "https://l.example/x",
    "2026-11-20",
    "verified",
)


def entry(**more) -> Entry:
    meta = FrontMatter(
        "trauma", "Digest: trauma", provenance="digest", edition=2, issued="2026-11-21", law_as_at="2026-06-30",
        original=Original("The original", "A University"), **more,
    )  # fmt: skip
    return Entry("hub/trauma", meta, 900)


def briefing(*counts) -> Briefing:
    """Sections of level 2 with so many paragraphs of 100 words each; the first is the start."""
    sections, number = [], 1
    for index, count in enumerate(counts):
        name = f"part-{index}" if index else "start"
        paragraphs = [Paragraph(n, "f", ParagraphKind.TEXT, "word " * 100, name) for n in range(number, number + count)]
        number += count
        blocks = tuple(Prose(paragraph, (Span(paragraph.text),)) for paragraph in paragraphs)
        sections.append(Section(name, 2 if index else 0, name if index else "", blocks, tuple(paragraphs)))
    return Briefing("hub/trauma", entry().meta, tuple(sections), (), 100 * (number - 1))


def test_a_quotation_is_cited_as_ours_and_says_what_a_digest_is_not():
    text = quotation(
        entry(), LibraryInfo("hub", "The library", "Briefing Reader", edition=3), Quoted("Say it.", 12, 12), TODAY
    )
    assert text.startswith("“Say it.”\n")
    assert "Digest: trauma" in text
    assert "edition 2" in text
    assert "¶ 12" in text
    assert "Digest. Not policy, not the original" in text
    assert "library edition 3" in text
    assert "21 Nov 2026" in text
    assert "Law as at 30 Jun 2026" in text
    assert "A University" not in text
    assert "The original" not in text.replace("not the original", "")


def test_a_quotation_over_several_paragraphs_names_them_and_the_marking():
    text = quotation(entry(marking="OFFICIAL"), LibraryInfo(), Quoted("a\nb", 3, 5), TODAY)
    assert "¶ 3 to 5" in text
    assert text.endswith("OFFICIAL")


def test_a_footnote_is_explained_by_its_source():
    explained = explain_footnote(Footnote(3, "3", "pace", "section 38(6)"), LAW)
    assert explained.label == "Source 3"
    assert explained.title == LAW.title
    assert dict(explained.facts)["Where"] == "section 38(6)"
    assert dict(explained.facts)["Kind"] == "Law"
    assert "verified, checked 20 Nov 2026" in explained.spoken
    assert "legislation.gov.uk, 1984" in explained.spoken


def test_a_footnote_without_a_register_entry_says_what_it_has():
    assert explain_footnote(Footnote(1, "1", None, "Free words"), None).title == "Free words"
    missing = explain_footnote(Footnote(1, "1", "gone", "p. 4"), None)
    assert (missing.title, missing.facts) == ("gone", (("Where", "p. 4"),))


def test_an_abbreviation_is_explained():
    explained = explain_abbreviation(Abbreviation("CSE", "child sexual exploitation", welsh="camfanteisio"), None)
    assert explained.title == "CSE"
    assert dict(explained.facts) == {"Stands for": "child sexual exploitation", "Welsh": "camfanteisio"}


def test_progress_counts_sections_and_minutes():
    course_of = course(briefing(1, 4, 4, 2))
    first, middle, last = course_of.at(1), course_of.at(6), course_of.at(11)
    assert (where(first), where(middle), where(last)) == ("Start", "Section 2 of 3", "Section 3 of 3")
    assert left(first) == "about 6 min left"
    assert first.fraction == 0
    assert left(last) == "end"
    assert last.fraction == 1
    assert course_of.at(999) == last


def test_progress_of_an_empty_paper_is_an_end():
    empty = Briefing("x", FrontMatter("x", "X"), (), (), 0)
    assert left(course(empty).at(1)) == "end"


def test_what_is_here_says_kind_place_and_number():
    explained = what_is_here(briefing(1, 2), 2)
    assert explained.title == "Paragraph 2 of 3"
    assert dict(explained.facts) == {"Kind": "Running text", "Section": "part-1"}
    assert what_is_here(briefing(1, 2), 0).title == "No numbered paragraph"


def test_finding_minds_neither_case_nor_kind_of_quotation_mark_nor_line_breaks():
    assert literal("child's  life", "The Child’s\nlife, a child's life") == ((4, 16), (20, 32))
    assert literal("   ", "text") == ()
    assert literal("a.c", "abc a.c") == ((4, 7),)


def test_word_forms_fall_back_to_the_words_as_typed():
    assert matched_forms("adult child", "a child, an adult", None) == ((2, 7), (12, 17))
    assert matched_forms("x", "text", lambda *_: ((1, 2),)) == ((1, 2),)


def test_matches_that_make_a_phrase_are_one_stop():
    words = ((0, 3), (4, 8), (9, 13))
    assert matched_forms("x", "the very\nsame", lambda *_: words) == ((0, 8), (9, 13))


def test_the_nearest_match_wraps():
    marks = ((3, 4), (9, 10))
    assert nearest(marks, 5) == 1
    assert nearest(marks, 50) == 0
    assert nearest((), 5) == -1
