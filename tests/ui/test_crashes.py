"""The window really crashes, in a process of its own: a report without content, told of once at the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import app
from reader.crash import CrashReports
from reader.paths import places

ROOT = Path(__file__).parents[2]
NOTE = "the note nobody may see"
PROGRAM = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from reader import app
from reader.paths import places
NOTE = {note!r}
def fault():
    import ctypes
    ctypes.string_at(0)
def slot():
    raise ValueError(NOTE)
def thread():
    threading.Thread(target=lambda: int(NOTE)).start()
def look():
    if window.parts.banner.text:
        print(window.parts.banner.text, flush=True)
        window.close()
settled = app._settle
def settle(*parts):
    global window
    settled(*parts)
    window = parts[0]
    QTimer.singleShot(0, {act})
    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(50)
app._settle = settle
sys.exit(app.run(places(Path(sys.argv[1])), None))
"""


def run(profile, act):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(note=NOTE, act=act), str(profile)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("act", ["fault", "slot", "thread"])
def test_a_crash_leaves_one_report_and_is_told_once(tmp_path, act):
    done = run(tmp_path, act)
    (report,) = CrashReports(places(tmp_path).logs).unseen()
    text = report.read_text()
    assert "Briefing Reader" in text
    assert NOTE not in text + done.stdout + done.stderr + (report.parent / "reader.log").read_text()
    if act == "fault":
        assert done.returncode < 0
    else:
        assert done.returncode == 0 and "nothing was sent" in done.stdout and "still here" in done.stdout
    if act == "fault":
        told = run(tmp_path, "look")
        assert "ended unexpectedly" in told.stdout
        assert CrashReports(places(tmp_path).logs).unseen() == ()


def test_an_ordinary_session_leaves_no_report(qapp, profile, monkeypatch):
    build = app.build

    def build_and_close(where, target):
        made = build(where, target)
        made[1].first_painted.connect(made[1].close)
        return made

    before = sys.excepthook
    monkeypatch.setattr(app, "build", build_and_close)
    assert app.run(profile, None) == 0
    assert CrashReports(profile.logs).unseen() == ()
    assert sys.excepthook is before
