"""Duties on notes (FORMATS N10): the bin, retention, legal hold, and search and erasure for subject access.

Policy values are passed in. What is erased here is erased from the file: rows, history, full text and free pages; the
caller replaces the backups (`backups.replace_all`), which hold it still.
"""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from reader.errors import PolicyError
from reader.notebook.codec import pack, unpack
from reader.notebook.model import Annotation, Item, ItemKind, Target, Thing, stamp
from reader.notebook.notes import Notes
from reader.notebook.query import match
from reader.notebook.tables import Name, Words, forget, numbers_of, put

BIN_DAYS = 30
"""Days a deleted thing can be taken back."""


_STATES = "SELECT state FROM things JOIN changes ON changes.id = change"


@dataclass(frozen=True, slots=True)
class Duties:
    """What policy says about notes.

    Attributes:
        retention_days: erase what was not changed for so long; 0 keeps everything.
        legal_hold: nothing is erased, neither by age nor from the bin nor by hand.
    """

    retention_days: int = 0
    legal_hold: bool = False


def count_overdue(notes: Notes, duties: Duties) -> int:
    """How many things retention will erase, for a notice beforehand; none under legal hold."""
    return len(_overdue(notes, duties))


def tidy(notes: Notes, duties: Duties) -> int:
    """Erase what is overdue and what has been in the bin for BIN_DAYS. Returns how many things.

    Raises:
        UnavailableError: the disk will not take it.
    """
    if duties.legal_hold:
        return 0
    limit = stamp(_midnight(notes) - dt.timedelta(days=BIN_DAYS))
    binned = notes.database.rows("SELECT uuid, set_name FROM things WHERE deleted <> '' AND deleted < ?", (limit,))
    return _erase(notes, [*_overdue(notes, duties), *binned], "retention")


def _overdue(notes: Notes, duties: Duties) -> list[Name]:
    """Layers are not one's own notes."""
    if duties.legal_hold or duties.retention_days <= 0:
        return []
    before = stamp(_midnight(notes) - dt.timedelta(days=duties.retention_days))
    return notes.database.rows(
        "SELECT uuid, set_name FROM things WHERE changed < ? "
        "AND set_name NOT IN (SELECT name FROM sets WHERE read_only)",
        (before,),
    )


def find(notes: Notes, text: str) -> tuple[Thing, ...]:
    """Everything that holds these words, the bin and history included: what a subject access request asks for."""
    numbers = notes.database.rows("SELECT rowid FROM words WHERE words MATCH ?", (match(text),)) if text.strip() else []
    found: dict[tuple[str, str], Thing] = {}
    for (number,) in numbers:
        state = notes.database.value(f"{_STATES} WHERE things.id = ?", (number,))
        if state is not None:
            thing = unpack(state)
            found[thing.uuid, thing.set_name] = thing
    wanted = text.casefold().strip()
    # The index holds the present only; what is past is read through, state by state.
    for (state,) in notes.database.rows("SELECT state FROM changes WHERE state IS NOT NULL ORDER BY id DESC"):
        thing = unpack(state)
        if (thing.uuid, thing.set_name) not in found and wanted and wanted in _all_words(thing).casefold():
            found[thing.uuid, thing.set_name] = thing
    return tuple(found.values())


def erase(notes: Notes, things: Iterable[Thing], duties: Duties) -> int:
    """Erase things for good, their history too. Returns how many.

    Raises:
        PolicyError: under legal hold.
        UnavailableError: the disk will not take it.
    """
    if duties.legal_hold:
        raise PolicyError("legal_hold")
    return _erase(notes, [(thing.uuid, thing.set_name) for thing in things], "erase")


def masked(thing: Thing, documents: Container[str]) -> Thing:
    """FORMATS P11: the thing without a word of these removed documents; headings, whose names quote, go as well.

    One's own words stay.
    """
    if isinstance(thing, Annotation):
        if thing.document not in documents:
            return thing
        return replace(thing, targets=tuple(dict.fromkeys(Target(number=target.number) for target in thing.targets)))
    items = (
        Item(ItemKind.DOCUMENT, key, item.done)
        if item.kind is ItemKind.PASSAGE and (key := item.ref.partition("#")[0]) in documents
        else item
        for item in thing.items
    )
    return replace(thing, items=tuple(items))


def mask_documents(notes: Notes, documents: Container[str]) -> int:
    """FORMATS P11: mask every quote from removed documents, in the present and in history. Returns how many states.

    Raises:
        UnavailableError: the disk will not take it; nothing is masked then.
    """
    count = 0
    with notes.database.writing():
        words = Words(notes.database)
        for number, state in notes.database.rows("SELECT id, state FROM changes WHERE state IS NOT NULL"):
            thing = unpack(state)
            safe = masked(thing, documents)
            if safe == thing:
                continue
            told, packed = pack(safe)
            sql = "UPDATE changes SET digest = ?, state = ? WHERE id = ?"
            notes.database.write(sql, (told, packed, number))
            if notes.database.value("SELECT 1 FROM things WHERE change = ?", (number,)):
                put(notes.database, safe, number, thing, words)
            count += 1
        words.write()
    if count:
        _sweep(notes)
    return count


def _erase(notes: Notes, things: Iterable[Name], name: str) -> int:
    names = list(dict.fromkeys(things))
    if not names:
        return 0
    with notes.database.writing():
        for number, _ in numbers_of(notes.database, names):
            forget(notes.database, number)
        for uuid, set_name in names:
            notes.database.write("DELETE FROM changes WHERE uuid = ? AND set_name = ?", (uuid, set_name))
            notes.database.write("DELETE FROM items WHERE ref = ?", (uuid,))
            notes.database.write("DELETE FROM drafts WHERE key = ?", (uuid,))
        sql = "INSERT INTO actions (at, name, state) VALUES (?, ?, 'fixed')"
        notes.database.write(sql, (notes.journal.now(), name))
    _sweep(notes)
    return len(names)


def _sweep(notes: Notes) -> None:
    """Leave nothing of it in the full-text index or in free pages."""
    with notes.database.writing():
        notes.database.write("INSERT INTO words (words) VALUES ('optimize')")
    notes.database.shrink()


def _midnight(notes: Notes) -> dt.datetime:
    return dt.datetime.combine(notes.journal.today(), dt.time(), dt.UTC)


def _all_words(thing: Thing) -> str:
    """Everything of a thing that a person wrote or marked."""
    if isinstance(thing, Annotation):
        return "\n".join((thing.note, thing.quote, *thing.tags, thing.author))
    return f"{thing.title}\n{thing.introduction}\n{thing.author}"
