"""What opening a library found out, kept for the next start, so that the first paint needs no YAML or TOML parser.

An entry holds for exactly the file it was made from and for this version of the program; anything else is read afresh.
The cache is a convenience: it may be missing, damaged or unwritable at any time. It is a header and one line an entry;
of two lines for a file the later one counts, so that an edition that changes one document adds one line.
"""

import json
import zlib
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, cast

import reader
from reader.errors import UnavailableError
from reader.library.catalogue import Change, Elsewhere, FrontMatter, Original
from reader.library.files import Sealed

MAX_BYTES = 20_000_000
"""A larger cache file is not ours and is not read."""
MOST_STALE = 2
"""The file is written anew when it would hold more than so many lines for each entry that is used."""
_UNSAID = {field.name: field.default for field in fields(FrontMatter)}
_LISTS = ("nation", "audience", "topics", "stages", "supersedes", "related")


class ShelfCache:
    """The cache of one library. `file` None keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lines = 0
        self._stored = self._load()
        self._used: dict[str, tuple[str, Any]] = {}

    def head(self, name: str, mark: str) -> tuple[FrontMatter, int] | None:
        """Front matter and words of a document, None where they have to be read."""
        value = self._get(name, mark)
        if value is None:
            return None
        try:
            found = _front_matter(value["meta"]), int(value["words"])
        except (KeyError, TypeError, ValueError):
            return None
        self._used[name] = self._stored[name]
        return found

    def keep_head(self, name: str, mark: str, meta: FrontMatter, words: int) -> None:
        """Remember what was read of a document."""
        said = {field: value for field, value in asdict(meta).items() if value != _UNSAID.get(field)}
        self._used[name] = mark, {"meta": said, "words": words}

    def forget(self, name: str) -> None:
        """Remember nothing of a document."""
        self._used.pop(name, None)

    def table(self, name: str, mark: str) -> dict[str, Any] | None:
        """A register's TOML table, None where it has to be read."""
        value = self._get(name, mark)
        if value is not None:
            self._used[name] = self._stored[name]
        return value

    def keep_table(self, name: str, mark: str, table: dict[str, Any]) -> None:
        """Remember a register's TOML table, unless it holds dates, which JSON has none of."""
        try:
            json.dumps(table)
        except TypeError:
            return
        self._used[name] = mark, table

    def save(self) -> None:
        """Write what is new; says nothing where it cannot be written."""
        fresh = {name: held for name, held in self._used.items() if self._stored.get(name) != held}
        roomy = self._lines + len(fresh) <= MOST_STALE * len(self._used)
        if self._file is None or (roomy and not fresh):
            return
        if roomy and self._lines:
            with suppress(OSError), self._file.open("ab") as stream:
                stream.write(_lines(fresh))
            return
        from reader.durable import keep_file  # noqa: PLC0415 - only where something is new

        with suppress(UnavailableError):
            keep_file(self._file, _header() + _lines(self._used))

    def _get(self, name: str, mark: str) -> dict[str, Any] | None:
        held = self._stored.get(name)
        if held is None or held[0] != mark or not isinstance(held[1], dict):
            return None
        return cast("dict[str, Any]", held[1])

    def _load(self) -> dict[str, tuple[str, Any]]:
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            # A line that a killed process left unfinished is not one.
            if len(data) > MAX_BYTES or not data.startswith(_header()) or not data.endswith(b"\n"):
                return {}
            lines = data[len(_header()) : -1].split(b"\n")
            found = {name: (mark, value) for name, mark, value in json.loads(b"[" + b",".join(lines) + b"]")}
        except (OSError, ValueError, TypeError, RecursionError):
            return {}
        self._lines = len(lines)
        return found


def cache_name(library: str) -> str:
    """A file name for the cache of the library read from `library`."""
    return f"{zlib.crc32(library.encode('utf-8', 'surrogatepass')):08x}.jsonl"


def mark_of(data: bytes) -> str:
    """What an entry that was made from `data` is known by."""
    return f"{len(data)}-{zlib.crc32(data):08x}"


def mark_of_sealed(file: Sealed) -> str:
    """What an entry that was made from a verified file is known by, without reading it."""
    return f"{file.sha256}-{file.written}"


def _header() -> bytes:
    return json.dumps({"program": reader.__version__}).encode("ascii") + b"\n"


def _lines(entries: dict[str, tuple[str, Any]]) -> bytes:
    # Escaped to ASCII, so that no sign in a title can be taken for the end of a line.
    return "".join(f"{json.dumps([name, *held])}\n" for name, held in entries.items()).encode("ascii")


def _front_matter(value: dict[str, Any]) -> FrontMatter:
    said = dict(value)
    said.update({name: tuple(said[name]) for name in _LISTS if name in said})
    if "original" in said:
        said["original"] = Original(**said["original"])
    said["changes"] = tuple(Change(**change) for change in said.get("changes", ()))
    said["see_also"] = tuple(Elsewhere(**other) for other in said.get("see_also", ()))
    return FrontMatter(**said)
