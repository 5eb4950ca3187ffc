"""The right pane: provenance without invention, a paper in brief, the preview of a passage, following the reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reader.desk import open_desk
from reader.library.catalogue import Entry, FrontMatter
from reader.library.model import PARAGRAPH_BREAK, Passage
from reader.paths import places
from reader.search.results import Hit, Request
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.reader_preview import PreviewView
from reader.ui.window.about import about
from reader.ui.window.right_pane import RightPane

PAPER = """---
id: first
title: "Digest: the first"
provenance: digest
original: {title: The First Paper, publisher: A University, year: null, address: "https://a.example"}
edition: 2
changes: [{edition: 2, kind: update, urgent: false, summary: Figures of 2025 added}]
issued: 2026-11-21
review_by: 2027-11-21
audience: [custody]
topics: [trauma]
evidence: Two small studies.
summary: What it says.
---

::: key-points

- Behaviour is a sign.[^1]
- Say what happens next.

:::

## In custody

The child asks for water. See [the second](second#more).

## At court

A court case takes time.

[^1]: somewhere, page 2
"""
SECOND = '---\nid: second\ntitle: "<b>Bold</b> & plain"\n---\n\n## More\n\nText of the second.\n'


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "lib"
    (folder / "briefings").mkdir(parents=True)
    (folder / "library.toml").write_text(
        'id = "hub"\ntitle = "Hub"\npublisher = "Us"\nlicence = "CC BY 4.0"\nedition = 3\n', "utf-8"
    )
    (folder / "briefings" / "first.md").write_text(PAPER, "utf-8")
    (folder / "briefings" / "second.md").write_text(SECOND, "utf-8")
    made = open_desk(places(tmp_path / "profile"), [folder])
    yield made
    if made.index is not None:
        made.index.close()


@pytest.fixture
def pane(qtbot, desk):
    made = RightPane(load_tokens(), desk)
    qtbot.addWidget(made)
    made.resize(268, 700)
    made.show()
    return made


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def tabs(pane):
    return [pane.tabs.tabText(n) for n in range(pane.tabs.count())]


# What is said about a paper


def test_provenance_says_who_from_what_when_and_how_sure(desk):
    shown = about(desk.entry("hub/first"), desk.shelf.library_of("hub/first"), desk.briefing("hub/first"))
    rows = dict(shown.rows)
    assert shown.warning == "Digest. Not policy, not the original"
    assert rows["Written by"] == "Us"
    assert "The First Paper" in rows["From"]
    assert "year not stated" in rows["From"]
    assert rows["Edition"] == "2: Figures of 2025 added"
    assert rows["Issued"] == "21 Nov 2026"
    assert rows["Review by"] == "21 Nov 2027"
    assert rows["Evidence"] == "Two small studies."
    assert rows["Sources"] == "1 source"
    assert rows["Library"] == "Hub, library edition 3"
    assert "Law as at" not in rows


def test_a_signature_is_never_invented(desk):
    library = desk.shelf.library_of("hub/first")
    assert about(desk.entry("hub/first"), library).signature == "Not checked"
    library.development = True
    assert about(desk.entry("hub/first"), library).signature == "Development copy"


def test_what_is_not_known_is_left_out(desk):
    bare = about(Entry("x", FrontMatter("x", "X"), 10), desk.shelf.library_of("hub/first"))
    names = [name for name, _ in bare.rows]
    assert "Issued" not in names
    assert "Evidence" not in names
    assert bare.warning == ""
    assert dict(bare.rows)["From"] == "Local document"


# The library's side


def test_a_paper_in_brief_has_its_key_points_and_opens(qtbot, desk, pane):
    pane.show_document(desk.entry("hub/first"))
    assert tabs(pane) == ["Contents", "About"]
    assert pane.tabs.currentIndex() == 1
    shown = texts(pane.about)
    assert "In brief" in shown
    assert "Behaviour is a sign." in shown
    assert "Digest. Not policy, not the original" in shown
    with qtbot.waitSignal(pane.open_requested) as wanted:
        qtbot.mouseClick(pane.button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["hub/first"]


def test_its_contents_open_the_paper_at_a_section(qtbot, desk, pane):
    pane.show_document(desk.entry("hub/first"))
    pane.tabs.setCurrentIndex(0)
    with qtbot.waitSignal(pane.open_passage_requested) as wanted:
        pane.contents.outline.section_activated.emit("at-court")
    assert wanted.args == ["hub/first", "at-court", 0]


def test_the_chosen_tab_stays_while_rows_go_by(desk, pane):
    pane.show_document(desk.entry("hub/first"))
    pane.tabs.setCurrentIndex(0)
    pane.show_document(desk.entry("hub/first"))
    assert pane.tabs.currentIndex() == 0


def test_titles_are_never_markup(desk, pane):
    pane.show_document(desk.entry("hub/second"))
    assert "<b>Bold</b> & plain" in texts(pane.about)
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in pane.about.findChildren(QLabel) if label.text()
    )


# The reader's side


def test_reading_shows_contents_and_follows(qtbot, desk, pane):
    pane.show_briefing(desk.briefing("hub/first"), ("hub/first", "start", 1))
    assert pane.tabs.currentIndex() == 0
    assert pane._where.text() == "Start"
    pane.set_place("at-court", 4)
    assert pane._where.text() == "Section 2 of 2"
    assert pane._left.text() == "end"
    assert pane.progress.value() == 100
    assert not pane.button.isVisible()
    qtbot.waitUntil(lambda: pane.contents.outline.model().rowCount() > 0)
    assert pane.contents.outline.currentIndex().data() == "2. At court"
    with qtbot.waitSignal(pane.section_activated) as wanted:
        pane.contents.outline.section_activated.emit("in-custody")
    assert wanted.args == ["in-custody"]


def test_links_of_the_paper_are_a_list(qtbot, desk, pane):
    pane.show_briefing(desk.briefing("hub/first"), ("hub/first", "start", 1))
    qtbot.waitUntil(lambda: pane.contents.links.count() > 0)
    links = pane.contents.links
    assert [links.item(n).text() for n in range(links.count())] == ["The second"]
    with qtbot.waitSignal(pane.open_passage_requested) as wanted:
        links.itemActivated.emit(links.item(0))
    assert wanted.args == ["hub/second", "more", 1]


def test_about_is_filled_when_it_comes_into_sight(desk, pane):
    pane.show_briefing(desk.briefing("hub/first"), ("hub/first", "start", 1))
    assert texts(pane.about) == []
    pane.tabs.setCurrentIndex(2)
    assert "Us" in texts(pane.about)
    assert "In brief" not in texts(pane.about)


# The search's side


def test_a_preview_marks_the_whole_passage_and_opens_it(qtbot, desk, pane):
    desk.open_index()
    results = desk.search(Request("custody water"))
    hit = results.hits[0]
    pane.show_preview(results, hit)
    assert tabs(pane) == ["Preview"]
    assert pane.preview.title.text() == "Digest: the first"
    assert pane.preview.warning.isVisible()
    assert "The child asks for water." in pane.preview.body.toPlainText()
    bold = pane.preview.body.document().find("water")
    assert bold.charFormat().fontWeight() == 700
    assert bold.charFormat().background().color().name() == theme_named("light").match.lower()
    with qtbot.waitSignal(pane.open_passage_requested) as wanted:
        qtbot.mouseClick(pane.button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["hub/first", hit.section, hit.paragraph]


def test_a_preview_stands_at_the_paragraph_that_was_found(qtbot):
    words = [f"Paragraph {n} says what happens next, and then what happens after that." for n in range(40)]
    text = PARAGRAPH_BREAK.join(words)
    offsets = tuple(text.index(one) for one in words)
    passage = Passage("hub/first", "in-custody", "", 1, 40, text, offsets)
    view = PreviewView(load_tokens(), theme_named("light"))
    qtbot.addWidget(view)
    view.resize(268, 400)
    view.show()
    for paragraph, seen in ((1, "Paragraph 0 "), (30, "Paragraph 29 ")):
        hit = Hit(0, "hub/first", "digest", "in-custody", "", "Digest: the first", paragraph, 1.0)
        view.show_passage(hit, passage, ())
        place = view.body.cursorRect(view.body.document().find(seen))
        assert 0 <= place.top() < view.body.viewport().height() / 2
    assert view.body.verticalScrollBar().value() > 0
    assert view.body.toPlainText().startswith("At a glance")


def test_a_preview_before_search_is_ready_changes_nothing(desk, pane):
    pane.show_preview(None, None)
    assert tabs(pane) == []


def test_the_same_pane_goes_through_every_state_and_theme(qtbot, desk, pane):
    desk.open_index()
    results = desk.search(Request("court"))
    for name in ("dark", "high-contrast", "light"):
        pane.show_document(desk.entry("hub/first"))
        pane.set_theme(theme_named(name))
        pane.show_preview(results, results.hits[0])
        pane.show_briefing(desk.briefing("hub/first"), ("hub/first", "at-court", 4))
        assert not pane.grab().isNull()
    with qtbot.waitSignal(pane.closed):
        qtbot.mouseClick(pane._close, Qt.MouseButton.LeftButton)


def test_everything_to_press_has_a_name(pane):
    assert pane._close.accessibleName()
    assert pane.tabs.accessibleName()
    assert pane.contents.outline.accessibleName()
    assert pane.progress.accessibleName()
