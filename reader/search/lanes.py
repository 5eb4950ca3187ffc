"""Whole lists scored at once: each is a big integer with LANE bytes a passage, so adding two lists is one addition."""

import re
from collections.abc import Sequence
from heapq import nlargest

from reader.search.postings import LANE, Postings

_ROOM = ((1 << 8 * LANE) - 1) // 255
"""What the scales may add up to without one passage's sum running into the next."""

_TOP = 255


def add_up(parts: Sequence[tuple[Postings, float]], size: int) -> bytes:
    """The sums of scale * impact over `parts`, LANE bytes a passage, in proportion to each other."""
    whole = sum(scale for _, scale in parts)
    summed = 0
    for postings, scale in parts:
        summed += postings.lanes * int(scale * _ROOM / whole)
    return summed.to_bytes(LANE * size, "little")


def top_of(lanes: bytes, mask: bytes | None, wanted: int) -> list[int]:
    """Passages with the greatest sums, `wanted` of them where so many are above zero."""
    plane = lanes[LANE - 1 :: LANE]
    middle = lanes[LANE - 2 :: LANE]
    if mask is not None:
        plane, middle = _masked(plane, mask), _masked(middle, mask)
    bar = _bar(plane, wanted)
    sure = [match.start() for match in re.finditer(_at_least(bar + 1), plane)] if bar < _TOP else []
    level = [match.start() for match in re.finditer(re.escape(bytes([bar])), plane)] if bar else []
    if not bar:
        level = [match.start() for match in re.finditer(_at_least(1), middle) if not plane[match.start()]]
    missing = wanted - len(sure)
    if len(level) > missing:
        level = nlargest(missing, level, key=lambda number: (middle[number], -number))
    return [*sure, *level]


def _masked(plane: bytes, mask: bytes) -> bytes:
    both = int.from_bytes(plane, "little") & int.from_bytes(mask, "little")
    return both.to_bytes(len(plane), "little")


def _bar(plane: bytes, wanted: int) -> int:
    """The greatest value that at least `wanted` bytes of `plane` reach; 0 where not even 1 is reached so often."""
    low, high = 0, 256
    while high - low > 1:
        middle = (low + high) // 2
        reaching = plane.translate(None, bytes(range(middle)))
        if len(reaching) >= wanted:
            low, plane = middle, reaching
        else:
            high = middle
    return low


def _at_least(value: int) -> bytes:
    return b"[" + re.escape(bytes([value])) + b"-\xff]"
