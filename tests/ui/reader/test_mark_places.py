"""Offsets in paragraphs and positions in the shown document: footnotes, tables, figures, characters of two units."""

from hypothesis import given
from hypothesis import strategies as st

from reader.notebook.anchors import Selection
from reader.ui.reader.mark_places import align
from reader.ui.reader.reader_copy import searchable

KEY = "hub/custody-paper"


def text_of(page, span):
    cursor = page.view.textCursor()
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], cursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def paragraphs(page):
    return page.notebook.notes.layout.paragraphs


def test_every_word_of_every_paragraph_stands_where_the_map_says(page):
    places = page.notebook.places()
    for paragraph in paragraphs(page):
        if paragraph.kind == "figure":
            continue
        at = 0
        for word in paragraph.text.split():
            at = paragraph.text.index(word, at)
            spans = places.ranges(paragraph.number, at, at + len(word))
            assert [text_of(page, span) for span in spans] == [word], (paragraph.number, word)
            start, end = spans[0]
            assert places.selection(start, end) == Selection(paragraph.number, at, paragraph.number, at + len(word))
            at += len(word)


def test_a_footnote_number_inside_is_passed_over(page):
    paragraph = next(one for one in paragraphs(page) if "writes it down" in one.text)
    places = page.notebook.places()
    ((start, end),) = places.ranges(paragraph.number, 0, len(paragraph.text))
    shown = text_of(page, (start, end))
    assert shown.startswith("The officer") and shown.endswith("writes it down.")


def test_a_table_is_marked_cell_by_cell(page):
    table = next(one for one in paragraphs(page) if one.kind == "table")
    spans = page.notebook.places().ranges(table.number, 0, len(table.text))
    assert [text_of(page, span) for span in spans] == ["Two periods", "Period", "Children", "2024", "12", "2025", "14"]


def test_a_figure_is_marked_with_its_caption(page):
    figure = next(one for one in paragraphs(page) if one.kind == "figure")
    spans = page.notebook.places().ranges(figure.number, 0, 5)
    assert "\ufffc" in text_of(page, spans[0])
    assert text_of(page, spans[1]) == "The steps"


def test_a_selection_over_headings_and_paragraphs_keeps_to_the_paragraphs(page):
    first = page.view.document().find("First steps")
    last = page.view.document().find("writes it down")
    found = page.notebook.places().selection(first.selectionStart(), last.selectionEnd())
    paragraph = next(one for one in paragraphs(page) if "writes it down" in one.text)
    end = paragraph.text.index("writes it down") + len("writes it down")
    assert found == Selection(paragraph.number, 0, paragraph.number, end)


def test_nothing_but_a_heading_is_no_selection(page):
    first = page.view.document().find("First steps")
    assert page.notebook.places().selection(first.selectionStart(), first.selectionEnd()) is None


@given(st.text(st.sampled_from("ab \n\t\U0001f600\u00e9"), min_size=1, max_size=40), st.data())
def test_alignment_finds_every_character_whatever_stands_between(text, data):
    shown, wanted = [], []
    for character in text:
        shown.append("\0" * data.draw(st.integers(0, 2)))
        wanted.append(sum(map(len, shown)))
        shown.append("\n" if character == "\t" else character)
        if character > "\uffff":
            shown.append("\0")
    whole = "".join(shown)
    found = align(text, whole, 0, len(whole))
    assert found is not None
    for character, place in zip(text, found, strict=True):
        assert whole[place] == character or (whole[place].isspace() and character.isspace())


def test_other_words_are_not_aligned():
    assert align("one", "two", 0, 3) is None
    assert align("one", "on", 0, 2) is None


def test_characters_of_two_units_keep_their_positions(page):
    view = page.view
    assert len(searchable(view.document(), view.mapped, "\0")) == view.document().characterCount() - 1
