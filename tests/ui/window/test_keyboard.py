"""Everything by keyboard: the map of the design, panes in turn, focus in screen order, rings, and no dead control."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMetaMethod, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QToolButton, QWidget

from reader.ui.looks.focus_ring import ring
from reader.ui.looks.tokens import load_tokens
from reader.ui.shared import shortcuts
from reader.ui.shared.history import LIBRARY, READER, SEARCH
from reader.ui.window.help_dialog import HelpDialog
from reader.ui.window.settings_dialog import SettingsDialog

CUSTODY = "small/custody-first-hour"


def press(window, keys):
    """Press a key sequence of the map in whatever has the keyboard."""
    combination = QKeySequence(keys)[0]
    QTest.keyClick(QApplication.focusWidget() or window, combination.key(), combination.keyboardModifiers())


def show_everywhere(window, search):
    """Each view of the window in turn, by name."""
    yield LIBRARY
    window.travel.open_document(CUSTODY)
    yield READER
    search(window, "custody")
    yield SEARCH
    search(window, "xyzzyq")
    yield "nothing"


def test_every_command_of_the_map_has_its_shortcut(window):
    made = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    wanted = {
        QKeySequence(keys).toString() for command in shortcuts.commands() if command.name for keys in command.keys
    }
    assert wanted <= made
    assert len({keys for all_keys in shortcuts.KEYS.values() for keys in all_keys}) == sum(
        map(len, shortcuts.KEYS.values())
    )


def test_a_search_from_start_to_reading_and_back_by_keyboard_alone(qtbot, window):
    press(window, "Ctrl+K")
    assert window.parts.toolbar.search.hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "release")
    qtbot.waitUntil(lambda: window.parts.search.results is not None and not window.parts.tasks.busy("search"))
    press(window, "Down")
    press(window, "Up")
    press(window, "Return")
    assert window.travel.history.current.view == READER
    press(window, "F3")
    press(window, "Ctrl++")
    assert window.parts.status.right == "Text 14 pt"
    press(window, "Alt+Left")
    assert window.travel.history.current.view == SEARCH
    press(window, "Alt+Left")
    assert window.travel.history.current.view == LIBRARY
    press(window, "Alt+Right")
    press(window, "Alt+Right")
    assert window.travel.history.current.view == READER
    press(window, "Alt+1")
    assert window.travel.history.current.view == LIBRARY
    assert window.library.list.hasFocus()


def test_topics_panes_and_sidebar_by_keyboard(qtbot, window):
    press(window, "Alt+2")
    tree = window.parts.sidebar.tree
    assert tree.hasFocus()
    press(window, "Down")
    press(window, "Return")
    assert window.library.title == "Care in custody"
    press(window, "Esc")
    assert window.library.title == "Library"
    press(window, "F9")
    assert not window.parts.right.isVisible()
    press(window, "F9")
    press(window, "Ctrl+\\")
    assert tree.rail


def test_f6_goes_round_the_panes_and_back(window):
    window.library.list.setFocus()
    order = []
    for _ in range(4):
        press(window, "F6")
        order.append(QApplication.focusWidget())
    assert window.parts.right.isAncestorOf(order[0])
    assert order[1] is window.parts.toolbar.search
    assert order[2] is window.parts.sidebar.tree
    assert order[3] is window.library.list
    press(window, "Shift+F6")
    assert QApplication.focusWidget() is order[2]


def test_f6_knows_the_panes_of_every_view(window, search):
    for view in show_everywhere(window, search):
        window.parts.toolbar.search.setFocus()
        seen = set()
        for _ in range(8):
            press(window, "F6")
            seen.add(QApplication.focusWidget())
        assert len(seen) >= 3, view


def test_tab_follows_the_screen(window):
    window.parts.toolbar.sidebar.setFocus()
    seen = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    toolbar = [widget for widget in window.parts.toolbar.focus_order() if widget.isVisible() and widget.isEnabled()]
    assert seen[: len(toolbar)] == toolbar
    after = seen.index(window.parts.sidebar.tree)
    assert tuple(seen[after + 1 : after + 4]) == window.parts.sidebar.foot
    assert seen[after + 4] is window.library.sort
    assert seen.index(window.library.list) > seen.index(window.library.stages.buttons[-1])


def test_tab_follows_the_screen_in_every_view_whenever_it_was_made(window, search):
    for view in show_everywhere(window, search):
        first = window.parts.toolbar.sidebar
        first.setFocus()
        seen = [first]
        while True:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            if QApplication.focusWidget() is first:
                break
            seen.append(QApplication.focusWidget())
            assert len(seen) < 200, view
        panes = [pane.area for pane in window.conduct.panes()]
        ranks = [
            next(at for at, area in enumerate(panes) if area.isAncestorOf(widget) or area is widget) for widget in seen
        ]
        assert ranks == sorted(ranks), view
        assert len(set(ranks)) >= 3, view
        QTest.keyClick(first, Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is seen[-1], view


def test_help_shows_the_map_and_gives_the_keyboard_back(qtbot, window):
    window.library.list.setFocus()
    press(window, "F1")
    dialog = window.conduct.service.page(HelpDialog)
    assert dialog.isVisible()
    shown = {label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")}
    for command in shortcuts.commands():
        assert shortcuts.shown_keys(command) in shown
        assert command.label in shown
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.activateWindow()
    assert window.library.list.hasFocus()
    dialog.close_button.click()


def test_everything_that_takes_the_keyboard_has_a_name(window, search):
    for view in show_everywhere(window, search):
        for widget in window.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                told = QAccessible.queryAccessibleInterface(widget)
                name = told.text(QAccessible.Text.Name) if told is not None else ""
                assert name.strip(), f"{view}: {widget!r} {widget.objectName()} {widget.property('look')}"


def test_roles_are_what_screen_readers_expect(window):
    roles = {
        window.parts.toolbar.search: QAccessible.Role.EditableText,
        window.parts.sidebar.tree: QAccessible.Role.Tree,
        window.library.list: QAccessible.Role.List,
        window.library.sort: QAccessible.Role.ButtonMenu,
        window.parts.toolbar.back: QAccessible.Role.Button,
    }
    for widget, role in roles.items():
        assert QAccessible.queryAccessibleInterface(widget).role() == role, widget


def test_the_right_pane_button_tells_its_state(window):
    told = QAccessible.queryAccessibleInterface(window.parts.toolbar.right_pane)
    assert told.state().checkable
    assert told.state().checked


def test_no_control_is_dead(window, search):
    for view in show_everywhere(window, search):
        for button in window.findChildren(QAbstractButton):
            if not button.isVisible() or not button.isEnabled() or button.objectName().startswith("qt_"):
                continue
            has_menu = isinstance(button, (QToolButton, QPushButton)) and button.menu() is not None
            signals = [QMetaMethod.fromSignal(getattr(button, name)) for name in ("clicked", "toggled", "pressed")]
            if type(button).__name__ == "QToolButton" and button.defaultAction() is not None:
                continue
            scrolls = button.parent() is not None and button.parent().metaObject().className() == "QTabBar"
            wired = has_menu or scrolls or any(button.isSignalConnected(signal) for signal in signals)
            assert wired, f"{view}: {button.text() or button.accessibleName()}"


def test_menus_do_what_they_say(window):
    for button, label, check in (
        (window.parts.toolbar.text_size, "Wide line spacing", lambda settings: settings.spacing == 175),
        (window.parts.toolbar.text_size, "Plain typeface", lambda settings: settings.plain_type),
        (window.parts.toolbar.appearance, "Dark", lambda settings: settings.theme == "dark"),
    ):
        menu = button.menu()
        menu.aboutToShow.emit()
        next(action for action in menu.actions() if action.text() == label).trigger()
        assert check(window._desk.settings), label
        menu.aboutToShow.emit()
        assert [action.text() for action in menu.actions() if action.isChecked()]


def test_the_sort_menu_sorts(window):
    menu = window.library.sort.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Title").trigger()
    assert window.library.sort.text() == "Sort: Title"


def test_the_ring_frames_what_has_the_keyboard_outside_with_a_gap(window):
    focus = load_tokens().focus
    press(window, "Ctrl+K")
    frame = window.conduct.ring
    field = window.parts.toolbar.search
    assert frame.isVisible()
    assert frame.target is field
    grow = focus.ring + focus.offset
    assert frame.geometry() == field.rect().translated(field.mapTo(window, field.rect().topLeft())).adjusted(
        -grow, -grow, grow, grow
    )


def test_the_ring_is_thicker_in_high_contrast_and_absent_on_rows(window):
    window.parts.toolbar.theme_chosen.emit("high-contrast")
    press(window, "Ctrl+K")
    frame = window.conduct.ring
    assert frame.width() - window.parts.toolbar.search.width() == 2 * (3 + 2)
    window.library.list.setFocus()
    assert not frame.isVisible()
    ring(window.parts.sidebar.help, "none")
    window.parts.sidebar.help.setFocus()
    assert not frame.isVisible()


def test_the_ring_stays_away_from_a_paper_that_has_just_come_up(window):
    window.travel.open_document(CUSTODY)
    assert not window.conduct.ring.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_arrows_in_the_empty_field_do_nothing(qtbot, window, key):
    press(window, "Ctrl+K")
    qtbot.keyClick(window.parts.toolbar.search, key)
    assert window.travel.history.current.view == LIBRARY
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_rows_of_the_sidebar_are_evenly_apart_from_top_to_foot(window):
    sidebar = window.parts.sidebar
    tops = [button.y() for button in sidebar.foot]
    apart = sidebar.tree.sizeHintForIndex(sidebar.tree.model().index(0, 0)).height()
    assert [below - above for above, below in pairwise(tops)] == [apart, apart]


def test_enter_presses_the_button_that_has_the_keyboard(qtbot, window):
    window.travel.open_document(CUSTODY)
    back = window.parts.toolbar.back
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert window.travel.history.current.view == LIBRARY
    card = window.library.card.button
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert window.travel.history.current.view == READER
    menu = window.parts.toolbar.text_size.menu()
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, menu.close))
    window.parts.toolbar.text_size.setFocus()
    with qtbot.waitSignal(menu.aboutToHide):
        QTest.keyClick(window.parts.toolbar.text_size, Qt.Key.Key_Enter)


def test_enter_on_a_button_of_the_find_bar_is_that_button(qtbot, window):
    window.travel.open_document(CUSTODY)
    page = window.parts.reader.page
    page.find()
    QTest.keyClicks(page.bar.field, "custody")
    page.bar.close_button.setFocus()
    QTest.keyClick(page.bar.close_button, Qt.Key.Key_Return)
    assert not page.bar.isVisible()


def test_what_has_the_keyboard_in_a_dialog_is_framed(qtbot, window):
    window.parts.notes.wanted(lambda: None)
    dialog = window.parts.notes.asking.dialog
    dialog.activateWindow()
    qtbot.waitUntil(dialog.name.hasFocus)
    assert dialog.ring.isVisible() and dialog.ring.target is dialog.name
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    assert dialog.ring.target is QApplication.focusWidget() is not dialog.name
    assert dialog.ring.geometry().contains(QRect(dialog.ring.target.mapTo(dialog, QPoint()), dialog.ring.target.size()))


def test_pages_frame_what_has_the_keyboard_in_the_theme_chosen_there(qtbot, window):
    window.conduct.service.show_settings()
    page = window.conduct.service.page(SettingsDialog)
    page.activateWindow()
    field = page.fields["theme"]
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: page.ring.isVisible() and page.ring.target is field)
    window.parts.toolbar.theme_chosen.emit("high-contrast")
    shown = page.ring.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, 1).name() == load_tokens().themes["high-contrast"].focus.lower()
