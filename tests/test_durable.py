"""A file is the old one or the new one, whole; nothing of a person's beside it is touched; one holds a lock."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from reader.durable import TEMPORARY_PREFIX, as_unavailable, fresh_beside, keep_file, replace_file, try_lock, write_file
from reader.errors import DamagedError, UnavailableError


def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("write", [keep_file, write_file])
def test_a_full_disk_keeps_the_old_file(tmp_path, monkeypatch, write):
    file = tmp_path / "kept.toml"
    write(file, b"old")
    monkeypatch.setattr("reader.durable.write_synced", full)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UnavailableError) as caught:
        write(file, b"new")
    assert caught.value.reason == "No space left on device"
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.toml"]


def test_what_lies_beside_is_not_touched(tmp_path):
    others = [tmp_path / name for name in ("notes.md.new", "notes.md~", "new-notes.md")]
    for other in others:
        other.write_text("a person's own")
    write_file(tmp_path / "notes.md", b"first ", b"second")
    assert (tmp_path / "notes.md").read_bytes() == b"first second"
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "notes.md"])
    assert all(other.read_text() == "a person's own" for other in others)


def test_folders_are_made_only_for_what_is_the_programs_own(tmp_path):
    keep_file(tmp_path / "state/window/session.json", b"{}")
    replace_file(tmp_path / "packs/current", b"1")
    with pytest.raises(UnavailableError):
        write_file(tmp_path / "mistyped/notes.md", b"notes")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["packs", "state"]


def test_what_is_half_written_is_cleared_away_whatever_happens(tmp_path):
    fresh = fresh_beside(tmp_path / "notes.notebook")
    assert fresh.parent == tmp_path and fresh.name.startswith(TEMPORARY_PREFIX)
    for error, told in ((OSError("full"), UnavailableError), (DamagedError(fresh, "not whole"), DamagedError)):
        fresh.write_bytes(b"half")
        with pytest.raises(told), as_unavailable("writing", tmp_path, fresh):
            raise error
        assert not fresh.exists()


def test_one_process_holds_a_lock_and_its_end_frees_it(tmp_path):
    file = tmp_path / "lock"
    holder = "import sys; from reader.durable import try_lock; held = open(sys.argv[1], 'a+b')\n"
    holder += "print(try_lock(held), flush=True); sys.stdin.read()"
    with (
        subprocess.Popen(
            [sys.executable, "-c", holder, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other,
        file.open("a+b") as mine,
    ):
        assert other.stdout.readline() == "True\n"
        assert not try_lock(mine)
        other.kill()
        other.wait()
        assert try_lock(mine)
