"""Notes and new editions: what must be carried, carrying it, and the list a person looks at (FORMATS N3)."""

from collections.abc import Callable
from dataclasses import dataclass

from reader.errors import ReaderError
from reader.library.model import Briefing
from reader.notebook import query, review
from reader.notebook.anchors import Gone, Outcome
from reader.notebook.model import Annotation, Target
from reader.notebook.query import Line
from reader.notebook.review import Carried
from reader.notes_desk.desk import NotesDesk


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the review list opened: the mark, what was found of it, the document as it is now (None: not here)."""

    annotation: Annotation
    outcome: Outcome
    briefing: Briefing | None


def stale(desk: NotesDesk) -> tuple[Annotation, ...]:
    """Marks that stand in another edition than the one on the shelf. Cheap enough to ask at every opening."""
    editions = {entry.key: entry.meta.edition for entry in desk.shelf.entries}
    return review.stale(desk.notes, editions)


def carry(
    desk: NotesDesk,
    found: tuple[Annotation, ...],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Carried:
    """Work out where they stand now; changes nothing, and may run off the GUI thread. Raises CancelledError."""
    briefings: dict[str, Briefing] = {}
    for key in dict.fromkeys(annotation.document for annotation in found):
        try:
            briefings[key] = desk.shelf.briefing(key)
        except ReaderError:
            continue
    return review.carry(found, briefings, progress=progress, cancelled=cancelled)


def save(
    desk: NotesDesk,
    carried: Carried,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Save what `carry` worked out; may run off the GUI thread, and tells nobody. Raises as `review.apply`."""
    review.apply(desk.notes, carried, progress=progress, cancelled=cancelled)


def told(desk: NotesDesk, carried: Carried) -> None:
    """Say what `save` changed, on the GUI thread."""
    desk.tell({annotation.document for annotation in carried.changed})


def waiting(desk: NotesDesk, document: str = "") -> tuple[Line, ...]:
    """The review list; nothing while no notebook is open."""
    return review.to_review(desk.notes, document) if desk.is_open else ()


def count_waiting(desk: NotesDesk) -> int:
    """How many stand on it."""
    return query.count(desk.database, review.WAITING) if desk.is_open else 0


def look(desk: NotesDesk, line: Line) -> Look:
    """One row opened. Raises UsageError where the mark is no longer there."""
    annotation = desk.notes.get(line.uuid, line.set_name)
    try:
        briefing = desk.shelf.briefing(annotation.document)
    except ReaderError:
        return Look(annotation, Gone(), None)
    return Look(annotation, review.candidates(annotation, briefing), briefing)


def accept(desk: NotesDesk, opened: Look, target: Target) -> Annotation:
    """Move the mark to a candidate, or to any other place that was chosen by hand. Raises as `Notes.move`."""
    edition = opened.briefing.meta.edition if opened.briefing is not None else opened.annotation.edition
    moved = desk.notes.move(opened.annotation, edition, (target,))
    desk.tell([moved.document])
    return moved


def retire(desk: NotesDesk, opened: Look) -> Annotation:
    """Keep the mark without a place. Raises as `Notes.retire`."""
    kept = desk.notes.retire(opened.annotation)
    desk.tell([kept.document])
    return kept
