"""Rows of the notes list as a Qt model: a heading a briefing, then its marks; ticks; words for screen readers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reader.language import tr
from reader.library.catalogue import Entry
from reader.notebook.query import Line
from reader.ui.notes import notes_words as words
from reader.ui.shared.kinds import label

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""Role of a row's Line; None for a heading."""
PAGE = 300
"""Rows read at a time: the next ones are read when the list is scrolled to its end."""
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
        total: how many there are.
        read: so many lines from an offset on.
        count_in: how many of them a document has.
        grouped: whether they go under headings.
    """

    total: int
    read: Callable[[int, int], Sequence[Line]]
    count_in: Callable[[str], int]
    grouped: bool


class NotesModel(QAbstractListModel):
    """Lines as `query.lines` gives them, a page at a time; ticks live here and survive a refresh."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """`entries` by key, for titles."""
        super().__init__()
        self._entries = entries
        self._rows: list[Line | Heading] = []
        self._ticked: set[Key] = set()
        self._source: Source | None = None
        self._read = 0
        self._last = ""

    def show(self, source: Source | None) -> None:
        """Show what `source` gives; as many rows as were read before, at least a page. None shows nothing."""
        wanted = max(PAGE, self._read)
        self.beginResetModel()
        self._source, self._rows, self._read, self._last = source, [], 0, ""
        if source is not None:
            self._rows = list(self._next(wanted))
            if len(self._ticked) > 0 and self._read >= source.total:
                self._ticked &= {key_of(line) for line in self.lines}
        else:
            self._ticked.clear()
        self.endResetModel()

    def _next(self, most: int) -> Iterable[Line | Heading]:
        """The next rows, under headings where they are grouped by briefing."""
        source = self._source
        if source is None:
            return
        lines = source.read(most, self._read)
        self._read += len(lines)
        for line in lines:
            if source.grouped and line.document != self._last:
                self._last = line.document
                yield Heading(words.document(self._entries, line.document), source.count_in(line.document))
            yield line

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the notebook holds more than was read."""
        return not parent.isValid() and self._source is not None and self._read < self._source.total

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        self._append(PAGE)

    def read_all(self) -> None:
        """Read whatever was not read yet."""
        if self._source is not None and self._read < self._source.total:
            self._append(self._source.total - self._read)

    def _append(self, most: int) -> None:
        rows = list(self._next(most))
        if rows:
            start = len(self._rows)
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every mark read so far, in order."""
        return tuple(row for row in self._rows if isinstance(row, Line))

    @property
    def ticked(self) -> tuple[Line, ...]:
        """The ticked ones, in order."""
        return tuple(line for line in self.lines if key_of(line) in self._ticked)

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
        """Tick every row, those not read yet too, or none."""
        if on:
            self.read_all()
        self._ticked = {key_of(line) for line in self.lines} if on else set()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def line(self, index: Index) -> Line | None:
        """The mark of a row, None for a heading or no row."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row if isinstance(row, Line) else None

    def heading(self, index: Index) -> Heading | None:
        """The heading of a row, None for a mark."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row if isinstance(row, Heading) else None

    def index_of(self, key: Key) -> QModelIndex:
        """The row of a mark; an invalid index where it is not among those read."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Line) and key_of(row) == key:
                return self.index(number, 0)
        return QModelIndex()

    def first(self, near: int = 0) -> QModelIndex:
        """The mark at row `near` or the next one after it, else the last; invalid where there is none."""
        rows = [number for number, row in enumerate(self._rows) if isinstance(row, Line)]
        after = [number for number in rows if number >= near]
        found = after[:1] or rows[-1:]
        return self.index(found[0], 0) if found else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if self.line(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, the tick, and the line itself."""
        line = self.line(index)
        if role == LINE:
            return line
        if line is None:
            heading = self.heading(index)
            return heading.text if heading is not None and role == Qt.ItemDataRole.DisplayRole else None
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


def key_of(line: Line) -> Key:
    """What names a mark."""
    return line.uuid, line.set_name


def one_line(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())
