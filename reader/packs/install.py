"""Installing and rolling back (FORMATS P4, P6, P8, P9, P11, P12).

The order that makes every instant safe: files are staged and verified; blobs and the manifest are put in place, where
nothing names them yet; the trust state is raised; one small file is replaced, and only then is the new edition in
force; last, what nothing names any more is deleted.
"""

import datetime as dt
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader.errors import DamagedError, ReaderError, RefusedError
from reader.language import tr
from reader.packs import quarantine, trust
from reader.packs.alone import alone
from reader.packs.containers import open_container
from reader.packs.editions import Current, Edition, Listed, Tombstone
from reader.packs.names import document_name
from reader.packs.plan import Notes, Plan, ReadFile, changes_between, others_between
from reader.packs.publishers import pinned
from reader.packs.store import Record, Staging, Store
from reader.packs.switching import Outcome, carry, ensure_allowed, finish, reader_of
from reader.packs.trust import Seen, Trust
from reader.packs.verify import Cancelled, Progress, Verified, verify
from reader.packs.where import PackPlaces

_log = logging.getLogger(__name__)


def clock_now() -> dt.datetime:
    """The computer's time."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A library as it is on the shelf before installing, wherever it comes from.

    Attributes:
        edition: of it.
        read: its files by their SHA-256, None where one is not there any more.
        signed: whether a signature vouches for it, so that it may be kept for going back.
    """

    edition: Edition
    read: ReadFile
    signed: bool


OnShelf = Callable[[Edition], Shown | None]
"""Given what was verified, the edition of the same library on the shelf, None where there is none."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A verified pack, staged and waiting for the person's word. Left without it, nothing has changed."""

    plan: Plan
    _install: Callable[[Notes | None], Outcome] = field(repr=False)

    def install(self, notes: Notes | None = None) -> Outcome:
        """Bring it into force.

        Raises:
            UnavailableError: disk full or not writable; the edition before is still in force.
        """
        return self._install(notes)


@contextmanager
def prepare(
    pack: Path,
    places: PackPlaces,
    *,
    again: bool = False,
    notes: Notes | None = None,
    on_shelf: OnShelf = lambda _: None,
    unreported: tuple[str, ...] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    clock: Callable[[], dt.datetime] = clock_now,
) -> Generator[Prepared, None, None]:
    """Verify a pack and say what installing it would change.

    Args:
        pack: a channel's folder or a .briefpack.
        places: where to install to.
        again: read every file anew, to mend what was damaged on the disk.
        notes: asked what would become of the notes.
        on_shelf: the edition that a person reads now, where it is not this store's: the bundled library, or the
            machine's. The plan compares with it.
        unreported: clauses whose breach is no news here, and is refused without a report.
        progress: told how far it is.
        cancelled: asked between files.
        clock: the computer's time.

    Raises:
        PolicyError: only administrators install here.
        RefusedError: it was put into quarantine.
        UnavailableError: medium or disk does not answer, or another installation is under way.
        DamagedError: trust state or store cannot be read.
        CancelledError: `cancelled` said so.
    """
    ensure_allowed(places)
    store = Store(places.store)
    with alone(store.lock_file):
        # A damaged record stands in nobody's way: installing its library again is what mends it.
        with suppress(DamagedError):
            finish(places)
        known = trust.load(places.trust_file)
        with store.staging() as staging:
            work = _Work(places, store, staging, known, clock(), again, store.records())
            verified = _verified(work, pack, unreported, progress, cancelled)
            shown = on_shelf(verified.edition)
            kept = work.records.get(verified.edition.library)
            before = shown.edition if shown is not None else (kept.edition if kept is not None else None)
            plan = _plan(verified, before, _either(reader_of(store, staging), shown), notes)
            yield Prepared(plan, lambda book: _commit(work, verified, plan, book, shown))


@dataclass(frozen=True, slots=True)
class _Work:
    """One installation under way."""

    places: PackPlaces
    store: Store
    staging: Staging
    known: Trust
    clock: dt.datetime
    again: bool
    records: dict[str, Record]
    verified: set[tuple[str, Listed]] = field(init=False)

    def __post_init__(self) -> None:
        """Gather what was verified before."""
        editions = (edition for held in self.records.values() for edition in (held.edition, held.previous) if edition)
        object.__setattr__(self, "verified", {item for edition in editions for item in edition.files.items()})

    def held(self, name: str, file: Listed) -> bool:
        """Whether the file was verified before and need not be read.

        Under the same name only: what was sound as a layer was never looked at as a document.
        """
        return not self.again and (name, file) in self.verified and self.store.has(file)

    def keep(self, sha256: str, data: bytes) -> None:
        """Stage a file that was read, unless it is kept already."""
        if self.again or not self.store.has(Listed(len(data), sha256)):
            self.staging.add(sha256, data)

    def removed(self, library: str) -> tuple[Tombstone, ...]:
        """Every document that ever had to be removed from a library (FORMATS P11), whatever its record says."""
        record = self.records.get(library)
        return (*self.known.removed.get(library, ()), *(record.current.tombstones if record is not None else ()))


def _verified(
    work: _Work, pack: Path, unreported: tuple[str, ...], progress: Progress | None, cancelled: Cancelled | None
) -> Verified:
    try:
        with open_container(pack) as container:
            verified = verify(
                container,
                pinned(work.places),
                work.known,
                work.clock,
                held=work.held,
                keep=work.keep,
                scratch=work.staging.folder,
                progress=progress,
                cancelled=cancelled,
            )
        _ensure_not_removed(work, verified.edition, container.what)
    except RefusedError as refusal:
        if refusal.clause not in unreported:
            copy = not any(work.removed(name) for name in (*work.records, *work.known.removed))
            refusal.report = quarantine.put(work.places.quarantine, pack, refusal, work.clock, copy=copy)
        raise
    return verified


def _ensure_not_removed(work: _Work, edition: Edition, what: str) -> None:
    """P11: a paper that must not exist any more does not come back under its name."""
    for tombstone in work.removed(edition.library):
        if document_name(tombstone.id) in edition.files:
            raise RefusedError(what, "P11", tr("it holds {id}, which was removed").format(id=tombstone.id))


def _plan(verified: Verified, before: Edition | None, read: ReadFile, notes: Notes | None) -> Plan:
    edition = verified.edition
    changes = changes_between(before, edition, read)
    present = sum(name in edition.files for name in (document_name(c.key.rpartition("/")[2]) for c in changes))
    return Plan(
        edition=edition,
        before=before,
        changes=changes,
        unchanged=len(edition.documents) - present,
        others=others_between(before, edition),
        notes=notes.foresee(changes) if notes is not None else None,
        bytes_read=verified.bytes_read,
    )


def _either(kept: ReadFile, shown: Shown | None) -> ReadFile:
    def read(sha256: str) -> bytes | None:
        data = kept(sha256)
        return shown.read(sha256) if data is None and shown is not None else data

    return read


def _keep_shown(work: _Work, shown: Shown) -> Record | None:
    """Take the signed edition from the shelf into an empty store, so that one can go back to it (P8)."""
    found = {file.sha256: shown.read(file.sha256) for file in shown.edition.files.values()}
    if not shown.signed or any(data is None for data in found.values()):
        return None
    for sha256, data in found.items():
        work.keep(sha256, data or b"")
    work.store.write_edition(shown.edition)
    return Record(Current(shown.edition.name), shown.edition)


def _commit(work: _Work, verified: Verified, plan: Plan, notes: Notes | None, shown: Shown | None) -> Outcome:
    places, store, staging = work.places, work.store, work.staging
    edition = verified.edition
    old = work.records.get(edition.library)
    if old is None and shown is not None:
        old = _keep_shown(work, shown)
    # What the notebook needs of a removed document must be read while it still exists.
    before_texts = {change.key: change.text_before() for change in plan.changes} if notes is not None else {}
    store.keep(staging)
    written = staging.bytes_written + store.write_edition(edition)
    seen = Seen(edition.fingerprint, verified.chain.root, edition.versions, edition.edition)
    trust.save(
        work.known.with_time(work.clock).with_library(edition.library, seen, adopted=verified.adopted),
        places.trust_file,
    )
    store.switch(edition.library, _next(edition, old, work.removed(edition.library)))
    late: ReaderError | None = None
    try:
        finish(places)
    except ReaderError as error:
        _log.warning("old editions not deleted: %s", error)
        late = error
    changes = tuple(
        replace(change, text_before=lambda key=change.key: before_texts[key]) if notes is not None else change
        for change in plan.changes
    )
    count, carry_problem = carry(notes, changes)
    return Outcome(edition, changes, count, plan.bytes_read, written, carry_problem or late)


def _next(edition: Edition, old: Record | None, removed_before: tuple[Tombstone, ...]) -> Current:
    removed = {stone.id: stone for stone in removed_before}
    for notice in edition.catalogue.removed:
        removed.setdefault(notice.id, Tombstone(notice.id, notice.reason, notice.date, edition.edition))
    again = old is not None and old.current.current == edition.name
    previous = None if old is None else (old.previous if again else old.edition)
    if previous is not None and any(document_name(i) in previous.files for i in removed):
        previous = None
    return Current(edition.name, previous.name if previous is not None else "", tuple(removed.values()), sweep=True)
