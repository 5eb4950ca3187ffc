"""Notes and a new edition, counted before it is installed and carried once it is in force (FORMATS N3, P9)."""

from collections.abc import Callable, Iterator, Sequence

from reader.library.model import Briefing
from reader.notebook import review
from reader.notebook.model import Annotation
from reader.notebook.query import ALL_SETS, Filter, annotations
from reader.notebook.review import Carried
from reader.notes_desk.desk import NotesDesk
from reader.packs.plan import ChangeKind, DocumentChange, NoteCount

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

GONE = (ChangeKind.REMOVED, ChangeKind.DROPPED)
"""Documents whose text is not in the new edition."""


class Carrier:
    """The open notebook as installing sees it; a `reader.packs.plan.Notes`. May run off the GUI thread.

    It tells nobody: whoever shows the new edition tells (`PacksDesk.show`).
    """

    def __init__(self, desk: NotesDesk, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Stands on `desk`, which has a notebook open that can be written."""
        self._desk = desk
        self._progress = progress
        self._cancelled = cancelled

    def foresee(self, changes: Sequence[DocumentChange]) -> NoteCount:
        """What `carry` would do; changes nothing. Raises CancelledError."""
        return self._total(changes, save=False)

    def carry(self, changes: Sequence[DocumentChange]) -> NoteCount:
        """Re-attach the notes on these documents.

        Raises:
            UnavailableError: the notebook will not take it; what is left is carried at the next opening.
            CancelledError: as asked for; the same holds.
        """
        return self._total(changes, save=True)

    def _total(self, changes: Sequence[DocumentChange], *, save: bool) -> NoteCount:
        counts = list(self._counts(changes, save=save))
        return NoteCount(*(sum(part) for part in zip(*counts, strict=True))) if counts else NoteCount()

    def _counts(self, changes: Sequence[DocumentChange], *, save: bool) -> Iterator[tuple[int, int, int]]:
        for done, change in enumerate(changes):
            if self._progress is not None:
                self._progress(done, len(changes))
            mine = self._on(change.key, in_bin=False)
            if change.kind in GONE:
                yield 0, 0, len(mine)
                continue
            binned = self._on(change.key, in_bin=True) if save else ()
            # Reads and parses the document: only where there is a note on it.
            briefing = change.text_after() if mine or binned else None
            if briefing is None:
                yield 0, 0, len(mine)
                continue
            found = self._one(change.key, mine, briefing, save=save)
            self._one(change.key, binned, briefing, save=save)
            retired = len(mine) - found.attached - found.unsure - found.gone
            stay = found.attached + retired
            look = found.unsure + found.gone
            yield (0, look, stay) if change.kind is ChangeKind.WITHDRAWN else (stay, look, 0)

    def _on(self, key: str, *, in_bin: bool) -> tuple[Annotation, ...]:
        return annotations(self._desk.database, Filter(document=key, set_name=ALL_SETS, in_bin=in_bin))

    def _one(self, key: str, found: Sequence[Annotation], briefing: Briefing, *, save: bool) -> Carried:
        carried = review.carry(found, {key: briefing}, cancelled=self._cancelled)
        if save and carried.changed:
            review.apply(self._desk.notes, carried, cancelled=self._cancelled)
        return carried
