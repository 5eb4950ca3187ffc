"""The query language. Parsing never fails: whatever makes no sense as an operator is read as text.

words               any of them; more and nearer ones rank higher
"a phrase"          exactly these words in this order (their inflections too)
AND OR NOT  -word   operators, in capitals; ( ) groups
prefix*             every word that begins so
topic: audience: stage: nation: type:    keep only documents of that key or label
title:word          in the document's title
"""

import re
from dataclasses import dataclass, replace

from reader.search.results import MAX_QUERY_CHARACTERS
from reader.search.words import COMPOUND, clean, compounds, fold, words

FIELDS = {
    "topic": "topics",
    "topics": "topics",
    "audience": "audience",
    "stage": "stages",
    "stages": "stages",
    "nation": "nation",
    "type": "type",
}
"""What people type before the colon, and the facet it means."""

DEEPEST = 20
"""Brackets nested deeper are read as text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `open` while it is being typed: what it begins also counts. `raw` keeps the case it was typed in."""

    text: str
    raw: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Compound:
    """Words joined by hyphens or the like: "multi-agency"."""

    parts: tuple[str, ...]
    raw: str
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A facet and what was asked of it, as typed."""

    facet: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Title:
    """Words that must stand in the title."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """One of these at least."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    """Plain words side by side: any of them, ranked by how many and how near."""

    parts: "tuple[Node, ...]"


Node = Word | Compound | Phrase | Prefix | Field | Title | Not | And | Or | Any


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood. `cut` tells that the text was longer than MAX_QUERY_CHARACTERS."""

    root: Any
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.root.parts


_QUOTES = dict.fromkeys(map(ord, "“”„‟«»＂"), '"')
_LEXEME = re.compile(r'\s+|-?(?:\w+:)?"[^"]*"|[()"]|[^\s()"]+')
_FIELD = re.compile(r"(\w+):(.*)", re.DOTALL)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
"""A short form with full stops, the last one taken off: C.S.E"""
_JOINING = frozenset({"AND", "OR"})
_OPERATORS = _JOINING | {"NOT"}


def parse(text: str, *, typing: bool = False) -> Query:
    """The query in `text`. Never raises. With `typing`, a last plain word that is not followed by a space is open."""
    cut = len(text) > MAX_QUERY_CHARACTERS
    text = text[:MAX_QUERY_CHARACTERS].translate(_QUOTES)
    lexemes = _brackets(_LEXEME.findall(text))
    parts = _Parser(lexemes).list_until_end()
    if typing and parts and not cut and text[-1:].isalnum():
        last = parts[-1]
        if isinstance(last, Word):
            parts[-1] = replace(last, open=True)
    return Query(Any(tuple(parts)), cut)


def _brackets(lexemes: list[str]) -> list[str]:
    """`lexemes` without spaces, and without brackets that open or close nothing or stand inside a word."""
    opened: list[int] = []
    paired: set[int] = set()
    for index, lexeme in enumerate(lexemes):
        if lexeme == "(":
            before = lexemes[index - 1] if index else " "
            stands_free = before.isspace() or before in {"(", "-"} or index - 1 in opened
            opened.append(index if stands_free else -1)
        elif lexeme == ")" and opened:
            start = opened.pop()
            if start >= 0 and len(opened) < DEEPEST:
                paired |= {start, index}
    kept = [
        lexeme
        for index, lexeme in enumerate(lexemes)
        if not lexeme.isspace() and (lexeme not in {"(", ")", '"'} or index in paired)
    ]
    return _operators(kept)


def _operators(lexemes: list[str]) -> list[str]:
    """`lexemes` without operators that join nothing: first, last, or doubled (then the last of them counts)."""
    kept: list[str] = []
    for lexeme in lexemes:
        if lexeme in _JOINING and (not kept or kept[-1] == "("):
            continue
        if lexeme in _JOINING | {")"} and kept[-1:] and kept[-1] in _OPERATORS:
            kept.pop()
            if lexeme in _JOINING and (not kept or kept[-1] == "("):
                continue
        kept.append(lexeme)
    while kept and kept[-1] in _OPERATORS:
        kept.pop()
    return kept


class _Parser:
    """Recursive descent over lexemes; brackets are balanced and no deeper than DEEPEST."""

    def __init__(self, lexemes: list[str]) -> None:
        self._lexemes = lexemes
        self._at = 0

    def _peek(self) -> str:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else ""

    def list_until_end(self) -> list[Node]:
        """Everything up to the closing bracket or the end."""
        parts: list[Node] = []
        while self._peek() not in {"", ")"}:
            parts += self._either()
        return parts

    def _either(self) -> list[Node]:
        first = self._all()
        others = [first]
        while self._peek() == "OR" and self._has_operand(self._at + 1):
            self._at += 1
            others.append(self._all())
        return first if len(others) == 1 else [Or(tuple(_single(other) for other in others if other))]

    def _all(self) -> list[Node]:
        first = self._negated()
        others = [first]
        while self._peek() == "AND" and self._has_operand(self._at + 1):
            self._at += 1
            others.append(self._negated())
        return first if len(others) == 1 else [And(tuple(_single(other) for other in others if other))]

    def _negated(self) -> list[Node]:
        negative = False
        while self._peek() in {"NOT", "-"} and self._has_operand(self._at + 1):
            negative = not negative
            self._at += 1
        lexeme = self._peek()
        if len(lexeme) > 1 and lexeme[0] == "-" and (lexeme[1].isalnum() or lexeme[1] == '"'):
            negative = not negative
            self._lexemes[self._at] = lexeme[1:]
        found = self._atom()
        return [Not(_single(found))] if negative and found else found

    def _has_operand(self, at: int) -> bool:
        """Whether something that can be asked stands at `at`, operators before it aside."""
        while at < len(self._lexemes) and self._lexemes[at] in {"NOT", "-"}:
            at += 1
        return at < len(self._lexemes) and self._lexemes[at] not in {")", "AND", "OR"}

    def _atom(self) -> list[Node]:
        lexeme = self._peek()
        self._at += 1
        if lexeme == "(":
            parts = self.list_until_end()
            self._at += 1
            return [Any(tuple(parts))] if len(parts) > 1 else parts
        return read(lexeme)


def _single(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def read(lexeme: str) -> list[Node]:
    """What one lexeme asks for: nothing for mere punctuation, several words for "a/b"."""
    match = _FIELD.fullmatch(lexeme)
    if match:
        found = _read_field(match.group(1).lower(), match.group(2), lexeme)
        if found is not None:
            return found
    if '"' in lexeme:
        parts = tuple(words(lexeme))
        return [Phrase(parts)] if len(parts) > 1 else [Word(part, lexeme.strip('"')) for part in parts]
    if lexeme.endswith("*"):
        parts = words(lexeme)
        if parts:
            return [*(Word(part, part) for part in parts[:-1]), Prefix(parts[-1])]
    return _read_words(lexeme)


def _read_field(name: str, value: str, lexeme: str) -> list[Node] | None:
    value = value.strip('"').strip()
    if name in FIELDS:
        return [Field(FIELDS[name], value, lexeme)] if value else []
    if name == "title":
        parts = tuple(words(value))
        return [Title(parts)] if parts else []
    return None


def _read_words(lexeme: str) -> list[Node]:
    folded = fold(lexeme)
    found = words(lexeme)
    core = lexeme.strip(".,;:!?'’‘()[]{}<>")
    if len(found) <= 1:
        return [Word(word, core) for word in found]
    joined = compounds(folded)
    if len(joined) == 1 and COMPOUND.fullmatch(clean(fold(core))):
        return [Compound(tuple(found), core, joined[0])]
    if _INITIALS.fullmatch(core):
        return [Compound(tuple(found), core, "".join(found))]
    if re.search(r"\d", lexeme):
        return [Compound(tuple(found), core)]
    return [Word(word, word) for word in found]
