"""What the desk asks of packs: what is installed, how old it is, what a watched folder holds."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest

from reader.cli import main
from reader.desk import open_desk
from reader.errors import DamagedError, UnavailableError
from reader.library.shelf import Library
from reader.packs import clock, removal, trust
from reader.packs.channel_files import open_channel
from reader.packs.installed import installed, look
from reader.packs.publishers import pinned, spoken
from reader.packs.store import Store
from reader.packs.switching import finish_interrupted
from reader.packs.watch import candidates
from reader.packs.where import machine_places, user_places
from reader.paths import places
from reader.policy import Policies
from reader.search.results import Request

DAY = dt.timedelta(days=1)


@pytest.fixture
def has_one(shop, made):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    shop.places = user_places(places(shop.profile), Policies(), made.folder / "pins")
    return shop


def test_nothing_installed_is_nothing_and_makes_no_folder(tmp_path):
    where = places(tmp_path / "nobody")
    assert installed(user_places(where, Policies()), machine_places(where, Policies())) == ()
    finish_interrupted(user_places(where, Policies()))
    clock.note_time(user_places(where, Policies()), dt.datetime.now(dt.UTC))
    assert not (tmp_path / "nobody").exists()


def test_the_higher_edition_counts_and_the_machines_where_equal(has_one, made):
    machine = machine_places(places(has_one.profile), Policies())
    has_one.good("install", made.folder / "one", "--publishers", made.folder / "pins", "--machine")
    assert [library.machine for library in installed(has_one.places, machine)] == [True]
    has_one.good("install", made.folder / "two", "--publishers", made.folder / "pins")
    assert [library.machine for library in installed(has_one.places, machine)] == [False]


def test_a_damaged_record_is_named_and_the_rest_is_there(has_one, made, tmp_path):
    current = has_one.profile / "state/packs/store/libraries/test-library/current"
    current.write_bytes(b"{")
    assert installed(has_one.places) == ()
    assert [problem.path for problem in look(has_one.places).problems] == [current]
    assert has_one.run("installed").code == 5
    with pytest.raises(DamagedError):
        Store(has_one.places.store).sweep()


def test_age_review_dates_and_expiry_are_told_without_trusting_the_clock(has_one):
    (files,) = installed(has_one.places)
    entries = Library(files).entries
    now = dt.datetime.now(dt.UTC)
    fresh = clock.staleness(files.edition, entries, now, now)
    assert (fresh.freshness, fresh.installed_days, fresh.overdue, fresh.set_back) == ("current", 0, (), False)
    late = clock.staleness(files.edition, entries, now, dt.datetime(2028, 1, 1, tzinfo=dt.UTC))
    assert late.freshness == "expired"
    assert late.set_back
    assert [date for _, date in late.overdue] == ["2027-11-01"] * 3


def test_the_latest_time_is_kept_at_most_once_a_day(has_one):
    file = has_one.places.trust_file
    before = file.read_bytes()
    seen = trust.load(file).latest
    clock.note_time(has_one.places, seen + DAY / 2)
    assert file.read_bytes() == before
    clock.note_time(has_one.places, seen + 2 * DAY)
    assert clock.time_seen(has_one.places, seen) == seen + 2 * DAY
    clock.forget_time(has_one.places, seen)
    assert clock.time_seen(has_one.places, seen) == seen
    assert trust.load(file).libraries["test-library"].edition == 1


def test_a_watched_folder_shows_packs_and_channels_and_when_they_change(made, tmp_path):
    assert candidates(tmp_path / "away") == ()
    (tmp_path / "notes.txt").write_text("x")
    shutil.copy(made.folder / "one.briefpack", tmp_path / "pack.briefpack")
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    found = {candidate.path.name: candidate.stamp for candidate in candidates(tmp_path)}
    assert set(found) == {"pack.briefpack", "channel"}
    shutil.rmtree(channel)
    shutil.copytree(made.folder / "two", channel)
    assert {c.path.name: c.stamp for c in candidates(tmp_path)}["channel"] != found["channel"]
    assert [candidate.path for candidate in candidates(channel)] == [channel]


def test_a_channel_can_be_read_without_installing(has_one, made):
    now = dt.datetime.now(dt.UTC)
    pins = pinned(has_one.places)
    with open_channel(made.folder / "two.briefpack", pins, trust.Trust(), now) as files:
        library = Library(files)
        assert len(library.entries) == 3
        assert library.briefing("test-library/beta-document").paragraphs[0].text.startswith("The second")


@pytest.mark.parametrize("name", ["two", "two.briefpack"])
def test_the_command_line_reads_a_channel_as_its_newest_edition_only(made, tmp_path, capsys, name):
    # The folder still holds the first edition's files too.
    shutil.copytree(made.folder / "pins", tmp_path / "machine/publishers")
    words = ["--profile", str(tmp_path), "search", "beta-document", "--json", "--library", str(made.folder / name)]
    assert main(words, lambda *_: 99) == 0
    told = capsys.readouterr()
    texts = [hit["snippet"] for hit in json.loads(told.out)["hits"] if hit["document"] == "test-library/beta-document"]
    assert told.err == "" and any("second" in text for text in texts)
    assert not any("something of its own" in text for text in texts)


@pytest.mark.parametrize("name", ["two", "two.briefpack"])
def test_the_command_line_reads_no_channel_of_an_unknown_publisher(made, tmp_path, capsys, name):
    words = ["--profile", str(tmp_path), "list", "--library", str(made.folder / name)]
    assert main(words, lambda *_: 99) == 3
    told = capsys.readouterr()
    assert told.out == "" and "does not know its publisher" in told.err


def test_fingerprints_can_be_read_out():
    assert spoken("0123456789ab") == "0123 4567 89ab"


def test_each_user_is_told_once_what_to_forget(has_one, made, tools, tmp_path):
    where = places(has_one.profile)
    machine = machine_places(where, Policies())
    notice = '[[removed]]\nid = "gamma-document"\nreason = "It names a child."\ndate = "2026-11-20"\n'
    library = tools.write_library(tmp_path / "lib", edition=2, ids=tools.IDS[:2], catalogue=notice)
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    has_one.publish(library, channel)
    assert removal.pending(has_one.places, machine) == ()
    has_one.good("install", channel, "--publishers", made.folder / "pins", "--machine")
    found = removal.pending(has_one.places, machine)
    assert found == (removal.Removal("test-library/gamma-document", "It names a child."),)
    removal.record_done(has_one.places, found)
    assert removal.pending(has_one.places, machine) == ()
    removal.clear_caches([tmp_path / "no-such-folder"])


WATCHED = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        print("SOCKET", event, arguments, file=sys.stderr)
sys.addaudithook(watch)
from reader.cli import main
code = main(sys.argv[1:], lambda *_: 99)
loaded = [name for name in ("urllib3", "ssl", "socket", "http.client") if name in sys.modules]
sys.exit(f"network code: {loaded}" if loaded else code)
"""


def test_no_socket_is_opened_not_even_by_what_is_imported(shop, made):
    words = ["--profile", shop.profile, "pack", "install", made.folder / "one", "--publishers", made.folder / "pins"]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *map(str, words)], capture_output=True, text=True, check=False, env=shop.env()
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_reading_what_is_installed_loads_no_cryptography():
    heavy = ("tuf", "cryptography", "urllib3", "ssl", "securesystemslib")
    code = (
        "import sys, reader.packs.installed, reader.packs.clock, reader.packs.removal, reader.packs.watch, reader.cli\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_desk_shows_what_is_installed_beside_the_bundled_library(has_one):
    desk = open_desk(places(has_one.profile))
    keys = [entry.key for entry in desk.shelf.entries]
    assert keys[:10] == [key for key in keys if key.startswith("cse-policing-hub/")]
    assert "test-library/alpha-document" in keys
    assert desk.left_out == ()
    assert desk.search(Request("item that stands in every edition")).hits[0].document.startswith("test-library/")


def test_the_desk_goes_on_without_a_damaged_installation_and_says_so(has_one):
    (has_one.profile / "state/packs/store/libraries/test-library/current").write_bytes(b"{")
    desk = open_desk(places(has_one.profile))
    assert len(desk.shelf.entries) == 10
    assert len(desk.left_out) == 1


class Reads:
    """An installed library that notes what is read of it."""

    def __init__(self, files):
        self._files = files
        self.names = []

    def __getattr__(self, name):
        return getattr(self._files, name)

    def read(self, name, limit):
        self.names.append(name)
        return self._files.read(name, limit)


def reads(places):
    (files,) = installed(places)
    return Reads(files)


def test_a_known_document_is_read_when_it_is_opened_and_an_update_reads_what_changed(has_one, made, tmp_path):
    first = Library(reads(has_one.places), caches=tmp_path / "caches")
    (cache,) = (tmp_path / "caches").iterdir()
    size, old = cache.stat().st_size, len(cache.read_bytes().splitlines())
    files = reads(has_one.places)
    library = Library(files, caches=tmp_path / "caches")
    assert (library.entries, [library.stamp(e.key) for e in library.entries]) == (
        first.entries,
        [first.stamp(e.key) for e in first.entries],
    )
    assert files.names == []
    assert library.briefing("test-library/beta-document").paragraphs[0].text.startswith("The first text of beta")
    assert files.names == ["documents/beta-document.md"]
    has_one.good("install", made.folder / "two", "--publishers", made.folder / "pins")
    files = reads(has_one.places)
    newer = Library(files, caches=tmp_path / "caches")
    assert files.names == ["library.toml", "documents/beta-document.md"]
    assert sorted(entry.meta.edition for entry in newer.entries) == [1, 1, 2]
    # One line for the document, one for library.toml; the others stay as they are.
    assert len(cache.read_bytes().splitlines()) == old + 2
    assert cache.stat().st_size < size * 2


def test_bytes_that_were_changed_are_never_shown_whatever_the_disk_says_of_their_age(has_one, tmp_path):
    Library(reads(has_one.places), caches=tmp_path / "caches")
    (files,) = installed(has_one.places)
    path = Store(has_one.places.store).blob(files.edition.files["documents/beta-document.md"].sha256)
    was = path.stat()
    path.write_bytes(path.read_bytes().replace(b"first text", b"worst text"))
    assert len(Library(files, caches=tmp_path / "caches").entries) == 2
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    with pytest.raises(UnavailableError):
        Library(files, caches=tmp_path / "caches").briefing("test-library/beta-document")
    path.write_bytes(b"shorter")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert len(Library(files, caches=tmp_path / "caches").entries) == 2
    path.unlink()
    assert len(Library(files, caches=tmp_path / "caches").entries) == 2
