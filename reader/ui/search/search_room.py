"""The search field, the asking and the search page, as one part of the window."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reader.desk import Desk
from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.library.catalogue import Taxonomy
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.question import Question
from reader.ui.search.search_field import SearchField
from reader.ui.shared import words
from reader.ui.shared.shelf_words import signpost_first
from reader.ui.shared.standing_words import Standings
from reader.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reader.notes_desk.desk import NotesDesk
    from reader.search.results import Hit, Results
    from reader.ui.search.passage_groups import Fold
    from reader.ui.search.search_page import SearchPage
    from reader.ui.search.searching import Answer, Like, Searching

RESTING_MS = 150
"""After an answer, before the rest of its passages is fetched: who still types would only wait for them."""


class SearchRoom(QObject):
    """From a key press to passages on the page.

    Signals:
        asked(Question): a question was asked; the window keeps it as where we are.
        shown(): the page has something to show.
        left(): the search was cleared.
        opened(Hit, str): open this passage, found by this query.
        chosen(Results, Hit or None): this passage is current.
        said(tuple): what the status bar says of the answer.
        failed(ReaderError): search cannot be had.
        topics_wanted(), stages_wanted(): browse instead.
        offers_wanted(): Down in the empty field: what was searched for before.
        indexing(int, int), indexed(): documents indexed, of how many; the index is open and up to date.
    """

    asked = Signal(object)
    shown = Signal()
    left = Signal()
    opened = Signal(object, str)
    chosen = Signal(object, object)
    said = Signal(object)
    failed = Signal(object)
    topics_wanted = Signal()
    stages_wanted = Signal()
    offers_wanted = Signal()
    indexing = Signal(int, int)
    indexed = Signal()

    def __init__(
        self, desk: Desk, tasks: Tasks, field: SearchField, tokens: Tokens, *, taxonomy: Taxonomy, notes: "NotesDesk"
    ) -> None:
        """What asks and what shows answers is made when first needed."""
        super().__init__(field)
        self._desk, self._tasks, self._field = desk, tasks, field
        self._tokens, self._taxonomy, self._notes = tokens, taxonomy, notes
        self._page: SearchPage | None = None
        self._standings = Standings()
        self._noted: Callable[[], Mapping[tuple[str, str], int]] = dict
        self._noted_changed = False
        self._asker: Searching | None = None
        self._open_when_answered = False
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING_MS)
        self._resting.timeout.connect(self._fetch_more)
        self.is_current = False
        field.edited.connect(self._typed)
        field.moved.connect(self._moved)
        field.opened.connect(self._enter)

    def page(self, theme: Theme) -> "SearchPage":
        """The page, made on the first call."""
        if self._page is None:
            from reader.ui.search.search_page import SearchPage  # noqa: PLC0415 - after the first paint

            self._page = SearchPage(
                self._tokens, theme, self._taxonomy, signpost_first(self._desk.shelf), self._desk.contacts
            )
            self._page.model.standings = self._standings
            self._noted_changed = True
            self._page.changed.connect(self._refilter)
            self._page.asked.connect(self.ask_text)
            self._page.opened.connect(self._open)
            self._page.like_wanted.connect(self.more_like)
            self._page.back_wanted.connect(self.leave_like)
            self._page.chosen.connect(self._choose)
            self._page.topics_wanted.connect(self.topics_wanted)
            self._page.stages_wanted.connect(self.stages_wanted)
            self._page.model.wanted.connect(self._fetch)
            self._page.list.typed.connect(self._type_on)
        if self._noted_changed:
            self._show_notes(self._page)
        return self._page

    def _searching(self) -> "Searching":
        if self._asker is None:
            from reader.ui.search.searching import Searching  # noqa: PLC0415 - after the first paint

            self._asker = Searching(self._desk, self._tasks, self._notes, self)
            self._asker.answered.connect(self._answered)
            self._asker.liked.connect(self._liked)
            self._asker.snippets_came.connect(self._snippets)
            self._asker.more_came.connect(self._more)
            self._asker.preparing.connect(self._preparing)
            self._asker.ready.connect(self._renewed)
            self._asker.preparing.connect(self.indexing)
            self._asker.failed.connect(self._failed)
        return self._asker

    def prepare(self) -> None:
        """Open the index in the background."""
        self._searching().prepare()

    def show_notes(self, counts: Callable[[], Mapping[tuple[str, str], int]]) -> None:
        """How many notes stand where, by document and section; the passages say so. Counted once they are in sight."""
        self._noted, self._noted_changed = counts, True
        if self._page is not None and self._page.isVisible():
            self._show_notes(self._page)

    def _show_notes(self, page: "SearchPage") -> None:
        self._noted_changed = False
        page.show_notes(self._noted())

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, on the passages."""
        self._standings = standings
        if self._page is not None:
            self._page.model.standings = standings
            self._page.list.viewport().update()

    def shelf_changed(self) -> None:
        """Other papers are there now: bring the index up to date, then ask what is in sight again."""
        if self._page is not None:
            self._page.renew()
        self._searching().prepare()

    def _renewed(self) -> None:
        self.indexed.emit()
        if self.is_current and not self._searching().is_asking:
            self._searching().ask(self.question, typing=False)

    @property
    def question(self) -> Question:
        """What was asked last; an empty question where nothing is asked."""
        return self._asker.question if self._asker is not None else Question()

    def set_theme(self, theme: Theme) -> None:
        """Retint what is there."""
        if self._page is not None:
            self._page.set_theme(theme)

    @property
    def found_nothing(self) -> bool:
        """Whether the page says that nothing was found."""
        return self._page is not None and self._page.found_nothing

    @property
    def results(self) -> "Results | None":
        """The answer on the page."""
        return self._page.results if self._page is not None else None

    @property
    def current_hit(self) -> "Hit | None":
        """The passage chosen on the page."""
        return self._page.current_hit if self._page is not None else None

    @property
    def current_fold(self) -> "Fold | None":
        """The row of a document's further passages, where that is the one chosen."""
        return self._page.current_fold if self._page is not None else None

    def ask(self, question: Question, *, typing: bool) -> None:
        """Ask; the answer comes by itself, and the one before it stays in sight until then."""
        self._open_when_answered = False
        self.asked.emit(question)
        self._searching().ask(question, typing=typing)
        if self._searching().is_preparing:
            self._preparing(0, 0)
            self.shown.emit()

    def ask_text(self, text: str) -> None:
        """Ask for `text` in place of what was typed, under the same filters."""
        self._field.setText(text)
        self.ask(replace(self.question, text=text, literal=False), typing=False)

    def begin(self, text: str) -> None:
        """A letter typed outside the field: put it there, with the keyboard, and search."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.setText(text)
        self._typed(text)

    def again(self, question: Question) -> None:
        """Show the answer to a question asked before: we came back to it."""
        self._field.setText(question.text)
        self.is_current = True
        self._searching().ask(question, typing=False)

    def end(self) -> None:
        """The search is over; an answer that is still on its way is dropped."""
        self._open_when_answered = False
        self._resting.stop()
        self.is_current = False
        if self._asker is not None:
            self._asker.forget()

    def forget(self) -> None:
        """Leave nothing of what was asked: the notebook was locked."""
        self.end()
        self._field.clear()
        if self._page is not None:
            self._page.clear()

    def _refilter(self, question: Question) -> None:
        self.ask(question, typing=False)

    def _type_on(self, letter: str) -> None:
        self.begin(self._field.text() + letter)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.left.emit()
            return
        # Filters and "only my words" belong to one search; a new one begins without them.
        before = self.question if self.is_current else Question()
        self.ask(replace(before, text=text), typing=True)

    def _moved(self, rows: int) -> None:
        if self.is_current and self._page is not None:
            self._page.step(rows)
        elif self._field.text().strip():
            self._typed(self._field.text())
        elif rows > 0:
            self.offers_wanted.emit()

    def _enter(self) -> None:
        if not self._field.text().strip():
            return
        if not self.is_current:
            self._typed(self._field.text())
        elif self._searching().is_asking:
            self._open_when_answered = True
        elif self._page is not None:
            self._page.open_current()

    def _answered(self, answer: "Answer") -> None:
        if self._page is None:
            return
        self._resting.stop()
        self._page.show_answer(answer)
        if not answer.only_mine:
            self._resting.start()
        self._say(answer.results)
        self.shown.emit()
        if self._open_when_answered:
            self._open_when_answered = False
            self._page.open_current()

    def _say(self, results: "Results") -> None:
        index = self._desk.index
        self.said.emit(_shown(results, index.count if index is not None else 0))

    def take_keyboard(self) -> None:
        """The keyboard on the current passage; in the field where none was found."""
        self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_target(self) -> "QWidget":
        """What takes the keyboard when the page comes up."""
        return self._field if self._page is None or self.found_nothing else self._page.list

    def more_like(self, hit: "Hit | None" = None) -> None:
        """List passages like `hit`, or like the current one, in place of the answer; nothing happens elsewhere."""
        like = hit if hit is not None else self.current_hit
        # While an answer is on its way, what is in sight is no longer what was asked for.
        if like is not None and self.is_current and not self._searching().is_asking:
            self._resting.stop()
            self._searching().like(like)

    def _liked(self, like: "Like") -> None:
        if self._page is None or not self.is_current:
            return
        self._open_when_answered = False
        self._page.show_like(like)
        self._say(replace(like.results, total=len(like.results.hits)))
        self.shown.emit()

    def leave_like(self) -> bool:
        """From passages like another one back to the answer. False where those are not shown."""
        if self._page is None or not self.is_current or not self._page.is_like:
            return False
        self._searching().settle()
        self._page.leave_like()
        if self.results is not None:
            self._say(self.results)
        self._resting.start()
        return True

    def _fetch_more(self) -> None:
        results = self.results
        if self._page is not None and self._page.is_like:
            return
        # What came after the answer is kept with it: where there is more than that, it is more than is listed.
        is_first = results is not None and len(results.hits) <= results.request.limit
        if results is not None and is_first and len(results.hits) < results.total and not self._searching().is_asking:
            self._searching().fetch_more(results)

    def _more(self, results: "Results") -> None:
        if self._page is not None:
            self._page.extend(results)

    def _snippets(self, snippets: dict[int, object]) -> None:
        if self._page is not None:
            self._page.model.take(snippets)  # type: ignore[arg-type]  # a signal loses the type of what it carries

    def _preparing(self, done: int, total: int) -> None:
        if self._page is not None and self._searching().is_asking:
            self._page.show_preparing(done, total)

    def _fetch(self, hits: "tuple[Hit, ...]") -> None:
        if self._page is not None and self._page.results is not None:
            self._searching().fetch(self._page.results, hits)

    def _failed(self, error: ReaderError) -> None:
        if self._page is not None:
            self._page.show_unavailable()
        self.failed.emit(error)

    def _open(self, hit: "Hit") -> None:
        self.opened.emit(hit, self.question.text)

    def _choose(self, hit: "Hit | None") -> None:
        if self._page is not None:
            self.chosen.emit(self._page.results, hit)


def _shown(results: "Results", all_passages: int) -> tuple[str, ...]:
    """What the status bar says of an answer: how many of how many, and how long it took."""
    found = tr_n("{n} of {all} passage", "{n} of {all} passages", all_passages)
    took = tr("Searched in {n} ms").format(n=max(1, round(results.took_ms)))
    return found.format(n=words.number(results.total), all=words.number(all_passages)), took
