"""Going from place to place: which page is shown, what stands around it, and the way back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader.errors import ReaderError
from reader.language import tr
from reader.ui.looks.unseen import lay_out
from reader.ui.reader.reader_room import Reading
from reader.ui.search.question import Question
from reader.ui.shared import shortcuts, words
from reader.ui.shared.history import ALONE, LIBRARY, NOTE_VIEWS, PACK_VIEWS, READER, SEARCH, History, Place
from reader.ui.window.parts import Parts
from reader.ui.window.session import Session, continuation
from reader.ui.window.sidebar import TOPIC, row_of
from reader.ui.window.travel_words import say_place, say_reading

if TYPE_CHECKING:
    from reader.search.results import Hit, Results

PREVIEW_MS = 60
"""Before the current passage is previewed: the list is painted first, and while somebody types only the last counts."""


class Travel(QObject):
    """The window's sense of place.

    Signals:
        titled(str): the window's title.
        failed(ReaderError): a place could not be shown; we are still where we were.
        arrived(): a document has come up and taken the keyboard.
    """

    titled = Signal(str)
    failed = Signal(object)
    arrived = Signal()

    def __init__(self, parts: Parts, start: Session, window: QObject) -> None:
        """`start` is where the last window was left."""
        super().__init__(window)
        self._parts, self._start = parts, start
        self.history = History(Place())
        self._reading_desk: QWidget | None = None
        self._preview = QTimer(self)
        self._preview.setSingleShot(True)
        self._preview.setInterval(PREVIEW_MS)
        self._preview.timeout.connect(self._show_preview)
        self._connect()

    def _connect(self) -> None:
        parts = self._parts
        parts.sidebar.library_wanted.connect(self.go_to_library)
        parts.sidebar.topic_wanted.connect(self.browse_topic)
        parts.library.opened.connect(self.open_document)
        parts.library.list.typed.connect(parts.search.begin)
        parts.library.chosen.connect(self._row_chosen)
        parts.library.stage_chosen.connect(self.browse_stage)
        parts.library.everything_wanted.connect(self.go_to_library)
        parts.library.continue_wanted.connect(self._continue)
        parts.right.section_activated.connect(self._go_to_section)
        parts.right.open_requested.connect(self.open_document)
        parts.right.open_passage_requested.connect(self._open_passage)
        parts.search.asked.connect(self._asked)
        parts.search.shown.connect(self._answer_shown)
        parts.search.left.connect(self._field_emptied)
        parts.search.opened.connect(self._open_hit)
        parts.search.chosen.connect(self._passage_chosen)
        parts.search.said.connect(parts.status.show_right)
        parts.search.topics_wanted.connect(self._browse_topics)
        parts.search.stages_wanted.connect(self.go_to_library)
        parts.reader.link_activated.connect(self.open_target)
        parts.reader.opened.connect(self.open_document)
        parts.reader.moved.connect(self._reading_moved)

    # Going somewhere

    def go(self, place: Place) -> None:
        """Go to a new place; where it cannot be shown, stay."""
        if self._show(place):
            self.history.visit(place)
            self.refresh()

    def go_to_library(self) -> None:
        """The whole library."""
        self.go(Place())

    def browse_topic(self, key: str) -> None:
        """The papers on a topic."""
        self.go(Place(LIBRARY, filters=frozenset({("topics", key)})))

    def browse_stage(self, key: str) -> None:
        """The papers on a stage of the case."""
        self.go(Place(LIBRARY, filters=frozenset({("stages", key)})))

    def open_document(self, key: str) -> None:
        """A document, at its beginning."""
        self.go(Place(READER, key))

    def open_target(self, target: str) -> None:
        """A place as a person or a document names it (FORMATS C, `open TARGET`)."""
        try:
            found = self._parts.desk.find(target)
        except ReaderError as error:
            self.failed.emit(error)
            return
        self.go(Place(READER, found.key, found.section, found.paragraph))

    def open_session(self) -> bool:
        """The document that was open when the last window was closed. False where there was none."""
        start = self._start
        if start.view != READER or not self._is_held(start.document):
            return False
        self.go(Place(READER, start.document, start.section or None, start.paragraph or None))
        return self.history.current.view == READER

    def back(self) -> None:
        """Alt+Left."""
        self._travel(self.history.back)

    def forward(self) -> None:
        """Alt+Right."""
        self._travel(self.history.forward)

    def _travel(self, step: Callable[[], Place]) -> None:
        self._show(step())
        self.refresh()

    def _show(self, place: Place) -> bool:
        if place.view == READER:
            return self._show_document(place)
        if place.view == SEARCH:
            self._show_search(place)
            return True
        if place.view in NOTE_VIEWS:
            self._show_notes(place.view)
            return True
        if place.view in PACK_VIEWS:
            self._show_alone(self._parts.packs.page_for(place))
            return True
        self._end_search()
        self._parts.library.browse(next(iter(place.filters), None))
        self._turn_to(self._parts.library)
        return True

    def _show_search(self, place: Place) -> None:
        search = self._parts.search
        self._parts.toolbar.search.setText(place.query)
        search.page(self._parts.appearance.theme)
        search.is_current = True
        search.again(Question(place.query, place.filters))

    def prepare_reader(self) -> QWidget:
        """Build the reader, once; nothing is shown by it."""
        parts = self._parts
        if self._reading_desk is None:
            self._reading_desk = parts.reader.build(parts.appearance.theme, parts.desk.settings)
            parts.body.centre.addWidget(self._reading_desk)
            parts.body.add_list(parts.reader.papers)
        return self._reading_desk

    def prime_reader(self, key: str) -> None:
        """Load a document into the reader unseen; what is wrong with it is said when the person opens it."""
        desk, page = self.prepare_reader(), self._parts.reader.page
        if key and page is not None:
            desk.resize(self._parts.body.centre.size())
            lay_out(desk)
            with suppress(ReaderError):
                page.open(key)
                desk.grab()

    def _show_document(self, place: Place) -> bool:
        parts = self._parts
        desk = self.prepare_reader()
        try:
            briefing = parts.desk.briefing(place.key)
            parts.reader.open(place)
        except ReaderError as error:
            self.failed.emit(error)
            return False
        self._end_search(keep=place.query)
        self._turn_to(desk)
        page = parts.reader.page
        if page is not None:
            parts.right.show_briefing(briefing, page.place())
            page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.arrived.emit()
        return True

    def _show_notes(self, view: str) -> None:
        """A page of the notebook has its own editor at the right."""
        page = self._parts.notes.page(view)
        self._show_alone(page)
        page.refresh()

    def _show_alone(self, page: QWidget) -> None:
        """A page with nothing at its right."""
        self._end_search()
        self._parts.body.turn_to(page)
        self._parts.body.allow_right(possible=False)

    def shelf_changed(self) -> None:
        """Another edition is in force: what is shown is read again; a paper that is gone is left for the library."""
        place = self.history.current
        if place.view == READER and not self._is_held(place.key):
            self.go_to_library()
            return
        page = self._parts.reader.page
        if place.view == READER and page is not None:
            try:
                self._parts.right.show_briefing(self._parts.desk.briefing(place.key), page.place())
            except ReaderError as error:
                self.failed.emit(error)
                self.go_to_library()
                return
        self.refresh()

    def open_mark(self, key: str, section: str, paragraph: int) -> None:
        """The place of a mark."""
        self.go(Place(READER, key, section or None, paragraph or None))

    def resume(self, left: Session) -> None:
        """Where the person left off, by what the person's notebook says; nowhere while it is locked."""
        self._start = left

    def forget(self) -> None:
        """The notebook was locked: nothing of where the person was is left in the window."""
        self.resume(Session())
        self._parts.reader.reading = None
        self._end_search()
        self._parts.search.forget()
        self.history = History(Place())
        self._show(self.history.current)
        self._parts.library.list.setCurrentIndex(self._parts.library.model.first())
        self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        self._parts.body.centre.setCurrentWidget(page)
        self._parts.body.allow_right(possible=True)

    def _go_to_section(self, section: str) -> None:
        if self.history.current.view == READER:
            self.go(Place(READER, self.history.current.key, section))

    def _open_passage(self, key: str, section: str, paragraph: int) -> None:
        query = self._parts.search.question.text if self.history.current.view == SEARCH else ""
        self.go(Place(READER, key, section, paragraph, query))

    def _continue(self) -> None:
        left = self.left_off()
        self.go(Place(READER, left.document, left.section or None, left.paragraph or None))

    # Searching

    def _asked(self, question: Question) -> None:
        place = Place(SEARCH, query=question.text, filters=question.filters)
        self._parts.search.page(self._parts.appearance.theme)
        if self._parts.search.is_current:
            self.history.update(place)
        else:
            self.history.visit(place)
        self._parts.search.is_current = True

    def _answer_shown(self) -> None:
        parts = self._parts
        if not parts.search.is_current:
            return
        page = parts.search.page(parts.appearance.theme)
        if parts.body.centre.currentWidget() is not page:
            had_keyboard = parts.body.turn_to(page)
            self.refresh()
            if had_keyboard:
                parts.search.take_keyboard()
        parts.body.allow_right(possible=not parts.search.found_nothing)
        if parts.search.found_nothing:
            parts.status.show_digest(shown=False)

    def _passage_chosen(self, results: "Results | None", hit: "Hit | None") -> None:
        if results is None or hit is None:
            return
        self._parts.status.show_digest(shown=hit.provenance == "digest")
        self._preview.start()

    def stop(self) -> None:
        """Show no further preview: the index is about to be closed."""
        self._preview.stop()

    def _show_preview(self) -> None:
        results, hit = self._parts.search.results, self._parts.search.current_hit
        shown = self.history.current.view == SEARCH and self._parts.body.right_is_wanted
        if shown and results is not None and hit is not None:
            self._parts.right.show_preview(results, hit)

    def _open_hit(self, hit: "Hit", query: str) -> None:
        self.go(Place(READER, hit.document, hit.section, hit.paragraph, query))

    def _browse_topics(self) -> None:
        self.go_to_library()
        self._parts.sidebar.focus_topics()

    def _field_emptied(self) -> None:
        """By typing: back to where the search began, with the keyboard still in the field."""
        self.leave_search()
        self._parts.toolbar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_search(self) -> bool:
        """Back to where the search began. False where no search is shown."""
        if not self._parts.search.is_current:
            self._end_search()
            return False
        self.back()
        self._end_search()
        return True

    def _end_search(self, keep: str = "") -> None:
        self._parts.search.end()
        if self._parts.toolbar.search.text() != keep:
            self._parts.toolbar.search.setText(keep)

    # What stands around the page

    def refresh(self) -> None:
        """Bring toolbar, sidebar, status bar and title in step with the place."""
        place, toolbar = self.history.current, self._parts.toolbar
        toolbar.back.setEnabled(self.history.can_go_back)
        toolbar.forward.setEnabled(self.history.can_go_forward)
        toolbar.show_reading_tools(shown=place.view == READER)
        toolbar.right_pane.setEnabled(place.view not in ALONE)
        topic = next((key for facet, key in place.filters if facet == "topics"), "") if place.view == LIBRARY else ""
        self._parts.sidebar.mark(TOPIC + topic if topic else row_of(place.view))
        if place.view == LIBRARY:
            self._refresh_library()
        self.titled.emit(say_place(self._parts, place))

    def _refresh_library(self) -> None:
        parts = self._parts
        parts.library.show_continue(continuation(parts.desk, self.left_off()))
        self._row_chosen(parts.library.current_key())
        hint = tr("{key} moves between panes").format(key=shortcuts.hint("next-pane"))
        parts.status.show_right((words.items(len(parts.library.shown)), hint))

    def say_text_size(self) -> None:
        """The reading size, in the status bar of the reader."""
        if self.history.current.view == READER:
            say_reading(self._parts)

    def refill_right(self) -> None:
        """Bring the right pane in step after it was hidden."""
        place = self.history.current
        search = self._parts.search
        if place.view == LIBRARY:
            self._row_chosen(self._parts.library.current_key())
        elif place.view == SEARCH:
            self._passage_chosen(search.results, search.current_hit)

    def _row_chosen(self, key: str) -> None:
        if not key or self.history.current.view != LIBRARY:
            return
        entry = self._parts.desk.entry(key)
        self._parts.status.show_digest(shown=entry.meta.is_digest)
        if self._parts.body.right_is_wanted:
            self._parts.right.show_document(entry)

    def _reading_moved(self, reading: Reading) -> None:
        place = self.history.current
        if place.view == READER and place.key == reading.key:
            section, paragraph = reading.section or None, reading.paragraph or None
            self.history.update(place._replace(section=section, paragraph=paragraph))
            self._parts.right.set_place(reading.section, reading.paragraph)

    # Where the person left off

    def left_off(self) -> Session:
        """The document read last, in this window or the one before; `Session().document` is "" for none."""
        reading = self._parts.reader.reading
        view = READER if self.history.current.view == READER else LIBRARY
        if reading is None:
            return replace(self._start, view=view) if self._is_held(self._start.document) else Session()
        section = None
        with suppress(ReaderError):
            section = self._parts.desk.briefing(reading.key).section(reading.section)
        return Session(
            view=view,
            document=reading.key,
            section=reading.section,
            paragraph=reading.paragraph,
            heading=section.title if section else "",
            minutes_left=reading.minutes_left,
        )

    def _is_held(self, key: str) -> bool:
        return any(entry.key == key for entry in self._parts.desk.shelf.entries)
