"""One window a profile: later starts hand over; crashes, strangers' requests and other profiles (FORMATS K1)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from reader.paths import places
from reader.ui.window.single import MAX_BYTES, Instance, Requests, read_request, write_request

ROOT = Path(__file__).parents[3]
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from reader import app
from reader.paths import places
from reader.ui.window.main_window import MainWindow
answered = MainWindow.answer
def answer(self, wanted):
    answered(self, wanted)
    print("asked", type(wanted).__name__, self.travel.history.current.key or self.parts.banner.text, flush=True)
    if wanted == "end":
        self.close()
MainWindow.answer = answer
settled = app._settle
def settle(*parts):
    settled(*parts)
    print("ready", flush=True)
app._settle = settle
print("end", app.run(places(Path(sys.argv[1])), None), flush=True)
"""


def environment():
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":test", "WAYLAND_DISPLAY": ""}


@pytest.fixture
def start_first(tmp_path):
    started = []

    def start(profile=tmp_path / "profile"):
        command = [sys.executable, "-c", FIRST, str(profile)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def again(profile, *arguments):
    command = [sys.executable, "-m", "reader", "--profile", str(profile), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False)


def test_a_later_start_hands_over_and_ends(start_first, tmp_path):
    profile = tmp_path / "profile"
    first = start_first()
    done = again(profile, "open", "trauma-informed-approach#p3")
    assert (done.returncode, done.stderr) == (0, "")
    assert first.stdout.readline() == "asked str cse-policing-hub/trauma-informed-approach\n"
    notes = tmp_path / "a set.jsonld"
    notes.write_text("{}", "utf-8")
    assert again(profile, notes).returncode == 0
    assert first.stdout.readline().startswith("asked PosixPath")
    assert again(profile).returncode == 0
    assert first.stdout.readline().startswith("asked NoneType")
    assert again(profile, "open", "end").returncode == 0
    assert first.stdout.readline().startswith("asked str")
    assert first.stdout.readline() == "end 0\n"
    left = [path.name for path in (profile / "state").iterdir()]
    assert not [name for name in left if name.startswith("window")], left


def test_after_a_kill_the_next_start_is_the_first_again(start_first, tmp_path):
    first = start_first()
    first.kill()
    first.wait()
    instance = Instance(places(tmp_path / "profile"))
    environ = environment()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            patch.setenv(name, environ[name])
        instance = Instance(places(tmp_path / "profile"))
    assert [path for path in (tmp_path / "profile/state").iterdir() if path.suffix == ".lock"]
    assert instance.claim()
    instance.release()


def test_another_profile_is_another_instance(tmp_path):
    one, two = Instance(places(tmp_path / "one")), Instance(places(tmp_path / "two"))
    assert one.claim() and two.claim()
    again_one = Instance(places(tmp_path / "one"))
    assert not again_one.claim()
    one.release()
    assert again_one.claim()
    again_one.release()
    two.release()


def test_where_nobody_answers_a_window_opens_all_the_same(tmp_path):
    one, two = Instance(places(tmp_path)), Instance(places(tmp_path))
    assert one.claim() and not two.claim()
    start = time.monotonic()
    assert not two.hand_over("small/telling", wait=0.3)
    assert time.monotonic() - start < 3
    assert not list(two.requests.iterdir())
    two.take_over()
    two.release()
    one.release()


def test_a_profile_that_cannot_be_written_still_opens(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be", "utf-8")
    instance = Instance(places(tmp_path))
    assert instance.claim()
    assert not instance.hand_over("x", wait=0.1)
    instance.release()


@pytest.mark.parametrize("target", ["small/telling#p3", "Ünïcode", "", Path("/a b/pack.briefpack").absolute()])
def test_a_request_holds_the_target_and_nothing_else(tmp_path, target):
    file = tmp_path / "requests" / "1.request"
    write_request(file, target)
    assert file.read_text("utf-8") == str(target)
    assert read_request(file) == str(target)
    assert [path.name for path in file.parent.iterdir()] == ["1.request"]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="owner and mode are POSIX")
def test_what_others_could_have_written_is_not_read(tmp_path, monkeypatch):
    file = tmp_path / "1.request"
    write_request(file, "small/telling")
    file.chmod(0o622)
    assert read_request(file) is None
    file.chmod(0o600)
    link = tmp_path / "2.request"
    link.symlink_to(file)
    assert read_request(link) is None
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert read_request(file) is None


@given(st.binary(max_size=60) | st.just(b"x" * (MAX_BYTES + 1)))
def test_any_bytes_are_a_plain_line_or_nothing(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "any.request"
    file.write_bytes(data)
    file.chmod(0o600)
    text = read_request(file)
    assert text is None or (text.isprintable() or "\u0085" in text or not text.isascii())
    assert len(data) <= MAX_BYTES or text is None


def test_the_first_window_hears_and_tidies_up(qtbot, tmp_path):
    heard, owner = [], QObject()
    write_request(tmp_path / "r" / "1.request", "before")
    ear = Requests(tmp_path / "r", owner)
    ear.asked.connect(heard.append)
    qtbot.waitUntil(lambda: heard == ["before"])
    (tmp_path / "r" / "2.request").write_bytes(b"two\nlines")
    write_request(tmp_path / "r" / "3.request", tmp_path / "x.briefpack")
    write_request(tmp_path / "r" / "4.request", None)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard[1:] == [tmp_path / "x.briefpack", None]
    assert not list((tmp_path / "r").iterdir())
