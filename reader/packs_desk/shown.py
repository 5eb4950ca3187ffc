"""The edition on the shelf as installing compares with it: from a store, from the program, or a plain folder."""

import hashlib
from contextlib import suppress

from reader.errors import ReaderError
from reader.library.limits import LIMITS
from reader.library.shelf import Library, Shelf
from reader.packs.catalogue import Catalogue, Notice
from reader.packs.editions import Edition, Listed
from reader.packs.install import Shown
from reader.packs.installed import InstalledLibrary
from reader.packs.names import document_id
from reader.packs_desk.rows import edition_of


def on_shelf(shelf: Shelf, verified: Edition, *, machine: bool) -> Shown | None:
    """The edition of the same library that is on the shelf now; None where it is not there.

    With `machine`, an edition that the administrator installed for no one else does not count.
    """
    for library in shelf.libraries:
        files = library.files
        own = isinstance(files, InstalledLibrary) and not files.machine
        if library.info.id == verified.library and not (machine and own):
            return _signed(library) or _plain(library, verified)
    return None


def _signed(library: Library) -> Shown | None:
    edition = edition_of(library)
    if edition is None:
        return None
    names = {file.sha256: name for name, file in edition.files.items()}

    def read(sha256: str) -> bytes | None:
        with suppress(ReaderError):
            if sha256 in names:
                return library.files.read(names[sha256], edition.files[names[sha256]].length)
        return None

    return Shown(edition, read, signed=True)


def _plain(library: Library, verified: Edition) -> Shown:
    """A folder nobody signed, as an edition: its documents, and whatever else the new edition has a counterpart of."""
    found: dict[str, bytes] = {f"documents/{head.meta.id}.md": head.data for head in library.heads()}
    for name in verified.files:
        if not document_id(name) and library.files.exists(name):
            with suppress(ReaderError):
                found[name] = library.files.read(name, LIMITS.register_bytes)
    files = {name: Listed(len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()}
    texts = {file.sha256: found[name] for name, file in files.items()}
    info = library.info
    withdrawn = tuple(
        Notice(identifier, reason, since) for identifier, (reason, since) in library.files.withdrawn().items()
    )
    edition = Edition(
        info.id, info.title, info.edition, info.publisher, "", {}, "", "", files, Catalogue(withdrawn=withdrawn)
    )
    return Shown(edition, texts.get, signed=False)
