"""Phrases: verified in each candidate's running order of words."""

from array import array

from reader.search import bits
from reader.search.nearness import find
from reader.search.passages import Passages
from reader.search.postings import EMPTY, Postings
from reader.search.words import STOP


def needle(passages: Passages, stems: tuple[str, ...]) -> bytes:
    """What a phrase looks like in the running order."""
    return b"".join(passages.marks[stem] for stem in stems)


def phrase(passages: Passages, stems: tuple[str, ...]) -> Postings:
    """The passages that hold these stems in this order, stop words included."""
    if len(stems) == 1:
        return passages.term(stems[0])
    return passages.cache.get(("phrase", stems), lambda: _phrase(passages, stems))


def _phrase(passages: Passages, stems: tuple[str, ...]) -> Postings:
    telling = [stem for stem in dict.fromkeys(stems) if stem not in STOP] or list(dict.fromkeys(stems))
    if any(not passages.holding(stem) for stem in telling):
        return EMPTY
    lists = sorted((passages.term(stem) for stem in telling), key=len)
    common = lists[0].bits
    for other in lists[1:]:
        common &= other.bits
    wanted = needle(passages, stems)
    numbers = [
        number
        for number in bits.only(lists[0].numbers, common, passages.size)
        if find(passages.order(number), wanted) >= 0
    ]
    impacts = bytes(min(part.impact(number) for part in lists) for number in numbers)
    return Postings(array("I", numbers), impacts, passages.size)
