"""Finding one's own notes: filters, full text inside the encrypted file, counts, next and previous."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.notebook.codec import unpack_annotation, unpack_collection
from reader.notebook.model import Annotation, Collection, Kind, Status
from reader.notebook.store import Database, Row, Value
from reader.notebook.tables import batches

MAX_WORDS = 20
"""Words of a search that are used; more would only narrow it to nothing."""
_WORD = re.compile(r"\w+", re.UNICODE)
ALL_SETS = "*"


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list; every part that is set must hold.

    Attributes:
        text: words that must all stand in note, quote or tags; the last may be unfinished.
        kinds: any of these.
        tags: all of these.
        document: key of one document, "" for all.
        section: id of one section of that document, "" for all.
        collection: uuid of a collection that must hold it.
        since: stamp of the earliest change, "" for any.
        until: stamp that the change must be before, "" for any.
        statuses: any of these.
        set_name: "" for one's own, a set's name, or ALL_SETS.
        with_note: only those with a note's text of their own.
        in_bin: list the bin instead.
        newest_first: order by change; otherwise by document and place.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    tags: tuple[str, ...] = ()
    document: str = ""
    section: str = ""
    collection: str = ""
    since: str = ""
    until: str = ""
    statuses: tuple[Status, ...] = ()
    set_name: str = ALL_SETS
    with_note: bool = False
    in_bin: bool = False
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, cheap to load by the thousand; the fields are the annotation's.

    `number` and `last` are the first and the last paragraph marked. Quote and note are excerpts (`tables.EXCERPT`).
    """

    uuid: str
    set_name: str
    kind: Kind
    document: str
    edition: int
    section: str
    number: int
    last: int
    quote: str
    note: str
    tags: tuple[str, ...]
    changed: str
    status: Status
    deleted: str


class Pick(NamedTuple):
    """What is asked of a mark where thousands are chosen; the fields are the annotation's."""

    uuid: str
    set_name: str
    document: str
    deleted: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many marks of each kind, and how many that have a note's text of their own."""

    kinds: Mapping[Kind, int]
    noted: int


@dataclass(frozen=True, slots=True)
class Head:
    """A collection's name, and how many items it holds."""

    uuid: str
    title: str
    count: int


_LINE = "uuid, set_name, kind, document, edition, section, number, last, title, note, tags, changed, status, deleted"


def lines(database: Database, wanted: Filter, *, limit: int = -1, offset: int = 0) -> tuple[Line, ...]:
    """The rows a filter lets through; `limit` -1 is all of them."""
    where, values = _where(wanted)
    order = _order(wanted)
    # The inner query is answered from an index alone; only the rows that are shown are read.
    sql = (
        f"SELECT {_LINE} FROM things JOIN (SELECT id AS chosen FROM things WHERE {where} "  # noqa: S608 - our own words
        f"ORDER BY {order} LIMIT ? OFFSET ?) ON chosen = id ORDER BY {order}"
    )
    return tuple(_line(row) for row in database.rows(sql, (*values, limit, offset)))


def _order(wanted: Filter) -> str:
    return "changed DESC, id DESC" if wanted.newest_first else "document, number, position, id"


def picks(database: Database, wanted: Filter) -> tuple[Pick, ...]:
    """Every mark a filter lets through, in the order of `lines`."""
    where, values = _where(wanted)
    sql = f"SELECT uuid, set_name, document, deleted FROM things WHERE {where} ORDER BY {_order(wanted)}"  # noqa: S608 - our own words
    return tuple(map(Pick._make, database.rows(sql, values)))


def place_of(database: Database, wanted: Filter, uuid: str, set_name: str) -> int | None:
    """How many of the `lines` stand before that of a mark; None where the filter does not let it through."""
    where, values = _where(wanted)
    name = (uuid, set_name)
    here = "FROM things WHERE uuid = ? AND set_name = ?"
    if not database.value(f"SELECT count(*) {here} AND {where}", (*name, *values)):
        return None
    fields, before = ("changed, id", ">") if wanted.newest_first else ("document, number, position, id", "<")
    sql = f"SELECT count(*) FROM things WHERE {where} AND ({fields}) {before} (SELECT {fields} {here})"  # noqa: S608
    return int(database.value(sql, (*values, *name)))


def _line(row: Row) -> Line:
    uuid, set_name, kind, document, edition, section, number, last, quote, note, tags, changed, status, deleted = row
    return Line(
        uuid=uuid,
        set_name=set_name,
        kind=Kind(kind),
        document=document,
        edition=edition,
        section=section,
        number=number,
        last=last,
        quote=quote,
        note=note,
        tags=() if tags == "[]" else tuple(json.loads(tags)),
        changed=changed,
        status=Status(status),
        deleted=deleted,
    )


def named(database: Database, uuids: Sequence[str]) -> dict[str, Line]:
    """The lines of these marks, one's own where a colleague's has the same uuid; those in the bin are left out."""
    sql = (
        # The pluses keep the planner from going through every mark that is not in the bin.
        f"SELECT {_LINE} FROM things WHERE +type = 'annotation' AND +deleted = '' "  # noqa: S608 - question marks
        f"AND uuid IN ({', '.join('?' * len(uuids))}) ORDER BY set_name DESC"
    )
    return {line.uuid: line for line in map(_line, database.rows(sql, uuids))}


def count(database: Database, wanted: Filter) -> int:
    """How many a filter lets through."""
    where, values = _where(wanted)
    return int(database.value(f"SELECT count(*) FROM things WHERE {where}", values))  # noqa: S608 - our own words


def documents(database: Database, wanted: Filter) -> dict[str, int]:
    """How many a filter lets through of each document, by its key."""
    where, values = _where(wanted)
    sql = f"SELECT document, count(*) FROM things WHERE {where} GROUP BY document"  # noqa: S608 - our own words
    return dict(database.rows(sql, values))


def annotations(database: Database, wanted: Filter) -> tuple[Annotation, ...]:
    """The whole annotations a filter lets through, by document and place."""
    where, values = _where(wanted)
    sql = (
        "SELECT state FROM changes JOIN (SELECT change, document, number, position, id AS thing FROM things "  # noqa: S608 - our own words
        f"WHERE {where}) ON change = changes.id ORDER BY document, number, position, thing"
    )
    return tuple(unpack_annotation(state) for (state,) in database.rows(sql, values))


def in_document(
    database: Database, document: str, known: Mapping[int, Annotation] | None = None
) -> dict[int, Annotation]:
    """Everything to paint in a document, in the order of its text, every set, by its rows of `changes`.

    What is `known` by its row already is given back as it is: one mark changed, and not thousands are read.
    """
    known = known or {}
    changes = changes_in(database, document)
    found = states(database, [change for change in changes if change not in known])
    return {change: known.get(change) or found[change] for change in changes}


def changes_in(database: Database, document: str) -> list[int]:
    """Rows of `changes` that hold what `in_document` gives, in its order."""
    sql = (
        "SELECT change FROM things WHERE type = 'annotation' AND deleted = '' AND document = ? "
        "ORDER BY number, position, id"
    )
    return [change for (change,) in database.rows(sql, (document,))]


def states(database: Database, changes: Sequence[int]) -> dict[int, Annotation]:
    """The annotations that these rows of `changes` hold."""
    found: dict[int, Annotation] = {}
    for some in batches(changes):
        sql = f"SELECT id, state FROM changes WHERE id IN ({', '.join('?' * len(some))})"  # noqa: S608 - question marks
        found |= {change: unpack_annotation(state) for change, state in database.rows(sql, some)}
    return found


def collections(database: Database, set_name: str = ALL_SETS, *, in_bin: bool = False) -> tuple[Collection, ...]:
    """The collections, by title."""
    rows = database.rows(
        "SELECT state FROM things JOIN changes ON changes.id = change WHERE type = 'collection' "
        "AND (? = '*' OR things.set_name = ?) AND (deleted <> '') = ? ORDER BY title COLLATE NOCASE, things.id",
        (set_name, set_name, in_bin),
    )
    return tuple(unpack_collection(state) for (state,) in rows)


def heads(database: Database) -> tuple[Head, ...]:
    """The collections by title, without what is in them."""
    rows = database.rows(
        "SELECT uuid, title, (SELECT count(*) FROM items WHERE collection = things.id) FROM things "
        "WHERE type = 'collection' AND deleted = '' ORDER BY title COLLATE NOCASE, id"
    )
    return tuple(Head(*row) for row in rows)


def holding(database: Database, uuid: str) -> tuple[str, ...]:
    """The uuids of the collections that hold an annotation."""
    sql = "SELECT DISTINCT uuid FROM items JOIN things ON collection = things.id WHERE ref = ? AND deleted = ''"
    return tuple(found for (found,) in database.rows(sql, (uuid,)))


def tags(database: Database) -> tuple[tuple[str, int], ...]:
    """Every tag in use and how often, by name, for completion and filters."""
    sql = "SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY tag COLLATE NOCASE"
    return tuple((tag, number) for tag, number in database.rows(sql))


def counts(database: Database) -> dict[str, int]:
    """How many annotations each document has, by its key."""
    sql = "SELECT document, count(*) FROM things WHERE type = 'annotation' AND deleted = '' GROUP BY document"
    return dict(database.rows(sql))


def section_counts(database: Database) -> dict[tuple[str, str], int]:
    """How many annotations begin in each section, by document key and section id."""
    sql = (
        "SELECT document, section, count(*) FROM things WHERE type = 'annotation' AND deleted = '' "
        "GROUP BY document, section"
    )
    return {(document, section): number for document, section, number in database.rows(sql)}


def tallies(database: Database, wanted: Filter) -> dict[str, Tally]:
    """What a filter lets through of each document, by its key, in the order of `lines`; read in one go."""
    where, values = _where(wanted)
    # Summed and not grouped by kind: documents stand together in the index, kinds do not.
    sums = ", ".join(f"sum(kind = '{kind.value}')" for kind in Kind)
    sql = f"SELECT document, sum(has_note), {sums} FROM things WHERE {where} GROUP BY document ORDER BY document"  # noqa: S608
    return {
        document: Tally(dict(zip(Kind, counted, strict=True)), noted)
        for document, noted, *counted in database.rows(sql, values)
    }


def next_in(database: Database, document: str, number: int, *, forward: bool = True) -> Line | None:
    """The annotation after paragraph `number` of a document, or before it; None at the end."""
    compare, order = (">", "number, position, id") if forward else ("<", "number DESC, position DESC, id DESC")
    sql = (
        f"SELECT uuid FROM things WHERE type = 'annotation' AND deleted = '' AND document = ? "  # noqa: S608 - as above
        f"AND number {compare} ? ORDER BY {order} LIMIT 1"
    )
    uuid = database.value(sql, (document, number))
    return next((line for line in lines(database, Filter(document=document)) if line.uuid == uuid), None)


def marked_paragraphs(database: Database) -> dict[str, frozenset[int]]:
    """Which paragraphs of which documents bear a mark of one's own, for `mine:` and "only my notes"."""
    found: dict[str, set[int]] = {}
    sql = (
        "SELECT document, number, last FROM things WHERE type = 'annotation' AND deleted = '' AND set_name = '' "
        "AND status = 'attached' AND number > 0"
    )
    for document, first, last in database.rows(sql):
        found.setdefault(document, set()).update(range(first, last + 1))
    return {document: frozenset(numbers) for document, numbers in found.items()}


def _where(wanted: Filter) -> tuple[str, list[Value]]:
    parts = ["type = 'annotation'", "deleted <> ''" if wanted.in_bin else "deleted = ''"]
    values: list[Value] = []
    for column, value in (
        ("document = ?", wanted.document),
        ("section = ?", wanted.section),
        ("changed >= ?", wanted.since),
        ("changed < ?", wanted.until),
    ):
        if value:
            parts.append(column)
            values.append(value)
    if wanted.set_name != ALL_SETS:
        parts.append("set_name = ?")
        values.append(wanted.set_name)
    if wanted.with_note:
        parts.append("has_note")
    _any(parts, values, "kind", [kind.value for kind in wanted.kinds])
    _any(parts, values, "status", [status.value for status in wanted.statuses])
    for tag in wanted.tags:
        parts.append("id IN (SELECT thing FROM tags WHERE tag = ?)")
        values.append(tag)
    if wanted.collection:
        inside = "SELECT ref FROM items JOIN things c ON c.id = collection WHERE c.uuid = ? AND c.deleted = ''"
        parts.append(f"uuid IN ({inside})")
        values.append(wanted.collection)
    if wanted.text.strip():
        parts.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(match(wanted.text))
    return " AND ".join(parts), values


def _any(parts: list[str], values: list[Value], column: str, allowed: Sequence[str]) -> None:
    if allowed:
        parts.append(f"{column} IN ({', '.join('?' * len(allowed))})")
        values.extend(allowed)


def match(text: str) -> str:
    """What a person typed as a full-text question that cannot be malformed; the last word may be unfinished."""
    words: Iterable[str] = _WORD.findall(text)
    found = [f'"{word}"' for word in words][:MAX_WORDS]
    if not found:
        # Nothing to look for is found nowhere.
        return '"\u2400"'
    ends_inside = text[-1:].isalnum()
    return " ".join([*found[:-1], found[-1] + (" *" if ends_inside else "")])
