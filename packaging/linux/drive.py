"""A person at the window: `drive.py DO ...`, through the accessibility bus and key presses, inside a session with both.

Run by the system's Python, which has AT-SPI's bindings, never by the program's own. Presses what is pressed by its
name, types what is typed, and ends with 1 and what it saw where something is not there.

    read PAPER NOTES   search, open a hit, save it as PDF, make a notebook, bookmark, save the notes as PDF, close
    install            agree to the pack that the window was opened with, close
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import gi  # pyright: ignore[reportMissingImports]  # the system's own, on the machine that is driven

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version must be chosen first # pyright: ignore[reportMissingImports]

PATIENCE_S = 40
PAUSE_S = 0.3
BUTTONS = {"push button", "toggle button", "check box", "radio button"}
FIELDS = {"text", "password text"}
SAVE = "Save as PDF…"
PASSPHRASE = "four plain words together"  # noqa: S105 - of a notebook that is thrown away
Answer = TypeVar("Answer")


class NotThereError(Exception):
    """Something did not appear in time."""


def window_tree() -> Iterator[Atspi.Accessible]:
    """Everything of the program that shows now."""
    desktop = Atspi.get_desktop(0)
    waiting = [desktop.get_child_at_index(at) for at in range(desktop.get_child_count())]
    while waiting:
        node = waiting.pop(0)
        try:
            if node is None or (node.get_role_name() != "application" and not shows(node)):
                continue
            yield node
            waiting += [node.get_child_at_index(at) for at in range(min(node.get_child_count(), 200))]
        except GLib.Error:
            continue  # gone while we looked


def shows(node: Atspi.Accessible) -> bool:
    """Whether it is on the screen."""
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def find(roles: set[str], name: str) -> Atspi.Accessible | None:
    """The last thing of a kind whose name begins so: dialogs come after the window below them."""
    found = None
    for node in window_tree():
        if node.get_role_name() in roles and node.get_name().startswith(name):
            found = node
    return found


def wait(what: str, ask: Callable[[], Answer | None]) -> Answer:
    """Ask until there is an answer. Raises NotThereError."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        answer = ask()
        if answer:
            return answer
        time.sleep(PAUSE_S)
    raise NotThereError(what)


def press(name: str) -> None:
    """Press a button by its name, once it can be pressed."""

    def ready() -> Atspi.Accessible | None:
        node = find(BUTTONS, name)
        return node if node and node.get_state_set().contains(Atspi.StateType.ENABLED) else None

    node = wait(f"button {name!r}", ready)
    try:
        node.get_action_iface().do_action(0)
    except GLib.Error as error:
        # A button that opens a dialog answers only when that is closed.
        sys.stderr.write(f"{name}: {error.message}\n")
    time.sleep(PAUSE_S)


def fill(name: str, text: str) -> None:
    """Put text into a field by its name."""
    node = wait(f"field {name!r}", lambda: find(FIELDS, name))
    node.get_editable_text_iface().set_text_contents(text)
    time.sleep(PAUSE_S)


def keys(*names: str) -> None:
    """Press keys."""
    subprocess.run(["xdotool", "key", *names], check=True)
    time.sleep(PAUSE_S)


def type_text(text: str) -> None:
    """Type text where the focus is."""
    subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
    time.sleep(PAUSE_S)


def close_window() -> None:
    """As a person closes it: with the window manager's key."""
    keys("alt+F4")


def read(paper: str, notes: str) -> None:
    """Search, read, save the paper, annotate, save the notes."""
    wait("the library", lambda: find({"frame"}, ""))
    wait("the ten titles", lambda: find({"list item", "table cell"}, "Digest"))
    keys("ctrl+k")
    type_text("first account")
    wait("results", lambda: find({"list item", "table cell", "tree item"}, "") and find(FIELDS, "Search"))
    time.sleep(1)
    keys("Return")
    wait("a paper", lambda: find({"frame"}, "Digest:"))
    time.sleep(1)
    keys("ctrl+p")
    save_as_pdf(paper)
    wait("the dialog closed", lambda: not find(BUTTONS, SAVE))
    time.sleep(1)
    press("Bookmark")
    keys("Down", "Return")
    make_notebook()
    time.sleep(1)
    keys("ctrl+e")
    save_as_pdf(notes)
    wait("the dialog closed", lambda: not find(BUTTONS, SAVE))
    close_window()


def make_notebook() -> None:
    """The first-use dialog, as an officer fills it in."""
    fill("Name", "Officer 1234")
    fill("Passphrase", PASSPHRASE)
    fill("The same again", PASSPHRASE)
    press("Make notebook")
    wait("the notebook", lambda: not find(BUTTONS, "Make notebook"))


def save_as_pdf(pdf: str) -> None:
    """By a dialog's button and the name of a file."""
    press(SAVE)
    fill("File name", pdf)
    keys("Return")
    wait("the PDF", lambda: Path(pdf).exists() and Path(pdf).stat().st_size > 1000)  # noqa: PLR2004 - more than a head


def install() -> None:
    """Agree to the pack the window was opened with."""
    press("Install edition")
    wait("the end of it", lambda: find(BUTTONS, "To the library"))
    press("To the library")
    close_window()


def dump() -> None:
    """What is on the screen, for whoever reads the failure."""
    for node in window_tree():
        sys.stderr.write(f"  {node.get_role_name()}: {node.get_name()[:70]!r}\n")


def main() -> int:
    """Do what is asked."""
    what, *arguments = sys.argv[1:]
    Atspi.set_timeout(4000, 20000)
    try:
        {"read": read, "install": install}[what](*arguments)
    except NotThereError as error:
        sys.stderr.write(f"not there: {error}\n")
        dump()
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
