"""FORMATS N1: slots, recovery codes, and telling a wrong passphrase from a damaged file."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import DamagedError, PolicyError, UsageError
from reader.notebook import key_file, keys, recovery
from reader.notebook.anchors import describe_paragraph
from reader.notebook.keys import Cost, Key, SlotKind
from reader.notebook.model import Kind
from reader.notebook.protectors import FileProtector
from reader.notebook.unlocking import OrganisationKey, Passphrase, PlatformLogin, RecoveryCode, create, unlock

WRONG = Passphrase("wrong horse battery staple")


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_code_reads_back_however_it_is_typed(secret):
    code = recovery.spell(secret)
    assert recovery.read(code) == secret
    assert recovery.read(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == secret


@given(st.binary(min_size=20, max_size=20), st.integers(0, 39), st.sampled_from(recovery.ALPHABET))
def test_one_wrong_letter_is_found_in_its_group(secret, place, letter):
    letters = list(recovery.spell(secret).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(recovery.MistypedError) as slip:
        recovery.read("".join(letters))
    assert slip.value.group == place // 5 + 1


def test_groups_in_the_wrong_order_are_noticed():
    groups = recovery.spell(bytes(range(20))).split("-")
    groups[2], groups[5] = groups[5], groups[2]
    with pytest.raises(recovery.MistypedError):
        recovery.read("-".join(groups))


def test_the_stated_cost_is_the_default_and_is_stored():
    assert Cost() == Cost(3, 65_536, 4)
    slot = keys.passphrase_slot(Key.new(), "correct horse battery", "now")
    assert slot.cost == Cost()
    assert keys.open_with_passphrase([slot], "correct horse battery")[1] is slot


def test_every_slot_gives_the_same_key_and_nothing_else_does(tmp_path, cheap):
    key = Key.new()
    protector = FileProtector(tmp_path / "log-in.key")
    organisation = X25519PrivateKey.generate()
    coded, code = keys.recovery_slot(key, "now", cheap)
    slots = [
        keys.passphrase_slot(key, "correct horse battery", "now", cheap),
        coded,
        keys.platform_slot(key, protector, "now"),
        keys.organisation_slot(key, organisation.public_key().public_bytes_raw(), "now"),
    ]
    for found, _ in (
        keys.open_with_passphrase(slots, "correct horse battery"),
        keys.open_with_recovery(slots, code),
        keys.open_with_platform(slots, protector),
        keys.open_with_organisation(slots, organisation.private_bytes_raw()),
    ):
        assert found.same(key)
    for attempt in (
        lambda: keys.open_with_passphrase(slots, "correct horse batterz"),
        lambda: keys.open_with_recovery(slots, recovery.spell(bytes(20))),
        lambda: keys.open_with_platform(slots, FileProtector(tmp_path / "other.key")),
        lambda: keys.open_with_organisation(slots, X25519PrivateKey.generate().private_bytes_raw()),
    ):
        with pytest.raises(keys.NoSlotOpensError):
            attempt()
    assert (tmp_path / "log-in.key").stat().st_mode & 0o777 == 0o600
    assert "administrator" in protector.about(slots[2].salt)


def test_a_wiped_key_is_overwritten_and_opens_nothing():
    key = Key.new()
    held = key._bytes
    key.wipe()
    assert not any(held)
    with pytest.raises(ValueError):
        key.pragma()
    assert "bytearray" not in repr(key)


def test_the_same_letters_typed_differently_are_the_same_passphrase(cheap):
    slot = keys.passphrase_slot(Key.new(), "cafe\u0301 con leche", "now", cheap)
    keys.open_with_passphrase([slot], "caf\u00e9 con leche")


def test_wrong_passphrase_and_damage_are_told_apart(notebook, words):
    folder = notebook.folder
    notebook.close()
    with pytest.raises(UsageError, match="does not open"):
        unlock(folder, WRONG)
    for name in (key_file.FILE, key_file.COPY):
        raw = bytearray((folder / name).read_bytes())
        at = raw.index(b'"wrapped": "') + 20
        raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
        (folder / name).write_bytes(raw)
        if name == key_file.FILE:
            # The copy still opens it.
            unlock(folder, words).close()
            (folder / name).write_bytes(raw)
    with pytest.raises(DamagedError):
        unlock(folder, words)


def test_a_key_file_that_something_else_rewrote_is_not_trusted(notebook, words):
    folder = notebook.folder
    notebook.close()
    fields = json.loads((folder / key_file.FILE).read_text())
    held = key_file.load(folder)
    forged = key_file.KeyFile(
        held.name, not held.shared, held.created, held.database, held.slots, held.check, held.seal
    )
    assert fields["shared"] is False
    key_file.save(folder, forged)
    with pytest.raises(DamagedError, match="something other"):
        unlock(folder, words)


@given(st.binary(max_size=300))
def test_any_bytes_for_a_key_file_are_damage_never_a_crash(tmp_path_factory, raw):
    with pytest.raises(DamagedError):
        key_file.unpack(raw, tmp_path_factory.getbasetemp() / "keys.json")


def test_slots_change_without_touching_the_notes(notebook, words, cheap):
    folder = notebook.folder
    notebook.database.settle()
    before = (folder / "notes-1.db").read_bytes()
    notebook.set_passphrase("another horse battery", cheap)
    code = notebook.set_recovery(cheap)
    assert (folder / "notes-1.db").read_bytes() == before
    notebook.close()
    with pytest.raises(UsageError):
        unlock(folder, words)
    unlock(folder, Passphrase("another horse battery")).close()
    unlock(folder, RecoveryCode(code)).close()
    broken = code.split("-")
    broken[2] = broken[2][:-1] + ("0" if broken[2][-1] != "0" else "2")
    with pytest.raises(UsageError, match="group 3"):
        unlock(folder, RecoveryCode("-".join(broken)))


def test_the_last_way_in_stays(notebook, cheap):
    with pytest.raises(UsageError, match="only way"):
        notebook.remove_slots(SlotKind.PASSPHRASE)
    notebook.set_recovery(cheap)
    notebook.remove_slots(SlotKind.PASSPHRASE)
    assert [slot.kind for slot in notebook.slots] == [SlotKind.RECOVERY]


def test_short_passphrases_are_refused_in_words(tmp_path, notebook):
    with pytest.raises(UsageError, match="10 characters"):
        notebook.set_passphrase("short")
    with pytest.raises(UsageError, match="10 characters"):
        create(tmp_path / "two", "Two", Passphrase("short"))


def test_a_shared_desk_never_gets_a_platform_slot(tmp_path, words, cheap):
    with pytest.raises(PolicyError):
        create(tmp_path / "one", "One", PlatformLogin(), shared=True)
    made = create(tmp_path / "two", "Two", words, shared=True, cost=cheap)
    with pytest.raises(PolicyError):
        made.set_platform()
    made.close()
    with pytest.raises(PolicyError):
        unlock(tmp_path / "two", PlatformLogin())


def test_the_log_in_opens_a_private_notebook(tmp_path):
    made = create(tmp_path / "one", "One", PlatformLogin())
    made.close()
    unlock(tmp_path / "one", PlatformLogin()).close()
    (tmp_path / "one" / "log-in.key").unlink()
    with pytest.raises(UsageError, match="log-in"):
        unlock(tmp_path / "one", PlatformLogin())


def test_the_organisations_opening_is_recorded_and_shown(tmp_path, words, cheap):
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    create(tmp_path / "one", "One", words, cost=cheap, organisation=public).close()
    opened = unlock(tmp_path / "one", OrganisationKey(private.private_bytes_raw()))
    opened.close()
    owner = unlock(tmp_path / "one", words)
    assert [opening.seen for opening in owner.openings()] == [False]
    owner.acknowledge_openings()
    assert [opening.seen for opening in owner.openings()] == [True]
    # Where it cannot be recorded, it does not open.
    with pytest.raises(Exception, match="reading only"):
        unlock(tmp_path / "one", OrganisationKey(private.private_bytes_raw()))
    owner.close()


def test_a_second_slot_is_asked_for_before_the_tenth_note(notebook, cheap, document):
    briefing = document(["One paragraph."])
    for number in range(9):
        assert not notebook.needs_second_slot()
        notebook.notes.mark(Kind.NOTE, briefing.key, 1, describe_paragraph(briefing, 1), note=str(number))
    assert notebook.needs_second_slot()
    notebook.set_recovery(cheap)
    assert not notebook.needs_second_slot()
