"""Reading by keyboard alone."""

from types import SimpleNamespace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QWidget

from reader.ui.looks import speech
from reader.ui.reader.reader_browser import NO_LINK


def link(page, kind, nth=0):
    return [i for i, found in enumerate(page.view.mapped.links) if found.kind == kind][nth]


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


def test_the_wheel_with_ctrl_does_not_zoom_behind_the_settings_back(page):
    no, ctrl = QPoint(), Qt.KeyboardModifier.ControlModifier
    place = page.view.rect().center().toPointF()
    wheel = QWheelEvent(
        place, place, no, QPoint(0, 240), Qt.MouseButton.NoButton, ctrl, Qt.ScrollPhase.NoScrollPhase, False
    )
    before = page.view.font().pointSizeF()
    page.view.wheelEvent(wheel)
    assert not wheel.isAccepted()
    assert page.view.font().pointSizeF() == before


def test_what_is_said_reaches_screen_readers(page, monkeypatch):
    heard = []

    listening = SimpleNamespace(isActive=lambda: True, updateAccessibility=lambda said: heard.append(said.message()))
    monkeypatch.setattr(speech, "QAccessible", listening)
    page.move_paragraph(1)
    page.next_heading(1)
    page.next_footnote(1)
    assert heard[0] == "¶ 1. Say what happens next."
    assert heard[1].startswith("Heading: ")
    assert heard[2].startswith("Source 1. Police and Criminal Evidence Act 1984.")


def test_everything_the_keyboard_reaches_has_a_name(page):
    page.find()
    page.next_footnote(1)
    reached = [child for child in page.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    shown = [child for child in reached if child.isVisible()]
    assert len(shown) >= 7
    assert not [child for child in shown if not (child.accessibleName() or getattr(child, "text", str)())]


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
