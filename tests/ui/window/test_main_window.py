"""The window from the user's side: what stands where, going about, coming back, and what happens when files are bad."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.app import build
from reader.library.wording import digest_line
from reader.settings import Settings, save
from reader.ui.library.library_model import SHORTEST, TITLE
from reader.ui.looks.tokens import load_tokens
from reader.ui.shared.history import LIBRARY, READER

CUSTODY = "small/custody-first-hour"


def titles(window):
    model = window.library.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_library_is_shown_with_counts_and_every_paper(window):
    assert window.library.title == "Library"
    assert titles(window) == [
        "Digest: how children tell",
        "Digest: the first hour in custody",
        "Referral routes in our force",
        "Project pages",
        "Digest: about the project",
    ]
    assert window.windowTitle() == "Briefing Reader"
    assert window.parts.status.right.startswith("4 items")
    assert window.library.shown == window._desk.shelf.entries


def test_the_bundled_library_opens_with_its_ten_papers(qtbot, qapp, profile):
    app, window = build(profile)
    try:
        assert app is qapp
        with qtbot.waitSignal(window.first_painted):
            window.show()
        assert len(window.library.shown) == 10
    finally:
        window.close()
        shiboken6.delete(window)
        qapp.setStyleSheet("")


def test_rows_of_digests_say_what_a_digest_is_not(window):
    model = window.library.model
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        entry = model.entry(index)
        if entry is not None:
            said = index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert (digest_line() in said) == entry.meta.is_digest
            assert (digest_line() in (index.data(Qt.ItemDataRole.ToolTipRole) or "")) == entry.meta.is_digest


def test_nothing_moves_when_the_parts_replace_the_blanks(qtbot, open_window):
    window = open_window()
    library = window.library.geometry().translated(window.library.mapTo(window, window.library.rect().topLeft()))
    layout = load_tokens().layout
    corner = window.library.mapTo(window, window.library.rect().topLeft())
    assert corner.x() == layout.sidebar + 1
    assert corner.y() == layout.toolbar
    assert library.width() == 1366 - layout.sidebar - layout.right_pane - 2


def test_opening_reading_and_going_back(qtbot, window):
    qtbot.keyClick(window.library.list, Qt.Key.Key_Down)
    qtbot.keyClick(window.library.list, Qt.Key.Key_Return)
    assert window.travel.history.current.key == CUSTODY
    assert window.windowTitle() == f"Digest: the first hour in custody – {digest_line()} – Briefing Reader"
    assert window.parts.status.right == "Text 13 pt"
    assert window.parts.toolbar.back.isEnabled()
    window.parts.toolbar.back.click()
    assert window.travel.history.current.view == LIBRARY
    assert window.library.current_key() == CUSTODY
    assert window.parts.toolbar.forward.isEnabled()
    window.parts.toolbar.forward.click()
    assert window.travel.history.current.view == READER


def test_a_link_to_another_paper_is_followed_and_left_again(window):
    window.travel.open_document("small/telling")
    window.parts.reader.link_activated.emit(f"{CUSTODY}#on-arrival")
    assert window.travel.history.current.key == CUSTODY
    assert window.travel.history.current.section == "on-arrival"
    window.travel.back()
    assert window.travel.history.current.key == "small/telling"


def test_a_target_that_is_not_there_is_said_in_the_banner(window):
    window.travel.open_target("small/nothing-like-it")
    assert "nothing-like-it" in window.parts.banner.text
    assert window.travel.history.current.view == LIBRARY


def test_topics_and_stages_narrow_the_library(window):
    window.parts.sidebar.topic_wanted.emit("custody-care")
    assert window.library.title == "Care in custody"
    assert titles(window) == ["Digest: the first hour in custody", "Referral routes in our force"]
    window.library.stages.buttons[0].click()
    assert window.library.title == "First contact"
    assert len(titles(window)) == 2
    window.library.everything.click()
    assert len(titles(window)) == 5


def test_clicking_through_the_sidebar(qtbot, window):
    tree = window.parts.sidebar.tree
    topics = tree.model().index(1, 0)
    disclosure = next(
        tree.model().index(row, 0, topics)
        for row in range(3)
        if tree.model().index(row, 0, topics).data() == "How children tell"
    )
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(disclosure).center())
    assert window.library.title == "How children tell"
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(tree.model().index(0, 0)).center())
    assert window.library.title == "Library"


def test_sorting_by_title_and_by_length(window):
    window.library.set_order(TITLE)
    assert titles(window)[:2] == ["Digest: how children tell", "Digest: the first hour in custody"]
    window.library.set_order(SHORTEST)
    assert titles(window)[0] == "Referral routes in our force"
    assert window.library.sort.text() == "Sort: Shortest first"


@pytest.mark.parametrize(
    ("width", "sidebar", "right"),
    [(1024, 56, 240), (1279, 56, 240), (1280, 204, 268), (1366, 204, 268), (1920, 228, 316)],
)
def test_panes_are_as_wide_as_the_design_says(qtbot, open_window, width, sidebar, right):
    window = open_window(width=width)
    assert window.parts.sidebar.width() == sidebar
    assert window.parts.right.width() == right
    assert window.parts.sidebar.tree.rail == (sidebar == 56)


def test_the_window_cannot_be_smaller_than_the_design_allows(window):
    assert (window.minimumWidth(), window.minimumHeight()) == (1024, 640)
    window.resize(100, 100)
    assert (window.width(), window.height()) == (1024, 640)


def test_a_topic_fits_the_smallest_window_whole(qtbot, open_window):
    window = open_window(1024, 640)
    window.travel.browse_topic("disclosure")
    library = window.library
    # What the whole library shows above its papers leaves no hole where it is not shown.
    qtbot.waitUntil(lambda: library._papers_heading.y() - library._title.geometry().bottom() < 60)
    edge = library.viewport().width()
    assert library.widget().width() <= edge
    for part in (library.everything, library.sort):
        assert part.mapTo(library.widget(), part.rect().bottomRight()).x() < edge
        assert part.width() >= part.sizeHint().width()
    assert library._title.width() >= library._title.sizeHint().width()


def test_names_in_the_sidebar_wrap_in_the_width_it_has_now(qtbot, open_window):
    wide, narrow = open_window(), open_window(1024, 640)
    narrow.conduct._commands["sidebar"]()

    def heights(window):
        tree = window.parts.sidebar.tree
        topics = tree.model().index(1, 0)
        return [tree.visualRect(tree.model().index(row, 0, topics)).height() for row in range(3)]

    qtbot.waitUntil(lambda: heights(narrow) == heights(wide))


def test_the_tabs_of_the_right_pane_are_whole_in_the_smallest_window(qtbot, open_window):
    window = open_window(1024, 640)
    window.travel.open_document(CUSTODY)
    tabs = window.parts.right.pane.tabs
    qtbot.waitUntil(lambda: tabs.count() == 3)
    last = tabs.tabRect(tabs.count() - 1)
    assert last.right() < tabs.width()
    names = sum(tabs.fontMetrics().horizontalAdvance(tabs.tabText(n)) for n in range(tabs.count()))
    assert sum(tabs.tabRect(n).width() for n in range(tabs.count())) > names


def test_wide_windows_show_the_list_beside_the_reader(open_window):
    window = open_window(width=1920, height=1080)
    window.travel.open_document(CUSTODY)
    assert window.parts.reader.papers.isVisible()
    assert window.parts.reader.papers.width() == 340
    window.resize(1366, 768)
    assert not window.parts.reader.papers.isVisible()


def test_the_rail_offers_topics_as_a_menu(qtbot, open_window):
    window = open_window(width=1024)
    tree = window.parts.sidebar.tree
    menu = tree._menu(tree.model().index(1, 0))
    assert [action.text() for action in menu.actions()] == [
        "Care in custody",
        "How children tell",
        "Research programme",
    ]
    menu.triggered.emit(menu.actions()[1])
    assert window.library.title == "How children tell"
    menu.deleteLater()


def test_panes_are_hidden_shown_and_remembered(window, profile):
    window.parts.toolbar.right_pane.click()
    assert not window.parts.right.isVisible()
    assert "right_pane = false" in profile.settings_file.read_text("utf-8")
    window.parts.toolbar.right_pane.click()
    assert window.parts.right.isVisible()
    window.parts.toolbar.sidebar.click()
    assert window.parts.sidebar.tree.rail
    assert "sidebar = false" in profile.settings_file.read_text("utf-8")


def test_themes_are_chosen_painted_and_remembered(window, profile):
    for name, ground in (("dark", "#121a22"), ("high-contrast", "#000000"), ("light", "#e2e8ee")):
        window.parts.toolbar.theme_chosen.emit(name)
        assert f'theme = "{name}"' in profile.settings_file.read_text("utf-8")
        picture = window.grab().toImage()
        assert picture.pixelColor(100, window.height() - 120).name() == ground


def test_text_grows_and_shrinks_within_its_range(window):
    window.travel.open_document(CUSTODY)
    for _ in range(20):
        window.parts.toolbar.wanted.emit("larger")
    assert window._desk.settings.text_size == 24
    window.parts.toolbar.wanted.emit("default-size")
    assert window.parts.status.right == "Text 13 pt"


def test_the_next_window_opens_where_this_one_was_left(open_window, profile):
    first = open_window()
    first.travel.open_target("small/telling#what-helps")
    first.resize(1400, 800)
    first.close()
    second = open_window(width=1400, height=800)
    place = second.travel.history.current
    assert (place.view, place.key, place.section) == (READER, "small/telling", "what-helps")
    second.travel.back()
    assert second.library.card.isVisible()
    second.library.card.button.click()
    assert second.travel.history.current.key == "small/telling"


def test_a_window_left_at_the_library_offers_to_continue(open_window):
    first = open_window()
    first.travel.open_target("small/telling#what-helps")
    first.travel.go_to_library()
    first.close()
    second = open_window()
    assert second.travel.history.current.view == LIBRARY
    assert second.library.card.isVisible()


def test_what_is_left_to_read_is_known_without_scrolling(qtbot, window):
    for _ in range(2):
        window.travel.open_document(CUSTODY)
        qtbot.waitUntil(lambda: window.travel.left_off().minutes_left > 0)
        window.travel.go_to_library()
        assert window.library.card._lead.text() == "Continue reading · about 1 minute left"


@pytest.mark.parametrize(
    "junk", [b"\xff\xfe\x00", b'{"width": "wide", "view": 7, "document": 3}', b"[" * 9000, b"[1]," * 90_000]
)
def test_a_damaged_session_file_costs_nothing_but_itself(open_window, profile, junk):
    profile.session_file.parent.mkdir(parents=True)
    profile.session_file.write_bytes(junk)
    window = open_window()
    assert window.travel.history.current.view == LIBRARY
    assert not window.parts.banner.text


def test_a_session_about_a_paper_that_is_gone_opens_the_library(open_window, profile):
    profile.session_file.parent.mkdir(parents=True)
    profile.session_file.write_text('{"view": "reader", "document": "small/gone"}', "utf-8")
    window = open_window()
    assert window.travel.history.current.view == LIBRARY
    assert not window.library.card.isVisible()


def test_unreadable_settings_are_said_once_and_kept(open_window, profile):
    profile.settings_file.parent.mkdir(parents=True)
    profile.settings_file.write_text("theme = [", "utf-8")
    window = open_window()
    assert "settings could not be read" in window.parts.banner.text
    assert profile.settings_file.read_text("utf-8") == "theme = ["


def test_settings_that_cannot_be_saved_hold_for_this_window(open_window, profile):
    window = open_window()
    profile.settings_file.parent.parent.mkdir(parents=True, exist_ok=True)
    profile.settings_file.parent.write_text("a file where the folder should be", "utf-8")
    window.parts.toolbar.theme_chosen.emit("dark")
    assert window.parts.appearance.theme.name == "dark"
    assert "could not be saved" in window.parts.banner.text


def test_a_bad_paper_is_left_out_and_named(open_window, library):
    (library / "briefings" / "broken.md").write_text("---\nid: broken\ntitle: [\n---\n", "utf-8")
    window = open_window()
    assert "broken.md" in window.parts.banner.text
    assert len(window.library.shown) == 4


def test_a_marked_library_carries_its_marking_at_top_and_foot(open_window, library):
    (library / "library.toml").write_text('id = "small"\ntitle = "x"\nmarking = "OFFICIAL"\n', "utf-8")
    window = open_window()
    bars = window.shell.findChildren(type(window.shell).__mro__[1], "marking")
    assert [bar.text() for bar in bars] == ["OFFICIAL", "OFFICIAL"]
    assert {bar.y() for bar in bars} == {0, window.height() - 22}


def test_settings_of_the_person_hold_from_the_first_paint(open_window, profile):
    save(Settings(theme="dark", sidebar=False, right_pane=False, text_size=18), profile.settings_file)
    window = open_window()
    assert window.parts.appearance.theme.name == "dark"
    assert window.parts.sidebar.tree.rail
    assert not window.parts.right.isVisible()
