"""The reader from the user's side: opening, and keeping the place."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from reader.errors import NotFoundError
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.reader_page import ReaderPage


def number_on_top(page):
    view = page.view
    return view.mapped.paragraph_at(view.cursorForPosition(QPoint(5, 5)).position())


def test_a_digest_says_so_on_the_page_and_to_screen_readers(page):
    assert "Digest. Not policy, not the original" in page.view.toPlainText()
    assert page.view.accessibleName() == "Digest: children in custody. Digest. Not policy, not the original"
    assert "Talks about harm" in page.view.toPlainText()
    assert "30 Jun 2026" in page.view.toPlainText()


def test_opening_at_a_section_shows_its_heading_on_top(page):
    page.open("hub/custody-paper", "later-on")
    assert page.place()[:2] == ("hub/custody-paper", "later-on")
    top = page.view.top_of(page.view.mapped.anchors["s-later-on"]) - page.view.verticalScrollBar().value()
    assert 0 <= top < 40


def test_opening_at_a_paragraph_and_back_at_the_same_place(page):
    page.open("hub/custody-paper", None, 9)
    assert page.place()[2] == 9
    kept = page.place()
    page.open("hub/other-paper")
    page.open(*kept)
    assert page.place() == kept


def test_an_unknown_paper_leaves_the_open_one(page):
    with pytest.raises(NotFoundError):
        page.open("hub/nothing")
    assert page.place()[0] == "hub/custody-paper"


def test_an_unknown_section_opens_the_beginning(page):
    page.open("hub/other-paper", "no-such-section")
    assert page.view.verticalScrollBar().value() == 0


def test_place_and_progress_are_told_while_scrolling(page):
    places_told, progress_told = [], []
    page.place_changed.connect(lambda *place: places_told.append(place))
    page.progress_changed.connect(lambda *progress: progress_told.append(progress))
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum())
    assert places_told[-1][1] == len(page._content.briefing.paragraphs)
    assert progress_told[-1] == (3, 3, 0)


def test_nothing_open_has_no_place(qtbot, desk):
    empty = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(empty)
    assert empty.place() == ("", "", 0)
    empty.move_paragraph(1)
    empty.copy_with_citation()
    assert empty.what_is_here() == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.resize(700, 500),
        lambda page: page.resize(1200, 900),
        lambda page: page.set_text_size(20),
        lambda page: page.set_spacing(200),
        lambda page: page.set_plain_type(True),
        lambda page: page.set_theme(theme_named("dark")),
    ],
    ids=["narrower", "wider", "larger", "looser", "plain", "dark"],
)
def test_the_same_paragraph_stays_on_top(page, change):
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum() // 2)
    # Its first line at the very top: half-way in a gap, which paragraph is on top hangs on the face and on a pixel.
    page.view.go_to_paragraph(number_on_top(page))
    before = number_on_top(page)
    assert before > 1
    change(page)
    QTest.qWait(10)
    assert number_on_top(page) == before


def test_the_text_size_stays_within_its_range(page):
    page.set_text_size(400)
    assert page.view.document().defaultFont().pointSizeF() == 24
    page.set_text_size(1)
    assert page.view.document().defaultFont().pointSizeF() == 11


def test_the_column_keeps_its_measure_and_never_scrolls_sideways(page):
    page.resize(1400, 700)
    QTest.qWait(10)
    assert page.view.viewport().width() == page.view._column
    page.set_text_size(24)
    page.resize(700, 700)
    QTest.qWait(10)
    assert page.view.document().size().width() <= page.view.viewport().width() + 1
    assert not page.view.horizontalScrollBar().isVisible()
