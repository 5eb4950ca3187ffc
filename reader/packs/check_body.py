"""A document's body beyond what parsing already demands (FORMATS D1, D3, D5, D6)."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from reader.library.blocks import Parsed, lift_definitions
from reader.library.document import Head
from reader.library.model import (
    Block,
    Callout,
    CalloutKind,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    ParagraphKind,
    Prose,
    Quote,
    Span,
    Spans,
    Table,
    plain,
)
from reader.library.reference import Registers
from reader.library.registers import LEGAL_KINDS
from reader.packs.findings import Finding, error, warning

LONG_SENTENCE_WORDS = 30
"""A sentence with more words than this is warned of."""
SHORT_ALTERNATIVE = 20
"""A text alternative of fewer characters than this can hardly carry a figure."""
_STRAY_NOTE = re.compile(r"\[\^([^\]\s]{1,64})\]")
_STRAY_FENCE = re.compile(r"^:::\s*\S*", re.MULTILINE)
_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
_LAW = re.compile(
    r"\b(?:section|sections|s\.) ?\d+[A-Z]*\b.*\bAct\b|\bAct (?:19|20)\d\d\b.*\bsections? ?\d+", re.DOTALL
)
_INTERNAL = re.compile(r"(?:(?P<document>[a-z0-9-]{3,64}))?(?:#(?P<section>[a-z0-9-]+))?")
_DEEPEST_HEADING = 3


def body_findings(
    file: str, head: Head, parsed: Parsed, registers: Registers, sections: Mapping[str, AbstractSet[str]]
) -> Iterator[Finding]:
    """What is wrong or odd in a document's body.

    Args:
        file: name for complaints.
        head: the document's head.
        parsed: its body.
        registers: of the library.
        sections: section ids of every document by its id, for links.
    """
    yield from _headings(file, parsed)
    yield from _notes(file, head, parsed, registers)
    yield from _links(file, head.meta.id, parsed, sections)
    yield from _pictures_and_tables(file, parsed)
    yield from _callouts(file, head, parsed, registers)
    for section in parsed.sections:
        for paragraph in section.paragraphs:
            yield from _text(file, paragraph)
            if head.meta.is_digest:
                yield from _support(file, paragraph, parsed, registers)


def blocks(parsed: Parsed) -> Iterator[Block]:
    """Every block of a body, containers before what they hold."""
    waiting: list[Block] = [block for section in reversed(parsed.sections) for block in reversed(section.blocks)]
    while waiting:
        block = waiting.pop()
        yield block
        if isinstance(block, (Callout, Quote)):
            waiting.extend(reversed(block.blocks))
        elif isinstance(block, ListBlock):
            waiting.extend(inner for item in reversed(block.items) for inner in reversed(item))


def figures(parsed: Parsed) -> Iterator[Figure]:
    """Every figure of a body."""
    return (block for block in blocks(parsed) if isinstance(block, Figure))


def _headings(file: str, parsed: Parsed) -> Iterator[Finding]:
    level = 1
    seen: set[str] = set()
    for block in blocks(parsed):
        if not isinstance(block, Heading):
            continue
        title = plain(block.spans)
        if block.level == 1 or block.level > _DEEPEST_HEADING:
            yield error(file, block.line, "heading", "headings of level 2 and 3 only", "D3")
        elif block.level > level + 1:
            yield error(file, block.line, "heading", f"level {level + 1} before level {block.level}", "D3")
        if not title:
            yield error(file, block.line, "heading", "a heading with words", "D3")
        if title.casefold() in seen:
            yield error(file, block.line, "heading", "a heading that stands once in the document", "D3")
        seen.add(title.casefold())
        level = max(block.level, 1)


def _notes(file: str, head: Head, parsed: Parsed, registers: Registers) -> Iterator[Finding]:
    for note in parsed.unused:
        yield error(file, note.line, f"footnote {note.label}", "a footnote that the text refers to", "D6")
    for note in parsed.footnotes:
        if note.source is None:
            yield error(file, note.line, f"footnote {note.label}", "source-id, where in it", "D6")
        elif note.source not in registers.sources:
            yield error(
                file, note.line, f"footnote {note.label}", f"an id of sources.toml; {note.source} is none", "D6"
            )
        elif not note.where:
            yield warning(file, note.line, f"footnote {note.label}", "where in the source", "D6")
    _, definitions = lift_definitions(head.body, head.body_line)
    written = re.findall(r"^\[\^([^\]\s]{1,64})\]:", head.body, re.MULTILINE)
    for label in {label for label in written if written.count(label) > 1} & set(definitions):
        yield error(file, definitions[label].line, f"footnote {label}", "one definition", "D6")


def _links(file: str, own: str, parsed: Parsed, sections: Mapping[str, AbstractSet[str]]) -> Iterator[Finding]:
    for block in blocks(parsed):
        for spans in _spans_of(block):
            for span in spans:
                if span.href is not None:
                    yield from _link(file, _line(block), own, span, sections)


def _link(file: str, line: int, own: str, span: Span, sections: Mapping[str, AbstractSet[str]]) -> Iterator[Finding]:
    match = _INTERNAL.fullmatch(span.href or "")
    if match is None or not span.href:
        yield error(file, line, f"link {span.href}", "a link into this library; addresses belong in sources.toml", "D1")
        return
    document = match["document"] or own
    if document not in sections:
        yield error(file, line, f"link {span.href}", f"a document of this library; {document} is none", "D1")
    elif match["section"] and match["section"] not in sections[document]:
        yield error(file, line, f"link {span.href}", f"a section of {document}; {match['section']} is none", "D1")


def _spans_of(block: Block) -> Iterator[Spans]:
    match block:
        case Heading() | Prose():
            yield block.spans
        case Table():
            yield from (block.caption, *block.header, *(cell for row in block.rows for cell in row))
        case _:
            pass


def _line(block: Block) -> int:
    match block:
        case Heading():
            return block.line
        case Prose() | Table() | Figure():
            return block.paragraph.line
        case _:
            return 0


def _pictures_and_tables(file: str, parsed: Parsed) -> Iterator[Finding]:
    for block in blocks(parsed):
        if isinstance(block, Figure):
            line = block.paragraph.line
            if not block.source:
                yield error(file, line, "figure", "a picture named figures/name.svg or .png", "D5")
            if len(block.alternative) < SHORT_ALTERNATIVE:
                yield error(file, line, "figure", "a text alternative that says what the figure says", "D5")
        elif isinstance(block, Table):
            line = block.paragraph.line
            if not block.caption:
                yield error(file, line, "table", "a line “Table: …” above it", "D5")
            if not all(plain(cell) for cell in block.header[1:]):
                yield error(file, line, "table", "a header over every column", "D5")


def _callouts(file: str, head: Head, parsed: Parsed, registers: Registers) -> Iterator[Finding]:
    audiences = {term.key for term in registers.taxonomy.facets.get("audience", ())}
    found = [block for block in blocks(parsed) if isinstance(block, Callout)]
    for block in found:
        if block.kind is CalloutKind.AUDIENCE and block.key not in audiences:
            yield error(file, 0, f"::: audience {block.key}", "an audience of taxonomy.toml", "D1")
        if not block.blocks:
            yield error(file, 0, f"::: {block.kind}", "a block with text, closed by :::", "D1")
    if head.meta.is_digest and not any(block.kind is CalloutKind.KEY_POINTS for block in found):
        yield warning(file, head.body_line, "key points", "a ::: key-points block", "D1")


def _text(file: str, paragraph: Paragraph) -> Iterator[Finding]:
    if paragraph.kind is ParagraphKind.CODE:
        return
    for match in _STRAY_NOTE.finditer(paragraph.text):
        yield error(file, paragraph.line, f"footnote {match.group(1)}", "a definition at the end", "D6")
    if _STRAY_FENCE.search(paragraph.text):
        yield error(file, paragraph.line, ":::", "practice, key-points or audience KEY, closed by :::", "D1")
    if _HTML.search(paragraph.text):
        yield error(file, paragraph.line, "HTML", "Markdown only", "D1")
    if paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.ITEM):
        for sentence in _SENTENCE_END.split(paragraph.text):
            words = len(sentence.split())
            if words > LONG_SENTENCE_WORDS:
                start = " ".join(sentence.split()[:6])
                expected = f"at most {LONG_SENTENCE_WORDS} words in a sentence; “{start} …” has {words}"
                yield warning(file, paragraph.line, "long sentence", expected, "D1")


def _support(file: str, paragraph: Paragraph, parsed: Parsed, registers: Registers) -> Iterator[Finding]:
    ours = paragraph.callout in (CalloutKind.PRACTICE, CalloutKind.AUDIENCE)
    running = paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.ITEM)
    if running and not paragraph.notes and not ours and not paragraph.text.endswith(":"):
        yield warning(file, paragraph.line, "footnote", "a footnote for each statement of fact", "D6")
    if running and paragraph.notes and _LAW.search(paragraph.text):
        named = (parsed.footnotes[number - 1].source or "" for number in paragraph.notes)
        kinds = {registers.sources[source].kind for source in named if source in registers.sources}
        if not kinds & set(LEGAL_KINDS):
            yield error(file, paragraph.line, "law", "a source of kind law or statutory guidance", "D6")
