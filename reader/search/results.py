"""What is asked of search and what it answers. Plain data; every string is plain text, never HTML (FORMATS C3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_QUERY_CHARACTERS = 500
"""Longer queries are cut here, with a notice: parsing time grows faster than length."""

FACETS = ("topics", "audience", "stages", "nation", "type")
"""Facet names, in the order shown; the same as the front matter's fields."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question.

    Attributes:
        text: what was typed.
        filters: facet name to ticked keys; any key within a facet, every facet across them.
        limit: most hits wanted.
        typing: the last word is unfinished and also matches as a prefix.
        literal: no abbreviations, synonyms, spelling variants or corrections.
        document: only passages of this document (its key), "" for all.
    """

    text: str
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    limit: int = 20
    typing: bool = False
    literal: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found.

    Attributes:
        passage: its number in the index, for `Index.snippet` and `Index.passage`.
        document: key of the document.
        provenance: of the document; "digest" brings FORMATS D10's line.
        section: id of the section.
        heading: title of the section, "" before the first.
        title: of the document.
        paragraph: number of the best paragraph.
        score: greater is better; only comparable within one answer.
        audience: the document's audience keys.
    """

    passage: int
    document: str
    provenance: str
    section: str
    heading: str
    title: str
    paragraph: int
    score: float
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of the query and what was also asked: `kind` abbreviation, synonym, spelling, welsh or correction."""

    word: str
    also: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Results:
    """The answer.

    Attributes:
        request: the question.
        interpreted: in one line, what was really asked, expansions and corrections included.
        expansions: the same as data.
        notices: plain sentences, translated, about what was cut or ignored.
        total: passages that match, with the filters.
        documents: documents that match, with the filters.
        took_ms: time taken, in milliseconds.
        suggestion: a corrected query to offer, or None.
        facets: facet name to {key: passages}, each facet counted under the other facets' filters.
        hits: best first, at most `request.limit`.
    """

    request: Request
    interpreted: str
    expansions: tuple[Expansion, ...]
    notices: tuple[str, ...]
    total: int
    documents: int
    took_ms: float
    suggestion: str | None
    facets: dict[str, dict[str, int]]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A window of a passage. `marks` are (start, end) ranges of `text` in code points, in order, not overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class WordEffect:
    """For an answer with no hits: what is found with `word` alone and with everything but `word`."""

    word: str
    alone: int
    without: int
