"""The typed model of a document (FORMATS D). Everything here is frozen; parsing makes it, nothing changes it.

Library ── Entry*                      what the shelf shows: front matter, reading time
Briefing ── Section* ── Block*         what the reader shows
               └─────── Paragraph*     what is cited, searched and marked: leaf blocks, numbered through the document
Passage                                what search returns: a section, or a part of a long one
"""

from dataclasses import dataclass, field
from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a numbered leaf block is (FORMATS D3)."""

    TEXT = "text"
    ITEM = "item"
    TABLE = "table"
    FIGURE = "figure"
    CODE = "code"


class CalloutKind(StrEnum):
    """The fenced blocks of FORMATS D1."""

    KEY_POINTS = "key-points"
    PRACTICE = "practice"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one set of properties.

    Attributes:
        text: plain text, never markup. A line feed is a hard line break.
        bold: strong emphasis.
        italic: emphasis.
        code: monospace.
        href: a link as written: "#section", "other-id", "other-id#section", or an outside address (never opened).
        note: number of the footnote this span refers to; then `text` is that number.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str | None = None
    note: int | None = None


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The text of `spans` without footnote numbers."""
    return "".join(span.text for span in spans if span.note is None)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A leaf block: the unit that is numbered, cited, marked and re-attached.

    Attributes:
        number: from 1 through the whole document; "¶ 12" for people.
        fingerprint: 32 hex digits over the normalised text, for machines (FORMATS D3).
        kind: what block it is.
        text: plain text without footnote numbers; a table has one line a row, cells parted by tabs; a figure its
            text alternative and caption.
        section: id of the section it stands in.
        callout: the fenced block it stands in, or None.
        notes: numbers of the footnotes referred to, in order.
        line: line of the file it begins on.
    """

    number: int
    fingerprint: str
    kind: ParagraphKind
    text: str
    section: str
    callout: CalloutKind | None = None
    notes: tuple[int, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the running order; levels 2 and 3 begin sections (`section` is then that section's id)."""

    level: int
    spans: Spans
    section: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text, one numbered paragraph."""

    paragraph: Paragraph
    spans: Spans


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a tuple of blocks, usually one Prose."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; one numbered paragraph. `aligns` holds "left", "center", "right" or "" a column."""

    paragraph: Paragraph
    caption: Spans
    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture named by its place in the library ("figures/x.svg"); one numbered paragraph."""

    paragraph: Paragraph
    source: str
    alternative: str
    caption: str


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, one numbered paragraph."""

    paragraph: Paragraph
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A fenced block. `key` is the audience's taxonomy key for kind AUDIENCE, else ""."""

    kind: CalloutKind
    key: str
    blocks: tuple["Block", ...]


Block = Heading | Prose | ListBlock | Table | Figure | Code | Quote | Rule | Callout


@dataclass(frozen=True, slots=True)
class Section:
    """From a heading of level 2 or 3 to the next one (FORMATS D3); the text before the first is "start".

    Attributes:
        id: the heading's slug, unique in the document.
        level: 2 or 3; 0 for "start".
        title: plain text of the heading; "" for "start".
        blocks: the heading first (none for "start"), then the rest in order.
        paragraphs: the numbered leaf blocks of this section, in order.
    """

    id: str
    level: int
    title: str
    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: `source` names an entry of sources.toml (None where the text is free), `where` the place in it."""

    number: int
    label: str
    source: str | None
    where: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """What a digest is about (FORMATS D2)."""

    title: str
    publisher: str = ""
    year: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of `changes`: what an edition changed."""

    edition: int
    kind: str
    urgent: bool
    summary: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry of `see_also`: named, never fetched."""

    title: str
    kind: str = "page"
    address: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A document's front matter, validated (FORMATS D2). Only `id` and `title` are required; dates are ISO text."""

    id: str
    title: str
    type: str = "briefing"
    provenance: str = "local"
    original: Original | None = None
    edition: int = 1
    changes: tuple[Change, ...] = ()
    issued: str = ""
    law_as_at: str = ""
    review_by: str = ""
    language: str = "en"
    translation_of: str = ""
    nation: tuple[str, ...] = ()
    series: str = ""
    audience: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    summary: str = ""
    evidence: str = ""
    content_note: str = ""
    see_also: tuple[Elsewhere, ...] = ()
    marking: str = ""
    supersedes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def is_digest(self) -> bool:
        """Whether FORMATS D10's line must stand wherever this document is shown."""
        return self.provenance == "digest"


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole document.

    Attributes:
        key: "library/id", or the bare id in a library without a name (FORMATS D11).
        meta: its front matter.
        sections: in order; "start" comes first where there is text before the first heading.
        footnotes: in order of first reference.
        words: words of visible text, for the reading time.
    """

    key: str
    meta: FrontMatter
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    words: int

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes at WORDS_PER_MINUTE, at least 1."""
        return minutes_for(self.words)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every numbered paragraph, in order; `paragraphs[n - 1].number == n`."""
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)

    def section(self, section_id: str) -> Section | None:
        """The section of that id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


WORDS_PER_MINUTE = 200
"""A careful reading speed for professional prose."""


def minutes_for(words: int) -> int:
    """Whole minutes to read `words`, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


@dataclass(frozen=True, slots=True)
class Passage:
    """What search returns (FORMATS D4): a section, split at paragraph borders when longer than about 1,500 characters.

    Attributes:
        document: key of the document.
        section: id of the section.
        heading: title of the section ("" for "start").
        first: number of its first paragraph (0 where the document has none: then `text` is empty).
        last: number of its last paragraph.
        text: its paragraphs' texts, joined by PARAGRAPH_BREAK.
        offsets: start of each paragraph in `text`, in code points, in order.
        callouts: (start, end, kind) ranges of `text` that stand in a fenced block.
    """

    document: str
    section: str
    heading: str
    first: int
    last: int
    text: str
    offsets: tuple[int, ...]
    callouts: tuple[tuple[int, int, CalloutKind], ...] = ()

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph that holds character `offset` of `text`."""
        number = self.first
        for index, start in enumerate(self.offsets):
            if start > offset:
                break
            number = self.first + index
        return number


PARAGRAPH_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the shelf: what is known of a document without parsing its body."""

    key: str
    meta: FrontMatter
    words: int
    status: str = "current"

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes."""
        return minutes_for(self.words)


@dataclass(frozen=True, slots=True)
class Term:
    """A taxonomy key with its labels by language code."""

    key: str
    labels: dict[str, str]
    about: str = ""

    def label(self, language: str = "en") -> str:
        """The label in `language`, in English where there is none, the key itself at worst."""
        return self.labels.get(language) or self.labels.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Facet name ("topics", "audience", "stages", "nation", "type") to its terms in order."""

    facets: dict[str, tuple[Term, ...]] = field(default_factory=dict[str, tuple[Term, ...]])

    def label(self, facet: str, key: str, language: str = "en") -> str:
        """The label of `key`; the key made readable where the taxonomy does not have it."""
        for term in self.facets.get(facet, ()):
            if term.key == key:
                return term.label(language)
        return key.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, what it stands for, and where that was seen (a source id)."""

    short: str
    expansion: str
    source: str = ""
    note: str = ""
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the register of sources (FORMATS D6)."""

    id: str
    title: str
    publisher: str
    year: str
    kind: str
    page: str
    address: str
    checked: str
    status: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where to turn for what the library does not cover (FORMATS D8)."""

    id: str
    words: tuple[str, ...]
    authority: str
    title: str
    purpose: str
    address: str
    number: str
    nation: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The field's language for search (FORMATS D8).

    Attributes:
        groups: words and short phrases that are asked for as one.
        see: one-way: a word, and what it also asks for.
        welsh: a Welsh word or mutation, and the English words it asks for.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    see: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    welsh: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Registers:
    """The D8 files of a library, each empty where the file is missing."""

    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    abbreviations: tuple[Abbreviation, ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms)
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    signposts: tuple[Signpost, ...] = ()
    signpost_first: str = ""


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """library.toml (FORMATS D8). `id` is "" for a folder of documents without one."""

    id: str = ""
    title: str = ""
    publisher: str = ""
    marking: str = ""
    edition: int = 1
    licence: str = ""
    description: str = ""

    def key(self, document_id: str) -> str:
        """The name of a document of this library everywhere (FORMATS D11)."""
        return f"{self.id}/{document_id}" if self.id else document_id
