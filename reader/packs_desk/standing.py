"""How each document stands: what its row and the line above its text say in words (FORMATS P7, P10, D2)."""

from collections.abc import Iterator
from enum import StrEnum

from reader.library.catalogue import Entry
from reader.library.shelf import Library, Shelf
from reader.packs.installed import InstalledLibrary
from reader.packs.names import document_name
from reader.packs_desk.seen import Seen


class Standing(StrEnum):
    """In the order in which they matter.

    CHANGED: another edition than the one this log-in read last. NEW, UPDATED: since the edition before, and not read.
    """

    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    CHANGED = "changed"
    NEW = "new"
    UPDATED = "updated"
    OVERDUE = "overdue"


def standings(shelf: Shelf, seen: Seen, today: str) -> dict[str, tuple[Standing, ...]]:
    """Every document of which there is something to say.

    Args:
        shelf: the libraries.
        seen: what was read.
        today: ISO, by the latest time this computer has shown.
    """
    news = {key: standing for library in shelf.libraries for key, standing in _news(library)}
    found = {entry.key: tuple(_of(entry, seen, today, news.get(entry.key))) for entry in shelf.entries}
    return {key: held for key, held in found.items() if held}


def _of(entry: Entry, seen: Seen, today: str, news: Standing | None) -> Iterator[Standing]:
    if entry.status in {Standing.WITHDRAWN, Standing.SUPERSEDED}:
        yield Standing(entry.status)
    if seen.changed(entry):
        yield Standing.CHANGED
    elif news is not None and not seen.last_read(entry):
        yield news
    if entry.meta.review_by and entry.meta.review_by < today:
        yield Standing.OVERDUE


def _news(library: Library) -> Iterator[tuple[str, Standing]]:
    """What differs from the edition that a roll-back goes to; nothing where none is kept."""
    files = library.files
    previous = files.previous if isinstance(files, InstalledLibrary) else None
    if previous is None or not isinstance(files, InstalledLibrary):
        return
    for entry in library.entries:
        name = document_name(entry.meta.id)
        if name not in previous.files:
            yield entry.key, Standing.NEW
        elif previous.files[name] != files.edition.files.get(name):
            yield entry.key, Standing.UPDATED
