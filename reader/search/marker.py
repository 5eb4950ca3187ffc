"""Marks: which words of a text answer a query.

Most of a text is never looked at word by word. The beginnings that the wanted words may have are searched for together,
and only what begins so is stemmed and compared. Texts whose letters cannot be folded in place are read word by word.
"""

import re

from reader.search.plan import Forms
from reader.search.stems import Stems, beginnings
from reader.search.words import COMPOUND, clean, fold_evenly, spans, word_of

Mark = tuple[int, int, str]
"""(start, end, stem), in code points."""

_REST = r"[^\W_]*(?:'[^\W_]+)*"
_HYPHEN = re.compile(r"-(?=[^\W\d_])")
_BETWEEN = r"[^\w\n]+"


class Marker:
    """Finds the matched forms of one query in any text."""

    def __init__(self, forms: Forms, stems: Stems) -> None:
        self._stems = stems
        self._prefixes = tuple(forms.prefixes)
        self._runs = sorted(run for run in forms.runs if len(run) > 1)
        self._single = {*forms.stems, *(run[0] for run in forms.runs if len(run) == 1)}
        self._known: dict[str, str | None] = {}
        starts = {start for stem in self._single for start in beginnings(stem)} | forms.prefixes
        self._words = re.compile(f"(?:{_either(starts)}){_REST}") if starts else None
        self._sequences = [(run, _sequence(run)) for run in self._runs]

    def find(self, text: str) -> list[Mark]:
        """(start, end, stem) of every match in order, not overlapping; `stem` is its first word's."""
        folded = fold_evenly(text)
        if folded is None:
            return _apart(self._word_by_word(text))
        found = self._singles(folded)
        for run, pattern in self._sequences:
            for match in pattern.finditer(folded):
                if self._stands_free(folded, match.start()) and self._is_run(match.group(), run):
                    found.append((match.start(), match.end(), run[0]))
        if self._single and "-" in folded:
            found += self._compounds(folded)
        return _apart(found) if len(found) > 1 else found

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """(start, end) of every match, in code points."""
        return tuple((start, end) for start, end, _ in self.find(text))

    def _singles(self, folded: str) -> list[Mark]:
        if self._words is None:
            return []
        found: list[Mark] = []
        known = self._known
        for match in self._words.finditer(folded):
            start = match.start()
            if start and (folded[start - 1].isalnum()):
                continue
            token = match.group()
            stem = known[token] if token in known else self._judge(token)
            if stem is not None:
                found.append((start, match.end(), stem))
        return found

    def _judge(self, token: str) -> str | None:
        """The stem of a folded token that is wanted, else None."""
        word = clean(token)
        stem: str | None = self._stems[word]
        if stem not in self._single and not (self._prefixes and word.startswith(self._prefixes)):
            stem = None
        self._known[token] = stem
        return stem

    def _compounds(self, folded: str) -> list[Mark]:
        found: list[Mark] = []
        end = 0
        for hyphen in _HYPHEN.finditer(folded):
            start = hyphen.start()
            while start > end and folded[start - 1].isalpha():
                start -= 1
            match = COMPOUND.match(folded, start) if start >= end else None
            if match is None:
                continue
            end = match.end()
            stem = self._stems[match.group().replace("-", "")]
            if stem in self._single and self._stands_free(folded, start):
                found.append((start, end, stem))
        return found

    @staticmethod
    def _stands_free(folded: str, start: int) -> bool:
        return not start or not folded[start - 1].isalnum()

    def _is_run(self, matched: str, run: tuple[str, ...]) -> bool:
        return tuple(self._stems[word_of(raw)] for _, _, raw in spans(matched)) == run

    def _word_by_word(self, text: str) -> list[Mark]:
        tokens = [(start, end, word_of(raw)) for start, end, raw in spans(text)]
        stems = [self._stems[word] for _, _, word in tokens]
        found = [
            (start, end, stem)
            for (start, end, word), stem in zip(tokens, stems, strict=True)
            if stem in self._single or (self._prefixes and word.startswith(self._prefixes))
        ]
        for run in self._runs:
            for at in range(len(stems) - len(run) + 1):
                start, end = tokens[at][0], tokens[at + len(run) - 1][1]
                if tuple(stems[at : at + len(run)]) == run and "\n" not in text[start:end]:
                    found.append((start, end, run[0]))
        return found


def _either(starts: set[str]) -> str:
    return "|".join(re.escape(start) for start in sorted(starts, key=lambda start: (-len(start), start)))


def _sequence(run: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(f"(?:{_either(set(beginnings(stem)))}){_REST}" for stem in run))


def _apart(found: list[Mark]) -> list[Mark]:
    """In order, of those that overlap the first and longest."""
    found.sort(key=lambda mark: (mark[0], -mark[1]))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept
