"""The longest time the window does not answer while a person works with 20,000 notes.

    python tests/bench/bench_notebook_stalls.py [--annotations 20000] [--limit 300] [--parts looking many …]

A timer ticks all the while; the longest gap between two ticks is told for each step, with the whole time it took, and
the most that the GUI thread used the processor between two: on a machine that does other things, that can be compared.
Exit code 1 where a gap is over the limit: choose that for the machine, a worker thread takes its share of one core.
"""

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_notebook_window import WORDS, fill
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from reader.app import build, collect_between
from reader.notebook import query
from reader.notebook.query import Filter, Head
from reader.notebook.retention import BIN_DAYS
from reader.notes_desk.sharing import Choice, Form
from reader.paths import places
from reader.ui.collector import Collector
from reader.ui.notes.collections_view import CollectionsView
from reader.ui.notes.export_dialog import ORDER
from reader.ui.notes.notes_view import NotesView
from reader.ui.shared.history import BOOKMARKS, COLLECTIONS, NOTES
from reader.ui.window.main_window import MainWindow

TICK_MS = 5
MOST_MS = 300_000
QUIET_MS = 300
"""What follows an act for so long, such as painting, belongs to it."""
COLLECTED = 9_000
"""Items put into one collection: as many as it takes, nearly."""
SHARED = 2_000
"""Of the notes, marks on one paper: the fewest that the paper opened here has."""


class Ticks:
    """Watches the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last = self.worst = self.worst_of_all = 0.0
        self._spent = self.busiest = 0.0
        self._timer.start()

    def _tick(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        self.worst = max(self.worst, now - self._last)
        self.busiest = max(self.busiest, spent - self._spent)
        self._last, self._spent = now, spent

    def wait(self, until: Callable[[], bool]) -> None:
        """Run the event loop: its own `exec` lets worker threads go on, which `QTest.qWait` does not."""
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit() if until() else None)
        look.start(TICK_MS)
        QTimer.singleShot(MOST_MS, loop, loop.quit)
        loop.exec()
        assert until()

    def during(self, name: str, act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        """Do it, wait, and tell the worst gap."""
        began: list[object] = []
        self.worst = self.busiest = 0.0
        self._last, self._spent = time.perf_counter(), time.thread_time()
        started = self._last
        QTimer.singleShot(0, lambda: began.append(act()))
        self.wait(lambda: bool(began) and until())
        whole = time.perf_counter() - started
        self._settle()
        sys.stdout.write(
            f"{name:34} {whole * 1000:8.0f} ms in all, longest stall {self.worst * 1000:7.0f} ms, "
            f"of the processor {self.busiest * 1000:7.0f} ms\n"
        )
        sys.stdout.flush()
        self.worst_of_all = max(self.worst_of_all, self.worst)

    def _settle(self) -> None:
        done: list[bool] = []
        QTimer.singleShot(QUIET_MS, lambda: done.append(True))
        self.wait(lambda: bool(done))


class Bench:
    """The window with its notebook, and the steps of each part."""

    def __init__(self, window: MainWindow, folder: Path, many: int) -> None:
        self._window, self._folder, self._many = window, folder, many
        self.room, self.ticks = window.parts.notes, Ticks()

    def run(self, parts: list[str]) -> float:
        """The worst gap of all of them, in milliseconds."""
        for part in parts:
            sys.stdout.write(f"{part.upper()}\n")
            PARTS[part](self)
        return self.ticks.worst_of_all * 1000

    # What steps share

    def _held(self, **wanted: Any) -> int:
        return query.count(self.room.desk.database, Filter(**wanted))

    def _step(self, name: str, act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        self.ticks.during(name, act, lambda: self.room.asking.dialog is None and until())

    def _go(self, view: str) -> None:
        self._window.conduct.notes._go(view)

    def _notes(self) -> NotesView:
        self._go(NOTES)
        page = self.room.page(NOTES)
        assert isinstance(page, NotesView)
        return page

    def _key(self, widget: QWidget, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= one
        QTest.keyClick(widget, key, modifiers)

    def _tick_all(self, page: NotesView) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        wanted = page.wanted()
        self._step(
            "ticking every row",
            lambda: self._key(page.list, Qt.Key.Key_A, control),
            lambda: page.selection.ticked == query.count(self.room.desk.database, wanted),
        )

    # Looking, and one note at a time

    def looking(self) -> None:
        """Going about: pages, rows, words typed, a paper with thousands of marks."""
        page, control = self._notes(), Qt.KeyboardModifier.ControlModifier
        for view in (BOOKMARKS, COLLECTIONS, NOTES):
            self._step(f"going to {view}", lambda view=view: self._go(view))
        self._step("to the last row", lambda: self._key(page.list, Qt.Key.Key_End))
        self._step("to the first row", lambda: self._key(page.list, Qt.Key.Key_Home))
        for number in range(3):
            self._step(f"down a row, {number + 1}", lambda: self._key(page.list, Qt.Key.Key_Down))
        self._step("ticking one", lambda: self._key(page.list, Qt.Key.Key_Space))
        self._step("and no longer", lambda: self._key(page.list, Qt.Key.Key_Space))
        for typed in ("w", "h", "a", "t"):
            self._step(f"typing {typed}", lambda typed=typed: QTest.keyClicks(page.filter.text, typed))
        self._step("clearing the field", page.filter.text.clear)
        self._step("newest first", lambda: page.filter._choose(newest=True))
        self._step("by briefing again", lambda: page.filter._choose(newest=False))
        self._step("deleting one", lambda: self._key(page.list, Qt.Key.Key_Delete))
        self._step("undoing that", self.room.undo)
        self._step("writing on one", lambda: page.editor.note.setPlainText("Ask again."))
        self._step("saving that", page.editor.save)
        key = max(query.counts(self.room.desk.database).items(), key=lambda one: one[1])[0]
        reader = self._window.parts.reader
        self._step("opening a paper", lambda: self._window.travel.open_document(key), lambda: bool(self._placed()))
        assert len(self._placed()) >= min(SHARED, self._many // 20)
        self._step("marking a paragraph", self._window.conduct._commands["bookmark"])
        self._step("undoing that", self.room.undo)
        self._step("its notes in the pane", self._window.parts.right.pane.show_notes)
        self._step("scrolling in it", lambda: self._key(reader.page.view, Qt.Key.Key_End, control))
        self._step("going to the notes", lambda: self._go(NOTES))
        self._step("back to the paper", self._window.travel.back)
        self._step("to the library", self._window.travel.go_to_library)

    def _placed(self) -> tuple[object, ...]:
        page = self._window.parts.reader.page
        return page.notebook.items if page is not None else ()

    def locking(self) -> None:
        """Locking and unlocking."""
        self._notes()
        for where in ("notes", "library"):
            self._step(f"locking, {where} in sight", self.room.lock_now, lambda: not self.room.desk.is_open)
            self._unlock()
            self._window.travel.go_to_library()

    def _unlock(self, name: str = "unlocking") -> None:
        self.room.asking.unlock()
        dialog = self.room.asking.dialog
        dialog.passphrase.edit.setText(WORDS.text)
        self._step(name, dialog.unlock.click, lambda: self.room.desk.is_open)

    # Many at once

    def exchange(self) -> None:
        """Everything written in every form; then taken in, undone and done again."""
        ticks, asking, room = self.ticks, self.room.asking, self.room
        for form in ORDER:
            ticks.during("gathering an export", lambda: room.export(Choice()), self._ready)
            asking.dialog.form.setCurrentIndex(ORDER.index(form))
            file = self._folder / f"set.{form.value}"
            self._step(f"writing {form.name}", lambda file=file: asking.dialog.write(file))
        file = self._folder / f"set.{Form.JSON.value}"
        ticks.during("reading and comparing", lambda: room.import_set(file), self._compared)
        ticks.during("comparing to keep apart", asking.dialog.apart.click, lambda: not self._compared())
        asking.dialog.name.setText("PC Two")
        ticks.wait(asking.dialog.take.isEnabled)
        self._step("importing", asking.dialog.take.click)
        assert self._held(set_name="PC Two") == self._many
        self._step("undoing it", room.undo, lambda: not self._held(set_name="PC Two"))
        self._step("doing it again", room.redo, lambda: self._held(set_name="PC Two") == self._many)
        page = self._notes()
        self._step("removing the set", lambda: page.filter.set_removed.emit("PC Two"))
        assert not self._held(set_name="PC Two")

    def _ready(self) -> bool:
        dialog = self.room.asking.dialog
        return dialog is not None and dialog.save.isEnabled()

    def _compared(self) -> bool:
        dialog = self.room.asking.dialog
        return dialog is not None and "omparing" not in dialog._counts.text() and dialog._plan is not None

    def many(self) -> None:
        """Every row ticked on the page of notes."""
        page, many = self._notes(), self._many
        page.filter._choose(set_name="")
        self._tick_all(page)
        tagged = lambda: self._held(tags=("new",))  # noqa: E731 - a word for it
        self._step("tagging them", lambda: page.selection.tag_wanted.emit("new"), lambda: tagged() == many)
        self._step("undoing that", self.room.undo, lambda: not tagged())
        deleted = lambda: self._held(set_name="", in_bin=True)  # noqa: E731 - the same
        before = deleted()
        self._tick_all(page)
        self._step("deleting them", lambda: self._key(page.list, Qt.Key.Key_Delete), lambda: deleted() == many + before)
        self._step("undoing that", self.room.undo, lambda: deleted() == before)
        self._tick_all(page)
        self._step("deleting them", page.selection.delete.click, lambda: deleted() == many + before)
        self._step("showing the bin", page.bin.click, lambda: page.filter.choice.in_bin)
        page.filter._choose(set_name="")
        self._tick_all(page)
        self._step("restoring them", page.restore.click, lambda: self._held(set_name="") == many + before)
        self._step("out of the bin", page.bin.click, lambda: not page.filter.choice.in_bin)

    def collections(self) -> None:
        """Thousands in one collection."""
        page = self._notes()
        page.filter._choose(set_name="", document="")
        chosen = query.lines(self.room.desk.database, Filter(set_name=""), limit=COLLECTED)
        self.room._collect_marks(chosen)
        picker = self.room.asking.dialog
        picker.title.setText("A collection")
        self._step("a collection of them", picker.add.click, lambda: self._items() == len(chosen))
        self._step("going to it", lambda: self._go(COLLECTIONS))
        view = self.room.page(COLLECTIONS)
        assert isinstance(view, CollectionsView)
        self._step("ticking one off", lambda: self._key(view.list, Qt.Key.Key_Space))
        both = (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier)
        self._step("moving one", lambda: self._key(view.list, Qt.Key.Key_Down, *both))
        self._step("taking one out", lambda: self._key(view.list, Qt.Key.Key_Delete))
        self._step("undoing that", self.room.undo, lambda: self._items() == len(chosen))
        self._step("going to the notes", lambda: self._go(NOTES))
        self._step("only that collection", lambda: page.filter._choose(collection=self._collection().uuid))
        self._step("every note", page.filter.reset)
        self._step("the collection again", lambda: self._go(COLLECTIONS))
        self._step("deleting it", view.delete.click, lambda: not self.room.collections())

    def _collection(self) -> Head:
        return self.room.collections()[0]

    def _items(self) -> int:
        return sum(one.count for one in self.room.collections())

    def erasing(self) -> None:
        """Everything deleted, and erased at the first unlocking after 30 days."""
        page = self._notes()
        page.filter.reset()
        self._tick_all(page)
        self._step("deleting them", page.selection.delete.click, lambda: not self._held(set_name=""))
        self._step("locking", self.room.lock_now)
        desk = self.room.desk
        later = dt.datetime.now(dt.UTC) + dt.timedelta(days=BIN_DAYS + 2)
        desk.clock = lambda: later
        self._unlock("unlocking, and erasing them")
        self.ticks.during("erased", lambda: None, lambda: not self._held(in_bin=True))


PARTS: dict[str, Callable[[Bench], None]] = {
    "looking": Bench.looking,
    "locking": Bench.locking,
    "exchange": Bench.exchange,
    "many": Bench.many,
    "collections": Bench.collections,
    "erasing": Bench.erasing,
}


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annotations", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=300.0)
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _, window = build(places(Path(folder) / "profile"))
        collect_between(window, Collector(window))
        window.resize(1366, 768)
        window.show()
        QTest.qWait(3_000)
        fill(window.parts.notes.desk, asked.annotations)
        worst = Bench(window, Path(folder), asked.annotations).run(asked.parts)
        window.close()
    return int(worst > asked.limit)


if __name__ == "__main__":
    sys.exit(main())
