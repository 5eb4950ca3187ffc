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
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import WORTH_WAITING, Working
from reader.ui.tasks import Tasks


class CollectionPicker(Dialog):
    """Signals `added(Collection)` when it is done."""

    added = Signal(object)

    def __init__(
        self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, *, tasks: Tasks, items: Sequence[Item]
    ) -> None:
        """For `items`; `tasks` adds them where they are thousands."""
        super().__init__(
            parent, tokens, theme, title=tr("Add to collection"), drawing="collection", heading=tr("Add to collection")
        )
        # A note and another's copy of it are one item.
        self._items, self._desk = tuple(dict.fromkeys(items)), desk
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
        self.working = Working(self, self.foot, tokens, tasks)
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
        notes, items, held = self._desk.notes, self._items, self._collections

        def act() -> Collection:
            return notes.gather(title, items=items) if title else notes.add_to(held[row], items)

        if len(items) >= WORTH_WAITING:
            self.say("")
            self.working.run(tr("Adding…"), act, done=self._added, failed=self.say, may_cancel=False)
            return
        try:
            added = act()
        except ReaderError as error:
            self.say(error)
            return
        self._added(added)

    def _added(self, collection: Collection) -> None:
        self.accept()
        self._desk.tell(collections=True)
        self.added.emit(collection)

    def reject(self) -> None:
        """Esc waits for what is being added."""
        if not self.working.busy:
            super().reject()
