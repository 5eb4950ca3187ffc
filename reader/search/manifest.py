"""The manifest of an index: who built it, from what, and the size and hash of each of its files."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from reader import __version__
from reader.search.formula import Averages
from reader.search.words import ANALYSIS

FORMAT = 1
"""Version of the folder's own layout."""

_GENERATION = re.compile(r"g-[0-9a-f]{16}")
_FILE = re.compile(r"[A-Za-z0-9_.]{1,100}")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document in the index: `count` passages from `first` on, counted within segment `segment`."""

    key: str
    stamp: str
    segment: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of an index before opening it.

    Attributes:
        generation: name of its folder.
        libraries: (id, edition) of each library it was built from.
        documents: in shelf order.
        files: name to (bytes, SHA-256 in hex).
        averages: what its impacts were worked out with.
        built: passages when it was last built as a whole.
    """

    generation: str
    libraries: tuple[tuple[str, int], ...]
    documents: tuple[Indexed, ...]
    files: dict[str, tuple[int, str]]
    averages: Averages
    built: int


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON, with the versions of what wrote it."""
    data = {
        "format": FORMAT,
        "analysis": ANALYSIS,
        "program": __version__,
        "generation": manifest.generation,
        "libraries": manifest.libraries,
        "averages": manifest.averages.as_json(),
        "built": manifest.built,
        "files": manifest.files,
        "documents": [[d.key, d.stamp, d.segment, d.first, d.count] for d in manifest.documents],
    }
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def from_bytes(data: bytes) -> Manifest | None:
    """The manifest, or None where it is damaged or another program version or analysis wrote it."""
    try:
        held = cast("dict[str, Any]", json.loads(data))
        if (held["format"], held["analysis"], held["program"]) != (FORMAT, ANALYSIS, __version__):
            return None
        manifest = Manifest(
            str(held["generation"]),
            tuple((str(name), int(edition)) for name, edition in held["libraries"]),
            tuple(Indexed(str(k), str(s), int(g), int(f), int(c)) for k, s, g, f, c in held["documents"]),
            {str(name): (int(size), str(digest)) for name, (size, digest) in held["files"].items()},
            Averages.from_json(held["averages"]),
            int(held["built"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    names_good = all(_FILE.fullmatch(name) for name in manifest.files)
    return manifest if names_good and _GENERATION.fullmatch(manifest.generation) else None
