"""The reader: one paper in the reading view, with its find bar and its explaining card."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from reader.errors import NotFoundError, ReaderError
from reader.language import tr
from reader.library.look import Look
from reader.ui.looks.speech import announce
from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import reader_figures, reader_reload
from reader.ui.reader.find_bar import FindBar
from reader.ui.reader.popover import Popover
from reader.ui.reader.reader_browser import NO_LINK
from reader.ui.reader.reader_citing import Citing
from reader.ui.reader.reader_content import Content
from reader.ui.reader.reader_document import Link
from reader.ui.reader.reader_find import Finder
from reader.ui.reader.reader_hints import Hints
from reader.ui.reader.reader_notebook import ReaderNotebook
from reader.ui.reader.reader_notice import ReaderNotice
from reader.ui.reader.reader_walk import ROOM_PX, Walker
from reader.ui.reader.reading_view import ReadingView, Style

if TYPE_CHECKING:
    from reader.desk import Desk


class ReaderPage(QWidget):
    """The centre pane while reading. Answers to the main window; knows no other pane."""

    link_activated = Signal(str)
    """A place in the library to go to: "library/id" or "library/id#section", as `Shelf.find` takes it."""
    place_changed = Signal(str, int)
    """Section id (or the anchor of an end section) and number of the paragraph being read."""
    progress_changed = Signal(int, int, int)
    """Number of the level-2 section (0 before the first), how many there are, whole minutes left."""
    notice = Signal(str)
    """One sentence for the status bar; a screen reader has been told already."""
    emptied = Signal()
    """Papers that were made ready are so no more: they have another look, or another text."""

    def __init__(self, tokens: Tokens, desk: "Desk", parent: QWidget | None = None) -> None:
        """An empty reader in the light theme; see `set_theme`."""
        super().__init__(parent)
        self._tokens, self._desk = tokens, desk
        chosen = desk.settings
        self._style = Style(
            theme_named("light"), chosen.text_size, chosen.spacing, chosen.plain_type, chosen.line_length
        )
        self._last_place = ("", "", 0)
        self._content = Content(desk, tokens)
        self.view = ReadingView(tokens, self._style.theme, self)
        self.view.may_copy = desk.policies.text("clipboard") == "allowed"
        self.above = ReaderNotice(tokens, self._style.theme)
        self.bar = FindBar(tokens, self._style.theme, self)
        self.card = Popover(self, tokens, self._style.theme)
        self.hints = Hints(self.view, self.card, self._content.explain)
        self.finder = Finder(self.view, self.bar, lambda: self._desk.index.marks if self._desk.index else None)
        self.notebook = ReaderNotebook(self, self.view, tokens, self._style.theme)
        self.walker = Walker(self.view, self._content, self.hints, self.notebook)
        self._citing = Citing(self.view, self._content, desk)
        self._build()
        self._connect()

    def _build(self) -> None:
        reader_figures.limit_images()
        self.setObjectName("reader_page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.above)
        column.addWidget(self.view, 1)
        column.addWidget(self.bar)
        self.setFocusProxy(self.view)
        self.view.set_style(self._style)

    def _connect(self) -> None:
        self.view.link_used.connect(self._use_link)
        self.view.cite_requested.connect(self._citing.copy)
        self.view.paragraph_changed.connect(self._paragraph_changed)
        self.view.scrolled.connect(self._tell_place)
        self.card.action_used.connect(self._follow)
        self.above.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.finder.said.connect(self.say)
        self.walker.said.connect(self.say)
        self._citing.said.connect(self.say)
        self.notebook.said.connect(self.say)
        self.notebook.notes.availability_changed.connect(self.card.forget)
        self.view.mark_menu = self._mark_menu

    # Opening

    def look(self) -> Look:
        """What documents are rendered with now."""
        return self._content.look(self._style)

    def keep(self, look: Look, found: Mapping[str, str]) -> None:
        """Have HTML by key, rendered ahead with `look`, at hand for opening. Shows nothing."""
        self._content.keep(look, found)

    def build_ahead(self, key: str) -> None:
        """Make a paper ready to be opened, where its HTML is at hand. Shows nothing."""
        look = self.look()
        with suppress(NotFoundError):
            html = self._content.html_ahead(key, look)
            if html:
                self.view.build_ahead(html, look, partial(self._content.picture, key, self._style))

    def open(self, key: str, section: str | None = None, paragraph: int | None = None, query: str = "") -> None:
        """Show the document `key` at a place, with what `query` matched marked.

        Args:
            key: "library/id".
            section: section id to open at.
            paragraph: paragraph number to open at; wins over `section`.
            query: what was searched for, "" for none.

        Raises:
            NotFoundError: no installed library has the document.
            LimitError: its body is beyond a limit of FORMATS D7.
        """
        if key != self._content.key:
            self._load(key)
        self.hints.close()
        self.view.focus_link(NO_LINK)
        self._go(section, paragraph, room=self.view.viewport().height() / 5 if query else ROOM_PX)
        if query:
            start = self.view.mapped.start_of(paragraph) if paragraph else None
            self.finder.from_search(query, self.view.keyboard_position() if start is None else start)
        self._tell_place()

    def _load(self, key: str) -> None:
        briefing = self._content.load(key)
        self.notebook.leave()
        self.finder.clear()
        self._show(keep_place=False)
        self.view.setAccessibleName(self._content.name)
        self.notebook.open(briefing)

    def reload(self) -> None:
        """Show the open paper as its library holds it now, at the same words (a preview's library changes).

        Raises:
            NotFoundError, LimitError: as `open`; then the text before stays.
        """
        before, held = self._content.briefing, reader_reload.hold(self.view)
        if before is None:
            return
        after = self._content.reload()
        self._let_go()
        self.hints.close()
        self._show(keep_place=True)
        reader_reload.restore(self.view, held, before, after)
        self.view.setAccessibleName(self._content.name)
        self.finder.refresh()
        self.notebook.open(after)
        self._tell_place()

    def _show(self, *, keep_place: bool) -> None:
        look = self.look()
        pictures = partial(self._content.picture, self._content.key, self._style)
        self.view.show_html(self._content.html(look), look, pictures, keep_place=keep_place)

    def _go(self, section: str | None, paragraph: int | None, room: float) -> None:
        anchors = self.view.mapped.anchors
        if section and room == ROOM_PX and paragraph == self._content.first_of(section):
            paragraph = None  # the section's own beginning: its heading belongs on the screen too
        if paragraph and self.view.go_to_paragraph(paragraph, room):
            return
        if section:
            place = anchors.get(f"s-{section}", anchors.get(section))
            if place is not None:
                self.view.go_to_heading(place, ROOM_PX)

    def renew(self) -> None:
        """The shelf changed: show the open paper as it is now, where it is another text than before.

        A paper that is there no more is forgotten; the window leaves it.
        """
        self._let_go()
        if self._content.briefing is None:
            return
        try:
            if not self._content.is_as_on_shelf():
                self.reload()
        except ReaderError:
            self.notebook.leave()
            self._content.forget()

    def _let_go(self) -> None:
        """What was made ready may be another text by now."""
        self._content.forget_figures()
        self.view.ready.drop()
        self.emptied.emit()

    # Looks

    def set_theme(self, theme: Theme) -> None:
        """Colours; the place is kept."""
        self.above.set_theme(theme)
        self.bar.set_theme(theme)
        self.card.set_theme(theme)
        self.notebook.set_theme(theme)
        self._restyle(replace(self._style, theme=theme))

    def set_text_size(self, points: int) -> None:
        """Reading size in points, brought within the range offered; the place is kept."""
        sizes = self._tokens.sizes
        points = round(min(max(points, sizes.reading_min), sizes.reading_max))
        self._restyle(replace(self._style, points=points))

    def set_spacing(self, percent: int) -> None:
        """Line spacing in percent of the type size; the place is kept."""
        self._restyle(replace(self._style, spacing=percent))

    def set_line_length(self, characters: int) -> None:
        """Longest line in average characters; the place is kept."""
        self._restyle(replace(self._style, characters=characters))

    def set_plain_type(self, plain: bool) -> None:  # noqa: FBT001 - a setter
        """The sans-serif face for reading; the place is kept."""
        self._restyle(replace(self._style, plain=plain))

    def _restyle(self, style: Style) -> None:
        if style == self._style:
            return
        self._style = style
        self.hints.close()
        self.view.set_style(style)
        self.emptied.emit()
        if self._content.key:
            self._show(keep_place=True)
            self.finder.refresh()
            self.notebook.document_changed()

    # Place

    def place(self) -> tuple[str, str, int]:
        """(key, section id, paragraph number) of what is being read; ("", "", 0) while nothing is open."""
        return (self._content.key, *self._here()) if self._content.key else ("", "", 0)

    def _here(self) -> tuple[str, int]:
        anchor = self.view.heading_here()
        return anchor.removeprefix("s-") or "start", self.view.current_paragraph

    def _paragraph_changed(self, _number: int) -> None:
        self._tell_place()

    def _tell_place(self) -> None:
        if self._content.course is None:
            return
        here = self._here()
        if (self._content.key, *here) == self._last_place:
            return
        self._last_place = (self._content.key, *here)
        self.place_changed.emit(*here)
        progress = self._content.course.at(here[1])
        self.progress_changed.emit(progress.index, progress.sections, progress.minutes_left)

    # Keys

    def find(self) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # QWidget.find is for window ids
        """Ctrl+F: open the find bar."""
        self.finder.ask()

    def find_next(self) -> None:
        """F3."""
        self.finder.step(1)

    def find_previous(self) -> None:
        """Shift+F3."""
        self.finder.step(-1)

    def next_heading(self, step: int) -> None:
        """Go to the next (1) or previous (-1) heading, and say it."""
        self.walker.heading(step)
        self._tell_place()

    def next_link(self, step: int) -> None:
        """Go to the next or previous link that is no footnote."""
        self.walker.link(step)

    def next_footnote(self, step: int) -> None:
        """Go to the next or previous footnote number; its source is explained there."""
        self.walker.footnote(step)

    def move_paragraph(self, step: int) -> None:
        """Alt+Up, Alt+Down: the paragraph cursor, which says the paragraph."""
        self.walker.paragraph(step)
        self._tell_place()

    def extend_selection(self, step: int) -> None:
        """Shift+Alt+Up, Shift+Alt+Down: select the paragraph, then one more each time."""
        self.walker.extend(step)
        self._tell_place()

    def what_is_here(self) -> str:
        """Ctrl+I: say and show what the current paragraph is. Answers the same words."""
        return self.walker.what_is_here()

    def copy_with_citation(self) -> None:
        """Ctrl+Shift+X: the selection, else the current paragraph, with where it is from."""
        self._citing.copy()

    def say(self, text: str, shown: str | None = None) -> None:
        """Tell a screen reader `text`, and the status bar `shown` (the same where None)."""
        announce(self.view, text)
        self.notice.emit(text if shown is None else shown)

    # Links

    def _use_link(self, index: int) -> None:
        if not self.hints.show(index, take_focus=True):
            self._follow(self.view.mapped.links[index].href)

    def _follow(self, href: str) -> None:
        link = Link(0, 0, href, "")
        self.hints.close()
        match link.kind:
            case "doc":
                self.link_activated.emit(link.target)
            case "section" if link.target.startswith("s-"):
                self.link_activated.emit(f"{self._content.key}#{link.target.removeprefix('s-')}")
            case "source":
                self._to_source(link.target)
            case "back":
                self._back_to(link.target)
            case "mark":
                self.notebook.show_named(link.target)
            case _:
                words = tr("This points to {target}. Briefing Reader opens nothing outside its library.")
                self.say(words.format(target=link.target or href))

    def _to_source(self, number: str) -> None:
        place = self.view.mapped.anchors.get(f"note-{number}")
        if place is not None:
            self.view.go_to_heading(place, self.view.viewport().height() / 5)
            self._tell_place()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back_to(self, number: str) -> None:
        if number.isdecimal():
            self.view.go_to_paragraph(int(number), self.view.viewport().height() / 5, by_keys=True)
            self._tell_place()

    def event(self, event: QEvent) -> bool:
        """Esc belongs here while there is something of the reader's own to close."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() == Qt.Key.Key_Escape and self._something_open():  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def _something_open(self) -> bool:
        notebook = self.notebook
        mine = notebook.bar.is_open or notebook.notes.active is not None
        return mine or self.card.is_open or self.finder.is_open or self.view.focused_link != NO_LINK

    def _mark_menu(self, menu: QMenu, place: QPoint) -> None:
        """What can be done with the mark under a point of the text, in the text's own menu."""
        self.notebook.fill_menu(menu, self.view.position_at(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card's place is no longer beside what it explains."""
        super().resizeEvent(event)
        self.hints.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the card, lets go of the link, closes bar and find bar, then leaves the active mark.

        Enter writes on the active mark, Delete removes it.
        """
        if self.notebook.active_key(event.key()):
            return
        if event.key() != Qt.Key.Key_Escape or not self._something_open():
            super().keyPressEvent(event)
        elif self.card.is_open:
            self.hints.close()
        elif self.view.focused_link != NO_LINK:
            self.view.focus_link(NO_LINK)
        elif self.notebook.bar.is_open:
            self.notebook.bar.close_bar()
        elif self.finder.is_open:
            self.finder.close()
        else:
            self.notebook.notes.activate(None)
