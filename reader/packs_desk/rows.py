"""What is installed and from whom, as rows to show (FORMATS P3, P7, P8)."""

import datetime as dt
from dataclasses import dataclass

from reader.library.shelf import Library, Shelf
from reader.packs import clock as clocks
from reader.packs.clock import Staleness
from reader.packs.editions import Edition, Tombstone
from reader.packs.installed import InstalledLibrary
from reader.packs.publishers import Publisher, pinned, spoken
from reader.packs.where import PackPlaces


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One library on the shelf.

    Attributes:
        library: its id.
        title: of it.
        edition: its number.
        documents: how many it holds.
        publisher: what this machine calls the publisher; as library.toml says for a copy that nobody signed.
        fingerprint: of the publisher's pinned root, "" for a copy that nobody signed.
        signed: the day it was signed (ISO), "" where that is not known.
        installed: the day it was installed (ISO), "" for what came with the program.
        review_by: the earliest review date of its documents (ISO), "" for none.
        staleness: its age, judged by the latest time this computer has shown; None for a copy that nobody signed.
        previous: the edition that `PacksDesk.roll_back` goes to, None where there is none or policy forbids it.
        machine: installed for every user of the machine.
        development: a checkout's copy, checked against no signature.
        bundled: it came with the program.
        layers: names of the layers issued with it.
        removed: what had to be removed from it, with reasons (FORMATS P11).
    """

    library: str
    title: str
    edition: int
    documents: int
    publisher: str
    fingerprint: str = ""
    signed: str = ""
    installed: str = ""
    review_by: str = ""
    staleness: Staleness | None = None
    previous: int | None = None
    machine: bool = False
    development: bool = False
    bundled: bool = False
    layers: tuple[str, ...] = ()
    removed: tuple[Tombstone, ...] = ()


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """A pinned root. `own` is whether the person added it; `libraries` are the titles on the shelf that came by it."""

    name: str
    fingerprint: str
    own: bool
    libraries: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """The fingerprint in groups of four, for reading out."""
        return spoken(self.fingerprint)


def library_rows(shelf: Shelf, places: PackPlaces, clock: dt.datetime) -> tuple[LibraryRow, ...]:
    """The libraries on the shelf, in its order."""
    seen = clocks.time_seen(places, clock)
    return tuple(_row(library, places, clock, seen) for library in shelf.libraries)


def publisher_rows(shelf: Shelf, places: PackPlaces) -> tuple[PublisherRow, ...]:
    """Whom this machine trusts, the program's own publisher first."""
    titles: dict[str, list[str]] = {}
    for library in shelf.libraries:
        edition = edition_of(library)
        if edition is not None:
            titles.setdefault(edition.fingerprint, []).append(library.info.title)
    return tuple(
        PublisherRow(one.name, one.fingerprint, _is_own(one, places), tuple(titles.get(one.fingerprint, ())))
        for one in pinned(places)
    )


def edition_of(library: Library) -> Edition | None:
    """The signed edition a library is read from; None for a plain folder."""
    edition = getattr(library.files, "edition", None)
    return edition if isinstance(edition, Edition) else None


def review_by(library: Library) -> str:
    """The earliest review date of a library's documents, "" for none."""
    return min((entry.meta.review_by for entry in library.entries if entry.meta.review_by), default="")


def _row(library: Library, places: PackPlaces, clock: dt.datetime, seen: dt.datetime) -> LibraryRow:
    files, info = library.files, library.info
    edition = edition_of(library)
    if edition is None:
        return LibraryRow(
            info.id,
            info.title,
            info.edition,
            len(library.entries),
            info.publisher,
            review_by=review_by(library),
            development=library.development,
        )
    held = files if isinstance(files, InstalledLibrary) else None
    return LibraryRow(
        library=edition.library,
        title=edition.title,
        edition=edition.edition,
        documents=len(library.entries),
        publisher=edition.publisher,
        fingerprint=edition.fingerprint,
        signed=edition.signed,
        installed=edition.verified[:10] if held is not None else "",
        review_by=review_by(library),
        staleness=clocks.staleness(edition, library.entries, clock, seen),
        previous=_previous(held, places),
        machine=held is not None and held.machine,
        bundled=held is None,
        layers=edition.layers,
        removed=held.tombstones if held is not None else (),
    )


def _previous(held: InstalledLibrary | None, places: PackPlaces) -> int | None:
    """A machine's library is rolled back by an administrator, on the command line."""
    if held is None or held.machine or not places.may_install:
        return None
    previous = held.previous
    return previous.edition if previous is not None else None


def _is_own(publisher: Publisher, places: PackPlaces) -> bool:
    return (places.own_publishers / f"{publisher.name}.root.json").is_file() and places.may_trust
