"""The sidebar: library and topics with counts, help at the foot. Narrow, the same model is a rail of icons."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QSizePolicy,
    QToolButton,
    QTreeView,
    QVBoxLayout,
)

from reader.language import current, tr
from reader.library.catalogue import Entry, Taxonomy
from reader.notebook.query import Head
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.icons import pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import words
from reader.ui.shared.history import (
    BOOKMARKS,
    CHANGES,
    COLLECTIONS,
    INSTALL,
    NOTE_VIEWS,
    NOTES,
    PACK_VIEWS,
    PACKS,
    REVIEW,
    SEARCH,
)
from reader.ui.shared.shortcuts import hint
from reader.ui.window.sidebar_rows import COUNT, DRAWING, LOCKED, NAME, ROW_GAP, Index, NavRows

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QAction, QKeyEvent, QPaintEvent, QResizeEvent

LIBRARY, TOPICS, TOPIC, COLLECTION = "library", "topics", "topic:", "collection:"
"""Names of rows; a topic's own is TOPIC and its key, a collection's COLLECTION and its uuid."""


class NavTree(QTreeView):
    """The tree itself. Signals `went(name)` for a place the person goes to."""

    went = Signal(str)

    def __init__(self) -> None:
        """Without frame, header or the style's own branches."""
        super().__init__()
        self.rail = False
        self.keyboard = True
        self.shows_current = True
        self.hovered: Index = QModelIndex()
        self.entered.connect(self._enter)
        self.setAccessibleName(tr("Places"))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Enter and Space go; Left and Right fold."""
        self.keyboard = True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._go(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Names wrap in the width there is now."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.doItemsLayout()

    def _enter(self, index: QModelIndex) -> None:
        self.hovered = QPersistentModelIndex(index)

    def leaveEvent(self, event: "QEvent") -> None:
        """The mouse is over no row."""
        self.hovered = QModelIndex()
        super().leaveEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        self.keyboard = False
        self._go(index)

    def _go(self, index: Index) -> None:
        if not index.isValid():
            return
        # Collections are a page as well as a heading: their arrow keys fold them.
        if index.model().hasChildren(index) and index.data(NAME) != COLLECTIONS:
            if self.rail:
                self._menu(index).popup(self.viewport().mapToGlobal(self.visualRect(index).topRight()))
            else:
                self.setExpanded(index, not self.isExpanded(index))
            return
        self.went.emit(str(index.data(NAME)))

    def _chosen(self, action: "QAction") -> None:
        self.went.emit(str(action.data()))

    def _menu(self, index: Index) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        model = index.model()
        for row in range(model.rowCount(index)):
            child = model.index(row, 0, index)
            action = menu.addAction(str(child.data()))
            action.setData(child.data(NAME))
        menu.triggered.connect(self._chosen)
        return menu


class NavButton(QToolButton):
    """A row below the tree that looks like one of its rows."""

    def __init__(self, drawing: str, label: str, tokens: Tokens, keys: str) -> None:
        """`drawing` names its icon; `keys` do the same."""
        super().__init__()
        self._drawing, self._tokens = drawing, tokens
        self._rail = False
        self._theme: Theme | None = None
        self.setText(label)
        self.setAccessibleName(label)
        self.setToolTip(f"{label} ({keys})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(tokens.layout.row_nav)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def set_rail(self, *, rail: bool) -> None:
        """Icon only, or icon and words."""
        self._rail = rail
        self.update()

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Ground under the mouse, icon, label."""
        theme, size = self._theme, self._tokens.icons.default
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection if self.isDown() else theme.hover))
            painter.drawRoundedRect(self.rect(), self._tokens.radii.chip, self._tokens.radii.chip)
        left = (self.width() - size) // 2 if self._rail else 12
        drawn = pixmap(self._drawing, theme.text_muted, size, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left, (self.height() - size) // 2), drawn)
        if not self._rail:
            painter.setFont(ui_font(self._tokens))
            painter.setPen(QColor(theme.text))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            room = self.rect().adjusted(40, 0, -4, 0)
            shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(flags), shown)


class Sidebar(QFrame):
    """Places to go.

    Signals:
        library_wanted(): the whole library.
        topic_wanted(str): the papers of one topic.
        view_wanted(str): one of history.NOTE_VIEWS.
        collection_wanted(str): a collection's uuid.
        settings_wanted(): settings.
        help_wanted(): help and shortcuts.
        packs_wanted(): the page of content packs.
    """

    library_wanted = Signal()
    topic_wanted = Signal(str)
    view_wanted = Signal(str)
    collection_wanted = Signal(str)
    settings_wanted = Signal()
    help_wanted = Signal()
    packs_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, entries: tuple[Entry, ...], taxonomy: Taxonomy) -> None:
        """Counts are those of the shelf now; see `show_shelf`."""
        super().__init__()
        self.setObjectName("sidebar")
        self._tokens = tokens
        self.tree = NavTree()
        self._marked, self._open_collection = "", ""
        self._collections: list[tuple[str, str, int]] = []
        self._model = _places(entries, taxonomy)
        self.tree.setModel(self._model)
        self._rows = NavRows(self.tree, theme, tokens)
        self.tree.setItemDelegate(self._rows)
        self.tree.went.connect(self._went)
        self.packs = NavButton("package", tr("Content packs"), tokens, hint("packs"))
        self.packs.clicked.connect(self.packs_wanted)
        self.settings = NavButton("settings", tr("Settings"), tokens, hint("settings"))
        self.settings.clicked.connect(self.settings_wanted)
        self.help = NavButton("help", tr("Help and shortcuts"), tokens, hint("help"))
        self.help.clicked.connect(self.help_wanted)
        self.foot = (self.packs, self.settings, self.help)
        line = look(QFrame(), "line")
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(ROW_GAP)
        foot.addWidget(line)
        foot.addSpacing(tokens.space[2])
        for button in self.foot:
            foot.addWidget(button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 10, 0, 10)
        self._layout.setSpacing(tokens.space[2])
        self._layout.addWidget(self.tree, 1)
        self._layout.addLayout(foot)
        self.set_theme(theme)
        self.set_rail(rail=False)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._rows.set_theme(theme)
        for button in self.foot:
            button.set_theme(theme)
        self.tree.update()

    def set_rail(self, *, rail: bool) -> None:
        """Icons only, or icons, words and counts."""
        self.tree.rail = rail
        if rail:
            self.tree.collapseAll()
        else:
            self.tree.expandAll()
        for button in self.foot:
            button.set_rail(rail=rail)
        self.tree.doItemsLayout()

    def show_shelf(self, entries: tuple[Entry, ...], taxonomy: Taxonomy) -> None:
        """Other papers are there now. What the notebook's pages hold, and where we are, must be said again."""
        old, self._model = self._model, _places(entries, taxonomy)
        self.tree.setModel(self._model)
        old.deleteLater()
        self.set_rail(rail=self.tree.rail)

    def mark(self, name: str) -> None:
        """Show the row `name` (LIBRARY, TOPIC and a key, or "" for none) as where we are."""
        self._marked = name
        index = self._find(name)
        if name == COLLECTIONS:
            child = self._find(COLLECTION + self._open_collection)
            index = child if child.isValid() else index
        if index.isValid() and index.parent().isValid() and self.tree.rail:
            index = index.parent()
        self.tree.shows_current = index.isValid()
        if index.isValid():
            self.tree.setCurrentIndex(index)
        self.tree.doItemsLayout()

    def show_collection(self, uuid: str) -> None:
        """Which collection its page shows, "" for none."""
        self._open_collection = uuid
        if self._marked == COLLECTIONS:
            self.mark(COLLECTIONS)

    def show_notes(self, counts: Mapping[str, int], collections: Sequence[Head] = (), *, locked: bool) -> None:
        """Counts of the notebook's pages, and its collections; a lock stands for them while it is locked."""
        self._show_collections(collections)
        for view in (BOOKMARKS, NOTES, COLLECTIONS):
            item = self._model.itemFromIndex(self._find(view))
            count = counts.get(view, 0)
            item.setData(count, COUNT)
            item.setData(locked, LOCKED)
            said = tr("{name}, locked") if locked else f"{{name}}, {words.number(count)}"
            item.setData(said.format(name=item.text()), Qt.ItemDataRole.AccessibleTextRole)
        self.tree.viewport().update()

    def _show_collections(self, collections: Sequence[Head]) -> None:
        """One row each; rows that are there stay as they are."""
        parent = self._model.itemFromIndex(self._find(COLLECTIONS))
        wanted = [(one.uuid, one.title or tr("Untitled"), one.count) for one in collections]
        if wanted == self._collections and parent.rowCount() == len(wanted):
            return
        self._collections = wanted
        parent.removeRows(0, parent.rowCount())
        for uuid, title, count in wanted:
            parent.appendRow(_item(title, COLLECTION + uuid, count, ""))
        if not self.tree.rail:
            self.tree.expand(parent.index())
        if self._marked == COLLECTIONS:
            self.mark(COLLECTIONS)

    def focus_topics(self) -> None:
        """Put the keyboard on the topics (Alt+2)."""
        index = self._find(TOPICS)
        if not index.isValid():
            return
        if not self.tree.rail:
            self.tree.expand(index)
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tree.setCurrentIndex(index)

    def _find(self, name: str) -> QModelIndex:
        if not name:
            return QModelIndex()
        flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        found = self._model.match(self._model.index(0, 0), NAME, name, 1, flags)
        return found[0] if found else QModelIndex()

    def _went(self, name: str) -> None:
        if name == LIBRARY:
            self.library_wanted.emit()
        elif name in NOTE_VIEWS:
            self.view_wanted.emit(name)
        elif name.startswith(COLLECTION):
            self.collection_wanted.emit(name.removeprefix(COLLECTION))
        else:
            self.topic_wanted.emit(name.removeprefix(TOPIC))


def _places(entries: tuple[Entry, ...], taxonomy: Taxonomy) -> QStandardItemModel:
    """Library, topics that have papers, and the notebook's pages."""
    model = QStandardItemModel()
    model.appendRow(_item(tr("Library"), LIBRARY, len(entries), "library"))
    held: dict[str, int] = {}
    for entry in entries:
        for topic in entry.meta.topics:
            held[topic] = held.get(topic, 0) + 1
    known = [term.key for term in taxonomy.facets.get("topics", ()) if term.key in held]
    keys = [*known, *sorted(held.keys() - set(known))]
    if keys:
        topics = _item(tr("Topics"), TOPICS, len(keys), "topics")
        for key in keys:
            topics.appendRow(_item(taxonomy.label("topics", key, current()), TOPIC + key, held[key], ""))
        model.appendRow(topics)
    for label, name in ((tr("Bookmarks"), BOOKMARKS), (tr("Notes"), NOTES), (tr("Collections"), COLLECTIONS)):
        model.appendRow(_item(label, name, 0, DRAWINGS[name]))
    return model


DRAWINGS = {BOOKMARKS: "bookmark", NOTES: "notes", COLLECTIONS: "collection"}


def _item(label: str, name: str, count: int, drawing: str) -> QStandardItem:
    item = QStandardItem(label)
    item.setEditable(False)
    item.setToolTip(label)
    item.setData(name, NAME)
    item.setData(count, COUNT)
    item.setData(drawing, DRAWING)
    item.setData(f"{label}, {words.number(count)}", Qt.ItemDataRole.AccessibleTextRole)
    return item


def row_of(view: str) -> str:
    """The name of the row for a view, "" for none."""
    if view == SEARCH or view in PACK_VIEWS:
        return ""
    if view == REVIEW:
        return NOTES
    return view if view in NOTE_VIEWS else LIBRARY


def view_name(view: str) -> str:
    """A page of the notebook or of the content packs in the window's title, which never says what a note says."""
    return {
        NOTES: tr("Notes"),
        BOOKMARKS: tr("Bookmarks"),
        COLLECTIONS: tr("Collections"),
        REVIEW: tr("Needs a look"),
        CHANGES: tr("What changed"),
        INSTALL: tr("Install content pack"),
        PACKS: tr("Content packs"),
    }[view]
