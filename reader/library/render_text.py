"""A Briefing as plain text for a terminal, and as its Markdown with the provenance on top."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import count

from reader.language import tr
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.model import (
    Block,
    Briefing,
    Callout,
    CalloutKind,
    Code,
    Figure,
    Heading,
    ListBlock,
    Prose,
    Quote,
    Rule,
    Section,
    Spans,
    Table,
)
from reader.library.reference import Registers
from reader.library.render import callout_label

WIDTH = 80
"""Columns of the text form."""


def render_text(briefing: Briefing, registers: Registers, sections: Iterable[Section] | None = None) -> str:
    """The document, or only `sections` of it, as text of WIDTH columns; footnote numbers stand in brackets.

    Sources of the footnotes used are listed at the end.
    """
    chosen = tuple(briefing.sections if sections is None else sections)
    lines = [*_head(briefing), ""]
    for section in chosen:
        for block in section.blocks:
            lines.extend(_block(block, registers, ""))
    used = {note for section in chosen for paragraph in section.paragraphs for note in paragraph.notes}
    notes = [note for note in briefing.footnotes if note.number in used]
    if notes:
        lines += [tr("Sources"), ""]
        for note in notes:
            lines += _wrap(f"[{note.number}] {wording.footnote_text(note, registers)}", "", "    ")
    return "\n".join(lines).rstrip() + "\n"


def render_markdown(briefing: Briefing, body: str) -> str:
    """The document's own Markdown under its title and provenance."""
    meta = briefing.meta
    lines = [f"# {meta.title}", ""]
    if meta.is_digest:
        lines += [f"**{wording.digest_line()}**", ""]
    entry = Entry(briefing.key, meta, briefing.words)
    lines += [wording.meta_line(entry), "", *filter(None, (wording.original_line(meta),)), ""]
    return "\n".join(lines) + "\n" + body.strip() + "\n"


def _head(briefing: Briefing) -> list[str]:
    meta = briefing.meta
    lines = [*textwrap.wrap(meta.title, WIDTH), "=" * min(WIDTH, len(meta.title))]
    if meta.is_digest:
        lines.append(wording.digest_line())
    lines += textwrap.wrap(wording.meta_line(Entry(briefing.key, meta, briefing.words)), WIDTH)
    original = wording.original_line(meta)
    if original:
        lines += textwrap.wrap(original, WIDTH)
    return lines


def _block(block: Block, registers: Registers, indent: str) -> Iterator[str]:
    match block:
        case Heading():
            title = _text(block.spans)
            yield from (*textwrap.wrap(title, WIDTH), "-" * min(len(title), WIDTH), "")
        case Prose():
            yield from (*_wrap(_text(block.spans), indent, indent), "")
        case ListBlock():
            yield from _list(block, registers, indent)
        case Table():
            yield from _table(block, indent)
        case Figure():
            yield from (*_wrap(tr("[Figure] {text}").format(text=block.paragraph.text), indent, indent), "")
        case Code():
            yield from (*(f"{indent}    {line}" for line in block.text.split("\n")), "")
        case Quote():
            yield from (line for inner in block.blocks for line in _block(inner, registers, indent + "  "))
        case Rule():
            yield from (indent + "-" * 20, "")
        case Callout():
            yield from _callout(block, registers, indent)


def _list(block: ListBlock, registers: Registers, indent: str) -> Iterator[str]:
    numbers = count(block.start)
    for item in block.items:
        mark = f"{next(numbers)}. " if block.ordered else "- "
        lines = [line for inner in item for line in _block(inner, registers, indent + " " * len(mark))]
        if lines and lines[0]:
            lines[0] = indent + mark + lines[0][len(indent) + len(mark) :]
        yield from (lines[:-1] if lines and not lines[-1] else lines)
    yield ""


def _table(block: Table, indent: str) -> Iterator[str]:
    if block.caption:
        yield from _wrap(_text(block.caption), indent, indent)
    header = [_text(cell) for cell in block.header]
    for row in block.rows:
        cells = [_text(cell) for cell in row]
        yield from _wrap(cells[0] if cells else "", indent + "* ", indent + "  ")
        for name, cell in zip(header[1:], cells[1:], strict=False):
            if cell:
                yield from _wrap(f"{name}: {cell}" if name else cell, indent + "    ", indent + "    ")
    yield ""


def _callout(block: Callout, registers: Registers, indent: str) -> Iterator[str]:
    label = callout_label(block, registers)
    if block.kind is not CalloutKind.KEY_POINTS:
        label += f" · {wording.not_procedure()}"
    yield from (f"{indent}| {label}", f"{indent}|")
    inner = [line for child in block.blocks for line in _block(child, registers, "")]
    while inner and not inner[-1]:
        inner.pop()
    yield from (f"{indent}| {line}".rstrip() for line in inner)
    yield ""


def _text(spans: Spans) -> str:
    return "".join(f"[{span.note}]" if span.note is not None else span.text for span in spans).replace("\n", " ")


def _wrap(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False) or [first]
