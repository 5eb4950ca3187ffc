"""`notebook …` as a person or a script meets it (FORMATS C, N): through the real command, as bytes on disk too."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli import main
from reader.notebook.exchange.annotation_json import to_json
from reader.notebook.exchange.sheet import Chosen, Context
from reader.notebook.model import Annotation, Kind, Target, new_uuid
from reader.policy import from_table

ROOT = Path(__file__).parents[2]
PAPER = "cse-policing-hub/child-neglect-and-policing"
WORDS, WRONG = "correct horse battery staple", "not the words at all"
NOTE = "zebra-quartz-marmalade"


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profile"


@pytest.fixture
def command(profile):
    """The real command, in a process of its own."""

    def run(*arguments, words=WORDS):
        done = subprocess.run(
            [sys.executable, "-m", "reader", "--profile", str(profile), "notebook", *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "BRIEFING_READER_PASSPHRASE": words},
            check=False,
            timeout=120,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    return run


@pytest.fixture
def reader(profile, capsys, monkeypatch):
    """The same command line without the price of a process."""

    def run(*arguments, words=WORDS, new_words=""):
        monkeypatch.setenv("BRIEFING_READER_PASSPHRASE", words)
        monkeypatch.setenv("BRIEFING_READER_NEW_PASSPHRASE", new_words)
        capsys.readouterr()
        try:
            code = main(["--profile", str(profile), "notebook", *map(str, arguments)], lambda *_: 0)
        except SystemExit as left:
            code = left.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def filled(reader, exported_set):
    """A notebook with two notes; returns its recovery code."""
    code, out, _ = reader("new", "PC One")
    assert code == 0 and out.count("-") == 7
    assert json.loads(reader("import", "--json", exported_set)[1])["added"] == 2
    return out.strip()


def mark(number, note):
    return Annotation(
        uuid=new_uuid(),
        kind=Kind.KEY_POINT,
        document=PAPER,
        edition=1,
        targets=(
            Target(section="start", fingerprint="f" * 16, number=number, quote="words", paragraph="words", end=5),
        ),
        note=note,
        tags=("training",),
        created="2026-11-21T09:00:00.000Z",
        changed="2026-11-21T09:00:00.000Z",
        author="PC One",
    )


@pytest.fixture(scope="module")
def exported_set(tmp_path_factory):
    context = Context({}, "", dt.date(2026, 11, 21), "PC One")
    file = tmp_path_factory.mktemp("set") / "set.jsonld"
    file.write_text(to_json(Chosen((mark(1, NOTE), mark(2, "plain"))), context), "utf-8")
    return file


def test_importing_twice_changes_nothing(reader, exported_set):
    assert reader("list")[0] == 1
    assert reader("new", "PC One")[0] == 0
    assert json.loads(reader("list", "--json")[1])[0]["slots"] == ["passphrase", "recovery"]
    dry = json.loads(reader("import", "--dry-run", "--json", exported_set)[1])
    assert (dry["added"], dry["done"]) == (2, False)
    assert reader("search", NOTE)[0] == 1
    assert json.loads(reader("import", "--json", exported_set)[1])["added"] == 2
    again = json.loads(reader("import", "--json", exported_set)[1])
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_checking_and_opening(reader, filled, profile):
    code, out, err = reader("check", "--json")
    assert code == 0 and json.loads(out)["status"] == "ok" and NOTE not in err
    assert reader("check", words=WRONG)[0] == 2
    assert reader("check", "--recovery", words=filled)[0] == 0
    assert reader("check", "--notebook", "Nobody")[0] == 2
    everything = b"".join(file.read_bytes() for file in profile.rglob("*") if file.is_file())
    assert NOTE.encode() not in everything and WORDS.encode() not in everything


def test_exports_state_their_origin(reader, filled, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("reader.system_log.tell", lambda event, **facts: told.append((event.name, facts)))
    for form in ("md", "html", "csv", "docx", "jsonld"):
        file = tmp_path / f"out.{form}"
        assert reader("export", file)[0] == 0 and file.stat().st_size
    forms = ("md", "html", "csv", "docx", "jsonld")
    assert told == [("EXPORTED", {"form": form, "notes": 2}) for form in forms]
    text = (tmp_path / "out.md").read_text("utf-8").replace("\\", "")
    assert NOTE in text and "Uncontrolled when printed" in text and "Digest. Not policy, not the original" in text
    assert reader("export", "-", "--format", "md", "--tag", "none")[0] == 1
    assert reader("export", tmp_path / "x.unknown")[0] == 2
    assert reader("portable", tmp_path / "mine.notebook")[0] == 0
    assert reader("portable", tmp_path / "mine.notebook")[0] == 6


def test_policy_forbids_exports_and_erasure(reader, filled, tmp_path, monkeypatch):
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"export": "off", "legal_hold": True}, "test"))
    assert reader("export", tmp_path / "out.md")[0] == 4
    assert reader("erase", NOTE, "--yes")[0] == 4
    assert reader("search", NOTE)[0] == 0


def test_erasing_reaches_the_backups_and_a_copy_elsewhere_restores(reader, filled, tmp_path):
    (tmp_path / "second").mkdir()
    assert reader("backup", "--to", tmp_path / "second")[0] == 0
    assert len(list((tmp_path / "second").rglob("*.notebook"))) == 1
    assert reader("backup", "--to", tmp_path / "nowhere")[0] == 6
    code, out, _ = reader("search", NOTE, "--json")
    assert code == 0 and [one["note"] for one in json.loads(out)["found"]] == [NOTE]
    code, out, err = reader("erase", NOTE)
    assert code == 0 and "--yes" in err
    assert json.loads(reader("erase", NOTE, "--yes", "--json")[1]) == {"erased": 1}
    assert reader("search", NOTE)[0] == 1
    code, out, _ = reader("restore", "--list")
    assert code == 0 and len(out.splitlines()) == 1
    assert reader("restore", next((tmp_path / "second").rglob("*.notebook")))[0] == 0
    assert reader("search", NOTE)[0] == 0


def test_a_new_key_after_a_leak(reader, filled):
    new = "quite other words than before"
    code, out, err = reader("rekey", new_words=new)
    assert code == 0 and out.count("-") == 7 and out.strip() != filled and "organisation" not in err
    assert reader("check")[0] == 2
    assert reader("check", words=new)[0] == 0
    assert reader("check", "--recovery", words=filled)[0] == 2


def test_the_real_command_tells_bad_input_apart(command, reader, tmp_path):
    assert command("new", "Damaged")[0] == 0
    folder = Path(json.loads(command("list", "--json")[1])[0]["folder"])
    next(folder.glob("notes-*.db")).write_bytes(b"\0" * 8192)
    assert command("check")[0] == 5
    assert command("check", words=WRONG)[0] == 2
    (folder / "keys.json").write_bytes(b"{")
    (folder / "keys-copy.json").write_bytes(b"{")
    assert "(damaged)" in reader("list")[1]
    bad = tmp_path / "bad.jsonld"
    bad.write_text("<script>", "utf-8")
    assert reader("import", bad)[0] == 3
    assert reader("import", tmp_path / "missing.jsonld")[0] == 6
    assert reader("new", "Short", words="short")[0] == 2
    assert reader("backup")[0] == 5


def test_the_organisation_opens_with_its_key_which_is_recorded(reader, exported_set, tmp_path, monkeypatch):
    told, key = [], tmp_path / "organisation.key"
    code, public, err = reader("organisation-key", key)
    assert code == 0 and len(public.strip()) == 44 and "offline" in err
    if sys.platform != "win32":
        assert key.stat().st_mode & 0o777 == 0o600
    assert reader("organisation-key", key)[0] == 6
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"notes_recovery_key": public.strip()}, "test"))
    monkeypatch.setattr("reader.system_log.tell", lambda event, **_facts: told.append(event.name))
    assert reader("new", "PC One")[0] == 0
    assert reader("import", exported_set)[0] == 0
    assert told == []
    assert reader("search", NOTE, "--organisation-key", key, words="")[0] == 0
    assert told == ["ORGANISATION_KEY"]
    new = "quite other words than before"
    assert "Your organisation can open it" in reader("rekey", new_words=new)[2]
    assert reader("search", NOTE, "--organisation-key", key, words="")[0] == 0
    assert told.count("ORGANISATION_KEY") == 2
    reader("organisation-key", tmp_path / "other.key")
    assert reader("search", NOTE, "--organisation-key", tmp_path / "other.key", words="")[0] == 2
    assert reader("search", NOTE, "--organisation-key", exported_set, words="")[0] == 2
    assert reader("search", NOTE, "--organisation-key", tmp_path / "none", words="")[0] == 6
    assert told.count("ORGANISATION_KEY") == 2


@pytest.fixture
def nobody_is_asked(filled, monkeypatch):
    """Being asked for a passphrase fails the test: what cannot be done is said before."""

    def ask(*_):
        pytest.fail("a passphrase was asked for")

    monkeypatch.setattr("reader.commands.passphrases.given", ask)
    monkeypatch.setattr("reader.commands.passphrases.ask_for", ask)


@pytest.mark.usefixtures("nobody_is_asked")
@pytest.mark.parametrize("notes", ["off", "memory-only"])
def test_what_policy_forbids_is_said_before_a_passphrase_is_asked_for(reader, tmp_path, monkeypatch, notes):
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"notes": notes}, "test"))
    every = (("new", "PC Two"), ("check",), ("search", NOTE), ("export", tmp_path / "out.md"), ("restore",))
    for verb, *rest in every:
        code, out, err = reader(verb, *rest)
        assert (code, out) == (4, "") and "organisation" in err, verb
    assert len(reader("list")[1].splitlines()) == 2


@pytest.mark.usefixtures("nobody_is_asked")
def test_an_export_that_is_forbidden_asks_for_no_passphrase(reader, tmp_path, monkeypatch):
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"export": "off"}, "test"))
    assert reader("export", tmp_path / "out.md")[0] == 4


@pytest.mark.usefixtures("nobody_is_asked")
def test_a_name_that_is_taken_is_said_before_a_passphrase_is_asked_for(reader):
    code, _, err = reader("new", "pc one")
    assert code == 6 and "one of that name already" in err


def test_a_shared_desk_gets_no_slot_that_opens_by_its_log_in(reader, monkeypatch):
    monkeypatch.setattr("reader.policy.load", lambda: from_table({"shared_desk": True}, "test"))
    assert reader("new", "PC One")[0] == 0
    (made,) = json.loads(reader("list", "--json")[1])
    assert made["shared"] and made["slots"] == ["passphrase", "recovery"]
