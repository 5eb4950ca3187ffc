"""The reader from the user's side: opening, keeping the place, walking by keyboard, explaining, citing, looks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtTest import QTest

from reader.desk import open_desk
from reader.errors import NotFoundError
from reader.paths import places
from reader.ui import reader_hints
from reader.ui.reader_browser import NO_LINK
from reader.ui.reader_page import ReaderPage
from reader.ui.theme import load_tokens, theme_named

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 200" width="640" height="200">'
    '<rect x="0" y="0" width="640" height="200" fill="#173F66"/><text x="20" y="40" fill="#FFFFFF">Step</text></svg>'
)
LONG = " ".join(["The officer tells the child what happens next and who will be in the room."] * 6)
PAPER = f"""---
id: custody-paper
title: "Digest: children in custody"
provenance: digest
original: {{title: Children in custody, publisher: A University, year: null}}
issued: 2026-11-21
law_as_at: 2026-06-30
summary: What to do first.
content_note: Talks about harm.
related: [other-paper]
---

::: key-points

- Say what happens next.[^1]
- Call an appropriate adult (AA).[^2]

:::

## First steps

{LONG} The custody officer writes it down.[^1][^2]

::: practice

Say who you are.

:::

### On arrival

{LONG} See [the other paper](other-paper#what-helps) or [later](#later-on).

![Six steps, one after the other](figures/steps.svg "The steps")

![Nobody drew this one](figures/missing.svg "Missing")

## Later on

Table: Two periods

| Period | Children |
|---|---|
| 2024 | 12 |
| 2025 | 14 |

{LONG}

{LONG}

## What comes last

{LONG}

Last words of custody.

[^1]: pace, section 38(6)
[^2]: guide, page 4
"""
OTHER = f"""---
id: other-paper
title: "Digest: what helps"
provenance: digest
---

## What helps

{LONG}
"""
SOURCES = """
[[source]]
id = "pace"
title = "Police and Criminal Evidence Act 1984"
publisher = "legislation.gov.uk"
year = "1984"
kind = "law"
address = "https://l.example/pace"
checked = 2026-11-20
status = "verified"
"""
ABBREVIATIONS = '[[abbreviation]]\nshort = "AA"\nexpansion = "appropriate adult"\n'


@pytest.fixture
def desk(tmp_path):
    library = tmp_path / "library"
    (library / "briefings").mkdir(parents=True)
    (library / "figures").mkdir()
    (library / "library.toml").write_text('id = "hub"\ntitle = "Test library"\nedition = 4\n', "utf-8")
    (library / "sources.toml").write_text(SOURCES, "utf-8")
    (library / "abbreviations.toml").write_text(ABBREVIATIONS, "utf-8")
    (library / "briefings" / "custody-paper.md").write_text(PAPER, "utf-8")
    (library / "briefings" / "other-paper.md").write_text(OTHER, "utf-8")
    (library / "figures" / "steps.svg").write_text(FIGURE, "utf-8")
    return open_desk(places(tmp_path / "profile"), [library])


@pytest.fixture
def page(qtbot, desk):
    made = ReaderPage(load_tokens(), desk)
    qtbot.addWidget(made)
    made.resize(894, 614)
    made.show()
    qtbot.waitExposed(made)
    made.open("hub/custody-paper")
    QTest.qWait(10)
    return made


def number_on_top(page):
    view = page.view
    return view.mapped.paragraph_at(view.cursorForPosition(QPoint(5, 5)).position())


def link(page, kind, nth=0):
    return [i for i, found in enumerate(page.view.mapped.links) if found.kind == kind][nth]


# Opening


def test_a_digest_says_so_on_the_page_and_to_screen_readers(page):
    assert "Digest. Not policy, not the original" in page.view.toPlainText()
    assert page.view.accessibleName() == "Digest: children in custody. Digest. Not policy, not the original"
    assert "Talks about harm" in page.view.toPlainText()
    assert "30 June 2026" in page.view.toPlainText()


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


# Keeping the place


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


# Keys


def test_scrolling_keys_scroll_and_alt_keys_are_the_windows(qtbot, page):
    bar = page.view.verticalScrollBar()
    page.view.setFocus()
    for key, moved in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Space, 1), (Qt.Key.Key_PageUp, -1), (Qt.Key.Key_Up, -1)):
        before = bar.value()
        qtbot.keyClick(page.view, key)
        assert (bar.value() - before) * moved > 0
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert bar.value() == 0


def test_the_paragraph_cursor_moves_says_and_shows(qtbot, page):
    page.move_paragraph(1)
    assert page.view.cursor_shown
    first = page.place()[2]
    with qtbot.waitSignal(page.notice) as told:
        page.move_paragraph(1)
    assert page.place()[2] == first + 1
    assert told.args == [f"¶ {first + 1}"]
    page.move_paragraph(-1)
    with qtbot.waitSignal(page.notice) as told:
        page.move_paragraph(-1)
    assert told.args == ["No further paragraph"]


def test_the_paragraph_cursor_scrolls_only_when_it_must(page):
    page.move_paragraph(1)
    page.move_paragraph(1)
    assert page.view.verticalScrollBar().value() == 0
    for _ in range(8):
        page.move_paragraph(1)
    assert page.view.in_sight(page.view.mapped.start_of(page.place()[2]))


def test_headings_are_walked_in_both_directions(qtbot, page):
    said = []
    page.notice.connect(said.append)
    for _ in range(3):
        page.next_heading(1)
    assert said == ["Heading: First steps", "Heading: On arrival", "Heading: Later on"]
    page.next_heading(-1)
    assert page.place()[1] == "on-arrival"
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum())
    for _ in range(9):
        page.next_heading(1)
    assert said[-1] == "No further heading"


def test_footnotes_are_walked_explained_and_left_again(qtbot, page):
    page.next_footnote(1)
    assert page.card.isVisible()
    assert "Police and Criminal Evidence Act 1984" in page.card.accessibleDescription()
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.card.isAncestorOf(QGuiApplication.focusObject())
    qtbot.keyClick(page.card, Qt.Key.Key_Escape)
    assert not page.card.isVisible()
    assert page.view.hasFocus()


def test_links_are_walked_by_tab_and_followed_by_enter(qtbot, page):
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.focused_link == 0
    page.view.focus_link(link(page, "doc"))
    with qtbot.waitSignal(page.link_activated) as followed:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert followed.args == ["hub/other-paper#what-helps"]
    page.view.focus_link(link(page, "section"))
    with qtbot.waitSignal(page.link_activated) as followed:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert followed.args == ["hub/custody-paper#later-on"]


def test_tab_leaves_after_the_last_link(qtbot, page):
    page.view.setFocus()
    page.view.focus_link(len(page.view.mapped.links) - 1)
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.focused_link == NO_LINK


def test_next_link_skips_footnotes_and_says_the_link(qtbot, page):
    page.view.focus_link(link(page, "abbr"))
    with qtbot.waitSignal(page.notice) as told:
        page.next_link(1)
    assert told.args == ["Link: the other paper"]


def test_escape_closes_one_thing_after_the_other(qtbot, page):
    page.find()
    page.view.setFocus()
    page.next_footnote(1)
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.card.isVisible()
    assert page.view.focused_link != NO_LINK
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.view.focused_link == NO_LINK
    assert page.bar.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.bar.isVisible()


# Explaining


def test_a_click_on_a_footnote_opens_its_source_and_leads_to_the_list(qtbot, page):
    index = link(page, "note")
    page.view.bring_into_sight(page.view.link_rect(index))
    place = page.view.link_rect(index).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.card.isVisible()
    button = page.card._buttons[0]
    assert button.text() == "Go to source list"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not page.card.isVisible()
    assert page.view.in_sight(page.view.mapped.anchors["note-1"])
    assert page.place()[1] == "end-sources"


def test_the_number_in_the_source_list_leads_back(page):
    page.view.go_to(page.view.mapped.anchors["note-2"])
    page._use_link(link(page, "back", 1))
    assert page.place()[2] == 2


def test_hovering_explains_after_a_moment_and_stays_under_the_pointer(qtbot, page, monkeypatch):
    view = page.view
    index = link(page, "abbr")
    view.bring_into_sight(view.link_rect(index))
    QTest.mouseMove(view.viewport(), view.link_rect(index).center())
    view.link_hovered.emit(index)
    qtbot.waitUntil(page.card.isVisible, timeout=reader_hints.OPEN_MS + 2000)
    assert page.card._title.text() == "AA"
    assert "appropriate adult" in page.card.accessibleDescription()
    assert not page.card.isAncestorOf(page.focusWidget())
    view.link_hovered.emit(NO_LINK)
    page.card.pointer_changed.emit(True)
    QTest.qWait(reader_hints.CLOSE_MS + 60)
    assert page.card.isVisible()
    page.card.pointer_changed.emit(False)
    qtbot.waitUntil(lambda: not page.card.isVisible(), timeout=reader_hints.CLOSE_MS + 2000)


def test_the_card_stays_inside_the_page(page):
    page.resize(500, 400)
    for index, found in enumerate(page.view.mapped.links):
        if found.kind == "note":
            page.view.focus_link(index)
            assert page.rect().contains(page.card.geometry())


def test_what_is_here_tells_of_figures_and_tables_and_offers_the_links(qtbot, page):
    kinds = {paragraph.kind.value: paragraph.number for paragraph in page._content.briefing.paragraphs}
    page.open("hub/custody-paper", None, kinds["table"])
    assert "2 rows, 2 columns" in page.what_is_here()
    figures = [p.number for p in page._content.briefing.paragraphs if p.kind.value == "figure"]
    page.open("hub/custody-paper", None, figures[0])
    spoken = page.what_is_here()
    assert "Six steps, one after the other" in spoken
    assert page.card.isVisible()
    page.open("hub/custody-paper", None, figures[0] - 1)
    page.what_is_here()
    assert [button.text() for button in page.card._buttons] == ["the other paper", "later"]
    with qtbot.waitSignal(page.link_activated):
        page.card._buttons[0].click()


def test_a_link_of_an_unknown_kind_is_named_and_not_followed(qtbot, page):
    with qtbot.waitSignal(page.notice) as told:
        page._follow("https://evil.example/x")
    assert "//evil.example/x" in told.args[0]
    assert "opens nothing outside" in told.args[0]


# Figures


def test_a_figure_fills_the_column_and_a_missing_one_is_its_text(page):
    view = page.view
    (position, name, alternative), *others = view.mapped.pictures
    assert (name, alternative, others) == ("asset:figures/steps.svg", "Six steps, one after the other", [])
    cursor = view.textCursor()
    cursor.setPosition(position + 1)
    assert cursor.charFormat().toImageFormat().width() == view.viewport().width()
    assert "Nobody drew this one" in view.toPlainText()


def test_a_figure_takes_the_colours_of_the_theme(page):
    def ground():
        return page._content.picture(page._style, "asset:figures/steps.svg", 100, 1.0).pixelColor(90, 25).name()

    assert ground() == theme_named("light").accent.lower()
    page.set_theme(theme_named("dark"))
    assert ground() == theme_named("dark").accent.lower()


def test_figures_are_drawn_for_the_screens_pixels_within_qts_limit(page):
    image = page._content.picture(page._style, "asset:figures/steps.svg", 320, 2.0)
    assert (image.width(), image.devicePixelRatio()) == (640, 2.0)
    assert QImageReader.allocationLimit() == 64
    assert not page._content.picture(page._style, "file:///etc/hostname", 320, 1.0).isNull()


# Copying


def test_copy_is_plain_text_without_footnote_numbers(page):
    start = page.view.mapped.start_of(1)
    page.view.select(start, page.view.mapped.start_of(2))
    page.view.copy()
    assert QGuiApplication.clipboard().text() == "Say what happens next."
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_copy_with_citation_takes_the_selection_or_the_paragraph(qtbot, page):
    page.open("hub/custody-paper", None, 2)
    with qtbot.waitSignal(page.notice) as told:
        page.copy_with_citation()
    text = QGuiApplication.clipboard().text()
    assert told.args == ["Copied with citation, ¶ 2"]
    assert text.startswith("“Call an appropriate adult (AA).”")
    assert "Digest. Not policy, not the original" in text
    assert "library edition 4" in text
    start = page.view.mapped.start_of(1)
    page.view.select(start, start + 3)
    page.copy_with_citation()
    assert QGuiApplication.clipboard().text().startswith("“Say”")


def test_the_context_menu_holds_what_works_and_nothing_else(page):
    menu = page.view.context_menu()
    assert [action.text() for action in menu.actions() if action.text()] == ["Copy", "Copy with citation", "Select all"]
    assert not menu.actions()[0].isEnabled()
    menu.deleteLater()


# Looks


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_every_theme_paints_the_current_number_in_its_accent(page, theme):
    page.set_theme(theme_named(theme))
    page.move_paragraph(1)
    QTest.qWait(10)
    image = page.view._gutter.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert theme_named(theme).accent.lower() in colours


def test_numbers_stand_beside_every_paragraph_in_sight(page):
    shown = [number for number, _, _ in page.view.numbers_in_sight()]
    assert shown[:3] == [1, 2, 3]
    baselines = [y for _, y, _ in page.view.numbers_in_sight()]
    assert baselines == sorted(baselines)


def test_warming_shows_nothing(page):
    before = page.view.toPlainText()
    page.warm("hub/other-paper")
    page.warm("hub/nothing")
    assert page.view.toPlainText() == before


def test_the_bundled_library_opens_throughout(qtbot, tmp_path):
    content = Path(__file__).parents[2] / "content"
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
    assert made.view.document().size().width() <= made.view.viewport().width() + 1
    made.grab().save(f"/tmp/ui2/wide-{len(table)}.png")
    made.resize(1100, 486)
    QTest.qWait(10)
    assert made.view.document().size().width() <= made.view.viewport().width() + 1
