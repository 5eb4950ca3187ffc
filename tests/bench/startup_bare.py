"""The yardstick: a bare Qt window with a QTextBrowser. Writes the time of its first paint and ends."""

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser


class Page(QTextBrowser):
    def paintEvent(self, event):  # noqa: N802 - Qt's name
        super().paintEvent(event)
        QTimer.singleShot(0, painted)


def painted():
    sys.stdout.write(f"{time.perf_counter_ns()}\n")
    sys.stdout.flush()
    os._exit(0)  # what a proper end costs is not measured


application = QApplication([])
window = QMainWindow()
page = Page()
page.setHtml("<h1>Briefing Reader</h1><p>One paragraph.</p>")
window.setCentralWidget(page)
window.resize(1366, 768)
window.show()
application.exec()
