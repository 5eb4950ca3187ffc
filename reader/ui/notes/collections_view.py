"""Collections: the list of them, and the open one with its title, introduction, items in order, and progress."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.errors import ReaderError
from reader.language import tr
from reader.notebook import query
from reader.notebook.model import Collection, Item, ItemKind
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.notes_desk.sharing import Choice as Export
from reader.policy_words import managed
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.labels import text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_empty
from reader.ui.notes.collections_model import ItemsModel
from reader.ui.notes.collections_rows import ItemsList, ItemsRows
from reader.ui.notes.notes_empty import EmptyNotes
from reader.ui.shared.shelf_live import LiveEntries

LIST_WIDTH = 220
MAX_TITLE = 200
MAX_INTRODUCTION = 20_000


class CollectionsView(QWidget):
    """One page.

    Signals:
        open_wanted(str, str, str, int): key, section, mark's uuid ("" for none), paragraph.
        library_wanted(), file_wanted(), unlock_wanted(): as the empty page's buttons say.
        export_wanted(Export): write the open collection to a file.
        said(str): for the status bar.
        counted(int): items of the open collection.
        shown(str): uuid of the collection that is shown now, "" for none.
        failed(ReaderError): something could not be done.
    """

    open_wanted = Signal(str, str, str, int)
    library_wanted = Signal()
    file_wanted = Signal()
    unlock_wanted = Signal()
    export_wanted = Signal(object)
    said = Signal(str)
    counted = Signal(int)
    shown = Signal(str)
    failed = Signal(object)

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk, marks: Marks) -> None:
        """Shows the first collection, if there is one."""
        super().__init__()
        self.setObjectName("collections_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._theme, self._desk, self._marks = tokens, theme, desk, marks
        self._collections: tuple[Collection, ...] = ()
        self._uuid = self._listed = ""
        entries = LiveEntries(desk)
        self.model = ItemsModel(entries, self._heading)
        self.list = ItemsList(tr("Items of the collection"), self.model)
        self._rows = ItemsRows(self.list, self.model, theme, tokens)
        self.list.setItemDelegate(self._rows)
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Collections"))
        self.names.currentRowChanged.connect(self._name_chosen)
        self.empty = EmptyNotes(tokens, theme)
        self._build()
        self._connect()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        self.new = QPushButton(tr("New collection"))
        heading = look(QLabel(tr("Collections")), "view-title")
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.new)
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.names)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self._page())
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([LIST_WIDTH, 1000])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QWidget()
        head.setLayout(top)
        top.setContentsMargins(space[5], space[3], space[4], space[3])
        layout.addWidget(head)
        layout.addWidget(look(QFrame(), "line"))
        layout.addWidget(self._stack, 1)

    def _page(self) -> QWidget:
        space = self._tokens.space
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setAccessibleName(tr("Title of the collection"))
        self.introduction = QPlainTextEdit()
        self.introduction.setObjectName("note_text")
        self.introduction.setAccessibleName(tr("Introduction"))
        self.introduction.setPlaceholderText(tr("What this collection is for"))
        self.introduction.setTabChangesFocus(True)
        self.introduction.setMaximumHeight(90)
        self.hint = look(text_label(""), "warning")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self._progress_words = look(QLabel(), "muted")
        bar = QHBoxLayout()
        bar.addWidget(self.progress, 1)
        bar.addWidget(self._progress_words)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(space[4], space[3], space[4], space[3])
        column.setSpacing(space[2])
        for widget in (self.title, self.introduction, self.hint):
            column.addWidget(widget)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        column.addWidget(look(text_label(self._keys()), "muted"))
        column.addLayout(self._acts())
        return page

    def _keys(self) -> str:
        return tr("Alt+Shift+Up and Down move an item, Space ticks it off, Delete takes it out.")

    def _acts(self) -> QHBoxLayout:
        self.up, self.down = QPushButton(tr("Move up")), QPushButton(tr("Move down"))
        self.take_out = QPushButton(tr("Take out"))
        self.delete = QPushButton(tr("Delete collection"))
        self.export = look(QPushButton(tr("Export…")), "primary")
        self.export.setEnabled(self._desk.rules.may_export)
        self.export.setToolTip("" if self._desk.rules.may_export else managed())
        row = QHBoxLayout()
        row.setSpacing(self._tokens.space[2])
        for button in (self.up, self.down, self.take_out):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.delete)
        row.addWidget(self.export)
        return row

    def _connect(self) -> None:
        self.new.clicked.connect(self.make)
        self.model.arranged.connect(self._arrange)
        self.model.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self.list.opened.connect(self._open)
        self.up.clicked.connect(lambda _=False: self.list.move_by(-1))
        self.down.clicked.connect(lambda _=False: self.list.move_by(1))
        self.take_out.clicked.connect(lambda _=False: self.model.remove(self.list.currentIndex().row()))
        self.delete.clicked.connect(self._delete)
        self.export.clicked.connect(self._export)
        self.title.editingFinished.connect(self.save)
        self.introduction.installEventFilter(self)
        self.introduction.textChanged.connect(self._typed)
        self.title.textEdited.connect(self._typed)
        self.empty.library_wanted.connect(self.library_wanted)
        self.empty.file_wanted.connect(self.file_wanted)
        self.empty.unlock_wanted.connect(self.unlock_wanted)
        self._stop = self._desk.before_lock(self._save_quietly)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self._rows.set_theme(theme)
        self.empty.set_theme(theme)
        small = self._tokens.icons.small
        for button, drawing in ((self.new, "plus"), (self.delete, "bin")):
            before_words(pixmap(drawing, theme.text, small, button.devicePixelRatio()), button)
        self.setStyleSheet(
            f"#collections_page {{ background: {theme.surface}; }}"
            f"#note_text {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {self._tokens.radii.control}px; padding: 4px; }}"
        )
        self.list.viewport().update()

    # Showing

    @property
    def collection(self) -> Collection | None:
        """The open one."""
        return next((one for one in self._collections if one.uuid == self._uuid), None)

    def open(self, uuid: str) -> None:
        """Show a collection."""
        self._uuid = uuid
        self.refresh()

    def refresh(self) -> None:
        """Read the notebook again."""
        self.new.setVisible(self._desk.can_write)
        if not self._desk.is_open:
            self._forget()
            return
        self._collections = query.collections(self._desk.database)
        if self.collection is None:
            self._uuid = self._collections[0].uuid if self._collections else ""
        self.names.blockSignals(True)
        self.names.clear()
        for one in self._collections:
            done, every = one.progress
            item = QListWidgetItem(one.title or tr("Untitled"))
            item.setToolTip(tr("{done} of {all} read").format(done=done, all=every))
            self.names.addItem(item)
        row = next((number for number, one in enumerate(self._collections) if one.uuid == self._uuid), -1)
        self.names.setCurrentRow(row)
        self.names.blockSignals(False)
        self.shown.emit(self._uuid)
        if self._collections:
            self._stack.setCurrentWidget(self._split)
            self._show()
        else:
            self.empty.show_state(notes_empty.NONE, can_open_file=False)
            self.empty.title.setText(tr("You have no collections yet"))
            self._stack.setCurrentWidget(self.empty)
            self.counted.emit(0)

    def _show(self) -> None:
        collection = self.collection
        if collection is None:
            return
        database = self._desk.database
        row, bar = self.list.currentIndex().row(), self.list.verticalScrollBar()
        same, place = collection.uuid == self._listed, bar.value()
        self._listed = collection.uuid
        self.model.show(collection, lambda uuids: query.named(database, uuids))
        if collection.items:
            near = min(max(row, 0), len(collection.items) - 1) if same else 0
            self.list.setCurrentIndex(self.model.index(near, 0))
            if same:
                # What was changed elsewhere does not take anyone away from where they have scrolled to.
                bar.setValue(place)
        if not self.title.hasFocus():
            self.title.setText(collection.title)
        if not self.introduction.hasFocus():
            self.introduction.blockSignals(True)
            self.introduction.setPlainText(collection.introduction)
            self.introduction.blockSignals(False)
        fixed = bool(collection.set_name) or not self._desk.can_write
        for field in (self.title, self.introduction):
            field.setReadOnly(fixed)
        for button in (self.up, self.down, self.take_out, self.delete):
            button.setEnabled(not fixed and (button is self.delete or bool(collection.items)))
        done, every = collection.progress
        self.progress.setRange(0, max(1, every))
        self.progress.setValue(done)
        said = tr("{done} of {all} read").format(done=done, all=every)
        self._progress_words.setText(said)
        self.progress.setAccessibleName(tr("Reading progress: {said}").format(said=said))
        self._typed()
        self.counted.emit(every)

    def _forget(self) -> None:
        """Nothing of the notebook stays on the page."""
        self._collections, self._uuid, self._listed = (), "", ""
        self.names.clear()
        self.model.show(None, lambda _uuids: {})
        self.title.clear()
        self.introduction.blockSignals(True)
        self.introduction.document().clear()
        self.introduction.document().clearUndoRedoStacks()
        self.introduction.blockSignals(False)
        off = self._desk.rules.off
        locked = bool(self._desk.profiles())
        state = notes_empty.OFF if off else notes_empty.LOCKED if locked else notes_empty.NONE
        self.empty.show_state(state, can_open_file=self._desk.rules.may_keep)
        self._stack.setCurrentWidget(self.empty)
        self.counted.emit(0)

    def focus_target(self) -> QWidget:
        """What takes the keyboard when the page comes up."""
        return self.empty.focus_target() if self._stack.currentWidget() is self.empty else self.list

    # What the person does

    def make(self) -> None:
        """A new collection, its title ready to be typed over."""
        made: list[Collection] = []
        if self._try(lambda: made.append(self._marks.gather(tr("New collection")))):
            self.open(made[0].uuid)
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self.title.selectAll()

    def save(self) -> bool:
        """Save title and introduction where they were changed. False where that failed; the text stays."""
        here = self.collection
        if here is None or not self._desk.can_write or here.set_name:
            return True
        title = self.title.text().strip() or tr("Untitled")
        introduction = self.introduction.toPlainText()[:MAX_INTRODUCTION]
        if (title, introduction) == (here.title, here.introduction):
            return True
        return self._try(lambda: self._marks.arrange(here, title=title, introduction=introduction))

    def _save_quietly(self) -> None:
        self.save()

    def _arrange(self, items: tuple[Item, ...]) -> None:
        here = self.collection
        if here is not None and self.save() and self._try(lambda: self._marks.arrange(here, items=items)):
            done = sum(item.done for item in items)
            announce(self.list, tr("{done} of {all} read").format(done=done, all=len(items)))

    def _delete(self) -> None:
        here = self.collection
        if here is not None and self._try(lambda: self._marks.delete([here])):
            self.said.emit(tr("“{title}” moved to the bin. Ctrl+Z brings it back.").format(title=here.title))

    def _export(self) -> None:
        if self.save() and self.collection is not None:
            self.export_wanted.emit(Export(collection=self.collection))

    def _open(self, index: QModelIndex) -> None:
        item = self.model.item(index)
        if item is None:
            return
        mark = self.model.mark(item)
        if mark is not None:
            self.open_wanted.emit(mark.document, mark.section, mark.uuid, mark.number)
        elif item.kind is not ItemKind.ANNOTATION:
            key, _, section = item.ref.partition("#")
            self.open_wanted.emit(key, section, "", 0)

    def _name_chosen(self, row: int) -> None:
        if 0 <= row < len(self._collections) and self.save():
            self.open(self._collections[row].uuid)

    def _typed(self, _text: str = "") -> None:
        words_typed = f"{self.title.text()} {self.introduction.toPlainText()}"
        found = case_hint(words_typed, self._desk.rules)
        self.hint.setText(found)
        self.hint.setVisible(bool(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the introduction saves it."""
        if watched is self.introduction and event.type() == QEvent.Type.FocusOut:
            self.save()
        return False

    def _heading(self, key: str, section: str) -> str:
        try:
            found = self._desk.shelf.briefing(key).section(section)
        except ReaderError:
            return ""
        return found.title if found is not None else ""

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except ReaderError as error:
            self.failed.emit(error)
            return False
        return True
