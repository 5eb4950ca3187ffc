"""The one safe renderer: a Briefing to the HTML subset Qt shows, and to plain text.

All text is escaped; every link is one of our own schemes (note:, abbr:, doc:, back:, #anchor), which nothing but the
reading view resolves; pictures are named "asset:figures/…". No path and no outside address ever becomes a link or a
source, so whatever shows the HTML has nothing to fetch (FORMATS D5, D10).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from reader.language import current, tr
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.html_parts import Context, attribute, escape, small, ui_style
from reader.library.look import PLAIN, Look
from reader.library.model import (
    Block,
    Briefing,
    Callout,
    CalloutKind,
    Code,
    Figure,
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
from reader.library.render_end import end_matter, end_sections

_DOCUMENT_LINK = re.compile(r"([a-z0-9-]{3,64}/)?[a-z0-9-]{3,64}(#[a-z0-9-]+)?")
_SECTION_LINK = re.compile(r"#[a-z0-9-]+")
_HEADING_TAGS = {1: "h2", 2: "h2", 3: "h3"}


def outline(briefing: Briefing, registers: Registers) -> tuple[tuple[str, int, str], ...]:
    """(anchor, level, title) of every section and end section of a rendered document, in order."""
    sections = [(f"s-{s.id}", s.level, s.title) for s in briefing.sections if s.level]
    return (*sections, *((anchor, 2, title) for anchor, title in end_sections(briefing, registers)))


def render_html(
    briefing: Briefing,
    registers: Registers,
    look: Look = PLAIN,
    titles: dict[str, str] | None = None,
    leave_out: Collection[str] = (),
) -> str:
    """Render a document for the reading view.

    Args:
        briefing: the document.
        registers: of its library: sources, abbreviations, taxonomy, signposts.
        look: colours and type.
        titles: key to title of the other documents, for naming related ones.
        leave_out: anchors of end sections that are not wanted (`render_end.end_sections`).

    Returns:
        HTML with anchors "p12" at each numbered paragraph, "s-slug" at each section and "note-3" at each source.
    """
    shorts = tuple(entry.short for entry in registers.abbreviations)
    context = Context(briefing, registers, look, titles or {}, abbreviation_pattern(shorts))
    parts = [_head(context)]
    for section in briefing.sections:
        context.explained.clear()
        parts.extend(_block(block, context) for block in section.blocks)
    parts.extend(end_matter(context, leave_out))
    body = f'<body style="font-family:{attribute(look.reading_family)};font-size:{look.size}pt">'
    return "".join(("<html>", body, *parts, "</body></html>"))


def _head(context: Context) -> str:
    meta = context.briefing.meta
    look = context.look
    entry = Entry(context.briefing.key, meta, context.briefing.words)
    parts = [f'<a name="top"></a><h1 style="font-size:{look.h1}pt">{escape(meta.title)}</h1>']
    if meta.is_digest:
        parts.append(small(f"<b>{escape(wording.digest_line())}</b>", look, look.accent))
    parts.append(small(escape(wording.meta_line(entry)), look, look.muted))
    if meta.summary:
        parts.append(f"<p>{escape(meta.summary)}</p>")
    if meta.content_note:
        note = tr("Before you read: {note}").format(note=meta.content_note)
        parts.append(small(escape(note), look, look.muted))
    return "".join(parts)


def _block(block: Block, context: Context) -> str:  # noqa: PLR0911 - one line a kind of block
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
            style = f"font-family:{attribute(context.look.mono_family)};font-size:{context.look.ui}pt"
            return f'{_anchor(block.paragraph)}<pre style="{style}">{escape(block.text)}</pre>'
        case Quote():
            return f"<blockquote>{_blocks(block.blocks, context)}</blockquote>"
        case Rule():
            return "<hr/>"
        case Callout():
            return _callout(block, context)


def _blocks(blocks: Iterable[Block], context: Context) -> str:
    return "".join(_block(block, context) for block in blocks)


def _heading(block: Heading, context: Context) -> str:
    tag = _HEADING_TAGS.get(block.level, "h4")
    size = {"h2": context.look.h2, "h3": context.look.h3}.get(tag, context.look.size)
    anchor = f'<a name="s-{block.section}"></a>' if block.section else ""
    return f'<{tag} style="font-size:{size}pt">{anchor}{_spans(block.spans, context, None)}</{tag}>'


def _list(block: ListBlock, context: Context) -> str:
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


def _table(block: Table, context: Context) -> str:
    look = context.look
    head = "".join(_cell("th", cell, align, block, context) for cell, align in _aligned(block.header, block))
    rows = "".join(
        "<tr>" + "".join(_cell("td", cell, align, block, context) for cell, align in _aligned(row, block)) + "</tr>"
        for row in block.rows
    )
    caption = ""
    if block.caption:
        words = _spans(block.caption, context, block.paragraph)
        caption = f'<p style="{ui_style(look, look.ui)}"><b>{words}</b></p>'
    return (
        f"{_anchor_line(block.paragraph, caption)}"
        f'<table class="data" width="100%" cellspacing="0" cellpadding="6" border="1" '
        f'style="border-color:{look.border};border-style:solid;border-collapse:collapse">'
        f'<thead><tr bgcolor="{look.panel}">{head}</tr></thead>{rows}</table>'
    )


def _aligned(cells: Sequence[Spans], block: Table) -> Iterator[tuple[Spans, str]]:
    for index, cell in enumerate(cells):
        yield cell, block.aligns[index] if index < len(block.aligns) else ""


def _cell(tag: str, cell: Spans, align: str, block: Table, context: Context) -> str:
    where = align or "left"
    style = ui_style(context.look, context.look.ui)
    return f'<{tag} align="{where}" style="{style}">{_spans(cell, context, block.paragraph)}</{tag}>'


def _figure(block: Figure, context: Context) -> str:
    look = context.look
    if not block.source:
        return f"<p>{_anchor(block.paragraph)}<i>{escape(block.alternative)}</i></p>"
    caption = small(escape(block.caption), look, look.muted) if block.caption else ""
    return (
        f'<p class="figure">{_anchor(block.paragraph)}'
        f'<img src="asset:{attribute(block.source)}" alt="{attribute(block.alternative)}"/></p>{caption}'
    )


def _callout(block: Callout, context: Context) -> str:
    look = context.look
    lines = [f"<b>{escape(callout_label(block, context.registers))}</b>"]
    if block.kind is not CalloutKind.KEY_POINTS:
        lines.append(f'<span style="color:{look.muted}"> · {escape(wording.not_procedure())}</span>')
    label = f'<p class="label" style="{ui_style(look, look.ui)};color:{look.accent}">{"".join(lines)}</p>'
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


def _spans(spans: Spans, context: Context, paragraph: Paragraph | None) -> str:
    parts: list[str] = []
    for index, span in enumerate(spans):
        if span.note is not None and index and spans[index - 1].note is not None:
            # Without it notes 3 and 4 read as note 34.
            parts.append("<sup>,</sup>")
        parts.append(_span(span, context, paragraph))
    return "".join(parts)


def _span(span: Span, context: Context, paragraph: Paragraph | None) -> str:
    if span.note is not None:
        if paragraph is not None:
            context.referred.setdefault(span.note, paragraph.number)
        return f'<sup><a href="note:{span.note}" style="color:{context.look.link}">{span.note}</a></sup>'
    href = _internal(span.href, context) if span.href else ""
    explain = not href and not span.code and paragraph is not None
    text = _abbreviated(span.text, context) if explain else escape(span.text)
    text = text.replace("\n", "<br/>")
    if span.code:
        text = f'<span style="font-family:{attribute(context.look.mono_family)}">{text}</span>'
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    if href:
        return f'<a href="{attribute(href)}" style="color:{context.look.link}">{text}</a>'
    if span.href and span.href not in span.text:
        return f"{text} ({escape(span.href)})"
    return text


def _internal(href: str, context: Context) -> str:
    """Our own link for a reference inside the library, "" for anything else."""
    if _SECTION_LINK.fullmatch(href):
        return f"#s-{href[1:]}"
    if _DOCUMENT_LINK.fullmatch(href):
        library, slash, _ = context.briefing.key.rpartition("/")
        return f"doc:{href}" if "/" in href or not slash else f"doc:{library}/{href}"
    return ""


def _abbreviated(text: str, context: Context) -> str:
    """Escaped text in which the first use of each abbreviation in the section is a link to its explanation."""
    if context.abbreviations is None:
        return escape(text)
    parts: list[str] = []
    last = 0
    for match in context.abbreviations.finditer(text):
        short = match.group(1)
        if short in context.explained:
            continue
        context.explained.add(short)
        parts.append(escape(text[last : match.start()]))
        parts.append(
            f'<a href="abbr:{attribute(short)}" style="color:{context.look.text};text-decoration:none">'
            f"{escape(short)}</a>"
        )
        last = match.start() + len(short)
    parts.append(escape(text[last:]))
    return "".join(parts)


_patterns: dict[tuple[str, ...], re.Pattern[str] | None] = {}


def abbreviation_pattern(shorts: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of `shorts` as a word of its own, plural s allowed; group 1 is the short form. None for no shorts."""
    if shorts not in _patterns:
        words = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
        _patterns[shorts] = re.compile(rf"(?<![\w-])({words})(?=s?(?![\w-]))") if shorts else None
    return _patterns[shorts]


def _anchor(paragraph: Paragraph) -> str:
    return f'<a name="p{paragraph.number}"></a>'


def _anchor_line(paragraph: Paragraph, caption: str) -> str:
    """The anchor of a table stands in its caption, or in a line of its own where it has none."""
    if caption:
        return caption.replace("<b>", f"{_anchor(paragraph)}<b>", 1)
    return f'<p style="font-size:1pt">{_anchor(paragraph)}</p>'
