"""Taking a set into a notebook: first a plan that changes nothing, then one action that can be undone (FORMATS N5).

By uuid; the newer change wins, the loser is kept in history; what the notebook has or has had changes nothing, so the
same file twice changes nothing. At equal dates the digest decides, so that two notebooks that take each other's sets
end alike.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from reader.errors import UsageError
from reader.language import tr
from reader.notebook.codec import digest
from reader.notebook.exchange.incoming import Incoming, Refused
from reader.notebook.journal import writable
from reader.notebook.model import NoteSet, Thing
from reader.notebook.notes import Notes
from reader.notebook.tables import current, currents
from reader.notebook.watched import Cancelled, Progress, watched


class Change(StrEnum):
    """What taking a thing in would do. CONFLICT: the notebook's own is newer; what comes in goes to its history."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing of the set: what would happen, the thing as it comes in, and the notebook's own, None without one."""

    change: Change
    incoming: Thing
    present: Thing | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        steps: one a thing.
        refused: entries left out when the file was read.
        kept_apart: the set it goes into, None for one's own notes.
    """

    steps: tuple[Step, ...]
    refused: tuple[Refused, ...]
    kept_apart: NoteSet | None

    def count(self, change: Change) -> int:
        """How many steps are of that kind."""
        return sum(step.change is change for step in self.steps)


def plan(
    notes: Notes,
    incoming: Incoming,
    *,
    apart: str = "",
    verified: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """Work out what an import would do. Changes nothing.

    Args:
        notes: the notebook.
        incoming: the set as it was read.
        apart: name of the set to keep it apart in, "" to merge it into one's own notes.
        verified: it came through a channel whose signature was checked. Only then is a layer shown as issued and
            read-only; a file that merely says so is kept apart under its name, as a colleague's set is.
        progress: told how far it is.
        cancelled: asked now and then.

    Raises:
        UsageError: `apart` names a read-only layer, which only its issuer fills.
        CancelledError: `cancelled` said so.
    """
    kept = _kept_apart(incoming.layer, apart, verified=verified)
    known = {known.name: known for known in notes.sets()}
    if kept is not None and kept.name in known:
        if not kept.read_only:
            writable(notes.database, kept.name)
        elif known[kept.name].issuer != kept.issuer:
            raise UsageError(tr("There is a set “{name}” of someone else already.").format(name=kept.name))
    set_name = kept.name if kept else ""
    held = _held(notes, set_name)
    steps = [
        _step(notes, replace(thing, set_name=set_name, deleted=""), held)
        for thing in watched(incoming.things, progress, cancelled)
    ]
    return Plan(tuple(steps), incoming.refused, kept)


def apply(notes: Notes, wanted: Plan, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
    """Do what a plan says, in one transaction and one step of undo (a layer is no step of undo).

    Raises:
        UnavailableError: the disk will not take it; nothing is changed, and the same call may be made again.
        CancelledError: `cancelled` said so; nothing is changed.
    """
    layer = wanted.kept_apart is not None and wanted.kept_apart.read_only
    with notes.database.writing():
        if wanted.kept_apart is not None:
            notes.put_set(wanted.kept_apart)
        moving = [step for step in wanted.steps if step.change is not Change.UNCHANGED]
        gone: list[Thing] = _no_longer_issued(notes, wanted) if layer else []
        if not moving and not gone:
            return
        with notes.journal.action("import", undoable=not layer) as action:
            # The notebook may have changed since the plan was made.
            held = _held(notes, wanted.kept_apart.name if wanted.kept_apart else "")
            for planned in watched(moving, progress, cancelled):
                step = _step(notes, planned.incoming, held)
                if step.change is Change.CONFLICT:
                    action.keep_loser(step.incoming)
                elif step.change is not Change.UNCHANGED:
                    action.put_after(_winner(step), step.present)
            for thing in gone:
                action.put_as_is(replace(thing, deleted=action.at))


def _kept_apart(layer: NoteSet | None, apart: str, *, verified: bool) -> NoteSet | None:
    if layer is not None and verified:
        return layer
    name = apart or (layer.name if layer else "")
    return NoteSet(name) if name else None


def _held(notes: Notes, set_name: str) -> frozenset[str]:
    """What a set holds, in the bin or out of it: read once, for most of what comes in is not among it."""
    return frozenset(uuid for (uuid,) in notes.database.rows("SELECT uuid FROM things WHERE set_name = ?", (set_name,)))


def _step(notes: Notes, incoming: Thing, held: frozenset[str]) -> Step:
    present = current(notes.database, incoming.uuid, incoming.set_name) if incoming.uuid in held else None
    if present is None:
        return Step(Change.ADDED, incoming, None)
    if present.deleted:
        # Asked for by name and shown in the plan: it comes back from the bin, in its newer wording.
        return Step(Change.UPDATED, incoming, present)
    if notes.journal.has_had(incoming.uuid, incoming.set_name, digest(incoming)):
        return Step(Change.UNCHANGED, incoming, present)
    return Step(Change.UPDATED if _newer(incoming, present) else Change.CONFLICT, incoming, present)


def _winner(step: Step) -> Thing:
    if step.present is None or not step.present.deleted or _newer(step.incoming, step.present):
        return step.incoming
    return replace(step.present, deleted="")


def _newer(one: Thing, other: Thing) -> bool:
    return (one.changed, digest(one)) > (other.changed, digest(other))


def _no_longer_issued(notes: Notes, wanted: Plan) -> list[Thing]:
    """A layer is what its newest issue holds; what that leaves out goes to the bin."""
    held = {step.incoming.uuid for step in wanted.steps}
    name = wanted.kept_apart.name if wanted.kept_apart else ""
    rows = notes.database.rows("SELECT uuid FROM things WHERE set_name = ? AND deleted = ''", (name,))
    found = [current(notes.database, uuid, name) for (uuid,) in rows if uuid not in held]
    return [thing for thing in found if thing is not None]


def remove_set(notes: Notes, name: str, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> int:
    """Take a set kept apart out of the notebook; its things go to the bin. Returns how many. Raises as `apply`."""
    with notes.database.writing():
        rows = notes.database.rows("SELECT id FROM things WHERE set_name = ? AND deleted = '' ORDER BY id", (name,))
        numbers = [number for (number,) in rows]
        with notes.journal.action("remove-set", undoable=False) as action:
            every = zip(watched(numbers, progress, cancelled), currents(notes.database, numbers), strict=True)
            for _, thing in every:
                action.put_after(replace(thing, deleted=action.at), thing)
        notes.database.write("DELETE FROM sets WHERE name = ?", (name,))
    return len(numbers)
