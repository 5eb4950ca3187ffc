"""What the program remembers for a person, inside the person's notebook: recent and saved searches, where they read.

Nothing of it is kept while no notebook is open. It stands among the drafts, under keys that begin with `desk.KEPT`.
"""

import json
from collections.abc import Sequence
from typing import cast

from reader.notes_desk.desk import KEPT, NotesDesk

MOST_RECENT = 20
"""Recent searches kept, newest first."""
MOST_SAVED = 200
MAX_TEXT = 500
"""Characters of one search that are kept."""
RECENT, SAVED, READING = KEPT + "recent-searches", KEPT + "saved-searches", KEPT + "reading"


class Remembered:
    """Small lists in the open notebook. Reading gives nothing while none is open; writing then does nothing."""

    def __init__(self, desk: NotesDesk) -> None:
        """Stands on `desk`."""
        self._desk = desk

    def recent(self) -> tuple[str, ...]:
        """Recent searches, newest first; none where policy forbids them."""
        return self._texts(RECENT) if self._desk.rules.remember_searches else ()

    def searched(self, text: str) -> None:
        """A search that led somewhere. Raises as `Notes.keep_draft`."""
        text = text.strip()[:MAX_TEXT]
        if text and self._desk.can_write and self._desk.rules.remember_searches:
            self._keep(RECENT, [text, *(one for one in self._texts(RECENT) if one != text)][:MOST_RECENT])

    def forget_recent(self) -> None:
        """Forget recent searches. Raises as `Notes.drop_draft`."""
        if self._desk.can_write:
            self._desk.notes.drop_draft(RECENT)

    def saved(self) -> tuple[str, ...]:
        """Saved searches, in the order of saving."""
        return self._texts(SAVED)

    def save(self, text: str) -> None:
        """Keep a search. Raises NotOpenError and as `Notes.keep_draft`."""
        text = text.strip()[:MAX_TEXT]
        if text and text not in self.saved():
            self._keep(SAVED, [*self.saved(), text][-MOST_SAVED:])
            self._desk.tell()

    def drop(self, text: str) -> None:
        """Forget a saved search. Raises NotOpenError and as `Notes.keep_draft`."""
        if text in self.saved():
            self._keep(SAVED, [one for one in self.saved() if one != text])
            self._desk.tell()

    def reading(self) -> str:
        """Where the person read last, as the window wrote it; "" for nowhere."""
        return self._desk.notes.drafts().get(READING, "") if self._desk.is_open else ""

    def read_at(self, place: str) -> None:
        """Keep where the person reads. Raises as `Notes.keep_draft`."""
        if self._desk.can_write and place != self.reading():
            self._desk.notes.keep_draft(READING, place)

    def find(self, text: str) -> tuple[str, ...]:
        """Recent and saved searches and drafts that hold `text`, for subject access: also what policy hides by now."""
        wanted = text.casefold().strip()
        every = (*self._texts(RECENT), *self.saved(), *self._desk.drafts().values())
        return tuple(dict.fromkeys(one for one in every if wanted and wanted in one.casefold()))

    def erase(self, text: str) -> int:
        """Forget every search and draft that holds `text`. Returns how many. Raises as `Notes.drop_draft`."""
        wanted, erased = text.casefold().strip(), 0
        for key in (RECENT, SAVED):
            kept = [one for one in self._texts(key) if wanted not in one.casefold()]
            if len(kept) < len(self._texts(key)):
                erased += len(self._texts(key)) - len(kept)
                self._keep(key, kept)
        for key, draft in self._desk.drafts().items():
            if wanted in draft.casefold():
                self._desk.notes.drop_draft(key)
                erased += 1
        return erased

    def _texts(self, key: str) -> tuple[str, ...]:
        if not self._desk.is_open:
            return ()
        try:
            found = cast("object", json.loads(self._desk.notes.drafts().get(key, "[]")))
        except (ValueError, RecursionError):
            return ()
        listed = cast("list[object]", found) if isinstance(found, list) else []
        return tuple(one for one in listed if isinstance(one, str))

    def _keep(self, key: str, texts: Sequence[str]) -> None:
        self._desk.notes.keep_draft(key, json.dumps(list(texts), ensure_ascii=False))
