"""The library's rows as a Qt model: papers in the chosen order, a heading row, project pages."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reader.language import tr, tr_n
from reader.library.catalogue import Entry, Taxonomy
from reader.library.wording import digest_line
from reader.ui.shared import words
from reader.ui.shared.standing_words import Standings

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
"""Role of a row's Entry; None for a heading row."""
RECOMMENDED, TITLE, SHORTEST = "recommended", "title", "shortest"


def sort_label(order: str) -> str:
    """The words for an order."""
    return {RECOMMENDED: tr("Recommended"), TITLE: tr("Title"), SHORTEST: tr("Shortest first")}[order]


class LibraryModel(QAbstractListModel):
    """Entries, papers before project pages; the heading row between them is no stop for the selection."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Empty until `show`."""
        super().__init__()
        self._taxonomy = taxonomy
        self._rows: list[Entry | str] = []
        self._notes: Mapping[str, int] = {}
        self._standings = Standings()

    def show(self, entries: Sequence[Entry], order: str = RECOMMENDED, pinned: Sequence[str] = ()) -> None:
        """Show `entries`, given in recommended order; those `pinned` by the organisation stand first in any order."""
        arranged = list(entries)
        if order == TITLE:
            arranged.sort(key=lambda entry: entry.meta.title.casefold())
        elif order == SHORTEST:
            arranged.sort(key=lambda entry: entry.words)
        first = [entry for entry in entries if entry.key in pinned]
        rest = [entry for entry in arranged if entry.key not in pinned]
        papers = [entry for entry in rest if entry.meta.type != words.PROJECT]
        projects = [entry for entry in rest if entry.meta.type == words.PROJECT]
        groups = [(tr("From your force"), first), (tr("The library") if first else "", papers)]
        groups.append((tr("Project pages") if first or papers else "", projects))
        self.beginResetModel()
        self._rows = [row for name, group in groups if group for row in ([name] if name else []) + [*group]]
        self.endResetModel()

    def show_notes(self, counts: Mapping[str, int]) -> None:
        """Marks by document; none while no notebook is open."""
        if counts != self._notes:
            self._notes = counts
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def entry(self, index: Index) -> Entry | None:
        """The entry of a row, None for a heading row or no row."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else ""
        return row if isinstance(row, Entry) else None

    def index_of(self, key: str) -> QModelIndex:
        """The row of a document; an invalid index where it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Entry) and row.key == key:
                return self.index(number, 0)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first row that is a document; an invalid index where there is none."""
        return next((self.index(n, 0) for n, row in enumerate(self._rows) if isinstance(row, Entry)), QModelIndex())

    def details(self, entry: Entry, *, short: bool = False) -> str:
        """The line below the title: topic unless `short`, reading time, what a digest is not (FORMATS D10)."""
        topics = () if short else words.labels(self._taxonomy, "topics", entry.meta.topics[:1])
        parts = [*topics, words.minutes(entry.minutes)]
        if entry.meta.is_digest:
            parts.append(digest_line())
        count = self._notes.get(entry.key, 0)
        if count:
            parts.append(tr_n("{n} note", "{n} notes", count).format(n=words.number(count)))
        return " · ".join(parts)

    def badges(self, entry: Entry) -> tuple[str, ...]:
        """The words of its badges, the weightiest first."""
        return self._standings.badges(entry.key, entry.status)

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, from now on."""
        self._standings = standings
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def audience(self, entry: Entry) -> str:
        """The first audience's label, "" for none."""
        return "".join(words.labels(self._taxonomy, "audience", entry.meta.audience[:1]))

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading row cannot be chosen."""
        if self.entry(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, and the entry itself."""
        entry = self.entry(index)
        if role == ENTRY:
            return entry
        if entry is None:
            return self._rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.meta.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (entry.meta.title, *self.badges(entry), self.details(entry), self.audience(entry))
            return ". ".join(part for part in said if part)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            return "\n".join(self._about(entry))
        return None

    def _about(self, entry: Entry) -> list[str]:
        lines = [entry.meta.summary] if entry.meta.summary else []
        if entry.meta.is_digest:
            lines.append(digest_line())
        return lines
