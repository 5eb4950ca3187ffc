"""Each word of a run, with all that stands for it: the lists to merge, the forms to mark, what to say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.language import tr
from reader.search import query as q
from reader.search.language import WEIGHTS, Alternative, Language
from reader.search.passages import Passages
from reader.search.phrases import phrase
from reader.search.plan import Plan
from reader.search.postings import Postings, merge
from reader.search.results import Expansion
from reader.search.schema import CONTEXT
from reader.search.spelling import correct, variants
from reader.search.words import STOP

MOST_COMPLETIONS = 60
"""Completions of a word being typed that are looked up, those in most passages first."""

COMPLETION_WEIGHT = 0.85
"""A completion counts this much beside the word as it stands."""

SHORTEST_MARKED = 2
"""Letters of an unfinished word from which its completions are marked; one letter would mark half the text."""

SHORTEST_HALF = 3
"""Letters at least of either half, when a word is read as two run together."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring plain words; `raws` are the same as typed, `opens` whether still being typed."""

    words: tuple[str, ...]
    raws: tuple[str, ...]
    opens: tuple[bool, ...]
    joins: tuple[tuple[int, int, str], ...]
    """(start, end, joined) of each hyphenated compound."""

    @classmethod
    def of(cls, parts: Sequence[q.Word | q.Compound]) -> "Run":
        """The run of `parts`; a compound gives its parts."""
        words: list[str] = []
        raws: list[str] = []
        opens: list[bool] = []
        joins: list[tuple[int, int, str]] = []
        for part in parts:
            if isinstance(part, q.Word):
                words.append(part.text)
                raws.append(part.raw)
                opens.append(part.open)
                continue
            if part.joined:
                joins.append((len(words), len(words) + len(part.parts), part.joined))
            words += part.parts
            raws += [part.raw, *([""] * (len(part.parts) - 1))]
            opens += [False] * len(part.parts)
        return cls(tuple(words), tuple(raws), tuple(opens), tuple(joins))


@dataclass(slots=True)
class Group:
    """One word of the question. `members` are lists with weights, the word's own first."""

    said: str
    members: list[tuple[Postings, float]]
    stems: set[str] = field(default_factory=set[str])
    marks: set[bytes] = field(default_factory=set[bytes])
    context: Postings | None = None
    titles: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    """Stems that say the same in a title, together: the word's own, and those of what it is short for."""
    weight: float = 1.0
    key: tuple[object, ...] = ()
    """Names the merged list in the cache."""


class Expander:
    """Makes groups of runs, and writes what it added into the plan."""

    def __init__(self, passages: Passages, language: Language, plan: Plan, *, literal: bool) -> None:
        self._passages = passages
        self._language = language
        self._plan = plan
        self._literal = literal

    def groups(self, run: Run, *, keep_stop_words: bool) -> list[Group]:
        """A group for each telling word of the run (for each word, where only stop words are asked)."""
        alternatives = [] if self._literal else [*self._alternatives(run)]
        places: dict[str, list[int]] = {}
        for at, word in enumerate(run.words):
            if keep_stop_words or word not in STOP:
                places.setdefault(self._stem(word), []).append(at)
        made: list[Group] = []
        for held in places.values():
            mine = [a for a in alternatives if any(a[0].start <= at < a[0].end for at in held)]
            group = self._group(run, held[0], mine)
            group.weight += _REPEATED * (len(held) - 1)
            made.append(group)
            if run.opens[held[-1]]:
                self._finish_typing(run, held[-1], group)
        return made + self._expressions(alternatives)

    def _expressions(self, alternatives: "list[tuple[Alternative, Postings]]") -> list[Group]:
        """A group for each expression of several words that leads elsewhere, beside the groups of its words.

        It is as telling as what it leads to, however common or rare the words are that it is made of.
        """
        led: dict[tuple[int, int], list[tuple[Alternative, Postings]]] = {}
        for alternative, postings in alternatives:
            if alternative.kind == "synonym" and alternative.end - alternative.start > 1:
                led.setdefault((alternative.start, alternative.end), []).append((alternative, postings))
        made: list[Group] = []
        for found in led.values():
            members = [(postings, 1.0) for _, postings in found]
            weight = max(alternative.weight for alternative, _ in found)
            key = ("expression", *(alternative.parts for alternative, _ in found))
            made.append(Group("", members, weight=weight, key=key))
        return made

    def _alternatives(self, run: Run) -> "list[tuple[Alternative, Postings]]":
        """Everything that words of the run may also be and that the library holds, with its passages."""
        found = self._language.alternatives(run.words, run.raws)
        for at, word in enumerate(run.words):
            found += [Alternative(at, at + 1, (v,), v, "spelling") for v in variants(word) if self._is_written(v)]
        for start, end, joined in run.joins:
            if joined not in STOP:  # "U.S." is not "us"
                found.append(Alternative(start, end, (joined,), joined, "spelling"))
            found += [replace(a, start=start, end=end) for a in self._language.alternatives((joined,), (joined,))]
        joined_parts = {(start, end) for start, end, _ in run.joins}
        for at, (left, right) in enumerate(pairwise(run.words)):
            joined = left + right
            if (at, at + 2) not in joined_parts and left not in STOP and right not in STOP and self._is_written(joined):
                found.append(Alternative(at, at + 2, (joined,), joined, "spelling"))
        kept: list[tuple[Alternative, Postings]] = []
        seen: set[tuple[int, int, tuple[str, ...]]] = set()
        for alternative in found:
            stems = tuple(self._stem(part) for part in alternative.parts)
            asked = (alternative.start, alternative.end, stems)
            if asked in seen:
                continue
            seen.add(asked)
            own = tuple(self._stem(word) for word in run.words[alternative.start : alternative.end])
            postings = phrase(self._passages, stems)
            if len(postings) and stems != own and not (len(stems) == 1 and stems[0] in own):
                kept.append((alternative, postings))
                self._note(alternative, run)
        return kept

    def _is_written(self, word: str) -> bool:
        return self._passages.lexicon.count(word) > 0

    def _note(self, alternative: Alternative, run: Run) -> None:
        """Tell the person, and mark it in what is found."""
        shown = " ".join(
            raw or word
            for raw, word in zip(
                run.raws[alternative.start : alternative.end],
                run.words[alternative.start : alternative.end],
                strict=True,
            )
        )
        stems = tuple(self._stem(part) for part in alternative.parts)
        self._plan.forms.runs.add(stems)
        for index, expansion in enumerate(self._plan.expansions):
            if (expansion.word, expansion.kind) == (shown, alternative.kind):
                also = tuple(dict.fromkeys((*expansion.also, alternative.shown)))
                self._plan.expansions[index] = Expansion(shown, also, expansion.kind)
                return
        self._plan.expansions.append(Expansion(shown, (alternative.shown,), alternative.kind))

    def _group(self, run: Run, at: int, alternatives: "list[tuple[Alternative, Postings]]") -> Group:
        word = run.words[at]
        stem = self._stem(word)
        own = self._passages.term(stem)
        said = run.raws[at] or ("" if _is_said_already(run, at) else word)
        group = Group(said, [(own, 1.0)], {stem}, {self._passages.marks[stem]}, titles=[(stem,)])
        group.context = self._passages.term(stem, CONTEXT)
        for alternative, postings in alternatives:
            weight = alternative.weight * self._share(alternative, own, postings)
            group.members.append((postings, weight))
            if alternative.kind != "synonym":
                group.titles.append(tuple(self._stem(part) for part in alternative.parts))
            if len(alternative.parts) == 1:
                group.marks.add(self._passages.marks[self._stem(alternative.parts[0])])
        is_open = any(run.opens[at:])
        unknown = not (len(own) or len(group.members) > 1 or len(group.context))
        if unknown and not (is_open and word == run.words[-1] and self._passages.lexicon.starting(word)):
            self._correct(group, word)
        self._plan.forms.stems |= group.stems
        members = tuple((alternative.parts, alternative.weight) for alternative, _ in alternatives)
        group.key = ("group", *sorted(group.stems), members)
        return group

    def _share(self, alternative: Alternative, own: Postings, other: Postings) -> float:
        """What a synonym commoner than the word itself counts less: "child" tells little of what "girl" asks."""
        if alternative.kind != "synonym" or not len(own):
            return 1.0
        telling = self._passages.idf
        return min(1.0, telling(len(other)) / telling(len(own)))

    def _finish_typing(self, run: Run, at: int, group: Group) -> None:
        """Add what a word being typed may become."""
        word = run.words[at]
        completions = self._passages.cache.get(("typing", word), lambda: self._completions(word))
        if len(completions):
            group.members.append((completions, COMPLETION_WEIGHT))
            group.key = (*group.key, word)
            if len(word) >= SHORTEST_MARKED:
                self._plan.forms.prefixes.add(word)

    def _completions(self, word: str) -> Postings:
        stems = self._passages.lexicon.completions(word, MOST_COMPLETIONS)
        return merge([(self._passages.term(stem), 1.0) for stem in stems], self._passages.size)

    def _correct(self, group: Group, word: str) -> None:
        """Replace a word that the library does not hold by its nearest, or by the two it was run together from."""
        lexicon = self._passages.lexicon
        halves = self._halves(word)
        nearest = None if halves else correct(word, lexicon)
        parts = halves or ((nearest,) if nearest else ())
        if not parts:
            return
        shown = " ".join(parts)
        self._plan.corrections[word] = shown
        if self._literal:
            return
        stems = tuple(self._stem(part) for part in parts)
        group.members = [(phrase(self._passages, stems), WEIGHTS["correction"])]
        group.context = self._passages.term(stems[0], CONTEXT) if len(stems) == 1 else None
        group.stems = set(stems)
        group.titles = [stems]
        group.marks = {self._passages.marks[stem] for stem in stems}
        group.said = f"{shown} ({tr('typed')}: {group.said or word})"
        self._plan.expansions.append(Expansion(word, (shown,), "correction"))

    def settle(self, word: str) -> str:
        """`word`, or the library's nearest to it where it does not hold it; for words that must stand as they are."""
        if word in STOP or self._passages.holding(self._stem(word)):
            return word
        nearest = correct(word, self._passages.lexicon)
        if nearest is None:
            return word
        self._plan.corrections[word] = nearest
        if self._literal:
            return word
        self._plan.expansions.append(Expansion(word, (nearest,), "correction"))
        return nearest

    def _halves(self, word: str) -> tuple[str, ...]:
        """The two words of the library that `word` was run together from, if they stand side by side somewhere."""
        if not word.isalpha():
            return ()
        lexicon = self._passages.lexicon
        splits = [(word[:at], word[at:]) for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)]
        known = [(min(lexicon.count(left), lexicon.count(right)), left, right) for left, right in splits]
        for count, left, right in sorted(known, reverse=True):
            if count and len(phrase(self._passages, (self._stem(left), self._stem(right)))):
                return (left, right)
        return ()

    def _stem(self, word: str) -> str:
        return self._passages.stems[word]


def _is_said_already(run: Run, at: int) -> bool:
    """Whether the compound that word `at` belongs to is said with its first word, which a stop word is not."""
    first = next((back for back in range(at, -1, -1) if run.raws[back]), at)
    return first < at and run.words[first] not in STOP


_REPEATED = 0.8
"""A word asked for again adds this much of its weight."""
