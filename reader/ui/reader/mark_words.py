"""Marks in words: what cards, lists and screen readers say of one. Plain text, no widgets."""

import html
from datetime import date, datetime

from reader.language import tr
from reader.library.wording import long_date
from reader.notebook.model import Annotation, Kind, Status, moment
from reader.ui.shared import kinds

MOST_QUOTED, MOST_SAID = 160, 600
"""Characters of a quote and of a note that are said or shown in short."""


def title(annotation: Annotation) -> str:
    """The kind's name, and whose mark it is where it is not one's own."""
    name = kinds.label(annotation.kind)
    return f"{name} · {annotation.set_name}" if annotation.set_name else name


def when(annotation: Annotation) -> str:
    """The day it was last changed: "3 Nov", with the year where that is another one; "" for a draft."""
    try:
        at = moment(annotation.changed or annotation.created).astimezone()
    except ValueError:
        return ""
    words = long_date(at.date().isoformat())
    return words.removesuffix(f" {at.year}") if at.year == date.today().year else words  # noqa: DTZ011 - the person's own day


def clock() -> str:
    """The time now, as the saved line says it."""
    return datetime.now().astimezone().strftime("%H:%M")


def shortened(text: str, most: int) -> str:
    """`text` in one line of at most `most` characters, cut at a word."""
    flat = " ".join(text[: most * 4].split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0] + "…"


def span(first: int, last: int) -> str:
    """Paragraphs by their numbers."""
    return tr("¶ {first} to {last}").format(first=first, last=last) if last > first else tr("¶ {n}").format(n=first)


def place(annotation: Annotation) -> str:
    """Where it stands: "¶ 12", "¶ 12 to 14", "Section: …", "Whole paper"."""
    first, last = annotation.targets[0], annotation.targets[-1]
    if first.number:
        return span(first.number, last.number)
    return tr("Section: {title}").format(title=first.quote) if first.section else tr("Whole paper")


def needs_a_look(annotation: Annotation) -> bool:
    """Whether the text under it changed, so that a person must say where it belongs (FORMATS N3)."""
    return annotation.status in {Status.REVIEW, Status.GONE}


def state(annotation: Annotation) -> str:
    """What keeps it off the page, "" where it has its place."""
    if annotation.status is Status.RETIRED:
        return tr("Kept without a place")
    return tr("Needs a look: the text has changed") if needs_a_look(annotation) else ""


def said_of(annotation: Annotation) -> str:
    """Quote and note in one line."""
    quote = shortened(annotation.quote, MOST_QUOTED)
    note = shortened(annotation.note, MOST_QUOTED)
    return " – ".join(part for part in (f"“{quote}”" if quote else place(annotation), note) if part)


def spoken(annotation: Annotation, *, is_draft: bool = False) -> str:
    """All of it for a screen reader: kind, place, quote, note, tags, and that it is not saved yet."""
    parts = [title(annotation), place(annotation), state(annotation)]
    quote = shortened(annotation.quote, MOST_QUOTED)
    if quote and annotation.kind is not Kind.BOOKMARK:
        parts.append(f"“{quote}”")
    if annotation.note:
        parts.append(tr("Note: {text}").format(text=shortened(annotation.note, MOST_SAID)))
    if annotation.tags:
        parts.append(tr("Tags: {tags}").format(tags=", ".join(annotation.tags)))
    if is_draft:
        parts.append(tr("Unsaved draft"))
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def named(annotation: Annotation) -> str:
    """Short, for tooltips and the shape in the margin: kind, set and the beginning of the quote."""
    quote = shortened(annotation.quote, MOST_QUOTED // 2)
    return f"{title(annotation)}: {quote}" if quote else title(annotation)


def tip(text: str) -> str:
    """`text` for a tooltip, which would take a person's own words for markup otherwise."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br/>")
