"""The library that comes with the program: a signed channel beside the code (FORMATS P3), read without cryptography.

Its folder is written by `reader.packs_desk.bundling` when the installer is built. It is verified then; afterwards each
file that is read is compared with the manifest, and `doctor` verifies signatures anew (`bundled_check`). Whoever can
change the manifest can change the program beside it: installers put both where users cannot write. It never expires.
"""

from pathlib import Path

from reader.errors import DamagedError, UnavailableError
from reader.language import tr
from reader.library.files import Sealed, seal_of
from reader.packs.editions import Edition, Listed, edition_from_bytes
from reader.packs.names import stored_name

CHANNEL = "channel"
PUBLISHERS = "publishers"
EDITION = "edition.json"
INDEX = "index"


class BundledLibrary:
    """The bundled channel's edition; a `reader.library.files.Files`.

    Attributes:
        folder: of the bundle.
        edition: as it was verified when the installer was built.
    """

    def __init__(self, folder: Path) -> None:
        """Read the manifest. Raises DamagedError."""
        self.folder = folder
        try:
            self.edition: Edition = edition_from_bytes((folder / EDITION).read_bytes())
        except (OSError, ValueError) as error:
            what = tr("The library that comes with the program is damaged")
            raise DamagedError(folder / EDITION, what, tr("Reinstall the program.")) from error

    @property
    def name(self) -> str:
        """The same for every edition, so that an index is brought up to date instead of built anew."""
        return f"{self.folder}#{self.edition.library}"

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
        """A file that is there in its length, without reading it; its hash is checked when it is read."""
        file = self.edition.files.get(name)
        return seal_of(self._path(name, file), file.sha256, file.length) if file is not None else None

    def read(self, name: str, limit: int) -> bytes:
        """At most `limit` + 1 bytes of a file, which is what was signed or is not shown at all.

        Raises:
            UnavailableError: no such file, or it is not what was signed.
        """
        file = self.edition.files.get(name)
        if file is None:
            raise UnavailableError(tr("reading a file"), None, tr("the library has no {name}").format(name=name))
        path = self._path(name, file)
        try:
            with path.open("rb") as stream:
                data = stream.read(file.length + 1)
        except OSError as error:
            raise UnavailableError(tr("reading a file"), path, error.strerror or str(error)) from error
        if not file.is_of(data):
            raise UnavailableError(tr("reading a file"), path, tr("it was changed after it had been verified"))
        return data[: limit + 1]

    def _path(self, name: str, file: Listed) -> Path:
        return self.folder / CHANNEL / stored_name(name, file.sha256)
