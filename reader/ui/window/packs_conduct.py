"""Connects content packs to the rest of the window: going there, dropping files, a new edition everywhere at once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from reader.language import tr
from reader.openable import openable
from reader.ui.packs.packs_watch import Watching
from reader.ui.packs.packs_words import offered
from reader.ui.shared.history import CHANGES, PACKS, READER, REVIEW, Place
from reader.ui.shared.shelf_live import renew
from reader.ui.shared.shelf_words import edition
from reader.ui.window.notes_conduct import NotesConduct
from reader.ui.window.packs_above import Above
from reader.ui.window.panes import Pane
from reader.ui.window.parts import Parts
from reader.ui.window.travel import Travel

if TYPE_CHECKING:
    from reader.packs_desk.desk import Settled
    from reader.packs_desk.watching import Offer
    from reader.ui.reader.reader_notebook import ReaderNotebook


class PacksConduct(QObject):
    """The content packs' part of running the window.

    Signals:
        arrived(): a page of theirs has come up; it takes the keyboard.
        marking_changed(): the shelf's marking may be another one.
        dropped(Path): a file or folder that the program opens was dropped on the window.
    """

    arrived = Signal()
    marking_changed = Signal()
    dropped = Signal(object)

    def __init__(self, parts: Parts, travel: Travel, notes: NotesConduct, window: QWidget) -> None:
        """Nothing of a pack is loaded before it is asked for."""
        super().__init__(window)
        self._parts, self._travel, self._notes = parts, travel, notes
        self.room = parts.packs
        self.above = Above(parts, travel, parts.packs.standings)
        self._loaded = False
        self.watching = Watching(parts.packs, parts.tasks)
        self._connect()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def _connect(self) -> None:
        room, parts = self.room, self._parts
        parts.sidebar.packs_wanted.connect(lambda: self._go(PACKS))
        room.view_wanted.connect(self._go)
        room.library_wanted.connect(self._travel.go_to_library)
        room.changes_wanted.connect(self._show_changes)
        room.open_wanted.connect(self._open)
        room.review_wanted.connect(lambda: self._notes.room.wanted(lambda: self._notes.room.view_wanted.emit(REVIEW)))
        room.said.connect(parts.status.show_notice)
        room.shelf_changed.connect(self._shelf_changed)
        parts.search.indexing.connect(room.indexing)
        parts.search.indexed.connect(room.indexed)
        parts.search.failed.connect(self._not_indexed)
        room.notice.connect(parts.banner.say)
        room.settled.connect(self._settled)
        room.layers_changed.connect(self._show_layers)
        self.watching.offered.connect(self._offered)
        self.watching.said.connect(parts.banner.say)
        self.watching.changed.connect(self._offers_changed)
        room.dismissed.connect(self.watching.dismiss)
        parts.reader.notebook_ready.connect(self._reader_built)
        self._notes.room.opened.connect(self._unlocked)
        self._notes.room.changes_wanted.connect(self._show_changes)
        self.above.changes_wanted.connect(self._show_changes)
        parts.right.changes_wanted.connect(self._show_all_changes)

    def _not_indexed(self, _error: object) -> None:
        """The edition is in force all the same; search says for itself what is wrong with it."""
        self.room.indexed()

    def start(self) -> None:
        """A moment after the first paint."""
        self._loaded = True
        self.room.load()

    def _unlocked(self) -> None:
        """Notes that stand in another edition than the shelf's are carried now."""
        if self._loaded:
            self.room.settle()

    def _settled(self, settled: "Settled") -> None:
        parts, standings = self._parts, self.room.standings
        parts.library.show_standings(standings)
        parts.reader.show_standings(standings)
        parts.search.show_standings(standings)
        parts.right.show_standings(standings)
        self._show_layers()
        self.above.refresh()
        self.watching.start()
        if settled.forgotten:
            parts.search.shelf_changed()

    def _reader_built(self, notebook: "ReaderNotebook") -> None:
        notebook.notes.use_issued(self.room.issued)

    def _offers_changed(self) -> None:
        self.room.offers = self.watching.offers
        page = self.room.page(PACKS) if self._travel.history.current.view == PACKS else None
        if page is not None:
            page.refresh()  # type: ignore[union-attr]  # the page of libraries has it

    def _show_layers(self) -> None:
        """Issued layers in the open paper, and in every one that is opened from now on."""
        page = self._parts.reader.page
        if page is not None:
            page.notebook.notes.use_issued(self.room.issued)

    def _offered(self, offer: "Offer") -> None:
        """Calmly: one line above the page, with one button; nothing is forced."""
        self._parts.banner.say(offered(offer), tr("Look at it"), lambda: self.room.open_pack(offer.path))

    def stop(self) -> None:
        """The window is gone and its workers have ended."""
        self.watching.stop()
        self.room.stop()

    def actions(self) -> Mapping[str, Callable[[], object]]:
        """The content packs' part of the keyboard map."""
        return {"packs": lambda: self._go(PACKS)}

    def panes(self, view: str) -> list[Pane]:
        """What F6 walks through on one of their pages."""
        page = self.room.page(view)
        return [Pane(page, page.focus_target())]

    # Going places

    def _go(self, view: str) -> None:
        self._travel.go(Place(view))
        self.arrived.emit()

    def _show_changes(self, key: str, paragraph: int) -> None:
        self._travel.go(Place(CHANGES, key, None, paragraph or None))
        self.arrived.emit()

    def _show_all_changes(self, key: str) -> None:
        self._show_changes(key, 0)

    def _open(self, key: str, paragraph: int) -> None:
        self._travel.go(Place(READER, key, None, paragraph or None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dropped on the window is opened."""
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            if _dropped(event) is not None:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                return True
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            path = _dropped(event)
            if path is not None:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)

    # A new edition

    def _shelf_changed(self) -> None:
        """Everything that is shown of the shelf is read again; where the person is, they stay."""
        parts, shelf = self._parts, self._parts.desk.shelf
        renew(parts.taxonomy, shelf)
        parts.library.show_shelf(shelf.entries, shelf.pinned)
        parts.sidebar.show_shelf(shelf.entries, parts.taxonomy)
        parts.status.show_edition(edition(shelf))
        parts.right.forget()
        parts.reader.shelf_changed()
        parts.search.shelf_changed()
        self._notes.refresh()
        self._travel.shelf_changed()
        self.marking_changed.emit()


def _dropped(event: QDropEvent) -> Path | None:
    """The one file or folder that is dropped, where it is something this window opens."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if openable(path) is not None else None
