"""Files of installed editions that were deleted on purpose (FORMATS P11), so that a check says so and not "damaged".

What must be forgotten may stand in a signed file, which cannot be changed and stay what was signed: a layer that quotes
a removed paper, or the paper itself in an edition kept beside the one that removed it. Such a file is deleted.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable, replace_file
from reader.language import tr
from reader.packs.store import Store
from reader.packs.where import PackPlaces

FILE = "dropped.json"
"""Beside the trust state: SHA-256 of each deleted file to the key of the removed document it was deleted for."""

Why = Callable[[str, str, Path], str]
"""Given a library, the name of a file of it and its place: key of the removed document it speaks of, "" for none."""


def dropped(trust: Path) -> dict[str, str]:
    """What was deleted, as FILE in the folder of the trust state says; nothing where that cannot be read."""
    try:
        held: Any = json.loads((trust / FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in cast("dict[str, Any]", held).items()} if isinstance(held, dict) else {}


def drop(places: PackPlaces, why: Why) -> tuple[tuple[str, str], ...]:
    """Delete every kept file for which `why` gives a reason; library and name of each.

    The record comes first, so that a killed process leaves none deleted that is not in it.

    Raises:
        UnavailableError: one cannot be deleted, or the record not be kept.
    """
    store, known = Store(places.store), dropped(places.trust)
    deleted: list[tuple[str, str]] = []
    for library, record in store.records().items():
        editions = (record.edition, record.previous)
        files = {item for edition in editions if edition is not None for item in edition.files.items()}
        for name, file in sorted(files, key=lambda item: (item[0], item[1].sha256)):
            path = store.blob(file.sha256)
            with as_unavailable(tr("deleting traces of a removed document"), path):
                key = why(library, name, path) if path.is_file() else ""
                if key:
                    if known.get(file.sha256) != key:
                        known[file.sha256] = key
                        replace_file(places.trust / FILE, json.dumps(known, sort_keys=True).encode("ascii"))
                    path.unlink()
                    deleted.append((library, name))
    return tuple(deleted)
