"""Blobs under their hash, editions as manifests, one small file a library that decides (FORMATS P8).

Below the store's folder: blobs/ab/abcd… is a verified file; libraries/ID/current names the edition in force and the one
before it; libraries/ID/editions/… are their manifests; staging/… is an installation under way, and nothing in it is
ever read from elsewhere.
"""

import contextlib
import os
import secrets
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader.durable import as_unavailable, remove_tree, replace_file, sync_folder, write_synced
from reader.errors import DamagedError, UnavailableError
from reader.language import tr
from reader.packs.editions import (
    Current,
    Edition,
    Listed,
    current_from_bytes,
    current_to_bytes,
    edition_from_bytes,
    edition_to_bytes,
)

_HASH_PREFIX = 2


class Staging:
    """Files that have been read but not yet kept; gone unless committed.

    Attributes:
        folder: where they are; whatever else the work needs on the disk may be put there, and goes with it.
        bytes_written: of the files staged so far.
    """

    WRITERS = 4
    """Threads that wait for the disk while the next file is being read and parsed."""
    AHEAD = 64
    """Files that may wait to be written; more would only fill the memory."""

    def __init__(self, folder: Path, writers: ThreadPoolExecutor) -> None:
        self.folder = folder
        self._writers = writers
        self._held: dict[str, Path] = {}
        self._waiting: deque[Future[None]] = deque()
        self.bytes_written = 0

    def add(self, sha256: str, data: bytes) -> None:
        """Have a file written under its hash. Raises UnavailableError, of this file or of one before it."""
        if sha256 in self._held:
            return
        path = self.folder / sha256
        self._waiting.append(self._writers.submit(write_synced, path, data))
        self._held[sha256] = path
        self.bytes_written += len(data)
        self._settle(self.AHEAD)

    def held(self) -> dict[str, Path]:
        """Hash and place of every file staged, once the disk has them all. Raises UnavailableError."""
        self._settle(0)
        return self._held

    def _settle(self, left: int) -> None:
        with as_unavailable(tr("copying a pack"), self.folder):
            while len(self._waiting) > left:
                self._waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class Record:
    """What a store holds of one library: its `current` file, and the manifests that it names as far as they are there.

    `previous` is None where there is none, or none that can be read.
    """

    current: Current
    edition: Edition
    previous: Edition | None = None


class Store:
    """A folder of installed editions. Reading creates nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def lock_file(self) -> Path:
        """Held by whoever installs."""
        return self.folder / "lock"

    def libraries(self) -> tuple[str, ...]:
        """Ids of the libraries that have a current edition, sorted."""
        try:
            found = sorted(path.parent.name for path in (self.folder / "libraries").glob("*/current"))
        except OSError:
            return ()
        return tuple(found)

    def current(self, library: str) -> Current | None:
        """What is in force, None where the library is not installed. Raises DamagedError."""
        path = self._library(library) / "current"
        try:
            return current_from_bytes(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise _damaged(path) from error

    def edition(self, library: str, name: str) -> Edition:
        """A manifest. Raises DamagedError."""
        path = self._library(library) / "editions" / f"{name}.json"
        try:
            return edition_from_bytes(path.read_bytes())
        except (OSError, ValueError) as error:
            raise _damaged(path) from error

    def record(self, library: str) -> Record | None:
        """All that is kept of a library, None where it is not installed. Raises DamagedError."""
        current = self.current(library)
        if current is None:
            return None
        previous = None
        with contextlib.suppress(DamagedError):
            previous = self.edition(library, current.previous) if current.previous else None
        return Record(current, self.edition(library, current.current), previous)

    def records(self) -> dict[str, Record]:
        """Every library whose record can be read, by id."""
        found: dict[str, Record] = {}
        for library in self.libraries():
            with contextlib.suppress(DamagedError):
                record = self.record(library)
                if record is not None:
                    found[library] = record
        return found

    def blob(self, sha256: str) -> Path:
        """Where a file of that hash is kept."""
        return self.folder / "blobs" / sha256[:_HASH_PREFIX] / sha256

    def has(self, file: Listed) -> bool:
        """Whether the file was verified before and is still there in its length; its bytes are not read again."""
        try:
            return self.blob(file.sha256).stat().st_size == file.length
        except OSError:
            return False

    @contextmanager
    def staging(self) -> Generator[Staging, None, None]:
        """A folder for one installation; leftovers of killed ones are cleared first. The lock must be held.

        Raises:
            UnavailableError: the disk is full or cannot be written.
        """
        home = self.folder / "staging"
        with as_unavailable(tr("preparing to install"), home):
            remove_tree(home)
            folder = home / secrets.token_hex(8)
            folder.mkdir(parents=True)
        try:
            with ThreadPoolExecutor(Staging.WRITERS) as writers:
                yield Staging(folder, writers)
        finally:
            with contextlib.suppress(OSError):
                remove_tree(home)

    def keep(self, staging: Staging) -> None:
        """Move staged files among the blobs; until a manifest names them they are bytes. Raises UnavailableError."""
        touched: set[Path] = set()
        with as_unavailable(tr("installing"), self.folder):
            for sha256, path in staging.held().items():
                place = self.blob(sha256)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)
                touched.add(place.parent)
            for folder in sorted(touched):
                sync_folder(folder)
            if touched:
                sync_folder(self.folder / "blobs")

    def write_edition(self, edition: Edition) -> int:
        """Keep a manifest; bytes written. Raises UnavailableError."""
        data = edition_to_bytes(edition)
        with as_unavailable(tr("installing"), self.folder):
            replace_file(self._library(edition.library) / "editions" / f"{edition.name}.json", data)
        return len(data)

    def switch(self, library: str, current: Current) -> None:
        """The one step that decides which edition is in force. Raises UnavailableError."""
        with as_unavailable(tr("installing"), self.folder):
            replace_file(self._library(library) / "current", current_to_bytes(current))

    def sweep(self) -> tuple[str, ...]:
        """Delete manifests and blobs that nothing names any more; the hashes deleted. The lock must be held.

        Raises:
            DamagedError: a manifest that is in force cannot be read; then nothing is deleted.
            UnavailableError: something cannot be deleted.
        """
        named: set[str] = set()
        manifests: set[Path] = set()
        for library in self.libraries():
            current = self.current(library)
            for name in (current.current, current.previous) if current is not None else ():
                if name:
                    named.update(file.sha256 for file in self.edition(library, name).files.values())
                    manifests.add(self._library(library) / "editions" / f"{name}.json")
        with as_unavailable(tr("deleting old editions"), self.folder):
            _delete(p for p in (self.folder / "libraries").glob("*/editions/*") if p not in manifests)
            return _delete(p for p in (self.folder / "blobs").glob("*/*") if p.name not in named)

    def _library(self, library: str) -> Path:
        return self.folder / "libraries" / library


def read_blob(store: Store, file: Listed, limit: int) -> bytes:
    """A kept file, at most `limit` + 1 bytes. Raises UnavailableError where it is gone or shorter than it was."""
    path = store.blob(file.sha256)
    with as_unavailable(tr("reading a file"), path), path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) < min(file.length, limit + 1):
        raise UnavailableError(tr("reading a file"), path, tr("it is no longer whole"))
    return data


def _delete(paths: Iterable[Path]) -> tuple[str, ...]:
    deleted: list[str] = []
    for path in list(paths):
        path.unlink(missing_ok=True)
        deleted.append(path.name)
        with contextlib.suppress(OSError):
            os.rmdir(path.parent)  # noqa: PTH106 - only where it is empty
    return tuple(deleted)


def _damaged(path: Path) -> DamagedError:
    return DamagedError(
        path, tr("The record of an installed library cannot be read"), tr("Its files are kept; install it again.")
    )
