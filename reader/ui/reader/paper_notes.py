"""The notebook's marks on the open paper: read once, changed through the desk, watched by everything that shows them.

Nothing here is painted before the notebook has saved it. A failure changes nothing and is told by `refused`.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import QObject, Signal

from reader.errors import ReaderError
from reader.library.model import Briefing
from reader.notebook import query
from reader.notebook.anchors import Selection, describe, located
from reader.notebook.layout import Layout
from reader.notebook.model import Annotation, Kind, new_uuid
from reader.notebook.notes import Edit
from reader.notes_desk import drafts
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.desk import Changed, NotesDesk, NotOpenError, State
from reader.notes_desk.marking import Marks, Place
from reader.ui.reader.mark_layer import Ref, ref_of

if TYPE_CHECKING:
    from collections.abc import Generator

AT_ONCE = 500
"""Marks read in one go: a fiftieth of a second."""


class PaperNotes(QObject):
    """Marks and drafts of one paper.

    Signals:
        changed(): marks or drafts are others than before.
        activated(): another mark is the active one, or none.
        availability_changed(): a notebook was opened or locked.
        refused(ReaderError): something could not be done; nothing was changed.
    """

    changed = Signal()
    activated = Signal()
    availability_changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Without a notebook; see `use`."""
        super().__init__(parent)
        self._saved: dict[Ref, Annotation] = {}
        self._read: dict[int, Annotation] = {}
        self.drafts: dict[Ref, Annotation] = {}
        self.active: Ref | None = None
        self._unkept: dict[Ref, Annotation] = {}
        self.just_saved: tuple[Ref | None, str] = (None, "")
        self.layout: Layout | None = None
        self._desk: NotesDesk | None = None
        self._marks: Marks | None = None
        self._doing = self._stale = False
        self.in_sight: Callable[[], bool] = lambda: True
        self._keepers: list[Callable[[], None]] = []
        self._issued: dict[Ref, Annotation] = {}
        self._issues: Callable[[str], Sequence[Annotation]] | None = None

    # The notebook

    def use(self, desk: NotesDesk, marks: Marks) -> None:
        """Show what `desk` has open, and keep drafts before it is locked."""
        self._desk, self._marks = desk, marks
        ends = [desk.on_change(self._told), desk.before_lock(self.keep_everything)]
        self.destroyed.connect(lambda: [end() for end in ends])
        self.read()
        self.availability_changed.emit()

    def use_issued(self, issues: Callable[[str], Sequence[Annotation]]) -> None:
        """Show issued layers too (FORMATS N6), with or without a notebook; `issues` gives those of a document."""
        self._issues = issues
        issued = self._read_issued()
        if issued != self._issued:
            self._issued = issued
            self.changed.emit()

    @property
    def state(self) -> State:
        """Of the notebook."""
        return self._desk.state if self._desk is not None else State.NONE

    @property
    def is_open(self) -> bool:
        """Whether there is a notebook to read."""
        return self._desk is not None and self._desk.is_open

    @property
    def forbidden(self) -> bool:
        """Whether the organisation has notes switched off."""
        return self._desk is not None and self._desk.rules.off

    @property
    def read_only(self) -> bool:
        """Whether an open notebook cannot be written."""
        return self.is_open and self._desk is not None and not self._desk.can_write

    def case_hint(self, text: str) -> str:
        """What is to be said where `text` looks like case data, "" where nothing is."""
        return case_hint(text, self._desk.rules) if self._desk is not None else ""

    def before_keeping(self, keep: Callable[[], None]) -> None:
        """Have `keep` called when unfinished text must be put away: an editor's own."""
        self._keepers.append(keep)

    def keep_everything(self) -> None:
        """Put every unfinished text away: the paper is left, or the notebook about to be locked."""
        for keep in self._keepers:
            keep()
        for draft in tuple(self._unkept.values()):
            self.keep_draft(draft, draft.note, draft.tags)

    def _told(self, changed: Changed) -> None:
        if changed.state:
            self.active = None
            self._unkept.clear()
            self._read_when_seen()
            self.activated.emit()
            self.availability_changed.emit()
        elif not self._doing and (not changed.documents or self.key in changed.documents):
            self._read_when_seen()

    def _read_when_seen(self) -> None:
        """A paper out of sight need not hold up what is on the screen; what a closed notebook left goes at once."""
        if self.in_sight() or not self.is_open:
            self.read()
        else:
            self._stale = True

    def catch_up(self) -> None:
        """The paper comes into sight: read what was left unread."""
        if self._stale:
            self.read()

    # The paper

    @property
    def key(self) -> str:
        """Of the open paper, "" for none."""
        return self.layout.briefing.key if self.layout is not None else ""

    def open(self, briefing: Briefing | None) -> None:
        """Another paper, or none; call `read` when its text is on the screen."""
        self.keep_everything()
        self.layout = Layout(briefing) if briefing is not None else None
        self._saved, self._read, self.drafts, self._issued, self.active = {}, {}, {}, {}, None
        # What was left unread was another paper's, and this one's marks are read once its text is on the screen.
        self._stale = False
        self.changed.emit()
        self.activated.emit()

    def read(self) -> None:
        """Read the paper's marks and drafts again; where no notebook is open, issued layers alone are left."""
        self._stale = False
        read, self._read = self._read, {}
        self._saved, self.drafts = {}, {}
        self._issued = self._read_issued()
        if self.key and self.is_open and self._marks is not None and self._desk is not None:
            try:
                self._read = self._marks.in_document(self.key, read)
                self._saved = {ref_of(one): one for one in self._read.values()}
                self.drafts = {ref_of(one): one for one in drafts.kept(self._desk) if one.document == self.key}
                self.drafts |= {ref: one for ref, one in self._unkept.items() if one.document == self.key}
            except ReaderError as error:
                self.refused.emit(error)
        if self.active is not None and self.get(self.active) is None:
            self.active = None
            self.activated.emit()
        self.changed.emit()

    def read_some(self) -> bool:
        """Read a few of a paper's thousands of marks ahead of `read`. False while there are more."""
        if not self.key or not self.is_open or self._desk is None:
            return True
        with suppress(ReaderError):
            # What cannot be read is told by `read`.
            every = query.changes_in(self._desk.database, self.key)
            left = [change for change in every if change not in self._read]
            self._read |= query.states(self._desk.database, left[:AT_ONCE])
            return len(left) <= AT_ONCE
        return True

    def _read_issued(self) -> dict[Ref, Annotation]:
        if not self.key or self._issues is None:
            return {}
        try:
            return {ref_of(one): one for one in self._issues(self.key)}
        except ReaderError as error:
            self.refused.emit(error)
            return {}

    @property
    def items(self) -> tuple[Annotation, ...]:
        """Saved marks, notes that are drafts only, and those of issued layers."""
        drafts = (draft for ref, draft in self.drafts.items() if ref not in self._saved)
        return (*self.saved, *drafts, *self._issued.values())

    @property
    def saved(self) -> tuple[Annotation, ...]:
        """Saved marks."""
        return tuple(self._saved.values())

    def get(self, ref: Ref) -> Annotation | None:
        """A mark as it is saved or was issued; a note that is a draft only, as it is."""
        return self._saved.get(ref) or self.drafts.get(ref) or self._issued.get(ref)

    def is_saved(self, ref: Ref) -> bool:
        """Whether the notebook holds it as a mark, not as a draft only."""
        return ref in self._saved

    def activate(self, ref: Ref | None) -> None:
        """Make a mark the active one, or none."""
        if ref is not None and self.get(ref) is None:
            ref = None
        if ref != self.active:
            self.active = ref
            self.just_saved = (None, "")
            self.activated.emit()

    def tags(self) -> tuple[str, ...]:
        """Every tag in use, for completion."""
        if self._desk is None or not self._desk.is_open:
            return ()
        return tuple(tag for tag, _ in query.tags(self._desk.database))

    # Doing

    @contextmanager
    def _work(self) -> "Generator[Marks]":
        """The desk's verbs. What they tell meanwhile is known here already."""
        if self._marks is None:
            raise NotOpenError
        self._doing = True
        try:
            yield self._marks
        finally:
            self._doing = False

    def mark(self, kind: Kind, place: Place, *, note: str = "", tags: Iterable[str] = ()) -> Annotation | None:
        """A new mark. None where it could not be made; why was told by `refused`."""
        try:
            with self._work() as marks:
                made = marks.mark(kind, self.key, place, note=note, tags=tags)
        except ReaderError as error:
            self.refused.emit(error)
            return None
        self._replace(made)
        return made

    def change(self, ref: Ref, **edit: Unpack[Edit]) -> Annotation | None:
        """Change a mark; None as `mark`."""
        here = self.get(ref)
        if here is None:
            return None
        try:
            with self._work() as marks:
                changed = marks.change(here, **edit)
        except ReaderError as error:
            self.refused.emit(error)
            return None
        self._replace(changed)
        return changed

    def delete(self, ref: Ref) -> bool:
        """Put a mark into the bin, or throw a draft away."""
        here = self.get(ref)
        if here is None:
            return False
        try:
            with self._work() as marks:
                if self.is_saved(ref):
                    marks.delete([here])
                self._forget_draft(ref)
        except ReaderError as error:
            self.refused.emit(error)
            return False
        self._saved.pop(ref, None)
        if self.active == ref:
            self.active = None
            self.activated.emit()
        self.changed.emit()
        return True

    def bookmark_at(self, place: Place) -> Annotation | None:
        """The bookmark on exactly that place, None where there is none."""
        with suppress(ReaderError):
            return self._marks.bookmark_at(self.key, place) if self._marks is not None else None
        return None

    def _replace(self, one: Annotation) -> None:
        self._saved[ref_of(one)] = one
        self.changed.emit()

    # Drafts

    def draft_for(self, kind: Kind, selection: Selection) -> Annotation | None:
        """A note to be written on a selection, which nothing holds yet."""
        if self.layout is None:
            return None
        briefing = self.layout.briefing
        targets = describe(briefing, selection)
        created = self._desk.notes.journal.now() if self._desk is not None and self._desk.is_open else ""
        return Annotation(
            new_uuid(), kind, briefing.key, briefing.meta.edition, targets, created=created, changed=created
        )

    def hold(self, draft: Annotation) -> None:
        """Show a note that is not saved, without keeping it."""
        self.drafts[ref_of(draft)] = draft
        self.changed.emit()

    def keep_draft(self, annotation: Annotation, note: str, tags: Sequence[str]) -> bool:
        """Keep unfinished text in the notebook. False where it cannot be; why was told by `refused`."""
        if self._desk is None or not self._desk.can_write:
            return False
        draft = replace(annotation, note=note, tags=tuple(tags))
        try:
            drafts.keep(self._desk, draft)
        except ReaderError as error:
            self._unkept[ref_of(draft)] = draft  # it is tried again whenever something is put away
            self.refused.emit(error)
            return False
        self._unkept.pop(ref_of(draft), None)
        if draft.document == self.key:
            self.drafts[ref_of(draft)] = draft
        return True

    def drop_draft(self, ref: Ref) -> None:
        """Forget a draft whose text is saved or thrown away."""
        try:
            self._forget_draft(ref)
        except ReaderError as error:
            self.refused.emit(error)
        self.changed.emit()

    def _forget_draft(self, ref: Ref) -> None:
        self._unkept.pop(ref, None)
        if self.drafts.pop(ref, None) is not None and self._desk is not None and self._desk.can_write:
            self._desk.notes.drop_draft(ref[0])

    def save_draft(self, draft: Annotation, note: str, tags: Sequence[str]) -> Annotation | None:
        """Make the mark that a draft stands for; None as `mark`, and then the draft is still there."""
        first, last = draft.targets[0], draft.targets[-1]
        spots = [located(target, self.layout) for target in (first, last)] if self.layout is not None else []
        start, end = (spots[0], spots[-1]) if spots else (None, None)
        if start is None or end is None:
            return None
        place = Selection(start.paragraph.number, start.start, end.paragraph.number, end.end)
        made = self.mark(draft.kind, place, note=note, tags=tags)
        if made is not None:
            active = self.active == ref_of(draft)
            self.drop_draft(ref_of(draft))
            if active:
                self.activate(ref_of(made))
        return made
