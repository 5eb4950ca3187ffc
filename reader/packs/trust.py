"""What has been seen before: highest versions a library, and the latest time (FORMATS P6, P7).

Kept outside caches and notebooks. A library's record is only ever raised; the clock's only forward, unless the person
says that it was wrong.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable, replace_file
from reader.errors import DamagedError
from reader.language import tr
from reader.packs.editions import Tombstone

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest of everything that was ever installed of one library.

    Attributes:
        publisher: fingerprint of the pinned root it came by first.
        root: the newest root's bytes.
        versions: role ("root", "timestamp", "snapshot", "targets") to version.
        edition: of the library.
    """

    publisher: str
    root: bytes
    versions: dict[str, int]
    edition: int


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust state of one store.

    Attributes:
        libraries: library id to what was seen of it.
        latest: the latest time this computer has shown, None before the first installation.
        removed: library id to the documents that had to be removed from it (FORMATS P11), where a record of the store
            that is damaged or deleted cannot make anyone forget them.
    """

    libraries: dict[str, Seen] = field(default_factory=dict[str, Seen])
    latest: dt.datetime | None = None
    removed: dict[str, tuple[Tombstone, ...]] = field(default_factory=dict[str, tuple[Tombstone, ...]])

    def now(self, clock: dt.datetime) -> dt.datetime:
        """The time to judge expiry by: `clock`, or the latest time seen where the clock was set back (P7)."""
        return max(clock, self.latest) if self.latest is not None else clock

    def with_time(self, clock: dt.datetime) -> "Trust":
        """This state after the clock has been looked at."""
        return replace(self, latest=self.now(clock))

    def with_library(self, library: str, seen: Seen, *, adopted: bool = False) -> "Trust":
        """This state after an installation; versions never go down, unless another publisher has taken it over."""
        old = None if adopted else self.libraries.get(library)
        if old is not None:
            versions = {role: max(version, old.versions.get(role, 0)) for role, version in seen.versions.items()}
            seen = replace(seen, versions=versions, edition=max(seen.edition, old.edition), publisher=old.publisher)
        return replace(self, libraries={**self.libraries, library: seen})

    def with_removed(self, library: str, tombstones: Iterable[Tombstone]) -> "Trust":
        """This state once these documents of a library had to be removed; none of them is ever taken back."""
        every = {stone.id: stone for stone in (*self.removed.get(library, ()), *tombstones)}
        return replace(self, removed={**self.removed, library: tuple(every.values())}) if every else self


def load(file: Path) -> Trust:
    """The trust state; a fresh one where nothing was ever installed.

    Raises:
        DamagedError: the file is there and cannot be understood. Installing then stops; reading does not need it.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Trust()
    except OSError as error:
        raise _damaged(file) from error
    try:
        held = cast("dict[str, Any]", json.loads(data))
        libraries = {str(name): _seen(row) for name, row in held["libraries"].items()}
        latest = dt.datetime.fromisoformat(held["latest"]) if held["latest"] else None
        if latest is not None and latest.tzinfo is None:
            raise _damaged(file)
        removed = {str(name): _tombstones(rows) for name, rows in held.get("removed", {}).items()}
        return Trust(libraries, latest, removed)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise _damaged(file) from error


def save(trust: Trust, file: Path) -> None:
    """Keep the trust state, in one step. Raises UnavailableError."""
    data = {
        "format": _FORMAT,
        "latest": trust.latest.isoformat() if trust.latest else "",
        "libraries": {
            name: {
                "publisher": seen.publisher,
                "root": base64.b64encode(seen.root).decode("ascii"),
                "versions": seen.versions,
                "edition": seen.edition,
            }
            for name, seen in sorted(trust.libraries.items())
        },
        "removed": {
            name: [[t.id, t.reason, t.date, t.edition] for t in stones]
            for name, stones in sorted(trust.removed.items())
        },
    }
    with as_unavailable(tr("keeping the trust state"), file):
        replace_file(file, json.dumps(data, indent=1).encode("ascii"))


def _seen(row: Any) -> Seen:
    versions = {str(role): int(version) for role, version in row["versions"].items()}
    return Seen(str(row["publisher"]), base64.b64decode(row["root"], validate=True), versions, int(row["edition"]))


def _tombstones(rows: Any) -> tuple[Tombstone, ...]:
    return tuple(Tombstone(str(i), str(reason), str(date), int(edition)) for i, reason, date, edition in rows)


def _damaged(file: Path) -> DamagedError:
    return DamagedError(
        file,
        tr("The record of what was installed before cannot be read"),
        tr("Everything installed stays readable. Installing stops until IT has looked at it."),
    )
