"""The doctor's child process: load Qt, say what it is, exit (FORMATS C6)."""

import json
import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication


def main() -> int:
    """Print one JSON object: qt, platform, families (how many), family (what the reading face comes out as)."""
    application = QGuiApplication(sys.argv[:1])
    family = QFontInfo(QFont(["Source Serif 4", "Georgia", "Noto Serif", "DejaVu Serif", "serif"])).family()
    answer = {
        "qt": qVersion(),
        "platform": application.platformName(),
        "families": len(QFontDatabase.families()),
        "family": family,
    }
    print(json.dumps(answer))  # noqa: T201 - the answer to the parent process
    return 0
