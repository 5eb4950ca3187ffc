"""Bad files and bad disks: a clear error each, nothing lost, and the same call may be made again."""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import apsw
import pytest

from reader.errors import DamagedError, ReaderError, UnavailableError, UsageError
from reader.notebook import backups, bundle, query, unlocking
from reader.notebook.anchors import describe_document
from reader.notebook.keys import Key
from reader.notebook.model import Kind
from reader.notebook.query import Filter
from reader.notebook.schema import FIRST, Migration
from reader.notebook.store import create_database, open_database
from reader.notebook.unlocking import Passphrase, create, unlock

WRITER = Path(__file__).parents[1] / "campaign" / "notebook_writer.py"


def mark(notebook, note):
    return notebook.notes.mark(Kind.NOTE, "hub/paper", 1, describe_document(), note=note)


def database_of(folder):
    return next(folder.glob("notes-*.db"))


@pytest.fixture
def closed(notebook):
    """A closed notebook's folder with thirty notes."""
    for number in range(30):
        mark(notebook, f"note {number} " * 50)
    notebook.close()
    return notebook.folder


def test_a_foreign_file(closed, words):
    database_of(closed).unlink()
    other = apsw.Connection(str(closed / "notes-1.db"))
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(DamagedError, match="left"):
        unlock(closed, words)


def open_and_check(folder, words):
    notebook = unlock(folder, words)
    problems = notebook.check(full=True)
    notebook.close()
    if problems:
        raise DamagedError(folder, "; ".join(problems))


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 5000, 20_000])
def test_a_truncated_file(closed, words, size):
    file = database_of(closed)
    raw = file.read_bytes()
    file.write_bytes(raw[:size])
    with pytest.raises(DamagedError):
        open_and_check(closed, words)
    assert file.read_bytes()[:size] == raw[:size]


def test_a_missing_database_is_damage_and_no_new_one_is_made(closed, words):
    database_of(closed).unlink()
    with pytest.raises(DamagedError):
        unlock(closed, words)
    assert not list(closed.glob("*.db"))


def test_every_flipped_bit_is_noticed(closed, words):
    file = database_of(closed)
    raw = file.read_bytes()
    chance = random.Random(4)  # noqa: S311 - not a secret
    for _ in range(25):
        at = chance.randrange(24, len(raw))
        broken = bytearray(raw)
        broken[at] ^= 1 << chance.randrange(8)
        file.write_bytes(broken)
        with pytest.raises(DamagedError):
            open_and_check(closed, words)


def test_a_newer_programs_file_is_left_alone(closed, words):
    newer = (FIRST, Migration(2, ("CREATE TABLE later (x INTEGER) STRICT",)))
    unlock(closed, words, migrations=newer).close()
    before = database_of(closed).read_bytes()
    with pytest.raises(UnavailableError, match="newer version"):
        unlock(closed, words)
    assert database_of(closed).read_bytes() == before


def test_a_change_of_schema_is_preceded_by_a_verified_backup(closed, words):
    assert not backups.listed(closed / "backups")
    newer = (FIRST, Migration(2, ("CREATE TABLE later (x INTEGER) STRICT",)))
    notebook = unlock(closed, words, migrations=newer)
    assert query.count(notebook.database, Filter()) == 30
    notebook.close()
    assert [backup.reason for backup in backups.listed(closed / "backups")] == ["migration"]


def test_a_change_of_schema_that_fails_leaves_the_old_one(closed, words):
    broken = (FIRST, Migration(2, ("CREATE TABLE later (x INTEGER) STRICT", "CREATE TABLE nonsense (")))
    with pytest.raises(UnavailableError):
        unlock(closed, words, migrations=broken)
    notebook = unlock(closed, words)
    assert query.count(notebook.database, Filter()) == 30
    notebook.close()


def test_without_room_for_the_backup_nothing_is_migrated(closed, words):
    (closed / "backups").write_text("in the way")
    newer = (FIRST, Migration(2, ("CREATE TABLE later (x INTEGER) STRICT",)))
    with pytest.raises(UnavailableError):
        unlock(closed, words, migrations=newer)
    unlock(closed, words).close()


def test_a_second_window_reads_and_says_why_it_cannot_write(notebook, words):
    made = mark(notebook, "mine")
    second = unlock(notebook.folder, words)
    assert second.read_only
    assert second.notes.get(made.uuid) == made
    with pytest.raises(UnavailableError, match="reading only"):
        mark(second, "no")
    mark(notebook, "the first still writes")
    assert query.count(second.database, Filter()) == 2
    second.close()
    with pytest.raises(UnavailableError, match="another window"):
        unlock(notebook.folder, words, read_only_ok=False)


def test_a_file_held_by_another_program_is_waited_for_then_explained(notebook):
    held = notebook.locked_parts()
    made = mark(notebook, "before")
    notebook.database._connection.set_busy_timeout(300)
    other = open_database(held.folder / held.keys.database, held.key)
    with other.writing():
        started = time.monotonic()
        with pytest.raises(UnavailableError, match="another program"):
            notebook.notes.change(made, note="during")
        assert time.monotonic() - started < 5
    other.close()
    assert notebook.notes.change(made, note="after").note == "after"


def test_a_full_disk_loses_nothing_and_the_same_call_works_later(notebook):
    made = mark(notebook, "before")
    held = notebook.locked_parts()
    wal = held.folder / (held.keys.database + "-wal")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 5_000, old[1]))
        with pytest.raises(UnavailableError, match="disk"):
            mark(notebook, os.urandom(200_000).hex())
        with pytest.raises(UnavailableError):
            notebook.notes.change(made, note=os.urandom(200_000).hex())
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, old[1]))
        with pytest.raises(UnavailableError):
            notebook.backup()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert notebook.notes.get(made.uuid) == made
    assert notebook.notes.change(made, note="after").note == "after"
    assert notebook.database.problems(full=True) == ()
    assert not list((held.folder / "backups").glob("unfinished*"))


def test_fill_points_of_a_full_disk(tmp_path, words, cheap, clock):
    """At each of twelve points the disk takes no more; whatever was acknowledged is there afterwards."""
    notebook = create(tmp_path / "one", "One", words, cost=cheap, clock=clock)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    acknowledged = []
    for point in range(12):
        wal = tmp_path / "one" / "notes-1.db-wal"
        limit = wal.stat().st_size + 3_000 + point * 41_111
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
            for number in range(40):
                made = mark(notebook, f"{point}/{number} " + os.urandom(900).hex())
                acknowledged.append(made)
        except UnavailableError:
            pass
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
    for made in acknowledged:
        assert notebook.notes.get(made.uuid) == made
    assert notebook.database.problems(full=True) == ()
    notebook.close()
    again = unlock(tmp_path / "one", words)
    assert query.count(again.database, Filter()) == len(acknowledged) > 12
    again.close()


def test_making_one_where_one_is_changes_nothing(tmp_path):
    key = Key.new()
    create_database(tmp_path / "a.db", key).close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(UnavailableError, match="already"):
        create_database(tmp_path / "a.db", Key.new())
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_folder_that_cannot_be_written_opens_for_reading(tmp_path_factory, clock, cheap, words):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "one"
        made = create(folder, "One", words, clock=clock, cost=cheap)
        mark(made, "readable")
        made.close()
        for file in folder.iterdir():
            file.chmod(0o555 if file.is_dir() else 0o444)
        folder.chmod(0o555)
        Path(name).chmod(0o755)
        code = (
            f"import os, sys; sys.path.insert(0, {str(WRITER.parents[2])!r})\n"
            "from pathlib import Path\n"
            "import argon2.low_level, cryptography.hazmat.primitives.ciphers.aead\n"
            "from reader.notebook.unlocking import *\n"
            "from reader.notebook import query\n"
            "os.getuid() or os.setuid(65534)\n"  # to root, every folder can be written
            f"n = unlock(Path({str(folder)!r}), Passphrase({words.text!r}))\n"
            "print(n.read_only, query.count(n.database, query.Filter()))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stdout.split() == ["True", "1"], done.stderr


def test_killed_at_random_moments_nothing_acknowledged_is_lost(tmp_path, words):
    chance = random.Random(11)  # noqa: S311 - not a secret
    folder = tmp_path / "one"
    last = {}
    for kill in range(15):
        with subprocess.Popen(
            [sys.executable, str(WRITER), str(folder), str(kill)], stdout=subprocess.PIPE, text=True
        ) as writer:
            # The first line may take a while on a busy machine; the moment counts from there.
            lines = [writer.stdout.readline()]
            time.sleep(chance.random() * 0.15)
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        for line in lines:
            if line.endswith("\n"):
                uuid, state = line.split()
                last[uuid] = state
        notebook = unlock(folder, words)
        assert notebook.database.problems(full=True) == ()
        for uuid, state in last.items():
            assert notebook.notes.journal.has_had(uuid, "", state), (kill, uuid)
        for backup in backups.listed(folder / "backups"):
            bundle.check(backup.file)
        notebook.close()
    assert len(last) > 15


def test_reading_does_not_wait_for_a_long_write(notebook):
    made = mark(notebook, "before")
    answers = []
    with notebook.database.writing():
        notebook.notes.change(made, note="not yet committed")
        reading = threading.Thread(target=lambda: answers.append(notebook.notes.get(made.uuid).note))
        reading.start()
        reading.join(5)
        assert answers == ["before"]
        assert notebook.notes.get(made.uuid).note == "not yet committed"
    assert notebook.notes.get(made.uuid).note == "not yet committed"


def test_many_threads_at_once(notebook):
    failures = []

    def work(name):
        try:
            for number in range(15):
                made = mark(notebook, f"{name} {number}")
                notebook.notes.change(made, note=f"{name} {number} changed")
        except ReaderError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert query.count(notebook.database, Filter()) == 60
    assert notebook.check(full=True) == ()


SWITCHER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from reader.notebook.keys import Cost
from reader.notebook.restoring import rekey
from reader.notebook.unlocking import Passphrase
folder, words = Path({folder!r}), [{one!r}, {two!r}]
print("ready", flush=True)
while True:
    try:
        rekey(folder, Passphrase(words[0]), words[1], cost=Cost(1, 64, 1))
    except Exception as error:
        if "does not open" not in repr(error):
            raise
    words.reverse()
"""


def test_killed_while_changing_the_key_the_old_or_the_new_opens_it_whole(closed, words):
    chance = random.Random(5)  # noqa: S311 - not a secret
    other = "another horse battery staple"
    code = SWITCHER.format(root=str(WRITER.parents[2]), folder=str(closed), one=words.text, two=other)
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.05 + chance.random() * 0.3)
            assert process.poll() is None
            process.send_signal(signal.SIGKILL)
        try:
            notebook = unlock(closed, words)
        except UsageError:
            notebook = unlock(closed, Passphrase(other))
        assert query.count(notebook.database, Filter()) == 30
        assert notebook.check(full=True) == ()
        notebook.close()
    assert len(list(closed.glob("notes-*.db"))) == 1


def test_on_a_network_drive_there_is_no_write_ahead_log(closed, words, monkeypatch):
    monkeypatch.setattr(unlocking, "on_network", lambda _: True)
    notebook = unlock(closed, words)
    mark(notebook, "kept")
    assert not list(closed.glob("*-wal"))
    assert notebook.backup().backup.file.exists()
    notebook.close()
    monkeypatch.undo()
    again = unlock(closed, words)
    assert query.count(again.database, Filter()) == 31
    again.close()


def test_a_notebook_that_could_not_be_made_is_not_in_the_way(tmp_path, words, cheap):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, old[1]))
        with pytest.raises(UnavailableError):
            create(tmp_path / "one", "One", words, cost=cheap)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    create(tmp_path / "one", "One", words, cost=cheap).close()
