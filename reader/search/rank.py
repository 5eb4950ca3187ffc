"""The best passages of a match: exact sums over whole lists, then titles, nearness, and a gentle hand against floods.

Sparse lists are summed passage by passage in a dictionary. Dense ones are summed all at once: each is a big integer
with three bytes a passage (`Postings.lanes`), so scaling and adding them is a multiplication and an addition. Only the
passages that come out on top are then scored exactly. Where the sparse lists alone already outscore anything the dense
ones could add, the dense sum is skipped (MaxScore).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import heappush, heappushpop
from typing import NamedTuple

from reader.search import bits, lanes
from reader.search.formula import TOP_IMPACT
from reader.search.nearness import Question, closest, find, nearness
from reader.search.passages import Document, Passages
from reader.search.plan import Leaf, Plan

CANDIDATES = 40
"""Passages at least that are looked at for titles and nearness."""

POOL = 5
"""So many times the passages looked at for titles and nearness are looked at for floods."""

NEARNESS = 0.35
"""How much words standing near each other add, beside what they add by themselves."""

RUNS = 0.5
"""How much neighbouring words of the question found as neighbours add."""

TITLED = 1.5
"""How much more a passage counts whose document's title says all that the question asks."""

PARTLY = 1.5
"""Above 1: a title that says a part of the question counts less than that part."""

TYPICAL_TITLE = 6
"""Words of a title that neither gains by being short nor loses by being long."""

FLOOD_FROM, FLOOD_FACTOR, FLOOD_LEAST = 3, 0.94, 0.7
"""From its third passage on, each of a document's passages counts this factor less, down to the least."""

Scores = dict[int, float]


class Ranked(NamedTuple):
    """A passage, its score, and the word of its running order where the words asked for stand closest."""

    number: int
    score: float
    position: int


def best(plan: Plan, passages: Passages, allowed: int, limit: int) -> list[Ranked]:
    """Best first, of the passages in `allowed`, which is a part of the plan's match."""
    if not allowed or limit <= 0:
        return []
    wanted = max(2 * limit, CANDIDATES)
    leaves = [leaf for leaf in plan.leaves if len(leaf.postings) or leaf.context]
    if not leaves:
        ordered = sorted(bits.numbers(allowed, passages.size), key=lambda number: _shelf_order(passages, number))
        return [Ranked(number, 0.0, 0) for number in ordered[:limit]]
    scores = _sum(leaves, passages, allowed, POOL * wanted)
    pool = sorted(_reaching(scores, POOL * wanted), key=_by_score, reverse=True)
    question = Question.of(plan.sought)
    raised = _nearer(_titled(pool[:wanted], plan, passages), plan, question, passages)
    shown = _unflooded([*raised, *pool[wanted:]], passages, limit)
    return [Ranked(number, score, closest(passages.order(number), question)) for number, score in shown]


def _reaching(scores: Scores, wanted: int) -> list[tuple[int, float]]:
    """The `wanted` best, and those that tie with the last of them."""
    if len(scores) <= wanted:
        return list(scores.items())
    bar = sorted(scores.values())[-wanted]
    return [item for item in scores.items() if item[1] >= bar]


def _titled(top: list[tuple[int, float]], plan: Plan, passages: Passages) -> list[tuple[int, float]]:
    """Raise the passages of documents by what their titles say of the question.

    A passage alone does not tell a paper on the subject from one that mentions it. How telling a word is goes by
    titles here; a few words of a long question count for little; and so does all of it the fewer passages this document
    and those of the library usually have, since a first passage has the title among its own words.
    """
    if not plan.titles:
        return top
    whole = sum([leaf.scale for leaf in plan.leaves]) or 1.0
    usual = passages.live_count / len(passages.documents)
    firsts, titles = passages.firsts, plan.titles
    known: dict[int, float] = {}
    raised: list[tuple[int, float]] = []
    for number, score in top:
        at = bisect_right(firsts, number) - 1
        factor = known.get(at)
        if factor is None:
            factor, first = 1.0, firsts[at]
            said = sum([telling for holding, telling in titles if first in holding])
            if said:
                factor = _title_factor(passages.documents[at], said / whole, usual)
            known[at] = factor
        raised.append((number, score * factor))
    raised.sort(key=_by_score, reverse=True)
    return raised


def _title_factor(document: Document, share: float, usual: float) -> float:
    """`share` of the question is said by the title; `usual` is how many passages a document has on average."""
    length = 0.5 + 0.5 * (1 + document.entry.meta.title.count(" ")) / TYPICAL_TITLE
    beyond = 1 - (1 / (document.end - document.first) + 1 / usual) / 2
    return 1 + TITLED * min(1.0, share) ** PARTLY * beyond / length


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
    own = [(leaf.postings, leaf.scale) for leaf in dense]
    contexts = [(leaf.context, leaf.scale) for leaf in dense if leaf.context and leaf.context.is_dense]
    sums = lanes.add_up([*own, *contexts], passages.size)
    mask = bits.plane(allowed, passages.size) if allowed.bit_count() < passages.size else None
    for number in lanes.top_of(sums, mask, wanted):
        scores.setdefault(number, 0.0)


def _nearer(
    top: list[tuple[int, float]], plan: Plan, question: Question, passages: Passages
) -> list[tuple[int, float]]:
    """Raise passages where words of the question stand near each other, or side by side as asked."""
    if len(question.telling) < 2:  # noqa: PLR2004 - nearness takes two
        return top
    total = sum(question.telling) or 1.0
    runs = plan.runs
    raised: list[tuple[int, float]] = []
    for number, score in top:
        order = passages.order(number)
        bonus = NEARNESS * nearness(order, question) / total
        if runs:
            bonus += RUNS * sum([find(order, run) >= 0 for run in runs]) / len(runs)
        # a poor passage gains little by nearness
        raised.append((number, score + bonus * min(score, TOP_IMPACT * total)))
    raised.sort(key=_by_score, reverse=True)
    return raised


def _unflooded(top: Iterable[tuple[int, float]], passages: Passages, limit: int) -> list[tuple[int, float]]:
    """The `limit` best of `top`, best first, once the third and further of a document are lowered a little.

    `top` is best first itself. Lowering raises nothing, so that what comes after need not be looked at as soon as the
    worst of those kept is better than it was before.
    """
    seen: dict[int, int] = {}
    kept: list[tuple[float, int]] = []
    for number, score in top:
        if len(kept) == limit and kept[0] > (score, -number):
            break
        first = passages.document_of(number).first
        count = seen[first] = seen.get(first, 0) + 1
        factor = 1.0 if count < FLOOD_FROM else max(FLOOD_LEAST, FLOOD_FACTOR ** (count - FLOOD_FROM + 1))
        (heappush if len(kept) < limit else heappushpop)(kept, (score * factor, -number))
    return [(-number, score) for score, number in sorted(kept, reverse=True)]
