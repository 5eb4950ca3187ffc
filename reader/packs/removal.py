"""What else must forget a removed document (FORMATS P11): caches, indexes, quotes in notes, layers and backups.

Installing deletes what packs keep. The rest belongs to each user, who may not even be logged in when a machine-wide
pack arrives: so what is still to be done is worked out at every start, from the tombstones against what this log-in has
done already, and survives a kill at any instant.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable, remove_tree, replace_file
from reader.errors import DamagedError
from reader.language import tr
from reader.packs import trust
from reader.packs.store import Store
from reader.packs.where import PackPlaces

_FILE = "removed.json"


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed document, "library/id", and the publisher's reason."""

    key: str
    reason: str


def every(user: PackPlaces, machine: PackPlaces | None = None) -> tuple[Removal, ...]:
    """Every document that was removed from a library installed here, by key. Cheap: a few small files.

    Trust states are asked too, so that a damaged record of a library makes nobody forget them.
    """
    found = {removal.key: removal for place in (user, machine) if place is not None for removal in _removals(place)}
    return tuple(removal for _, removal in sorted(found.items()))


def hidden(user: PackPlaces, machine: PackPlaces | None = None) -> frozenset[str]:
    """Keys of documents that must not be shown, whichever edition holds them: also one that no pack can be rid of."""
    return frozenset((*(removal.key for removal in every(user, machine)), *_done(user)))


def pending(user: PackPlaces, machine: PackPlaces | None = None) -> tuple[Removal, ...]:
    """Removed documents whose traces this log-in's caches may still hold; each notebook knows its own part."""
    done = _done(user)
    return tuple(removal for removal in every(user, machine) if removal.key not in done)


def clear_caches(folders: Sequence[Path]) -> None:
    """Delete whole caches and indexes, which are built anew when next needed.

    Raises:
        UnavailableError: one of them is in use or cannot be deleted.
    """
    for folder in folders:
        with as_unavailable(tr("deleting traces of a removed document"), folder):
            remove_tree(folder)


def record_done(user: PackPlaces, removals: Sequence[Removal]) -> None:
    """Remember that every trace of these outside notebooks is gone. Raises UnavailableError."""
    if removals:
        keys = sorted(_done(user) | {removal.key for removal in removals})
        with as_unavailable(tr("keeping the record of removed documents"), user.trust):
            replace_file(user.trust / _FILE, json.dumps(keys).encode("ascii"))


def _removals(place: PackPlaces) -> Iterator[Removal]:
    with suppress(DamagedError):
        for library, tombstones in trust.load(place.trust_file).removed.items():
            yield from (Removal(f"{library}/{tombstone.id}", tombstone.reason) for tombstone in tombstones)
    store = Store(place.store)
    for library in store.libraries():
        with suppress(DamagedError):
            current = store.current(library)
            for tombstone in current.tombstones if current is not None else ():
                yield Removal(f"{library}/{tombstone.id}", tombstone.reason)


def _done(user: PackPlaces) -> set[str]:
    # Unreadable counts as nothing done: doing it twice harms nobody.
    try:
        held: Any = json.loads((user.trust / _FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    return {str(key) for key in cast("list[Any]", held)} if isinstance(held, list) else set()
