"""The Notes tab of the right pane: the open paper's marks in their order, and the editor in narrow windows."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr, tr_n
from reader.notes_desk.desk import State
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import mark_words
from reader.ui.reader.card_paint import CardPainter, CardText, card_text
from reader.ui.reader.mark_layer import Placed, Ref
from reader.ui.reader.reader_notebook import ReaderNotebook

CARD, REF = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
BATCH = 60
"""Rows that are measured at once: a paper with thousands of marks opens at once all the same."""
GAP_PX = 6
Index = QModelIndex | QPersistentModelIndex


class NotesModel(QAbstractListModel):
    """The marks as rows."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self._rows: tuple[Placed, ...] = ()
        self._cards: dict[int, CardText] = {}
        self._notebook: ReaderNotebook | None = None

    def show(self, notebook: ReaderNotebook, rows: Sequence[Placed]) -> None:
        """Fill the list."""
        self.beginResetModel()
        self._notebook, self._rows, self._cards = notebook, tuple(rows), {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many marks."""
        return 0 if parent.isValid() else len(self._rows)

    def row_of(self, ref: Ref | None) -> int:
        """The row of a mark, -1 where it has none."""
        return next((index for index, one in enumerate(self._rows) if one.ref == ref), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card, the mark's name, and its words for screen readers."""
        if not index.isValid() or self._notebook is None:
            return None
        one = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                draft = self._notebook.notes.drafts.get(one.ref)
                return mark_words.spoken(draft or one.annotation, is_draft=draft is not None)
            case _ if role == CARD:
                return self._card(index.row(), one)
            case _ if role == REF:
                return one.ref
            case _:
                return None

    def _card(self, row: int, one: Placed) -> CardText:
        if row not in self._cards:
            notes = self._notebook.notes if self._notebook is not None else None
            draft = notes.drafts.get(one.ref) if notes is not None else None
            saved = notes is None or notes.is_saved(one.ref)
            self._cards[row] = card_text(one.annotation, draft=draft, saved=saved, listed=True)
        return self._cards[row]


class NoteRows(QStyledItemDelegate):
    """Rows painted as cards."""

    def __init__(self, view: QListView, tokens: Tokens, theme: Theme) -> None:
        """For `view`."""
        super().__init__(view)
        self._view, self._tokens = view, tokens
        self.painter = CardPainter(tokens, theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The card's height at the width there is."""
        width = max(self._view.viewport().width(), 80)
        card = index.data(CARD)
        return QSize(width, self.painter.height(card, width) + GAP_PX if isinstance(card, CardText) else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The card; tint and ring for the current row."""
        card = index.data(CARD)
        if not isinstance(card, CardText):
            return
        painter.save()
        theme = self.painter.theme
        row = QRectF(option.rect).adjusted(0, 0, 0, -GAP_PX)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(row, QColor(theme.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, QColor(theme.hover))
        self.painter.paint(painter, row, card, frame=False)
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            focus = self._tokens.focus
            painter.setPen(
                QPen(QColor(theme.focus), focus.high_contrast_ring if theme.is_high_contrast else focus.ring)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(1, 1, -2, -2))
        painter.restore()


class NotesList(QListView):
    """The rows; keys and the pointer say what is wanted of a mark."""

    edit_wanted = Signal(object)
    delete_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 edits, Delete removes; Enter and the arrows are Qt's."""
        ref = self.currentIndex().data(REF)
        if event.key() == Qt.Key.Key_F2 and ref is not None:
            self.edit_wanted.emit(ref)
        elif event.key() == Qt.Key.Key_Delete and ref is not None:
            self.delete_wanted.emit(ref)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The mark's menu."""
        index = self.indexAt(event.pos())
        index = index if index.isValid() else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(index.data(REF), event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class NotesTab(QWidget):
    """Shows what one reader's notebook holds of the open paper.

    Signals:
        notebook_wanted(): the button that unlocks or makes a notebook.
    """

    notebook_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `attach`."""
        super().__init__(parent)
        self.setObjectName("notes_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens = tokens
        self._notebook: ReaderNotebook | None = None
        self._stale = True
        self.head = look(QLabel(self), "caption")
        self.list = NotesList(self)
        self._model = NotesModel(self)
        self._rows = NoteRows(self.list, tokens, theme)
        self.words = look(QLabel(self), "muted")
        self.button = look(QPushButton(self), "plain")
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        view = self.list
        view.setModel(self._model)
        view.setItemDelegate(self._rows)
        view.setAccessibleName(tr("Notes in this paper"))
        view.setMouseTracking(True)
        view.setLayoutMode(QListView.LayoutMode.Batched)
        view.setBatchSize(BATCH)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.clicked.connect(self._go)
        view.activated.connect(self._edit)
        view.edit_wanted.connect(self._edit_ref)
        view.delete_wanted.connect(self._delete)
        view.menu_wanted.connect(self._menu)
        view.selectionModel().currentChanged.connect(self._current_changed)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button.clicked.connect(self.notebook_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(space[3], space[2], space[2], space[2])
        column.setSpacing(space[2])
        column.addWidget(self.head)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(view, 1)
        column.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._rows.painter = CardPainter(self._tokens, theme)
        self.setStyleSheet(f"#notes_page, #notes_page QListView {{ background: {theme.surface}; }}")
        self.list.viewport().update()

    def attach(self, notebook: ReaderNotebook) -> None:
        """Follow this reader. Call once."""
        self._notebook = notebook
        notebook.use_tab(self)
        notebook.placed.connect(self._changed)
        notebook.notes.activated.connect(self._show_active)
        notebook.notes.availability_changed.connect(self._changed)
        self._changed()

    # Filling

    def _changed(self) -> None:
        """Fill the list now where it is in sight, else when it comes to be; what was locked away goes at once."""
        self._stale = True
        if self._notebook is not None and (self.isVisible() or not self._notebook.items):
            self._fill()

    def showEvent(self, event: object) -> None:
        """Now it is worth filling."""
        super().showEvent(event)  # type: ignore[arg-type]  # QShowEvent
        if self._stale:
            self._fill()

    def _fill(self) -> None:
        notebook = self._notebook
        if notebook is None:
            return
        self._stale = False
        top = self.list.verticalScrollBar().value()
        self.list.selectionModel().blockSignals(True)
        self._model.show(notebook, notebook.items)
        self.list.selectionModel().blockSignals(False)
        count = len(notebook.items)
        self.head.setText(tr_n("{n} note in this paper", "{n} notes in this paper", count).format(n=count))
        self.head.setVisible(bool(count))
        self.list.setVisible(bool(count))
        self._say_empty(notebook, count)
        self._show_active()
        self.list.verticalScrollBar().setValue(top)

    def _say_empty(self, notebook: ReaderNotebook, count: int) -> None:
        notes, words, button = notebook.notes, "", ""
        if notes.forbidden:
            words = tr("Notes are off. Managed by your organisation")
        elif not notes.is_open:
            locked = notes.state is State.LOCKED
            words = tr("Notes are off until you unlock your notebook.") if locked else tr("You have no notebook yet.")
            button = tr("Unlock notebook") if locked else tr("Make a notebook")
        elif not count:
            words = tr(
                "Nothing is marked in this paper. Select some words, or mark the paragraph you read with Ctrl+1."
            )
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def _show_active(self) -> None:
        notebook = self._notebook
        if notebook is None or self._stale:
            return
        row = self._model.row_of(notebook.notes.active)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if row < 0:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self._model.index(row))
            self.list.scrollTo(self._model.index(row))
        selection.blockSignals(False)
        self.list.viewport().update()

    # What people do

    def _current_changed(self, index: QModelIndex) -> None:
        """By the arrow keys: the text follows, the keyboard stays."""
        if index.isValid() and self.list.hasFocus():
            self._go(index)

    def _go(self, index: QModelIndex) -> None:
        if self._notebook is not None:
            self._notebook.marking.show(index.data(REF))

    def _edit(self, index: QModelIndex) -> None:
        self._edit_ref(index.data(REF))

    def _edit_ref(self, ref: Ref) -> None:
        if self._notebook is not None:
            self._notebook.marking.show(ref)
            self._notebook.marking.edit(ref)

    def _delete(self, ref: Ref) -> None:
        if self._notebook is not None:
            row = self._model.row_of(ref)
            self._notebook.marking.delete(ref)
            row = min(row, self._model.rowCount() - 1)
            if row >= 0:
                self.list.setCurrentIndex(self._model.index(row))

    def _menu(self, ref: Ref, place: QPoint) -> None:
        if self._notebook is not None:
            self._notebook.open_menu(ref, place)

    # The editor, while there is no lane

    def host(self, editor: QWidget | None, ref: Ref | None) -> None:
        """The editor stands below the list, whose row it belongs to is the current one."""
        column = self.layout()
        if editor is not None and column is not None:
            editor.setParent(self)
            column.addWidget(editor)
            editor.show()
            self._show_active()
