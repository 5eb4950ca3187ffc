"""Pictures of every view in every theme: `python packaging/screenshots.py OUT [--fonts FOLDER]`. Needs no display.

They show the bundled library at the design's reference sizes, for comparing with the design and for the README.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from example_packs import Packs, make
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from reader.app import build
from reader.paths import places
from reader.ui.looks.fonts import FOLDER
from reader.ui.packs.packs_page import Step
from reader.ui.window.main_window import MainWindow

THEMES = ("light", "dark", "high-contrast")
ORDINARY, LARGE, SMALLEST = (1366, 768), (1920, 1080), (1024, 640)
PAPER = "trauma-informed-approach"
QUERY = "first account"
NOTHING = "debt bondage"
PATIENCE_MS = 20_000


def main() -> int:
    """Draw all pictures into the folder that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fonts", type=Path, default=FOLDER, help="folder of .ttf and .otf files to use")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        packs = make(Path(folder))
        _, window = build(places(packs.profile), fonts=options.fonts)
        window.show()
        wait(lambda: window.parts.right.pane is not None and window.parts.desk.index is not None)
        for theme in THEMES:
            window.parts.toolbar.theme_chosen.emit(theme)
            for name, size, show in (*VIEWS, *pack_views(packs)):
                window.resize(*size)
                show(window)
                pause(0 if name == "install-progress" else 120)
                file = options.out / f"{name}-{theme}.png"
                window.grab().save(str(file))
                print(file)
        window.close()
    return 0


def show_library(window: MainWindow) -> None:
    """The library, with a place to continue at and the second row current."""
    window.travel.open_target(f"{PAPER}#p20")
    window.travel.go_to_library()
    window.library.list.setCurrentIndex(window.library.model.index(1, 0))
    window.library.list.setFocus()


def show_reading(window: MainWindow) -> None:
    """A paper, from its beginning."""
    window.travel.open_target(PAPER)


def show_reading_inside(window: MainWindow) -> None:
    """A paper further down."""
    window.travel.open_target(f"{PAPER}#p12")


def show_hit(window: MainWindow) -> None:
    """A passage opened from search, its matches marked."""
    show_search(window)
    window.parts.search.page(window.parts.appearance.theme).open_current()


def show_search(window: MainWindow) -> None:
    """Passages, with one filter."""
    ask(window, QUERY)
    page = window.parts.search.page(window.parts.appearance.theme)
    row = page.facets.groups["stages"].rows["first-contact"]
    if not row.tick.isChecked():
        row.tick.click()
    wait(lambda: not window.parts.tasks.busy("search"))
    window.conduct.focus_search()


def show_nothing(window: MainWindow) -> None:
    """What is said where nothing is found."""
    ask(window, NOTHING)


def ask(window: MainWindow, text: str) -> None:
    """Type `text` into the search field and wait for the answer."""
    window.travel.go_to_library()
    field = window.parts.toolbar.search
    window.conduct.focus_search()
    QTest.keyClicks(field, text)
    wait(lambda: not window.parts.tasks.busy("search"))


def pack_views(packs: Packs) -> tuple[tuple[str, tuple[int, int], Callable[[MainWindow], None]], ...]:
    """Content packs, in the order in which one leads to the next; the last brings the edition before back."""

    def review(window: MainWindow) -> None:
        window.travel.go_to_library()
        window.conduct.open_file(packs.newer)
        reach(window, Step.REVIEW)

    def install(window: MainWindow) -> None:
        next(one for one in window.parts.packs.flow.buttons if one.property("look") == "primary").click()

    def changes(window: MainWindow) -> None:
        window.parts.packs.changes_wanted.emit(packs.changed, 0)
        wait(lambda: not window.parts.tasks.busy("documents.compare"))

    def refused(window: MainWindow) -> None:
        window.parts.packs.roll_back(packs.changed.partition("/")[0])
        reach(window, Step.DONE)
        window.conduct.open_file(packs.tampered)
        reach(window, Step.STOPPED)

    return (
        ("install-review", ORDINARY, review),
        ("install-progress", ORDINARY, install),
        ("install-done", ORDINARY, lambda window: reach(window, Step.DONE)),
        ("what-changed", ORDINARY, changes),
        ("reading-changed", ORDINARY, lambda window: window.travel.open_target(packs.changed)),
        ("content-packs", ORDINARY, lambda window: window.parts.packs.view_wanted.emit("packs")),
        ("install-refused", ORDINARY, refused),
    )


def reach(window: MainWindow, step: Step) -> None:
    """Wait for a step of the installation, and for what follows it."""
    wait(lambda: window.parts.packs.flow.step is step and not window.parts.tasks.busy("packs.settle"))


VIEWS = (
    ("library", ORDINARY, show_library),
    ("reading", ORDINARY, show_reading),
    ("reading-inside", ORDINARY, show_reading_inside),
    ("reading-1920", LARGE, show_reading_inside),
    ("search", ORDINARY, show_search),
    ("hit", ORDINARY, show_hit),
    ("no-results", ORDINARY, show_nothing),
    ("minimum-library", SMALLEST, show_library),
    ("minimum-reading", SMALLEST, show_reading_inside),
)


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until `done`, or raise TimeoutError."""
    for _ in range(PATIENCE_MS // 20):
        if done():
            return
        pause(20)
    raise TimeoutError


def pause(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
