"""The signed library that comes with the program, and its index (FORMATS P3, P6)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader import desk as desks
from reader import doctor, paths
from reader.desk import open_desk
from reader.errors import DamagedError, RefusedError, UnavailableError
from reader.library.shelf import Library
from reader.packs.bundled import BundledLibrary
from reader.packs.bundled_check import check_bundled
from reader.search import store
from reader.search.index import Index
from reader.search.prebuilt import open_prebuilt
from reader.search.results import Request

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def bundled(first_edition, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundled") / "_bundled"
    words = ["pack", "bundled", folder, "--channel", first_edition.channel, "--name", "hub", "--json"]
    done = start(first_edition.folder / "nobody", *words, seed="1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["publisher"] == "hub"
    return folder


def start(profile, *words, seed="0"):
    command = [sys.executable, "-m", "reader", "--profile", str(profile), *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": EPOCH}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


EPOCH = "1795600000"


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def installed(bundled, tmp_path, monkeypatch):
    """The program as an installer leaves it: the bundle beside the code."""
    folder = shutil.copytree(bundled, tmp_path / "_bundled")
    monkeypatch.setattr(desks, "bundled_content", lambda: paths.BundledContent(folder, False, True))
    return folder


def test_two_bundles_of_one_channel_are_the_same_bytes(bundled, first_edition, tmp_path):
    words = ["pack", "bundled", tmp_path / "b", "--channel", first_edition.channel, "--name", "hub"]
    again = start(tmp_path, *words, seed="2")
    assert again.returncode == 0, again.stderr
    assert tree(tmp_path / "b") == tree(bundled)
    assert "channel/build.json" not in tree(bundled)
    assert json.loads((bundled / "publishers/hub.minimum.json").read_bytes()) == {
        "root": 1, "snapshot": 1, "targets": 1, "timestamp": 1
    }  # fmt: skip


def test_it_is_read_verified_and_searched_by_the_index_that_came_with_it(installed, tmp_path, monkeypatch):
    desk = open_desk(paths.places(tmp_path / "profile"))
    (library,) = desk.shelf.libraries
    assert not library.development and len(library.entries) == 10 and library.problems == ()
    monkeypatch.setattr(store, "building", None)
    assert desk.search(Request("appropriate adult")).total
    assert not (tmp_path / "profile/cache/indexes").exists()
    assert isinstance(desk.index, Index)
    check = doctor._signature(library)
    assert check.status == "ok" and "hub" in check.detail


def test_a_start_reads_no_document_and_whatever_is_opened_is_compared_with_its_hash(installed, tmp_path, monkeypatch):
    before = open_desk(paths.places(tmp_path / "profile")).shelf.entries
    opened = []
    read = BundledLibrary.read
    monkeypatch.setattr(BundledLibrary, "read", lambda *told: opened.append(told[1]) or read(*told))
    desk = open_desk(paths.places(tmp_path / "profile"))
    assert (desk.shelf.entries, opened) == (before, [])
    victim = installed / "channel/targets/documents"
    path = next(path for path in victim.iterdir() if path.name.endswith(".knowledge-hub.md"))
    was = path.stat()
    path.write_bytes(path.read_bytes().replace(b"e", b"a", 1))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    with pytest.raises(UnavailableError):
        desk.briefing("cse-policing-hub/knowledge-hub")
    assert opened == ["documents/knowledge-hub.md"]


def test_an_index_that_was_touched_is_not_opened(installed, tmp_path):
    library = Library(BundledLibrary(installed))
    assert open_prebuilt([library], installed / "index") is not None
    victim = next((installed / "index").glob("g-*/*.pst"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    assert open_prebuilt([library], installed / "index") is None
    desk = open_desk(paths.places(tmp_path / "profile"))
    assert desk.search(Request("appropriate adult")).total
    assert (tmp_path / "profile/cache/indexes").exists()


@pytest.mark.parametrize("part", ["documents/*", "snapshot", "targets.json", "publishers", "edition"])
def test_whatever_was_changed_is_found_and_what_is_not_signed_is_not_shown(installed, part):
    patterns = {
        "documents/*": "channel/targets/documents/*.md",
        "snapshot": "channel/metadata/1.snapshot.json",
        "targets.json": "channel/metadata/1.targets.json",
        "publishers": "publishers/*.root.json",
        "edition": "edition.json",
    }
    victim = min(installed.glob(patterns[part]))
    data = victim.read_bytes()
    victim.write_bytes(data.replace(b'"edition":1', b'"edition":2') if part == "edition" else data + b" ")
    if part == "edition":
        # A number is no file: the signed library.toml says another one.
        assert Library(BundledLibrary(installed)).info.edition == 1
        return
    with pytest.raises(RefusedError):
        check_bundled(BundledLibrary(installed))
    if part == "documents/*":
        assert len(Library(BundledLibrary(installed)).entries) == 9


def test_a_manifest_that_is_gone_is_said(installed):
    (installed / "edition.json").unlink()
    with pytest.raises(DamagedError):
        BundledLibrary(installed)


def test_it_never_expires(installed, monkeypatch):
    edition = json.loads((installed / "edition.json").read_bytes())
    assert edition["expires"] < "2028"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    assert check_bundled(BundledLibrary(installed)).name == "hub"


def test_a_pack_takes_its_place_one_can_go_back_to_it_and_a_newer_program_counts(installed, open_packs, publisher):
    packs = open_packs()
    (row,) = packs.libraries()
    assert (row.bundled, row.publisher, row.previous, row.installed) == (True, "hub", None, "")
    publisher.edit("knowledge-hub", lambda text: text + "\nA new last sentence stands here.\n")
    publisher.raise_edition()
    waiting = packs.prepare(publisher.build())
    assert [change.kind for change in waiting.plan.changes] == ["updated"]
    assert waiting.plan.others == ("library.toml",)
    packs.show(waiting.install())
    (row,) = packs.libraries()
    assert (row.edition, row.previous, row.bundled) == (2, 1, False)
    packs.desk.open_index()
    assert packs.desk.search(Request("a new last sentence stands here")).total
    packs.show(packs.roll_back("cse-policing-hub"))
    assert packs.libraries()[0].edition == 1
    packs.show(packs.roll_back("cse-policing-hub"))
    assert open_packs().libraries()[0].edition == 2


def test_bundling_refuses_and_leaves_nothing(publisher, cli, tmp_path):
    assert cli("pack", "bundled", tmp_path / "x").code == 2
    assert cli("pack", "bundled", tmp_path / "x", "--test-key").code == 2
    listing = next((publisher.channel / "metadata").glob("1.targets.json"))
    listing.write_bytes(listing.read_bytes() + b" ")
    assert cli("pack", "bundled", tmp_path / "x", "--channel", publisher.channel).code == 3
    assert not (tmp_path / "x").exists()
    assert cli("pack", "bundled", tmp_path, "--test-key", "--content", publisher.library).code == 6
    made = cli("pack", "bundled", tmp_path / "x", "--test-key", "--content", publisher.library, "--json")
    assert json.loads(made.out)["publisher"] == "test-key"
    assert check_bundled(BundledLibrary(tmp_path / "x")).name == "test-key"
    with pytest.raises(UnavailableError):
        BundledLibrary(tmp_path / "x").read("documents/no-such.md", 10)
