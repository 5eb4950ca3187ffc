"""The window really crashes, in a process of its own: a report without content, told of once at the next start."""

import os
import subprocess
import sys
from pathlib import Path

from reader import app
from reader.crash import CrashReports
from reader.paths import places

ROOT = Path(__file__).parents[3]
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
def both():
    threading.Thread(target=lambda: int(NOTE)).start()
    raise KeyError(NOTE)
def look():
    if window.parts.banner.text and len(list((places(Path(sys.argv[1])).logs).glob("crash-*.txt"))) >= {least}:
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


def run(profile, act, least=1):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(note=NOTE, act=act, least=least), str(profile)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said(profile, *done):
    """Everything that was printed or written down."""
    logs = [path.read_text() for path in places(profile).logs.iterdir() if path.suffix != ".seen"]
    return "".join((*logs, *(part for one in done for part in (one.stdout, one.stderr))))


def test_a_fault_ends_the_program_and_is_told_once_at_the_next_start(tmp_path):
    fallen = run(tmp_path, "fault")
    assert fallen.returncode < 0
    (report,) = CrashReports(places(tmp_path).logs).unseen()
    assert "Briefing Reader" in report.read_text()
    told = run(tmp_path, "look")
    assert told.returncode == 0 and "ended unexpectedly" in told.stdout and "nothing was sent" in told.stdout
    assert CrashReports(places(tmp_path).logs).unseen() == ()
    assert NOTE not in said(tmp_path, fallen, told)


def test_a_mistake_in_a_slot_or_a_thread_is_told_and_the_window_stays(tmp_path):
    done = run(tmp_path, "both", least=2)
    reports = CrashReports(places(tmp_path).logs).unseen()
    assert done.returncode == 0 and "nothing was sent" in done.stdout and "still here" in done.stdout
    kinds = " ".join(report.read_text() for report in reports)
    assert len(reports) == 2 and "ValueError" in kinds and "KeyError" in kinds
    assert NOTE not in said(tmp_path, done)


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
