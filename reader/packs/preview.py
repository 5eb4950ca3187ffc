"""A folder of documents as it stands at this moment, for `briefing-reader preview DIR` (FORMATS C2, D).

A document that does not parse is stood in for by its last good version, so that saving a slip takes nothing away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader.errors import CancelledError, ContentError, UnavailableError
from reader.library.blocks import parse_blocks
from reader.library.document import inspect_head
from reader.library.files import Files, Folder, Sealed
from reader.library.limits import LIMITS
from reader.library.shelf import Library

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held when it was read.

    Attributes:
        library: every document that parses, and the last good version of each that does not any more.
        broken: file to its complaints, for those that do not parse now.
        good: file to bytes of what `library` shows.
    """

    library: Library
    broken: Mapping[str, tuple[ContentError, ...]]
    good: Mapping[str, bytes] = field(repr=False)

    def file_of(self, key: str) -> str:
        """The file of a document. Raises NotFoundError."""
        return self.library.head(key).file

    def key_of(self, file: str) -> str:
        """The document that a file holds, "" where the library shows none of it."""
        return next((entry.key for entry in self.library.entries if self.file_of(entry.key) == file), "")


class _AsRead:
    """The folder with its documents as they were when they were read; everything else as it is on disk."""

    def __init__(self, folder: Files, documents: Mapping[str, bytes]) -> None:
        self._folder, self._documents = folder, documents

    @property
    def name(self) -> str:
        return self._folder.name

    def documents(self) -> tuple[str, ...]:
        return tuple(sorted(self._documents))

    def exists(self, name: str) -> bool:
        return name in self._documents or self._folder.exists(name)

    def withdrawn(self) -> Mapping[str, tuple[str, str]]:
        return self._folder.withdrawn()

    def sealed(self, name: str) -> Sealed | None:
        return self._folder.sealed(name)

    def read(self, name: str, limit: int) -> bytes:
        return self._documents[name] if name in self._documents else self._folder.read(name, limit)


def read_folder(
    folder: Path,
    good: Mapping[str, bytes],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Reading:
    """Read every document that is not the same as in `good`, which is what was read last time (empty at first).

    Raises:
        UnavailableError: the folder is missing or cannot be read.
        LimitError: the library is beyond FORMATS D7.
        CancelledError: `cancelled` said so.
    """
    files = Folder(folder)
    shown: dict[str, bytes] = {}
    broken: dict[str, tuple[ContentError, ...]] = {}
    names = files.documents()
    for number, name in enumerate(names, start=1):
        if cancelled is not None and cancelled():
            raise CancelledError
        data, complaints = _looked_at(files, name, good.get(name))
        if complaints:
            broken[name] = complaints
        if data is not None:
            shown[name] = data
        if progress is not None:
            progress(number, len(names))
    return Reading(Library(_AsRead(files, shown)), broken, shown)


def _looked_at(files: Folder, name: str, before: bytes | None) -> tuple[bytes | None, tuple[ContentError, ...]]:
    """What to show of a document, None for nothing, and what is wrong with it as it is on disk."""
    try:
        data = files.read(name, LIMITS.document_bytes)
    except UnavailableError as problem:
        return before, (ContentError(name, 0, "file", f"a readable file ({problem.reason})", "D1"),)
    if data == before:
        return data, ()
    complaints = _complaints(data, name)
    return (before if complaints else data), complaints


def _complaints(data: bytes, name: str) -> tuple[ContentError, ...]:
    try:
        head, problems = inspect_head(data, name)
        if not problems:
            parse_blocks(head.body, name, head.body_line)
    except ContentError as problem:
        return (problem,)
    return problems


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file that the preview shows; another one means that something was saved.

    A folder that is away gives nothing.
    """
    found: list[tuple[str, int, int]] = []
    for path in watched(folder):
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_size, state.st_mtime_ns))
    return tuple(found)


def watched(folder: Path) -> tuple[Path, ...]:
    """The folders and files whose changes a preview must see."""
    try:
        documents = [folder / name for name in Folder(folder).documents()]
        others = [*folder.glob("*.toml"), *(folder / "figures").glob("*.*")]
        parents = {path.parent for path in documents} | {
            p for p in (folder / "briefings", folder / "figures") if p.is_dir()
        }
    except (UnavailableError, OSError):
        return ()
    return (folder, *sorted(parents - {folder}), *documents, *sorted(others))
