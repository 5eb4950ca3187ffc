"""Installing, going back, withdrawing and removing; what a failure at any instant leaves (FORMATS P6 to P12)."""

import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.errors import CancelledError, UnavailableError
from reader.library.shelf import Library
from reader.packs import containers
from reader.packs.install import prepare
from reader.packs.installed import installed
from reader.packs.plan import ChangeKind, NoteCount
from reader.packs.store import Store
from reader.packs.switching import roll_back
from reader.packs.where import machine_places, user_places
from reader.paths import places
from reader.policy import Policies, from_table

ROOT = Path(__file__).resolve().parents[2]
GONE = "the-one-sentence-that-must-not-exist-any-more"


@pytest.fixture
def has_one(shop, made):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    return shop


def pack_places(shop, make=user_places):
    return make(places(shop.profile), Policies(), shop.folder / "pins")


def text_of(shop, identifier="beta-document"):
    (files,) = installed(pack_places(shop))
    return Library(files).briefing(f"test-library/{identifier}").paragraphs[0].text


def test_a_pack_becomes_a_library_that_opens_from_its_blobs(has_one):
    (files,) = installed(pack_places(has_one))
    library = Library(files)
    assert [entry.key.rpartition("/")[2] for entry in library.entries] == sorted(
        ["alpha-document", "beta-document", "gamma-document"]
    )
    assert library.problems == ()
    assert library.asset("figures/bar.svg").startswith(b"<svg")
    assert library.info.edition == 1
    assert not files.exists("../../etc/passwd")
    with pytest.raises(UnavailableError):
        files.read("../current", 100)


def test_the_plan_says_what_would_change_and_changes_nothing(has_one, made, tools):
    before = tools.tree(has_one.profile)
    plan = has_one.install(made.folder / "two.briefpack", "--plan").json
    assert plan["installed"] is False
    assert [change["document"] for change in plan["updated"]] == ["test-library/beta-document"]
    assert plan["updated"][0]["changes"][0]["summary"] == "Said better"
    assert (plan["added"], plan["removed"], plan["unchanged"]) == ([], [], 2)
    assert tools.tree(has_one.profile) == before


def test_an_update_and_the_way_back_and_forward_again(has_one, made):
    ran = has_one.start("install", made.folder / "two", "--publishers", made.folder / "pins")
    assert ran.code == 0, ran.err
    assert "updated: The beta-document (Said better)" in ran.out
    assert text_of(has_one).startswith("The second text")
    has_one.good("rollback", "test-library")
    assert text_of(has_one).startswith("The first text")
    assert has_one.run("installed", "--json").json[0]["previous"] == 2
    has_one.good("rollback", "test-library")
    assert text_of(has_one).startswith("The second text")
    again = has_one.install(made.folder / "two").json
    assert again["same"] is True
    assert again["bytes_written"] < 5_000


def test_there_is_nothing_to_go_back_to_after_the_first(has_one):
    assert has_one.run("rollback", "test-library").code == 3
    assert has_one.run("rollback", "nowhere").code == 1


def test_a_withdrawn_document_stays_with_its_reason(has_one, made, tools, tmp_path):
    notice = '[[withdrawn]]\nid = "gamma-document"\nreason = "New guidance replaces it."\ndate = "2026-11-20"\n'
    library = tools.write_library(tmp_path / "lib", edition=2, catalogue=notice)
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    has_one.publish(library, channel)
    ran = has_one.install(channel).json
    assert [(c["document"], c["reason"]) for c in ran["withdrawn"]] == [
        ("test-library/gamma-document", "New guidance replaces it.")
    ]
    (files,) = installed(pack_places(has_one))
    assert files.withdrawn()["gamma-document"][0] == "New guidance replaces it."
    assert text_of(has_one, "gamma-document")


def test_a_removed_document_is_gone_from_every_byte(has_one, made, tools, tmp_path):
    library = tools.write_library(tmp_path / "lib", edition=2, texts={"gamma-document": GONE})
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    has_one.publish(library, channel, "--pack", tmp_path / "with.briefpack")
    assert has_one.install(channel).code == 0
    broken = tmp_path / "broken.briefpack"
    broken.write_bytes((tmp_path / "with.briefpack").read_bytes() + b"x")
    assert has_one.install(broken).code == 3
    (has_one.profile / "cache/indexes").mkdir(parents=True)
    (has_one.profile / "cache/indexes/segment").write_text(GONE)
    assert len(holds(has_one.profile, GONE)) == 3
    notice = '[[removed]]\nid = "gamma-document"\nreason = "It names a child."\ndate = "2026-11-20"\n'
    tools.write_library(library, edition=3, ids=tools.IDS[:2], catalogue=notice)
    has_one.publish(library, channel)
    ran = has_one.install(channel).json
    (change,) = ran["removed"]
    assert (change["document"], change["reason"]) == ("test-library/gamma-document", "It names a child.")
    assert holds(has_one.profile, GONE) == []
    assert holds(channel, GONE) == []
    assert has_one.install(tmp_path / "with.briefpack").code == 3
    assert holds(has_one.profile, GONE) == []
    assert has_one.run("rollback", "test-library").code == 3
    assert has_one.run("installed", "--json").json[0]["removed"] == {"gamma-document": "It names a child."}
    tools.write_library(library, edition=4)
    has_one.publish(library, channel)
    refused = has_one.install(channel)
    assert refused.code == 3
    assert "(P11)" in refused.err


def test_removing_is_completed_after_a_kill(has_one, made, tools, tmp_path, monkeypatch):
    library = tools.write_library(tmp_path / "lib", edition=2, texts={"gamma-document": GONE})
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    has_one.publish(library, channel)
    assert has_one.install(channel).code == 0
    notice = '[[removed]]\nid = "gamma-document"\nreason = "It names a child."\ndate = "2026-11-20"\n'
    tools.write_library(library, edition=3, ids=tools.IDS[:2], catalogue=notice)
    has_one.publish(library, channel)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "sweep", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        assert has_one.install(channel).code == 130
    assert has_one.run("installed", "--json").json[0]["edition"] == 3
    assert has_one.install(channel).code == 0
    assert holds(has_one.profile, GONE) == []


def holds(folder, text):
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_several_publishers_stand_side_by_side(has_one, made, tools, tmp_path):
    pins = shutil.copytree(made.folder / "pins", tmp_path / "pins")
    shutil.copy(made.folder / "other-keys/1.root.json", pins / "second.root.json")
    library = tools.write_library(tmp_path / "lib", name="unit-library")
    has_one.publish(library, tmp_path / "unit", keys="other-keys")
    has_one.good("install", tmp_path / "unit", "--publishers", pins)
    rows = has_one.run("installed", "--json").json
    found = [(row["library"], row["publisher"]) for row in rows]
    assert found == [("test-library", "first"), ("unit-library", "second")]
    has_one.good("install", made.folder / "two", "--publishers", pins)
    assert len(has_one.run("installed", "--json").json) == 2
    assert has_one.run("verify", "--json").json["damaged"] == {"test-library": [], "unit-library": []}


def test_a_machine_wide_installation_is_read_by_users_who_have_none(shop, made):
    shop.good("install", made.folder / "one", "--publishers", made.folder / "pins", "--machine")
    assert not (shop.profile / "state").exists()
    row = shop.run("installed", "--json").json[0]
    assert (row["machine"], row["edition"]) == (True, 1)
    assert shop.install(made.folder / "two").code == 0
    (files,) = installed(pack_places(shop), pack_places(shop, machine_places))
    assert (files.machine, files.edition.edition) == (False, 2)


def test_what_was_changed_on_the_disk_is_not_shown_and_can_be_mended(has_one, made):
    blobs = has_one.profile / "state/packs/store/blobs"
    blob = next(path for path in blobs.rglob("*") if b"The first text of beta" in bytes_of(path))
    blob.write_bytes(blob.read_bytes().replace(b"first text", b"worst text"))
    (files,) = installed(pack_places(has_one))
    library = Library(files)
    assert "test-library/beta-document" not in [entry.key for entry in library.entries]
    assert [problem.file for problem in library.problems] == ["documents/beta-document.md"]
    ran = has_one.run("verify")
    assert ran.code == 5
    assert "documents/beta-document.md" in ran.err
    assert has_one.install(made.folder / "one", "--again").code == 0
    assert has_one.run("verify").code == 0


@pytest.mark.parametrize("part", ["current", "editions/*"])
def test_a_damaged_record_is_mended_by_installing_again_and_stands_in_no_others_way(
    has_one, made, tools, tmp_path, part
):
    (record,) = (has_one.profile / "state/packs/store/libraries/test-library").glob(part)
    record.write_bytes(b"{")
    pins = shutil.copytree(made.folder / "pins", tmp_path / "pins")
    shutil.copy(made.folder / "other-keys/1.root.json", pins / "second.root.json")
    library = tools.write_library(tmp_path / "lib", name="unit-library")
    has_one.publish(library, tmp_path / "unit", keys="other-keys")
    assert has_one.run("rollback", "test-library").code == (5 if part == "current" else 3)
    ran = has_one.run("install", tmp_path / "unit", "--publishers", pins, "--yes")
    assert (ran.code, "left for the next start" in ran.err) == (0, True)
    assert has_one.run("installed").code == 5
    assert has_one.install(made.folder / "two").code == 0
    rows = has_one.run("installed", "--json")
    assert (rows.code, [row["library"] for row in rows.json]) == (0, ["test-library", "unit-library"])
    assert has_one.run("verify").code == 0
    kept = has_one.profile / "state/packs/store/libraries/test-library/editions"
    assert [path.name[:2] for path in kept.iterdir()] == ["2-"]


def bytes_of(path):
    return path.read_bytes() if path.is_file() else b""


class Notebook:
    """A notebook that remembers what it was asked."""

    def __init__(self):
        self.seen = []

    def foresee(self, changes):
        return NoteCount(len(changes), 1)

    def carry(self, changes):
        self.seen = [(c.key, c.kind, c.text_before(), c.text_after()) for c in changes]
        return NoteCount(len(changes), 0)


def test_notes_are_carried_through_the_hook(has_one, made):
    book = Notebook()
    with prepare(made.folder / "two", pack_places(has_one), notes=book) as prepared:
        assert prepared.plan.notes == NoteCount(1, 1)
        assert book.seen == []
        outcome = prepared.install(book)
    ((key, kind, before, after),) = book.seen
    assert (key, kind, outcome.notes) == ("test-library/beta-document", ChangeKind.UPDATED, NoteCount(1, 0))
    assert before.paragraphs[0].text.startswith("The first")
    assert after.paragraphs[0].text.startswith("The second")
    roll_back(pack_places(has_one), "test-library", notes=book)
    assert book.seen[0][3].paragraphs[0].text.startswith("The first")


def test_progress_is_told_and_cancelling_leaves_everything(has_one, made, tools):
    told = []
    before = tools.tree(has_one.profile)
    with (
        pytest.raises(CancelledError),
        prepare(
            made.folder / "two",
            pack_places(has_one),
            progress=lambda *at: told.append(at),
            cancelled=lambda: len(told) > 2,
        ),
    ):
        pass
    assert told == sorted(told)
    assert told[0][1] > told[-1][0]
    assert tools.tree(has_one.profile) == before
    with prepare(made.folder / "two", pack_places(has_one)):
        pass
    assert tools.tree(has_one.profile) == before


def test_only_one_installation_at_a_time(has_one, made):
    with prepare(made.folder / "two", pack_places(has_one)):
        ran = has_one.install(made.folder / "two")
    assert ran.code == 6
    assert "another installation" in ran.err


def test_a_medium_pulled_out_halfway_changes_nothing(has_one, made, tools, tmp_path, monkeypatch):
    before = tools.tree(has_one.profile)
    stick = shutil.copytree(made.folder / "two", tmp_path / "stick")
    read = containers.FolderChannel.read

    def pulled(self, name, limit):
        if name.startswith("targets/documents/"):
            shutil.rmtree(stick)
        return read(self, name, limit)

    def dead(self, name, limit):
        if name.startswith("targets/documents/"):
            raise UnavailableError("reading", self.path, os.strerror(errno.EIO))
        return read(self, name, limit)

    for failure in (dead, pulled):
        monkeypatch.setattr(containers.FolderChannel, "read", failure)
        assert has_one.install(stick).code == 6
        assert tools.tree(has_one.profile, leave=("lock", "cache")) == before


def test_a_stick_pulled_out_of_a_running_installation(has_one, made, tools, tmp_path):
    """Through the installed command, at random instants: the old edition or the new, whole, and no false alarm."""
    chance = random.Random(7)  # noqa: S311 - instants, not secrets
    ended = set()
    for turn in range(8):
        stick = shutil.copytree(made.folder / "two", tmp_path / f"stick-{turn}")
        process = started(has_one, has_one.profile, stick)
        with process:
            time.sleep(chance.uniform(0.05, 0.35))
            stick.rename(tmp_path / f"pulled-{turn}")
            _, told = process.communicate()
        ended.add(process.returncode)
        assert process.returncode in {0, 6}, told
        assert b"Traceback" not in told
        row = has_one.run("installed", "--json").json[0]
        assert has_one.run("verify", "--json").json["damaged"] == {"test-library": []}
        assert text_of(has_one).startswith("The first text" if row["edition"] == 1 else "The second text")
        assert row["edition"] == (2 if process.returncode == 0 else 1)
        if row["edition"] == 2:
            has_one.good("rollback", "test-library")
    assert 6 in ended
    assert not list((has_one.profile / "state/packs").glob("quarantine/*"))


def test_a_full_disk_leaves_the_old_edition(has_one, made, tools, tmp_path):
    library = tools.write_library(tmp_path / "lib", edition=2, texts={"beta-document": "A long text. " * 9_000})
    channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    has_one.publish(library, channel)
    before = tools.tree(has_one.profile)

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    ran = has_one.start("install", channel, "--publishers", made.folder / "pins", preexec_fn=small_disk)
    assert ran.code == 6, ran.err
    assert "Traceback" not in ran.err
    assert tools.tree(has_one.profile) == before
    assert has_one.install(channel).code == 0


def test_a_share_is_only_read(has_one, made, tools, tmp_path):
    share = shutil.copytree(made.folder / "two", tmp_path / "share")
    before = tools.tree(share, leave=())
    for path in (share, *share.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert has_one.install(share).code == 0
        assert tools.tree(share, leave=()) == before
    finally:
        for path in (share, *share.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_store_that_cannot_be_written_says_so(shop, made):
    (shop.profile / "state").mkdir(parents=True)
    (shop.profile / "state/packs").write_text("in the way")
    ran = shop.install(made.folder / "one")
    assert ran.code == 6
    assert "Traceback" not in ran.err


def test_one_changed_document_of_a_thousand_reads_and_writes_only_that(shop, tools, tmp_path):
    ids = [f"document-{number:04}" for number in range(1_000)]
    filling = " ".join(f"word{n}" for n in range(600))
    texts = {identifier: f"{identifier} {filling}" for identifier in ids}
    library = tools.write_library(tmp_path / "lib", name="big-library", ids=ids, texts=texts)
    channel = tmp_path / "channel"
    shop.good("build", library, channel)
    shop.good("sign", channel, "--keys", shop.folder / "keys")
    first = shop.install(channel).json
    path = library / "briefings/document-0500.md"
    path.write_text(path.read_text().replace("edition: 1\n", "edition: 2\n").replace("word7 ", "another "))
    toml = library / "library.toml"
    toml.write_text(toml.read_text().replace("edition = 1", "edition = 2"))
    shop.good("build", library, channel)
    shop.good("sign", channel, "--keys", shop.folder / "keys")
    blobs = shop.profile / "state/packs/store/blobs"
    before = {p: p.stat().st_mtime_ns for p in blobs.rglob("*") if p.is_file()}
    second = shop.install(channel).json
    fresh = [p for p in blobs.rglob("*") if p.is_file() and p not in before]
    assert all(p.stat().st_mtime_ns == at for p, at in before.items() if p.exists())
    assert len(fresh) == 2
    assert (len(second["updated"]), second["unchanged"]) == (1, 999)
    document = path.stat().st_size
    lists = sum(p.stat().st_size for p in (channel / "metadata").iterdir())
    # Read: signed lists, catalogue, library.toml, the document. Written: library.toml, the document, the manifest.
    assert second["bytes_read"] < lists + document + 2_000
    assert second["bytes_written"] < document + 130_000
    assert first["bytes_read"] > 20 * second["bytes_read"]


KILLED = """
import sys
from reader.cli import main
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main(sys.argv[1:], lambda *_: 99))
"""


def started(shop, profile, pack):
    """A process that has been told to install this very moment."""
    words = ["--profile", str(profile), "pack", "install", str(pack), "--publishers", str(shop.folder / "pins")]
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=shop.env(),
    )
    assert process.stdout.readline() == b"ready\n"
    process.stdin.write(b"\n")
    process.stdin.flush()
    return process


def kill_while_installing(shop, profile, pack, delay):
    """Start installing and kill the process `delay` seconds after it was told to; whether it was still at work."""
    with started(shop, profile, pack) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    return process.returncode == -signal.SIGKILL


def test_killed_at_any_instant_the_old_or_the_new_edition_is_there_whole(has_one, made):
    notes = has_one.profile / "state/notebook.db"
    notes.write_bytes(b"not to be touched")
    chance = random.Random(5)  # noqa: S311 - instants, not secrets
    packs = [made.folder / "two", made.folder / "two.briefpack"]
    seen = set()
    for turn in range(15):
        kill_while_installing(has_one, has_one.profile, packs[turn % 2], chance.uniform(0.0, 0.4))
        row = has_one.run("installed", "--json").json[0]
        assert has_one.run("verify", "--json").json == {
            "damaged": {"test-library": []},
            "dropped": {"test-library": {}},
            "records": [],
        }
        begins = "The first text" if row["edition"] == 1 else "The second text"
        assert text_of(has_one).startswith(begins)
        assert notes.read_bytes() == b"not to be touched"
        seen.add(row["edition"])
        if row["edition"] == 2:
            has_one.good("rollback", "test-library")
    assert has_one.install(made.folder / "two").code == 0
    assert not list((has_one.profile / "state/packs/store").glob("staging/*"))
    assert seen <= {1, 2}


def test_a_report_names_pack_clause_and_time(has_one, made, tmp_path):
    pack = tmp_path / "broken.briefpack"
    pack.write_bytes(b"nothing of the kind")
    assert has_one.install(pack).code == 3
    (report,) = has_one.profile.rglob("report.json")
    held = json.loads(report.read_text(encoding="utf-8"))
    assert held["pack"] == str(pack)
    assert held["clause"] == "P1"
    assert (report.parent / "refused.quarantined").read_bytes() == b"nothing of the kind"


@pytest.mark.parametrize(
    "case",
    [
        ({"pack_install": "machine"}, "install", 4),
        ({"pack_install": "machine"}, "rollback", 4),
        ({"allow_user_publishers": False}, "install", 4),
        ({"allow_user_publishers": False}, "trust", 4),
        ({"allow_user_publishers": True}, "trust", 3),
        ({"trusted_publishers": ["0" * 64]}, "install", 3),
        ({}, "install", 0),
    ],
)
def test_the_organisation_decides_who_installs_and_whom_to_trust(has_one, made, monkeypatch, case):
    table, command, code = case
    monkeypatch.setattr("reader.policy.load", lambda: from_table(table, "test"))
    root = made.folder / "keys/1.root.json"
    words = {
        "install": [made.folder / "two", "--publishers", made.folder / "pins"],
        "rollback": ["test-library"],
        "trust": [root, "--name", "x", "--fingerprint", "0"],
    }
    assert has_one.run(command, *words[command]).code == code


def test_a_machine_takes_what_its_users_may_not(has_one, made, monkeypatch):
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"pack_install": "machine"}, "test"))
    assert has_one.install(made.folder / "two", "--machine").code == 0
    assert has_one.run("installed", "--json").json[0]["machine"] is True
