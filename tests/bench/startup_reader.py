"""The real program, started as `python -m reader` starts it: `startup_reader.py PROFILE OPENS`.

Writes the time at which its library was painted; then, OPENS times, how many milliseconds it took from asking for the
longest document until that was painted; and ends.
"""

import os
import sys
import time

import reader.__main__

TITLES = 10
IDLE_MS = 1500
"""How long it is left alone after its first page, so that its index is open before a document is."""


def report(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def watch_the_first_page():
    from reader import app  # noqa: PLC0415 - __main__ imports it when it opens the window, and so it counts here

    build = app.build

    def build_and_watch(places, target):
        application, window = build(places, target)
        window.first_painted.connect(lambda: first_page(window))
        return application, window

    app.build = build_and_watch


def first_page(window):
    report(time.perf_counter_ns())
    shown = len(window.parts.library.shown)
    if shown != TITLES or not window.parts.library.isVisible():
        sys.stderr.write(f"{shown} titles are shown, not {TITLES}\n")
        os._exit(1)
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - after the first page, so that it cannot change its time

    QTimer.singleShot(IDLE_MS if OPENS else 0, lambda: open_longest(window))


def open_longest(window):
    shortest, *_, longest = (entry.key for entry in sorted(window.parts.library.shown, key=lambda entry: entry.words))
    for _ in range(OPENS):
        report(painted_ms(window, longest))
        painted_ms(window, shortest)
    os._exit(0)  # what a proper end costs is not measured


def painted_ms(window, key):
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QApplication, QTextEdit  # noqa: PLC0415 - as above

    loop = QEventLoop()

    class Watch(QObject):
        def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and isinstance(watched.parent(), QTextEdit):
                QTimer.singleShot(0, loop.quit)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    before = time.perf_counter_ns()
    window.travel.open_document(key)
    loop.exec()
    took = (time.perf_counter_ns() - before) / 1e6
    QApplication.instance().removeEventFilter(watch)
    return took


if __name__ == "__main__":
    OPENS = int(sys.argv[2])
    watch_the_first_page()
    sys.argv = ["reader", "--profile", sys.argv[1]]
    sys.exit(reader.__main__.main())
