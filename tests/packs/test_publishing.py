"""The publisher's side by commands alone: building, signing, keys and their successors."""

import json
import shutil

import pytest

from reader.packs.keys import key_files

EPOCH = 1_795_000_000


@pytest.fixture
def publisher(shop, made, tmp_path, tools):
    """Keys of one's own, a library, a published channel, and a pin for readers."""
    shop.home = tmp_path
    shop.keys = shutil.copytree(made.folder / "keys", tmp_path / "keys")
    shop.library = tools.write_library(tmp_path / "lib")
    shop.channel = shutil.copytree(made.folder / "one", tmp_path / "channel")
    return shop


def read(publisher, channel=None):
    return publisher.run("install", channel or publisher.channel, "--publishers", publisher.folder / "pins", "--json")


def test_two_builds_of_one_library_are_the_same_bytes(shop, made, tools, tmp_path):
    for name in ("a", "b"):
        library = tools.write_library(tmp_path / f"lib-{name}")
        shop.publish(library, tmp_path / name, "--pack", tmp_path / f"{name}.briefpack", epoch=EPOCH)
    assert tools.tree(tmp_path / "a") == tools.tree(tmp_path / "b")
    assert (tmp_path / "a.briefpack").read_bytes() == (tmp_path / "b.briefpack").read_bytes()


def test_a_build_depends_on_neither_machine_nor_moment(shop, tools, tmp_path, monkeypatch):
    """Processes of their own, with other hash seeds, time zones and folders, and files written in another order."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    for name, seed, zone, ids in (("a", "1", "Asia/Tokyo", tools.IDS), ("b", "2", "America/Lima", tools.IDS[::-1])):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        library = tools.write_library(tmp_path / f"library-of-{name}", ids=ids)
        words = [library, tmp_path / name, "--keys", shop.folder / "keys", "--pack", tmp_path / f"{name}.briefpack"]
        assert shop.start("publish", *words).code == 0
    assert tools.tree(tmp_path / "a") == tools.tree(tmp_path / "b")
    assert (tmp_path / "a.briefpack").read_bytes() == (tmp_path / "b.briefpack").read_bytes()


def test_publishing_checks_first_and_says_when_signatures_end(publisher):
    ran = publisher.run("publish", publisher.library, publisher.home / "new", "--keys", publisher.keys)
    assert ran.code == 0
    assert "targets 1: until" in ran.out
    (publisher.library / "briefings/alpha-document.md").write_text("no front matter")
    ran = publisher.run("publish", publisher.library, publisher.home / "new", "--keys", publisher.keys)
    assert ran.code == 1
    assert "Nothing was published." in ran.out


def test_near_expiry_is_pointed_out(publisher):
    ran = publisher.good("sign", publisher.channel, "--keys", publisher.keys, "--days", "timestamp=20")
    assert "(in 20 days: renew it)" in ran.out or "(in 19 days: renew it)" in ran.out
    assert "It can be installed until" in ran.out


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"texts": {"alpha-document": "Changed without a word."}, "edition": 1}, "edition"),
        ({"edition": 2, "ids": ("alpha-document", "beta-document")}, "document"),
    ],
)
def test_what_was_published_is_not_changed_in_silence(publisher, tools, change, field):
    tools.write_library(publisher.library, **change)
    ran = publisher.run("publish", publisher.library, publisher.channel, "--keys", publisher.keys, "--json")
    assert ran.code == 1
    assert field in [finding["field"] for finding in ran.json["findings"]]
    publisher.good("sign", publisher.channel, "--keys", publisher.keys)
    assert (read(publisher).json["edition"], len(read(publisher).json["updated"])) == (1, 0)


def test_signing_again_lengthens_and_says_nothing_new(publisher):
    before = read(publisher).json
    publisher.good("sign", publisher.channel, "--keys", publisher.keys)
    after = read(publisher).json
    assert after["same"] is True
    assert after["versions"]["timestamp"] == before["versions"]["timestamp"] + 1


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "root"])
def test_every_role_can_be_rotated_and_readers_follow(publisher, role):
    assert read(publisher).code == 0
    done = publisher.good("keys", "rotate", publisher.channel, f"{role}-1", "--keys", publisher.keys, "--json").json
    assert (done["root"], done["complete"]) == (2, True)
    assert not (publisher.keys / f"{role}-1.key").exists()
    assert (publisher.keys / f"{role}-1.key.revoked").exists()
    assert read(publisher).code == 0
    named = {row["keyid"] for row in publisher.run("keys", "list", publisher.channel, "--json").json}
    assert named == {key.keyid for key in key_files([publisher.keys]) if not key.revoked}


def test_a_stolen_key_signs_nothing_any_more(publisher, made):
    stolen = shutil.copytree(publisher.keys, publisher.home / "stolen")
    assert read(publisher).code == 0
    publisher.good("keys", "revoke", publisher.channel, "targets-1", "--keys", publisher.keys)
    assert read(publisher).code == 0
    thief = shutil.copytree(publisher.channel, publisher.home / "thief")
    ran = publisher.run("sign", thief, "--keys", stolen)
    assert ran.code == 2
    assert "targets" in ran.err
    assert read(publisher, thief).code == 0


def test_two_holders_at_two_desks_sign_one_root(publisher):
    assert read(publisher).code == 0
    desk, safe = publisher.keys, publisher.home / "safe"
    safe.mkdir()
    for name in ("root-2.key", "root-3.key"):
        (desk / name).rename(safe / name)
    ran = publisher.good("keys", "rotate", publisher.channel, "timestamp-1", "--keys", desk)
    assert "signatures" in ran.out
    assert read(publisher).code == 0
    assert publisher.run("keys", "rotate", publisher.channel, "snapshot-1", "--keys", desk).code == 2
    done = publisher.good("keys", "cosign", publisher.channel, "--keys", safe)
    assert "pack sign" in done.out
    assert read(publisher).code == 3
    publisher.good("sign", publisher.channel, "--keys", desk)
    assert read(publisher).code == 0


def test_a_channel_is_handed_to_a_successor(publisher, made, tools):
    assert read(publisher).code == 0
    successor = shutil.copytree(made.folder / "other-keys", publisher.home / "successor")
    publisher.good("keys", "hand-over", publisher.channel, "--keys", publisher.keys, "--successor", successor)
    assert read(publisher).code == 0
    tools.write_library(publisher.library, edition=2, texts={"alpha-document": "By the successor."})
    publisher.good("publish", publisher.library, publisher.channel, "--keys", successor)
    assert read(publisher).json["before"] == 1
    assert publisher.run("sign", publisher.channel, "--keys", publisher.keys).code == 2


def test_a_newer_pin_follows_on_from_an_older_installation(publisher):
    assert read(publisher).code == 0
    for _ in range(2):
        publisher.good("keys", "renew", publisher.channel, "--keys", publisher.keys)
    pins = publisher.home / "new-pins"
    publisher.good("keys", "export-root", publisher.channel, pins / "renamed.root.json")
    ran = publisher.run("install", publisher.channel, "--publishers", pins, "--json")
    assert ran.code == 0
    assert ran.json["publisher"] == "renamed"


def test_the_drill_passes(shop):
    ran = shop.start("keys", "drill", "--json")
    assert ran.code == 0, ran.out
    assert [step for step in ran.json if step["expected"] == 3]


def test_a_key_file_holds_no_key_in_the_open(made):
    for key in key_files([made.folder / "keys"]):
        held = json.loads(key.path.read_text())
        assert key.path.stat().st_mode & 0o077 == 0
        assert key.open(["a wrong passphrase"]) is None
        signer = key.open(["a wrong passphrase", "correct horse battery staple"])
        assert signer.private_bytes.hex() not in key.path.read_text()
        assert held["kdf"] == "scrypt"


def test_a_key_cannot_be_passed_off_as_another_role(publisher):
    path = publisher.keys / "timestamp-1.key"
    path.write_text(path.read_text().replace('"role": "timestamp"', '"role": "root"'))
    ran = publisher.run("sign", publisher.channel, "--keys", publisher.keys)
    assert ran.code == 2
    assert "passphrase" in ran.err


def test_passphrases_come_from_a_file_and_must_fit(publisher, monkeypatch):
    words = publisher.home / "words"
    words.write_text("wrong words altogether\ncorrect horse battery staple\n")
    publisher.good("sign", publisher.channel, "--keys", publisher.keys, "--passphrase-file", words)
    words.write_text("wrong words altogether\n")
    assert publisher.run("sign", publisher.channel, "--keys", publisher.keys, "--passphrase-file", words).code == 2
    words.write_text("short\n")
    assert publisher.run("keys", "new", publisher.home / "k", "--passphrase-file", words).code == 2


def test_a_new_library_passes_its_own_check_and_publishes(publisher):
    folder = publisher.home / "fresh"
    publisher.good("new", folder, "--id", "fresh-library", "--title", 'A "new" one')
    checked = publisher.good("check", folder, "--json").json
    assert (checked["errors"], checked["warnings"]) == (0, 0)
    publisher.good("publish", folder, publisher.home / "fresh-channel", "--keys", publisher.keys)
    assert read(publisher, publisher.home / "fresh-channel").json["library"] == "fresh-library"
    assert publisher.run("new", folder, "--id", "fresh-library").code == 2
    assert publisher.run("new", publisher.home / "x", "--id", "No Good").code == 2


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("figures/bar.svg", "figures/none.svg", "figure"),
        ("nation: [england]", "nation: [england]\ntranslation_of: nowhere", "translation_of"),
    ],
)
def test_check_finds_dead_references(publisher, old, new, field):
    path = publisher.library / "briefings/alpha-document.md"
    path.write_text(path.read_text().replace(old, new))
    found = publisher.run("check", publisher.library, "--json").json["findings"]
    assert field in [finding["field"] for finding in found if finding["severity"] == "error"]


def test_check_finds_faint_text_and_hard_reading(publisher, tools):
    svg = tools.BAR.replace("</svg>", '<text x="2" y="9" font-size="8" fill="#2F5F86">Faint words</text></svg>')
    (publisher.library / "figures/bar.svg").write_text(svg)
    hard = " ".join(["Institutional interoperability considerations necessitate organisational reconfiguration"] * 40)
    tools.write_library(publisher.library, texts={"alpha-document": hard + "."})
    (publisher.library / "figures/bar.svg").write_text(svg)
    found = publisher.run("check", publisher.library, "--json").json["findings"]
    said = " ".join(f"{finding['field']} {finding['expected']}" for finding in found)
    assert "a contrast of 4.5" in said
    assert "11 or larger" in said
    assert "Flesch" in said


def test_catalogue_slips_are_found_before_signing(publisher, tools):
    notice = '[[removed]]\nid = "alpha-document"\nreason = "x"\ndate = "2026-01-01"\n'
    tools.write_library(publisher.library, catalogue=notice)
    assert publisher.run("check", publisher.library).code == 1
    assert publisher.run("build", publisher.library, publisher.home / "c").code == 1
    assert not (publisher.home / "c").exists()


def test_a_library_whose_publisher_is_gone_goes_on_when_it_says_so(publisher, made, tools):
    """No keys are left, so nobody can hand over: an administrator pins the successor and names the library."""
    assert read(publisher).code == 0
    pins = shutil.copytree(made.folder / "pins", publisher.home / "pins")
    shutil.copy(made.folder / "other-keys/1.root.json", pins / "successor.root.json")
    tools.write_library(publisher.library, edition=2, texts={"alpha-document": "By the successor."})
    new = publisher.home / "new-channel"
    publisher.good("publish", publisher.library, new, "--keys", made.folder / "other-keys")
    words = ["--publishers", pins, "--json"]
    assert publisher.run("install", new, *words).code == 3
    (pins / "successor.adopts.json").write_text('["test-library"]')
    assert publisher.run("install", new, *words).json["before"] == 1
    assert publisher.run("install", new, *words).code == 0
    ran = publisher.run("install", made.folder / "two", *words)
    assert ran.code == 3
    assert "(P3)" in ran.err


def test_keys_can_be_given_another_passphrase(publisher):
    new = publisher.home / "new-words"
    new.write_text("quite another passphrase\n")
    words = ["keys", "passphrase", "--keys", publisher.keys, "--new-passphrase-file", new]
    publisher.good(*words, "--key", "root-2")
    opened = {key.name: key.open(["quite another passphrase"]) for key in key_files([publisher.keys])}
    assert [name for name, signer in opened.items() if signer] == ["root-2"]
    assert publisher.run(*words, "--key", "root-2").code == 2
    new.write_text("short\n")
    assert publisher.run(*words, "--key", "root-1").code == 2
    assert publisher.run(*words, "--key", "nowhere").code == 2
    publisher.good("sign", publisher.channel, "--keys", publisher.keys)
