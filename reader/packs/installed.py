"""Installed editions as libraries are read: straight from their blobs (FORMATS P8, P10, P12). Loads no cryptography."""

from dataclasses import dataclass

from reader.errors import DamagedError, UnavailableError
from reader.language import tr
from reader.library.files import Sealed, seal_of
from reader.packs.dropped import dropped
from reader.packs.editions import Current, Edition, Listed, Tombstone
from reader.packs.store import Store, read_blob
from reader.packs.where import PackPlaces


class InstalledLibrary:
    """The current edition of one library; a `reader.library.files.Files`.

    Attributes:
        edition: what is in force.
        previous: the edition a roll-back goes to, None where there is none.
        machine: whether it was installed for every user of the machine.
        tombstones: every document that was ever removed from it (FORMATS P11).
    """

    def __init__(self, places: PackPlaces, edition: Edition, current: Current, *, machine: bool = False) -> None:
        self.edition = edition
        self.machine = machine
        self.tombstones: tuple[Tombstone, ...] = current.tombstones
        self._store = Store(places.store)
        self._trust = places.trust
        self._previous = current.previous

    @property
    def name(self) -> str:
        """The same for every edition, so that an index is brought up to date instead of built anew."""
        return f"{self._store.folder}#{self.edition.library}"

    @property
    def previous(self) -> Edition | None:
        """The edition a roll-back goes to."""
        try:
            return self._store.edition(self.edition.library, self._previous) if self._previous else None
        except DamagedError:
            return None

    def withdrawn(self) -> dict[str, tuple[str, str]]:
        """Document id to why and since when it is withdrawn (FORMATS P10)."""
        return self.edition.catalogue.reasons()

    def documents(self) -> tuple[str, ...]:
        """Names of the documents, sorted."""
        return self.edition.documents

    def layers(self) -> tuple[str, ...]:
        """Names of the layers issued with it (FORMATS N6), sorted."""
        return self.edition.layers

    def exists(self, name: str) -> bool:
        """Whether the edition has such a file."""
        return name in self.edition.files

    def sealed(self, name: str) -> Sealed | None:
        """A file that is there in its length, without reading it (FORMATS P8)."""
        file = self.edition.files.get(name)
        return seal_of(self._store.blob(file.sha256), file.sha256, file.length) if file is not None else None

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file, which is what the publisher signed or is not shown at all.

        Raises:
            UnavailableError: no such file, it was deleted on purpose, or the disk's is no longer what was verified.
        """
        file = self.edition.files.get(name)
        if file is None:
            raise UnavailableError(tr("reading a file"), None, tr("the library has no {name}").format(name=name))
        if not self._store.blob(file.sha256).exists() and file.sha256 in (gone := dropped(self._trust)):
            raise UnavailableError(tr("reading a file"), None, deleted_for(gone[file.sha256]))
        data = read_blob(self._store, file, limit)
        if file.length <= limit and not file.is_of(data):
            path = self._store.blob(file.sha256)
            raise UnavailableError(tr("reading a file"), path, tr("it was changed after it had been verified"))
        return data

    def read_previous(self, name: str, limit: int) -> bytes | None:
        """At most `limit` + 1 bytes of a file of the edition before; None where that has none, or is not kept."""
        previous = self.previous
        file = previous.files.get(name) if previous is not None else None
        if file is None:
            return None
        try:
            data = read_blob(self._store, file, limit)
        except UnavailableError:
            return None
        return data if file.is_of(data) else None

    def dropped(self) -> dict[str, str]:
        """Name of each file that was deleted on purpose to the removed document it was deleted for (FORMATS P11)."""
        gone, files = dropped(self._trust), sorted(self.edition.files.items())
        missing = ((name, file.sha256) for name, file in files if file.sha256 in gone)
        return {name: gone[sha256] for name, sha256 in missing if not self._store.blob(sha256).exists()}

    def damaged(self) -> tuple[str, ...]:
        """Reads every file; names of those that are not what was verified and not deleted on purpose, sorted."""
        gone = self.dropped()
        files = sorted(self.edition.files.items())
        return tuple(name for name, file in files if name not in gone and not self._sound(name, file))

    def _sound(self, name: str, file: Listed) -> bool:
        try:
            self.read(name, file.length)
        except UnavailableError:
            return False
        return True


def deleted_for(key: str) -> str:
    """Why a file is no longer there."""
    return tr("it was deleted, because it holds words of {paper}, which its publisher had to remove").format(paper=key)


@dataclass(frozen=True, slots=True)
class Found:
    """What stores hold.

    Attributes:
        libraries: by id.
        problems: the records of installed libraries that cannot be read; those libraries are left out.
    """

    libraries: tuple[InstalledLibrary, ...] = ()
    problems: tuple[DamagedError, ...] = ()


def look(user: PackPlaces, machine: PackPlaces | None = None) -> Found:
    """Every installed library. Of a user's and the machine's, the higher edition counts, else the machine's."""
    found: dict[str, InstalledLibrary] = {}
    problems: list[DamagedError] = []
    for library in (*_of(machine, problems, machine=True), *_of(user, problems, machine=False)):
        other = found.get(library.edition.library)
        if other is None or library.edition.edition > other.edition.edition:
            found[library.edition.library] = library
    return Found(tuple(found[name] for name in sorted(found)), tuple(problems))


def installed(user: PackPlaces, machine: PackPlaces | None = None) -> tuple[InstalledLibrary, ...]:
    """The libraries alone, as `look` finds them."""
    return look(user, machine).libraries


def _of(places: PackPlaces | None, problems: list[DamagedError], *, machine: bool) -> list[InstalledLibrary]:
    if places is None:
        return []
    store = Store(places.store)
    found: list[InstalledLibrary] = []
    for name in store.libraries():
        try:
            current = store.current(name)
            if current is not None:
                found.append(InstalledLibrary(places, store.edition(name, current.current), current, machine=machine))
        except DamagedError as error:
            problems.append(error)
    return found
