"""A notebook that is open: its notes, its slots, its backups, and closing it (FORMATS N1, N8)."""

import contextlib
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader import system_log
from reader.errors import PolicyError, ReaderError, UnavailableError, UsageError
from reader.language import tr
from reader.notebook import backups, key_file
from reader.notebook import keys as key_room
from reader.notebook.files import Lock
from reader.notebook.journal import Journal
from reader.notebook.key_file import KeyFile
from reader.notebook.keys import Cost, Key, Slot, SlotKind, WipedError
from reader.notebook.model import Clock, stamp
from reader.notebook.notes import Notes
from reader.notebook.protectors import platform_protector
from reader.notebook.query import Filter, count
from reader.notebook.store import Database, memory_database, open_database

_BACKING_UP = threading.Lock()
"""The day's backup runs in the background while a person may ask for one: both would write the same unfinished file."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A time the organisation opened the notebook; `seen` once the owner was told (FORMATS N1)."""

    id: int
    at: str
    seen: bool


class Notebook:
    """An open notebook. Close it with `close`: that empties the log, frees the lock and overwrites the key.

    Attributes:
        folder: its own folder, None for temporary notes (FORMATS N8).
        notes: what can be done with it.
        database: for `query` and `review`.
        read_only: another window holds it, or the place cannot be written.
    """

    def __init__(
        self, database: Database, clock: Clock, author: str, *, locked: "Locked | None" = None, lock: Lock | None = None
    ) -> None:
        self.database = database
        self.notes = Notes(Journal(database, clock), author)
        self.read_only = database.read_only
        self._clock = clock
        self._author = author
        self._locked = locked
        self._lock = lock

    @property
    def folder(self) -> Path | None:
        """Where it lives."""
        return self._locked.folder if self._locked else None

    @property
    def name(self) -> str:
        """Its name; for temporary notes the author's."""
        return self._locked.keys.name if self._locked else self._author

    @property
    def temporary(self) -> bool:
        """Whether it ends when it is closed."""
        return self._locked is None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The ways in; none for temporary notes."""
        return self._locked.keys.slots if self._locked else ()

    def close(self) -> None:
        """Close it; drafts are kept before this by `Notes.keep_draft`. A second call does nothing."""
        with contextlib.suppress(ReaderError):
            self.database.settle()
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._locked is not None:
            self._locked.key.wipe()

    def needs_second_slot(self) -> bool:
        """Whether a second way in must be made before the next note (FORMATS N1)."""
        if self._locked is None:
            return False
        return key_room.needs_second_slot(self.slots, count(self.database, Filter(set_name="")))

    def set_passphrase(self, passphrase: str, cost: Cost | None = None) -> None:
        """Open by this passphrase from now on, and no longer by an earlier one.

        Raises:
            UsageError: shorter than `keys.MIN_PASSPHRASE`.
            UnavailableError: the disk will not take it; the earlier one still opens.
        """
        held = self._writable()
        try:
            slot = key_room.passphrase_slot(held.key, passphrase, self._now(), cost)
        except WipedError as error:
            raise self._locked_meanwhile() from error
        except ValueError as error:
            raise too_short() from error
        self._swap(SlotKind.PASSPHRASE, slot)

    def set_recovery(self, cost: Cost | None = None) -> str:
        """A fresh recovery code, to be shown and printed once; an earlier one no longer opens. Raises as above."""
        try:
            slot, code = key_room.recovery_slot(self._writable().key, self._now(), cost)
        except WipedError as error:
            raise self._locked_meanwhile() from error
        self._swap(SlotKind.RECOVERY, slot)
        return code

    def set_platform(self) -> str:
        """Open by this log-in from now on. Returns what that protects against, in words for the owner.

        Raises:
            PolicyError: a shared desk, where everyone has the same log-in.
            UnavailableError: the platform or the disk will not take it.
        """
        held = self._writable()
        if held.keys.shared:
            raise PolicyError("shared_desk")
        protector = platform_protector(held.folder)
        slot = key_room.platform_slot(held.key, protector, self._now())
        self._swap(SlotKind.PLATFORM, slot)
        return protector.about(slot.salt)

    def about_platform(self) -> str:
        """What opening by this log-in protects against, "" where the notebook does not open so."""
        slot = next((slot for slot in self.slots if slot.kind is SlotKind.PLATFORM), None)
        folder = self.folder
        return platform_protector(folder).about(slot.salt) if slot is not None and folder is not None else ""

    def remove_slots(self, kind: SlotKind) -> None:
        """Stop opening in one way. Raises UsageError where no other way of the owner's own would be left."""
        held = self._writable()
        left = tuple(slot for slot in held.keys.slots if slot.kind is not kind)
        given_up = [slot for slot in held.keys.slots if slot.kind is kind is SlotKind.PLATFORM]
        if not any(slot.kind is not SlotKind.ORGANISATION for slot in left):
            raise UsageError(tr("This is the only way into the notebook. Make another one first."))
        self._save(replace(held.keys, slots=left))
        for slot in given_up:
            platform_protector(held.folder).forget(slot.salt)

    def openings(self) -> tuple[Opening, ...]:
        """Every time the organisation opened it, newest first; shown to the owner at the next unlocking."""
        rows = self.database.rows("SELECT id, at, seen FROM openings ORDER BY id DESC")
        return tuple(Opening(number, at, bool(seen)) for number, at, seen in rows)

    def acknowledge_openings(self) -> None:
        """The owner was told. The record stays. Raises as `Database.writing`."""
        with self.database.writing():
            self.database.write("UPDATE openings SET seen = 1")

    def record_opening(self) -> None:
        """The organisation opens it now. Raises UnavailableError, and then it must not be opened."""
        system_log.tell(system_log.Event.ORGANISATION_KEY)
        with self.database.writing():
            values = (self._now(), SlotKind.ORGANISATION.value)
            self.database.write("INSERT INTO openings (at, slot, seen) VALUES (?, ?, 0)", values)

    def backup(self, reason: str = "asked", second: Sequence[Path] = ()) -> backups.Outcome:
        """A verified backup beside the notebook and in the second folders. Raises as `backups.make`."""
        held = self._writable()
        with _BACKING_UP, self._reader(held) as reader:
            return backups.make(
                reader,
                held.key,
                held.keys,
                held.folder / backups.FOLDER,
                reason=reason,
                now=self._clock(),
                second=second,
            )

    def backup_if_due(self, second: Sequence[Path] = ()) -> backups.Outcome | None:
        """The day's backup, None where it was made or does not apply. Raises as `backup`."""
        if self._locked is None or self.read_only:
            return None
        due = backups.due(self._locked.folder / backups.FOLDER, self._clock())
        return self.backup("daily", second) if due else None

    def forget_in_backups(self, second: Sequence[Path] = ()) -> tuple[ReaderError, ...]:
        """After an erasure: one fresh backup, no older one. Returns what second folders could not take.

        Raises as `backups.replace_all`.
        """
        if self._locked is None:
            return ()
        held = self._writable()
        folder = held.folder / backups.FOLDER
        with _BACKING_UP, self._reader(held) as reader:
            made = backups.replace_all(reader, held.key, held.keys, folder, now=self._clock(), second=second)
        return made.failed

    def owes_forgetting(self) -> bool:
        """Whether a backup is older than the last erasure: `forget_in_backups` was cut short."""
        folder = self.folder
        last = self.database.value("SELECT max(at) FROM actions WHERE name IN ('retention', 'erase')")
        # A date to come was a wrong clock's: no backup would ever be younger.
        if folder is None or not last or last > self._now():
            return False
        # Their names tell whole seconds.
        second = len("2000-01-01T00:00:00")
        made = [stamp(one.made)[:second] for one in backups.listed(folder / backups.FOLDER)]
        return any(one < last[:second] for one in made)

    def check(self, *, full: bool = False) -> tuple[str, ...]:
        """What an integrity check finds wrong, nothing for a sound notebook; the window goes on meanwhile.

        Quick after opening (a third of a second for 20,000 notes), full when asked for.
        """
        if self._locked is None:
            return self.database.problems(full=full)
        with self._reader(self._locked) as reader:
            return reader.problems(full=full)

    @contextlib.contextmanager
    def _reader(self, held: "Locked") -> Generator[Database]:
        """A second connection for long reads, so that saving a note never waits for one."""
        reader = open_database(held.folder / held.keys.database, held.key, read_only=True)
        try:
            yield reader
        finally:
            reader.close()

    def locked_parts(self) -> "Locked":
        """Folder, key file and key, for `portable` and `restoring`. Raises UsageError for temporary notes."""
        return self._writable()

    def _swap(self, kind: SlotKind, slot: Slot) -> None:
        held = self._writable()
        others = tuple(one for one in held.keys.slots if one.kind is not kind)
        self._save(replace(held.keys, slots=(*others, slot)))

    def _save(self, keys: KeyFile) -> None:
        held = self._writable()
        sealed = keys.sealed_by(held.key)
        key_file.save(held.folder, sealed)
        self._locked = replace(held, keys=sealed)

    def _writable(self) -> "Locked":
        if self._locked is None:
            raise UsageError(tr("Temporary notes have no file of their own. Save them as a notebook first."))
        if self.read_only:
            raise UnavailableError(tr("saving in the notebook"), self.folder, tr("it is open for reading only"))
        return self._locked

    def _locked_meanwhile(self) -> UnavailableError:
        return UnavailableError(tr("saving in the notebook"), self.folder, tr("it was locked meanwhile"))

    def _now(self) -> str:
        return stamp(self._clock())


@dataclass(frozen=True, slots=True)
class Locked:
    """What a notebook on disk has and temporary notes have not: its folder, key file and key."""

    folder: Path
    keys: KeyFile
    key: Key


def temporary(clock: Clock, author: str, *, legal_hold: bool = False) -> Notebook:
    """Temporary notes, in memory only (FORMATS N8). Raises PolicyError under legal hold (N10)."""
    if legal_hold:
        raise PolicyError("legal_hold")
    return Notebook(memory_database(), clock, author)


def too_short() -> UsageError:
    """The error for a passphrase of fewer than `keys.MIN_PASSPHRASE` characters."""
    return UsageError(tr("A passphrase has at least {n} characters.").format(n=key_room.MIN_PASSPHRASE))
