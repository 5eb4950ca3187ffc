"""From a library's folder to the files of a channel, the same bytes for the same input (FORMATS P2)."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable, replace_file
from reader.errors import ContentError, UnavailableError
from reader.language import tr
from reader.library.limits import ensure
from reader.packs import catalogue as catalogues
from reader.packs.catalogue import Catalogue, Notice
from reader.packs.editions import Listed
from reader.packs.names import CATALOGUE, LIBRARY, LIMIT_OF, REGISTERS, document_id, document_name, kind_of, stored_name

CATALOGUE_SOURCE = "catalogue.toml"
"""Beside library.toml, optional: reader = "…", [[withdrawn]] and [[removed]] with id, reason, date."""
BUILD_FILE = "build.json"
"""In the channel's folder: what has been built and waits for signatures."""


@dataclass(frozen=True, slots=True)
class Build:
    """What was built.

    Attributes:
        library: its id.
        edition: its number.
        files: logical name to length and hash.
        catalogue: withdrawn and removed documents.
        written: files that were not in the channel before.
    """

    library: str
    edition: int
    files: dict[str, Listed]
    catalogue: Catalogue
    written: int = 0

    @property
    def digest(self) -> str:
        """64 hex digits over every name and hash: two builds of one library have the same."""
        return hashlib.sha256(to_bytes(self)).hexdigest()


def build(folder: Path, channel: Path) -> Build:
    """Put a library's files into a channel under their hashes, and note what waits for signatures.

    Args:
        folder: the library.
        channel: the channel's folder; made where it is missing. What is signed in it stays as it is.

    Raises:
        ContentError: a name or size that a pack cannot have, or a slip in catalogue.toml. Nothing is written then.
        UnavailableError: a folder cannot be read or written.
    """
    sources = dict(_sources(folder))
    catalogue = read_catalogue(folder)
    _ensure_agreement(catalogue, set(sources))
    sources[CATALOGUE] = catalogues.to_bytes(catalogue)
    info = _info(sources[LIBRARY])
    files = {name: Listed(len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(sources.items())}
    written = 0
    with as_unavailable(tr("building a pack"), channel):
        for name, data in sources.items():
            place = channel / stored_name(name, files[name].sha256)
            if not place.is_file() or place.read_bytes() != data:
                # Not synced: signing reads every file again before it vouches for it.
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
                written += 1
        built = Build(info[0], info[1], files, catalogue, written)
        replace_file(channel / BUILD_FILE, to_bytes(built))
    return built


def drop_build(channel: Path) -> None:
    """Forget what was built and not yet signed. Raises UnavailableError."""
    with as_unavailable(tr("building a pack"), channel):
        (channel / BUILD_FILE).unlink(missing_ok=True)


def read_catalogue(folder: Path) -> Catalogue:
    """What catalogue.toml says; an empty catalogue where there is none. Raises ContentError or UnavailableError."""
    path = folder / CATALOGUE_SOURCE
    if not path.is_file():
        return Catalogue()
    with as_unavailable(tr("reading a library"), path):
        data = path.read_bytes()
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(CATALOGUE_SOURCE, 1, "TOML", str(error), "P2") from error
    withdrawn = tuple(_notices(table, "withdrawn"))
    removed = tuple(_notices(table, "removed"))
    return Catalogue(str(table.get("reader", Catalogue().reader)), withdrawn, removed)


def to_bytes(built: Build) -> bytes:
    """What build.json holds."""
    data = {
        "library": built.library,
        "edition": built.edition,
        "files": {name: [file.length, file.sha256] for name, file in sorted(built.files.items())},
    }
    return (json.dumps(data, indent=1, sort_keys=True) + "\n").encode("ascii")


def _sources(folder: Path) -> Iterator[tuple[str, bytes]]:
    if not (folder / LIBRARY).is_file():
        raise ContentError(LIBRARY, 1, "id", "a library.toml with an id", "D8")
    yield LIBRARY, _read(folder / LIBRARY, LIBRARY)
    for name in REGISTERS:
        if (folder / name).is_file():
            yield name, _read(folder / name, name)
    for path in sorted((folder / "briefings").glob("*.md")):
        name = document_name(path.stem)
        yield name, _read(path, name)
    for place, pattern in (("figures", "*.*"), ("layers", "*.json")):
        for path in sorted((folder / place).glob(pattern)):
            name = f"{place}/{path.name}"
            yield name, _read(path, name)


def _read(path: Path, name: str) -> bytes:
    limit = LIMIT_OF[kind_of(name, name)]
    if path.is_symlink():
        raise ContentError(name, 0, "file", "a file, not a link", "P5")
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise UnavailableError(tr("reading a library"), path, error.strerror or str(error)) from error
    if len(data) > limit:
        raise ContentError(name, 0, "size", f"at most {limit:,} bytes", "D7")
    return data


def _info(data: bytes) -> tuple[str, int]:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
        return str(table["id"]), int(table.get("edition", 1))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
        raise ContentError(LIBRARY, 1, "id", "an id and an edition", "D8") from error


def _notices(table: dict[str, Any], name: str) -> Iterator[Notice]:
    rows = table.get(name, [])
    if not isinstance(rows, list):
        raise ContentError(CATALOGUE_SOURCE, 1, name, f"entries under [[{name}]]", "P2")
    for row in cast("list[Any]", rows):
        fields = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
        values = [str(fields.get(key, "")).strip() for key in ("id", "reason", "date")]
        if not all(values) or not document_id(document_name(values[0])):
            raise ContentError(CATALOGUE_SOURCE, 1, name, "id, reason and date", "P2")
        yield Notice(values[0], values[1], values[2])


def _ensure_agreement(catalogue: Catalogue, names: set[str]) -> None:
    for notice in catalogue.withdrawn:
        if document_name(notice.id) not in names:
            raise ContentError(CATALOGUE_SOURCE, 1, notice.id, "a document of this library; it stays, withdrawn", "P10")
    for notice in catalogue.removed:
        if document_name(notice.id) in names:
            raise ContentError(CATALOGUE_SOURCE, 1, notice.id, "no such document any more; delete its file", "P11")
    ensure(LIBRARY, 0, "library_documents", sum(bool(document_id(name)) for name in names))
