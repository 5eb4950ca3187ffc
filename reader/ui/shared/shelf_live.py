"""What pages know of the shelf, always as it is now: a pack may be installed while they stand."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from reader.errors import NotFoundError
from reader.library.catalogue import Entry, Taxonomy
from reader.library.shelf import Shelf
from reader.ui.shared.shelf_words import taxonomy


class HasShelf(Protocol):
    """Either desk."""

    @property
    def shelf(self) -> Shelf:
        """The libraries that are there now."""
        ...


class LiveEntries(Mapping[str, Entry]):
    """Entries by key, read from the desk's shelf each time."""

    def __init__(self, desk: HasShelf) -> None:
        """`desk` keeps the shelf."""
        self._desk = desk

    def __getitem__(self, key: str) -> Entry:
        """The entry of a document that is there."""
        try:
            return self._desk.shelf.entry(key)
        except NotFoundError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        """Keys in the shelf's order."""
        return (entry.key for entry in self._desk.shelf.entries)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._desk.shelf.entries)


def renew(held: Taxonomy, shelf: Shelf) -> None:
    """Make the window's one taxonomy, which its parts share, say what the shelf says now."""
    found = taxonomy(shelf)
    held.facets.clear()
    held.facets.update(found.facets)
