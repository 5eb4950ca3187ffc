"""The one safe renderer: a Briefing to the HTML subset Qt shows, and to plain text.

All text is escaped; every link is one of our own schemes (note:, abbr:, doc:, back:, #anchor), which nothing but the
reading view resolves; pictures are named "asset:figures/…". No path and no outside address ever becomes a link or a
source, so whatever shows the HTML has nothing to fetch (FORMATS D5, D10).
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reader.language import current, tr
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.look import PLAIN, Look
from reader.library.model import (
    Block,
    Briefing,
    Callout,
    CalloutKind,
    Code,
    Figure,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
)
from reader.library.reference import Registers

_DOCUMENT_LINK = re.compile(r"([a-z0-9-]{3,64}/)?[a-z0-9-]{3,64}(#[a-z0-9-]+)?")
_SECTION_LINK = re.compile(r"#[a-z0-9-]+")
_HEADING_TAGS = {1: "h2", 2: "h2", 3: "h3"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML for the reading view.

    Attributes:
        html: the whole document.
        outline: (anchor, level, title) of every section and end section, in order.
    """

    html: str
    outline: tuple[tuple[str, int, str], ...]


@dataclass(slots=True)
class _Context:
    briefing: Briefing
    registers: Registers
    look: Look
    titles: dict[str, str]
    explained: set[str] = field(default_factory=set[str])
    referred: dict[int, int] = field(default_factory=dict[int, int])


def render_html(
    briefing: Briefing, registers: Registers, look: Look = PLAIN, titles: dict[str, str] | None = None
) -> Rendered:
    """Render a document.

    Args:
        briefing: the document.
        registers: of its library: sources, abbreviations, taxonomy, signposts.
        look: colours and type.
        titles: key to title of the other documents, for naming related ones.

    Returns:
        HTML with anchors "p12" at each numbered paragraph, "s-slug" at each section and "note-3" at each source.
    """
    context = _Context(briefing, registers, look, titles or {})
    parts = [_head(context)]
    for section in briefing.sections:
        context.explained.clear()
        parts.extend(_block(block, context) for block in section.blocks)
    parts.extend(_end(context))
    outline = [(f"s-{s.id}", s.level, s.title) for s in briefing.sections if s.level]
    outline += [(anchor, 2, title) for anchor, title in _end_sections(context)]
    body = f'<body style="font-family:{_attribute(look.reading_family)};font-size:{look.size}pt">'
    return Rendered("".join(("<html>", body, *parts, "</body></html>")), tuple(outline))


def _head(context: _Context) -> str:
    meta = context.briefing.meta
    look = context.look
    entry = Entry(context.briefing.key, meta, context.briefing.words)
    parts = [f'<a name="top"></a><h1 style="font-size:{look.h1}pt">{_escape(meta.title)}</h1>']
    if meta.is_digest:
        parts.append(_small(f"<b>{_escape(wording.digest_line())}</b>", look, look.accent))
    parts.append(_small(_escape(wording.meta_line(entry)), look, look.muted))
    if meta.summary:
        parts.append(f"<p>{_escape(meta.summary)}</p>")
    if meta.content_note:
        note = tr("Before you read: {note}").format(note=meta.content_note)
        parts.append(_small(_escape(note), look, look.muted))
    return "".join(parts)


def _block(block: Block, context: _Context) -> str:  # noqa: PLR0911 - one line a kind of block
    match block:
        case Heading():
            return _heading(block, context)
        case Prose():
            return f"<p>{_anchor(block.paragraph)}{_spans(block.spans, context, block.paragraph)}</p>"
        case ListBlock():
            return _list(block, context)
        case Table():
            return _table(block, context)
        case Figure():
            return _figure(block, context)
        case Code():
            style = f"font-family:{_attribute(context.look.mono_family)};font-size:{context.look.ui}pt"
            return f'{_anchor(block.paragraph)}<pre style="{style}">{_escape(block.text)}</pre>'
        case Quote():
            return f"<blockquote>{_blocks(block.blocks, context)}</blockquote>"
        case Rule():
            return "<hr/>"
        case Callout():
            return _callout(block, context)


def _blocks(blocks: Iterable[Block], context: _Context) -> str:
    return "".join(_block(block, context) for block in blocks)


def _heading(block: Heading, context: _Context) -> str:
    tag = _HEADING_TAGS.get(block.level, "h4")
    size = {"h2": context.look.h2, "h3": context.look.h3}.get(tag, context.look.size)
    anchor = f'<a name="s-{block.section}"></a>' if block.section else ""
    return f'<{tag} style="font-size:{size}pt">{anchor}{_spans(block.spans, context, None)}</{tag}>'


def _list(block: ListBlock, context: _Context) -> str:
    tag = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items: list[str] = []
    for item in block.items:
        first, rest = item[:1], item[1:]
        if first and isinstance(first[0], Prose):
            prose = first[0]
            inner = f"{_anchor(prose.paragraph)}{_spans(prose.spans, context, prose.paragraph)}"
            items.append(f"<li>{inner}{_blocks(rest, context)}</li>")
        else:
            items.append(f"<li>{_blocks(item, context)}</li>")
    return f"<{tag}{start}>{''.join(items)}</{tag}>"


def _table(block: Table, context: _Context) -> str:
    look = context.look
    head = "".join(_cell("th", cell, align, block, context) for cell, align in _aligned(block.header, block))
    rows = "".join(
        "<tr>" + "".join(_cell("td", cell, align, block, context) for cell, align in _aligned(row, block)) + "</tr>"
        for row in block.rows
    )
    caption = ""
    if block.caption:
        words = _spans(block.caption, context, block.paragraph)
        caption = f'<p style="{_ui(look, look.ui)}"><b>{words}</b></p>'
    return (
        f"{_anchor_line(block.paragraph, caption)}"
        f'<table class="data" width="100%" cellspacing="0" cellpadding="6" border="1" '
        f'style="border-color:{look.border};border-style:solid;border-collapse:collapse">'
        f'<thead><tr bgcolor="{look.panel}">{head}</tr></thead>{rows}</table>'
    )


def _aligned(cells: Sequence[Spans], block: Table) -> Iterator[tuple[Spans, str]]:
    for index, cell in enumerate(cells):
        yield cell, block.aligns[index] if index < len(block.aligns) else ""


def _cell(tag: str, cell: Spans, align: str, block: Table, context: _Context) -> str:
    where = f' align="{align}"' if align else ' align="left"'
    return (
        f'<{tag}{where} style="{_ui(context.look, context.look.ui)}">{_spans(cell, context, block.paragraph)}</{tag}>'
    )


def _figure(block: Figure, context: _Context) -> str:
    look = context.look
    if not block.source:
        return f"<p>{_anchor(block.paragraph)}<i>{_escape(block.alternative)}</i></p>"
    caption = _small(_escape(block.caption), look, look.muted) if block.caption else ""
    return (
        f'<p class="figure">{_anchor(block.paragraph)}'
        f'<img src="asset:{_attribute(block.source)}" alt="{_attribute(block.alternative)}"/></p>{caption}'
    )


def _callout(block: Callout, context: _Context) -> str:
    look = context.look
    lines = [f"<b>{_escape(callout_label(block, context.registers))}</b>"]
    if block.kind is not CalloutKind.KEY_POINTS:
        lines.append(f'<span style="color:{look.muted}"> · {_escape(wording.not_procedure())}</span>')
    label = f'<p class="label" style="{_ui(look, look.ui)};color:{look.accent}">{"".join(lines)}</p>'
    return (
        f'<table class="callout" width="100%" cellspacing="0" cellpadding="11">'
        f'<tr><td bgcolor="{look.panel}" style="border-left:4px solid {look.accent}">'
        f"{label}{_blocks(block.blocks, context)}</td></tr></table>"
    )


def callout_label(block: Callout, registers: Registers) -> str:
    """The first line of a fenced block."""
    match block.kind:
        case CalloutKind.KEY_POINTS:
            return tr("Key points")
        case CalloutKind.PRACTICE:
            return tr("Practice point")
        case CalloutKind.AUDIENCE:
            return wording.audience_heading(registers.taxonomy, block.key, current())


def _spans(spans: Spans, context: _Context, paragraph: Paragraph | None) -> str:
    return "".join(_span(span, context, paragraph) for span in spans)


def _span(span: Span, context: _Context, paragraph: Paragraph | None) -> str:
    if span.note is not None:
        if paragraph is not None:
            context.referred.setdefault(span.note, paragraph.number)
        return f'<sup><a href="note:{span.note}" style="color:{context.look.link}">{span.note}</a></sup>'
    href = _internal(span.href, context) if span.href else ""
    explain = not href and not span.code and paragraph is not None
    text = _abbreviated(span.text, context) if explain else _escape(span.text)
    text = text.replace("\n", "<br/>")
    if span.code:
        text = f'<span style="font-family:{_attribute(context.look.mono_family)}">{text}</span>'
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    if href:
        return f'<a href="{_attribute(href)}" style="color:{context.look.link}">{text}</a>'
    if span.href and span.href not in span.text:
        return f"{text} ({_escape(span.href)})"
    return text


def _internal(href: str, context: _Context) -> str:
    """Our own link for a reference inside the library, "" for anything else."""
    if _SECTION_LINK.fullmatch(href):
        return f"#s-{href[1:]}"
    if _DOCUMENT_LINK.fullmatch(href):
        library, slash, _ = context.briefing.key.rpartition("/")
        return f"doc:{href}" if "/" in href or not slash else f"doc:{library}/{href}"
    return ""


def _abbreviated(text: str, context: _Context) -> str:
    """Escaped text in which the first use of each abbreviation in the section is a link to its explanation."""
    pattern = abbreviation_pattern(tuple(entry.short for entry in context.registers.abbreviations))
    if pattern is None:
        return _escape(text)
    parts: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        short = match.group(1)
        if short in context.explained:
            continue
        context.explained.add(short)
        parts.append(_escape(text[last : match.start()]))
        parts.append(
            f'<a href="abbr:{_attribute(short)}" style="color:{context.look.text};text-decoration:none">'
            f"{_escape(short)}</a>"
        )
        last = match.start() + len(short)
    parts.append(_escape(text[last:]))
    return "".join(parts)


_patterns: dict[tuple[str, ...], re.Pattern[str] | None] = {}


def abbreviation_pattern(shorts: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of `shorts` as a word of its own, plural s allowed; group 1 is the short form. None for no shorts."""
    if shorts not in _patterns:
        words = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
        _patterns[shorts] = re.compile(rf"(?<![\w-])({words})(?=s?(?![\w-]))") if shorts else None
    return _patterns[shorts]


def _end_sections(context: _Context) -> Iterator[tuple[str, str]]:
    meta = context.briefing.meta
    if context.briefing.footnotes:
        yield "end-sources", tr("Sources")
    if meta.is_digest or meta.evidence:
        yield "end-about", tr("About this digest") if meta.is_digest else tr("About this document")
    if meta.related or meta.see_also:
        yield "end-related", tr("Related")
    if context.registers.signposts:
        yield "end-signposts", tr("Where to turn")


def _end(context: _Context) -> Iterator[str]:
    writers: dict[str, Callable[[_Context], str]] = {
        "end-sources": _sources,
        "end-about": _about,
        "end-related": _related,
        "end-signposts": _signposts,
    }
    for anchor, title in _end_sections(context):
        heading = f'<h2 style="font-size:{context.look.h2}pt"><a name="{anchor}"></a>{_escape(title)}</h2>'
        yield heading + writers[anchor](context)


def _sources(context: _Context) -> str:
    return "".join(_source(note, context) for note in context.briefing.footnotes)


def _source(note: Footnote, context: _Context) -> str:
    look = context.look
    source = context.registers.sources.get(note.source or "")
    text = _escape(wording.footnote_text(note, context.registers))
    if source is not None and source.address:
        text += f"<br/>{_escape(source.address)}"
    back = context.referred.get(note.number)
    number = f'<a href="back:{back}" style="color:{look.link}">{note.number}</a>' if back else str(note.number)
    return f'<p class="source" style="{_ui(look, look.small)}"><a name="note-{note.number}"></a>{number}. {text}</p>'


def _about(context: _Context) -> str:
    meta = context.briefing.meta
    lines = [wording.independence_line(meta), wording.original_line(meta)]
    if meta.evidence:
        lines.append(tr("Evidence: {words}").format(words=meta.evidence))
    if meta.law_as_at:
        lines.append(tr("Law as at {date}.").format(date=wording.long_date(meta.law_as_at)))
    return "".join(_small(_escape(line), context.look, context.look.muted) for line in lines if line)


def _related(context: _Context) -> str:
    look = context.look
    library, slash, _ = context.briefing.key.rpartition("/")
    items: list[str] = []
    for identifier in context.briefing.meta.related:
        key = identifier if "/" in identifier or not slash else f"{library}/{identifier}"
        title = context.titles.get(key, identifier)
        items.append(f'<a href="doc:{_attribute(key)}" style="color:{look.link}">{_escape(title)}</a>')
    for other in context.briefing.meta.see_also:
        kind = tr("Video") if other.kind == "video" else tr("Page")
        address = f"<br/>{_escape(other.address)}" if other.address else ""
        items.append(f"{_escape(kind)}: {_escape(other.title)}{address}")
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _signposts(context: _Context) -> str:
    registers = context.registers
    look = context.look
    nations = set(context.briefing.meta.nation)
    items: list[str] = []
    for post in registers.signposts:
        if post.nation and nations and not nations & set(post.nation):
            continue
        words = ", ".join(part for part in (post.title, post.authority) if part)
        contact = " · ".join(part for part in (post.number, post.address) if part)
        items.append(f"<li><b>{_escape(words)}</b>: {_escape(post.purpose)}<br/>{_escape(contact)}</li>")
    first = f"<p>{_escape(registers.signpost_first)}</p>" if registers.signpost_first else ""
    return f'{first}<ul style="{_ui(look, look.ui)}">{"".join(items)}</ul>'


def _anchor(paragraph: Paragraph) -> str:
    return f'<a name="p{paragraph.number}"></a>'


def _anchor_line(paragraph: Paragraph, caption: str) -> str:
    """The anchor of a table stands in its caption, or in a line of its own where it has none."""
    if caption:
        return caption.replace("<b>", f"{_anchor(paragraph)}<b>", 1)
    return f'<p style="font-size:1pt">{_anchor(paragraph)}</p>'


def _small(inner: str, look: Look, colour: str) -> str:
    return f'<p class="small" style="{_ui(look, look.small)};color:{colour}">{inner}</p>'


def _ui(look: Look, size: float) -> str:
    return f"font-family:{_attribute(look.ui_family)};font-size:{size}pt"


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)
