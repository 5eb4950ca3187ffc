"""Nothing of a note in any file, however the program ends; two officers under one log-in; temporary notes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from reader.errors import DamagedError, PolicyError, UnavailableError, UsageError
from reader.notebook import key_file, query, retention
from reader.notebook.anchors import describe_paragraph
from reader.notebook.exchange import annotation_json, sheet
from reader.notebook.keys import SlotKind
from reader.notebook.model import Kind
from reader.notebook.profiles import Profiles
from reader.notebook.query import Filter
from reader.notebook.session import temporary
from reader.notebook.unlocking import Passphrase, PlatformLogin, create, unlock

SECRET = "zebracrossing"  # noqa: S105 - a word to look for
WRITER = Path(__file__).parents[1] / "campaign" / "notebook_writer.py"
ONE, TWO = Passphrase("first officer's words"), Passphrase("second officer's words")


def files(*roots):
    return {
        str(Path(folder) / name): (Path(folder) / name).read_bytes()
        for root in roots
        for folder, _, names in os.walk(root)
        for name in names
    }


def spoken_in(raw):
    word = SECRET.encode()
    return word in raw or SECRET.encode("utf-16-le") in raw or word[:8] in raw.lower()


@pytest.fixture
def temp(tmp_path, monkeypatch):
    folder = tmp_path / "temp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_no_plaintext_anywhere_after_use(document, temp, tmp_path, cheap):
    notebook = create(tmp_path / "notebooks" / "one", "One", ONE, cost=cheap)
    briefing = document([f"A paragraph that says {SECRET} once."])
    target = describe_paragraph(briefing, 1)
    for number in range(40):
        made = notebook.notes.mark(
            Kind.NOTE, "hub/" + SECRET, 1, target, note=f"{SECRET} {number} " * 40, tags=[SECRET]
        )
    notebook.notes.gather(SECRET, SECRET)
    notebook.notes.keep_draft(SECRET, SECRET)
    notebook.notes.change(made, note=SECRET)
    query.lines(notebook.database, Filter(text=SECRET, newest_first=True))
    notebook.backup()
    # While it is open: write-ahead log and shared memory too.
    for name, raw in files(tmp_path).items():
        assert not spoken_in(raw), name
    retention.erase(notebook.notes, [made], retention.Duties())
    folder = notebook.folder
    notebook.close()
    unlock(folder, ONE).close()
    for name, raw in files(tmp_path).items():
        assert not spoken_in(raw), name
        assert b"SQLite format 3" not in raw, name


def test_no_plaintext_after_a_kill(tmp_path, temp):
    folder = tmp_path / "one"
    with subprocess.Popen([sys.executable, str(WRITER), str(folder), "7"], stdout=subprocess.PIPE, text=True) as writer:
        for _ in range(30):
            writer.stdout.readline()
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
    left = files(tmp_path)
    assert any(name.endswith("-wal") for name in left)
    for name, raw in left.items():
        assert not spoken_in(raw), name


def test_temporary_notes_leave_every_file_as_it_was(tmp_path, temp, clock, document):
    (tmp_path / "profile").mkdir()
    (tmp_path / "profile" / "settings.toml").write_text("theme = 'dark'")
    before = files(tmp_path)
    notebook = temporary(clock, "Guest")
    target = describe_paragraph(document([f"About {SECRET}."]), 1)
    for number in range(300):
        notebook.notes.mark(Kind.NOTE, "hub/paper", 1, target, note=f"{SECRET} {number} " * 100)
    query.lines(notebook.database, Filter(text=SECRET, newest_first=True))
    notebook.database.shrink()
    context = sheet.Context({}, "", clock().date(), "Guest")
    annotation_json.to_json(sheet.choose(notebook.database, Filter()), context)
    notebook.close()
    assert files(tmp_path) == before


def test_errors_never_repeat_a_note(notebook):
    with pytest.raises(UnavailableError) as told, notebook.database.writing():
        notebook.database.write(f"INSERT INTO {SECRET} VALUES (1)")  # noqa: S608 - a table there is not
    assert SECRET not in str(told.value)


def test_two_officers_under_one_log_in(tmp_path, clock, cheap, document):
    desk = Profiles(tmp_path / "notebooks", shared_desk=True, clock=clock, cost=cheap)
    target = describe_paragraph(document(["Shared text."]), 1)
    first = desk.create("PC One", ONE)
    first.notes.mark(Kind.NOTE, "hub/paper", 1, target, note=SECRET)
    first.close()
    second = desk.create("PC Two", TWO)
    second.notes.mark(Kind.NOTE, "hub/paper", 1, target, note="of the second")
    second.close()
    listed = desk.listed()
    assert [profile.name for profile in listed] == ["PC One", "PC Two"]
    assert all(profile.shared and profile.kinds == (SlotKind.PASSPHRASE,) for profile in listed)
    # The second officer tries their own words, the log-in, and every way of swapping files.
    for opener in (TWO, Passphrase(""), Passphrase("' OR 1=1 --"), PlatformLogin()):
        with pytest.raises((UsageError, PolicyError)):
            desk.unlock(listed[0], opener)
    one, two = listed[0].folder, listed[1].folder
    stolen = tmp_path / "notebooks" / "stolen"
    shutil.copytree(one, stolen)
    for name in (key_file.FILE, key_file.COPY):
        shutil.copy(two / name, stolen / name)
    profile = next(profile for profile in desk.listed() if profile.folder == stolen)
    with pytest.raises(DamagedError):
        desk.unlock(profile, TWO)
    # A slot of their own beside the others' is no way in either.
    held, own = key_file.load(one), key_file.load(two)
    for name in (key_file.FILE, key_file.COPY):
        (stolen / name).write_bytes(key_file.pack(replace(held, slots=(*held.slots, *own.slots))))
    with pytest.raises(DamagedError):
        desk.unlock(profile, TWO)
    # The first officer still opens their own.
    again = desk.unlock(listed[0], ONE)
    assert query.lines(again.database, Filter())[0].note == SECRET
    again.close()
    for raw in files(tmp_path).values():
        assert not spoken_in(raw)
        assert b"of the second" not in raw


def test_a_desk_finds_names_damage_and_broken_rules(tmp_path, clock, cheap):
    desk = Profiles(tmp_path / "notebooks", clock=clock, cost=cheap)
    assert desk.listed() == ()
    desk.create("Alys", ONE).close()
    private = desk.create("Bob", PlatformLogin())
    private.close()
    with pytest.raises(Exception, match="already"):
        desk.create(" alys ", TWO)
    damaged = desk.create("Carys", TWO)
    damaged.close()
    for name in (key_file.FILE, key_file.COPY):
        (damaged.folder / name).write_bytes(b"{}")
    listed = desk.listed()
    assert [profile.name for profile in listed] == ["Alys", "Bob", ""]
    assert isinstance(listed[2].problem, DamagedError)
    assert Profiles(tmp_path / "notebooks", shared_desk=True).shared_desk
    with pytest.raises(PolicyError):
        Profiles(tmp_path / "notebooks", shared_desk=True).unlock(listed[1], PlatformLogin())
    assert desk.on_network() is False


def test_the_organisations_key_comes_from_policy(tmp_path, clock, cheap):
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    desk = Profiles(tmp_path / "notebooks", clock=clock, cost=cheap, organisation=public)
    made = desk.create("Alys", ONE)
    assert SlotKind.ORGANISATION in {slot.kind for slot in made.slots}
    made.close()
