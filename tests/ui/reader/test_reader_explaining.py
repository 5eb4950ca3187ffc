"""Footnotes, abbreviations, what is here; figures; copying with a citation."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImageReader, QTextCursor
from PySide6.QtTest import QTest

from reader.ui.looks.theme import theme_named
from reader.ui.reader import reader_hints
from reader.ui.reader.reader_browser import NO_LINK


def select(page, start, end):
    cursor = page.view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)


def link(page, kind, nth=0):
    return [i for i, found in enumerate(page.view.mapped.links) if found.kind == kind][nth]


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
        drawn = page._content.picture(page._content.key, page._style, "asset:figures/steps.svg", 100, 1.0)
        return drawn.pixelColor(90, 25).name()

    assert ground() == theme_named("light").accent.lower()
    page.set_theme(theme_named("dark"))
    assert ground() == theme_named("dark").accent.lower()


def test_figures_are_drawn_for_the_screens_pixels_within_qts_limit(page):
    image = page._content.picture(page._content.key, page._style, "asset:figures/steps.svg", 320, 2.0)
    assert (image.width(), image.devicePixelRatio()) == (640, 2.0)
    assert QImageReader.allocationLimit() == 64
    assert not page._content.picture(page._content.key, page._style, "file:///etc/hostname", 320, 1.0).isNull()


def test_copy_is_plain_text_without_footnote_numbers(page):
    start = page.view.mapped.start_of(1)
    select(page, start, page.view.mapped.start_of(2))
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
    select(page, start, start + 3)
    page.copy_with_citation()
    assert QGuiApplication.clipboard().text().startswith("“Say”")


def test_the_context_menu_holds_what_works_and_nothing_else(page):
    menu = page.view.context_menu()
    assert [action.text() for action in menu.actions() if action.text()] == ["Copy", "Copy with citation", "Select all"]
    assert not menu.actions()[0].isEnabled()
    menu.deleteLater()
