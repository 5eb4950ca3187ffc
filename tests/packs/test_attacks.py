"""The attack list, through the command as it is installed: exit code 3, the clause named, nothing changed."""

import datetime as dt
import json
import os
import random
import shutil
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.errors import RefusedError
from reader.packs.containers import FolderChannel, open_container
from reader.packs.keys import Ring, key_files
from reader.packs.names import stored_name
from reader.packs.publishers import Publisher
from reader.packs.trust import Trust
from reader.packs.verify import verify

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


class Bench:
    """What an attacker has: copies of channels, and sometimes keys."""

    def __init__(self, made, tools, folder):
        self.made = made
        self.tools = tools
        self.folder = folder
        self.one = shutil.copytree(made.folder / "one", folder / "one")
        self.two = shutil.copytree(made.folder / "two", folder / "two")

    def ring(self, keys="keys"):
        return Ring(key_files([self.made.folder / keys]), lambda _: [self.tools.PASSPHRASE])

    def target(self, name, channel=None):
        channel = channel or self.two
        (path,) = (channel / "targets").glob("**/*." + name)
        return path

    def signed(self, days=None, **changes):
        """Edition 2 with files changed (or None: left out), signed by the real keys."""
        files = {**self.tools.files_of(self.two), "library.toml": self.library(3)}
        for name, data in changes.get("files", {}).items():
            files.pop(name, None)
            if data is not None:
                files[name] = data if isinstance(data, bytes) else data.encode()
        self.tools.craft(self.two, files, self.ring(), changes.get("now", NOW), days)
        return self.two

    def library(self, edition, name="test-library"):
        return f'id = "{name}"\ntitle = "T"\nedition = {edition}\n'.encode()

    def zipped(self, change):
        """Edition 2's pack, rewritten entry by entry."""
        pack = self.folder / "evil.briefpack"
        with zipfile.ZipFile(self.made.folder / "two.briefpack") as old, zipfile.ZipFile(pack, "w") as new:
            for info in old.infolist():
                new.writestr(info, old.read(info))
            change(new)
        return pack

    def document(self, body, identifier="alpha-document"):
        return f'---\nid: {identifier}\ntitle: "T"\n---\n\n{body}\n'


def flip(path, at=None):
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(bytes(data))


def tampered_document(b):
    flip(b.target("beta-document.md"))
    return b.two


def tampered_targets(b):
    flip(b.two / "metadata/2.targets.json")
    return b.two


def tampered_timestamp(b):
    path = b.two / "metadata/timestamp.json"
    path.write_bytes(path.read_bytes().replace(b'"version":2', b'"version":9'))
    return b.two


def tampered_zip_entry(b):
    pack = Path(shutil.copy(b.made.folder / "two.briefpack", b.folder / "evil.briefpack"))
    data = pack.read_bytes()
    flip(pack, data.index(b"The second text of beta"))
    return pack


def truncated_document(b):
    path = b.target("beta-document.md")
    path.write_bytes(path.read_bytes()[:-5])
    return b.two


def longer_document(b):
    path = b.target("beta-document.md")
    path.write_bytes(path.read_bytes() + b"more")
    return b.two


def truncated_pack(b):
    pack = b.folder / "evil.briefpack"
    pack.write_bytes((b.made.folder / "two.briefpack").read_bytes()[:-400])
    return pack


def swapped(b):
    one, two = b.target("beta-document.md"), b.target("library.toml")
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    return b.two


def rolled_back(b):
    return b.one


def rolled_back_snapshot(b):
    """Edition 2's timestamp beside edition 1's lists under new names."""
    for role in ("snapshot", "targets"):
        shutil.copy(b.one / f"metadata/1.{role}.json", b.two / f"metadata/2.{role}.json")
    return b.two


def mixed(b):
    shutil.copy(b.one / "metadata/timestamp.json", b.two / "metadata/timestamp.json")
    shutil.copy(b.one / "metadata/1.snapshot.json", b.two / "metadata/1.snapshot.json")
    shutil.copy(b.two / "metadata/2.targets.json", b.two / "metadata/1.targets.json")
    return b.two


def expired(b):
    return b.signed(now=NOW - dt.timedelta(days=2000))


def one_role_expired(b):
    return b.signed(now=NOW - dt.timedelta(days=3), days={"targets": 1})


def wrong_key(b):
    """Signed throughout by keys of another publisher, under the true root."""
    ring = b.ring("other-keys")
    root = json.loads((b.made.folder / "other-keys/1.root.json").read_bytes())
    other = b.folder / "other"
    (other / "metadata").mkdir(parents=True)
    (other / "metadata/1.root.json").write_text(json.dumps(root))
    b.tools.craft(other, {**b.tools.files_of(b.two), "library.toml": b.library(3)}, ring, NOW)
    shutil.copy(b.made.folder / "keys/1.root.json", other / "metadata/1.root.json")
    return other


def unknown_publisher(b):
    channel = wrong_key(b)
    shutil.copy(b.made.folder / "other-keys/1.root.json", channel / "metadata/1.root.json")
    return channel


def another_trusted_publisher(b):
    """Trusted here, but the library of this name is another's."""
    shutil.copy(b.made.folder / "other-keys/1.root.json", b.folder / "pins/other.root.json")
    return unknown_publisher(b)


def revoked_key(b):
    """The channel's true new root, and lists that the thief signed with the key it revokes."""
    shop = b.made
    keys = shutil.copytree(shop.folder / "keys", b.folder / "keys")
    honest = shutil.copytree(b.two, b.folder / "honest")
    thief = b.signed()
    shop.good("keys", "revoke", honest, "targets-1", "--keys", keys)
    shutil.copy(honest / "metadata/2.root.json", thief / "metadata/2.root.json")
    return thief


def missing_newest_root(b):
    keys = shutil.copytree(b.made.folder / "keys", b.folder / "keys")
    b.made.good("keys", "renew", b.two, "--keys", keys)
    (b.two / "metadata/2.root.json").unlink()
    return b.two


def missing_middle_root(b):
    keys = shutil.copytree(b.made.folder / "keys", b.folder / "keys")
    for _ in range(2):
        b.made.good("keys", "renew", b.two, "--keys", keys)
    (b.two / "metadata/2.root.json").unlink()
    return b.two


def forged_root(b):
    """A second root that the other publisher signed."""
    root = json.loads((b.made.folder / "other-keys/1.root.json").read_bytes())
    root["signed"]["version"] = 2
    (b.two / "metadata/2.root.json").write_text(json.dumps(root))
    return b.two


def missing_document(b):
    b.target("beta-document.md").unlink()
    return b.two


def missing_snapshot(b):
    (b.two / "metadata/2.snapshot.json").unlink()
    return b.two


def no_root_at_all(b):
    (b.two / "metadata/1.root.json").unlink()
    return b.two


def linked_document(b):
    path = b.target("beta-document.md")
    path.rename(b.folder / "elsewhere")
    path.symlink_to(b.folder / "elsewhere")
    return b.two


def linked_folder(b):
    (b.two / "targets").rename(b.folder / "elsewhere")
    (b.two / "targets").symlink_to(b.folder / "elsewhere")
    return b.two


def entry(name, data=b"x", **fields):
    def add(file):
        info = zipfile.ZipInfo(name)
        for field, value in fields.items():
            setattr(info, field, value)
        file.writestr(info, data)

    return lambda b: b.zipped(add)


def duplicate(b):
    with pytest.warns(UserWarning, match="Duplicate"):
        return b.zipped(lambda file: file.writestr("metadata/1.root.json", b"{}"))


def bomb(b):
    name = "targets/figures/" + "0" * 64 + ".bomb.svg"
    return b.zipped(lambda file: file.writestr(name, bytes(60_000_000), zipfile.ZIP_DEFLATED))


def lying_size(b):
    """An entry that says it is small and is not."""
    pack = b.folder / "evil.briefpack"
    with zipfile.ZipFile(b.made.folder / "two.briefpack") as old, zipfile.ZipFile(pack, "w") as new:
        for info in old.infolist():
            more = b"y" * 200_000 if info.filename.endswith("beta-document.md") else b""
            new.writestr(zipfile.ZipInfo(info.filename), old.read(info) + more, zipfile.ZIP_DEFLATED)
    data = bytearray(pack.read_bytes())
    name = next(name for name in zipfile.ZipFile(pack).namelist() if name.endswith("beta-document.md"))
    at = data.rindex(name.encode()) - 46 + 24
    struct.pack_into("<L", data, at, 700)
    pack.write_bytes(bytes(data))
    return pack


def encrypted(b):
    pack = b.zipped(lambda _: None)
    data = bytearray(pack.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    pack.write_bytes(bytes(data))
    return pack


def trailing(b):
    pack = b.zipped(lambda _: None)
    pack.write_bytes(pack.read_bytes() + b"more")
    return pack


def prepended(b):
    pack = b.zipped(lambda _: None)
    pack.write_bytes(b"#!/bin/sh\n" + pack.read_bytes())
    return pack


def not_a_zip(b):
    pack = b.folder / "evil.briefpack"
    pack.write_bytes(b"PK" + os.urandom(5000))
    return pack


def commented(b):
    return b.zipped(lambda file: setattr(file, "comment", b"hello"))


def too_many_entries(b):
    def add(file):
        for number in range(8_100):
            file.writestr(f"targets/documents/{number:064x}.d{number:04}-x.md", b"")

    return b.zipped(add)


def withdraws_what_it_lacks(b):
    row = {"id": "nowhere-document", "reason": "r", "date": "2026-01-01"}
    return b.signed(files={"catalogue.json": catalogue(withdrawn=[row])})


def removes_what_it_holds(b):
    row = {"id": "beta-document", "reason": "r", "date": "2026-01-01"}
    return b.signed(files={"catalogue.json": catalogue(removed=[row])})


def catalogue(**changes):
    return json.dumps({"format": 1, "reader": "0.1.0", "withdrawn": [], "removed": [], **changes})


def with_files(**files):
    renamed = {name.replace("__", "/").replace("_dot_", "."): data for name, data in files.items()}
    return lambda b: b.signed(files={n: d(b) if callable(d) else d for n, d in renamed.items()})


ALPHA = "documents/alpha-document.md"
BIG_TABLE = "| a |\n|---|\n" + "| x |\n" * 2_001
FRAMES = {
    "documents/con.md": "P5",
    "../../outside.md": "P5",
    "documents/UPPER.md": "P5",
    "index/_MAIN_1.toc": "P5",
    "documents/a/b/c.md": "P5",
    "code.py": "P5",
    "page.html": "P5",
}

ATTACKS = {
    "tampered document": (tampered_document, "P4"),
    "tampered targets list": (tampered_targets, "P4"),
    "tampered timestamp": (tampered_timestamp, "P4"),
    "tampered pack entry": (tampered_zip_entry, "P4"),
    "truncated document": (truncated_document, "P4"),
    "longer document": (longer_document, "P4"),
    "truncated pack": (truncated_pack, "P1"),
    "swapped files": (swapped, "P4"),
    "rolled back": (rolled_back, "P6"),
    "rolled back lists": (rolled_back_snapshot, "P4"),
    "mix and match": (mixed, "P4"),
    "expired": (expired, "P7"),
    "one role expired": (one_role_expired, "P7"),
    "wrong key": (wrong_key, "P4"),
    "unknown publisher": (unknown_publisher, "P3"),
    "another trusted publisher": (another_trusted_publisher, "P3"),
    "revoked key": (revoked_key, "P4"),
    "missing newest root": (missing_newest_root, "P1"),
    "missing middle root": (missing_middle_root, "P1"),
    "forged root": (forged_root, "P4"),
    "missing document": (missing_document, "P4"),
    "missing snapshot": (missing_snapshot, "P4"),
    "no root at all": (no_root_at_all, "P1"),
    "linked document": (linked_document, "P5"),
    "linked folder": (linked_folder, "P5"),
    "zip slip": (entry("../../evil.md"), "P5"),
    "absolute name": (entry("/etc/evil.md"), "P5"),
    "backslashes": (entry("targets\\evil.md"), "P5"),
    "device name": (entry("targets/documents/" + "0" * 64 + ".con.md"), "P5"),
    "case collision": (entry("metadata/1.ROOT.json"), "P5"),
    "folder entry": (entry("targets/documents/"), "P5"),
    "foreign entry": (entry("autorun.inf"), "P5"),
    "link in a zip": (entry("metadata/9.snapshot.json", b"/etc/passwd", external_attr=0o120777 << 16), "P5"),
    "duplicate entry": (duplicate, "P5"),
    "bomb": (bomb, "P1"),
    "lying size": (lying_size, "P4"),
    "encrypted entry": (encrypted, "P1"),
    "trailing bytes": (trailing, "P1"),
    "prepended bytes": (prepended, "P1"),
    "no zip": (not_a_zip, "P1"),
    "commented zip": (commented, "P1"),
    "too many entries": (too_many_entries, "P1"),
    "withdraws what it lacks": (withdraws_what_it_lacks, "P2"),
    "removes what it holds": (removes_what_it_holds, "P11"),
    "malformed catalogue": (with_files(catalogue_dot_json="[]"), "P2"),
    "newer reader needed": (with_files(catalogue_dot_json=catalogue(reader="99.0.0")), "P2"),
    "no catalogue": (with_files(catalogue_dot_json=None), "P2"),
    "no library": (with_files(library_dot_toml=None), "P2"),
    "library without id": (with_files(library_dot_toml='title = "x"\n'), "D8"),
    "lower edition": (with_files(library_dot_toml='id = "test-library"\ntitle = "T"\nedition = 1\n'), "P6"),
    "bad register": (with_files(sources_dot_toml="[[source]]\nid = 3\n"), "D8"),
    "other id": (lambda b: b.signed(files={ALPHA: b.document("x", "beta-document")}), "D2"),
    "no front matter": (lambda b: b.signed(files={ALPHA: "x"}), "D2"),
    "yaml bomb": (lambda b: b.signed(files={ALPHA: "---\na: &a [x]\nb: [*a, *a]\n---\n"}), "D2"),
    "too large a document": (lambda b: b.signed(files={ALPHA: b.document("x " * 600_000)}), "D7"),
    "too long a word": (lambda b: b.signed(files={ALPHA: b.document("x" * 2_001)}), "D7"),
    "too many rows": (lambda b: b.signed(files={ALPHA: b.document(BIG_TABLE)}), "D7"),
    "too deep": (lambda b: b.signed(files={ALPHA: b.document("> " * 80 + "x")}), "D7"),
    "figure that opens a path": (
        lambda b: b.signed(files={"figures/bar.svg": b.tools.BAR.replace("<rect", '<image href="/etc/passwd"/><rect')}),
        "D5",
    ),
    "marked above what is carried": (
        lambda b: b.signed(files={ALPHA: b.document("x").replace('title: "T"', 'title: "T"\nmarking: TOP SECRET')}),
        "D9",
    ),
    "library marked secret": (
        with_files(library_dot_toml='id = "test-library"\ntitle = "T"\nedition = 3\nmarking = "SECRET"\n'),
        "D9",
    ),
    "layer that is no object": (lambda b: b.signed(files={"layers/unit.json": "[]"}), "N6"),
    **{f"target {name}": (lambda b, name=name: b.signed(files={name: "x"}), clause) for name, clause in FRAMES.items()},
}


AS_PROCESS = (
    "tampered document",
    "tampered targets list",
    "truncated pack",
    "swapped files",
    "rolled back",
    "mix and match",
    "expired",
    "wrong key",
    "unknown publisher",
    "revoked key",
    "missing middle root",
    "missing document",
    "zip slip",
    "duplicate entry",
    "case collision",
    "link in a zip",
    "bomb",
    "lying size",
    "too large a document",
    "removes what it holds",
    "newer reader needed",
)
"""One of each kind, run as a process of its own, as people run it; the variants run in this process."""
HAS_TWO = ("rolled back", "lower edition")
"""The reader has edition 2; in the others edition 1, so that the attacked files are wanted."""


@pytest.fixture(scope="module")
def results(made, tools, tmp_path_factory):
    """Every attack tried on a reader of its own, by `pack install` and by `pack verify`."""
    home = tmp_path_factory.mktemp("attacks")
    has_two = shutil.copytree(made.folder / "profile-one", home / "has-two")
    made.good("install", made.folder / "two", "--publishers", made.folder / "pins", profile=has_two)
    prepared = {}
    for name, (attack, _) in ATTACKS.items():
        folder = home / name.replace(" ", "-").replace("/", "-")
        folder.mkdir()
        shutil.copytree(made.folder / "pins", folder / "pins")
        shutil.copytree(has_two if name in HAS_TWO else made.folder / "profile-one", folder / "profile")
        prepared[name] = (folder, attack(Bench(made, tools, folder)), tools.tree(folder / "profile"))

    def attempt(name, run):
        folder, pack, _ = prepared[name]
        return run("install", pack, "--publishers", folder / "pins", profile=folder / "profile")

    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(AS_PROCESS, pool.map(lambda name: attempt(name, made.start), AS_PROCESS), strict=True))
    done |= {name: attempt(name, made.run) for name in prepared if name not in done}
    # `pack verify` must refuse for the same reason and leave nothing at all.
    return {
        name: (
            done[name],
            before == tools.tree(folder / "profile"),
            folder,
            made.run("verify", pack, "--publishers", folder / "pins", profile=folder / "profile"),
        )
        for name, (folder, pack, before) in prepared.items()
    }


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_and_changes_nothing(results, name):
    ran, same, folder, verified = results[name]
    clause = ATTACKS[name][1]
    assert (ran.code, verified.code) == (3, 3), (ran.err, verified.err)
    assert f"({clause})" in ran.err
    assert "Traceback" not in ran.err
    assert same
    reports = list((folder / "profile").rglob("report.txt"))
    assert len(reports) == 1
    assert ran.err == f"{verified.err.rstrip()} The report is in {reports[0]}.\n"
    assert "Ask whoever gave you the pack" in reports[0].read_text(encoding="utf-8")


def test_a_clock_set_back_does_not_revive_an_expired_pack(shop, made):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    state = shop.profile / "state/packs/trust/trust.json"
    held = json.loads(state.read_text())
    held["latest"] = (NOW + dt.timedelta(days=4000)).isoformat()
    state.write_text(json.dumps(held))
    ran = shop.install(made.folder / "two")
    assert ran.code == 3
    assert "(P7)" in ran.err
    assert shop.run("installed", "--json").json[0]["clock_set_back"] is True
    assert shop.run("clock", "--json").json["set_back"] is True
    shop.good("clock", "--accept-now")
    assert shop.install(made.folder / "two").code == 0


def test_versions_seen_are_not_forgotten_with_the_store_or_the_cache(shop, made):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    assert shop.install(made.folder / "two").code == 0
    shutil.rmtree(shop.profile / "state/packs/store")
    ran = shop.install(made.folder / "one")
    assert ran.code == 3
    assert "(P6)" in ran.err


def test_an_unreadable_trust_state_stops_installing_and_not_reading(shop, made):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    (shop.profile / "state/packs/trust/trust.json").write_text("{")
    assert shop.install(made.folder / "two").code == 5
    assert shop.run("installed", "--json").json[0]["edition"] == 1


def test_minimum_versions_come_with_a_pinned_root(shop, made):
    pins = shutil.copytree(made.folder / "pins", shop.profile.parent / "pins")
    (pins / "first.minimum.json").write_text('{"timestamp": 2}')
    ran = shop.run("install", made.folder / "one", "--publishers", pins)
    assert ran.code == 3
    assert "(P6)" in ran.err
    assert shop.run("install", made.folder / "two", "--publishers", pins).code == 0


def test_a_publisher_is_trusted_only_with_its_fingerprint(shop, made):
    root = made.folder / "keys/1.root.json"
    assert shop.run("trust", root, "--name", "first", "--fingerprint", "00" * 32).code == 3
    assert shop.run("verify", made.folder / "one").code == 3
    shop.good("keys", "export-root", made.folder / "one", shop.profile.parent / "r.root.json")
    told = shop.run("keys", "export-root", made.folder / "one", shop.profile.parent / "x.json", "--json").json
    fingerprint = told["fingerprint"]
    shop.good("trust", root, "--name", "first", "--fingerprint", fingerprint.upper())
    assert shop.run("verify", made.folder / "one").code == 0


def test_a_medium_that_is_not_there_is_no_refusal(shop, made, tmp_path):
    ran = shop.install(tmp_path / "nowhere.briefpack")
    assert ran.code == 6
    assert not list(shop.profile.rglob("report.txt"))


def test_stored_names_carry_the_hash():
    assert stored_name("documents/a-b.md", "0" * 64) == "targets/documents/" + "0" * 64 + ".a-b.md"


def test_a_file_verified_as_one_thing_is_not_taken_for_another(shop, made, tools, tmp_path):
    """A layer's bytes, kept after one edition, named as a document in the next: looked at again, and refused."""
    shutil.copytree(made.folder / "profile-one", shop.profile)
    bench = Bench(made, tools, tmp_path)
    assert shop.install(bench.signed(files={"layers/unit.json": "{}"})).code == 0
    files = {**tools.files_of(bench.two), "library.toml": bench.library(4), ALPHA: b"{}"}
    tools.craft(bench.two, files, bench.ring(), NOW)
    ran = shop.install(bench.two)
    assert ran.code == 3
    assert "(D2)" in ran.err


def test_a_channel_replaced_while_it_is_read_is_not_called_forged(shop, made, tools, tmp_path, monkeypatch):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    channel = Bench(made, tools, tmp_path).two
    read = FolderChannel.read

    def replaced(self, name, limit):
        if name.endswith("beta-document.md"):
            (channel / "metadata/timestamp.json").write_bytes(b"newer")
            flip(channel / name)
        return read(self, name, limit)

    monkeypatch.setattr(FolderChannel, "read", replaced)
    ran = shop.install(channel)
    assert ran.code == 6
    assert "try again" in ran.err


def test_no_chance_change_of_a_pack_gets_through_or_crashes(made, tools, tmp_path):
    source = (made.folder / "two.briefpack").read_bytes()
    directory = struct.unpack("<L", source[-6:-2])[0]
    pack = tmp_path / "changed.briefpack"
    trusted = (Publisher("first", (made.folder / "keys/1.root.json").read_bytes(), 1),)
    chance = random.Random(11)  # noqa: S311 - changes, not secrets
    refused = 0
    for _ in range(150):
        data = bytearray(source)
        at = chance.randrange(directory if chance.random() < 0.5 else 0, len(data))
        kind = chance.randrange(3)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at : at + chance.randrange(1, 40)]
        else:
            data[at:at] = chance.choice([b"PK\x03\x04", b"PK\x06\x07", b"\xff" * 8, b"../"])
        pack.write_bytes(bytes(data))
        kept = {}
        try:
            with open_container(pack) as container:
                verify(container, trusted, Trust(), NOW, keep=kept.__setitem__)
        except RefusedError:
            refused += 1
        else:
            # Only what nobody reads was changed, such as an entry's date.
            assert set(kept.values()) == set(tools.files_of(made.folder / "two").values())
    assert refused > 120
