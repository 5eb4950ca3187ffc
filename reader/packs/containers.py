"""A channel's files, from a folder or a .briefpack (FORMATS P1). What they hold is not trusted here."""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from reader.errors import RefusedError, UnavailableError
from reader.language import tr
from reader.packs.limits import PACK_LIMITS
from reader.packs.names import root_version
from reader.packs.zipped import Missing, ZippedChannel

__all__ = ["PACK_SUFFIX", "Container", "FolderChannel", "Missing", "open_container"]

PACK_SUFFIX = ".briefpack"


class Container(Protocol):
    """Named files; every read is counted."""

    @property
    def what(self) -> str:
        """What to call it to a person: the file's or folder's own name."""
        ...

    @property
    def bytes_read(self) -> int:
        """Of the files handed out so far, unpacked."""
        ...

    def root_versions(self) -> tuple[int, ...]:
        """The versions of root metadata it holds, ascending."""
        ...

    def read(self, name: str, limit: int) -> bytes:
        """A file, at most `limit` + 1 bytes of it.

        Raises:
            Missing: no such file.
            RefusedError: a link, or a damaged entry.
            UnavailableError: the medium does not answer.
        """
        ...


class FolderChannel:
    """A channel in a folder: a share, a stick, a watched folder. Files nobody vouches for are never opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes_read = 0

    @property
    def what(self) -> str:
        """The folder's name."""
        return self.path.resolve().name

    def root_versions(self) -> tuple[int, ...]:
        """The versions of root metadata in metadata/. Raises UnavailableError."""
        try:
            names = os.listdir(self.path / "metadata")  # noqa: PTH208 - names are all that is wanted
        except FileNotFoundError:
            if not self.path.is_dir():
                raise self._gone() from None
            return ()
        except OSError as error:
            raise UnavailableError(tr("reading a pack"), self.path, error.strerror or str(error)) from error
        versions = (root_version(f"metadata/{name}") for name in names)
        found = sorted(version for version in versions if version is not None)
        if len(found) > PACK_LIMITS.root_versions:
            raise RefusedError(self.what, "P1", tr("it holds too many root files"))
        return tuple(found)

    def read(self, name: str, limit: int) -> bytes:
        """A file below the folder; see Container.read."""
        path = self.path / name
        try:
            # P5: no links. Each step below the channel's own folder is looked at, not the way to that folder.
            for part in (path, *path.parents):
                if part == self.path:
                    break
                mode = part.lstat().st_mode
                regular = stat.S_ISREG(mode) if part == path else stat.S_ISDIR(mode)
                if not regular:
                    raise RefusedError(self.what, "P5", tr("{name} is a link or no plain file").format(name=name))
            with path.open("rb") as stream:
                data = stream.read(limit + 1)
        except FileNotFoundError:
            if not self.path.is_dir():
                raise self._gone() from None
            raise Missing(name) from None
        except OSError as error:
            raise UnavailableError(tr("reading a pack"), path, error.strerror or str(error)) from error
        self.bytes_read += len(data)
        return data

    def _gone(self) -> UnavailableError:
        return UnavailableError(tr("reading a pack"), self.path, tr("the folder is not there; was the medium removed?"))


@contextmanager
def open_container(path: Path) -> Generator[Container, None, None]:
    """The channel at `path`.

    Raises:
        UnavailableError: nothing is there, or it cannot be read.
        RefusedError: a file that is no well-formed .briefpack, with its clause.
    """
    if path.is_dir():
        yield FolderChannel(path)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnavailableError(tr("opening a pack"), path, error.strerror or str(error)) from error
    with stream:
        yield ZippedChannel(stream, path.name)
