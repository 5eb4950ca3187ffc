"""Restoring a backup, and giving a notebook a new key. Both write a new database beside the old and switch in one step.

Killed at any instant, the old or the new one is there, whole: which one counts is a single name in the key file.
"""

import contextlib
from dataclasses import replace
from pathlib import Path

from reader.errors import DamagedError, UnavailableError, UsageError
from reader.notebook import backups, bundle, key_file
from reader.notebook import keys as key_room
from reader.notebook.files import make_private, take_lock
from reader.notebook.key_file import KeyFile
from reader.notebook.keys import Cost, Key, SlotKind
from reader.notebook.model import Clock, stamp, utc_now
from reader.notebook.session import too_short
from reader.notebook.store import check_copy, open_database
from reader.notebook.unlocking import LOCK, Opener, in_use, open_keys, try_keys, unlock


def restore(folder: Path, backup: Path, opener: Opener, *, clock: Clock = utc_now) -> None:
    """Put a backup in the place of the present notes, which are backed up first where they can still be read.

    The notebook must be closed. The present slots stay where the backup has the same key; else, and where the present
    key file is lost, those of the backup are used, and `opener` must open them. A present database that cannot be read
    is kept as it is, with ".damaged" after its name.

    Raises:
        UsageError: `opener` opens neither.
        DamagedError: the backup is not whole; the present notes are untouched.
        UnavailableError: the notebook is open, or the disk will not take it.
    """
    held, _ = bundle.read_keys(backup)
    make_private(folder)
    lock = take_lock(folder / LOCK)
    if lock is None:
        raise in_use(folder)
    try:
        present = _present(folder, opener)
        keys, key = _keys_for(folder, held, present, opener)
        readable = present is not None and _save_present(folder, *present, clock)
        name = _next_database(folder)
        bundle.extract(backup, folder / name)
        check_copy(folder / name, key)
        if not readable:
            _set_aside(folder, name)
        key_file.save(folder, replace(keys, database=name).sealed_by(key))
        key.wipe()
    finally:
        lock.release()


def rekey(
    folder: Path,
    opener: Opener,
    passphrase: str,
    *,
    clock: Clock = utc_now,
    cost: Cost | None = None,
    organisation: bytes | None = None,
) -> str:
    """Encrypt everything with a new key, after a leak. Returns the new recovery code, to be shown once.

    Afterwards `passphrase` and that code open it, and the organisation where it could before and still names a key. The
    log-in's slot is made again by hand. Older backups still open by what opened them; `Notebook.forget_in_backups`
    replaces them.

    Args:
        folder: of a notebook that is closed.
        opener: opens it now.
        passphrase: opens it from now on.
        clock: gives the time.
        cost: of a guess; the stated default where None.
        organisation: the public key that policy names now (`notes_recovery_key`), None without one.

    Raises as `unlocking.unlock`, and UsageError for a short passphrase.
    """
    notebook = unlock(folder, opener, clock=clock, read_only_ok=False)
    new = Key.new()
    try:
        held, now = notebook.locked_parts(), stamp(clock())
        try:
            first = key_room.passphrase_slot(new, passphrase, now, cost)
        except ValueError as error:
            raise too_short() from error
        second, code = key_room.recovery_slot(new, now, cost)
        slots = [first, second]
        if organisation is not None and any(slot.kind is SlotKind.ORGANISATION for slot in held.keys.slots):
            slots.append(key_room.organisation_slot(new, organisation, now))
        name = _next_database(folder)
        notebook.database.copy_to(folder / name, held.key)
        copy = open_database(folder / name, held.key, wal=False)
        try:
            copy.change_key(new)
        finally:
            copy.close()
        check_copy(folder / name, new)
        keys = replace(held.keys, database=name, slots=tuple(slots))
        key_file.save(folder, keys.sealed_by(new))
    finally:
        new.wipe()
        notebook.close()
    return code


def _present(folder: Path, opener: Opener) -> tuple[KeyFile, Key] | None:
    """What the present key file gives, None where it is lost or opened by something else."""
    try:
        keys, key, _ = open_keys(folder, opener)
    except (DamagedError, UsageError):
        return None
    return keys, key


def _keys_for(folder: Path, held: KeyFile, present: tuple[KeyFile, Key] | None, opener: Opener) -> tuple[KeyFile, Key]:
    if present is not None and held.belongs_to(present[1]):
        return present
    return held, try_keys(folder, held, opener)[0]


def _save_present(folder: Path, keys: KeyFile, key: Key, clock: Clock) -> bool:
    """Back up what is about to be replaced. False where it cannot be read. Raises UnavailableError."""
    try:
        database = open_database(folder / keys.database, key)
    except DamagedError:
        return False
    try:
        backups.make(database, key, keys, folder / backups.FOLDER, reason="restore", now=clock())
    except DamagedError:
        return False
    finally:
        database.close()
    return True


def _set_aside(folder: Path, name: str) -> None:
    for file in folder.glob("notes-*.db"):
        if file.name != name:
            with contextlib.suppress(OSError):
                file.rename(file.with_name(file.name + ".damaged"))


def _next_database(folder: Path) -> str:
    """A database name that no file and no key file uses."""
    numbers = [0]
    for file in folder.glob("notes-*.db*"):
        part = file.name.removeprefix("notes-").split(".", 1)[0]
        if part.isdigit():
            numbers.append(int(part))
    with contextlib.suppress(DamagedError, UnavailableError):
        named = [keys.database for keys in key_file.load_all(folder)]
        numbers.extend(int(name.removeprefix("notes-").removesuffix(".db")) for name in named)
    return f"notes-{max(numbers) + 1}.db"
