"""A channel read as a library without installing it (FORMATS C2): verified as a whole first, and again at each read."""

import datetime as dt
import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import UnavailableError
from reader.language import tr
from reader.library.files import Sealed
from reader.packs.containers import Container, Missing, open_container
from reader.packs.editions import Edition
from reader.packs.names import stored_name
from reader.packs.publishers import Publisher
from reader.packs.trust import Trust
from reader.packs.verify import Progress, verify


class ChannelFiles:
    """The files of a verified channel; a `reader.library.files.Files`.

    Attributes:
        edition: what was verified.
        name: the channel's place.
    """

    def __init__(self, container: Container, edition: Edition, path: Path) -> None:
        self.edition = edition
        self.name = str(path.resolve())
        self._container = container

    def documents(self) -> tuple[str, ...]:
        """Names of the documents, sorted."""
        return self.edition.documents

    def exists(self, name: str) -> bool:
        """Whether the edition has such a file."""
        return name in self.edition.files

    def withdrawn(self) -> dict[str, tuple[str, str]]:
        """Document id to why and since when it is withdrawn (FORMATS P10)."""
        return self.edition.catalogue.reasons()

    def sealed(self, name: str) -> Sealed | None:
        """Nothing: a medium may be changed at any moment."""
        del name
        return None

    def read(self, name: str, limit: int) -> bytes:
        """A file, at most `limit` + 1 bytes. Raises UnavailableError where it is not what was verified any more."""
        file = self.edition.files.get(name)
        try:
            if file is not None:
                data = self._container.read(stored_name(name, file.sha256), file.length)
                if hashlib.sha256(data).hexdigest() == file.sha256:
                    return data[: limit + 1]
        except Missing:
            pass
        raise UnavailableError(tr("reading a file"), Path(self.name), tr("{name} has changed").format(name=name))


@contextmanager
def open_channel(
    path: Path,
    pinned: tuple[Publisher, ...],
    trust: Trust,
    clock: dt.datetime,
    progress: Progress | None = None,
) -> Generator[ChannelFiles, None, None]:
    """Verify a channel and read it while the `with` block lasts. Raises as `verify`."""
    with open_container(path) as container:
        found = verify(container, pinned, trust, clock, progress=progress)
        yield ChannelFiles(container, found.edition, path)
