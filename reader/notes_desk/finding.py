"""`mine:` and "only my notes" in the main search: passages that bear one's own marks, and marks whose words match.

The search room knows nothing of notes. Its answer is taken whole, kept to the passages that hold a marked paragraph,
joined by passages whose note or tags match, and counted anew.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reader.library.catalogue import Entry
from reader.notebook import query
from reader.notebook.query import Filter, Line
from reader.notes_desk.desk import NotesDesk
from reader.search.index import Index
from reader.search.results import FACETS, Hit, Request, Results, Snippet

MOST_PASSAGES = 5_000
"""In a larger index, passages that bear marks are only counted when they are asked for."""
_MINE = re.compile(r"(?<!\S)mine:\s*", re.IGNORECASE)
_FIELDS = {"topics": "topics", "audience": "audience", "stages": "stages", "nation": "nation"}


@dataclass(frozen=True, slots=True)
class Mine:
    """An answer from one's own notes: results as search gives them, and the mark that a passage was found by."""

    results: Results
    by_note: Mapping[int, Line]


def split_mine(text: str) -> tuple[bool, str]:
    """Whether a query asks for one's own notes only, and the rest of it."""
    rest, found = _MINE.subn("", text)
    return bool(found), rest.strip() if found else text


def count_mine(desk: NotesDesk, index: Index, request: Request) -> int | None:
    """How many passages "only my notes" would leave; None where no notebook is open or the library is too large."""
    if not desk.is_open or index.count > MOST_PASSAGES:
        return None
    return search_mine(desk, index, request).results.total


def search_mine(desk: NotesDesk, index: Index, request: Request) -> Mine:
    """Answer `request` from one's own notes. With no words, every passage that bears a mark.

    Raises:
        NotOpenError: no notebook is open.
    """
    marked = query.marked_paragraphs(desk.database)
    wide = replace(request, filters={}, limit=max(1, index.count))
    answer = index.search(wide)
    found: dict[int, Hit] = {}
    by_note: dict[int, Line] = {}
    for hit in answer.hits:
        if _holds(index, hit, marked.get(hit.document, frozenset())):
            found[hit.passage] = hit
    lines = query.lines(desk.database, Filter(text=request.text, set_name=""))
    for key in dict.fromkeys(line.document for line in lines):
        for hit, line in _passages_of(index, key, [line for line in lines if line.document == key]):
            found.setdefault(hit.passage, hit)
            by_note.setdefault(hit.passage, line)
    return Mine(_counted(desk, answer, request, tuple(found.values())), by_note)


def note_snippet(index: Index, request: Request, line: Line) -> Snippet | None:
    """A mark's own note in place of the passage's words, with the matches marked; None where it has no note."""
    if not line.note:
        return None
    return Snippet(line.note, index.marks(request.text, line.note) if request.text else (), line.number)


def _holds(index: Index, hit: Hit, numbers: frozenset[int]) -> bool:
    passage = index.passage(hit.passage)
    return any(passage.first <= number <= passage.last for number in numbers)


def _passages_of(index: Index, key: str, lines: Iterable[Line]) -> Iterable[tuple[Hit, Line]]:
    """The passages in which marks stand; a mark on a whole section or document stands in its first passage."""
    hits = index.search(Request("", document=key, limit=max(1, index.count))).hits
    places = sorted(((index.passage(hit.passage), hit) for hit in hits), key=lambda pair: pair[0].first)
    for line in lines:
        for passage, hit in places:
            inside = (
                passage.first <= line.number <= passage.last if line.number else line.section in ("", passage.section)
            )
            if inside:
                yield replace(hit, paragraph=line.number or hit.paragraph, score=0.0), line
                break


def _counted(desk: NotesDesk, answer: Results, request: Request, hits: tuple[Hit, ...]) -> Results:
    """Filters, totals and facets over `hits`, each facet counted under the others' filters."""
    entries = {entry.key: entry for entry in desk.shelf.entries}
    facets: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        others = {name: keys for name, keys in request.filters.items() if name != facet}
        counted = facets.setdefault(facet, {})
        for hit in hits:
            if _passes(entries[hit.document], others):
                for key in _keys(entries[hit.document], facet):
                    counted[key] = counted.get(key, 0) + 1
    kept = tuple(hit for hit in hits if _passes(entries[hit.document], request.filters))
    return replace(
        answer,
        request=request,
        total=len(kept),
        documents=len({hit.document for hit in kept}),
        facets=facets,
        hits=kept[: request.limit],
    )


def _passes(entry: Entry, filters: Mapping[str, frozenset[str]]) -> bool:
    return all(not keys or keys & set(_keys(entry, facet)) for facet, keys in filters.items())


def _keys(entry: Entry, facet: str) -> tuple[str, ...]:
    return (entry.meta.type,) if facet == "type" else tuple(getattr(entry.meta, _FIELDS[facet]))
