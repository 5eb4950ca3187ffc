"""Rows of the notes list as a Qt model: a heading a briefing, then its marks; ticks; words for screen readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reader.language import tr
from reader.library.catalogue import Entry
from reader.notebook.query import Line
from reader.ui import notes_words as words
from reader.ui.kinds import label

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""Role of a row's Line; None for a heading."""
Key = tuple[str, str]
"""A mark's uuid and the set it stands in."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A briefing's title above its marks, and how many there are."""

    text: str
    count: int


class NotesModel(QAbstractListModel):
    """Lines as `query.lines` gives them; ticks live here and survive a refresh."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """`entries` by key, for titles."""
        super().__init__()
        self._entries = entries
        self._rows: list[Line | Heading] = []
        self._ticked: set[Key] = set()

    def show(self, lines: Sequence[Line], *, grouped: bool) -> None:
        """Show `lines`, under headings where they are grouped by briefing."""
        self.beginResetModel()
        self._rows = list(self._with_headings(lines)) if grouped else list(lines)
        self._ticked &= {key_of(line) for line in lines}
        self.endResetModel()

    def _with_headings(self, lines: Sequence[Line]) -> Iterable[Line | Heading]:
        counts: dict[str, int] = {}
        for line in lines:
            counts[line.document] = counts.get(line.document, 0) + 1
        seen = ""
        for line in lines:
            if line.document != seen:
                seen = line.document
                yield Heading(words.document(self._entries, seen), counts[seen])
            yield line

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every mark shown, in order."""
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
        """Tick every row, or none."""
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
        """The row of a mark; an invalid index where it is not shown."""
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
