"""Marking at the desk: describe what was chosen, save it, tell everyone. One step of undo each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Unpack

from reader.notebook import anchors, query
from reader.notebook.anchors import Selection
from reader.notebook.journal import Done
from reader.notebook.model import Annotation, Collection, Item, Kind, Target, Thing
from reader.notebook.notes import CollectionEdit, Edit
from reader.notebook.query import Filter, Line, Pick
from reader.notes_desk.desk import NotesDesk, SecondWayNeededError

Place = Selection | int | str | None
"""A selection, a paragraph's number, a section's id, or None for the whole document."""


class Marks:
    """What a person does with marks, on whatever notebook the desk has open. Errors are those of `Notes`."""

    def __init__(self, desk: NotesDesk) -> None:
        """Stands on `desk`."""
        self._desk = desk

    def mark(
        self, kind: Kind, document: str, place: Place, *, note: str = "", tags: Iterable[str] = (), uuid: str = ""
    ) -> Annotation:
        """A new mark; `uuid` lets a draft keep its name.

        Raises:
            NotOpenError: no notebook is open.
            SecondWayNeededError: a recovery code or passphrase must be made first.
            ValueError: `place` holds no text of that document.
        """
        desk = self._desk
        if desk.notebook.needs_second_slot():
            raise SecondWayNeededError
        briefing = desk.shelf.briefing(document)
        made = desk.notes.mark(
            kind, document, briefing.meta.edition, self._targets(document, place), note=note, tags=tags, uuid=uuid
        )
        desk.tell([document])
        return made

    def bookmark_at(self, document: str, place: Place) -> Annotation | None:
        """The bookmark of one's own on exactly that place."""
        if not self._desk.is_open:
            return None
        first = self._targets(document, place)[0]
        for one in query.annotations(
            self._desk.database, Filter(document=document, kinds=(Kind.BOOKMARK,), set_name="")
        ):
            here = one.targets[0]
            if (here.section, here.number, here.start) == (first.section, first.number, first.start):
                return one
        return None

    def change(self, annotation: Annotation, **edit: Unpack[Edit]) -> Annotation:
        """As `Notes.change`."""
        changed = self._desk.notes.change(annotation, **edit)
        self._desk.tell([annotation.document])
        return changed

    def tag(
        self, annotations: Sequence[Annotation | Line], *, add: Iterable[str] = (), drop: Iterable[str] = ()
    ) -> None:
        """Add and drop tags on many marks in one step."""
        self._desk.notes.tag(annotations, add=add, drop=drop)
        self.told(annotations)

    def delete(self, things: Sequence[Thing | Line]) -> None:
        """Into the bin, for 30 days."""
        self._desk.notes.delete(things)
        self.told(things)

    def restore(self, things: Sequence[Thing | Line]) -> None:
        """Back out of the bin."""
        self._desk.notes.restore(things)
        self.told(things)

    def undo(self) -> Done | None:
        """Take the last step back; None where there is none."""
        return self.turned(self._desk.notes.undo())

    def redo(self) -> Done | None:
        """Do the last undone step again; None where there is none."""
        return self.turned(self._desk.notes.redo())

    def turned(self, done: Done | None) -> Done | None:
        """Tell what `Notes.undo` or `redo` did: for those who run them off the GUI thread, where nothing is told."""
        if done is not None:
            self.told(done.things)
        return done

    def told(self, things: Sequence[Thing | Line | Pick]) -> None:
        """Tell that these were changed: for those who change them off the GUI thread, where nothing is told."""
        documents = {thing.document for thing in things if not isinstance(thing, Collection)}
        self._desk.tell(documents, collections=any(isinstance(thing, Collection) for thing in things))

    # Collections

    def gather(self, title: str, introduction: str = "", items: Sequence[Item] = ()) -> Collection:
        """A new collection."""
        made = self._desk.notes.gather(title, introduction, items)
        self._desk.tell(collections=True)
        return made

    def arrange(self, collection: Collection, **edit: Unpack[CollectionEdit]) -> Collection:
        """As `Notes.change_collection`."""
        changed = self._desk.notes.change_collection(collection, **edit)
        self._desk.tell(collections=True)
        return changed

    # Looking

    def in_document(self, document: str, known: Mapping[int, Annotation] | None = None) -> dict[int, Annotation]:
        """As `query.in_document`; nothing while no notebook is open."""
        return query.in_document(self._desk.database, document, known) if self._desk.is_open else {}

    def section_counts(self) -> dict[tuple[str, str], int]:
        """Marks by document and section."""
        return query.section_counts(self._desk.database) if self._desk.is_open else {}

    def next_in(self, document: str, paragraph: int, *, forward: bool = True) -> Line | None:
        """The mark after (or before) a paragraph; None at the end and while no notebook is open."""
        return query.next_in(self._desk.database, document, paragraph, forward=forward) if self._desk.is_open else None

    def get(self, uuid: str, set_name: str = "") -> Annotation:
        """A mark as it is now. Raises UsageError."""
        return self._desk.notes.get(uuid, set_name)

    def _targets(self, document: str, place: Place) -> tuple[Target, ...]:
        if place is None:
            return anchors.describe_document()
        briefing = self._desk.shelf.briefing(document)
        if isinstance(place, str):
            return anchors.describe_section(briefing, place)
        if isinstance(place, int):
            return anchors.describe_paragraph(briefing, place)
        return anchors.describe(briefing, place)
