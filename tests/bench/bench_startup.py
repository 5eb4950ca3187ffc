"""How long until the ten titles are on the screen, against a bare Qt window; and until the longest document is.

Two kinds of fresh processes take turns, so that both see the same machine: a bare QMainWindow with a QTextBrowser, and
`python -m reader` with a profile of its own. Each says when its first page was painted; time counts from the moment
before it was started. Then a few more readers open the longest document once they are idle.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TITLES = 10
IDLE_MS = 1500
"""How long a reader is left alone after its first page, so that its index is open before a document is."""

RATIO_WANTED = 1.8
OPEN_WANTED_MS = 50


def started_ms(kind: str, profile: Path, *more: str) -> list[float]:
    """Milliseconds a fresh process of one kind reports: the first is since its start.

    Raises:
        RuntimeError: it failed or did not say.
    """
    before = time.perf_counter_ns()
    command = [sys.executable, __file__, "--child", kind, "--profile", str(profile), *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    numbers = [line.removeprefix("ms ") for line in done.stdout.splitlines() if line.startswith("ms ")]
    if done.returncode != 0 or not numbers:
        raise RuntimeError(f"{kind} did not start: {done.stderr or done.stdout}")
    first, *rest = numbers
    return [(int(first) - before) / 1e6, *map(float, rest)]


def report(value: float) -> None:
    """Tell the measuring process one number."""
    print(f"ms {value}", flush=True)


def leave() -> None:
    """End at once: what a proper end costs is not measured."""
    os._exit(0)


def bare() -> None:
    """A window with a QTextBrowser, until it is painted."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - importing is part of what is measured
    from PySide6.QtGui import QPaintEvent  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser  # noqa: PLC0415

    class Page(QTextBrowser):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            QTimer.singleShot(0, painted)

    def painted() -> None:
        report(time.perf_counter_ns())
        leave()

    application = QApplication([])
    window = QMainWindow()
    page = Page()
    page.setHtml("<h1>Briefing Reader</h1><p>One paragraph.</p>")
    window.setCentralWidget(page)
    window.resize(1366, 768)
    window.show()
    application.exec()


def reader(profile: Path, opens: int) -> None:
    """The real program, until its library is painted; with `opens`, until the longest document was painted so often."""
    import reader.__main__  # noqa: PLC0415 - importing is part of what is measured
    from reader import app  # noqa: PLC0415

    build = app.build

    def build_and_watch(*arguments: object, **options: object) -> object:
        built = build(*arguments, **options)
        window = built.window
        window.first_painted.connect(lambda: first_page(window, opens))
        return built

    app.build = build_and_watch
    sys.argv = ["reader", "--profile", str(profile)]
    sys.exit(reader.__main__.main())


def first_page(window: object, opens: int) -> None:
    """The library is on the screen."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415

    report(time.perf_counter_ns())
    if len(window.library.shown) != TITLES:
        sys.exit(f"{len(window.library.shown)} titles are shown, not {TITLES}")
    if not opens:
        leave()
    QTimer.singleShot(IDLE_MS, lambda: open_longest(window, opens))


def open_longest(window: object, opens: int) -> None:
    """Open the longest document so many times, another one in between, and leave."""
    keys = sorted((entry.key for entry in window.library.shown), key=lambda key: len(window._desk.briefing(key).text))
    for _ in range(opens):
        report(painted_ms(window, keys[-1]))
        painted_ms(window, keys[0])
    leave()


def painted_ms(window: object, key: str) -> float:
    """Milliseconds from asking for a document until its text has been painted."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication, QTextEdit  # noqa: PLC0415

    loop = QEventLoop()

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and isinstance(watched.parent(), QTextEdit):
                QTimer.singleShot(0, loop.quit)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    before = time.perf_counter_ns()
    window.open_document(key)
    loop.exec()
    took = (time.perf_counter_ns() - before) / 1e6
    QApplication.instance().removeEventFilter(watch)
    return took
