"""The fixed words that stand wherever a document is shown: FORMATS D6, D10 and the dates of D2, translated."""

from typing import TYPE_CHECKING

from reader.language import tr, tr_later
from reader.library.catalogue import Change, Entry, FrontMatter, LibraryInfo, Taxonomy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from reader.library.model import Footnote
    from reader.library.reference import Registers, Source

_MONTHS = (
    tr_later("Jan"),
    tr_later("Feb"),
    tr_later("Mar"),
    tr_later("Apr"),
    tr_later("May"),
    tr_later("Jun"),
    tr_later("Jul"),
    tr_later("Aug"),
    tr_later("Sep"),
    tr_later("Oct"),
    tr_later("Nov"),
    tr_later("Dec"),
)
_SOURCE_KINDS = {
    "law": tr_later("Law"),
    "statutory guidance": tr_later("Statutory guidance"),
    "inspection": tr_later("Inspection"),
    "statistics": tr_later("Statistics"),
    "research": tr_later("Research"),
    "page": tr_later("Page"),
}
"""FORMATS D6's kinds of sources."""


def digest_line() -> str:
    """FORMATS D10: says of a digest, everywhere, what it is not."""
    return tr("Digest. Not policy, not the original")


def not_procedure() -> str:
    """FORMATS D6: what practice and audience blocks print."""
    return tr("Our reading, not procedure")


def long_date(iso: str) -> str:
    """The day as people write it, 21 Nov 2026 for 2026-11-21; the text itself where it is no date."""
    import datetime as dt  # noqa: PLC0415 - after the first paint

    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day_and_month(date)} {date.year}"


def day_and_month(date: "dt.date") -> str:
    """The day without its year: 21 Nov."""
    return f"{date.day} {tr(_MONTHS[date.month - 1])}"


def year_text(year: int | None) -> str:
    """FORMATS D2: a year that is not printed is said not to be."""
    return tr("year not stated") if year is None else str(year)


def audience_heading(taxonomy: Taxonomy, key: str, language: str) -> str:
    """The label of an audience block."""
    return tr("What this means for {audience}").format(audience=lower_first(taxonomy.label("audience", key, language)))


def lower_first(text: str) -> str:
    """A label inside a sentence; words that begin with two capitals stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def meta_line(entry: Entry) -> str:
    """Reading time, edition and dates in one line."""
    meta = entry.meta
    parts = [tr("{n} min").format(n=entry.minutes), tr("Edition {n}").format(n=meta.edition)]
    if meta.issued:
        parts.append(tr("issued {date}").format(date=long_date(meta.issued)))
    if meta.law_as_at:
        parts.append(tr("Law as at {date}").format(date=long_date(meta.law_as_at)))
    if meta.review_by:
        parts.append(tr("review by {date}").format(date=long_date(meta.review_by)))
    return " · ".join(parts)


def original_line(meta: FrontMatter) -> str:
    """What a digest is about, as one sentence; "" where it names no original."""
    original = meta.original
    if original is None:
        return ""
    return tr("The original: “{title}”, {publisher}, {year}.").format(
        title=original.title, publisher=original.publisher, year=year_text(original.year)
    )


def independence_line(meta: FrontMatter) -> str:
    """Who wrote it and who did not."""
    if not meta.is_digest:
        return ""
    return tr(
        "Written independently for this library from the public sources listed below. It is not the original paper "
        "and was not checked or approved by its authors."
    )


def source_line(source: "Source") -> str:
    """A source in one line: title, publisher, year, kind, how it was read."""
    year = tr("year not stated") if source.year in ("", "not stated") else source.year
    kind = tr(_SOURCE_KINDS[source.kind]) if source.kind in _SOURCE_KINDS else source.kind
    parts = [source.title, source.publisher, year, kind]
    if source.status and source.status != "verified":
        parts.append(source.status)
    return ", ".join(part for part in parts if part)


def footnote_text(note: "Footnote", registers: "Registers") -> str:
    """A footnote in words: its source and the place in it, or its own text where it names no source we know."""
    source = registers.sources.get(note.source or "")
    if source is None:
        return ", ".join(part for part in (note.source or "", note.where) if part)
    line = source_line(source)
    return f"{line}: {note.where}" if note.where else line


def change_line(change: Change) -> str:
    """One entry of a document's `changes` (FORMATS D2)."""
    label = {"correction": tr("Correction"), "update": tr("Update")}.get(change.kind, tr("Editorial change"))
    head = tr("{kind}, edition {n}").format(kind=label, n=change.edition)
    return f"{head}: {change.summary}" if change.summary else head


def changed_since(changes: "Sequence[Change]", edition: int) -> tuple[Change, ...]:
    """Corrections and updates after `edition`, newest first; editorial changes are nobody's concern."""
    found = [change for change in changes if change.edition > edition and (change.urgent or change.kind != "editorial")]
    return tuple(sorted(found, key=lambda change: -change.edition))


def citation(entry: Entry, library: LibraryInfo, paragraph: int | None, today: "dt.date") -> str:
    """How to cite a place in a document: a digest is cited as ours, never as the original's publisher (D10)."""
    meta = entry.meta
    publisher = library.publisher or library.title or tr("local library")
    parts = [meta.title, publisher, tr("edition {n}").format(n=meta.edition)]
    if meta.issued:
        parts.append(long_date(meta.issued))
    if paragraph:
        parts.append(f"¶ {paragraph}")
    parts.append(f"{entry.key}" + (f"#p{paragraph}" if paragraph else ""))
    words = ", ".join(parts) + "."
    if meta.is_digest:
        words += f" {digest_line()}."
    return words + " " + tr("Read {date}.").format(date=long_date(today.isoformat()))
