"""The present state as rows: written only by the journal, read by `query` and `notes`."""

import json
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

from reader.notebook.codec import unpack
from reader.notebook.model import Annotation, Collection, Target, Thing
from reader.notebook.store import Database

EXCERPT = 400
"""Characters of a quote or note that a row of a list shows; the whole text stands in the thing itself."""


def current(database: Database, uuid: str, set_name: str = "") -> Thing | None:
    """A thing as it is now, in the bin or out of it; None where there is none."""
    sql = "SELECT state FROM things JOIN changes ON changes.id = change WHERE things.uuid = ? AND things.set_name = ?"
    state = database.value(sql, (uuid, set_name))
    return None if state is None else unpack(state)


def put(database: Database, thing: Thing, change: int, before: Thing | None) -> None:
    """Make `thing`, as row `change` of the changes holds it, the present state after `before`.

    Only inside `Database.writing`.
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
        _put_parts(database, thing, number)
        return
    found = database.value("SELECT id FROM things WHERE uuid = ? AND set_name = ?", (thing.uuid, thing.set_name))
    number = int(found)
    database.write(f"UPDATE things SET ({_COLUMNS}) = ({'?, ' * 14}?) WHERE id = ?", (*values, number))  # noqa: S608
    if _parts(before) != _parts(thing):
        if not before.deleted:
            # What is in the bin has none.
            _forget_parts(database, number)
        _put_parts(database, thing, number)


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
    _forget_parts(database, number)
    database.write("DELETE FROM things WHERE id = ?", (number,))


def _forget_parts(database: Database, number: int) -> None:
    for sql in (
        "DELETE FROM words WHERE rowid = ?",
        "DELETE FROM tags WHERE thing = ?",
        "DELETE FROM items WHERE collection = ?",
    ):
        database.write(sql, (number,))


def _parts(thing: Thing) -> tuple[object, ...]:
    """What `_put_parts` writes depends on."""
    if isinstance(thing, Collection):
        return bool(thing.deleted), thing.introduction, thing.title, thing.items
    return bool(thing.deleted), thing.note, thing.quote, thing.tags


def _put_parts(database: Database, thing: Thing, number: int) -> None:
    if thing.deleted:
        return
    if isinstance(thing, Collection):
        database.write_many(
            "INSERT INTO items (collection, position, kind, ref) VALUES (?, ?, ?, ?)",
            ((number, position, item.kind.value, item.ref) for position, item in enumerate(thing.items)),
        )
        words = (thing.introduction, thing.title, "")
    else:
        database.write_many("INSERT INTO tags (thing, tag) VALUES (?, ?)", ((number, tag) for tag in thing.tags))
        words = (thing.note, thing.quote, " ".join(thing.tags))
    database.write("INSERT INTO words (rowid, note, quote, tags) VALUES (?, ?, ?, ?)", (number, *words))


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
