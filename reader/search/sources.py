"""What search asks of a library. `reader.library.shelf.Library` is one; so is any object of this shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reader.library.catalogue import Entry, LibraryInfo
from reader.library.model import Passage
from reader.library.reference import Registers

Progress = Callable[[int, int], None]
"""Called with (documents done, documents in all)."""

Cancelled = Callable[[], bool]
"""Asked between documents; true stops the work."""


class LibraryLike(Protocol):
    """A library, as far as search is concerned."""

    @property
    def info(self) -> LibraryInfo:
        """Its id and edition."""
        ...

    @property
    def registers(self) -> Registers:
        """Taxonomy, abbreviations and synonyms."""
        ...

    @property
    def entries(self) -> Sequence[Entry]:
        """Its documents, in the order of the shelf."""
        ...

    def passages(self, key: str, /) -> Sequence[Passage]:
        """The passages of a document, in order. Raises ReaderError where the document cannot be read."""
        ...

    def stamp(self, key: str, /) -> str:
        """Changes whenever the document's bytes change."""
        ...


class ShelfLike(Protocol):
    """Several libraries, searched as one."""

    @property
    def libraries(self) -> Sequence[LibraryLike]:
        """All of them."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that the index must hold."""

    library: LibraryLike
    entry: Entry
    stamp: str

    @property
    def key(self) -> str:
        """The document's name everywhere."""
        return self.entry.key


def libraries_of(shelf: ShelfLike | Sequence[LibraryLike]) -> tuple[LibraryLike, ...]:
    """The libraries of a shelf, or of a plain sequence of libraries."""
    if isinstance(shelf, Sequence):
        return tuple(shelf)
    return tuple(shelf.libraries)


def wanted(libraries: Sequence[LibraryLike]) -> tuple[Wanted, ...]:
    """Every document of `libraries`, the first of each key where two share one."""
    found: dict[str, Wanted] = {}
    for library in libraries:
        for entry in library.entries:
            if entry.key not in found:
                found[entry.key] = Wanted(library, entry, library.stamp(entry.key))
    return tuple(found.values())
