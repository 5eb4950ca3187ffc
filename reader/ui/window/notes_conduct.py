"""Connects the notebook to the rest of the window: sidebar, status bar, banner, idle lock, and going places."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.errors import ReaderError
from reader.language import tr
from reader.notebook.model import Item, ItemKind, Kind
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.desk import Changed, State
from reader.settings import Settings
from reader.ui.looks.speech import announce
from reader.ui.notes import notes_words
from reader.ui.notes.collections_view import CollectionsView
from reader.ui.notes.lock_idle import IdleWatch
from reader.ui.notes.notes_filter import counts as counts_of
from reader.ui.notes.notes_view import NotesView
from reader.ui.shared import words
from reader.ui.shared.history import BOOKMARKS, COLLECTIONS, LIBRARY, NOTE_VIEWS, NOTES, READER, Place
from reader.ui.window import session as sessions
from reader.ui.window.panes import Pane
from reader.ui.window.parts import Parts
from reader.ui.window.travel import Travel


class NotesConduct(QObject):
    """The notebook's part of running the window.

    Signals:
        arrived(): a page of the notebook has come up; it takes the keyboard.
    """

    arrived = Signal()

    def __init__(self, parts: Parts, travel: Travel, window: QWidget) -> None:
        """Nothing is opened before `start`."""
        super().__init__(window)
        self._parts, self._travel = parts, travel
        self.room = parts.notes
        self.idle = IdleWatch(self, self.room.desk.rules.idle_minutes)
        self.room.asking.body = parts.body
        self.room.current_items = self._current_items
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        room, parts = self.room, self._parts
        room.changed.connect(self._changed)
        room.opened.connect(self._opened)
        room.locked.connect(self._locked)
        room.open_wanted.connect(self._open_mark)
        room.view_wanted.connect(self._go)
        room.library_wanted.connect(self._travel.go_to_library)
        room.said.connect(self._say)
        room.counted.connect(self._counted)
        room.notice.connect(parts.banner.say)
        parts.sidebar.view_wanted.connect(self._go)
        parts.sidebar.collection_wanted.connect(self._open_collection)
        room.collection_shown.connect(parts.sidebar.show_collection)
        parts.lock_banner.lock_wanted.connect(room.lock)
        parts.lock_banner.unlock_wanted.connect(room.asking.unlock)
        parts.lock_banner.switch_wanted.connect(room.asking.switch)
        parts.search.opened.connect(self._searched)
        parts.search.offers_wanted.connect(self._offer_searches)
        room.desk.before_lock(self._keep_place)
        parts.reader.use_notes(room.desk, room.marks)
        parts.reader.refused.connect(room.refused)
        parts.reader.notebook_wanted.connect(room.wanted)
        self.idle.warned.connect(parts.lock_banner.warn)
        self.idle.extended.connect(lambda: parts.lock_banner.warn(0))
        self.idle.expired.connect(room.lock_now)

    def start(self) -> None:
        """After the first paint."""
        self.room.start()

    def choose(self, settings: Settings) -> None:
        """Follow what the person has chosen."""
        self.room.desk.choose(settings)
        self.idle.minutes = self.room.desk.rules.idle_minutes
        self.refresh()

    def stop(self) -> None:
        """The window is gone."""
        self.idle.stop()
        self.room.stop()

    @property
    def leaves_nothing(self) -> bool:
        """Whether nothing of this session may be kept: a shared desk, or temporary notes."""
        return self.room.desk.rules.shared or self.room.desk.state is State.TEMPORARY

    def may_close(self) -> bool:
        """Whether the window may close; the notebook is then locked."""
        return self.room.may_close()

    def actions(self) -> Mapping[str, Callable[[], object]]:
        """The notebook's part of the keyboard map, and what its menu can do besides."""
        asking = self.room.asking
        return {
            **self.room.actions(),
            "open-notebook": asking.open_file,
            "import": asking.choose_import,
            "ways-in": asking.ways_in,
            "save-search": self.save_search,
        }

    def show_editor(self, *, shown: bool) -> None:
        """On the pages of the notebook the opened mark stands where the right pane stands elsewhere (F9)."""
        for view in (NOTES, BOOKMARKS):
            self.room.show_editor(view, shown=shown)

    def panes(self, view: str) -> list[Pane]:
        """What F6 walks through on a page of the notebook."""
        page = self.room.page(view)
        if isinstance(page, NotesView):
            return [Pane(page.filter), Pane(page.list), Pane(page.empty), Pane(page.editor, page.editor.note)]
        if isinstance(page, CollectionsView):
            return [Pane(page.names), Pane(page.list), Pane(page.empty)]
        return [Pane(page)]

    # Going places

    def _go(self, view: str) -> None:
        page = self.room.page(view)
        if isinstance(page, NotesView):
            page.leave_bin()
        self._travel.go(Place(view))
        self.arrived.emit()

    def _open_collection(self, uuid: str) -> None:
        self._go(COLLECTIONS)
        page = self.room.page(COLLECTIONS)
        if isinstance(page, CollectionsView) and page.save():
            page.open(uuid)

    def _open_mark(self, key: str, section: str, uuid: str, paragraph: int) -> None:
        self._travel.open_mark(key, section, paragraph)
        if uuid and self._travel.history.current.view == READER:
            self._parts.reader.show_mark(uuid)

    def _current_items(self) -> Sequence[Item]:
        """What Ctrl+Shift+C means here: ticked notes, the section read, the paper chosen."""
        place = self._travel.history.current
        if place.view in NOTE_VIEWS:
            page = self.room.page(place.view)
            chosen = page.chosen() if isinstance(page, NotesView) else ()
            return [Item(ItemKind.ANNOTATION, one.uuid) for one in chosen]
        if place.view == READER:
            if place.section:
                return [Item(ItemKind.PASSAGE, f"{place.key}#{place.section}")]
            return [Item(ItemKind.DOCUMENT, place.key)]
        hit, fold = self._parts.search.current_hit, self._parts.search.current_fold
        if place.view != LIBRARY and hit is not None:
            return [Item(ItemKind.PASSAGE, f"{hit.document}#{hit.section}")]
        if place.view != LIBRARY and fold is not None:
            return [Item(ItemKind.DOCUMENT, fold.document)]
        key = self._parts.library.current_key()
        return [Item(ItemKind.DOCUMENT, key)] if key else []

    def _searched(self, _hit: object, query: str) -> None:
        with suppress(ReaderError):
            # That it could not be remembered is no reason to interrupt anyone.
            self.room.remembered.searched(query)

    # Saying

    def _changed(self, changed: Changed) -> None:
        self.refresh()
        if not changed.state:
            self._parts.lock_banner.refresh()

    def _say(self, text: str) -> None:
        """In the status bar, and read out: what was done, and that it can be undone."""
        self._parts.status.show_notice(text)
        announce(self._parts.status, text)

    def _opened(self) -> None:
        self.idle.start()
        self.refresh()
        self._resume()
        self._say(notes_words.state(self.room.desk.state))

    def _locked(self) -> None:
        self.idle.stop()
        self._travel.forget()
        self.refresh()
        self._say(tr("Your notebook is closed"))

    def refresh(self) -> None:
        """Say again what there is to say of the notebook."""
        desk, parts = self.room.desk, self._parts
        state = desk.state
        drawing = {State.UNLOCKED: "unlock", State.TEMPORARY: "clock"}.get(state, "lock")
        said = tr("Notes are off") if desk.rules.off else notes_words.state(state)
        parts.status.show_notebook(said, drawing)
        parts.toolbar.show_notebook(is_open=desk.is_open)
        held = self.room.tallies()
        parts.library.model.show_notes({key: sum(one.kinds.values()) for key, one in held.items()})
        parts.search.show_notes(self.room.marks.section_counts)
        collections = self.room.collections()
        bookmarks = sum(one.kinds[Kind.BOOKMARK] for one in held.values())
        counts = {BOOKMARKS: bookmarks, NOTES: counts_of(held.values())[0], COLLECTIONS: len(collections)}
        parts.sidebar.show_notes(counts, collections, locked=state is State.LOCKED)
        parts.lock_banner.refresh()

    def _counted(self, count: int) -> None:
        self.room.count = count
        if self._travel.history.current.view in NOTE_VIEWS:
            self._parts.status.show_right((words.items(count),))

    # Where the person reads, and what they search for: kept in the notebook alone

    def _keep_place(self) -> None:
        """Before locking: Continue reading, for the next time the notebook is open."""
        left = self._travel.left_off()
        if left.document:
            with suppress(ReaderError):
                self.room.remembered.read_at(json.dumps(asdict(left)))

    def _resume(self) -> None:
        """After opening: where the person left off, unless they read something else meanwhile."""
        if self._travel.left_off().document:
            return
        self._travel.resume(sessions.read(self.room.remembered.reading()))
        self._travel.refresh()

    def _offer_searches(self) -> None:
        """Down in the empty search field: recent and saved searches."""
        from reader.ui.notes.notes_searches import SearchesMenu  # noqa: PLC0415 - when first asked for

        field = self._parts.toolbar.search
        menu = SearchesMenu(field, self.room)
        menu.chosen.connect(self._parts.search.begin)
        if menu.is_worth_showing:
            menu.popup(field.mapToGlobal(field.rect().bottomLeft()))
        else:
            menu.deleteLater()

    def save_search(self) -> None:
        """Keep what is being searched for."""
        text = self._parts.search.question.text.strip()
        if not text:
            self._parts.status.show_notice(tr("Search for something first."))
            return
        self.room.wanted(lambda: self._save_search(text))

    def _save_search(self, text: str) -> None:
        self.room.remembered.save(text)
        hint = case_hint(text, self.room.desk.rules)
        self._parts.status.show_notice(hint or tr("Search saved. Down in the empty search field offers it."))
