"""How long from a key press to the list painted with its answer, through the real window on 10,000 passages.

Queries are typed letter by letter into the search field; the clock runs from the key press to the end of the first
painting of the passages that holds the answer to exactly that text. The window is offscreen.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import search_corpus  # noqa: E402 - found beside this file
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402 - after the platform was chosen
from PySide6.QtTest import QTest  # noqa: E402 - as above
from PySide6.QtWidgets import QApplication  # noqa: E402 - as above

from reader.app import collect_between  # noqa: E402 - as above
from reader.desk import open_desk  # noqa: E402 - as above
from reader.paths import places  # noqa: E402 - as above
from reader.ui.collector import Collector  # noqa: E402 - as above
from reader.ui.looks.appearance import Appearance  # noqa: E402 - as above
from reader.ui.looks.tokens import load_tokens  # noqa: E402 - as above
from reader.ui.window.main_window import MainWindow  # noqa: E402 - as above
from reader.ui.window.session import Session  # noqa: E402 - as above

FRAME_MS = 16.7
WAIT_S = 10
UNCHANGED_S = 0.2
"""An answer not painted by then has changed nothing on the list."""
ALIVE_MS = 50
SEED = 11


class Painted(QObject):
    """Counts paintings of one widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def write_library(folder: Path, count: int) -> None:
    """The benchmark's passages as Markdown documents: a heading and its text for each passage."""
    documents = defaultdict(list)
    for row in search_corpus.passages(count):
        documents[row.document].append(row)
    for number, rows in enumerate(documents.values()):
        body = "\n\n".join(f"## {row.heading or 'Part'} {index}\n\n{row.text}" for index, row in enumerate(rows))
        head = f"---\nid: paper-{number}\ntitle: {json.dumps(rows[0].title)}\n---\n"
        (folder / f"paper-{number}.md").write_text(head + body, encoding="utf-8")


def wait(app: QApplication, until, seconds: float = WAIT_S) -> bool:
    """Let the event loop sleep and wake as it does in the program until `until()`; False after `seconds`."""
    end = time.perf_counter() + seconds
    while not until():
        # Spinning instead of sleeping would fight the searching thread for the interpreter.
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > end:
            return False
    return True


def type_queries(app: QApplication, window: MainWindow, queries: list[str]) -> list[float]:
    """Milliseconds from each key press to its answer painted; answers that leave the list as it was do not count."""
    field, room = window.parts.toolbar.search, window.parts.search
    painted = Painted(room.page(window.parts.appearance.theme).list.viewport())
    times = []

    def answers(text: str) -> bool:
        return room.results is not None and room.results.request.text.strip() == text

    field.setFocus()
    for query in queries:
        field.clear()
        app.processEvents()
        for end, letter in enumerate(query, start=1):
            seen = painted.count
            before = time.perf_counter()
            QTest.keyClicks(field, letter)
            if not wait(app, partial(answers, query[:end].strip())):
                raise SystemExit(f"no answer to {query[:end]!r}")
            if wait(app, lambda seen=seen: painted.count > seen, UNCHANGED_S) and letter.strip():
                times.append((time.perf_counter() - before) * 1000)
    return times


def main() -> int:
    """Print the figures; the answer is 0 whatever they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=30)
    options = parser.parse_args()
    app = QApplication(["bench", "-style", "Fusion"])
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        library.mkdir()
        write_library(library, options.passages)
        desk = open_desk(places(Path(folder) / "profile"), [library])
        desk.open_index()
        tokens = load_tokens()
        window = MainWindow(desk, tokens, Appearance(app, tokens, "light"), Session())
        collect_between(window, Collector(window))
        window.show()
        wait(app, lambda: window.parts.right.pane is not None)
        window.activateWindow()
        alive = QTimer(window)
        alive.start(ALIVE_MS)
        rows = search_corpus.passages(options.passages)
        texts = [question.text for question in search_corpus.questions(rows, options.queries + 5, SEED)]
        type_queries(app, window, texts[:5])
        times = sorted(type_queries(app, window, texts[5:]))
        size = desk.index.count if desk.index else 0
        p95 = times[int(len(times) * 0.95)]
        say = sys.stdout.write
        say(f"{size:,} passages, {len(times)} key presses in {options.queries} queries\n")
        say(f"key press to painted list: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")
        say(f", worst {times[-1]:.1f} ms (wanted: p95 at most {FRAME_MS})\n")
        sys.stdout.flush()
        os._exit(0)  # what a proper end costs is not measured
    return 0


if __name__ == "__main__":
    sys.exit(main())
