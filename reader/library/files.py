"""Where a library's files come from. A folder here; installed editions and channels bring their own (packs/)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from reader.errors import UnavailableError


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

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes, so that an oversized file is refused by its size. Raises UnavailableError."""
        ...


class Folder:
    """A folder of Markdown documents (FORMATS C2): briefings/*.md where that exists, else every *.md below."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The folder's resolved path."""
        return str(self.path.resolve())

    def documents(self) -> tuple[str, ...]:
        """Names relative to the folder. Raises UnavailableError where the folder is missing or unreadable."""
        briefings = self.path / "briefings"
        try:
            if not self.path.is_dir():
                raise UnavailableError("opening a library", self.path, "there is no such folder")
            found = briefings.glob("*.md") if briefings.is_dir() else self.path.rglob("*.md")
            # A link could lead out of the folder that was named.
            files = sorted(file for file in found if file.is_file() and not file.is_symlink())
        except OSError as error:
            raise UnavailableError("opening a library", self.path, error.strerror or str(error)) from error
        return tuple(file.relative_to(self.path).as_posix() for file in files)

    def exists(self, name: str) -> bool:
        """Whether there is such a file, links not followed."""
        file = self.path / name
        return file.is_file() and not file.is_symlink()

    def withdrawn(self) -> Mapping[str, tuple[str, str]]:
        """Nothing: only a publisher withdraws, in a signed catalogue."""
        return {}

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file. Raises UnavailableError."""
        file = self.path / name
        try:
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except OSError as error:
            raise UnavailableError("reading a file", file, error.strerror or str(error)) from error
