"""How near the words of a question stand in a passage, read from its running order of words."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.search.plan import Sought

MARK = 4
"""Bytes a word in the running order."""

REACH = 12
"""Words further apart than this are not near."""


@dataclass(frozen=True, slots=True)
class Question:
    """The words sought, flattened: `marks` are (mark, which word it stands for); `telling` is the idf of each word."""

    marks: tuple[tuple[bytes, int], ...]
    telling: tuple[float, ...]

    @classmethod
    def of(cls, sought: Sequence[Sought]) -> "Question":
        """The question that asks for `sought`."""
        marks = tuple((mark, index) for index, word in enumerate(sought) for mark in sorted(word.marks))
        return cls(marks, tuple(word.idf for word in sought))


def find(order: bytes, wanted: bytes) -> int:
    """Position (in words) of the first `wanted` in `order`, or -1."""
    at = order.find(wanted)
    while at >= 0 and at % MARK:
        at = order.find(wanted, at + 1)
    return at // MARK if at >= 0 else -1


def positions(order: bytes, marks: Sequence[tuple[bytes, int]]) -> list[tuple[int, int]]:
    """(position in words, word of the question) of every mark in `order`, in order."""
    places: list[tuple[int, int]] = []
    seek = order.find
    for mark, index in marks:
        at = seek(mark)
        while at >= 0:
            if at % MARK:
                at = seek(mark, at + 1)
            else:
                places.append((at // MARK, index))
                at = seek(mark, at + MARK)
    places.sort()
    return places


def nearness(order: bytes, question: Question) -> float:
    """The sum over words of idf * a / (a + 1), where a sums 1 / distance squared to neighbouring other words."""
    places = positions(order, question.marks)
    if len(places) < 2:  # noqa: PLR2004 - nearness takes two
        return 0.0
    gained: dict[int, float] = {}
    left, one = places[0]
    for right, other in places:
        if one != other and 0 < right - left <= REACH:
            pull = 1.0 / (right - left) ** 2
            gained[one] = gained.get(one, 0.0) + pull
            gained[other] = gained.get(other, 0.0) + pull
        left, one = right, other
    telling = question.telling
    return sum([telling[word] * gain / (gain + 1.0) for word, gain in gained.items()])


def closest(order: bytes, question: Question) -> int:
    """The word of `order` where most of what is sought begins to stand together; 0 where nothing does."""
    places = positions(order, question.marks)
    telling = question.telling
    most, chosen = 0.0, 0
    for index, (start, word) in enumerate(places):
        worth = telling[word]
        for at, other in places[index + 1 : index + _LOOKED_AT]:
            if at - start <= REACH and other != word:
                worth += telling[other] / (at - start + 1)
        if worth > most:
            most, chosen = worth, start
    return chosen


_LOOKED_AT = 5
"""Words from one on that may stand together with it."""
