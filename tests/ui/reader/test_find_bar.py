"""Finding in the open paper, and the hits that search has opened."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from reader.desk import open_desk
from reader.paths import places
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.reader_page import ReaderPage

FILLER = "\n\n".join(f"Paragraph {n} tells of meetings and plans that were written down by many." for n in range(30))
PAPER = f"""---
id: finding
title: Finding things
---

## Disclosing

A child may disclose slowly. Disclosure is not one moment.[^1]

{FILLER}

## Later

The child’s view matters: children who disclosed were heard.

[^1]: s, p. 1
"""


@pytest.fixture
def page(qtbot, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "finding.md").write_text(PAPER, "utf-8")
    desk = open_desk(places(tmp_path / "profile"), [tmp_path / "lib"])
    made = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(made)
    made.resize(894, 500)
    made.show()
    qtbot.waitExposed(made)
    made.open("finding")
    yield made
    if desk.index is not None:
        desk.index.close()


def marked(page):
    text = page.view.searchable_text()
    return [text[start:end] for start, end in page.view.marks]


def test_the_bar_opens_under_the_text_with_the_focus(qtbot, page):
    top = page.view.geometry().top()
    page.find()
    assert page.bar.isVisible()
    assert page.bar.field.hasFocus()
    assert page.view.geometry().top() == top
    assert page.bar.geometry().top() >= page.view.geometry().bottom()


def test_typing_marks_counts_and_shows_the_nearest(qtbot, page):
    page.find()
    qtbot.keyClicks(page.bar.field, "disclos")
    assert marked(page) == ["Disclos", "disclos", "Disclos", "disclos"]
    assert page.bar.count.text() == "1 of 4"
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Return)
    assert page.bar.count.text() == "2 of 4"
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.bar.count.text() == "1 of 4"


def test_f3_goes_round_and_says_so(qtbot, page):
    said = []
    page.notice.connect(said.append)
    page.find()
    page.bar.field.setText("disclos")
    for _ in range(4):
        page.find_next()
    assert said[-2:] == ["4 of 4", "Back at the first match. 1 of 4"]
    assert page.bar.count.text() == said[-1]
    page.find_previous()
    assert said[-1] == "Round to the last match. 4 of 4"
    assert page.view.in_sight(page.view.marks[3][0])


def test_nothing_found_is_said_and_the_buttons_rest(qtbot, page):
    page.find()
    with qtbot.waitSignal(page.notice) as told:
        page.bar.field.setText("zebra")
    assert told.args == ["No matches in this paper"]
    assert page.bar.count.text() == "No matches"
    assert not page.bar.next.isEnabled()
    page.bar.field.clear()
    assert page.bar.count.text() == ""


def test_quotation_marks_of_either_kind_are_found(page):
    page.find()
    page.bar.field.setText("child's view")
    assert marked(page) == ["child’s view"]


def test_closing_takes_the_marks_away_and_gives_the_focus_back(qtbot, page):
    page.find()
    page.bar.field.setText("child")
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()
    assert page.view.marks == ()
    assert page.view.hasFocus()


def test_f3_after_escape_finds_the_same_again(qtbot, page):
    said = []
    page.notice.connect(said.append)
    page.find()
    page.bar.field.setText("disclos")
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Escape)
    page.find_next()
    assert len(page.view.marks) == 4
    assert page.bar.isVisible()
    assert "No matches in this paper" not in said


def test_what_was_not_found_is_taken_back_when_it_is(qtbot, page):
    said = []
    page.notice.connect(said.append)
    page.find()
    qtbot.keyClicks(page.bar.field, "disclosx")
    assert said == ["No matches in this paper"]
    qtbot.keyClick(page.bar.field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(page.bar.field, "e")
    assert said == ["No matches in this paper", "1 of 4"]


def test_f3_without_a_bar_asks_what_to_find(page):
    page.find_next()
    assert page.bar.field.hasFocus()


def test_the_selection_is_what_to_find(page):
    start = page.view.searchable_text().index("moment")
    cursor = page.view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 6, cursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)
    page.find()
    assert page.bar.field.text() == "moment"
    assert marked(page) == ["moment"]


def test_a_hit_from_search_opens_at_its_paragraph_with_all_forms_marked(page):
    page._desk.open_index()
    last = len(page._content.briefing.paragraphs)
    page.open("finding", "later", last, "disclose")
    assert page.place()[2] == last
    assert page.view.in_sight(page.view.mapped.start_of(last))
    assert {word.lower() for word in marked(page)} >= {"disclose", "disclosed"}
    assert page.view.marks[page.view.current_mark][0] >= page.view.mapped.start_of(last)
    assert page.bar.isVisible()
    assert not page.bar.field.hasFocus()
    assert page.bar.forms.isChecked()


def test_word_forms_rest_until_search_is_ready(page):
    page.find()
    assert not page.bar.forms.isEnabled()
    page._desk.open_index()
    page.find()
    assert page.bar.forms.isEnabled()


def test_marks_survive_another_size_and_theme(page):
    page.find()
    page.bar.field.setText("disclos")
    page.find_next()
    page.set_text_size(18)
    page.set_theme(theme_named("dark"))
    assert len(page.view.marks) == 4
    assert page.bar.count.text() == "2 of 4"


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
def test_a_match_is_tinted_and_underlined(page, name):
    theme = theme_named(name)
    page.set_theme(theme)
    page.find()
    page.bar.field.setText("slowly")
    page.view.set_marks(page.view.marks, -1)
    QTest.qWait(10)
    image = page.view.viewport().grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(200)}
    assert QColor(theme.match).name() in colours
    assert QColor(theme.accent).name() in colours


def test_another_paper_starts_without_marks(page, tmp_path):
    page.find()
    page.bar.field.setText("child")
    page._content.key = ""
    page.open("finding")
    assert page.view.marks == ()
    assert not page.bar.isVisible()
