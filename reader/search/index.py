"""The index as the rest of the house knows it: opened or built once, then asked."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from string import ascii_lowercase
from threading import RLock
from time import perf_counter
from typing import Any

from reader.errors import UnavailableError
from reader.library.model import Passage
from reader.search import build, query, rank, store
from reader.search.compiler import Room, compile_query
from reader.search.facets import Facets
from reader.search.language import Language
from reader.search.manifest import Indexed
from reader.search.marker import Marker
from reader.search.passages import Passages
from reader.search.plan import Plan
from reader.search.results import Hit, Request, Results, Snippet, WordEffect
from reader.search.similar import likeness
from reader.search.snippets import snippet
from reader.search.sources import Cancelled, LibraryLike, Progress, ShelfLike, Wanted, libraries_of, wanted
from reader.search.why import effects

PLANS_KEPT = 32
"""Compiled queries kept, so that snippets of the last answers need no second thought."""


def open_index(
    shelf: ShelfLike | Sequence[LibraryLike],
    folder: Path | None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> "Index":
    """The index of every library on the shelf, opened from `folder` or built there; in memory where `folder` is None.

    An index that is missing, damaged, foreign or made by another version is built anew; one whose documents changed is
    brought up to date. Raises UnavailableError where the folder cannot be written (ask again with None then), and
    CancelledError; whatever was there before is then still there.
    """
    libraries = libraries_of(shelf)
    documents = wanted(libraries)
    work = build.Work(progress, cancelled)
    if folder is None:
        storage, indexed, segments = build.in_memory(documents, work)
        return Index(libraries, documents, indexed, storage, segments)
    for _ in range(_ATTEMPTS):
        made = _from_folder(libraries, documents, folder, work)
        if made is not None:
            return made
    reason = "another process keeps changing the index"
    raise UnavailableError("index", folder, reason)


_ATTEMPTS = 3
"""Another process may replace the index between building and opening it."""


def _from_folder(
    libraries: tuple[LibraryLike, ...], documents: tuple[Wanted, ...], folder: Path, work: build.Work
) -> "Index | None":
    """The index in `folder`, current; None where what was just found or built there cannot be read after all."""
    manifest = store.load(folder)
    if manifest is not None and not build.is_current(manifest, libraries, documents):
        manifest = build.update(folder, manifest, libraries, documents, work)
    if manifest is None:
        manifest = build.whole(folder, libraries, documents, work)
    try:
        storage = store.file_storage(folder / manifest.generation)
        return Index(libraries, documents, manifest.documents, storage, store.read_contents(storage))
    except store.DAMAGE:
        with suppress(OSError):
            (folder / store.MANIFEST).unlink()
        return None


class Index:
    """Ranked passages of several libraries. Any thread may ask; they take turns.

    Attributes:
        left_out: keys of the documents whose body could not be read when they were indexed.
    """

    def __init__(
        self,
        libraries: Sequence[LibraryLike],
        documents: Sequence[Wanted],
        indexed: Sequence[Indexed],
        storage: Any,
        segments: Sequence[Any],
    ) -> None:
        entries = {document.key: document.entry for document in documents}
        self.left_out = tuple(document.key for document in indexed if not document.count)
        self._passages = Passages(storage, segments, indexed, entries)
        registers = [library.registers for library in libraries]
        language = Language(registers, self._passages.stems)
        facets = Facets(self._passages.documents, self._passages.size, self._passages.live, registers)
        self._room = Room(self._passages, language, facets)
        self._turn = RLock()
        self._plans: OrderedDict[tuple[str, bool, bool], tuple[Plan, Marker]] = OrderedDict()

    @property
    def count(self) -> int:
        """Passages in the index."""
        return self._passages.live_count

    def search(self, request: Request) -> Results:
        """The answer to `request`. Never raises for what was typed, however odd."""
        with self._turn:
            return self._search(request)

    def warm(self, cancelled: Cancelled) -> None:
        """Merge the lists of each letter a word may begin with, until `cancelled`: key presses need not wait for it."""
        for letter in ascii_lowercase:
            if cancelled():
                return
            self.search(Request(letter, limit=1, typing=True))

    def _search(self, request: Request) -> Results:
        started = perf_counter()
        plan, _ = self._plan(request)
        asked = plan.match if plan.asks else (self._passages.live if _narrows(request) else 0)
        match = asked & self._document(request.document)
        allowed = match & self._room.facets.allowed(request.filters)
        ranked = rank.best(plan, self._passages, allowed, request.limit)
        hits = tuple(map(self._hit, ranked))
        return Results(
            request=request,
            interpreted=plan.interpreted,
            expansions=tuple(plan.expansions),
            notices=tuple(plan.notices),
            total=allowed.bit_count(),
            documents=self._passages.documents_in(allowed),
            facets=self._room.facets.counts(match, request.filters),
            suggestion=_suggestion(request.text, plan),
            hits=hits,
            took_ms=(perf_counter() - started) * 1000,
        )

    def snippet(self, results: Results, hit: Hit) -> Snippet:
        """The window of the hit's passage that shows best why it was found; empty for a hit of another index."""
        with self._turn:
            if not self._is_ours(hit):
                return Snippet("", (), 0)
            plan, marker = self._plan(results.request)
            text, place = self._passages.text(hit.passage), self._passages.place(hit.passage)
            return snippet(text, place, marker, plan.forms.weights)

    def _is_ours(self, hit: Hit) -> bool:
        """Whether the hit's passage is one of the hit's document: a newer edition may have come into force since."""
        document = self._passages.by_key.get(hit.document)
        return document is not None and document.first <= hit.passage < document.end

    def passage(self, number: int) -> Passage:
        """The passage of that number. Raises IndexError for a number that no hit carries."""
        with self._turn:
            return self._passages.passage(number)

    def marks(self, request_text: str, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words asked for stand in any text: (start, end) in code points, in order, not overlapping."""
        with self._turn:
            return self._plan(Request(request_text))[1].marks(text)

    def more_like(self, passage_number: int, limit: int = 10) -> Results:
        """Passages about the same as one passage, which is not among them. Raises IndexError."""
        with self._turn:
            return self._more_like(passage_number, limit)

    def _more_like(self, passage_number: int, limit: int) -> Results:
        started = perf_counter()
        plan = likeness(self._passages, passage_number)
        request = Request("", limit=limit)
        ranked = rank.best(plan, self._passages, plan.match, limit)
        return Results(
            request=request,
            interpreted=plan.interpreted,
            expansions=(),
            notices=(),
            total=plan.match.bit_count(),
            documents=self._passages.documents_in(plan.match),
            facets=self._room.facets.counts(plan.match, {}),
            suggestion=None,
            hits=tuple(map(self._hit, ranked)),
            took_ms=(perf_counter() - started) * 1000,
        )

    def why_none(self, request: Request) -> tuple[WordEffect, ...]:
        """For each part of the question: passages found by it alone, and by everything but it, under the filters."""
        return effects(request, lambda text: self.search(replace(request, text=text, limit=0)).total)

    def close(self) -> None:
        """Close every file."""
        self._passages.close()

    def _plan(self, request: Request) -> tuple[Plan, Marker]:
        key = (request.text, request.typing, request.literal)
        found = self._plans.get(key)
        if found is None:
            plan = compile_query(query.parse(request.text, typing=request.typing), self._room, literal=request.literal)
            found = self._plans[key] = (plan, Marker(plan.forms, self._passages.stems))
            while len(self._plans) > PLANS_KEPT:
                self._plans.popitem(last=False)
        else:
            self._plans.move_to_end(key)
        return found

    def _document(self, key: str) -> int:
        if not key:
            return self._passages.live
        document = self._passages.by_key.get(key)
        if document is None:
            return 0
        return ((1 << (document.end - document.first)) - 1) << document.first

    def _hit(self, ranked: rank.Ranked) -> Hit:
        place = self._passages.place(ranked.number)
        entry = self._passages.document_of(ranked.number).entry
        return Hit(
            passage=ranked.number,
            document=entry.key,
            provenance=entry.meta.provenance,
            section=place.section,
            heading=place.heading,
            title=entry.meta.title,
            paragraph=place.paragraph_at(ranked.position),
            score=round(ranked.score, 4),
            audience=entry.meta.audience,
        )


def _narrows(request: Request) -> bool:
    return bool(request.document) or any(request.filters.values())


def _suggestion(text: str, plan: Plan) -> str | None:
    """The query with the words that the library does not know replaced, or None."""
    if not plan.corrections:
        return None
    changed = text
    for word, better in plan.corrections.items():
        at = changed.lower().find(word)
        if at >= 0:
            changed = changed[:at] + better + changed[at + len(word) :]
    return changed if changed != text else " ".join(chain(plan.corrections.values()))
