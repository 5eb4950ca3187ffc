"""The reader as one part of the window: made when first needed, told the settings, asked for the place."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.desk import Desk
from reader.errors import ReaderError
from reader.language import tr_n
from reader.library.catalogue import Taxonomy
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.settings import Settings
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.history import Place
from reader.ui.shared.standing_words import Standings

if TYPE_CHECKING:
    from reader.notes_desk.desk import NotesDesk
    from reader.notes_desk.marking import Marks
    from reader.ui.library.library_list import LibraryList
    from reader.ui.reader.reader_page import ReaderPage
    from reader.ui.reader.reading_desk import ReadingDesk


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the person is in a document: key, section, paragraph, and what is left of it."""

    key: str
    section: str = ""
    paragraph: int = 0
    minutes_left: int = 0


class ReaderRoom(QObject):
    """Opens documents and says where the person is in them.

    Signals:
        link_activated(str): a link to another place.
        moved(Reading): the place or what is left changed.
        opened(str): a paper of the list at the left was chosen.
        refused(ReaderError): the notebook would not do something; nothing was changed, and no text was lost.
        notebook_wanted(callable): what to do once a notebook is open.
        notes_tab_wanted(): a note is to be written, and the reader is too narrow for it.
        marks_counted(): the open document has another number of marks.
        notebook_ready(ReaderNotebook): the reader was built; its notes can be shown beside it.
        notice(str): one sentence for the status bar.
    """

    link_activated = Signal(str)
    moved = Signal(object)
    opened = Signal(str)
    refused = Signal(object)
    notebook_wanted = Signal(object)
    notes_tab_wanted = Signal()
    notebook_ready = Signal(object)
    marks_counted = Signal()
    notice = Signal(str)

    def __init__(self, desk: Desk, tokens: Tokens, taxonomy: Taxonomy, parent: QObject) -> None:
        """Nothing is built before `desk_page`."""
        super().__init__(parent)
        self._desk, self._tokens, self._taxonomy = desk, tokens, taxonomy
        self._page: ReaderPage | None = None
        self._papers: LibraryList | None = None
        self._notes: tuple[NotesDesk, Marks] | None = None
        self.reading: Reading | None = None
        self._minutes_left = 0
        self._standings = Standings()

    def build(self, theme: Theme, settings: Settings) -> "ReadingDesk":
        """The reader and the list beside it. Call once."""
        from reader.ui.library.library_list import LibraryList  # noqa: PLC0415 - after the first paint
        from reader.ui.reader.reader_page import ReaderPage  # noqa: PLC0415 - after the first paint
        from reader.ui.reader.reading_desk import ReadingDesk  # noqa: PLC0415 - after the first paint

        page = ReaderPage(self._tokens, self._desk)
        shelf = self._desk.shelf
        papers = LibraryList(self._tokens, theme, shelf.entries, self._taxonomy, shelf.pinned)
        page.link_activated.connect(self.link_activated)
        page.place_changed.connect(self._place_changed)
        page.progress_changed.connect(self._progress_changed)
        page.notice.connect(self.notice)
        papers.opened.connect(self.opened)
        papers.show_standings(self._standings)
        page.notebook.notes.refused.connect(self.refused)
        page.notebook.marking.notebook_wanted.connect(self.notebook_wanted)
        page.notebook.tab_wanted.connect(self.notes_tab_wanted)
        self._page, self._papers = page, papers
        if self._notes is not None:
            page.notebook.use(*self._notes)
        page.notebook.placed.connect(self.marks_counted)
        self.notebook_ready.emit(page.notebook)
        self.set_theme(theme)
        self.apply(settings)
        return ReadingDesk(papers, page)

    def use_notes(self, desk: "NotesDesk", marks: "Marks") -> None:
        """The notebook whose marks the reader shows and makes. Call once."""
        self._notes = desk, marks
        if self._page is not None:
            self._page.notebook.use(desk, marks)

    def show_mark(self, uuid: str, set_name: str = "") -> None:
        """Make a mark of the open document the active one and go there, once it has been read."""
        if self._page is not None:
            self._page.notebook.show_soon((uuid, set_name))

    def marks_words(self) -> tuple[str, ...]:
        """How many marks the open document bears, for the status bar; nothing for none."""
        count = len(self._page.notebook.items) if self._page is not None else 0
        return (tr_n("{n} note in this paper", "{n} notes in this paper", count).format(n=count),) if count else ()

    @property
    def page(self) -> "ReaderPage | None":
        """The reader, None before it was built."""
        return self._page

    @property
    def papers(self) -> "LibraryList | None":
        """The list at its left, None before it was built."""
        return self._papers

    def set_theme(self, theme: Theme) -> None:
        """Retint what is there."""
        if self._page is not None and self._papers is not None:
            self._page.set_theme(theme)
            self._papers.set_theme(theme)

    def apply(self, settings: Settings) -> None:
        """Size, spacing, face and line length of the text."""
        if self._page is not None:
            self._page.set_text_size(settings.text_size)
            self._page.set_spacing(settings.spacing)
            self._page.set_plain_type(settings.plain_type)
            self._page.set_line_length(settings.line_length)

    def open(self, place: Place) -> None:
        """Show a document at a place. Raises ReaderError where there is no such document or it is beyond a limit."""
        if self._page is None or self._papers is None:
            return
        if place.key != self._page.place()[0]:
            self._minutes_left = 0
        self._page.open(place.key, place.section, place.paragraph, place.query)
        self._papers.mark(place.key)
        key, section, paragraph = self._page.place()
        self.reading = Reading(key, section or "", paragraph or 0, self._minutes_left)

    def reload(self) -> None:
        """The shelf holds other texts or other papers now. The open paper stays as it was where it is gone."""
        if self._page is not None and self._papers is not None:
            self._papers.show_entries(self._desk.shelf.entries, self._page.place()[0])
            with suppress(ReaderError):
                self._page.reload()

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, on the rows of the list."""
        self._standings = standings
        if self._papers is not None:
            self._papers.show_standings(standings)

    def shelf_changed(self) -> None:
        """Another edition is in force: an open paper that changed is shown as it is now, at the same words."""
        if self._page is not None and self._papers is not None:
            shelf = self._desk.shelf
            self._papers.show_entries(shelf.entries, self._page.place()[0], shelf.pinned)
            self._page.renew()

    def actions(self) -> Mapping[str, Callable[[], object]]:
        """The reader's part of the keyboard map."""
        return {
            "find": self._on(lambda page: page.find()),
            "find-next": self._on(lambda page: page.find_next()),
            "find-previous": self._on(lambda page: page.find_previous()),
            "paragraph-next": self._on(lambda page: page.move_paragraph(1)),
            "paragraph-previous": self._on(lambda page: page.move_paragraph(-1)),
            "heading-next": self._on(lambda page: page.next_heading(1)),
            "heading-previous": self._on(lambda page: page.next_heading(-1)),
            "link-next": self._on(lambda page: page.next_link(1)),
            "link-previous": self._on(lambda page: page.next_link(-1)),
            "footnote-next": self._on(lambda page: page.next_footnote(1)),
            "footnote-previous": self._on(lambda page: page.next_footnote(-1)),
            "what-is-here": self._on(lambda page: page.what_is_here()),
            "copy-citation": self._on(lambda page: page.copy_with_citation()),
            "select-next": self._on(lambda page: page.extend_selection(1)),
            "select-previous": self._on(lambda page: page.extend_selection(-1)),
            **{kind.value: self._marks_as(kind) for kind in HIGHLIGHTS},
            "note": self._on(lambda page: page.notebook.marking.note()),
            "bookmark": self._on(lambda page: page.notebook.marking.bookmark()),
            "bookmark-section": self._on(lambda page: page.notebook.marking.bookmark_section()),
            "bookmark-paper": self._on(lambda page: page.notebook.marking.bookmark_place(None)),
            "remove-mark": self._on(lambda page: page.notebook.marking.delete()),
            "next-mark": self._on(lambda page: page.notebook.marking.step(1)),
            "previous-mark": self._on(lambda page: page.notebook.marking.step(-1)),
        }

    def _marks_as(self, kind: Kind) -> Callable[[], object]:
        return self._on(lambda page: page.notebook.marking.mark(kind))

    def _on(self, act: "Callable[[ReaderPage], object]") -> Callable[[], object]:
        """`act` where a document is in sight, nothing elsewhere."""

        def run() -> None:
            if self._page is not None and self._page.isVisible():
                act(self._page)

        return run

    def _place_changed(self, section: str, paragraph: int) -> None:
        if self.reading is not None:
            self.reading = Reading(self.reading.key, section, paragraph, self.reading.minutes_left)
            self.moved.emit(self.reading)

    def _progress_changed(self, _section: int, _sections: int, minutes_left: int) -> None:
        self._minutes_left = minutes_left  # said while a paper is being opened, too
        if self.reading is not None:
            reading = self.reading
            self.reading = Reading(reading.key, reading.section, reading.paragraph, minutes_left)
