"""What is said above the text of the open paper, and what its buttons do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.language import tr
from reader.library.catalogue import Entry
from reader.library.wording import change_line, long_date
from reader.ui.looks.labels import ATTENTION, BAD, PLAIN
from reader.ui.packs.packs_words import sentence
from reader.ui.reader.reader_notice import Act, Line
from reader.ui.shared.standing_words import Standings
from reader.ui.window.parts import Parts
from reader.ui.window.travel import Travel

if TYPE_CHECKING:
    from reader.packs_desk.seen import Seen


class Above(QObject):
    """Keeps the lines above the text in step with the open paper.

    Signals:
        changes_wanted(str, int): both editions of this paper side by side.
    """

    changes_wanted = Signal(str, int)

    def __init__(self, parts: Parts, travel: Travel, standings: Standings) -> None:
        """Says nothing before `standings` know anything."""
        super().__init__(parts.packs)
        self._parts, self._travel, self._standings = parts, travel, standings
        self._closed: set[str] = set()
        travel.arrived.connect(self.refresh)

    def refresh(self) -> None:
        """A paper was opened, or more is known of it."""
        page, seen = self._parts.reader.page, self._standings.seen
        # A paper that was only loaded ahead is not read by anybody.
        if page is None or not page.isVisible() or seen is None:
            return
        key = page.place()[0]
        if key not in {entry.key for entry in self._parts.desk.shelf.entries}:
            return
        entry = self._parts.desk.entry(key)
        page.above.show_lines(tuple(self._lines(entry, seen)))
        seen.read(entry)

    def _lines(self, entry: Entry, seen: "Seen") -> Iterator[Line]:
        if entry.status == "withdrawn":
            since = tr("Withdrawn on {date}.").format(date=long_date(entry.since))
            yield Line(BAD, f"{since} {sentence(entry.reason)}", self._newer(entry))
        elif entry.status == "superseded":
            title = self._title(entry.superseded_by)
            yield Line(ATTENTION, tr("Superseded by “{title}”.").format(title=title), self._newer(entry))
        yield from self._overdue(entry)
        yield from self._corrections(entry, seen)

    def _newer(self, entry: Entry) -> tuple[Act, ...]:
        newer = entry.superseded_by
        return ((tr("Open the newer paper"), lambda: self._travel.open_document(newer)),) if newer else ()

    def _title(self, key: str) -> str:
        return next((one.meta.title for one in self._parts.desk.shelf.entries if one.key == key), key)

    def _overdue(self, entry: Entry) -> Iterator[Line]:
        from reader.packs_desk.words import overdue  # noqa: PLC0415 - with the room of packs, after the first paint

        said = overdue(entry.meta.review_by, self._standings.today)
        if said and entry.status != "withdrawn":
            yield Line(ATTENTION, said)

    def _corrections(self, entry: Entry, seen: "Seen") -> Iterator[Line]:
        found = seen.corrections(entry)
        key = entry.key
        compare = (tr("What changed"), lambda: self.changes_wanted.emit(key, 0))
        for change in found.urgent:
            text = tr("Urgent. {what}").format(what=sentence(change_line(change)))
            yield Line(ATTENTION, text, (compare, (tr("I have read this"), lambda: self._acknowledge(entry, seen))))
        if key in self._closed or not (found.others or seen.changed(entry)):
            return
        words = " ".join(sentence(change_line(change)) for change in found.others)
        if seen.changed(entry):
            since = tr("Changed since you read edition {n}.").format(n=seen.last_read(entry))
            words = f"{since} {words}".strip()
        yield Line(PLAIN, words, (compare, (tr("Close"), lambda: self._close(key))))

    def _acknowledge(self, entry: Entry, seen: "Seen") -> None:
        seen.acknowledge(entry)
        self.refresh()

    def _close(self, key: str) -> None:
        self._closed.add(key)
        self.refresh()
