"""The fields and columns of the Whoosh index. One Whoosh document is one passage.

text      terms of body and heading, of the title too in a document's first passage; value: the impact byte
context   terms of the title in a document's other passages: they raise a match but make none; value: the impact byte
title     terms of the title, on a document's first passage
body      column: the passage's text, UTF-8
order     column: four bytes a word, in running order (`stems.Marks`); a zero word stands between parts
place     column: where the passage stands
"""

from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reader.library.model import CalloutKind, Passage
from reader.search.engine import columns, fields, formats, whoosh3

INDEX_NAME = "MAIN"
TEXT, CONTEXT, TITLE = "text", "context", "title"
POSTED = (CONTEXT, TEXT, TITLE)
BODY, ORDER, PLACE = "body", "order", "place"
COLUMNS = (BODY, ORDER, PLACE)
GAP = bytes(4)
"""Stands between paragraphs in `order`, so that no phrase crosses them."""


@lru_cache(maxsize=1)
def schema() -> Any:
    """The Whoosh schema; always passed when opening, so that none is ever unpickled."""
    made = fields.Schema()
    for name in POSTED:
        made.add(name, posted_field())
    return made


def posted_field() -> Any:
    """A field of terms whose posting value is one byte."""
    field = fields.ID()
    field.format = formats.Existence()
    field.format.posting_size = 1
    return field


def codec() -> Any:
    """The Whoosh codec of our segments, with blocks large enough to decode at once."""
    return whoosh3.W3Codec(blocklimit=BLOCK, compression=COMPRESSION)


BLOCK = 2048
"""Postings a block."""

COMPRESSION = 1
"""zlib level of posting blocks."""


def column() -> Any:
    """A column of byte strings that opens without being read through."""
    return columns.VarBytesColumn(write_offsets_cutoff=0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: the fields of `Passage`, and `starts`, each paragraph's first position in `order`."""

    section: str
    heading: str
    first: int
    last: int
    offsets: tuple[int, ...]
    callouts: tuple[tuple[int, int, CalloutKind], ...]
    starts: tuple[int, ...]

    def paragraph_at(self, position: int) -> int:
        """Number of the paragraph that holds word `position` of `order`; the first for title and heading."""
        number = self.first
        for index, start in enumerate(self.starts):
            if start > position:
                break
            number = self.first + index
        return number


def pack_place(passage: Passage, starts: tuple[int, ...]) -> bytes:
    """The bytes of the `place` column."""
    kinds = list(CalloutKind)
    callouts = [number for start, end, kind in passage.callouts for number in (start, end, kinds.index(kind))]
    numbers = array("I", [passage.first, passage.last, len(passage.offsets), *passage.offsets, len(starts), *starts])
    numbers.extend(callouts)
    named = "\0".join(name.replace("\0", " ") for name in (passage.section, passage.heading))
    return named.encode("utf-8", "surrogatepass") + b"\0" + numbers.tobytes()


def unpack_place(data: bytes) -> Place:
    """The place back from its bytes. Raises ValueError or IndexError on damage."""
    section, heading, packed = data.split(b"\0", 2)
    numbers = array("I")
    numbers.frombytes(packed)
    offsets = 3 + numbers[2]
    starts = offsets + 1 + numbers[offsets]
    rest = numbers[starts:]
    kinds = list(CalloutKind) if rest else []
    callouts = tuple((rest[at], rest[at + 1], kinds[rest[at + 2]]) for at in range(0, len(rest), 3))
    return Place(
        section.decode("utf-8", "surrogatepass"),
        heading.decode("utf-8", "surrogatepass"),
        numbers[0],
        numbers[1],
        tuple(numbers[3:offsets]),
        callouts,
        tuple(numbers[offsets + 1 : starts]),
    )
