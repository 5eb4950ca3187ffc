"""The opened index: segments side by side, passages by number, posting lists by term."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reader.library.catalogue import Entry
from reader.library.model import Passage
from reader.search import bits, schema
from reader.search.formula import idf
from reader.search.lexicon import Lexicon
from reader.search.manifest import Indexed
from reader.search.postings import Cache, Postings
from reader.search.segment_reader import SegmentReader
from reader.search.stems import Marks, Stems


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the index: its passages are `first` to `end` - 1; `rank` is its place on the shelf."""

    entry: Entry
    first: int
    end: int
    rank: int


class Passages:
    """Everything the index holds, by number and by term. For one thread at a time.

    Attributes:
        firsts: the first passage of each of `documents`, rising.
    """

    def __init__(
        self, storage: Any, segments: Sequence[Any], indexed: Sequence[Indexed], entries: dict[str, Entry]
    ) -> None:
        self._segments: list[SegmentReader] = []
        bases: list[int] = []
        size = 0
        for segment in segments:
            reader = SegmentReader(storage, segment, size)
            self._segments.append(reader)
            bases.append(size)
            size += reader.count
        self._bases = bases
        self.size = size
        documents = (
            Document(entries[d.key], bases[d.segment] + d.first, bases[d.segment] + d.first + d.count, rank)
            for rank, d in enumerate(indexed)
            if d.count
        )
        self.documents = tuple(sorted(documents, key=lambda document: document.first))
        self.firsts = [document.first for document in self.documents]
        self.by_key = {document.entry.key: document for document in self.documents}
        self.live_count = sum(document.end - document.first for document in self.documents)
        gaps = sum(len(reader.deleted) for reader in self._segments)
        self.live = bits.full(size) if not gaps else bits.of_ranges(self.ranges(), size)
        self.stems = Stems()
        self.marks = Marks()
        self.cache = Cache()
        self._lexicon: Lexicon | None = None

    def ranges(self) -> list[tuple[int, int]]:
        """The passages of each document, as half-open ranges."""
        return [(document.first, document.end) for document in self.documents]

    def document_of(self, number: int) -> Document:
        """The document that passage `number` belongs to."""
        return self.documents[bisect_right(self.firsts, number) - 1]

    def documents_in(self, members: int) -> int:
        """How many documents have a passage in the set."""
        lasts, others = self._ends
        carried = (members & others) + others  # a document's bits carry into its last passage's where one is set
        return ((carried | members) & lasts).bit_count()

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """(the last passage of each document, all its other passages)."""
        lasts = bits.of_numbers((document.end - 1 for document in self.documents), self.size)
        others = bits.of_ranges(((document.first, document.end - 1) for document in self.documents), self.size)
        return lasts, others

    def _segment_of(self, number: int) -> SegmentReader:
        return self._segments[bisect_right(self._bases, number) - 1]

    def text(self, number: int) -> str:
        """The text of a passage."""
        return self._segment_of(number).body(number)

    def order(self, number: int) -> bytes:
        """The running order of a passage's words (`schema`)."""
        return self._segment_of(number).order(number)

    def place(self, number: int) -> schema.Place:
        """Where a passage stands."""
        return self._segment_of(number).place(number)

    def passage(self, number: int) -> Passage:
        """The passage as the library gave it. Raises IndexError for a number that is not in the index."""
        if not 0 <= number < self.size:
            raise IndexError(number)
        place = self.place(number)
        key = self.document_of(number).entry.key
        text = self.text(number)
        return Passage(key, place.section, place.heading, place.first, place.last, text, place.offsets, place.callouts)

    def term(self, term: str, field: str = schema.TEXT) -> Postings:
        """The passages that hold a stem, in all segments."""
        return self.cache.get((field, term), lambda: self._read(field, term))

    def _read(self, field: str, term: str) -> Postings:
        numbers: array[int] = array("I")
        impacts = b""
        for segment in self._segments:
            found = segment.postings(field, term)
            if found is not None:
                numbers += found[0]
                impacts += found[1]
        return Postings(numbers, impacts, self.size)

    def holding(self, term: str, field: str = schema.TEXT) -> int:
        """How many passages hold a stem, without reading which."""
        return sum(segment.holding(field, term) for segment in self._segments)

    def idf(self, holding: int) -> float:
        """How telling a term is that so many passages hold."""
        return idf(max(self.size, holding), holding)

    def titled_alike(self, stems: tuple[str, ...]) -> dict[int, int]:
        """The first passages of documents whose titles hold all of `stems`, as keys."""
        found, *others = (self.term(stem, schema.TITLE).lookup for stem in stems)
        for other in others:
            found = {number: impact for number, impact in found.items() if number in other}
        return found

    def titled(self, stem: str) -> int:
        """The set of all passages of documents whose title holds a stem."""
        found = (self.document_of(number) for number in self.term(stem, schema.TITLE).numbers)
        return bits.of_ranges(((document.first, document.end) for document in found), self.size) & self.live

    @property
    def lexicon(self) -> Lexicon:
        """The library's own words, read when first wanted."""
        if self._lexicon is None:
            self._lexicon = Lexicon.merged([segment.lexicon() for segment in self._segments])
        return self._lexicon

    def close(self) -> None:
        """Close every file."""
        for segment in self._segments:
            segment.close()
