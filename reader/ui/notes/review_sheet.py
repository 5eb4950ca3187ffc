"""The review list as one printed page: old wording, likely places, what it is about and when (FORMATS N4)."""

import datetime as dt
from collections.abc import Sequence
from html import escape

from reader.language import tr
from reader.library.catalogue import Entry
from reader.library.wording import long_date
from reader.notebook.anchors import Unsure
from reader.notes_desk.carrying import Look
from reader.ui.shared.kinds import label

MOST = 400
"""Characters of a wording that are printed."""


def printed_on(today: dt.date) -> str:
    """What stands at the foot of every page."""
    return tr("Printed on {date}. Uncontrolled when printed.").format(date=long_date(today.isoformat()))


def sheet(rows: Sequence[tuple[Look, Entry | None]]) -> str:
    """The whole list as HTML: each note opened, and its paper where it is on the shelf."""
    body = "".join(_row(opened, entry) for opened, entry in rows)
    head = "".join(f"<th align='left'>{escape(name)}</th>" for name in (tr("Note"), tr("Old wording"), tr("Now")))
    return (
        f"<html><body style='font-size: 8.5pt'><h2>{escape(tr('Notes that need a look'))}</h2>"
        f"<table width='100%' border='1' cellspacing='0' cellpadding='4' style='border-collapse: collapse'>"
        f"<thead><tr>{head}</tr></thead>{body}</table></body></html>"
    )


def _row(opened: Look, entry: Entry | None) -> str:
    annotation = opened.annotation
    title = entry.meta.title if entry is not None else annotation.document
    edition = entry.meta.edition if entry is not None else 0
    editions = f"{annotation.edition} → {edition}" if edition else str(annotation.edition)
    about = tr("Edition {editions}").format(editions=editions)
    parts = opened.outcome.parts if isinstance(opened.outcome, Unsure) else ()
    places = [candidate for part in parts if part.placed is None for candidate in part.candidates]
    old = annotation.targets[0].quote or annotation.targets[0].paragraph if annotation.targets else ""
    note = f"<br/><i>{escape(annotation.note[:MOST])}</i>" if annotation.note else ""
    now = (
        f"¶ {places[0].target.number}: {escape(places[0].target.quote[:MOST])}"
        if places
        else escape(tr("Nothing like it"))
    )
    return (
        f"<tr><td width='30%'><b>{escape(label(annotation.kind))}</b>, {escape(title)}. {escape(about)}.{note}</td>"
        f"<td width='35%'>{escape(old[:MOST])}</td><td width='35%'>{now}</td></tr>"
    )
