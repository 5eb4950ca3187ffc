"""The desk's use-cases with content packs: verify, plan, install with notes carried, go back, trust a publisher.

Everything here may run off the GUI thread but `show`, which tells whoever listens. Nothing is installed by looking.
"""

import datetime as dt
import gc
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from reader.desk import Desk, Reading
from reader.errors import DamagedError, ReaderError
from reader.notebook.review import Carried
from reader.notes_desk import carrying
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.forgetting import forget_removed
from reader.packs import clock as clocks
from reader.packs import quarantine, removal
from reader.packs.install import Prepared, clock_now, prepare
from reader.packs.plan import NoteCount, Plan
from reader.packs.publishers import Publisher, add_publisher, carried_root, fingerprint
from reader.packs.quarantine import Report
from reader.packs.removal import Removal
from reader.packs.switching import Outcome, finish_interrupted, roll_back
from reader.packs.verify import Cancelled, Progress
from reader.packs.where import PackPlaces, machine_places, user_places
from reader.packs_desk.carrier import Carrier
from reader.packs_desk.layers import Layers
from reader.packs_desk.rows import LibraryRow, PublisherRow, library_rows, publisher_rows
from reader.packs_desk.seen import Seen, seen
from reader.packs_desk.session_file import forget_session
from reader.packs_desk.shown import on_shelf
from reader.packs_desk.traces import drop_traces

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Done:
    """An edition came into force.

    Attributes:
        outcome: what installing or rolling back did. `outcome.notes` is None where no notebook was open: its notes are
            re-attached when it is next unlocked.
        reading: the shelf as it is on the disk now, for `PacksDesk.show`.
    """

    outcome: Outcome
    reading: Reading

    @property
    def notes(self) -> NoteCount | None:
        """What became of the notes."""
        return self.outcome.notes


@dataclass(frozen=True, slots=True)
class Settled:
    """What `PacksDesk.settle` did.

    Attributes:
        forgotten: removed documents whose traces were deleted now.
        notes: what became of notes that stood in another edition, None where nothing changed.
    """

    forgotten: tuple[Removal, ...] = ()
    notes: Carried | None = None


class Waiting:
    """A verified pack that waits for the person's word. Nothing has changed; call `install` or `discard` once.

    Until then other installations into the same place wait.

    Attributes:
        plan: what installing would change (FORMATS P9); `plan.notes` is None while no notebook is open.
    """

    def __init__(self, desk: "PacksDesk", prepared: Prepared, stack: ExitStack) -> None:
        self.plan: Plan = prepared.plan
        self._desk = desk
        self._prepared = prepared
        self._stack = stack

    def install(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done:
        """Bring it into force and carry the notes; what could not be carried is carried at the next opening.

        Args:
            progress: told of the notes' documents (done, in all).
            cancelled: stops carrying notes, not installing: the edition is in force by then.

        Raises:
            UnavailableError: disk full or not writable; the edition before is still in force.
        """
        with self._stack:
            outcome = self._prepared.install(self._desk.carrier(progress, cancelled))
        return self._desk.done(outcome)

    def discard(self) -> None:
        """Leave everything as it is. A second call, or one after `install`, does nothing."""
        self._stack.close()


class PacksDesk:
    """Content packs of one session.

    Attributes:
        desk: the shelf.
        notes: the notebook.
        places: where packs are installed to.
        seen: which editions were read, and which corrections acknowledged.
        layers: the issued layers on the shelf.
    """

    def __init__(
        self,
        desk: Desk,
        notes: NotesDesk,
        *,
        places: PackPlaces | None = None,
        machine: bool = False,
        clock: Clock = clock_now,
    ) -> None:
        """Stands on both.

        Args:
            desk: the shelf.
            notes: the notebook.
            places: where to install to; this log-in's own where None.
            machine: `places` is the machine's: notes are then carried when each user next starts (FORMATS P12).
            clock: gives the time.
        """
        self.desk = desk
        self.notes = notes
        self.places = places or user_places(desk.places, desk.policies)
        self.seen: Seen = seen(desk.places, notes)
        self.layers = Layers(desk, notes)
        self._machine = machine
        self._clock = clock

    @property
    def today(self) -> str:
        """The day to judge age by (ISO): the latest this computer has shown (FORMATS P7)."""
        return clocks.time_seen(self.places, self._clock()).date().isoformat()

    # What may be done

    @property
    def may_install(self) -> bool:
        """Whether this log-in may install and go back (policy pack_install)."""
        return self.places.may_install

    @property
    def may_trust(self) -> bool:
        """Whether this log-in may add a publisher (policy allow_user_publishers)."""
        return self.places.may_trust

    # Installing

    def prepare(
        self,
        pack: Path,
        *,
        again: bool = False,
        unreported: tuple[str, ...] = (),
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Waiting:
        """Verify a channel's folder or a .briefpack and say what installing it would change.

        Args:
            pack: where it is.
            again: read every file anew, to mend what was damaged on the disk.
            unreported: clauses whose breach is refused without a report, for the watched folder.
            progress: told (bytes looked at, bytes in all).
            cancelled: asked between files.

        Raises:
            PolicyError: only administrators install here.
            RefusedError: it is in quarantine; `report` names the report. There is no way around.
            UnavailableError: medium or disk does not answer, or another installation is under way.
            DamagedError: trust state or store cannot be read.
            CancelledError: `cancelled` said so.
        """
        with ExitStack() as stack:
            prepared = stack.enter_context(
                prepare(
                    pack,
                    self.places,
                    again=again,
                    unreported=unreported,
                    notes=self.carrier(None, cancelled),
                    on_shelf=lambda verified: on_shelf(self.desk.shelf, verified, machine=self._machine),
                    progress=progress,
                    cancelled=cancelled,
                    clock=self._clock,
                )
            )
            return Waiting(self, prepared, stack.pop_all())

    def roll_back(self, library: str, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done:
        """Go back to the edition before, one step; again goes forward again (FORMATS P6). Raises as `roll_back`."""
        return self.done(roll_back(self.places, library, notes=self.carrier(progress, cancelled)))

    def show(self, done: Done) -> None:
        """Put the new shelf in place and tell whoever listens to the shelf and to the notebook; on the GUI thread.

        Afterwards `Desk.open_index` brings the index up to date, off the GUI thread.
        """
        self.notes.shelf = done.reading.shelf
        self.desk.show(done.reading)
        if self.notes.is_open:
            self.notes.tell({change.key for change in done.outcome.changes})

    def done(self, outcome: Outcome) -> Done:
        """Read the shelf anew after `outcome`. A shelf that cannot be read now stays as it is until the next start."""
        try:
            return Done(outcome, self.desk.read_shelf())
        except ReaderError:
            return Done(outcome, Reading(self.desk.shelf, self.desk.left_out))

    def carrier(self, progress: Progress | None, cancelled: Cancelled | None) -> Carrier | None:
        """The open notebook for installing; None where there is none that can be written."""
        return Carrier(self.notes, progress, cancelled) if not self._machine and self.notes.can_write else None

    def settle(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Settled:
        """Bring the rest in line with the shelf; off the GUI thread, at the start, after an unlock and after `show`.

        Completes what a killed installation began, remembers the time seen (FORMATS P7), forgets removed documents
        (P11), and carries notes that stand in another edition than the shelf's: those of a notebook that was locked,
        or of a user for whom the machine was updated (P12). Cheap where nothing is to be done. Afterwards call
        `NotesDesk.tell` where `notes` says so.

        Raises:
            UnavailableError: a disk will not take it; what is left is done the next time.
            CancelledError: `cancelled` said so; what is left is done the next time.
        """
        # What is damaged is named by the shelf and by the next installation; the rest is done all the same.
        if self.places.may_install:
            with suppress(DamagedError):
                finish_interrupted(self.places)
        with suppress(DamagedError):
            clocks.note_time(self.places, self._clock())
        forgotten = self._forget()
        if self.places.may_install:
            drop_traces(self.places, self.notes.removed)
        if self._machine or not self.notes.can_write:
            return Settled(forgotten)
        forget_removed(self.notes)
        found = carrying.stale(self.notes)
        placing, saving = _halves(progress)
        carried = carrying.carry(self.notes, found, progress=placing, cancelled=cancelled)
        carrying.save(self.notes, carried, progress=saving, cancelled=cancelled)
        return Settled(forgotten, carried if carried.changed else None)

    def _forget(self) -> tuple[Removal, ...]:
        """P11: everything of this log-in beside the notebooks."""
        stores = self.places, machine_places(self.desk.places, self.desk.policies)
        found = removal.pending(*stores)
        if found:
            keys = {one.key for one in found}
            self.desk.forget_index()
            # Index files are mapped; where the last to look at them is still alive, deleting is left for the next time.
            gc.collect()
            removal.clear_caches([self.desk.places.cache])
            self.seen.forget(keys)
            forget_session(self.desk.places.session_file, keys)
            removal.record_done(self.places, found)
        return found

    # What there is

    def libraries(self) -> tuple[LibraryRow, ...]:
        """The libraries on the shelf with edition, publisher and age."""
        return library_rows(self.desk.shelf, self.places, self._clock())

    def refusals(self) -> tuple[Report, ...]:
        """Reports about refused packs, newest first."""
        return quarantine.listed(self.places.quarantine)

    def publishers(self) -> tuple[PublisherRow, ...]:
        """Whom this machine trusts."""
        return publisher_rows(self.desk.shelf, self.places)

    def root_of(self, pack: Path) -> tuple[bytes, str]:
        """The first root that a pack carries, and its fingerprint. Raises RefusedError or UnavailableError."""
        root = carried_root(pack)
        return root, fingerprint(root)

    def trust(self, name: str, root: bytes, confirmed: str) -> Publisher:
        """Trust a publisher from now on. Raises as `publishers.add_publisher`."""
        return add_publisher(self.places, name, root, confirmed)


def _halves(progress: Progress | None) -> tuple[Progress | None, Progress | None]:
    """Progress of the first and of the second half of a piece of work."""
    if progress is None:
        return None, None
    return (lambda done, total: progress(done, 2 * total)), (lambda done, total: progress(total + done, 2 * total))
