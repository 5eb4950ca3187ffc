"""What a new build must have said about the edition that was published before (FORMATS D2, P10, P11)."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.errors import ContentError
from reader.library.document import read_head
from reader.packs.build import Build
from reader.packs.editions import Listed
from reader.packs.findings import Finding, error
from reader.packs.names import LIBRARY, document_id, stored_name
from reader.packs.signing import Channel
from reader.packs.tuf_types import Targets


def published(channel: Path) -> dict[str, Listed]:
    """The files of the edition signed last, empty where there is none. Raises DamagedError."""
    metadata = Channel(channel).latest(Targets, "targets")
    if metadata is None:
        return {}
    return {name: Listed(t.length, t.hashes.get("sha256", "")) for name, t in metadata.signed.targets.items()}


def slips_since(channel: Path, built: Build, before: dict[str, Listed]) -> Iterator[Finding]:
    """Editions that did not go up though the text changed, and documents that vanished without a word.

    Args:
        channel: holds the files of both editions.
        built: the new edition.
        before: what `published` said before it was built.
    """
    if not before or before == built.files:
        return
    if _edition_of_library(channel, before) >= built.edition:
        yield error(LIBRARY, 1, "edition", "a higher number than the edition published last", "D8")
    gone = {notice.id for notice in built.catalogue.removed}
    for name, file in before.items():
        identifier = document_id(name)
        if not identifier:
            continue
        new = built.files.get(name)
        shown = f"briefings/{identifier}.md"
        if new is None and identifier not in gone:
            yield error(
                shown, 0, "document", "the document, or why it was withdrawn or removed, in catalogue.toml", "P10"
            )
        elif new is not None and new != file and _edition(channel, name, new) <= _edition(channel, name, file):
            yield error(shown, 1, "edition", "a higher number: the text has changed since it was published", "D2")


def _edition(channel: Path, name: str, file: Listed) -> int:
    try:
        return read_head((channel / stored_name(name, file.sha256)).read_bytes(), name).meta.edition
    except (OSError, ContentError):
        return 0


def _edition_of_library(channel: Path, files: dict[str, Listed]) -> int:
    file = files.get(LIBRARY)
    try:
        held: dict[str, Any] = (
            tomllib.loads((channel / stored_name(LIBRARY, file.sha256)).read_text("utf-8-sig")) if file else {}
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return 0
    value = held.get("edition", 1)
    return value if isinstance(value, int) else 0
