"""The keyboard map of the design, for what is built: one table that makes the shortcuts and fills the help dialog."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


KEYS = {
    "search": ("Ctrl+K",),
    "find": ("Ctrl+F",),
    "find-next": ("F3",),
    "find-previous": ("Shift+F3",),
    "more-like": ("Ctrl+Shift+L",),
    "next-pane": ("F6",),
    "previous-pane": ("Shift+F6",),
    "library": ("Alt+1",),
    "topics": ("Alt+2",),
    "bookmarks": ("Alt+3",),
    "notes": ("Alt+4",),
    "collections": ("Alt+5",),
    "packs": ("Alt+6",),
    "back": ("Alt+Left",),
    "forward": ("Alt+Right",),
    "paragraph-previous": ("Alt+Up",),
    "paragraph-next": ("Alt+Down",),
    "heading-next": ("Ctrl+Alt+H",),
    "heading-previous": ("Ctrl+Alt+Shift+H",),
    "link-next": ("Ctrl+Alt+L",),
    "link-previous": ("Ctrl+Alt+Shift+L",),
    "footnote-next": ("Ctrl+Alt+F",),
    "footnote-previous": ("Ctrl+Alt+Shift+F",),
    "what-is-here": ("Ctrl+I",),
    "copy-citation": ("Ctrl+Shift+X",),
    "print": ("Ctrl+P",),
    "bookmark": ("Ctrl+B",),
    "key-point": ("Ctrl+1",),
    "practice": ("Ctrl+2",),
    "question": ("Ctrl+3",),
    "finding": ("Ctrl+4",),
    "note": ("Ctrl+M",),
    "next-mark": ("Ctrl+]",),
    "previous-mark": ("Ctrl+[",),
    "select-next": ("Shift+Alt+Down",),
    "select-previous": ("Shift+Alt+Up",),
    "larger": ("Ctrl++", "Ctrl+="),
    "smaller": ("Ctrl+-",),
    "default-size": ("Ctrl+0",),
    "collect": ("Ctrl+Shift+C",),
    "export": ("Ctrl+E",),
    "lock": ("Ctrl+L",),
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Shift+Z",),
    "right-pane": ("F9",),
    "sidebar": ("Ctrl+\\",),
    "settings": ("Ctrl+,",),
    "help": ("F1",),
}
"""Command to portable key sequences, the first one shown."""


class Command(NamedTuple):
    """Something a person can do by keyboard.

    Attributes:
        name: what the main window knows it by; "" for keys that whatever has the focus handles itself.
        keys: portable key sequences, the first one shown.
        label: what it does, in the language in use.
        group: heading in the help dialog.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    group: str


def print_label() -> str:
    """What "print" does here: FORMATS K1 leaves the PDF alone on Linux."""
    return tr("Print, or save as PDF") if sys.platform == "win32" else tr("Save as PDF")


def commands() -> tuple[Command, ...]:
    """The whole map, in the order of the help dialog."""
    return (*_finding(), *_moving(), *_reading(), *_marking(), *_notebook(), *_window())


def _command(name: str, label: str, group: str) -> Command:
    return Command(name, KEYS[name], label, group)


def _finding() -> tuple[Command, ...]:
    group = tr("Find")
    return (
        _command("search", tr("Search, from anywhere"), group),
        Command("", ("Up", "Down"), tr("Move through the passages while typing"), group),
        Command("", ("Return",), tr("Open the passage or paper"), group),
        _command("more-like", tr("More passages like the current one"), group),
        Command("", ("Esc",), tr("Clear search, close what is open, return to reading"), group),
        _command("find", tr("Find in this paper"), group),
        _command("find-next", tr("Next match in this paper"), group),
        _command("find-previous", tr("Previous match in this paper"), group),
    )


def _moving() -> tuple[Command, ...]:
    group = tr("Move about")
    return (
        _command("next-pane", tr("Next pane"), group),
        _command("previous-pane", tr("Previous pane"), group),
        _command("library", tr("Library"), group),
        _command("topics", tr("Topics"), group),
        _command("bookmarks", tr("Bookmarks"), group),
        _command("notes", tr("Notes"), group),
        _command("collections", tr("Collections"), group),
        _command("packs", tr("Content packs"), group),
        _command("back", tr("Back"), group),
        _command("forward", tr("Forward"), group),
    )


def _reading() -> tuple[Command, ...]:
    group = tr("Reading")
    return (
        _command("paragraph-previous", tr("Previous paragraph"), group),
        _command("paragraph-next", tr("Next paragraph"), group),
        _command("heading-next", tr("Next heading"), group),
        _command("heading-previous", tr("Previous heading"), group),
        _command("link-next", tr("Next link"), group),
        _command("link-previous", tr("Previous link"), group),
        _command("footnote-next", tr("Next footnote"), group),
        _command("footnote-previous", tr("Previous footnote"), group),
        _command("what-is-here", tr("What is here"), group),
        _command("copy-citation", tr("Copy with citation"), group),
        _command("print", print_label(), group),
        _command("larger", tr("Larger text"), group),
        _command("smaller", tr("Smaller text"), group),
        _command("default-size", tr("Default text size"), group),
    )


def _marking() -> tuple[Command, ...]:
    group = tr("Mark")
    return (
        _command("select-previous", tr("Select paragraphs upwards"), group),
        _command("select-next", tr("Select paragraphs downwards"), group),
        _command("bookmark", tr("Bookmark the section or paragraph"), group),
        _command("key-point", tr("Mark as a key point"), group),
        _command("practice", tr("Mark as practice"), group),
        _command("question", tr("Mark as a question"), group),
        _command("finding", tr("Mark as a finding"), group),
        _command("note", tr("Write a note"), group),
        _command("next-mark", tr("Next mark"), group),
        _command("previous-mark", tr("Previous mark"), group),
    )


def _notebook() -> tuple[Command, ...]:
    group = tr("Notebook")
    return (
        _command("collect", tr("Add to collection"), group),
        _command("export", tr("Export"), group),
        _command("undo", tr("Undo"), group),
        _command("redo", tr("Do again"), group),
        _command("lock", tr("Lock or unlock the notebook"), group),
        Command("", ("Space",), tr("Tick a note in the list"), group),
        Command("", ("Delete",), tr("Move a note to the bin"), group),
        Command("", ("F2",), tr("Write in the note of the current row"), group),
        Command("", ("Alt+Shift+Up", "Alt+Shift+Down"), tr("Move an item of a collection"), group),
    )


def _window() -> tuple[Command, ...]:
    group = tr("Window")
    return (
        _command("right-pane", tr("Show or hide the right pane"), group),
        _command("sidebar", tr("Widen or narrow the sidebar"), group),
        _command("settings", tr("Settings"), group),
        _command("help", tr("Help and shortcuts"), group),
    )


def install(window: "QWidget", actions: Mapping[str, Callable[[], object]]) -> None:
    """Make the shortcuts of `window`. Every named command must be in `actions`; a missing one raises KeyError."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - after the first paint
    from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - as above

    for command in commands():
        if command.name:
            for keys in command.keys:
                shortcut = QShortcut(QKeySequence(keys), window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(actions[command.name])


def shown_keys(command: Command) -> str:
    """The command's keys as this platform writes them."""
    return ", ".join(_written(keys) for keys in (command.keys[:1] if command.name else command.keys))


def hint(name: str) -> str:
    """The shown keys of the command `name`."""
    return _written(KEYS[name][0])


def _written(keys: str) -> str:
    if sys.platform != "darwin":
        # Qt would write much the same, but its key table takes 5 ms of the first paint.
        names = {"Return": tr("Enter"), "Esc": tr("Esc"), "Space": tr("Space"), "Delete": tr("Delete")}
        names |= {"Up": tr("Up"), "Down": tr("Down"), "Left": tr("Left"), "Right": tr("Right")}
        parts = keys.removesuffix("+").split("+")
        return "+".join(names.get(part, part) for part in parts) + ("+" if keys.endswith("++") else "")
    from PySide6.QtGui import QKeySequence  # noqa: PLC0415 - only where keys are written as signs

    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
