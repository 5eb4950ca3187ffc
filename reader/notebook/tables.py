"""The present state as rows: written only by the journal, read by `query` and `notes`."""

import json

from reader.notebook.codec import unpack
from reader.notebook.model import Annotation, Collection, Target, Thing
from reader.notebook.store import Database

EXCERPT = 400
"""Characters of a quote or note that a row of a list shows; the whole text stands in the thing itself."""


def current(database: Database, uuid: str, set_name: str = "") -> Thing | None:
    """A thing as it is now, in the bin or out of it; None where there is none."""
    state = database.value("SELECT state FROM things WHERE uuid = ? AND set_name = ?", (uuid, set_name))
    return None if state is None else unpack(state)


def put(database: Database, thing: Thing, digest: str, state: bytes) -> None:
    """Make `thing` the present state. Only inside `Database.writing`."""
    number = database.value("SELECT id FROM things WHERE uuid = ? AND set_name = ?", (thing.uuid, thing.set_name))
    if number is not None:
        forget(database, int(number))
    row = _annotation_row(thing) if isinstance(thing, Annotation) else _collection_row(thing)
    number = database.write(
        "INSERT INTO things (id, uuid, set_name, type, digest, kind, document, edition, section, number, position, "
        "status, title, note, tags, created, changed, deleted, author, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            thing.uuid,
            thing.set_name,
            type(thing).__name__.lower(),
            digest,
            *row,
            thing.created,
            thing.changed,
            thing.deleted,
            thing.author,
            state,
        ),
    )
    if not thing.deleted:
        _put_parts(database, thing, number)


def forget(database: Database, number: int) -> None:
    """Take a thing's rows out of the present state. Only inside `Database.writing`."""
    for sql in (
        "DELETE FROM words WHERE rowid = ?",
        "DELETE FROM tags WHERE thing = ?",
        "DELETE FROM items WHERE collection = ?",
        "DELETE FROM things WHERE id = ?",
    ):
        database.write(sql, (number,))


def _put_parts(database: Database, thing: Thing, number: int) -> None:
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
    first: Target = thing.targets[0]
    return (
        thing.kind.value,
        thing.document,
        thing.edition,
        first.section,
        first.number,
        first.start,
        thing.status.value,
        thing.quote[:EXCERPT],
        thing.note[:EXCERPT],
        json.dumps(thing.tags, ensure_ascii=False),
    )


def _collection_row(thing: Collection) -> tuple[str | int, ...]:
    return ("", "", 0, "", 0, 0, "", thing.title, thing.introduction[:EXCERPT], "[]")
