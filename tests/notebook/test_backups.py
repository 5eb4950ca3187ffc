"""FORMATS N7 and N9: backups, restoring, a new key, portable notebooks."""

import pytest

from reader.errors import DamagedError, UnavailableError, UsageError
from reader.notebook import backups, bundle, key_file, keys, query
from reader.notebook.anchors import describe_document
from reader.notebook.model import Kind
from reader.notebook.portable import open_portable, save_portable
from reader.notebook.query import Filter
from reader.notebook.restoring import rekey, restore
from reader.notebook.store import Database
from reader.notebook.unlocking import OrganisationKey, Passphrase, PlatformLogin, RecoveryCode, create, unlock

WRONG = Passphrase("wrong horse battery staple")
NEW = Passphrase("brand new horse battery")


def mark(notebook, note):
    return notebook.notes.mark(Kind.NOTE, "hub/paper", 1, describe_document(), note=note)


def texts(notebook):
    return sorted(line.note for line in query.lines(notebook.database, Filter()))


def test_daily_seven_kept_and_the_second_folder(notebook, clock, tmp_path):
    home = tmp_path / "home-share"
    home.mkdir()
    mark(notebook, "x")
    for _ in range(10):
        outcome = notebook.backup_if_due([home, tmp_path / "missing"])
        assert outcome is not None
        assert [type(error) for error in outcome.failed] == [UnavailableError]
        assert notebook.backup_if_due([home]) is None
        clock.move(days=1)
    folder = notebook.folder / "backups"
    kept = backups.listed(folder)
    assert len(kept) == 7
    assert kept[0].made > kept[-1].made
    assert sorted(path.name for path in home.glob("*/*")) == sorted(backup.file.name for backup in kept)
    for backup in kept:
        bundle.check(backup.file)


def test_a_note_saved_while_a_backup_is_made_is_no_damage(notebook, words, monkeypatch):
    mark(notebook, "before")
    copy_to = Database.copy_to

    def copy_and_save(database, *arguments, **named):
        copy_to(database, *arguments, **named)
        mark(notebook, "meanwhile")

    monkeypatch.setattr(Database, "copy_to", copy_and_save)
    made = notebook.backup().backup
    assert texts(notebook) == ["before", "meanwhile"]
    folder = notebook.folder
    notebook.close()
    monkeypatch.undo()
    restore(folder, made.file, words)
    again = unlock(folder, words)
    assert texts(again) == ["before"]
    again.close()


def test_a_clock_set_forward_once_does_not_stop_the_daily_backup(notebook, clock):
    clock.move(days=900)
    notebook.backup_if_due()
    clock.move(days=-900)
    assert notebook.backup_if_due() is not None


def test_restoring_brings_the_notes_back_and_saves_what_was_there(notebook, words, clock):
    made = mark(notebook, "one")
    backup = notebook.backup().backup
    notebook.notes.change(made, note="two")
    folder = notebook.folder
    with pytest.raises(UnavailableError, match="another window"):
        restore(folder, backup.file, words, clock=clock)
    notebook.close()
    with pytest.raises(UsageError):
        restore(folder, backup.file, WRONG, clock=clock)
    restore(folder, backup.file, words, clock=clock)
    again = unlock(folder, words, clock=clock)
    assert texts(again) == ["one"]
    assert len(list(folder.glob("notes-*.db"))) == 1
    again.close()
    saved = next(one for one in backups.listed(folder / "backups") if one.reason == "restore")
    restore(folder, saved.file, words, clock=clock)
    again = unlock(folder, words, clock=clock)
    assert texts(again) == ["two"]
    again.close()


def test_restoring_over_a_damaged_notebook_keeps_it_aside(notebook, words, clock):
    mark(notebook, "one")
    backup = notebook.backup().backup
    folder = notebook.folder
    notebook.close()
    (folder / "notes-1.db").write_bytes(b"rubbish" * 1000)
    restore(folder, backup.file, words, clock=clock)
    again = unlock(folder, words, clock=clock)
    assert texts(again) == ["one"]
    again.close()
    assert (folder / "notes-1.db.damaged").read_bytes() == b"rubbish" * 1000


def test_restoring_where_the_key_file_is_lost(notebook, words, clock, tmp_path):
    mark(notebook, "one")
    backup = notebook.backup().backup
    notebook.close()
    fresh = tmp_path / "new machine"
    restore(fresh, backup.file, words, clock=clock)
    again = unlock(fresh, words, clock=clock)
    assert texts(again) == ["one"]
    again.close()


@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign"])
def test_a_damaged_backup_is_refused_and_nothing_changes(notebook, words, clock, damage):
    mark(notebook, "one")
    backup = notebook.backup().backup
    raw = bytearray(backup.file.read_bytes())
    if damage == "truncated":
        del raw[-1000:]
    elif damage == "flipped":
        raw[len(raw) // 2] ^= 1
    else:
        raw = bytearray(b"%PDF-1.7" + raw)
    backup.file.write_bytes(raw)
    folder = notebook.folder
    mark(notebook, "two")
    notebook.close()
    with pytest.raises(DamagedError):
        restore(folder, backup.file, words, clock=clock)
    again = unlock(folder, words, clock=clock)
    assert texts(again) == ["one", "two"]
    again.close()


def test_a_new_key_after_a_leak(notebook, words, clock, cheap):
    mark(notebook, "one")
    folder = notebook.folder
    old_keys = (folder / key_file.FILE).read_bytes()
    notebook.close()
    code = rekey(folder, words, NEW.text, clock=clock, cost=cheap)
    with pytest.raises(UsageError):
        unlock(folder, words)
    for opener in (NEW, RecoveryCode(code)):
        again = unlock(folder, opener, clock=clock)
        assert texts(again) == ["one"]
        assert again.database.problems(full=True) == ()
        again.close()
    assert [file.name for file in folder.glob("*.db")] == ["notes-2.db"]
    # The leaked key file opens nothing any more.
    for name in (key_file.FILE, key_file.COPY):
        (folder / name).write_bytes(old_keys)
    with pytest.raises(DamagedError):
        unlock(folder, words)


def test_a_new_key_opens_to_the_organisation_only_where_the_old_one_did(tmp_path, words, clock, cheap):
    before, now = keys.new_organisation_pair(), keys.new_organisation_pair()
    create(tmp_path / "one", "One", words, cost=cheap, organisation=before[1]).close()
    create(tmp_path / "two", "Two", words, cost=cheap).close()
    for name in ("one", "two"):
        rekey(tmp_path / name, words, NEW.text, clock=clock, cost=cheap, organisation=now[1])
    unlock(tmp_path / "one", OrganisationKey(now[0])).close()
    for name, private in (("one", before[0]), ("two", now[0])):
        with pytest.raises(UsageError):
            unlock(tmp_path / name, OrganisationKey(private))
    rekey(tmp_path / "one", NEW, words.text, clock=clock, cost=cheap)
    with pytest.raises(UsageError):
        unlock(tmp_path / "one", OrganisationKey(now[0]))


def test_leftovers_of_a_restore_cut_short_are_cleared(notebook, words, cheap):
    mark(notebook, "one")
    folder = notebook.folder
    notebook.close()
    for half in ("notes-9.db", ".new-keys.json-9", "backups/.new-then.notebook-9"):
        (folder / half).parent.mkdir(exist_ok=True)
        (folder / half).write_bytes(b"half")
    (folder / key_file.COPY).unlink()
    again = unlock(folder, words)
    assert texts(again) == ["one"]
    again.backup()
    again.close()
    assert [file.name for file in folder.glob("*.db")] == ["notes-1.db"] and not list(folder.rglob(".new-*"))
    assert (folder / key_file.COPY).exists()


def test_erasing_replaces_every_backup(notebook, tmp_path, clock):
    mark(notebook, "one")
    home = tmp_path / "home"
    home.mkdir()
    notebook.backup(second=[home])
    clock.move(days=1)
    notebook.forget_in_backups([home])
    assert [one.reason for one in backups.listed(notebook.folder / "backups")] == ["erasure"]
    assert [path.name.endswith("erasure.notebook") for path in home.glob("*/*")] == [True]


def test_a_portable_notebook_moves_between_desks(notebook, words, tmp_path, clock, cheap):
    mark(notebook, "one")
    file = tmp_path / "Unit notes.notebook"
    save_portable(notebook, file)
    with pytest.raises(UnavailableError, match="already"):
        save_portable(notebook, file)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(UsageError):
        open_portable(file, WRONG)
    with pytest.raises(UsageError):
        open_portable(file, PlatformLogin())
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    opened = open_portable(file, words, clock=clock)
    mark(opened.notebook, "two")
    with pytest.raises(UnavailableError, match="another window"):
        open_portable(file, words)
    code = opened.notebook.set_recovery(cheap)
    opened.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    again = open_portable(file, RecoveryCode(code), clock=clock)
    assert texts(again.notebook) == ["one", "two"]
    again.close()
    assert texts(notebook) == ["one"]


def test_a_portable_notebook_survives_a_crash_and_a_replaced_file(notebook, words, tmp_path, clock):
    mark(notebook, "one")
    file = tmp_path / "Unit notes.notebook"
    save_portable(notebook, file)
    original = file.read_bytes()
    crashed = open_portable(file, words, clock=clock)
    mark(crashed.notebook, "two")
    crashed.notebook.close()
    # Nothing was put back; the folder beside the file has it.
    again = open_portable(file, words, clock=clock)
    assert texts(again.notebook) == ["one", "two"]
    again.notebook.close()
    other = tmp_path / "other.notebook"
    mark(notebook, "three")
    save_portable(notebook, other)
    file.write_bytes(other.read_bytes())
    told = []
    opened = open_portable(file, words, clock=clock, told=told.append)
    assert texts(opened.notebook) == ["one", "three"]
    opened.close()
    apart = open_portable(told[0], words, clock=clock)
    assert texts(apart.notebook) == ["one", "two"]
    apart.close()
    assert original != file.read_bytes()


def test_a_notebook_that_opens_by_log_in_only_cannot_go_elsewhere(tmp_path, clock):
    made = create(tmp_path / "one", "One", PlatformLogin(), clock=clock)
    with pytest.raises(UsageError, match="passphrase or a recovery code"):
        save_portable(made, tmp_path / "x.notebook")
    made.close()
