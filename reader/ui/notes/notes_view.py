"""The Notes page, the Bookmarks page and the bin: filters, rows, one mark opened beside them, and acts on many."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook import query
from reader.notebook.model import Annotation
from reader.notebook.query import Filter, Line, Pick
from reader.notes_desk import carrying
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.notes_desk.sharing import Choice as Export
from reader.policy_words import managed
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_empty, notes_filter
from reader.ui.notes.mark_editor import MarkEditor
from reader.ui.notes.notes_acts import Acts
from reader.ui.notes.notes_empty import EmptyNotes
from reader.ui.notes.notes_filter import Choice, NotesFilter
from reader.ui.notes.notes_model import Key, NotesModel, Source
from reader.ui.notes.notes_rows import NotesList, NotesRows
from reader.ui.notes.notes_selection import SelectionBar, selected
from reader.ui.shared.shelf_live import LiveEntries


class NotesView(QWidget):
    """One page of marks. It reads the notebook itself and tells the window what is wanted.

    Signals:
        open_wanted(str, str, str, int): key, section, mark's uuid, paragraph: go to this passage.
        library_wanted(), file_wanted(), unlock_wanted(): as the empty page's buttons say.
        export_wanted(Export): write this to a file.
        collect_wanted(tuple): add the marks of these lines to a collection.
        review_wanted(): the list of marks whose text changed.
        copy_wanted(str): put this on the clipboard.
        said(str): for the status bar: what was done, and that it can be undone.
        counted(int): rows shown.
        failed(ReaderError): something could not be done.
    """

    open_wanted = Signal(str, str, str, int)
    library_wanted = Signal()
    file_wanted = Signal()
    unlock_wanted = Signal()
    export_wanted = Signal(object)
    collect_wanted = Signal(object)
    review_wanted = Signal()
    copy_wanted = Signal(str)
    said = Signal(str)
    counted = Signal(int)
    failed = Signal(object)

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk, marks: Marks, *, bookmarks: bool = False) -> None:
        """The page of notes, or that of `bookmarks`."""
        super().__init__()
        self.setObjectName("notes_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._desk, self._marks, self._bookmarks = tokens, desk, marks, bookmarks
        entries = LiveEntries(desk)
        self.model = NotesModel(entries)
        name = tr("Bookmarks") if bookmarks else tr("Notes")
        self.list = NotesList(name, self.model)
        self._rows = NotesRows(self.list, self.model, theme, tokens)
        self.list.setItemDelegate(self._rows)
        self.filter = NotesFilter(tokens, theme, desk, entries, bookmarks=bookmarks)
        self.editor = MarkEditor(tokens, theme, desk, marks)
        self.empty = EmptyNotes(tokens, theme)
        self.selection = SelectionBar(tokens, theme, may_export=desk.rules.may_export)
        self.acts = Acts(self, desk, marks)
        self.title = look(QLabel(name), "view-title")
        self._name = name
        self._build()
        self._connect()
        self.set_theme(theme)
        self._total = 0

    def _head(self) -> QWidget:
        space = self._tokens.space
        self.lead = look(QLabel(), "muted")
        self.review = QPushButton()
        self.bin = QPushButton(tr("Bin"))
        self.bin.setCheckable(True)
        self.restore = QPushButton(tr("Restore"))
        self.export = look(QPushButton(tr("Export…")), "primary")
        self.export.setEnabled(self._desk.rules.may_export)
        self.export.setToolTip(managed() if not self._desk.rules.may_export else tr("Export (Ctrl+E)"))
        top = QHBoxLayout()
        top.setSpacing(space[2])
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.title)
        titles.addWidget(self.lead)
        top.addLayout(titles, 1)
        for button in (self.review, self.restore, self.bin, self.export):
            top.addWidget(button)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(space[5], space[3], space[4], space[3])
        column.setSpacing(space[3])
        column.addLayout(top)
        column.addWidget(self.filter)
        return head

    def _build(self) -> None:
        rows = QWidget()
        below = QVBoxLayout(rows)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(look(QFrame(), "line"))
        below.addWidget(self.list, 1)
        below.addWidget(self.selection)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(rows)
        self._split.addWidget(self.editor)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([1000, self._tokens.layout.right_pane + 12])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.filter.set_removed.connect(self._remove_set)
        self.list.opened.connect(self._open_row)
        self.list.chosen.connect(self._row_chosen)
        self.list.typed.connect(self._type_on)
        self.list.delete_wanted.connect(self._delete)
        self.list.edit_wanted.connect(self._edit)
        self.model.dataChanged.connect(self._ticks_changed)
        self.editor.open_wanted.connect(self._open)
        self.editor.delete_wanted.connect(self._delete_opened)
        self.editor.copy_wanted.connect(self.copy_wanted)
        self.editor.failed.connect(self.failed)
        self.empty.library_wanted.connect(self.library_wanted)
        self.empty.file_wanted.connect(self.file_wanted)
        self.empty.unlock_wanted.connect(self.unlock_wanted)
        self.empty.all_wanted.connect(self._show_all)
        self.selection.all_toggled.connect(self._tick_all)
        self.list.all_wanted.connect(self._tick_all)
        self.model.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self.selection.tag_wanted.connect(self._tag)
        self.selection.collect_wanted.connect(lambda: self.collect_wanted.emit(self.chosen()))
        self.selection.export_wanted.connect(lambda: self.export_wanted.emit(Export(marks=self.chosen())))
        self.selection.delete_wanted.connect(self._delete)
        self.review.clicked.connect(self.review_wanted)
        self.bin.clicked.connect(lambda on=False: self.filter.show_bin(shown=on))
        self.restore.clicked.connect(lambda _=False: self.acts.restore(self.chosen()))
        self.acts.said.connect(self.said)
        self.acts.failed.connect(self.failed)
        self.export.clicked.connect(self._export)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._rows.set_theme(theme)
        self.filter.set_theme(theme)
        self.editor.set_theme(theme)
        self.empty.set_theme(theme)
        self.selection.set_theme(theme)
        self.setStyleSheet(f"#notes_page {{ background: {theme.surface}; }}")
        self.list.viewport().update()

    # Showing

    def wanted(self) -> Filter:
        """The filters as the notebook takes them."""
        return notes_filter.to_filter(self.filter.choice, bookmarks=self._bookmarks, now=self._desk.clock())

    def refresh(self, *, anew: bool = False) -> None:
        """Read the notebook again; the current row, the place in the list and what is being written stay.

        With `anew`, other rows are wanted: the list begins at its top where the current mark is not among them.
        """
        if not self._desk.is_open:
            self._show_closed()
            return
        self.filter.leave_what_is_gone()
        choice = self.filter.choice
        wanted = self.wanted()
        held = notes_filter.tallies(self._desk, wanted)
        counted = {key: count for key, one in held.items() if (count := notes_filter.let_through(one, wanted))}
        total = self._total = sum(counted.values())
        sight = self.list.sight() if not anew else self.list.sight().beginning()
        # Without headings, Qt need not ask for the height of each row.
        self.list.setUniformItemSizes(wanted.newest_first)
        self.model.show(self._source(wanted, counted, anew=anew), sight.last)
        if not self._bookmarks:
            self.filter.show_counts(*notes_filter.counts(held.values()))
        self._say(choice, total, len(counted))
        if not total:
            state = notes_empty.BIN if choice.in_bin else notes_empty.NOTHING if choice.narrows else notes_empty.NONE
            if state == notes_empty.NONE:
                # Nothing to find, and nothing to write down.
                self.filter.hide()
                self.export.hide()
            # The window's own, for a dialog may still be closing.
            here = self._split.isAncestorOf(self.window().focusWidget() or self)
            self.empty.show_state(state, bookmarks=self._bookmarks)
            self._stack.setCurrentWidget(self.empty)
            self.editor.open(None)
            if here:
                # Whoever was on the last row stands on what can be done next, not wherever Qt puts them.
                self.empty.focus_target().setFocus()
        else:
            self._stack.setCurrentWidget(self._split)
            self.list.return_to(sight)
            self._row_chosen(self.list.currentIndex())
        self._ticks_changed()

    def _source(self, wanted: Filter, counted: Mapping[str, int], *, anew: bool) -> Source:
        database = self._desk.database
        # While words are typed, the list need not follow its current mark far down.
        near = anew and bool(wanted.text)
        return Source(
            counted,
            lambda most, offset: query.lines(database, wanted, limit=most, offset=offset),
            lambda: query.picks(database, wanted),
            lambda key: None if near else query.place_of(database, wanted, *key),
            grouped=not wanted.newest_first,
        )

    def _show_closed(self) -> None:
        """Nothing of the notebook stays on the page."""
        self.model.show(None)
        self.editor.forget()
        self.filter.reset_quietly()
        self.lead.clear()
        for widget in (self.review, self.restore, self.bin, self.export, self.filter, self.selection):
            widget.hide()
        self.title.setText(self._name)
        off = self._desk.rules.off
        self.empty.show_state(notes_empty.OFF if off else self._closed_state(), bookmarks=self._bookmarks,
                              can_open_file=self._desk.rules.may_keep)  # fmt: skip
        self._stack.setCurrentWidget(self.empty)
        self.counted.emit(0)

    def _closed_state(self) -> str:
        return notes_empty.LOCKED if self._desk.profiles() else notes_empty.NONE

    def _say(self, choice: Choice, count: int, documents: int) -> None:
        waiting = carrying.count_waiting(self._desk)
        need = tr_n("{n} needs a look", "{n} need a look", waiting).format(n=waiting)
        self.review.setText(need)
        self.review.setVisible(bool(waiting) and not choice.in_bin)
        self.filter.refresh()
        for widget in (self.bin, self.filter):
            widget.show()
        self.bin.setChecked(choice.in_bin)
        self.restore.setVisible(choice.in_bin and bool(count))
        self.export.setVisible(not choice.in_bin)
        self.title.setText(tr("Bin") if choice.in_bin else self._name)
        items = tr_n("{n} item", "{n} items", count).format(n=f"{count:,}")
        briefings = tr_n("{n} briefing", "{n} briefings", documents).format(n=f"{documents:,}")
        self.lead.setText(tr("{items} from {briefings}").format(items=items, briefings=briefings) if count else "")
        self.counted.emit(count)

    def select(self, key: Key) -> None:
        """Make a mark current, taking filters off where they hide it."""
        found = self.model.index_of(key)
        if not found.isValid() and self.filter.choice.narrows:
            self.filter.reset()
            found = self.model.index_of(key)
        self.list.setCurrentIndex(found)

    def leave_bin(self) -> None:
        """Whoever goes to the notes wants the notes, whatever the page showed last. Shown by the next `refresh`."""
        if self.filter.choice.in_bin:
            self.model.tick_all(on=False)
            self.filter.leave_bin()

    def focus_target(self) -> QWidget:
        """What takes the keyboard when the page comes up."""
        return self.empty.focus_target() if self._stack.currentWidget() is self.empty else self.list

    # What the person does

    def chosen(self) -> tuple[Line | Pick, ...]:
        """The ticked marks, else the current one; none where they cannot be read, which is told."""
        try:
            ticked = self.model.ticked
        except ReaderError as error:
            self.failed.emit(error)
            return ()
        current = self.model.line(self.list.currentIndex())
        return ticked or ((current,) if current is not None else ())

    def _tick_all(self, on: bool = True) -> None:  # noqa: FBT001, FBT002 - a signal passes it so
        try:
            self.model.tick_all(on=on)
        except ReaderError as error:
            self.failed.emit(error)

    def _delete(self) -> None:
        self.acts.delete(self.chosen())

    def _delete_opened(self, annotation: Annotation) -> None:
        self.acts.delete([annotation])

    def _tag(self, tag: str) -> None:
        self.acts.tag(self.chosen(), tag)

    def _export(self) -> None:
        self.export_wanted.emit(Export(wanted=self.wanted(), title=self._name if self._bookmarks else ""))

    def _remove_set(self, name: str) -> None:
        self.acts.remove_set(name, self.filter.reset)

    def _filtered(self, _choice: Choice) -> None:
        self.model.tick_all(on=False)
        self.refresh(anew=True)
        announce(self.list, self.lead.text() or self.empty.title.text())

    def _show_all(self) -> None:
        if self.filter.choice.in_bin:
            self.filter.show_bin(shown=False)
        self.filter.reset()

    def _type_on(self, letter: str) -> None:
        if self.filter.text.isHidden():
            return
        self.filter.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.text.setText(self.filter.text.text() + letter)

    def _edit(self) -> None:
        self.editor.show()
        self.editor.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _row_chosen(self, index: QModelIndex) -> None:
        line = self.model.line(index)
        if line is None or not self._desk.is_open:
            return
        try:
            self.editor.open(self._marks.get(line.uuid, line.set_name))
        except ReaderError as error:
            self.failed.emit(error)

    def _open_row(self, index: QModelIndex) -> None:
        line = self.model.line(index)
        if line is not None:
            self.open_wanted.emit(line.document, line.section, line.uuid, line.number)

    def _open(self, annotation: Annotation) -> None:
        first = annotation.targets[0]
        self.open_wanted.emit(annotation.document, first.section, annotation.uuid, first.number)

    def _ticks_changed(self) -> None:
        ticked = self.model.ticks
        if ticked != self.selection.ticked:
            announce(self.list, selected(ticked))
        self.selection.show_count(ticked, self._total)
        # The bin has no bar below it: its button says how many.
        self.restore.setText(tr("Restore {n}").format(n=f"{ticked:,}") if ticked else tr("Restore"))
        self.selection.setVisible(bool(ticked) and not self.filter.choice.in_bin)
