"""The best passages of a match: exact sums over whole lists, then nearness, then a gentle hand against floods.

Sparse lists are summed passage by passage in a dictionary. Dense ones are summed all at once: each is a big integer
with three bytes a passage (`Postings.lanes`), so scaling and adding them is a multiplication and an addition. Only the
passages that come out on top are then scored exactly. Where the sparse lists alone already outscore anything the dense
ones could add, the dense sum is skipped (MaxScore).
"""

import re
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import pairwise

from reader.search import bits
from reader.search.passages import Passages
from reader.search.phrases import MARK, find
from reader.search.plan import Leaf, Plan
from reader.search.postings import LANE

CANDIDATES = 100
"""Passages at least that are looked at for nearness."""

NEARNESS = 0.35
"""How much words standing near each other add, beside what they add by themselves."""

RUNS = 0.5
"""How much neighbouring words of the question found as neighbours add."""

REACH = 12
"""Words further apart than this are not near."""

FLOOD_FROM, FLOOD_FACTOR, FLOOD_LEAST = 3, 0.94, 0.7
"""From its third passage on, each of a document's passages counts this factor less, down to the least."""

Scores = dict[int, float]


def best(plan: Plan, passages: Passages, allowed: int, limit: int) -> list[tuple[int, float]]:
    """(passage, score), best first, of the passages in `allowed`, which is a part of the plan's match."""
    if not allowed or limit <= 0:
        return []
    wanted = max(2 * limit, CANDIDATES)
    leaves = [leaf for leaf in plan.leaves if len(leaf.postings) or leaf.context]
    if not leaves:
        ordered = sorted(bits.numbers(allowed, passages.size), key=lambda number: _shelf_order(passages, number))
        return [(number, 0.0) for number in ordered[:limit]]
    scores = _sum(leaves, passages, allowed, wanted)
    top = sorted(_reaching(scores, wanted), key=_by_score, reverse=True)
    top = _nearer(top, plan, passages)
    return _unflooded(top, passages)[:limit]


def _reaching(scores: Scores, wanted: int) -> list[tuple[int, float]]:
    """The `wanted` best, and those that tie with the last of them."""
    if len(scores) <= wanted:
        return list(scores.items())
    bar = sorted(scores.values())[-wanted]
    return [item for item in scores.items() if item[1] >= bar]


def _by_score(item: tuple[int, float]) -> tuple[float, int]:
    return item[1], -item[0]


def _shelf_order(passages: Passages, number: int) -> tuple[int, int]:
    return passages.document_of(number).rank, number


def _sum(leaves: Sequence[Leaf], passages: Passages, allowed: int, wanted: int) -> Scores:
    """Scores of at least the `wanted` best of `allowed`, exact for each passage named."""
    sparse = [leaf for leaf in leaves if not leaf.postings.is_dense]
    dense = sorted((leaf for leaf in leaves if leaf.postings.is_dense), key=lambda leaf: -leaf.top)
    scores = _sum_sparse(sparse, allowed, passages)
    if not dense:
        _add_context(scores, leaves)
        return scores
    reach = sum(leaf.top for leaf in dense) + sum(leaf.scale * leaf.context.top for leaf in sparse if leaf.context)
    if len(scores) >= wanted:
        bar = sorted(scores.values())[-wanted]
        scores = {number: score for number, score in scores.items() if score + reach >= bar}
        if bar < reach:
            _add_best_of_dense(scores, dense, passages, allowed, wanted)
    else:
        _add_best_of_dense(scores, dense, passages, allowed, wanted)
    _add_dense(scores, dense)
    _add_context(scores, leaves)
    return scores


def _sum_sparse(leaves: Sequence[Leaf], allowed: int, passages: Passages) -> Scores:
    scores: Scores = {}
    get = scores.get
    for leaf in leaves:
        scale = leaf.scale
        for number, impact in zip(leaf.postings.numbers, leaf.postings.impacts, strict=True):
            scores[number] = get(number, 0.0) + scale * impact
    if allowed.bit_count() < passages.size:
        inside = bits.table(allowed, passages.size)
        scores = {number: score for number, score in scores.items() if inside[number >> 3] >> (number & 7) & 1}
    return scores


def _add_dense(scores: Scores, dense: Sequence[Leaf]) -> None:
    for leaf in dense:
        impacts, scale = leaf.postings.dense, leaf.scale
        for number in scores:
            scores[number] += scale * impacts[number]


def _add_context(scores: Scores, leaves: Sequence[Leaf]) -> None:
    """Titles raise the passages of their documents that match by another word."""
    for leaf in leaves:
        context = leaf.context
        if context is None or not len(context):
            continue
        scale = leaf.scale
        if context.is_dense:
            impacts = context.dense
            for number in scores:
                scores[number] += scale * impacts[number]
        elif len(context) < len(scores):
            for number, impact in zip(context.numbers, context.impacts, strict=True):
                if number in scores:
                    scores[number] += scale * impact
        else:
            get = context.lookup.get
            for number in scores:
                scores[number] += scale * get(number, 0)


def _add_best_of_dense(scores: Scores, dense: Sequence[Leaf], passages: Passages, allowed: int, wanted: int) -> None:
    """Name the passages that the dense lists alone put on top, with a score of 0 so far."""
    whole = sum(leaf.scale for leaf in dense)
    room = ((1 << 8 * LANE) - 1) // 255
    summed = 0
    contexts = [(leaf.scale, leaf.context) for leaf in dense if leaf.context and leaf.context.is_dense]
    whole += sum(scale for scale, _ in contexts)
    for scale, postings in (*((leaf.scale, leaf.postings) for leaf in dense), *contexts):
        summed += postings.lanes * int(scale * room / whole)
    lanes = summed.to_bytes(LANE * passages.size, "little")
    mask = bits.plane(allowed, passages.size) if allowed.bit_count() < passages.size else None
    for number in top_of_lanes(lanes, mask, wanted):
        scores.setdefault(number, 0.0)


def top_of_lanes(lanes: bytes, mask: bytes | None, wanted: int) -> list[int]:
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


_TOP = 255


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


def _nearer(top: list[tuple[int, float]], plan: Plan, passages: Passages) -> list[tuple[int, float]]:
    """Raise passages where words of the question stand near each other, or side by side as asked."""
    if len(plan.sought) + len(plan.runs) < 2:  # noqa: PLR2004 - nearness takes two
        return top
    total = sum(sought.idf for sought in plan.sought) or 1.0
    marks = [(mark, index) for index, word in enumerate(plan.sought) for mark in word.marks]
    telling = [word.idf for word in plan.sought]
    runs = plan.runs
    raised: list[tuple[int, float]] = []
    for number, score in top:
        order = passages.order(number)
        bonus = NEARNESS * nearness(order, marks, telling) / total
        if runs:
            bonus += RUNS * sum([find(order, run) >= 0 for run in runs]) / len(runs)
        # a poor passage gains little by nearness
        raised.append((number, score + bonus * min(score, _TOP * total)))
    raised.sort(key=_by_score, reverse=True)
    return raised


def nearness(order: bytes, marks: Sequence[tuple[bytes, int]], telling: Sequence[float]) -> float:
    """Sum over words of idf * a / (a + 1), where a sums 1 / distance squared to neighbouring other words.

    `marks` are (mark of the running order, which word of the question it stands for); `telling` is the idf of each.
    """
    places = positions(order, marks)
    if len(places) < 2:  # noqa: PLR2004 - nearness takes two
        return 0.0
    gained = [0.0] * len(telling)
    for (left, one), (right, other) in pairwise(places):
        if one != other and right - left <= REACH and right != left:
            pull = 1.0 / (right - left) ** 2
            gained[one] += pull
            gained[other] += pull
    return sum([idf * gain / (gain + 1.0) for idf, gain in zip(telling, gained, strict=True) if gain])


def positions(order: bytes, marks: Sequence[tuple[bytes, int]]) -> list[tuple[int, int]]:
    """(position in words, word of the question) of every mark in `order`, in order."""
    places: list[tuple[int, int]] = []
    seek = order.find
    for mark, index in marks:
        at = seek(mark)
        while at >= 0:
            if at % MARK:
                at = seek(mark, at + 1)
                continue
            places.append((at // MARK, index))
            at = seek(mark, at + MARK)
    places.sort()
    return places


def _unflooded(top: Iterable[tuple[int, float]], passages: Passages) -> list[tuple[int, float]]:
    """Lower the third and further passages of one document a little, so that others are seen."""
    seen: dict[int, int] = {}
    lowered: list[tuple[int, float]] = []
    for number, score in top:
        first = passages.document_of(number).first
        seen[first] = seen.get(first, 0) + 1
        factor = FLOOD_FACTOR ** max(0, seen[first] - FLOOD_FROM + 1)
        lowered.append((number, score * max(FLOOD_LEAST, factor)))
    lowered.sort(key=_by_score, reverse=True)
    return lowered


def best_position(order: bytes, plan: Plan) -> int:
    """Where, in words, the words sought stand closest together; 0 where none does."""
    places = positions(order, [(mark, index) for index, word in enumerate(plan.sought) for mark in word.marks])
    top, chosen = 0.0, 0
    for index, (start, _) in enumerate(places):
        near = {word for at, word in places[index : index + _LOOKED_AT] if at - start <= REACH}
        value = sum([plan.sought[word].idf for word in near])
        if value > top:
            top, chosen = value, start
    return chosen


_LOOKED_AT = 8
"""Words from one on that count as standing together with it."""
