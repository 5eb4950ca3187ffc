"""The typed model of a document (FORMATS D). Everything here is frozen; parsing makes it, nothing changes it.

Library ── Entry*                      what the shelf shows: front matter, reading time
Briefing ── Section* ── Block*         what the reader shows
               └─────── Paragraph*     what is cited, searched and marked: leaf blocks, numbered through the document
Passage                                what search returns: a section, or a part of a long one
"""

from dataclasses import dataclass
from enum import StrEnum

from reader.library.catalogue import FrontMatter, minutes_for


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
