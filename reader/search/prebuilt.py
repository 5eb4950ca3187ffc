"""The index that comes with the program: built with the installer, opened read-only once its hashes are checked.

The same documents give the same bytes, so that a build can be repeated and compared.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from reader.search import build, store
from reader.search.index import Index
from reader.search.manifest import Manifest
from reader.search.sources import LibraryLike, wanted


def prebuild(libraries: Sequence[LibraryLike], folder: Path) -> Manifest:
    """Build the index over `libraries` in `folder`. Raises UnavailableError."""
    return build.whole(folder, libraries, wanted(libraries), build.Work(), name=_name)


def open_prebuilt(libraries: Sequence[LibraryLike], folder: Path) -> Index | None:
    """The index in `folder`, read-only; None unless it is whole, of this version, and holds exactly `libraries`."""
    manifest = store.load(folder)
    documents = wanted(libraries)
    if manifest is None or not build.is_current(manifest, libraries, documents):
        return None
    try:
        storage = store.file_storage(folder / manifest.generation)
        return Index(libraries, documents, manifest.documents, storage, store.read_contents(storage))
    except store.DAMAGE:
        return None


def _name(files: dict[str, tuple[int, str]]) -> str:
    """A generation's name from what it holds."""
    told = repr(sorted(files.items())).encode("ascii")
    return f"g-{hashlib.blake2b(told, digest_size=8).hexdigest()}"
