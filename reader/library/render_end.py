"""What stands after a document's text: sources, provenance, related documents and signposts (FORMATS D6, D8, D10)."""

from collections.abc import Callable, Collection, Iterator

from reader.language import tr
from reader.library import wording
from reader.library.html_parts import Context, attribute, escape, small, ui_style
from reader.library.model import Briefing, Footnote
from reader.library.reference import Registers


def end_sections(briefing: Briefing, registers: Registers) -> Iterator[tuple[str, str]]:
    """(anchor, title) of what stands after the text."""
    meta = briefing.meta
    if briefing.footnotes:
        yield "end-sources", tr("Sources")
    if meta.is_digest or meta.evidence:
        yield "end-about", tr("About this digest") if meta.is_digest else tr("About this document")
    if meta.related or meta.see_also:
        yield "end-related", tr("Related")
    if registers.signposts or registers.contacts:
        yield "end-signposts", tr("Where to turn")


def end_matter(context: Context, leave_out: Collection[str] = ()) -> Iterator[str]:
    """The HTML of each end section: sources, provenance, related documents, signposts; of those not in `leave_out`."""
    writers: dict[str, Callable[[Context], str]] = {
        "end-sources": _sources,
        "end-about": _about,
        "end-related": _related,
        "end-signposts": _signposts,
    }
    for anchor, title in end_sections(context.briefing, context.registers):
        if anchor in leave_out:
            continue
        heading = f'<h2 style="font-size:{context.look.h2}pt"><a name="{anchor}"></a>{escape(title)}</h2>'
        yield heading + writers[anchor](context)


def _sources(context: Context) -> str:
    return "".join(_source(note, context) for note in context.briefing.footnotes)


def _source(note: Footnote, context: Context) -> str:
    look = context.look
    source = context.registers.sources.get(note.source or "")
    text = escape(wording.footnote_text(note, context.registers))
    if source is not None and source.address:
        text += f"<br/>{escape(source.address)}"
    back = context.referred.get(note.number)
    number = f'<a href="back:{back}" style="color:{look.link}">{note.number}</a>' if back else str(note.number)
    return (
        f'<p class="source" style="{ui_style(look, look.small)}"><a name="note-{note.number}"></a>{number}. {text}</p>'
    )


def _about(context: Context) -> str:
    meta = context.briefing.meta
    lines = [wording.independence_line(meta), wording.original_line(meta)]
    if meta.evidence:
        lines.append(tr("Evidence: {words}").format(words=meta.evidence))
    if meta.law_as_at:
        lines.append(tr("Law as at {date}.").format(date=wording.long_date(meta.law_as_at)))
    return "".join(small(escape(line), context.look, context.look.muted) for line in lines if line)


def _related(context: Context) -> str:
    look = context.look
    library, slash, _ = context.briefing.key.rpartition("/")
    items: list[str] = []
    for identifier in context.briefing.meta.related:
        key = identifier if "/" in identifier or not slash else f"{library}/{identifier}"
        title = context.titles.get(key, identifier)
        items.append(f'<a href="doc:{attribute(key)}" style="color:{look.link}">{escape(title)}</a>')
    for other in context.briefing.meta.see_also:
        kind = tr("Video") if other.kind == "video" else tr("Page")
        address = f"<br/>{escape(other.address)}" if other.address else ""
        items.append(f"{escape(kind)}: {escape(other.title)}{address}")
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _signposts(context: Context) -> str:
    registers = context.registers
    look = context.look
    nations = set(context.briefing.meta.nation)
    items: list[str] = []
    for post in registers.signposts:
        if post.nation and nations and not nations & set(post.nation):
            continue
        contact = " · ".join(part for part in (post.number, post.address) if part)
        items.append(f"<li><b>{escape(post.named)}</b>: {escape(post.purpose)}<br/>{escape(contact)}</li>")
    first = f"<p>{escape(registers.signpost_first)}</p>" if registers.signpost_first else ""
    items += [f"<li><b>{escape(tr('Local contact'))}</b>: {escape(line)}</li>" for line in registers.contacts]
    return f'{first}<ul style="{ui_style(look, look.ui)}">{"".join(items)}</ul>'
