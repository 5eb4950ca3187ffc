"""Which edition of a document this log-in read last, and which urgent corrections were acknowledged (FORMATS D2).

Kept in a small file of the profile, never in the notebook. On a shared desk and with notes in memory only, nothing is
written: what was read is then forgotten when the program ends.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from reader.durable import keep_file
from reader.errors import UnavailableError
from reader.library.catalogue import Change, Entry
from reader.notes_desk.desk import NotesDesk, State
from reader.paths import Places

FILE = "reading.json"
"""Under `Places.state`."""
MAX_BYTES = 2_000_000
"""A larger file is not ours and is not read."""
EDITORIAL = "editorial"
"""The kind of change that no reader has to know of."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What stands above a document's text.

    Attributes:
        since: the edition this log-in read last, 0 where it read none.
        urgent: not yet acknowledged, newest first; they stay until `Seen.acknowledge`.
        others: made since, newest first; they are there for the rest of this session.
    """

    since: int = 0
    urgent: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is something to show."""
        return bool(self.urgent or self.others)


class Seen:
    """What was read. What cannot be read back or kept is forgotten silently: it is worth no message."""

    def __init__(self, file: Path, may_write: Callable[[], bool]) -> None:
        """Reads `file`; writes it only where `may_write` says so at that moment."""
        self._file = file
        self._may_write = may_write
        self._before = _load(file) if may_write() else {}
        self._now = dict(self._before)

    def last_read(self, entry: Entry) -> int:
        """The edition read last before this session, or before this edition came in the middle of it; 0 for none."""
        now = self._now.get(entry.key, (0, 0))[0]
        return now if 0 < now < entry.meta.edition else self._before.get(entry.key, (0, 0))[0]

    def changed(self, entry: Entry) -> bool:
        """Whether the document is another edition than the one read last: "changed since you read it"."""
        return 0 < self.last_read(entry) < entry.meta.edition

    def corrections(self, entry: Entry) -> Corrections:
        """What to show above the text.

        Urgent ones until acknowledged, whether or not the document was read before. Others: corrections and updates
        since the edition read last; for who has read none, corrections made in this very edition.
        """
        since, acknowledged = self.last_read(entry), self._now.get(entry.key, (0, 0))[1]
        changes = sorted(entry.meta.changes, key=lambda change: -change.edition)
        urgent = tuple(change for change in changes if change.urgent and change.edition > acknowledged)
        wanted = (c for c in changes if not c.urgent and c.kind != EDITORIAL)
        if since:
            others = tuple(change for change in wanted if change.edition > since)
        else:
            others = tuple(c for c in wanted if c.kind == "correction" and c.edition == entry.meta.edition > 1)
        return Corrections(since, urgent, others)

    def read(self, entry: Entry) -> None:
        """The document is being read now."""
        now, acknowledged = self._now.get(entry.key, (0, 0))
        if 0 < now < entry.meta.edition:
            self._before[entry.key] = now, acknowledged
        self._keep(entry.key, (entry.meta.edition, acknowledged))

    def acknowledge(self, entry: Entry) -> None:
        """The person has taken note of every urgent correction so far."""
        read = self._now.get(entry.key, (0, 0))[0]
        self._keep(entry.key, (read, entry.meta.edition))

    def forget(self, keys: Iterable[str]) -> None:
        """Nothing is known of these documents any more (FORMATS P11)."""
        for key in keys:
            self._before.pop(key, None)
            if self._now.pop(key, None) is not None:
                self._save()

    def _keep(self, key: str, value: tuple[int, int]) -> None:
        if self._now.get(key) != value:
            self._now[key] = value
            self._save()

    def _save(self) -> None:
        if self._may_write():
            with suppress(UnavailableError):
                keep_file(self._file, json.dumps({"documents": self._now}).encode("utf-8"))


def seen(places: Places, notes: NotesDesk) -> Seen:
    """What this log-in has read; in memory only on a shared desk and with notes in memory only."""
    return Seen(places.state / FILE, lambda: keeps_traces(notes))


def keeps_traces(notes: NotesDesk) -> bool:
    """Whether small things about the person may be written: not on a shared desk, nor with notes in memory only."""
    return not notes.rules.shared and notes.rules.may_keep and notes.state is not State.TEMPORARY


def _load(file: Path) -> dict[str, tuple[int, int]]:
    try:
        with file.open("rb") as stream:
            held = cast("dict[str, Any]", json.loads(stream.read(MAX_BYTES + 1)))
        rows = held["documents"].items()
        return {str(key): (int(read), int(acknowledged)) for key, (read, acknowledged) in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
