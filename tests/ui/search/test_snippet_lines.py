"""A passage's two lines: cut after a whole word that leaves room, and forgotten when the notebook is locked."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from reader.search.results import Snippet
from reader.ui.looks.rows import Brush, fitted
from reader.ui.looks.tokens import load_tokens
from reader.ui.search.snippet_lines import LINES, SnippetLines, joined, one_line

WIDTH, HEIGHT = 420, 42
LONG = "The officer writes down what the child says in the child's own words, and asks nothing that leads. " * 3


def lines(qapp):
    tokens = load_tokens()
    return SnippetLines(Brush(tokens.themes["light"], tokens))


def drawn(made, snippet, ground="#ffffff"):
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    made.draw(painter, QRect(0, 0, WIDTH, HEIGHT), snippet, ground)
    painter.end()
    return image


def test_what_fits_is_not_cut(qapp):
    assert lines(qapp)._laid(Snippet("Two words", (), 1), WIDTH, HEIGHT).cut is None


def test_a_long_one_ends_in_an_ellipsis_on_its_last_line(qapp):
    made = lines(qapp)
    laid = made._laid(Snippet(LONG, (), 1), WIDTH, HEIGHT)
    assert laid.layout.lineCount() == LINES
    assert WIDTH / 2 < laid.cut <= WIDTH - made._ellipsis


def test_nothing_of_the_cut_word_is_left(qapp):
    made = lines(qapp)
    snippet = Snippet(LONG, (), 1)
    cut = made._laid(snippet, WIDTH, HEIGHT).cut
    image = drawn(made, snippet)
    beyond = round(cut) + made._ellipsis + 2
    assert all(
        image.pixelColor(x, y).lightness() > 250 for x in range(beyond, WIDTH) for y in range(HEIGHT // 2, HEIGHT)
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(60, 900))
def test_any_text_is_cut_within_its_width(qapp, text, width):
    made = lines(qapp)
    laid = made._laid(Snippet(text, ((0, min(3, len(text))),), 1), width, HEIGHT)
    assert laid.cut is None or 0 <= laid.cut <= max(0, width - made._ellipsis)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.data())
def test_marks_are_counted_as_qt_counts(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, ((first, last),) = one_line(Snippet(text, ((start, end),), 1))
    wide = shown.encode("utf-16-le")
    assert wide[2 * first : 2 * last].decode("utf-16-le") == shown[start:end]


def test_the_same_passage_is_laid_out_once_and_can_be_forgotten(qapp):
    made = lines(qapp)
    for _ in range(3):
        drawn(made, Snippet(LONG, ((4, 11),), 1))
    assert made._laid.cache_info().misses == 1
    made.forget()
    assert made._laid.cache_info().currsize == 0


def test_a_line_says_how_wide_it_became(qapp):
    tokens = load_tokens()
    font = Brush(tokens.themes["light"], tokens).small
    whole, cut = fitted("Custody", font, 400), fitted(LONG, font, 200)
    assert whole.text == "Custody"
    assert cut.text.endswith("…")
    assert 0 < cut.width <= 200


def test_marks_with_only_a_blank_between_are_one_tint():
    text = "a first account, a first\naccount and an account"
    assert joined(text, ((2, 7), (8, 15), (19, 24), (25, 32), (40, 47))) == ((2, 15), (19, 24), (25, 32), (40, 47))
    assert one_line(Snippet("first\naccount", ((0, 5), (6, 13)), 1)) == ("first account", ((0, 5), (6, 13)))
    assert joined(text, ()) == ()
