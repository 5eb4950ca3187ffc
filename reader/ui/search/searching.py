"""Asking: what is searched for, with which filters, off the GUI thread; only the newest answer comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from reader.desk import Desk
from reader.errors import CancelledError, ReaderError
from reader.library.reference import Signpost
from reader.notebook.query import Line
from reader.notes_desk import finding
from reader.notes_desk.desk import NotesDesk
from reader.search.index import Index
from reader.search.results import Hit, Request, Results, Snippet, WordEffect
from reader.ui.search.question import MINE, Question
from reader.ui.tasks import Job, Tasks

CHANNEL = "search"
SNIPPETS = "search.snippets"
MORE = "search.more"
INDEX = "search.index"
WARM = "search.warm"
FIRST_HITS = 20
"""Passages that come with the answer to a key press; the rest of the list follows once the keys rest."""
MOST_LIKE = 20
"""Passages listed as like another one."""
MOST_HITS = 100
"""Passages listed; the count above the list says how many there are."""
FIRST_SNIPPETS = 8
"""Snippets fetched with the answer: as many rows as a window of ordinary height shows."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What can be said where nothing was found.

    Attributes:
        words: what each word finds alone, and the others without it.
        suggested: passages that the suggestion finds.
        without_filters: passages found when the filters are taken off.
        signposts: who covers it.
    """

    words: tuple[WordEffect, ...]
    suggested: int
    without_filters: int
    signposts: tuple[Signpost, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the snippets of its first rows; `nothing` stands where there are no hits.

    `mine` counts the passages that "only my notes" leaves, None where that is not known; `by_note` holds the marks that
    passages were found by.
    """

    question: Question
    results: Results
    snippets: Mapping[int, Snippet]
    nothing: Nothing | None = None
    mine: int | None = None
    by_note: Mapping[int, Line] = field(default_factory=dict[int, "Line"])

    @property
    def only_mine(self) -> bool:
        """Whether only one's own notes were asked for, by the filter or by `mine:`."""
        return MINE in self.question.filters or finding.split_mine(self.question.text)[0]


@dataclass(frozen=True, slots=True)
class Like:
    """Passages like the one of `hit`, with the snippets of the first rows."""

    hit: Hit
    results: Results
    snippets: Mapping[int, Snippet]


class Searching(QObject):
    """Runs questions one after the other; each key press makes the one before it stale.

    Signals:
        answered(Answer): the newest question's answer.
        liked(Like): passages like one of those shown.
        snippets_came(dict): passage number to Snippet, for rows scrolled to.
        more_came(Results): the answer again with the passages after the first FIRST_HITS.
        preparing(int, int): documents indexed, of how many, while the index is built.
        ready(): the index is open.
        failed(ReaderError): the index could not be opened or asked.
    """

    answered = Signal(object)
    liked = Signal(object)
    snippets_came = Signal(object)
    more_came = Signal(object)
    preparing = Signal(int, int)
    ready = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, notes: NotesDesk, parent: QObject | None = None) -> None:
        """Nothing is opened before `prepare` or the first `ask`."""
        super().__init__(parent)
        self._desk, self._tasks, self._notes = desk, tasks, notes
        self.question = Question()

    def prepare(self) -> None:
        """Open the index in the background, once the window stands."""
        self._tasks.run(
            lambda job: self._desk.open_index(job.progress, job.cancelled),
            done=self._opened,
            failed=self.failed.emit,
            progress=self.preparing.emit,
            channel=INDEX,
        )

    def _opened(self, index: Index) -> None:
        self.ready.emit()
        if not self.is_asking:
            self._tasks.run(lambda job: index.warm(job.cancelled), done=lambda _: None, channel=WARM)

    @property
    def is_preparing(self) -> bool:
        """Whether the index is not open yet."""
        return self._desk.index is None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is on its way."""
        return self._tasks.busy(CHANNEL)

    def ask(self, question: Question, *, typing: bool) -> None:
        """Answer `question`; `typing` takes its last word as unfinished."""
        self.question = question
        self.settle()
        request = request_for(question, typing=typing)
        self._tasks.run(
            lambda job: _answer(self._desk, self._notes, question, request, job),
            done=self.answered.emit,
            failed=self.failed.emit,
            channel=CHANNEL,
        )

    def like(self, hit: Hit) -> None:
        """Find passages like the one of `hit`; the question stays as it is."""
        self.settle()
        self._tasks.run(
            lambda job: _like(self._desk, hit, job), done=self.liked.emit, failed=self.failed.emit, channel=CHANNEL
        )

    def fetch_more(self, results: Results) -> None:
        """Fetch the passages of an answer that did not come with it."""
        request = replace(results.request, limit=MOST_HITS)
        self._tasks.run(
            lambda _job: self._desk.search(request),
            done=self.more_came.emit,
            failed=self._no_snippets,
            channel=MORE,
        )

    def fetch(self, results: Results, hits: tuple[Hit, ...]) -> None:
        """Fetch the snippets of `hits`, rows that have come into sight."""
        self._tasks.run(
            lambda job: _snippets(self._desk, results, hits, job),
            done=self.snippets_came.emit,
            failed=self._no_snippets,
            channel=SNIPPETS,
        )

    def forget(self) -> None:
        """Drop whatever is being asked: the search was cleared."""
        self.question = Question()
        self._tasks.drop(CHANNEL)
        self.settle()

    def settle(self) -> None:
        """Drop what is on its way for the rows shown, and what is only made ready: something else is wanted now."""
        for channel in (SNIPPETS, MORE, WARM):
            self._tasks.drop(channel)

    def _no_snippets(self, error: ReaderError) -> None:
        """A row without a snippet still says what it is; the failure is the same as the search's own."""
        self.failed.emit(error)


def request_for(question: Question, *, typing: bool) -> Request:
    """The question as the search room takes it; `typing` means that its last word is unfinished."""
    facets: dict[str, frozenset[str]] = {}
    for facet, key in question.filters - {MINE}:
        facets[facet] = facets.get(facet, frozenset()) | {key}
    return Request(question.text, facets, limit=FIRST_HITS, typing=typing, literal=question.literal)


def _answer(desk: Desk, notes: NotesDesk, question: Question, request: Request, job: Job) -> Answer:
    said, text = finding.split_mine(request.text)
    if said or MINE in question.filters:
        return _from_notes(desk, notes, question, replace(request, text=text, limit=MOST_HITS), job)
    results = desk.search(request)
    if job.cancelled():
        raise CancelledError
    mine = finding.count_mine(notes, desk.open_index(), request)
    if not results.hits:
        return Answer(question, results, {}, _nothing(desk, request, results), mine)
    return Answer(question, results, _snippets(desk, results, results.hits[:FIRST_SNIPPETS], job), mine=mine)


def _like(desk: Desk, hit: Hit, job: Job) -> Like:
    results = desk.open_index().more_like(hit.passage, MOST_LIKE)
    return Like(hit, results, _snippets(desk, results, results.hits[:FIRST_SNIPPETS], job))


def _from_notes(desk: Desk, notes: NotesDesk, question: Question, request: Request, job: Job) -> Answer:
    """Only passages that bear one's own marks. Raises NotOpenError."""
    index = desk.open_index()
    found = finding.search_mine(notes, index, request)
    results, total = found.results, found.results.total
    if not results.hits:
        return Answer(question, results, {}, _nothing(desk, request, results), total)
    snippets = _snippets(desk, results, results.hits[:FIRST_SNIPPETS], job)
    for number, line in found.by_note.items():
        written = finding.note_snippet(index, request, line)
        if written is not None:
            snippets[number] = written
    return Answer(question, results, snippets, mine=total, by_note=found.by_note)


def _snippets(desk: Desk, results: Results, hits: tuple[Hit, ...], job: Job) -> dict[int, Snippet]:
    found: dict[int, Snippet] = {}
    for hit in hits:
        if job.cancelled():
            raise CancelledError
        found[hit.passage] = desk.snippet(results, hit)
    return found


def _nothing(desk: Desk, request: Request, results: Results) -> Nothing:
    suggested = 0
    if results.suggestion:
        suggested = desk.search(replace(request, text=results.suggestion, limit=1, typing=False)).total
    unfiltered = desk.search(replace(request, filters={}, limit=1)).total if request.filters else 0
    return Nothing(desk.open_index().why_none(request), suggested, unfiltered, desk.signposts(request.text))
