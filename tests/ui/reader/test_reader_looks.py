"""Themes, numbers, wide tables, the whole bundled library."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from reader.desk import open_desk
from reader.paths import places
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.reader_page import ReaderPage


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_every_theme_paints_the_current_number_in_its_accent(page, theme):
    page.set_theme(theme_named(theme))
    page.move_paragraph(1)
    QTest.qWait(10)
    image = page.view._gutter.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme_named(theme).accent.lower() in colours


def test_numbers_stand_beside_every_paragraph_in_sight(page):
    shown = [number for number, _, _ in page.view.overlay.numbers_in_sight()]
    assert shown[:3] == [1, 2, 3]
    baselines = [y for _, y, _ in page.view.overlay.numbers_in_sight()]
    assert baselines == sorted(baselines)


def test_what_was_rendered_ahead_is_shown_when_its_turn_comes(page):
    before, look = page.view.toPlainText(), page.look()
    page.keep(look, {"hub/other-paper": "<p>Rendered ahead</p>", "nobody/knows": "<p>Gone</p>"})
    assert page.view.toPlainText() == before
    page.open("hub/other-paper")
    assert page.view.toPlainText() == "Rendered ahead"
    page.set_text_size(look.size + 2)
    assert "Rendered ahead" not in page.view.toPlainText()


def test_what_is_in_sight_follows_scrolling_resizing_and_other_papers(qtbot, page):
    overlay, view = page.view.overlay, page.view
    first = overlay.span_in_sight()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    scrolled = overlay.span_in_sight()
    assert scrolled[0] > first[0]
    page.resize(page.width(), page.height() // 2)
    assert overlay.span_in_sight() == overlay._look()
    page.set_text_size(24)
    assert overlay.span_in_sight() == overlay._look()
    page.open("hub/other-paper")
    assert overlay.span_in_sight() == overlay._look()


def test_the_bundled_library_opens_throughout(qtbot, tmp_path):
    content = Path(__file__).parents[3] / "content"
    desk = open_desk(places(tmp_path), [content])
    made = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(made)
    made.resize(728, 486)
    made.show()
    for entry in desk.shelf.entries:
        made.open(entry.key)
        made.grab()
        paragraphs = len(made._content.briefing.paragraphs)
        assert made.view.mapped.numbers == tuple(range(1, paragraphs + 1))
        assert made.view.document().size().width() <= made.view.viewport().width() + 1
        assert all(made._content.explain(found) for found in made.view.mapped.links if found.kind in {"note", "abbr"})


WIDE = (
    "| " + " | ".join(f"safeguarding{n}partnership" for n in range(8)) + " |\n|" + "---|" * 8 + "\n| " + "value | " * 8
)
WIDEST = "| " + " | ".join("x" * 300 for _ in range(6)) + " |\n|" + "---|" * 6 + "\n| " + "value | " * 6


@pytest.mark.parametrize("table", [WIDE, WIDEST], ids=["wide", "widest"])
def test_a_table_too_wide_is_made_smaller_and_large_again(qtbot, tmp_path, table):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "wide.md").write_text(f"---\nid: wide\ntitle: Wide\n---\n\nText.\n\n{table}\n", "utf-8")
    made = ReaderPage(load_tokens(), open_desk(places(tmp_path / "profile"), [tmp_path / "lib"]))
    qtbot.addWidget(made)
    made.resize(728, 486)
    made.show()
    made.open("wide")
    QTest.qWait(10)

    def size():
        block = made.view.document().findBlock(made.view.toPlainText().index("value"))
        return block.begin().fragment().charFormat().fontPointSize()

    assert made.view.document().size().width() <= made.view.viewport().width() + 1
    assert size() < 10.5
    made.view._shown.fit((20_000, 1.0))
    assert size() == 10.5
    made.view._shown.fit((300, 1.0))
    assert size() == pytest.approx(10.5 * 0.7)
