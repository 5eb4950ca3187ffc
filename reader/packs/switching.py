"""Once an edition is whole on the disk: bringing one into force, going back, tidying up (FORMATS P6, P8, P11)."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from reader.errors import DamagedError, NotFoundError, PolicyError, ReaderError, RefusedError
from reader.language import tr
from reader.library.limits import LIMITS
from reader.packs import quarantine, trust
from reader.packs.alone import alone
from reader.packs.dropped import dropped
from reader.packs.editions import Current, Edition
from reader.packs.plan import DocumentChange, NoteCount, Notes, ReadFile, changes_between
from reader.packs.store import Staging, Store
from reader.packs.where import PackPlaces

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What installing or rolling back did.

    Attributes:
        edition: what is in force now.
        changes: the documents that are not as before.
        notes: what became of the notes, None where no notebook was given.
        bytes_read: from the medium.
        bytes_written: of files and manifest.
        late: a failure after the new edition came into force: of the notebook, or of deleting what is old. Both are
            tried again at the next start.
    """

    edition: Edition
    changes: tuple[DocumentChange, ...]
    notes: NoteCount | None = None
    bytes_read: int = 0
    bytes_written: int = 0
    late: ReaderError | None = None


def roll_back(places: PackPlaces, library: str, *, notes: Notes | None = None) -> Outcome:
    """Go back to the edition before, the person's own act (FORMATS P6). Doing it again goes forward again.

    Raises:
        PolicyError: only administrators install here.
        NotFoundError: the library is not installed.
        RefusedError: there is no edition to go back to.
        DamagedError: the edition before is no longer whole.
        UnavailableError: the disk cannot be written.
    """
    ensure_allowed(places)
    store = Store(places.store)
    current = store.current(library)
    if current is None:
        raise NotFoundError(library, store.libraries())
    with alone(store.lock_file):
        with suppress(DamagedError):
            finish(places)
        current = store.current(library) or current
        if not current.previous:
            raise RefusedError(
                tr("Going back"), "P8", tr("no earlier edition of {library} is kept").format(library=library)
            )
        before, after = store.edition(library, current.current), store.edition(library, current.previous)
        gone = dropped(places.trust)
        missing = next((n for n, file in after.files.items() if file.sha256 not in gone and not store.has(file)), "")
        if missing:
            path = store.blob(after.files[missing].sha256)
            raise DamagedError(path, tr("The earlier edition is no longer whole"), tr("The present one stays."))
        changes = changes_between(before, after, reader_of(store, None))
        store.switch(library, replace(current, current=current.previous, previous=current.current))
        count, late = carry(notes, changes)
        return Outcome(after, changes, count, late=late)


def finish(places: PackPlaces) -> None:
    """Complete the deleting that a killed installation began (P8, P11). Cheap where there is none. Needs the lock.

    Raises:
        DamagedError: a record of the store or the trust state cannot be read; nothing that it may name is deleted.
        UnavailableError: something cannot be deleted.
    """
    store = Store(places.store)
    waiting = _unfinished(store)
    if not waiting:
        return
    if any(found.tombstones for found in waiting.values()):
        before = known = trust.load(places.trust_file)
        for name, found in waiting.items():
            known = known.with_removed(name, found.tombstones)
        if known != before:
            trust.save(known, places.trust_file)
        quarantine.drop_copies(places.quarantine)
    store.sweep()
    for name, found in waiting.items():
        store.switch(name, replace(found, sweep=False))


def finish_interrupted(places: PackPlaces) -> None:
    """As `finish`, at the program's start. Raises as `finish`, or UnavailableError while something is installing."""
    store = Store(places.store)
    if _unfinished(store):
        with alone(store.lock_file):
            finish(places)


def _unfinished(store: Store) -> dict[str, Current]:
    found: dict[str, Current] = {}
    for name in store.libraries():
        with suppress(DamagedError):
            current = store.current(name)
            if current is not None and current.sweep:
                found[name] = current
    return found


def ensure_allowed(places: PackPlaces) -> None:
    """Raise PolicyError where only administrators install."""
    if not places.may_install:
        raise PolicyError("pack_install")


def reader_of(store: Store, staging: Staging | None) -> ReadFile:
    """Reads a document by its hash, staged or kept; None where it is gone."""

    def read(sha256: str) -> bytes | None:
        staged = staging.held().get(sha256) if staging is not None else None
        for path in (staged, store.blob(sha256)):
            try:
                if path is not None:
                    with path.open("rb") as stream:
                        return stream.read(LIMITS.document_bytes + 1)
            except OSError:
                continue
        return None

    return read


def carry(notes: Notes | None, changes: tuple[DocumentChange, ...]) -> tuple[NoteCount | None, ReaderError | None]:
    """Let the notebook re-attach its notes; a failure of it is handed back, for the edition is in force already."""
    if notes is None:
        return None, None
    try:
        return notes.carry(changes), None
    except ReaderError as error:
        _log.warning("notes not carried: %s", error)
        return None, error
