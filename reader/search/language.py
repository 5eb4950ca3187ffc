"""The language of the field: what else a word or a few words may stand for.

Built from the libraries' registers. Everything is compared by stems, so that "young people" is found under
"young person" only where the register says so, but "teenagers" under "teenager" always.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.library.reference import Registers
from reader.search.stems import Stems
from reader.search.words import STOP, words

Key = tuple[str, ...]

WEIGHTS = {"abbreviation": 0.95, "spelling": 1.0, "synonym": 0.45, "welsh": 0.9, "correction": 1.0}
"""How much an alternative counts beside the word itself, by kind."""

SEE_WEIGHT = 0.75
"""The same for one-way synonyms: they lead from everyday words to the field's own, which say it better."""

WIDEST_GAP = 2
"""Stop words that may stand between two words of an expression: "won't she talk" is "won't talk"."""

LONGEST_KEY = 8
"""Words of the longest expression looked up."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What words `start` to `end` of a run may also be: `parts`, in order. `shown` is how a person reads it."""

    start: int
    end: int
    parts: Key
    shown: str
    kind: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an expression also asks for.

    `capitals` is the short form that must be typed so, because in small letters it is a common word.
    """

    parts: Key
    shown: str
    kind: str
    weight: float
    capitals: str = ""


class Language:
    """Looks up runs of words."""

    def __init__(self, registers: Iterable[Registers], stems: Stems) -> None:
        self._stems = stems
        self._known: dict[Key, list[_Entry]] = {}
        for register in registers:
            self._add_abbreviations(register)
            for group in register.synonyms.groups:
                for word in group:
                    for other in group:
                        self._add(word, other, "synonym")
            for word, others in register.synonyms.see.items():
                for other in others:
                    self._add(word, other, "synonym", weight=SEE_WEIGHT)
            for word, others in register.synonyms.welsh.items():
                for other in others:
                    self._add(word, other, "welsh")
        # words are stemmed when they are first looked up: a register holds thousands, a question a few
        self._beginning: dict[str, list[Key]] = {}
        for key in self._known:
            self._beginning.setdefault(key[0][:_BEGINNING], []).append(key)

    def _add_abbreviations(self, register: Registers) -> None:
        for item in register.abbreviations:
            short = words(item.short)
            capitals = item.short if len(short) == 1 and short[0] in STOP else ""
            self._add(item.short, item.expansion, "abbreviation", capitals=capitals)
            if not capitals:
                self._add(item.expansion, item.short, "abbreviation")
            if item.welsh:
                self._add(item.welsh, item.expansion, "welsh")

    def _add(self, word: str, other: str, kind: str, *, weight: float | None = None, capitals: str = "") -> None:
        key, parts = tuple(words(word)), tuple(words(other))
        if not key or not parts or key == parts or len(key) > LONGEST_KEY:
            return
        entries = self._known.setdefault(key, [])
        if all(entry.parts != parts for entry in entries):
            entries.append(_Entry(parts, other, kind, weight or WEIGHTS[kind], capitals))

    def _key(self, found: Sequence[str]) -> Key:
        return tuple(self._stems[word] for word in found)

    def _keys(self, word: str) -> list[Key]:
        """Every expression whose first word has the stem of `word`."""
        stem = self._stems[word]
        beginnings = dict.fromkeys((word[:_BEGINNING], stem[:_BEGINNING]))
        near = [key for beginning in beginnings for key in self._beginning.get(beginning, ())]
        return [key for key in near if self._stems[key[0]] == stem]

    def alternatives(self, run: Sequence[str], raws: Sequence[str]) -> list[Alternative]:
        """What the words of `run`, one or several together, may also be. `raws` are the same words as typed."""
        stems = self._key(run)
        found: list[Alternative] = []
        for start, word in enumerate(run):
            for key in self._keys(word):
                places = _places(self._key(key), stems, run, start)
                if not places or (_is_phrasal(key) and key != tuple(run[place] for place in places)):
                    continue
                found += [
                    Alternative(start, places[-1] + 1, entry.parts, entry.shown, entry.kind, entry.weight)
                    for entry in self._known[key]
                    if _is_said(entry, key, word, raws[start])
                ]
        for at, word in enumerate(run):
            for section in _sections(at, word, run):
                found.append(section)
                found += [
                    Alternative(section.start, section.end, entry.parts, entry.shown, entry.kind, entry.weight)
                    for entry in self._known.get(section.parts, ())
                ]
            found += _dates(at, raws[at])
        return found


_BEGINNING = 2
"""Letters by which expressions are found before their words are stemmed; stemming changes none of them."""


def _is_said(entry: _Entry, key: Key, word: str, raw: str) -> bool:
    """Whether a short form is really there: it has a plural at most (ISVAs), and "arm" is not ARMS."""
    if entry.capitals:
        return entry.capitals == raw
    return entry.kind != "abbreviation" or len(key) != 1 or key in ((word,), (word.removesuffix("s"),))


def _is_phrasal(key: Key) -> bool:
    """Whether a stop word makes an expression what it is: "looked after" is in care, "look after" is not."""
    return len(key) > 1 and any(word in STOP for word in key)


def _places(key: Key, stems: Key, run: Sequence[str], start: int) -> list[int]:
    """Where the words of `key` stand in the run from `start` on, with no more than stop words between them; or []."""
    places = [start]
    for part in key[1:]:
        at = places[-1] + 1
        while at < len(stems) and stems[at] != part and run[at] in STOP and at - places[-1] <= WIDEST_GAP:
            at += 1
        if at >= len(stems) or stems[at] != part:
            return []
        places.append(at)
    return places


_SECTION = re.compile(r"(?:s|sec|sect|ss)(\d{1,4}[a-z]{0,2})")
_SECTION_WORDS = frozenset({"s", "ss", "sec", "sect", "section", "sections"})
_SECTION_NUMBER = re.compile(r"\d{1,4}[a-z]{0,2}")


def _sections(at: int, word: str, run: Sequence[str]) -> list[Alternative]:
    """Section numbers both ways: s47, s.47, sec 47, section 47."""
    match = _SECTION.fullmatch(word)
    if match:
        parts = ("section", match.group(1))
        return [Alternative(at, at + 1, parts, " ".join(parts), "abbreviation", WEIGHTS["abbreviation"])]
    if word in _SECTION_WORDS and at + 1 < len(run) and _SECTION_NUMBER.fullmatch(run[at + 1]):
        number = run[at + 1]
        found = [Alternative(at, at + 2, (f"s{number}",), f"s{number}", "abbreviation")]
        if not word.startswith("section"):
            found.append(Alternative(at, at + 2, ("section", number), f"section {number}", "abbreviation"))
        return found
    return []


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _dates(at: int, raw: str) -> list[Alternative]:
    """A date in figures, also as people write it: 28/06/2022, 2022-06-28, 28 June 2022."""
    match, year_first = _DAY_FIRST.fullmatch(raw), _YEAR_FIRST.fullmatch(raw)
    if match:
        day, month, year = match.groups()
    elif year_first:
        year, month, day = year_first.groups()
    else:
        return []
    if not (1 <= int(month) <= len(_MONTHS) and 1 <= int(day) <= 31):  # noqa: PLR2004 - days of a month
        return []
    parts = (str(int(day)), _MONTHS[int(month) - 1], year)
    return [Alternative(at, at + 1, parts, f"{parts[0]} {parts[1].capitalize()} {year}", "spelling")]
