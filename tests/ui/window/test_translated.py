"""Every word a person reads goes through the catalogue: in a language of brackets, nothing is left outside them."""

import gettext
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from reader import language
from reader.ui.looks.elided import Elided
from reader.ui.shared import shortcuts
from reader.ui.window.help_dialog import HelpDialog
from reader.ui.window.sidebar import NavButton

KEYS = {"Ctrl", "Alt", "Shift", "Esc", "Enter", "Return", "Up", "Down", "F"}
TYPED = {"xyzzyq", "custody"}


class Brackets(gettext.NullTranslations):
    """A language in which every message stands in brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, n):
        return f"⟦{one if n == 1 else many}⟧"


@pytest.fixture
def brackets(monkeypatch):
    # The window would otherwise switch to the system's language when it starts.
    monkeypatch.setattr(language._Chosen, "translations", Brackets())


def outside(text):
    """`text` without what stands in brackets, however deep."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def words_of(folder, window):
    """Everything the documents and registers themselves say."""
    said = [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    said += [key for entry in window._desk.shelf.entries for key in (entry.key, entry.meta.title)]
    return set(re.findall(r"[^\W\d_]+", " ".join(said)))


def texts(window):
    """(where, text) of everything that is shown or spoken."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield "tooltip", widget.toolTip()
        yield "name", widget.accessibleName()
        yield "description", widget.accessibleDescription()
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield type(widget).__name__, widget.text()
        if isinstance(widget, QLineEdit):
            yield "placeholder", widget.placeholderText()
        if isinstance(widget, QTextEdit):
            yield "text", widget.toPlainText()
        if isinstance(widget, QTabBar):
            yield from (("tab", widget.tabText(number)) for number in range(widget.count()))
        if isinstance(widget, QAbstractItemView):
            yield from items(widget)
        told = QAccessible.queryAccessibleInterface(widget)
        if told is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield "spoken", told.text(QAccessible.Text.Name)


def items(view):
    model = view.model()
    for row in range(model.rowCount() if model is not None else 0):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            yield "row", str(model.index(row, 0).data(role) or "")


def check(folder, window, view):
    known = words_of(folder, window) | KEYS | TYPED
    for where, text in texts(window):
        # A single letter is a key or a mark, not a word.
        stray = [word for word in re.findall(r"[^\W\d_]{2,}", outside(text)) if word not in known]
        assert not stray, f"{view}, {where}: {text!r} shows {stray} untranslated"


def test_no_view_shows_an_untranslated_word(brackets, open_window, search, library):
    window = open_window()
    check(library, window, "library")
    window.travel.open_document("small/custody-first-hour")
    check(library, window, "reader")
    search(window, "custody")
    check(library, window, "search")
    search(window, "xyzzyq")
    check(library, window, "nothing")
    window.travel.open_target("small/gone")
    check(library, window, "banner")
    assert window.windowTitle().count("⟦") >= 1


def test_menus_and_help_are_translated(brackets, open_window):
    window = open_window()
    window.conduct.service.show_help()
    for widget in window.conduct.service.page(HelpDialog).findChildren(QLabel):
        assert not set(re.findall(r"[^\W\d_]{3,}", outside(widget.text()))) - KEYS, widget.text()
    for button in (window.parts.toolbar.text_size, window.parts.toolbar.appearance, window.library.sort):
        button.menu().aboutToShow.emit()
        for action in button.menu().actions():
            assert action.isSeparator() or action.text().startswith("⟦"), action.text()


def room_wanted(widget):
    """Pixels that the words of a widget need in one line; 0 where they may wrap or be cut, or are not shown."""
    if isinstance(widget, Elided) or (isinstance(widget, QLabel) and widget.wordWrap()):
        return 0
    if isinstance(widget, (QTabBar, QPushButton, QLabel)):
        return widget.sizeHint().width()
    if isinstance(widget, NavButton):
        return 0 if widget._rail else 44 + widget.fontMetrics().horizontalAdvance(widget.text())
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
        return widget.iconSize().width() + widget.fontMetrics().horizontalAdvance(widget.text()) + 8
    return 0


def cut(window):
    """What is shown with less room than its words need."""
    for widget in window.findChildren(QWidget):
        whole = widget.isVisible() and widget.visibleRegion().boundingRect().width() == widget.width()
        if whole and room_wanted(widget) > widget.width() + 1:
            words = widget.accessibleName() or getattr(widget, "text", str)()
            yield type(widget).__name__, words, room_wanted(widget), widget.width()
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.widget() is not None and area.widget().width() > area.viewport().width():
            yield type(area).__name__, area.accessibleName(), area.widget().width(), area.viewport().width()
    tabs = window.parts.right.pane.tabs
    if tabs.isVisible() and tabs.visibleRegion().boundingRect().right() < tabs.tabRect(tabs.count() - 1).right():
        yield "tabs", tabs.count()


@pytest.mark.parametrize("code", language.available())
@pytest.mark.parametrize("size", [(1366, 768), (1024, 640)], ids=str)
def test_every_language_has_room(code, size, qtbot, open_window, search):
    language.use(code)
    window = open_window(*size)
    if not window.parts.right.isVisible():
        window.parts.toolbar.right_pane.click()
        assert window.parts.right.isVisible()

    def nothing_is_cut():
        assert not list(cut(window))

    qtbot.waitUntil(nothing_is_cut)
    window.travel.open_document("small/custody-first-hour")
    QTest.qWait(100)  # the pane beside it follows
    qtbot.waitUntil(nothing_is_cut)
    search(window, "custody")
    qtbot.waitUntil(nothing_is_cut)
    search(window, "xyzzyq")
    qtbot.waitUntil(nothing_is_cut)


def test_every_command_is_described(brackets):
    for command in shortcuts.commands():
        assert command.label.startswith("⟦")
        assert command.group.startswith("⟦")
