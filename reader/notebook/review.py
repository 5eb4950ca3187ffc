"""Carrying notes into new editions, and the list of those a person must look at (FORMATS N3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reader.errors import CancelledError
from reader.library.model import Briefing
from reader.notebook.anchors import Attached, Gone, Outcome, Unsure, reattach, standing
from reader.notebook.codec import pack
from reader.notebook.layout import Layout
from reader.notebook.model import Annotation, Status
from reader.notebook.notes import Notes
from reader.notebook.query import ALL_SETS, Filter, Line, annotations, lines
from reader.notebook.tables import only_moved
from reader.notebook.watched import Cancelled, Progress, watched

SAVED_AT_ONCE = 500
"""Annotations saved in one transaction: a tenth of a second that saving a note meanwhile may wait for its turn."""
WAITING = Filter(statuses=(Status.REVIEW, Status.GONE))
"""The review list, every document's."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a batch: annotations that change, as they were and as they should be, and how many of each."""

    before: tuple[Annotation, ...]
    changed: tuple[Annotation, ...]
    attached: int
    unsure: int
    gone: int


def carry(
    found: Iterable[Annotation],
    briefings: Mapping[str, Briefing],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Carried:
    """Work out where annotations stand in the editions now on the shelf. Changes nothing, needs no store.

    Annotations of documents that are not in `briefings` stay as they are, and so do retired ones.

    Raises:
        CancelledError: `cancelled` said so.
    """
    every = tuple(found)
    layouts: dict[str, Layout] = {}
    before: list[Annotation] = []
    changed: list[Annotation] = []
    tally = {Attached: 0, Unsure: 0, Gone: 0}
    for annotation in watched(every, progress, cancelled):
        briefing = briefings.get(annotation.document)
        if briefing is None or annotation.status is Status.RETIRED:
            continue
        layout = layouts.get(annotation.document)
        if layout is None:
            layout = layouts[annotation.document] = Layout(briefing)
        outcome = standing(annotation.targets, layout)
        tally[type(outcome) if isinstance(outcome, Attached) else outcome] += 1
        wanted = _settled(annotation, outcome, briefing.meta.edition)
        if wanted != annotation:
            before.append(annotation)
            changed.append(wanted)
    return Carried(tuple(before), tuple(changed), tally[Attached], tally[Unsure], tally[Gone])


def apply(
    notes: Notes, carried: Carried, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Save what `carry` worked out, a few at a time. It is no step of undo: it follows the shelf.

    An annotation that was changed or deleted meanwhile keeps that change. Stopped half-way, what is left is still
    `stale` and is carried the next time.

    Raises:
        UnavailableError: the disk will not take it; the same call may be made again.
        CancelledError: `cancelled` said so.
    """
    total = len(carried.changed)
    for start in range(0, total, SAVED_AT_ONCE):
        if cancelled is not None and cancelled():
            raise CancelledError
        some = slice(start, start + SAVED_AT_ONCE)
        _save(notes, list(zip(carried.before[some], carried.changed[some], strict=True)))
        if progress is not None:
            progress(min(start + SAVED_AT_ONCE, total), total)


def _save(notes: Notes, pairs: list[tuple[Annotation, Annotation]]) -> None:
    """One transaction: annotations as they were known to be, and as they should be."""
    packed = [pack(wanted) for _, wanted in pairs]
    with notes.journal.action("reattach", undoable=False) as action:
        rows = _as_known(notes, [before for before, _ in pairs])
        moved: list[tuple[int, Annotation, tuple[str, bytes]]] = []
        for (before, wanted), state in zip(pairs, packed, strict=True):
            row = rows.get((before.uuid, before.set_name))
            if row is not None and only_moved(before, wanted):
                moved.append((row, wanted, state))
                continue
            here = before if row is not None else notes.get(before.uuid, before.set_name)
            placed = replace(here, targets=wanted.targets, edition=wanted.edition, status=wanted.status)
            if placed != here:
                # The text is the person's and its date stays: a merge must not take this for a newer note.
                action.put_as_is(placed, here)
        action.put_moved(moved)


def _as_known(notes: Notes, known: list[Annotation]) -> dict[tuple[str, str], int]:
    """Rows of `things` for those annotations that nothing was done to since they were read."""
    marks = ", ".join("?" * len(known))
    sql = f"SELECT id, uuid, set_name, changed, edition, status, deleted FROM things WHERE uuid IN ({marks})"  # noqa: S608
    here = {
        (uuid, name): (row, *rest) for row, uuid, name, *rest in notes.database.rows(sql, [one.uuid for one in known])
    }
    return {
        key: here[key][0]
        for one in known
        if (key := (one.uuid, one.set_name)) in here
        and here[key][1:] == (one.changed, one.edition, one.status.value, one.deleted)
    }


def stale(notes: Notes, editions: Mapping[str, int]) -> tuple[Annotation, ...]:
    """Annotations that were last attached to another edition than the one on the shelf, every set."""
    found: list[Annotation] = []
    for document, edition in editions.items():
        sql = (
            "SELECT count(*) FROM things WHERE type = 'annotation' AND document = ? AND edition <> ? "
            "AND status IN ('attached', 'review', 'gone')"
        )
        if notes.database.value(sql, (document, edition)):
            for in_bin in (False, True):
                every = annotations(notes.database, Filter(document=document, set_name=ALL_SETS, in_bin=in_bin))
                found.extend(one for one in every if one.edition != edition and one.status is not Status.RETIRED)
    return tuple(found)


def to_review(notes: Notes, document: str = "") -> tuple[Line, ...]:
    """The review list: what a person must look at, by document and place."""
    return lines(notes.database, replace(WAITING, document=document))


def candidates(annotation: Annotation, briefing: Briefing) -> Outcome:
    """Old wording and likely places for one row of the review list, worked out when it is shown."""
    return reattach(annotation.targets, Layout(briefing))


def _settled(annotation: Annotation, outcome: Attached | type[Unsure] | type[Gone], edition: int) -> Annotation:
    if isinstance(outcome, Attached):
        return replace(annotation, targets=outcome.targets, edition=edition, status=Status.ATTACHED)
    return replace(annotation, status=Status.REVIEW if outcome is Unsure else Status.GONE)
