"""Facets: which passages carry which key, and how many of an answer do."""

from collections.abc import Iterable, Mapping

from reader.library.catalogue import Entry
from reader.library.reference import Registers
from reader.search import bits
from reader.search.passages import Document
from reader.search.results import FACETS
from reader.search.words import words


def keys_of(entry: Entry, facet: str) -> tuple[str, ...]:
    """A document's keys in a facet."""
    meta = entry.meta
    held: dict[str, tuple[str, ...]] = {
        "topics": meta.topics,
        "audience": meta.audience,
        "stages": meta.stages,
        "nation": meta.nation,
        "type": (meta.type,) if meta.type else (),
    }
    return held[facet]


class Facets:
    """The passages of each key of each facet, as sets."""

    def __init__(self, documents: Iterable[Document], size: int, live: int, registers: Iterable[Registers]) -> None:
        self._documents = tuple(documents)
        self._size = size
        self._live = live
        self._registers = tuple(registers)
        self._sets: dict[str, dict[str, int]] | None = None

    @property
    def sets(self) -> dict[str, dict[str, int]]:
        """Facet to key to passages; worked out when first wanted."""
        if self._sets is None:
            ranges: dict[str, dict[str, list[tuple[int, int]]]] = {facet: {} for facet in FACETS}
            for document in self._documents:
                span = (document.first, document.end)
                for facet in FACETS:
                    for key in keys_of(document.entry, facet):
                        ranges[facet].setdefault(key, []).append(span)
            self._sets = {
                facet: {key: bits.of_ranges(spans, self._size) & self._live for key, spans in sorted(keys.items())}
                for facet, keys in ranges.items()
            }
        return self._sets

    def allowed(self, filters: Mapping[str, frozenset[str]], *, but: str = "") -> int:
        """The passages that pass every filter except the facet `but`'s own."""
        allowed = self._live
        for facet, keys in filters.items():
            if keys and facet != but and facet in self.sets:
                allowed &= self.any_of(facet, keys)
        return allowed

    def any_of(self, facet: str, keys: Iterable[str]) -> int:
        """The passages that carry one of `keys` at least."""
        found = 0
        for key in keys:
            found |= self.sets[facet].get(key, 0)
        return found

    def counts(self, match: int, filters: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
        """Facet to key to passages of `match`, each facet counted under the other facets' filters; zeros left out."""
        counted: dict[str, dict[str, int]] = {}
        narrowed = match & self.allowed(filters)
        for facet, keys in self.sets.items():
            within = match & self.allowed(filters, but=facet) if filters.get(facet) else narrowed
            found = ((key, (within & members).bit_count()) for key, members in keys.items())
            counted[facet] = {key: count for key, count in found if count}
        return counted

    def resolve(self, facet: str, value: str) -> frozenset[str]:
        """The keys that `value` means: a key, a label in any language, or words of one."""
        asked = words(value)
        exact: set[str] = set()
        partly: set[str] = set()
        for key, labels in self._labels(facet).items():
            for label in (key, *labels):
                have = words(label)
                if have == asked:
                    exact.add(key)
                elif asked and all(any(word.startswith(part) for word in have) for part in asked):
                    partly.add(key)
        return frozenset(exact or partly)

    def _labels(self, facet: str) -> dict[str, tuple[str, ...]]:
        labels: dict[str, tuple[str, ...]] = dict.fromkeys(self.sets[facet], ())
        for register in self._registers:
            for term in register.taxonomy.facets.get(facet, ()):
                labels[term.key] = (*labels.get(term.key, ()), *term.labels.values())
        return labels
