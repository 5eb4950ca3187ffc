"""The document behind the reading view: what stands where, how it is spaced, and what is copied from it."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextBlockFormat, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from reader.library.look import PLAIN
from reader.ui.reader import reader_document
from reader.ui.reader.reader_browser import LinkedBrowser
from reader.ui.reader.reader_copy import plain_text, searchable
from reader.ui.reader.reader_document import Spacing, is_callout, tables

SPACING = Spacing(dpi=96, body=152, heading=122, note=140, gap=14)
HTML = (
    '<html><body><h1>Title</h1><h2><a name="s-one"></a>One</h2>'
    '<p><a name="p1"></a>Tell the child.<sup><a href="note:1">1</a></sup><sup><a href="note:2">2</a></sup>'
    " Then wait.</p>"
    '<ul><li><a name="p2"></a>first <a href="doc:lib/other#two">other paper</a></li>'
    '<li><a name="p3"></a>second</li></ul>'
    '<p class="figure"><a name="p4"></a><img src="asset:figures/a.svg" alt="A drawing of steps"/></p>'
    '<a name="p5"></a><pre>code here</pre>'
    '<table width="100%" cellpadding="11"><tr><td bgcolor="#eee"><p>Practice point</p>'
    '<p><a name="p6"></a>Say it.</p></td></tr></table>'
    '<h2><a name="end-sources"></a>Sources</h2><p><a name="note-1"></a><a href="back:1">1</a>. A law</p></body></html>'
)
NAMES = ["file:///etc/hostname", "//host/share/x.png", "/etc/hostname", "http://a.example/x.png", "x"]


@pytest.fixture
def built(qtbot):
    browser = LinkedBrowser()
    qtbot.addWidget(browser)
    font = QFont("serif")
    font.setPointSizeF(13)
    document, mapped = reader_document.build(browser, HTML, font, PLAIN, SPACING)
    yield document, mapped
    browser.close()  # until here, the browser has to be there: it owns the document


def test_every_paragraph_is_found_even_where_it_is_a_picture_or_code(built):
    _, mapped = built
    assert mapped.numbers == (1, 2, 3, 4, 5, 6)
    assert list(mapped.starts) == sorted(mapped.starts)


def test_a_place_under_a_heading_belongs_to_the_next_paragraph(built):
    _, mapped = built
    assert mapped.paragraph_at(mapped.anchors["s-one"]) == 1
    assert mapped.paragraph_at(mapped.anchors["p3"] + 2) == 3
    assert mapped.paragraph_at(mapped.anchors["end-sources"]) == 6


def test_links_know_their_kind_and_target(built):
    _, mapped = built
    assert [(link.kind, link.target) for link in mapped.links] == [
        ("note", "1"),
        ("note", "2"),
        ("doc", "lib/other#two"),
        ("back", "1"),
    ]
    assert mapped.link_at(mapped.links[2].start + 1, "doc:lib/other#two") == 2
    assert mapped.link_at(0) is None


def test_lines_have_fixed_heights_and_paragraphs_their_gap(built):
    document, mapped = built
    block = document.findBlock(mapped.anchors["p1"])
    assert block.blockFormat().lineHeightType() == QTextBlockFormat.LineHeightTypes.FixedHeight.value
    assert block.blockFormat().lineHeight() == round(13 * 96 / 72 * 1.52)
    assert block.blockFormat().bottomMargin() == 14
    picture = document.findBlock(mapped.anchors["p4"])
    assert picture.blockFormat().lineHeightType() != QTextBlockFormat.LineHeightTypes.FixedHeight.value


def test_headings_have_the_size_they_were_given(built):
    document, mapped = built
    assert document.begin().begin().fragment().charFormat().font().pointSizeF() == pytest.approx(22)
    heading = document.findBlock(mapped.anchors["s-one"])
    assert heading.begin().fragment().charFormat().font().pointSizeF() == pytest.approx(16)


def test_neighbouring_footnote_numbers_do_not_run_together(built):
    document, _ = built
    assert "1,2" in document.toPlainText()


def test_search_sees_the_text_without_footnote_numbers_at_the_same_positions(built):
    document, mapped = built
    text = searchable(document, mapped)
    assert len(text) == document.characterCount() - 1
    assert "child.    Then wait" in text
    assert text[mapped.anchors["p2"] :].startswith("first other paper")


def test_copied_text_has_no_footnote_numbers_and_names_its_pictures(built):
    document, mapped = built
    assert plain_text(document, mapped, mapped.anchors["p1"], mapped.anchors["p2"]) == "Tell the child. Then wait."
    assert plain_text(document, mapped, mapped.anchors["p4"], mapped.anchors["p5"]) == "A drawing of steps"


def test_characters_outside_the_basic_plane_keep_positions_true(qtbot):
    browser = LinkedBrowser()
    qtbot.addWidget(browser)
    html = '<p><a name="p1"></a>\U0001d49c\U0001f46e officer<sup><a href="note:1">1</a></sup> told</p>'
    document, mapped = reader_document.build(browser, html, QFont(), PLAIN, SPACING)
    text = searchable(document, mapped)
    assert len(text) == document.characterCount() - 1
    assert text[mapped.links[0].end :].strip() == "told"
    assert plain_text(document, mapped, 0, len(text)) == "\U0001d49c\U0001f46e officer told"


def test_callouts_are_told_from_tables(built):
    document, _ = built
    assert [is_callout(table) for table in tables(document)] == [True]


def test_the_measure_counts_average_characters():
    font = QFont("serif")
    font.setPointSizeF(13)
    wide, narrow = reader_document.column_width(font, 68), reader_document.column_width(font, 34)
    assert abs(wide - 2 * narrow) <= 1
    assert 400 < wide < 760


@pytest.mark.parametrize(
    "name", ["file:///etc/hostname", "//host/share/x.png", "/etc/hostname", "http://a.example/x.png", "x"]
)
def test_a_browser_has_a_picture_for_every_name_so_that_qt_looks_no_further(qtbot, name):
    browser = LinkedBrowser()
    qtbot.addWidget(browser)
    image = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert not image.isNull()
    assert not browser.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(name))
    assert isinstance(browser, QTextBrowser)
    assert not browser.openLinks()
    assert not browser.openExternalLinks()
