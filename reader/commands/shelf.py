"""`list` and `show`."""

from collections.abc import Sequence

from reader.commands.output import print_json, say, strong
from reader.desk import Desk
from reader.language import tr, tr_n
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.model import Briefing, Section
from reader.library.shelf import Target


def show_list(desk: Desk, *, as_json: bool) -> int:
    """Print the shelf (FORMATS C6 names the fields)."""
    entries = desk.shelf.entries
    if as_json:
        print_json([_fields(entry) for entry in entries])
        return 0 if entries else 1
    for entry in entries:
        say(strong(entry.meta.title))
        details = [entry.key, tr("{n} min").format(n=entry.minutes)]
        if entry.meta.is_digest:
            details.append(wording.digest_line())
        say("  " + " · ".join(details))
    count = len(entries)
    say("")
    say(tr_n("{n} document", "{n} documents", count).format(n=count))
    if any(library.development for library in desk.shelf.libraries):
        say(tr("Development copy"))
    return 0 if entries else 1


def _fields(entry: Entry) -> dict[str, object]:
    meta = entry.meta
    return {
        "document": entry.key,
        "title": meta.title,
        "type": meta.type,
        "provenance": meta.provenance,
        "edition": meta.edition,
        "audience": list(meta.audience),
        "topics": list(meta.topics),
        "stages": list(meta.stages),
        "minutes": entry.minutes,
        "status": entry.status,
    }


def show_document(desk: Desk, target: str, form: str) -> int:
    """Print a document, one of its sections, or one paragraph with its section's heading."""
    place = desk.find(target)
    briefing = desk.briefing(place.key)
    if form == "html":
        return _show_html(desk, briefing, place)
    if form == "markdown":
        return _show_markdown(desk, briefing, place)
    from reader.library.render_text import render_text  # noqa: PLC0415 - the renderers are not needed by `list`

    sections = _chosen(briefing, place)
    if "#p" in target and place.paragraph is not None:
        paragraph = briefing.paragraphs[place.paragraph - 1]
        section = briefing.section(paragraph.section)
        say(briefing.meta.title)
        if briefing.meta.is_digest:
            say(wording.digest_line())
        if section is not None and section.title:
            say(section.title)
        say("")
        say(f"¶ {paragraph.number}  {paragraph.text}")
        return 0
    say(render_text(briefing, desk.registers(place.key), sections).rstrip("\n"))
    return 0


def _chosen(briefing: Briefing, place: Target) -> Sequence[Section]:
    return [section for section in briefing.sections if place.section in (None, section.id)]


def _show_markdown(desk: Desk, briefing: Briefing, place: Target) -> int:
    from reader.library.render_text import render_markdown  # noqa: PLC0415 - as above

    body = desk.shelf.library_of(place.key).head(place.key).body
    say(render_markdown(briefing, body).rstrip("\n"))
    return 0


def _show_html(desk: Desk, briefing: Briefing, place: Target) -> int:
    from dataclasses import replace  # noqa: PLC0415 - as above

    from reader.library.render import render_html  # noqa: PLC0415 - as above

    chosen = replace(briefing, sections=tuple(_chosen(briefing, place)))
    titles = {entry.key: entry.meta.title for entry in desk.shelf.entries}
    say(render_html(chosen, desk.registers(place.key), titles=titles))
    return 0
