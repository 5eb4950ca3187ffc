"""The passages found, as a Qt model. Snippets come for the rows that are painted, and only for those."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from reader.language import tr, tr_n
from reader.library.catalogue import Taxonomy
from reader.library.wording import digest_line
from reader.search.results import Hit, Results, Snippet
from reader.ui.search.passage_groups import Fold, Row, additions, grouped
from reader.ui.shared import words
from reader.ui.shared.standing_words import Standings

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole
"""Role of a row's Hit."""


class ResultsModel(QAbstractListModel):
    """Rows of hits, best first, and of folds (see passage_groups).

    Signals:
        wanted(tuple[Hit, ...]): rows were painted without a snippet.
    """

    wanted = Signal(object)

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Empty until `show`."""
        super().__init__()
        self._taxonomy = taxonomy
        self.standings = Standings()
        self.notes: Mapping[tuple[str, str], int] = {}
        self._rows: list[Row] = []
        self._opened: set[str] = set()
        self._snippets: dict[int, Snippet] = {}
        self._missing: dict[int, Hit] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)
        self.results: Results | None = None

    def show(self, results: Results, snippets: Mapping[int, Snippet], keep: Hit | None = None) -> None:
        """Show an answer in place of the one before, all folded; the passage of `keep` is in sight if it is found."""
        self.beginResetModel()
        self.results = results
        self._opened.clear()
        self._rows = grouped(results.hits, self._opened)
        if keep is not None and self.row_of(keep) < 0 and any(hit.passage == keep.passage for hit in results.hits):
            self._opened.add(keep.document)
            self._rows = grouped(results.hits, self._opened)
        self._snippets = dict(snippets)
        self._missing.clear()
        self.endResetModel()

    def clear(self) -> None:
        """No rows."""
        self.beginResetModel()
        self.results, self._rows = None, []
        self._opened.clear()
        self._snippets.clear()
        self._missing.clear()
        self.endResetModel()

    def extend(self, results: Results) -> None:
        """Passages after those that came with the answer; rows that are there stay as they are."""
        if self.results is None or self.results.request.text != results.request.text:
            return
        shown = {hit.passage for hit in self.results.hits}
        more = tuple(hit for hit in results.hits if hit.passage not in shown)
        if not more:
            return
        self.results = replace(self.results, hits=self.results.hits + more)
        rows = grouped(self.results.hits, self._opened)
        for first, last in additions(self._rows, rows):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()
        counted = [at for at, row in enumerate(rows) if row is not self._rows[at] and row != self._rows[at]]
        self._rows = rows
        for at in counted:
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def set_open(self, index: Index, *, is_open: bool) -> None:
        """List the passages that a fold stands for below it, or fold them again. Nothing happens for other rows."""
        fold, at = self.fold(index), index.row()
        if fold is None or self.results is None or fold.is_open == is_open:
            return
        if is_open:
            self._opened.add(fold.document)
            self.beginInsertRows(QModelIndex(), at + 1, at + fold.count)
        else:
            self._opened.discard(fold.document)
            self.beginRemoveRows(QModelIndex(), at + 1, at + fold.count)
        self._rows = grouped(self.results.hits, self._opened)
        if is_open:
            self.endInsertRows()
        else:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def take(self, snippets: Mapping[int, Snippet]) -> None:
        """Snippets that were asked for have come."""
        self._snippets.update(snippets)
        rows = [at for at, row in enumerate(self._rows) if isinstance(row, Hit) and row.passage in snippets]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))

    def hit(self, index: Index) -> Hit | None:
        """The hit of a row, None for a fold and for no row."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row if isinstance(row, Hit) else None

    def fold(self, index: Index) -> Fold | None:
        """The fold of a row, None for a passage and for no row."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        return row if isinstance(row, Fold) else None

    def fold_over(self, index: Index) -> QModelIndex:
        """The row of the open fold under which a passage is listed; invalid for every other row."""
        hit = self.hit(index)
        for at, row in enumerate(self._rows):
            if hit is not None and isinstance(row, Fold) and row.document == hit.document:
                return self.index(at, 0) if at < index.row() <= at + row.count and row.is_open else QModelIndex()
        return QModelIndex()

    def row_of(self, hit: Hit | None) -> int:
        """The row of the same passage in what is shown now, -1 where it is not there."""
        if hit is None:
            return -1
        return next(
            (at for at, row in enumerate(self._rows) if isinstance(row, Hit) and row.passage == hit.passage), -1
        )

    def snippet(self, hit: Hit) -> Snippet | None:
        """The snippet of a hit; where there is none yet it is asked for, and None returned."""
        found = self._snippets.get(hit.passage)
        if found is None:
            self._missing[hit.passage] = hit
            self._timer.start()
        return found

    def heading(self, hit: Hit) -> str:
        """The title of the passage's section."""
        return words.section_title(hit.heading)

    def further(self, fold: Fold) -> str:
        """What a fold stands for."""
        counted = tr_n("{n} more passage in {title}", "{n} more passages in {title}", fold.count)
        return counted.format(n=words.number(fold.count), title=fold.title)

    def said(self, fold: Fold) -> str:
        """What a fold stands for and how it stands, for screen readers."""
        state = tr("{name}, open") if fold.is_open else tr("{name}, folded")
        return state.format(name=self.further(fold) + self.source_end(fold))

    def source(self, hit: Hit) -> str:
        """The document, how it stands, and what a digest is not (FORMATS D10)."""
        return " · ".join((hit.title, *self.standings.on_hits(hit.document))) + self.source_end(hit)

    def source_end(self, hit: Row) -> str:
        """What follows the title, and is never cut where there is no room for both: notes of one's own, the digest."""
        noted = self.notes.get((hit.document, hit.section), 0) if isinstance(hit, Hit) else 0
        counted = tr_n("{n} note", "{n} notes", noted).format(n=words.number(noted))
        return (f" · {counted}" if noted else "") + (f" · {digest_line()}" if hit.provenance == "digest" else "")

    def audience(self, hit: Hit) -> str:
        """The document's first audience in words, "" for none."""
        return "".join(words.labels(self._taxonomy, "audience", hit.audience[:1]))

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, and the hit itself."""
        hit, fold = self.hit(index), self.fold(index)
        if fold is not None:
            return self._fold_data(fold, role)
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

    def _fold_data(self, fold: Fold, role: int) -> str | None:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.further(fold)
        return self.said(fold) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _ask(self) -> None:
        missing, self._missing = tuple(self._missing.values()), {}
        if missing:
            self.wanted.emit(missing)
