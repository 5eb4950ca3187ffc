"""What a person does with a notebook: mark, write, tag, gather, delete, undo. Every method is saved when it returns.

All of them raise UnavailableError where the disk will not take the change (nothing is changed then, and the same call
may be made again), DamagedError where the file is not whole, and UsageError for what is read-only or not there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol, TypedDict, Unpack

from reader.errors import UsageError
from reader.language import tr
from reader.notebook.codec import LIMITS, BadThingError, as_tags, decode, encode
from reader.notebook.journal import AnyThing, Done, Journal
from reader.notebook.model import (
    Annotation,
    Collection,
    HistoryEntry,
    Item,
    Kind,
    NoteSet,
    Status,
    Target,
    Thing,
    new_uuid,
)
from reader.notebook.tables import current, currents, numbers_of
from reader.notebook.watched import Cancelled, Progress, watched


class Edit(TypedDict, total=False):
    """What may be changed of an annotation; what is left out, or None, stays."""

    kind: Kind | None
    note: str | None
    tags: Iterable[str] | None


class CollectionEdit(TypedDict, total=False):
    """What may be changed of a collection; what is left out stays."""

    title: str
    introduction: str
    items: tuple[Item, ...]


class Named(Protocol):
    """Names a thing: itself, or a row of a list."""

    @property
    def uuid(self) -> str:
        """Its own, in every copy of it."""
        ...

    @property
    def set_name(self) -> str:
        """The set it stands in, "" for one's own."""
        ...


class Notes:
    """The verbs of a notebook. Reading in bulk is `reader.notebook.query`.

    Those for many things at once tell how far they are, and raise CancelledError where `cancelled` says so; nothing is
    changed then.
    """

    def __init__(self, journal: Journal, author: str) -> None:
        self.journal = journal
        self.database = journal.database
        self._author = author

    def mark(
        self,
        kind: Kind,
        document: str,
        edition: int,
        targets: Sequence[Target],
        *,
        note: str = "",
        tags: Iterable[str] = (),
        uuid: str = "",
    ) -> Annotation:
        """A new annotation. `uuid` lets a draft keep its name."""
        now = self.journal.now()
        made = Annotation(
            uuid=uuid or new_uuid(),
            kind=kind,
            document=document,
            edition=edition,
            targets=tuple(targets),
            note=note,
            tags=_tags(tags),
            created=now,
            changed="",
            author=self._author,
        )
        if uuid and current(self.database, uuid) is not None:
            raise UsageError(tr("There is a note of that name already."))
        return self._put("add", [made])[0]

    def change(self, annotation: Annotation, **edit: Unpack[Edit]) -> Annotation:
        """Another kind, note or tags. Taken from the store, not from `annotation`, is the rest."""
        given = {name: value for name, value in edit.items() if value is not None}
        tags = edit.get("tags")
        if tags is not None:
            given["tags"] = _tags(tags)
        with self.database.writing():
            here = self.get(annotation.uuid, annotation.set_name)
            wanted = replace(here, **given)
            return here if wanted == here else self._put("change", [wanted])[0]

    def tag(
        self,
        annotations: Sequence[Named],
        *,
        add: Iterable[str] = (),
        drop: Iterable[str] = (),
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Add and drop tags on many annotations in one action."""
        added, dropped = _tags(add), set(drop)

        def tagged(here: Thing) -> Thing:
            one = _annotation(here)
            return replace(one, tags=_tags([*(tag for tag in one.tags if tag not in dropped), *added]))

        self._each("tag", annotations, tagged, progress, cancelled)

    def move(self, annotation: Annotation, edition: int, targets: Sequence[Target]) -> Annotation:
        """Give an annotation another place: a candidate that was accepted, or a selection made by hand."""
        with self.database.writing():
            here = self.get(annotation.uuid, annotation.set_name)
            moved = replace(here, edition=edition, targets=tuple(targets), status=Status.ATTACHED)
            return self._put("move", [moved])[0]

    def move_all(
        self,
        moves: Sequence[tuple[Annotation, int, Target]],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """The same for several, as one step of undo: annotation, edition, and its one new target."""
        places = {(one.uuid, one.set_name): (edition, target) for one, edition, target in moves}

        def moved(here: Thing) -> Thing:
            edition, target = places[here.uuid, here.set_name]
            return replace(_annotation(here), edition=edition, targets=(target,), status=Status.ATTACHED)

        self._each("move", [one for one, _, _ in moves], moved, progress, cancelled)

    def retire(self, annotation: Annotation) -> Annotation:
        """Keep an annotation without a place; its old wording stays with it."""
        with self.database.writing():
            here = self.get(annotation.uuid, annotation.set_name)
            return self._put("retire", [replace(here, status=Status.RETIRED)])[0]

    def delete(
        self, things: Sequence[Named], progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        """Put things into the bin, where they stay 30 days. Their date stays: nothing was written."""
        now = self.journal.now()
        self._each("delete", things, lambda here: replace(here, deleted=now), progress, cancelled, dated=False)

    def restore(
        self, things: Sequence[Named], progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        """Take things back out of the bin."""
        self._each("restore", things, lambda here: replace(here, deleted=""), progress, cancelled, dated=False)

    def gather(self, title: str, introduction: str = "", items: Sequence[Item] = ()) -> Collection:
        """A new collection. Raises UsageError where it would hold too much."""
        _fits(items)
        now = self.journal.now()
        made = Collection(new_uuid(), title, introduction, tuple(items), created=now, author=self._author)
        return self._put("gather", [made])[0]

    def change_collection(self, collection: Collection, **edit: Unpack[CollectionEdit]) -> Collection:
        """Another title, introduction, content or order. Raises UsageError where it would hold too much."""
        with self.database.writing():
            here = self.collection(collection.uuid, collection.set_name)
            wanted = replace(here, **edit)
            if wanted == here:
                return here
            _fits(wanted.items)
            _check(wanted, self.journal.now())
            with self.journal.action("change") as action:
                return action.put(wanted, known=here)

    def add_to(self, collection: Collection, items: Iterable[Item]) -> Collection:
        """Add what the collection does not hold yet, at its end. Raises as `change_collection`."""
        with self.database.writing():
            here = self.collection(collection.uuid, collection.set_name)
            held = {(item.kind, item.ref) for item in here.items}
            new = [item for item in dict.fromkeys(items) if (item.kind, item.ref) not in held]
            return self.change_collection(here, items=(*here.items, *new))

    def get(self, uuid: str, set_name: str = "") -> Annotation:
        """An annotation as it is now, in the bin or out of it. Raises UsageError."""
        return _annotation(current(self.database, uuid, set_name))

    def collection(self, uuid: str, set_name: str = "") -> Collection:
        """A collection as it is now. Raises UsageError."""
        found = current(self.database, uuid, set_name)
        if not isinstance(found, Collection):
            raise UsageError(tr("That collection is not in this notebook."))
        return found

    def undo(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done | None:
        """Take the last action back, from before a restart too. Raises CancelledError as well."""
        return self.journal.undo(progress, cancelled)

    def redo(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Done | None:
        """Do the last undone action again. Raises CancelledError as well."""
        return self.journal.redo(progress, cancelled)

    def history(self, thing: Thing) -> tuple[HistoryEntry, ...]:
        """Every state of a thing, newest first."""
        return self.journal.history(thing.uuid, thing.set_name)

    def keep_draft(self, key: str, text: str) -> None:
        """Keep unfinished text; no history, no undo. `key` is the annotation's uuid, or one for what is to be made."""
        with self.database.writing():
            sql = "INSERT OR REPLACE INTO drafts (key, at, text) VALUES (?, ?, ?)"
            self.database.write(sql, (key, self.journal.now(), text))

    def drop_draft(self, key: str) -> None:
        """Forget a draft, once its text is saved or thrown away."""
        with self.database.writing():
            self.database.write("DELETE FROM drafts WHERE key = ?", (key,))

    def drafts(self) -> dict[str, str]:
        """Every draft by its key, newest first."""
        return dict(self.database.rows("SELECT key, text FROM drafts ORDER BY at DESC"))

    def put_set(self, wanted: NoteSet) -> None:
        """Make a set known, or change what is known of it."""
        with self.database.writing():
            self.database.write(
                "INSERT OR REPLACE INTO sets (name, issuer, issued, read_only) VALUES (?, ?, ?, ?)",
                (wanted.name, wanted.issuer, wanted.issued, wanted.read_only),
            )

    def sets(self) -> tuple[NoteSet, ...]:
        """The sets kept apart, by name."""
        rows = self.database.rows("SELECT name, issuer, issued, read_only FROM sets ORDER BY name")
        return tuple(NoteSet(name, issuer, issued, bool(fixed)) for name, issuer, issued, fixed in rows)

    def _each(
        self,
        name: str,
        things: Sequence[Named],
        make: Callable[[Thing], Thing],
        progress: Progress | None,
        cancelled: Cancelled | None,
        *,
        dated: bool = True,
    ) -> None:
        """One action of what `make` changes of many things; where it changes nothing there is no action."""
        with self.database.writing():
            numbers = self._numbers(things)
            every = zip(watched(numbers, progress, cancelled), currents(self.database, numbers), strict=True)
            changed = ((here, wanted) for _, here in every if here != (wanted := make(here)))
            first = next(changed, None)
            if first is None:
                return
            with self.journal.action(name) as action:
                for here, wanted in chain([first], changed):
                    action.put(wanted, dated=dated, known=here)

    def _numbers(self, things: Sequence[Named]) -> list[int]:
        names = {(thing.uuid, thing.set_name) for thing in things}
        found = numbers_of(self.database, names)
        if len(found) < len(names):
            raise UsageError(tr("That note is not in this notebook."))
        return [number for number, _ in found]

    def _put(self, name: str, things: Sequence[AnyThing], *, dated: bool = True) -> list[AnyThing]:
        for thing in things:
            _check(thing, self.journal.now())
        if not things:
            return []
        with self.journal.action(name) as action:
            return [action.put(thing, dated=dated) for thing in things]


def _annotation(thing: Thing | None) -> Annotation:
    if not isinstance(thing, Annotation):
        raise UsageError(tr("That note is not in this notebook."))
    return thing


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    try:
        return as_tags(list(tags))
    except BadThingError as error:
        raise _unfit(error) from error


def _fits(items: Sequence[Item]) -> None:
    """Raises UsageError."""
    if len(items) > LIMITS.items:
        words = tr("A collection holds at most {most} items; with these it would hold {n}.")
        raise UsageError(words.format(most=f"{LIMITS.items:,}", n=f"{len(items):,}"))


def _check(thing: Thing, now: str) -> None:
    """Refuse what could not be read back. Raises UsageError."""
    try:
        decode(encode(replace(thing, changed=thing.changed or now)))
    except BadThingError as error:
        raise _unfit(error) from error


def _unfit(error: BadThingError) -> UsageError:
    words = tr("This cannot be kept: “{field}” must be {expected}.")
    return UsageError(words.format(field=error.field, expected=error.expected))
