"""A collection's items as a Qt model: in the person's own order, moved by dragging or by keys, ticked off when read.

The marks among thousands of items are read as they come into sight.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from reader.errors import ReaderError
from reader.language import tr
from reader.library.blocks import START
from reader.library.catalogue import Entry
from reader.notebook.model import Collection, Item, ItemKind
from reader.notebook.query import Line
from reader.ui.notes import notes_words as words
from reader.ui.notes.notes_model import one_line
from reader.ui.shared.kinds import label
from reader.ui.shared.words import section_title

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
MIME = "application/x-briefing-reader-item"
BLOCK = 50
"""Items whose marks are read at a time."""
Marks = Callable[[Sequence[str]], Mapping[str, Line]]
Heading = Callable[[str, str], str]
"""The title of a section of a document, "" where there is none."""


class ItemsModel(QAbstractListModel):
    """Signals `arranged(tuple)` with the items as the person wants them.

    `failed(ReaderError)`: the marks of rows that came into sight could not be read.
    """

    arranged = Signal(object)
    failed = Signal(object)

    def __init__(self, entries: Mapping[str, Entry], heading: Heading) -> None:
        """Empty until `show`."""
        super().__init__()
        self._entries, self._heading = entries, heading
        self._items: tuple[Item, ...] = ()
        self._rows: dict[Item, int] = {}
        self._marks: dict[str, Line | None] = {}
        self._read: Marks = lambda _uuids: {}

    def show(self, collection: Collection | None, read: Marks) -> None:
        """The items of a collection; `read` gives marks by their uuids."""
        self.beginResetModel()
        self._items = collection.items if collection is not None else ()
        self._rows = {item: row for row, item in enumerate(self._items)}
        self._marks, self._read = {}, read
        self.endResetModel()

    @property
    def items(self) -> tuple[Item, ...]:
        """In order."""
        return self._items

    def item(self, index: Index) -> Item | None:
        """Of a row."""
        return self._items[index.row()] if 0 <= index.row() < len(self._items) else None

    def mark(self, item: Item) -> Line | None:
        """The mark an item names, None where it is none or is gone."""
        if item.kind is not ItemKind.ANNOTATION:
            return None
        if item.ref not in self._marks:
            self._read_around(self._rows.get(item, 0))
        return self._marks.get(item.ref)

    def _read_around(self, row: int) -> None:
        start = row - row % BLOCK
        some = self._items[start : start + BLOCK]
        wanted = [item.ref for item in some if item.kind is ItemKind.ANNOTATION]
        found: Mapping[str, Line] = {}
        try:
            found = self._read(wanted)
        except ReaderError as error:
            self.failed.emit(error)
        self._marks |= {uuid: found.get(uuid) for uuid in wanted}

    def move(self, row: int, to: int) -> None:
        """Ask for the item of `row` to stand at `to`."""
        if 0 <= row < len(self._items) and 0 <= to < len(self._items) and row != to:
            left = [item for number, item in enumerate(self._items) if number != row]
            left.insert(to, self._items[row])
            self.arranged.emit(tuple(left))

    def remove(self, row: int) -> None:
        """Ask for the item of `row` to be left out."""
        if 0 <= row < len(self._items):
            self.arranged.emit(tuple(item for number, item in enumerate(self._items) if number != row))

    def tick(self, row: int) -> None:
        """Ask for the item of `row` to be read, or unread."""
        items = [
            Item(item.kind, item.ref, not item.done) if number == row else item
            for number, item in enumerate(self._items)
        ]
        self.arranged.emit(tuple(items))

    def kind_word(self, item: Item) -> str:
        """What an item is."""
        mark = self.mark(item)
        if mark is not None:
            return label(mark.kind)
        return {ItemKind.DOCUMENT: tr("Paper"), ItemKind.PASSAGE: tr("Passage")}.get(item.kind, tr("Note"))

    def title(self, item: Item) -> str:
        """An item's first line."""
        mark = self.mark(item)
        if mark is not None:
            return one_line(mark.quote) or words.document(self._entries, mark.document)
        if item.kind is ItemKind.ANNOTATION:
            return tr("This note is in the bin or was erased")
        key, _, section = item.ref.partition("#")
        heading = self._heading(key, section) if section else ""
        return section_title(heading) if heading or section == START else words.document(self._entries, key)

    def details(self, item: Item) -> str:
        """An item's second line."""
        mark = self.mark(item)
        if mark is not None:
            return one_line(mark.note) or words.document(self._entries, mark.document)
        key, _, section = item.ref.partition("#")
        return words.document(self._entries, key) if section else ""

    def rowCount(self, parent: Index | None = None) -> int:
        """All rows; none below a row."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row can be dragged; between rows it can be dropped."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts for display and for screen readers, and the item itself."""
        item = self.item(index)
        if item is None:
            return None
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = tr("{n} of {all}").format(n=index.row() + 1, all=len(self._items))
            done = tr("read") if item.done else tr("not read yet")
            parts = (place, self.kind_word(item), self.title(item), self.details(item), done)
            return ". ".join(part for part in parts if part)
        return None

    def supportedDropActions(self) -> Qt.DropAction:
        """Moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own rows."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """A row's number: nothing of a note leaves the program by dragging."""
        data = QMimeData()
        data.setData(MIME, QByteArray(str(indexes[0].row()).encode() if indexes else b""))
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Put the dragged row before `row`."""
        text = bytes(data.data(MIME).data()).decode("ascii", "ignore")
        if not text.isdigit():
            return False
        start = int(text)
        target = row if row >= 0 else parent.row() if parent.isValid() else len(self._items)
        self.move(start, min(target - (target > start), len(self._items) - 1))
        # The order comes back from the notebook; Qt must not remove the row itself.
        return False
