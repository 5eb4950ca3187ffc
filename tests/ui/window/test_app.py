"""The composition root: starting, starting somewhere, and not being able to start."""

import os
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QMessageBox

from reader import app
from reader.errors import UnavailableError
from reader.ui.shared.history import READER

HEAVY = (
    "whoosh",
    "markdown_it",
    "reader.ui.window.right_pane",
    "reader.ui.search.search_page",
    "reader.ui.reader.reader_page",
    "reader.library.render",
)
PROBE = """
import sys
from pathlib import Path
from reader.app import build
from reader.paths import places
app, window = build(places(Path(sys.argv[1])))
def painted():
    print(sorted(name for name in {heavy!r} if name in sys.modules))
    sys.stdout.flush()
    import os; os._exit(0)
window.first_painted.connect(painted)
window.show()
app.exec()
"""


def close(window):
    window.close()
    QApplication.processEvents()
    shiboken6.delete(window)
    QApplication.instance().setStyleSheet("")


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path):
    code = PROBE.format(heavy=HEAVY)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_a_target_opens_at_once(qapp, profile):
    _, window = app.build(profile, "trauma-informed-approach")
    assert window.travel.history.current.view == READER
    assert window.travel.history.current.key.endswith("trauma-informed-approach")
    close(window)


def test_a_file_opens_once_the_window_is_painted(qtbot, qapp, profile, tmp_path):
    _, window = app.build(profile, tmp_path / "set.jsonld")
    asking = window.parts.notes.asking
    assert asking.dialog is None
    window.show()
    # Nobody has a notebook yet: the set waits for one.
    qtbot.waitUntil(lambda: asking.dialog is not None, timeout=10_000)
    asking.dialog.reject()
    close(window)


def test_a_target_that_is_not_there_opens_the_library_and_says_so(qapp, profile):
    _, window = app.build(profile, "no-such-paper")
    assert "no-such-paper" in window.parts.banner.text
    close(window)


def test_running_returns_when_the_window_is_closed(qapp, profile, monkeypatch):
    seen = []
    build = app.build

    def build_and_close(places, target):
        made = build(places, target)
        seen.append(made[1])
        made[1].first_painted.connect(made[1].close)
        return made

    monkeypatch.setattr(app, "build", build_and_close)
    assert app.run(profile, None) == 0
    assert profile.session_file.is_file()
    close(seen[0])


def test_a_library_that_cannot_be_opened_is_explained(qapp, profile, monkeypatch, capsys):
    shown = []

    def fail(_places):
        raise UnavailableError("opening a library", profile.config, "there is no such folder")

    monkeypatch.setattr(app, "open_desk", fail)
    monkeypatch.setattr(QMessageBox, "exec", lambda self: shown.append(self.text()))
    assert app.run(profile, None) == 6
    assert "there is no such folder" in shown[0]
    assert "there is no such folder" in capsys.readouterr().err


@pytest.mark.parametrize("where", ["state", "cache"])
def test_an_unwritable_profile_costs_memory_not_reading(qtbot, qapp, open_window, profile, where):
    folder = getattr(profile, where)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", "utf-8")
    window = open_window()
    window.travel.open_document("small/telling")
    assert window.travel.history.current.view == READER


VISIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from reader.app import build
from reader.paths import places
app, window = build(places(Path(sys.argv[1])))
def answer():
    (dialog,) = (one for one in app.topLevelWidgets() if isinstance(one, QFileDialog))
    dialog.accept()
QTimer.singleShot(100, answer)
name, _ = QFileDialog.getSaveFileName(None, "Save", sys.argv[2])
assert name == sys.argv[2], name
window.close()
import os; sys.stdout.flush(); os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system's own dialogs")
def test_a_file_dialog_writes_nothing_into_the_log_in(tmp_path):
    home, visited = tmp_path / "home", tmp_path / "visited"
    home.mkdir()
    visited.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    command = [sys.executable, "-c", VISIT, str(tmp_path / "profile"), str(visited / "a.pdf")]
    subprocess.run(command, env={**env, "HOME": str(home)}, check=True, timeout=60)
    written = [file for file in home.rglob("*") if file.is_file()]
    assert not [file for file in written if b"visited" in file.read_bytes() or "QtProject" in file.name]
