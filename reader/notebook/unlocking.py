"""Making and unlocking a notebook's folder: the key file tells a wrong passphrase from a damaged file (FORMATS N1)."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.durable import TEMPORARY_PREFIX
from reader.errors import DamagedError, PolicyError, ReaderError, UnavailableError, UsageError
from reader.language import tr
from reader.notebook import backups, key_file, recovery
from reader.notebook import keys as key_room
from reader.notebook.files import Lock, make_private, on_network, take_lock
from reader.notebook.key_file import KeyFile
from reader.notebook.keys import Cost, Key, NoSlotOpensError, Slot, SlotKind
from reader.notebook.model import Clock, stamp, utc_now
from reader.notebook.protectors import platform_protector
from reader.notebook.schema import MIGRATIONS, Migration
from reader.notebook.session import Locked, Notebook, too_short
from reader.notebook.store import Database, create_database, open_database

LOCK = "notes.lock"
MAX_NAME = 80
"""Characters of a notebook's name."""


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Opens by passphrase."""

    text: str


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """Opens by the recovery code as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class PlatformLogin:
    """Opens because this is the owner's log-in; never on a shared desk."""


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """Opens by the organisation's private key, which the owner will be told."""

    private_key: bytes


Opener = Passphrase | RecoveryCode | PlatformLogin | OrganisationKey


def create(
    folder: Path,
    name: str,
    first: Passphrase | PlatformLogin,
    *,
    shared: bool = False,
    clock: Clock = utc_now,
    cost: Cost | None = None,
    organisation: bytes | None = None,
) -> Notebook:
    """A new notebook in a folder of its own, open.

    Args:
        folder: must not hold a notebook yet.
        name: shown before it is unlocked.
        first: the first way in; the second follows before the tenth note (`Notebook.needs_second_slot`).
        shared: it belongs to a shared desk.
        clock: gives the time.
        cost: of a guess; the stated default where None.
        organisation: the public key that policy sets (`notes_recovery_key`), None without one.

    Raises:
        UsageError: an empty or long name, a short passphrase.
        PolicyError: opening by log-in on a shared desk.
        UnavailableError: the folder will not take it.
    """
    if not name.strip() or len(name) > MAX_NAME:
        raise UsageError(tr("A notebook's name has 1 to {n} characters.").format(n=MAX_NAME))
    if shared and isinstance(first, PlatformLogin):
        raise PolicyError("shared_desk")
    if (folder / key_file.FILE).exists():
        raise UnavailableError(tr("making a notebook"), folder, tr("there is one already"))
    make_private(folder)
    lock = take_lock(folder / LOCK)
    if lock is None:
        raise in_use(folder)
    key, now = Key.new(), stamp(clock())
    database: Database | None = None
    try:
        slots = [_first_slot(folder, key, first, now, cost)]
        if organisation is not None:
            slots.append(key_room.organisation_slot(key, organisation, now))
        keys = KeyFile(name.strip(), shared, now, "notes-1.db", tuple(slots)).sealed_by(key)
        database = create_database(folder / keys.database, key, wal=not on_network(folder))
        key_file.save(folder, keys)
    except BaseException:
        if database is not None:
            database.close()
        # Half a notebook would be in the way of the next attempt.
        for file in (*folder.glob("notes-1.db*"), folder / key_file.FILE):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        lock.release()
        raise
    return Notebook(database, clock, keys.name, locked=Locked(folder, keys, key), lock=lock)


def unlock(
    folder: Path,
    opener: Opener,
    *,
    clock: Clock = utc_now,
    read_only_ok: bool = True,
    second: Sequence[Path] = (),
    wal: bool = True,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> Notebook:
    """Open a notebook. Where another window has it, or the place cannot be written, it opens for reading only.

    Args:
        folder: the notebook's own.
        opener: what the person gave.
        clock: gives the time.
        read_only_ok: False raises UnavailableError instead of opening for reading only.
        second: folders for a second copy of a backup that a change of schema asks for.
        wal: False for a portable notebook, whose place may not be able to share memory.
        migrations: the schema; another one in tests.

    Raises:
        UsageError: the passphrase, code or log-in does not open it; a slip in the code is named by its group.
        DamagedError: the key file or the database is not whole; nothing was changed.
        UnavailableError: in use, not readable, made by a newer program, or no backup could be made before a change.
        PolicyError: opening by log-in on a shared desk.
    """
    keys, key, slot = open_keys(folder, opener)
    writer: Lock | None = None
    try:
        writer = _writer(folder, read_only_ok=read_only_ok)
        path = folder / keys.database

        def backup_first(database: Database) -> None:
            place = folder / backups.FOLDER
            backups.make(database, key, keys, place, reason="migration", now=clock(), second=second)

        database = open_database(
            path,
            key,
            migrations,
            before=backup_first,
            read_only=writer is None,
            # A write-ahead log needs shared memory, which a network drive has not.
            wal=wal and not on_network(folder),
        )
        notebook = Notebook(database, clock, keys.name, locked=Locked(folder, keys, key), lock=writer)
        if slot.kind is SlotKind.ORGANISATION:
            try:
                notebook.record_opening()
            except ReaderError:
                notebook.close()
                raise
        if writer is not None:
            _clear_leftovers(folder, keys)
    except BaseException:
        if writer is not None:
            writer.release()
        key.wipe()
        raise
    return notebook


def open_keys(folder: Path, opener: Opener) -> tuple[KeyFile, Key, Slot]:
    """The key file that `opener` opens, its key and the slot used. Raises as `unlock`."""
    damage: DamagedError | None = None
    refused: UsageError | None = None
    for keys in dict.fromkeys(key_file.load_all(folder)):
        try:
            key, slot = try_keys(folder, keys, opener)
        except UsageError as error:
            refused = refused or error
            continue
        if keys.belongs_to(key) and keys.intact(key):
            return keys, key, slot
        key.wipe()
        damage = DamagedError(
            folder / key_file.FILE,
            tr("The notebook's key file was changed by something other than this program"),
            tr("The notes were left as they are; a backup can be restored."),
        )
    if damage is not None:
        raise damage
    assert refused is not None  # noqa: S101 - load_all gives at least one
    raise refused


def try_keys(folder: Path, keys: KeyFile, opener: Opener) -> tuple[Key, Slot]:
    """Open one key file. Raises UsageError or PolicyError."""
    try:
        match opener:
            case Passphrase():
                return key_room.open_with_passphrase(keys.slots, opener.text)
            case RecoveryCode():
                return key_room.open_with_recovery(keys.slots, opener.text)
            case PlatformLogin():
                if keys.shared:
                    raise PolicyError("shared_desk")
                return key_room.open_with_platform(keys.slots, platform_protector(folder))
            case OrganisationKey():
                return key_room.open_with_organisation(keys.slots, opener.private_key)
    except recovery.MistypedError as error:
        if error.group:
            words = tr("There is a slip in group {n} of the recovery code.").format(n=error.group)
        else:
            words = tr("A recovery code has {groups} groups of {n} letters and digits.").format(
                groups=recovery.GROUPS, n=recovery.GROUP_LETTERS
            )
        raise UsageError(words) from error
    except (NoSlotOpensError, ValueError) as error:
        raise UsageError(_refusal(opener)) from error


def _refusal(opener: Opener) -> str:
    match opener:
        case Passphrase():
            return tr("That passphrase does not open this notebook. The notebook itself is whole.")
        case RecoveryCode():
            return tr("That recovery code does not open this notebook. The notebook itself is whole.")
        case PlatformLogin():
            return tr("This log-in does not open this notebook. Use the passphrase or the recovery code.")
        case OrganisationKey():
            return tr("That organisation key does not open this notebook.")


def _first_slot(folder: Path, key: Key, first: Passphrase | PlatformLogin, now: str, cost: Cost | None) -> Slot:
    if isinstance(first, PlatformLogin):
        return key_room.platform_slot(key, platform_protector(folder), now)
    try:
        return key_room.passphrase_slot(key, first.text, now, cost)
    except ValueError as error:
        raise too_short() from error


def _writer(folder: Path, *, read_only_ok: bool) -> Lock | None:
    try:
        lock = take_lock(folder / LOCK)
    except UnavailableError:
        if read_only_ok:
            return None
        raise
    if lock is None and not read_only_ok:
        raise in_use(folder)
    return lock


def in_use(folder: Path) -> UnavailableError:
    """The error for a notebook that another window holds."""
    return UnavailableError(tr("opening the notebook"), folder, tr("it is open in another window"))


def _clear_leftovers(folder: Path, keys: KeyFile) -> None:
    """What was cut short: the key file's copy, files that never became whole, and databases it no longer names."""
    copies = key_file.load_all(folder)
    if any(copy != keys for copy in copies) or len(copies) == 1:
        with contextlib.suppress(UnavailableError):
            key_file.save(folder, replace(keys))
            copies = (keys,)
    left = list(folder.glob(f"{TEMPORARY_PREFIX}*"))
    if all(copy.database == keys.database for copy in copies):
        databases = (file for file in folder.glob("notes-*.db*") if not file.name.endswith(".damaged"))
        left += [file for file in databases if not file.name.startswith(keys.database)]
    for file in left:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
