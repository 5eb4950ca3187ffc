"""Rows of the notes list as a Qt model: a heading a briefing, then its marks; ticks; words for screen readers.

Of a notebook with 20,000 marks only those in sight are read: what stands in which row follows from the counts alone.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal

from reader.errors import ReaderError
from reader.language import tr
from reader.library.catalogue import Entry
from reader.notebook.query import Line, Pick
from reader.ui.notes import notes_words as words
from reader.ui.shared.kinds import label

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""Role of a row's Line; None for a heading."""
PAGE = 300
"""Rows the list is longer by when it is scrolled to its end: it measures each of them."""
AT_ONCE = 500
"""Rows added in one go."""
BLOCK = 50
"""Marks read at a time."""
MOST_BLOCKS = 200
"""Blocks kept in memory."""
Key = tuple[str, str]
"""A mark's uuid and the set it stands in."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A briefing's title above its marks, and how many there are."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from.

    Attributes:
        documents: how many marks each document has, in the order of the rows.
        read: so many lines from an offset on.
        picks: every mark, in order.
        place_of: how many stand before a mark; None where it is not among them.
        grouped: whether they go under headings.
    """

    documents: Mapping[str, int]
    read: Callable[[int, int], Sequence[Line]]
    picks: Callable[[], Sequence[Pick]]
    place_of: Callable[[Key], int | None]
    grouped: bool


class NotesModel(QStringListModel):
    """Lines as `query.lines` gives them; ticks live here and survive a refresh.

    Its strings are empty: that Qt counts the rows by itself halves what laying out 20,000 of them takes.

    Signals:
        failed(ReaderError): rows that came into sight could not be read.
    """

    failed = Signal(object)

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """`entries` by key, for titles."""
        super().__init__()
        self._entries = entries
        self._source: Source | None = None
        self._headings: list[int] = []
        self.heading_rows: frozenset[int] = frozenset()
        self._keys: list[str] = []
        self._total = 0
        self._blocks: dict[int, Sequence[Line]] = {}
        self._ticked: set[Key] = set()

    def show(self, source: Source | None, near: int = 0) -> None:
        """Show what `source` gives, as far as a page behind row `near`. None shows nothing.

        Where rows are as many as before and stand under the same headings, the list keeps its place.
        """
        self._ticked = self._still_there(source)
        before = self._headings, self._total
        counts: Mapping[str, int] = source.documents if source is not None else {}
        headings = _headings(counts) if source is not None and source.grouped else []
        total = sum(counts.values()) + len(headings)
        same = source is not None and (headings, total) == before and total > 0
        self._source, self._headings, self._keys, self._total = source, headings, list(counts), total
        self.heading_rows = frozenset(headings)
        self._blocks.clear()
        if same:
            self._all_changed()
            self.grow(near + PAGE)
        else:
            self.setStringList([""] * min(near + PAGE, total))

    def _still_there(self, source: Source | None) -> set[Key]:
        """What is ticked of what `source` gives."""
        if source is None or not self._ticked:
            return set()
        return self._ticked & {(one.uuid, one.set_name) for one in source.picks()}

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list is longer than what is shown of it."""
        return not parent.isValid() and self.rowCount() < self._total

    def fetchMore(self, parent: Index) -> None:
        """Show the next page."""
        self.grow(self.rowCount() + PAGE)

    def grow(self, rows: int | None = None) -> None:
        """Show at least so many rows, all of them with None."""
        wanted = self._total if rows is None else min(rows, self._total)
        while (shown := self.rowCount()) < wanted:
            # Qt moves each new string behind those before it: twenty thousand at once take a twentieth of a second.
            self.insertRows(shown, min(wanted - shown, AT_ONCE))

    # Ticks

    @property
    def ticks(self) -> int:
        """How many are ticked."""
        return len(self._ticked)

    @property
    def ticked(self) -> tuple[Pick, ...]:
        """The ticked ones, in order. Raises as `query.picks`."""
        if self._source is None or not self._ticked:
            return ()
        return tuple(one for one in self._source.picks() if (one.uuid, one.set_name) in self._ticked)

    def is_ticked(self, line: Line) -> bool:
        """Whether a mark is ticked."""
        return key_of(line) in self._ticked

    def tick(self, index: Index, *, on: bool | None = None) -> None:
        """Tick a row, or with None turn its tick over."""
        line = self.line(index)
        if line is None:
            return
        wanted = key_of(line) not in self._ticked if on is None else on
        (self._ticked.add if wanted else self._ticked.discard)(key_of(line))
        self.dataChanged.emit(index, index)

    def tick_all(self, *, on: bool) -> None:
        """Tick every row, those out of sight too, or none. Raises as `query.picks`."""
        source = self._source
        self._ticked = {(one.uuid, one.set_name) for one in source.picks()} if on and source is not None else set()
        self._all_changed()

    def _all_changed(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))

    # Rows

    def line(self, index: Index) -> Line | None:
        """The mark of a row, None for a heading or no row."""
        row = index.row()
        if not 0 <= row < self._total:
            return None
        above = bisect_right(self._headings, row)
        if above and self._headings[above - 1] == row:
            return None
        block, place = divmod(row - above, BLOCK)
        lines = self._block(block)
        return lines[place] if place < len(lines) else None

    def _block(self, number: int) -> Sequence[Line]:
        source = self._source
        if number not in self._blocks and source is not None:
            try:
                found = source.read(BLOCK, number * BLOCK)
            except ReaderError as error:
                found = ()
                self.failed.emit(error)
            if len(self._blocks) >= MOST_BLOCKS:
                self._blocks.clear()
            self._blocks[number] = found
        return self._blocks.get(number, ())

    def is_heading(self, index: Index) -> bool:
        """Whether a row is a heading; nothing is read for that."""
        return index.row() in self.heading_rows

    def heading(self, index: Index) -> Heading | None:
        """The heading of a row, None for a mark."""
        if self._source is None or not self.is_heading(index):
            return None
        key = self._keys[bisect_right(self._headings, index.row()) - 1]
        return Heading(words.document(self._entries, key), self._source.documents[key])

    def index_of(self, key: Key, near: int = -1) -> QModelIndex:
        """The row of a mark, shown from now on; invalid where it is not among them. `near` is where it may be still."""
        held = self.line(self.index(near, 0))
        if held is not None and key_of(held) == key:
            return self.index(near, 0)
        place = self._place_of(key)
        if place is None:
            return QModelIndex()
        row = self._row(place)
        self.grow(row + PAGE)
        return self.index(row, 0)

    def _place_of(self, key: Key) -> int | None:
        # What comes first is shown first, and needs no question.
        for place, line in enumerate(self._block(0)):
            if key_of(line) == key:
                return place
        return self._source.place_of(key) if self._source is not None else None

    def _row(self, place: int) -> int:
        """The row of the mark that so many stand before."""
        above = 0
        for heading in self._headings:
            if heading - above > place:
                break
            above += 1
        return place + above

    def first(self, near: int = 0) -> QModelIndex:
        """The mark at row `near` or the next one after it, else the last; invalid where there is none."""
        if not self._total:
            return QModelIndex()
        row = min(near, self._total - 1)
        self.grow(row + 2)
        # Below every heading stands a mark.
        return self.index(row + self.is_heading(self.index(row, 0)), 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if self.is_heading(index):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, the tick, and the line itself."""
        if self.is_heading(index):
            heading = self.heading(index) if role == Qt.ItemDataRole.DisplayRole else None
            return heading.text if heading is not None else None
        line = self.line(index)
        if role == LINE or line is None:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(line.quote or line.note) or words.document(self._entries, line.document)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_ticked(line) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(line)
        return None

    def details(self, line: Line) -> str:
        """The line below the quote: the note, or where the mark stands."""
        return one_line(line.note) if line.note else f"{label(line.kind)} · {words.place(line)}"

    def title(self, line: Line) -> str:
        """The document's title."""
        return words.document(self._entries, line.document)

    def _said(self, line: Line) -> str:
        parts = [
            label(line.kind),
            words.status(line.status),
            one_line(line.quote),
            one_line(line.note),
            tr("tags {tags}").format(tags=", ".join(line.tags)) if line.tags else "",
            line.set_name,
            self.title(line),
            words.short_date(line.changed),
            tr("ticked") if self.is_ticked(line) else "",
        ]
        return ". ".join(part for part in parts if part)


def _headings(counts: Mapping[str, int]) -> list[int]:
    """The rows of the headings above so many marks each."""
    ends: Iterable[int] = accumulate((count + 1 for count in counts.values()), initial=0)
    return list(ends)[:-1]


def key_of(line: Line) -> Key:
    """What names a mark."""
    return line.uuid, line.set_name


def one_line(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())
