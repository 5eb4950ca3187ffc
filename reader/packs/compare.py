"""Two editions of a document, paragraph by paragraph, as data for a side-by-side view.

Equal paragraphs are found by their fingerprints, in order; what is left over is looked at for paragraphs that moved,
were split or merged, or were reworded. Where it cannot be told, a paragraph is removed here and added there: a wrong
pairing would mislead, a missing one only tells less.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from reader.library.model import Briefing, Paragraph

ALIKE = 0.6
"""Share of words two wordings must have in common, in order, to count as one paragraph changed."""
ALIKE_JOINED = 0.85
"""The same for paragraphs that were split or merged."""
GIVES = 0.05
"""How much of the likeness each part of a split paragraph must account for, at least."""
MAX_PAIRS = 20_000
"""Pairs of left-over paragraphs compared by their words; beyond, they stay added and removed."""
_WORD = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")


class RowKind(StrEnum):
    """How a row's two sides belong together. MOVED: the same words elsewhere. MOVED_CHANGED: elsewhere and reworded."""

    EQUAL = "equal"
    CHANGED = "changed"
    MOVED = "moved"
    MOVED_CHANGED = "moved-changed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the view.

    Attributes:
        kind: how the sides belong together.
        before: paragraphs of the older edition, several where they were merged, none where it was added.
        after: paragraphs of the newer one.
        gone: (start, end) in code points, in `before`'s texts joined by line feeds, of words that `after` lacks.
        fresh: the same in `after`, of words that `before` lacks.
    """

    kind: RowKind
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    gone: tuple[tuple[int, int], ...] = ()
    fresh: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of one document.

    Attributes:
        before: the older, None where the document is new.
        after: the newer, None where it is gone.
        rows: in the order of the newer edition; removed paragraphs where they stood.
    """

    before: Briefing | None
    after: Briefing | None
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[RowKind, int]:
        """How many rows there are of each kind that occurs."""
        return dict(Counter(row.kind for row in self.rows))

    @property
    def same_text(self) -> bool:
        """Whether no paragraph differs, even if front matter or headings do."""
        return all(row.kind is RowKind.EQUAL for row in self.rows)


def compare(before: Briefing | None, after: Briefing | None) -> Comparison:
    """Compare two editions of a document; either may be missing."""
    old = before.paragraphs if before is not None else ()
    new = after.paragraphs if after is not None else ()
    return Comparison(before, after, tuple(_rows(old, new)))


def _rows(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Row]:
    pairing = _Pairing(old, new)
    at = 0
    for row in pairing.in_order():
        # What was removed stands before the next paragraph that followed it in the old edition.
        if row.kind not in (RowKind.MOVED, RowKind.MOVED_CHANGED) and row.before:
            first = old.index(row.before[0])
            yield from pairing.removed(at, first)
            at = max(at, first)
        yield row
    yield from pairing.removed(at, len(old))


class _Pairing:
    """Which old paragraphs belong to which new ones, by position."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self._old = old
        self._new = new
        self._rows: dict[int, Row] = {}
        self._taken: set[int] = set()
        self._told: set[int] = set()
        self._words_old = [words(paragraph.text) for paragraph in old]
        self._words_new = [words(paragraph.text) for paragraph in new]
        marks = difflib.SequenceMatcher(
            None, [p.fingerprint for p in old], [p.fingerprint for p in new], autojunk=False
        )
        gaps: list[tuple[range, range]] = []
        for tag, i1, i2, j1, j2 in marks.get_opcodes():
            if tag == "equal":
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                    self._pair(RowKind.EQUAL, (i,), (j,))
            else:
                gaps.append((range(i1, i2), range(j1, j2)))
        self._moved()
        for left, right in gaps:
            self._joined(left, right)
            self._changed(left, right, RowKind.CHANGED)
        self._changed(range(len(old)), range(len(new)), RowKind.MOVED_CHANGED)

    def in_order(self) -> Iterator[Row]:
        """Rows of every new paragraph, in order."""
        shown: set[int] = set()
        for j, paragraph in enumerate(self._new):
            row = self._rows.get(j, Row(RowKind.ADDED, (), (paragraph,)))
            if id(row) not in shown:
                shown.add(id(row))
                yield row

    def removed(self, start: int, end: int) -> Iterator[Row]:
        """Rows of old paragraphs from `start` to `end` that have no place in the new edition, each told once."""
        for i in range(start, end):
            if i not in self._taken and i not in self._told:
                self._told.add(i)
                yield Row(RowKind.REMOVED, (self._old[i],))

    def _pair(self, kind: RowKind, left: Sequence[int], right: Sequence[int]) -> None:
        before = tuple(self._old[i] for i in left)
        after = tuple(self._new[j] for j in right)
        gone, fresh = ((), ()) if kind in (RowKind.EQUAL, RowKind.MOVED) else word_changes(_text(before), _text(after))
        row = Row(kind, before, after, gone, fresh)
        self._taken.update(left)
        self._rows.update(dict.fromkeys(right, row))

    def _free(self, left: range, right: range) -> tuple[list[int], list[int]]:
        return [i for i in left if i not in self._taken], [j for j in right if j not in self._rows]

    def _moved(self) -> None:
        """The same words in another place: only where they stand once on each side, so that nothing is guessed."""
        left, right = self._free(range(len(self._old)), range(len(self._new)))
        olds = Counter(self._old[i].fingerprint for i in left)
        news = {self._new[j].fingerprint: j for j in right}
        counts = Counter(self._new[j].fingerprint for j in right)
        for i in left:
            mark = self._old[i].fingerprint
            if olds[mark] == 1 and counts.get(mark) == 1:
                self._pair(RowKind.MOVED, (i,), (news[mark],))

    def _joined(self, left: range, right: range) -> None:
        """One paragraph that became two or three neighbours, or the other way round."""
        olds, news = self._free(left, right)
        if len(olds) * len(news) > MAX_PAIRS:
            return
        for i in olds:
            run = self._best_run(self._words_old[i], news, self._words_new, self._rows)
            if run and i not in self._taken:
                self._pair(RowKind.SPLIT, (i,), run)
        olds, news = self._free(left, right)
        for j in news:
            run = self._best_run(self._words_new[j], olds, self._words_old, self._taken)
            if run and j not in self._rows:
                self._pair(RowKind.MERGED, run, (j,))

    def _best_run(
        self, whole: list[str], places: list[int], texts: list[list[str]], taken: "set[int] | dict[int, Row]"
    ) -> tuple[int, ...]:
        best: tuple[float, tuple[int, ...]] = (ALIKE_JOINED, ())
        for length in (2, 3):
            for start in range(len(places) - length + 1):
                run = tuple(places[start : start + length])
                if run[-1] - run[0] != length - 1 or any(place in taken for place in run):
                    continue
                joined = [word for place in run for word in texts[place]]
                score = alike(whole, joined)
                # Each part must give something of its own, or one of them is simply new.
                if score > best[0] and all(score > alike(whole, _without(run, place, texts)) + GIVES for place in run):
                    best = (score, run)
        return best[1]

    def _changed(self, left: range, right: range, kind: RowKind) -> None:
        """Reworded paragraphs, the most alike first."""
        olds, news = self._free(left, right)
        if len(olds) * len(news) > MAX_PAIRS:
            return
        scored = sorted(
            (
                (score, -abs(i - j), i, j)
                for i in olds
                for j in news
                if (score := alike(self._words_old[i], self._words_new[j])) >= ALIKE
            ),
            reverse=True,
        )
        for _, _, i, j in scored:
            if i not in self._taken and j not in self._rows:
                self._pair(kind, (i,), (j,))


def words(text: str) -> list[str]:
    """Words and signs of a text, in order."""
    return _WORD.findall(text)


def alike(left: Sequence[str], right: Sequence[str]) -> float:
    """Share of words in common and in order, 0 to 1; 0 below ALIKE."""
    return Indel.normalized_similarity(left, right, score_cutoff=ALIKE)


def word_changes(before: str, after: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Ranges of code points of the words only `before` has, and of those only `after` has; neighbours joined."""
    left, right = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    matcher = difflib.SequenceMatcher(None, [m.group() for m in left], [m.group() for m in right], autojunk=False)
    gone: list[tuple[int, int]] = []
    fresh: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            if i2 > i1:
                gone.append((left[i1].start(), left[i2 - 1].end()))
            if j2 > j1:
                fresh.append((right[j1].start(), right[j2 - 1].end()))
    return tuple(gone), tuple(fresh)


def _without(run: tuple[int, ...], left_out: int, texts: list[list[str]]) -> list[str]:
    return [word for place in run if place != left_out for word in texts[place]]


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)
