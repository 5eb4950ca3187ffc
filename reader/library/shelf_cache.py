"""What opening a library found out, kept for the next start, so that the first paint needs no YAML or TOML parser.

An entry holds for exactly the bytes it was made from (length and CRC-32) and for this version of the program; anything
else is read afresh. The cache is a convenience: it may be missing, damaged or unwritable at any time.
"""

import json
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import reader
from reader.errors import UnavailableError
from reader.library.catalogue import Change, Elsewhere, FrontMatter, Original
from reader.settings import write_atomically

MAX_BYTES = 20_000_000
"""A larger cache file is not ours and is not read."""
_LISTS = ("nation", "audience", "topics", "stages", "supersedes", "related")


class ShelfCache:
    """The cache of one library. `file` None keeps nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._stored = self._load()
        self._used: dict[str, list[Any]] = {}

    def head(self, name: str, data: bytes) -> tuple[FrontMatter, int] | None:
        """Front matter and words of a document, None where they have to be read."""
        value = self._get(name, data)
        if value is None:
            return None
        try:
            found = _front_matter(value["meta"]), int(value["words"])
        except (KeyError, TypeError, ValueError):
            return None
        self._used[name] = self._stored[name]
        return found

    def keep_head(self, name: str, data: bytes, meta: FrontMatter, words: int) -> None:
        """Remember what was read of a document."""
        self._used[name] = [*_print(data), {"meta": asdict(meta), "words": words}]

    def table(self, name: str, data: bytes) -> dict[str, Any] | None:
        """A register's TOML table, None where it has to be read."""
        value = self._get(name, data)
        if value is not None:
            self._used[name] = self._stored[name]
        return value

    def keep_table(self, name: str, data: bytes, table: dict[str, Any]) -> None:
        """Remember a register's TOML table, unless it holds dates, which JSON has none of."""
        try:
            json.dumps(table)
        except TypeError:
            return
        self._used[name] = [*_print(data), table]

    def save(self) -> None:
        """Write what was used; says nothing where it cannot be written."""
        if self._file is None or self._used == self._stored:
            return
        text = json.dumps({"program": reader.__version__, "entries": self._used}, ensure_ascii=False)
        try:
            write_atomically(self._file, text.encode("utf-8", "surrogatepass"))
        except UnavailableError:
            return

    def _get(self, name: str, data: bytes) -> dict[str, Any] | None:
        entry = self._stored.get(name)
        if entry is None or entry[:2] != _print(data) or not isinstance(entry[2], dict):
            return None
        return cast("dict[str, Any]", entry[2])

    def _load(self) -> dict[str, list[Any]]:
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as stream:
                stored: Any = json.loads(stream.read(MAX_BYTES + 1))
            entries: Any = stored["entries"] if stored["program"] == reader.__version__ else {}
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return {}
        return _well_formed(entries)


def _well_formed(entries: Any) -> dict[str, list[Any]]:
    """`entries` where each is [length, CRC, value], nothing otherwise."""
    if not isinstance(entries, dict):
        return {}
    table = cast("dict[str, Any]", entries)
    size = len(("length", "crc", "value"))
    sound = all(isinstance(entry, list) and len(cast("list[Any]", entry)) == size for entry in table.values())
    return table if sound else {}


def cache_name(library: str) -> str:
    """A file name for the cache of the library read from `library`."""
    return f"{zlib.crc32(library.encode('utf-8', 'surrogatepass')):08x}.json"


def _print(data: bytes) -> list[int]:
    return [len(data), zlib.crc32(data)]


def _front_matter(value: dict[str, Any]) -> FrontMatter:
    fields = dict(value)
    fields.update({name: tuple(fields[name]) for name in _LISTS})
    fields["original"] = Original(**fields["original"]) if fields["original"] else None
    fields["changes"] = tuple(Change(**change) for change in fields["changes"])
    fields["see_also"] = tuple(Elsewhere(**other) for other in fields["see_also"])
    return FrontMatter(**fields)
