"""The keyboard map of the design, for what is built: one table that makes the shortcuts and fills the help dialog."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
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


def commands() -> tuple[Command, ...]:
    """The whole map, in the order of the help dialog."""
    return (*_finding(), *_moving(), *_reading(), *_window())


def _finding() -> tuple[Command, ...]:
    group = tr("Find")
    return (
        Command("search", ("Ctrl+K",), tr("Search, from anywhere"), group),
        Command("", ("Up", "Down"), tr("Move through the passages while typing"), group),
        Command("", ("Return",), tr("Open the passage or paper"), group),
        Command("", ("Esc",), tr("Clear search, close what is open, return to reading"), group),
        Command("find", ("Ctrl+F",), tr("Find in this paper"), group),
        Command("find-next", ("F3",), tr("Next match in this paper"), group),
        Command("find-previous", ("Shift+F3",), tr("Previous match in this paper"), group),
    )


def _moving() -> tuple[Command, ...]:
    group = tr("Move about")
    return (
        Command("next-pane", ("F6",), tr("Next pane"), group),
        Command("previous-pane", ("Shift+F6",), tr("Previous pane"), group),
        Command("library", ("Alt+1",), tr("Library"), group),
        Command("topics", ("Alt+2",), tr("Topics"), group),
        Command("back", ("Alt+Left",), tr("Back"), group),
        Command("forward", ("Alt+Right",), tr("Forward"), group),
    )


def _reading() -> tuple[Command, ...]:
    group = tr("Read")
    return (
        Command("paragraph-previous", ("Alt+Up",), tr("Previous paragraph"), group),
        Command("paragraph-next", ("Alt+Down",), tr("Next paragraph"), group),
        Command("heading-next", ("Ctrl+Alt+H",), tr("Next heading"), group),
        Command("heading-previous", ("Ctrl+Alt+Shift+H",), tr("Previous heading"), group),
        Command("link-next", ("Ctrl+Alt+L",), tr("Next link"), group),
        Command("link-previous", ("Ctrl+Alt+Shift+L",), tr("Previous link"), group),
        Command("footnote-next", ("Ctrl+Alt+F",), tr("Next footnote"), group),
        Command("footnote-previous", ("Ctrl+Alt+Shift+F",), tr("Previous footnote"), group),
        Command("what-is-here", ("Ctrl+I",), tr("What is here"), group),
        Command("copy-citation", ("Ctrl+Shift+X",), tr("Copy with citation"), group),
        Command("larger", ("Ctrl++", "Ctrl+="), tr("Larger text"), group),
        Command("smaller", ("Ctrl+-",), tr("Smaller text"), group),
        Command("default-size", ("Ctrl+0",), tr("Default text size"), group),
    )


def _window() -> tuple[Command, ...]:
    group = tr("Window")
    return (
        Command("right-pane", ("F9",), tr("Show or hide the right pane"), group),
        Command("sidebar", ("Ctrl+\\",), tr("Widen or narrow the sidebar"), group),
        Command("help", ("F1",), tr("Help and shortcuts"), group),
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


def _written(keys: str) -> str:
    if sys.platform != "darwin":
        # Qt would write the same, but its key table takes 5 ms of the first paint.
        return {"Return": tr("Enter"), "Up": tr("Up"), "Down": tr("Down")}.get(keys, keys)
    from PySide6.QtGui import QKeySequence  # noqa: PLC0415 - only where keys are written as signs

    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def hint(name: str) -> str:
    """The shown keys of the command `name`."""
    return shown_keys(next(command for command in commands() if command.name == name))
