"""The support bundle holds what helps and not a word of notes or searches: its bytes are searched for planted ones."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reader import policy
from reader.cli import main
from reader.crash import CrashReports
from reader.paths import places

ROOT = Path(__file__).parents[2]
NOTE, TAG, SEARCH = "zebra-quartz-marmalade", "turquoise-tag", "vermilion-question"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a notebook made for the test
SESSION = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from reader import app
from reader.notebook.model import Kind
from reader.notebook.unlocking import Passphrase
from reader.paths import places
NOTE, TAG, SEARCH, PASSPHRASE = sys.argv[2:]
settled = app._settle
def settle(*parts):
    global window
    settled(*parts)
    window = parts[0]
    room = window.parts.notes
    room.desk.create("PC One", Passphrase(PASSPHRASE))
    room.marks.mark(Kind.NOTE, "cse-policing-hub/trauma-informed-approach", 2, note=NOTE, tags=(TAG,))
    room.remembered.searched(SEARCH)
    window.parts.search.begin(SEARCH)
    window.parts.tasks.run(fail, done=print, channel="other")
    window.parts.tasks.broken.connect(lambda _: QTimer.singleShot(0, broken))
def fail(_job):
    raise ValueError(NOTE + SEARCH)
def broken():
    QTimer.singleShot(100, window.close)
    raise KeyError(NOTE)
app._settle = settle
sys.exit(app.run(places(Path(sys.argv[1])), None))
"""


def members(file):
    with zipfile.ZipFile(file) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A profile in which a window was used: a note, a tag, a search, and two failures that quote them."""
    folder = tmp_path_factory.mktemp("used")
    command = [sys.executable, "-c", SESSION, str(folder), NOTE, TAG, SEARCH, PASSPHRASE]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    assert len(CrashReports(places(folder).logs).unseen()) == 2
    return folder


def test_not_one_planted_word_is_in_it(used, tmp_path, capsys):
    file = tmp_path / "support.zip"
    main(["--profile", str(used), "search", SEARCH], lambda *_: 0)
    assert main(["--profile", str(used), "doctor", "--bundle", str(file)], lambda *_: 0) in (0, 1)
    assert str(file) in capsys.readouterr().err
    found = members(file)
    assert {"report.json", "versions.json", "policies.json", "logs/reader.log"} <= set(found)
    assert sum(name.startswith("logs/crash-") for name in found) == 2
    everything = file.read_bytes() + b"".join(found.values())
    for word in (NOTE, TAG, SEARCH, PASSPHRASE, "trauma-informed-approach"):
        assert word.encode() not in everything, word
    assert b"ValueError" in everything and b"KeyError" in everything and b"started, version" in everything


def test_it_says_which_versions_and_policies(tmp_path, monkeypatch, capsys):
    table = {"export": "off", "nots": 1}
    monkeypatch.setattr(policy, "load", lambda: policy.from_table(table, "the registry"))
    file = tmp_path / "support.zip"
    main(["--profile", str(tmp_path / "profile"), "doctor", "--json", "--bundle", str(file)], lambda *_: 0)
    out, err = capsys.readouterr()
    found = {name: json.loads(data) for name, data in members(file).items()}
    printed = json.loads(out)
    assert printed == found["report.json"]
    (export,) = [row for row in found["policies.json"]["policies"] if row["name"] == "export"]
    assert export == {"name": "export", "value": "off", "source": "the registry", "strictest": False}
    assert "nots" in found["policies.json"]["notices"][0]
    assert found["versions.json"]["packages"]["PyYAML"]
    (policies,) = [check for check in printed["checks"] if check["name"] == "policies"]
    assert policies["status"] == "warning"
    assert "export=off" in policies["detail"] and "the registry" in policies["detail"]
    assert "support.zip" in err


def test_where_it_cannot_be_written_nothing_is_lost(tmp_path, capsys):
    (tmp_path / "support.zip").mkdir()
    code = main(["--profile", str(tmp_path / "p"), "doctor", "--bundle", str(tmp_path / "support.zip")], lambda *_: 0)
    assert code == 6
    assert list((tmp_path / "support.zip").iterdir()) == []
    (tmp_path / "file").write_text("x")
    blocked = tmp_path / "file" / "support.zip"
    assert main(["--profile", str(tmp_path / "p"), "doctor", "--bundle", str(blocked)], lambda *_: 0) == 6
    assert "would not do this" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "x"


def test_a_name_that_the_system_will_not_even_look_at_is_said_in_plain_words(tmp_path, capsys):
    blocked = tmp_path / ("x" * 300 + ".zip")
    assert main(["--profile", str(tmp_path / "p"), "doctor", "--bundle", str(blocked)], lambda *_: 0) == 6
    said = capsys.readouterr().err
    assert "File name too long" in said and "Errno" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
def test_a_device_or_a_pipe_is_not_put_aside_for_it(tmp_path, capsys):
    pipe = tmp_path / "support.zip"
    os.mkfifo(pipe)
    assert main(["--profile", str(tmp_path / "p"), "doctor", "--bundle", str(pipe)], lambda *_: 0) == 6
    assert pipe.is_fifo() and "no plain file" in capsys.readouterr().err
