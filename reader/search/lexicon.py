"""The library's own words as written: completions of a prefix, and whether a word is known at all."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LAST = "\U0010ffff"


@dataclass(slots=True)
class Lexicon:
    """Words as written, sorted; `stems` and `counts` (passages holding the word) run parallel."""

    words: list[str] = field(default_factory=list[str])
    stems: list[str] = field(default_factory=list[str])
    counts: "array[int]" = field(default_factory=lambda: array("I"))

    @classmethod
    def merged(cls, parts: "Sequence[Lexicon]") -> "Lexicon":
        """One lexicon of several segments'."""
        if len(parts) == 1:
            return parts[0]
        counts: Counter[str] = Counter()
        stems: dict[str, str] = {}
        for part in parts:
            stems.update(zip(part.words, part.stems, strict=True))
            for word, count in zip(part.words, part.counts, strict=True):
                counts[word] += count
        ordered = sorted(counts)
        return cls(ordered, [stems[word] for word in ordered], array("I", (counts[word] for word in ordered)))

    def count(self, word: str) -> int:
        """Passages that hold the word in exactly this form."""
        at = bisect_left(self.words, word)
        return self.counts[at] if at < len(self.words) and self.words[at] == word else 0

    def starting(self, prefix: str) -> range:
        """Positions of the words that begin with `prefix`."""
        return range(bisect_left(self.words, prefix), bisect_left(self.words, prefix + _LAST))

    def completions(self, prefix: str, limit: int | None = None) -> list[str]:
        """Stems of the words that begin with `prefix`, each once, those in most passages first."""
        weights: dict[str, int] = {}
        for at in self.starting(prefix):
            stem = self.stems[at]
            weights[stem] = weights.get(stem, 0) + self.counts[at]
        ordered = sorted(weights, key=lambda stem: (-weights[stem], stem))
        return ordered if limit is None else ordered[:limit]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """(word, passages) in alphabetical order."""
        return zip(self.words, self.counts, strict=True)
