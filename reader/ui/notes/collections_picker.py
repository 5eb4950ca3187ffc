"""Add to collection (Ctrl+Shift+C): choose one of the collections, or type the title of a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook import query
from reader.notebook.model import Collection, Item
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.dialog import Dialog


class CollectionPicker(Dialog):
    """Signals `added(Collection)` when it is done."""

    added = Signal(object)

    def __init__(
        self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, *, marks: Marks, items: Sequence[Item]
    ) -> None:
        """For `items`."""
        super().__init__(
            parent, tokens, theme, title=tr("Add to collection"), drawing="collection", heading=tr("Add to collection")
        )
        self._marks, self._items, self._desk = marks, tuple(items), desk
        count = len(self._items)
        self.lead.setText(tr_n("{n} item", "{n} items", count).format(n=count))
        self._collections: tuple[Collection, ...] = query.collections(desk.database, "")
        self.names = QListWidget(self)
        for one in self._collections:
            self.names.addItem(one.title)
        self.names.itemActivated.connect(self._activated)
        self.names.setMaximumHeight(180)
        if self._collections:
            self.field(tr("Collection"), self.names)
        self.title = QLineEdit()
        self.title.setMaxLength(200)
        self.title.setPlaceholderText(tr("Title of a new collection"))
        self.title.textEdited.connect(self._typed)
        self.field(tr("Or a new one") if self._collections else tr("New collection"), self.title)
        self.add_problem_line()
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.add = self.button(tr("Add"), self._add, primary=True)
        if self._collections:
            self.names.setCurrentRow(0)
            self.names.setFocus()
        else:
            self.names.hide()
            self.title.setFocus()

    def _activated(self, _item: QListWidgetItem) -> None:
        self._add()

    def _typed(self, text: str) -> None:
        self.say(case_hint(text, self._desk.rules))

    def _add(self) -> None:
        title, row = self.title.text().strip(), self.names.currentRow()
        if not title and row < 0:
            self.say(tr("Choose a collection, or type a title."))
            return
        try:
            if title:
                added = self._marks.gather(title, items=self._items)
            else:
                added = self._marks.add_to(self._collections[row], self._items)
        except ReaderError as error:
            self.say(error)
            return
        self.accept()
        self.added.emit(added)
