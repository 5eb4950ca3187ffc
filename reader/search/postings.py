"""Posting lists in memory: whole lists, decoded once and kept while they are in use.

A list has up to four shapes, each made when first wanted: numbers and impacts; a bit set; one impact byte a passage
(`dense`); and `lanes`, the dense bytes spread three bytes apart in one big integer, so that multiplying and adding
whole lists costs a few machine instructions a passage.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import compress

from reader.search import bits

LANE = 3
"""Bytes a passage in `lanes`: sums up to 2**24 - 1."""

SPARSE_SHARE = 32
"""A list of more than one in this many passages is scored as a dense vector, a shorter one passage by passage."""

ALWAYS_SPARSE = 1000
"""Postings up to which a list is never worth a dense vector."""

MOST_KEPT_BYTES = 48_000_000
"""Least recently used lists are dropped beyond this."""


class Postings:
    """One term's (or one merged group's) passages.

    Attributes:
        numbers: passages, rising.
        impacts: one byte each.
        size: passages in the index.
    """

    __slots__ = ("_bits", "_dense", "_lookup", "impacts", "numbers", "size", "top")

    def __init__(self, numbers: "Sequence[int]", impacts: bytes, size: int) -> None:
        self.numbers = numbers
        self.impacts = impacts
        self.size = size
        self.top = max(impacts, default=0)
        self._bits: int | None = None
        self._dense: bytearray | None = None
        self._lookup: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def is_dense(self) -> bool:
        """Whether so many passages hold it that a dense vector is the better shape."""
        return len(self.numbers) > ALWAYS_SPARSE and len(self.numbers) * SPARSE_SHARE > self.size

    @property
    def bits(self) -> int:
        """The passages as a set."""
        if self._bits is None:
            self._bits = bits.of_dense(self.dense) if self.is_dense else bits.of_numbers(self.numbers, self.size)
        return self._bits

    @property
    def dense(self) -> bytearray:
        """Impact by passage, 0 where the term is not."""
        if self._dense is None:
            dense = bytearray(self.size)
            for number, impact in zip(self.numbers, self.impacts, strict=True):
                dense[number] = impact
            self._dense = dense
        return self._dense

    def keep_dense(self, dense: bytearray) -> None:
        """Take the vector that the list was made from, where it is wanted, instead of making it again."""
        if self.is_dense:
            self._dense = dense

    @property
    def lanes(self) -> int:
        """The dense vector as one integer, LANE bytes a passage; large and quickly made, so not kept."""
        spread = bytearray(LANE * self.size)
        spread[::LANE] = self.dense
        return int.from_bytes(spread, "little")

    @property
    def lookup(self) -> dict[int, int]:
        """Impact by passage, as a dictionary; for sparse lists."""
        if self._lookup is None:
            self._lookup = dict(zip(self.numbers, self.impacts, strict=True))
        return self._lookup

    def impact(self, number: int) -> int:
        """The impact on one passage, 0 where the term is not."""
        if self._dense is not None or self.is_dense:
            return self.dense[number]
        return self.lookup.get(number, 0)

    def weight(self) -> int:
        """Roughly the bytes this list may come to hold."""
        shapes = self.size + (self.size >> 3) if self.is_dense else self.size >> 3
        return 200 + 5 * len(self.numbers) + shapes


EMPTY = Postings((), b"", 0)


def merge(parts: Sequence[tuple[Postings, float]], size: int) -> Postings:
    """One list of several. A passage counts by the first of them that holds it, at that one's weight (0 to 1)."""
    given = [(part, weight) for part, weight in parts if len(part)]
    if len(given) == 1 and given[0][1] == 1.0:
        return given[0][0]
    if SPARSE_SHARE * sum(len(part) for part, _ in given) > size > ALWAYS_SPARSE:
        return _merge_dense(given, size)
    merged: dict[int, int] = {}
    for part, weight in reversed(given):
        merged.update(zip(part.numbers, part.impacts.translate(_scaled(weight)), strict=True))
    ordered = sorted(merged)
    return Postings(array("I", ordered), bytes(map(merged.__getitem__, ordered)), size)


def _merge_dense(given: Sequence[tuple[Postings, float]], size: int) -> Postings:
    """`merge` for lists that together reach many passages: each is written over those after it."""
    dense = bytearray(size)
    for part, weight in reversed(given):
        for number, impact in zip(part.numbers, part.impacts.translate(_scaled(weight)), strict=True):
            dense[number] = impact
    merged = Postings(array("I", compress(range(size), dense)), bytes(dense.translate(None, b"\0")), size)
    merged.keep_dense(dense)
    return merged


@lru_cache(maxsize=64)
def _scaled(weight: float) -> bytes:
    """A table from impact to impact times weight, at least 1."""
    return bytes(max(1, round(weight * impact)) for impact in range(256))


class Cache:
    """Lists by key, the least recently used dropped first."""

    def __init__(self, limit: int = MOST_KEPT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[object, tuple[Postings, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: object, make: Callable[[], Postings]) -> Postings:
        """The list of that key, made if it is not kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found[0]
        made = make()
        weight = made.weight()
        self._kept[key] = (made, weight)
        self._bytes += weight
        while self._bytes > self._limit and len(self._kept) > 1:
            _, (_, freed) = self._kept.popitem(last=False)
            self._bytes -= freed
        return made
