"""Where a library's files come from. A folder here; installed editions and channels bring their own (packs/)."""

import os
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple, Protocol

from reader.errors import UnavailableError


class Sealed(NamedTuple):
    """A file whose bytes were verified before, as it lies on the disk now; `read` compares them with the hash anew.

    Attributes:
        sha256: of its bytes, in hex.
        length: in bytes.
        written: when the disk's copy was written, in nanoseconds; another one means that it must be read again.
    """

    sha256: str
    length: int
    written: int


class Files(Protocol):
    """A read-only set of named files: "library.toml", "briefings/x.md", "figures/y.svg"."""

    @property
    def name(self) -> str:
        """Distinguishes this place from others on this machine, for the index folder and for messages."""
        ...

    def documents(self) -> tuple[str, ...]:
        """Names of the Markdown documents, sorted. Raises UnavailableError."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def withdrawn(self) -> Mapping[str, tuple[str, str]]:
        """Id of each withdrawn document to the publisher's reason and the day (ISO) (FORMATS P10)."""
        ...

    def sealed(self, name: str) -> Sealed | None:
        """What stands for a verified file without reading it; None where only reading tells."""
        ...

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes, so that an oversized file is refused by its size. Raises UnavailableError."""
        ...


def seal_of(path: Path, sha256: str, length: int) -> Sealed | None:
    """A verified file by its place; None where it is not there in its length. Its bytes are not read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Sealed(sha256, length, found.st_mtime_ns) if found.st_size == length else None


class Folder:
    """A folder of Markdown documents (FORMATS C2): briefings/*.md where that exists, else every *.md below."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The folder's resolved path."""
        return str(self.path.resolve())

    def documents(self) -> tuple[str, ...]:
        """Names relative to the folder. Raises UnavailableError where the folder is missing or unreadable.

        A link, and a folder below that may not be read, are named too, so that they are said to be left out: reading
        refuses them.
        """
        briefings = self.path / "briefings"
        try:
            if not self.path.is_dir():
                raise UnavailableError("opening a library", self.path, "there is no such folder")
            flat = briefings.is_dir()
            found = sorted(_documents(briefings if flat else self.path, flat=flat))
        except OSError as error:
            raise UnavailableError("opening a library", self.path, error.strerror or str(error)) from error
        return tuple(file.relative_to(self.path).as_posix() for file in found)

    def exists(self, name: str) -> bool:
        """Whether there is such a file, links not followed."""
        file = self.path / name
        return file.is_file() and not file.is_symlink()

    def withdrawn(self) -> Mapping[str, tuple[str, str]]:
        """Nothing: only a publisher withdraws, in a signed catalogue."""
        return {}

    def sealed(self, name: str) -> Sealed | None:
        """Nothing: nobody vouches for a folder."""
        del name
        return None

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file. Raises UnavailableError."""
        file = self.path / name
        if file.is_symlink():  # it could lead out of the folder that was named
            raise UnavailableError("reading a file", file, "it is a link, and links are not followed")
        try:
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except OSError as error:
            raise UnavailableError("reading a file", file, error.strerror or str(error)) from error


def _documents(top: Path, *, flat: bool) -> Iterator[Path]:
    """Every *.md in `top`, and below it unless `flat`; links are not followed. Raises OSError where `top` is shut."""
    shut: list[OSError] = []
    for folder, inside, files in os.walk(top, onerror=shut.append):
        for name in (*inside, *files):
            path = Path(folder, name)
            if fnmatch(name, "*.md") and (path.is_symlink() or path.is_file()):
                yield path
        if flat:
            break
    for error in shut:
        if Path(error.filename) == top:
            raise error
        yield Path(error.filename)
