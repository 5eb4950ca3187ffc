"""From a query to what is looked up: posting lists with weights, the set that matches, and words to mark."""

from dataclasses import dataclass, field

from reader.search.postings import Postings
from reader.search.results import Expansion


@dataclass(frozen=True, slots=True)
class Leaf:
    """One list that adds to the score: `scale` * impact. `context` raises passages that match otherwise."""

    postings: Postings
    scale: float
    context: Postings | None = None

    @property
    def top(self) -> float:
        """The most it can add to a passage."""
        return self.scale * max(self.postings.top, self.context.top if self.context else 0)


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of the question with everything that stands for it.

    Attributes:
        marks: the stems, as marks of the running order.
        idf: how telling it is.
    """

    marks: frozenset[bytes]
    idf: float


@dataclass(slots=True)
class Forms:
    """What to mark in a text: stems, runs of stems, and beginnings of words."""

    stems: set[str] = field(default_factory=set[str])
    runs: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    prefixes: set[str] = field(default_factory=set[str])
    weights: dict[str, float] = field(default_factory=dict[str, float])
    """How telling each stem is; those missing count 1."""


@dataclass(slots=True)
class Plan:
    """A query, ready to run.

    Attributes:
        leaves: what adds to the score.
        titles: for each word asked for that titles hold, the first passages of those documents and how telling it is.
        match: passages that match, before filters.
        sought: the words asked for, in their order, for nearness.
        runs: neighbouring words of the question as marks, for exact runs.
        forms: what to mark.
        interpreted: in one line.
        expansions: what else was asked for.
        notices: plain sentences.
        corrections: word as typed to the library's own.
        asks: false for a query that only narrows (filters), or asks nothing at all.
    """

    leaves: list[Leaf] = field(default_factory=list[Leaf])
    titles: list[tuple[dict[int, int], float]] = field(default_factory=list[tuple[dict[int, int], float]])
    match: int = 0
    sought: list[Sought] = field(default_factory=list[Sought])
    runs: list[bytes] = field(default_factory=list[bytes])
    forms: Forms = field(default_factory=Forms)
    interpreted: str = ""
    expansions: list[Expansion] = field(default_factory=list[Expansion])
    notices: list[str] = field(default_factory=list[str])
    corrections: dict[str, str] = field(default_factory=dict[str, str])
    asks: bool = True
