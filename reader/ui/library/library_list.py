"""The list of papers beside the reader in wide windows."""

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from reader.language import tr
from reader.library.catalogue import Entry, Taxonomy
from reader.ui.library.library_model import LibraryModel
from reader.ui.library.library_rows import ListPaneRows
from reader.ui.looks.rows import RowList
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import words
from reader.ui.shared.standing_words import Standings


class LibraryList(QFrame):
    """Papers to open beside the one being read. Signals `opened(str)`: a click or Enter opens."""

    opened = Signal(str)

    def __init__(
        self, tokens: Tokens, theme: Theme, entries: tuple[Entry, ...], taxonomy: Taxonomy, pinned: tuple[str, ...]
    ) -> None:
        """All of `entries`, those `pinned` by the organisation first."""
        super().__init__()
        look(self, "panel")
        self.setFixedWidth(tokens.layout.library_list)
        self._model, self._pinned = LibraryModel(taxonomy), pinned
        self._count = look(QLabel(words.papers(entries)), "caption")
        self._model.show(entries, pinned=pinned)
        self.list = RowList(tr("Library list"))
        self._rows = ListPaneRows(self.list, self._model, theme, tokens)
        self.list.setUniformItemSizes(False)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._rows)
        self.list.opened.connect(self._open)
        self.list.clicked.connect(self._open)
        head = QFrame()
        head.setFixedHeight(tokens.layout.banner + 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(tokens.space[4], 0, tokens.space[4], 0)
        row.addWidget(look(QLabel(tr("Library")), "title"))
        row.addStretch(1)
        row.addWidget(self._count)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(look(QFrame(), "line"))
        column.addWidget(self.list, 1)
        edge = look(QFrame(), "upright")
        edge.setFixedWidth(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column, 1)
        layout.addWidget(edge)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._rows.set_theme(theme)
        self.list.viewport().update()

    def show_entries(self, entries: tuple[Entry, ...], key: str, pinned: tuple[str, ...] | None = None) -> None:
        """Other papers, of which `key` is open; `pinned` None keeps what is pinned."""
        self._pinned = self._pinned if pinned is None else pinned
        top = self.list.verticalScrollBar().value()
        with QSignalBlocker(self.list):
            self._model.show(entries, pinned=self._pinned)
        self._count.setText(words.papers(entries))
        self.mark(key)
        self.list.verticalScrollBar().setValue(top)

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, on their rows."""
        self._model.show_standings(standings)

    def mark(self, key: str) -> None:
        """Show which paper is open."""
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(self._model.index_of(key))

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.entry(index)
        if entry is not None:
            self.opened.emit(entry.key)
