"""The present state as rows: written only by the journal, read by `query` and `notes`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

from reader.notebook.codec import unpack
from reader.notebook.model import Annotation, Collection, Target, Thing
from reader.notebook.store import Database

EXCERPT = 400
"""Characters of a quote or note that a row of a list shows; the whole text stands in the thing itself."""
AT_ONCE = 200
"""Things read in one go where there are many."""
MOST_HELD = 20_000_000
"""Characters that wait for the full-text index at once."""
Name = tuple[str, str]
"""A thing's uuid and the set it stands in."""
One = TypeVar("One")


def current(database: Database, uuid: str, set_name: str = "") -> Thing | None:
    """A thing as it is now, in the bin or out of it; None where there is none."""
    sql = "SELECT state FROM things JOIN changes ON changes.id = change WHERE things.uuid = ? AND things.set_name = ?"
    state = database.value(sql, (uuid, set_name))
    return None if state is None else unpack(state)


def numbers_of(database: Database, names: Iterable[Name]) -> list[tuple[int, Name]]:
    """The rows of `things` that hold these, ascending; what is not there is left out.

    Many changes are best made in this order: at each step back the full-text index begins a new segment.
    """
    found: list[tuple[int, Name]] = []
    for some in batches(list(dict.fromkeys(names))):
        marks = ", ".join(["(?, ?)"] * len(some))
        sql = f"SELECT id, uuid, set_name FROM things WHERE (uuid, set_name) IN (VALUES {marks})"  # noqa: S608 - question marks
        rows = database.rows(sql, [part for name in some for part in name])
        found += [(number, (uuid, set_name)) for number, uuid, set_name in rows]
    return sorted(found)


def currents(database: Database, numbers: Sequence[int]) -> Iterator[Thing]:
    """What stands in these rows of `things`, in their order, read AT_ONCE at a time."""
    for some in batches(numbers):
        marks = ", ".join("?" * len(some))
        sql = f"SELECT things.id, state FROM things JOIN changes ON changes.id = change WHERE things.id IN ({marks})"  # noqa: S608
        states = dict(database.rows(sql, some))
        for number in some:
            yield unpack(states[number])


class Words:
    """What many changes do to the full-text index, held until `write`: first all that goes, then all that comes.

    In turns the same takes four times as long.
    """

    def __init__(self, database: Database) -> None:
        """Nothing is held yet."""
        self._database = database
        self._gone: set[int] = set()
        self._come: dict[int, tuple[str, ...]] = {}
        self._held = 0

    def take_out(self, number: int) -> None:
        """What row `number` of `things` says is no longer to be found."""
        if self._come.pop(number, None) is None:
            self._gone.add(number)

    def put_in(self, number: int, words: tuple[str, ...]) -> None:
        """It is to be found by its note, quote and tags."""
        self._come[number] = words
        self._held += sum(map(len, words))
        if self._held > MOST_HELD:
            self.write()

    def write(self) -> None:
        """Write it all. Only inside `Database.writing`."""
        self._database.write_many("DELETE FROM words WHERE rowid = ?", ((number,) for number in sorted(self._gone)))
        sql = "INSERT INTO words (rowid, note, quote, tags) VALUES (?, ?, ?, ?)"
        self._database.write_many(sql, ((number, *self._come[number]) for number in sorted(self._come)))
        self._gone.clear()
        self._come.clear()
        self._held = 0


def put(database: Database, thing: Thing, change: int, before: Thing | None, words: Words) -> None:
    """Make `thing`, as row `change` of the changes holds it, the present state after `before`.

    Only inside `Database.writing`; `words.write` follows there once all is done.
    """
    if isinstance(thing, Annotation) and isinstance(before, Annotation) and only_moved(before, thing):
        sql = f"UPDATE things SET ({_PLACE}) = (?, ?, ?, ?, ?, ?, ?) WHERE uuid = ? AND set_name = ?"  # noqa: S608 - constants
        database.write(sql, (*_place(thing), change, thing.uuid, thing.set_name))
        return
    row = _annotation_row(thing) if isinstance(thing, Annotation) else _collection_row(thing)
    values = (*row, thing.changed, thing.deleted, change)
    if before is None:
        sql = f"INSERT INTO things ({_COLUMNS}, uuid, set_name, type) VALUES ({'?, ' * 17}?)"  # noqa: S608 - constants
        number = database.write(sql, (*values, thing.uuid, thing.set_name, type(thing).__name__.lower()))
        if isinstance(thing, Collection):
            _put_items(database, number, None, thing)
        _put_parts(database, thing, number, words)
        return
    found = database.value("SELECT id FROM things WHERE uuid = ? AND set_name = ?", (thing.uuid, thing.set_name))
    number = int(found)
    database.write(f"UPDATE things SET ({_COLUMNS}) = ({'?, ' * 14}?) WHERE id = ?", (*values, number))  # noqa: S608
    if _parts(before) != _parts(thing):
        if not before.deleted:
            # What is in the bin has none.
            words.take_out(number)
        if isinstance(before, Collection) and isinstance(thing, Collection):
            _put_items(database, number, before, thing)
        elif not before.deleted:
            _forget_parts(database, number)
        _put_parts(database, thing, number, words)


def only_moved(before: Annotation, thing: Annotation) -> bool:
    """Whether nothing but its place differs, as after re-attaching: then lists and words stay as they are."""
    return _all_but_place(before) == _all_but_place(thing) and before.quote == thing.quote


_all_but_place = attrgetter(
    *(field.name for field in fields(Annotation) if field.name not in {"targets", "edition", "status"})
)


def place_many(database: Database, moved: Sequence[tuple[int, Annotation, int]]) -> None:
    """Give many things that `only_moved` their new places at once: row of `things`, thing, row of `changes`.

    Only inside `Database.writing`.
    """
    sql = f"UPDATE things SET ({_PLACE}) = (?, ?, ?, ?, ?, ?, ?) WHERE id = ?"  # noqa: S608 - constants
    database.write_many(sql, ((*_place(thing), change, number) for number, thing, change in moved))


_PLACE = "edition, section, number, last, position, status, change"
_COLUMNS = (
    "kind, document, edition, section, number, last, position, status, has_note, title, note, tags, changed, deleted, "
    "change"
)  # fmt: skip


def forget(database: Database, number: int) -> None:
    """Take a thing's rows out of the present state. Only inside `Database.writing`."""
    database.write("DELETE FROM words WHERE rowid = ?", (number,))
    _forget_parts(database, number)
    database.write("DELETE FROM things WHERE id = ?", (number,))


def _forget_parts(database: Database, number: int) -> None:
    for sql in ("DELETE FROM tags WHERE thing = ?", "DELETE FROM items WHERE collection = ?"):
        database.write(sql, (number,))


def _put_items(database: Database, number: int, before: Collection | None, thing: Collection) -> None:
    """Only what stands elsewhere than before: one of thousands is moved at once."""
    was, wanted = _items(before), _items(thing)
    database.write_many(
        "INSERT OR REPLACE INTO items (collection, position, kind, ref) VALUES (?, ?, ?, ?)",
        (
            (number, position, *item)
            for position, item in enumerate(wanted)
            if position >= len(was) or was[position] != item
        ),
    )
    if len(was) > len(wanted):
        database.write("DELETE FROM items WHERE collection = ? AND position >= ?", (number, len(wanted)))


def _items(held: Collection | None) -> list[tuple[str, str]]:
    """As the table holds them: what is in the bin has none."""
    return [(item.kind.value, item.ref) for item in held.items] if held is not None and not held.deleted else []


def batches(many: Sequence[One]) -> Iterator[Sequence[One]]:
    """The same, AT_ONCE at a time."""
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]


def _parts(thing: Thing) -> tuple[object, ...]:
    """What `_put_parts` writes depends on."""
    if isinstance(thing, Collection):
        # Whether an item was read is no part of what it is found by.
        return bool(thing.deleted), thing.introduction, thing.title, _items(thing)
    return bool(thing.deleted), thing.note, thing.quote, thing.tags


def _put_parts(database: Database, thing: Thing, number: int, words: Words) -> None:
    if thing.deleted:
        return
    if isinstance(thing, Collection):
        words.put_in(number, (thing.introduction, thing.title, ""))
    else:
        database.write_many("INSERT INTO tags (thing, tag) VALUES (?, ?)", ((number, tag) for tag in thing.tags))
        words.put_in(number, (thing.note, thing.quote, " ".join(thing.tags)))


def _annotation_row(thing: Annotation) -> tuple[str | int, ...]:
    return (
        thing.kind.value,
        thing.document,
        *_place(thing),
        bool(thing.note),
        thing.quote[:EXCERPT],
        thing.note[:EXCERPT],
        json.dumps(thing.tags, ensure_ascii=False),
    )


def _place(thing: Annotation) -> tuple[str | int, ...]:
    first: Target = thing.targets[0]
    last = max(target.number for target in thing.targets)
    return thing.edition, first.section, first.number, last, first.start, thing.status.value


def _collection_row(thing: Collection) -> tuple[str | int, ...]:
    return ("", "", 0, "", 0, 0, 0, "", bool(thing.introduction), thing.title, thing.introduction[:EXCERPT], "[]")
