"""Reading one Whoosh segment: posting lists in whole blocks, and the three columns."""

import struct
from array import array
from itertools import accumulate
from typing import Any

from reader.search import schema
from reader.search.engine import reading
from reader.search.lexicon import Lexicon
from reader.search.segment_writer import LEXICON_EXT


class Column:
    """A column of byte strings, read by slices of the file as it lies in memory."""

    def __init__(self, file: Any, length: int, count: int) -> None:
        reader = schema.column().reader(file, 0, length, count)
        self._offsets: array[int] = reader._offsets  # noqa: SLF001 - to slice without Whoosh's seek and read
        self._lengths: array[int] = reader._lengths  # noqa: SLF001
        held = file._buf  # noqa: SLF001 - as above
        self._held: Any = held.obj if isinstance(held, memoryview) else held

    def get(self, row: int) -> bytes:
        """The bytes of a row."""
        start = self._offsets[row]
        return self._held[start : start + self._lengths[row]]


class SegmentReader:
    """An open segment whose passages are numbered from `base` in the index.

    Every file is opened at once, so that another process may replace the index meanwhile; nothing is read before it is
    asked for. Damage shows as one of `DAMAGE`.
    """

    def __init__(self, storage: Any, segment: Any, base: int) -> None:
        self.base = base
        self.count = int(segment.doc_count_all())
        self.deleted = frozenset(int(number) for number in segment.deleted_docs())
        self._terms = segment.codec().terms_reader(storage, segment)
        self._format = schema.posted_field().format
        self._files = [storage.open_file(segment.make_filename(f".{name}.col")) for name in schema.COLUMNS]
        lengths = [storage.file_length(segment.make_filename(f".{name}.col")) for name in schema.COLUMNS]
        self._body, self._order, self._place = (
            Column(file, length, self.count) for file, length in zip(self._files, lengths, strict=True)
        )
        self._lexicon_file = storage.open_file(segment.make_filename(LEXICON_EXT))
        self._lexicon_size = int(storage.file_length(segment.make_filename(LEXICON_EXT)))

    def postings(self, field: str, term: str) -> "tuple[array[int], bytes] | None":
        """(passage numbers in the index, rising; their impacts), or None where no passage holds the term."""
        key = term.encode("utf-8", "surrogatepass")
        try:
            matcher = self._terms.matcher(field, key, self._format)
        except (reading.TermNotFound, KeyError):
            return None
        numbers: array[int] = array("I")
        impacts: list[bytes] = []
        while True:
            matcher._read_data()  # noqa: SLF001 - whole blocks are the point: Whoosh has no public way to them
            deltas, _, values = matcher._data  # noqa: SLF001
            numbers.extend(accumulate(deltas))
            impacts.append(values)
            if matcher._lastblock:  # noqa: SLF001
                break
            matcher._next_block()  # noqa: SLF001
        if self.base:
            numbers = array("I", map(self.base.__add__, numbers))
        return numbers, b"".join(impacts)

    def holding(self, field: str, term: str) -> int:
        """How many passages hold the term; 0 where none does."""
        try:
            return int(self._terms.doc_frequency(field, term.encode("utf-8", "surrogatepass")))
        except (reading.TermNotFound, KeyError):
            return 0

    def body(self, number: int) -> str:
        """The text of a passage (number within the index)."""
        return self._body.get(number - self.base).decode("utf-8", "surrogatepass")

    def order(self, number: int) -> bytes:
        """The running order of a passage's words, four bytes each."""
        return self._order.get(number - self.base)

    def place(self, number: int) -> schema.Place:
        """Where a passage stands."""
        return schema.unpack_place(self._place.get(number - self.base))

    def lexicon(self) -> Lexicon:
        """The words of the segment; read anew at each call."""
        data = bytes(self._lexicon_file.get(0, self._lexicon_size))
        written, stemmed, counted = struct.unpack_from("<III", data)
        start = struct.calcsize("<III")
        middle = start + written
        counts: array[int] = array("I")
        counts.frombytes(data[middle + stemmed : middle + stemmed + 4 * counted])
        if not counted:
            return Lexicon()
        return Lexicon(
            data[start:middle].decode("utf-8", "surrogatepass").split("\n"),
            data[middle : middle + stemmed].decode("utf-8", "surrogatepass").split("\n"),
            counts,
        )

    def close(self) -> None:
        """Close every file."""
        self._terms.close()
        for file in (*self._files, self._lexicon_file):
            file.close()
