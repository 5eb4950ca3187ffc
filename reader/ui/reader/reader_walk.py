"""Walking through a paper by keyboard: headings, links, footnotes, the paragraph cursor, and what is here."""

from PySide6.QtCore import QObject, QRect, Qt, Signal

from reader.language import tr, tr_n
from reader.ui.reader import mark_words
from reader.ui.reader.popover import Action
from reader.ui.reader.reader_browser import NO_LINK
from reader.ui.reader.reader_content import Content
from reader.ui.reader.reader_hints import Hints
from reader.ui.reader.reader_notebook import ReaderNotebook
from reader.ui.reader.reader_what import marks_actions, marks_facts, what_is_here
from reader.ui.reader.reading_view import ReadingView

ROOM_PX = 14
"""Above a heading or paragraph that was jumped to."""
LINKS = frozenset({"doc", "section", "abbr"})
NOTES = frozenset({"note"})


class Walker(QObject):
    """Every step says where it has come to."""

    said = Signal(str, str)
    """What a screen reader says, and what the status bar shows."""

    def __init__(self, view: ReadingView, content: Content, hints: Hints, notebook: ReaderNotebook) -> None:
        """Moves `view` through `content`, and knows the marks on it."""
        super().__init__(view)
        self._view, self._content, self._hints, self._notebook = view, content, hints, notebook
        self._extent = (0, 0)
        self._extended = (-1, -1)

    def heading(self, step: int) -> None:
        """Go to the next (1) or previous (-1) heading."""
        here = self._view.keyboard_position()
        places = [at for at, _ in self._view.mapped.headings if (at - here) * step > 0]
        if not places:
            self._say(tr("No further heading"))
            return
        at = places[0] if step > 0 else places[-1]
        self._view.go_to_heading(at, ROOM_PX)
        self._say(tr("Heading: {text}").format(text=self._view.document().findBlock(at).text()))

    def link(self, step: int) -> None:
        """Go to the next or previous link that is no footnote."""
        self._to_link(step, LINKS, tr("No further link"))

    def footnote(self, step: int) -> None:
        """Go to the next or previous footnote number; its source is explained there."""
        self._to_link(step, NOTES, tr("No further footnote"))

    def _to_link(self, step: int, kinds: frozenset[str], none: str) -> None:
        index = self._view.link_beyond(step, kinds)
        if index == NO_LINK:
            self._say(none)
            return
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.focus_link(index)
        link = self._view.mapped.links[index]
        if link.kind in {"doc", "section"}:
            self._say(tr("Link: {text}").format(text=link.text))

    def paragraph(self, step: int) -> None:
        """Move the paragraph cursor; the first move only shows where it is."""
        number = self._view.current_paragraph + (step if self._view.cursor_shown else 0)
        paragraph = self._content.paragraph(number)
        if paragraph is None:
            self._say(tr("No further paragraph"))
            return
        self._notebook.notes.activate(None)
        self._view.move_to_paragraph(number, ROOM_PX)
        self.said.emit(f"¶ {number}. {paragraph.text} {self._marks_words(number)}".rstrip(), f"¶ {number}")

    def _marks_words(self, number: int) -> str:
        """How many marks a paragraph bears, for people who do not see them; "" for none."""
        count = len(self._notebook.on_paragraph(number))
        return tr_n("{n} mark here.", "{n} marks here.", count).format(n=count) if count else ""

    def extend(self, step: int) -> None:
        """Select the current paragraph; once more, one paragraph further down (1) or up (-1)."""
        view, places = self._view, self._notebook.places()
        cursor = view.textCursor()
        going_on = cursor.hasSelection() and (cursor.selectionStart(), cursor.selectionEnd()) == self._extended
        first, last = self._extent if going_on else (view.current_paragraph, view.current_paragraph - step)
        moved = self._content.paragraph(last + step)
        if places is None or moved is None:
            self._say(tr("No further paragraph"))
            return
        self._extent = first, moved.number
        view.move_to_paragraph(moved.number, ROOM_PX)
        low, high = sorted(self._extent)
        start, end = view.mapped.start_of(low) or 0, places.end_of(high)
        self._extended = start, end
        view.select(*((start, end) if moved.number >= first else (end, start)))
        words = mark_words.span(low, high)
        chosen = tr("{place} selected").format(place=words)
        self.said.emit(f"{chosen}. {moved.text}", chosen)

    def what_is_here(self) -> str:
        """Show what the current paragraph is, its links as buttons. Answers the same in words."""
        if self._content.briefing is None:
            return ""
        number = self._view.current_paragraph
        marks = self._notebook.on_paragraph(number)
        explained = what_is_here(self._content.briefing, number, marks_facts(marks))
        actions = [*self._links_of(number), *marks_actions(marks)]
        self._hints.show_text(explained, actions, self._place_of(number), take_focus=True)
        self.said.emit(explained.spoken, explained.title)
        return explained.spoken

    def _links_of(self, number: int) -> list[Action]:
        """The links of a paragraph as buttons, so that they can be reached one by one."""
        mapped = self._view.mapped
        return [
            Action(link.text, link.href)
            for link in mapped.links
            if link.kind in {"doc", "section"} and mapped.paragraph_at(link.start) == number
        ]

    def _place_of(self, number: int) -> QRect:
        start = self._view.mapped.start_of(number)
        if start is None:
            return QRect()
        top = round(self._view.top_of(start) - self._view.verticalScrollBar().value())
        return QRect(0, top, self._view.viewport().width(), self._view.verticalScrollBar().singleStep() // 2)

    def _say(self, text: str) -> None:
        self.said.emit(text, text)
