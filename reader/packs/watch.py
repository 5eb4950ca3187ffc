"""A watched folder that IT fills: what is new in it, seen without opening anything (P1). Offered, never forced."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reader.packs.containers import PACK_SUFFIX
from reader.packs.limits import PACK_LIMITS

MAX_CANDIDATES = 50
"""Packs looked at in one folder."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be a pack.

    Attributes:
        path: a .briefpack, or a channel's folder.
        stamp: changes whenever its content does; compare it with the one last offered.
    """

    path: Path
    stamp: str


def candidates(folder: Path) -> tuple[Candidate, ...]:
    """What might be installed from `folder`: itself where it is a channel, channels in it, and .briefpack files.

    A share that is away gives nothing. Nothing is verified: that is `prepare`'s.
    """
    try:
        places = [folder, *sorted(folder.iterdir())][: MAX_CANDIDATES + 1]
    except OSError:
        return ()
    found = (_candidate(path) for path in places)
    return tuple(candidate for candidate in found if candidate is not None)


def _candidate(path: Path) -> Candidate | None:
    try:
        if path.is_dir():
            with (path / "metadata" / "timestamp.json").open("rb") as stream:
                signed = stream.read(PACK_LIMITS.timestamp_bytes)
            return Candidate(path, hashlib.sha256(signed).hexdigest())
        if path.suffix.lower() == PACK_SUFFIX and path.is_file():
            status = path.stat()
            return Candidate(path, f"{status.st_size}-{status.st_mtime_ns}")
    except OSError:
        pass
    return None
