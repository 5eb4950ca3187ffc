"""The passages found, as a Qt model. Snippets come for the rows that are painted, and only for those."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from reader.language import tr
from reader.library.catalogue import Taxonomy
from reader.library.wording import digest_line
from reader.search.results import Hit, Results, Snippet
from reader.ui import words

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole
"""Role of a row's Hit."""


class ResultsModel(QAbstractListModel):
    """Rows of hits, best first. Signals `wanted(tuple[Hit, ...])` for rows painted without a snippet."""

    wanted = Signal(object)

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Empty until `show`."""
        super().__init__()
        self._taxonomy = taxonomy
        self._hits: tuple[Hit, ...] = ()
        self._snippets: dict[int, Snippet] = {}
        self._missing: dict[int, Hit] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)
        self.results: Results | None = None

    def show(self, results: Results, snippets: Mapping[int, Snippet]) -> None:
        """Show an answer in place of the one before."""
        self.beginResetModel()
        self.results, self._hits = results, results.hits
        self._snippets = dict(snippets)
        self._missing.clear()
        self.endResetModel()

    def clear(self) -> None:
        """No rows."""
        self.beginResetModel()
        self.results, self._hits = None, ()
        self._snippets.clear()
        self._missing.clear()
        self.endResetModel()

    def extend(self, results: Results) -> None:
        """Passages after those that came with the answer; rows that are there stay as they are."""
        if self.results is None or self.results.request.text != results.request.text:
            return
        shown = {hit.passage for hit in self._hits}
        more = tuple(hit for hit in results.hits if hit.passage not in shown)
        if more:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(more) - 1)
            self._hits += more
            self.endInsertRows()

    def take(self, snippets: Mapping[int, Snippet]) -> None:
        """Snippets that were asked for have come."""
        self._snippets.update(snippets)
        rows = [row for row, hit in enumerate(self._hits) if hit.passage in snippets]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def hit(self, index: Index) -> Hit | None:
        """The hit of a row, None for no row."""
        return self._hits[index.row()] if 0 <= index.row() < len(self._hits) else None

    def row_of(self, hit: Hit | None) -> int:
        """The row of the same passage in what is shown now, -1 where it is not there."""
        if hit is None:
            return -1
        return next((row for row, other in enumerate(self._hits) if other.passage == hit.passage), -1)

    def snippet(self, hit: Hit) -> Snippet | None:
        """The snippet of a hit; where there is none yet it is asked for, and None returned."""
        found = self._snippets.get(hit.passage)
        if found is None:
            self._missing[hit.passage] = hit
            self._timer.start()
        return found

    def heading(self, hit: Hit) -> str:
        """The section's title; the text before the first heading has none of its own."""
        return hit.heading or tr("At a glance")

    def source(self, hit: Hit) -> str:
        """The document, and what a digest is not (FORMATS D10)."""
        return hit.title + self.source_end(hit)

    def source_end(self, hit: Hit) -> str:
        """What follows the title, and is never cut where there is no room for both."""
        return f" · {digest_line()}" if hit.provenance == "digest" else ""

    def audience(self, hit: Hit) -> str:
        """The document's first audience in words, "" for none."""
        return "".join(words.labels(self._taxonomy, "audience", hit.audience[:1]))

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, and the hit itself."""
        hit = self.hit(index)
        if hit is None:
            return None
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(hit)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            snippet = self._snippets.get(hit.passage)
            said = (self.heading(hit), self.source(hit), snippet.text if snippet else "", self.audience(hit))
            return ". ".join(part for part in said if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.source(hit)
        return None

    def _ask(self) -> None:
        missing, self._missing = tuple(self._missing.values()), {}
        if missing:
            self.wanted.emit(missing)
