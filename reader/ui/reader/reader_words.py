"""Words the reader shares: what popovers explain and what goes to the clipboard. Plain text, no Qt."""

import re
from dataclasses import dataclass
from datetime import date

from reader.language import tr, tr_n
from reader.library import wording
from reader.library.catalogue import Entry, LibraryInfo
from reader.library.model import Footnote
from reader.library.reference import Abbreviation, Source


@dataclass(frozen=True, slots=True)
class Quoted:
    """What is copied and where it stands.

    Attributes:
        text: the words, without footnote numbers.
        first: number of the first paragraph touched, 0 for none.
        last: number of the last one.
    """

    text: str
    first: int
    last: int


def quotation(entry: Entry, library: LibraryInfo, quoted: Quoted, today: date) -> str:
    """The words quoted and where they are from. A digest is cited as ours, with what it is not (FORMATS D10)."""
    lines = [f"“{quoted.text.strip()}”", wording.citation(entry, library, quoted.first or None, today)]
    if quoted.last > quoted.first:
        lines.append(tr("Quoted: ¶ {first} to {last}.").format(first=quoted.first, last=quoted.last))
    if entry.meta.law_as_at:
        lines.append(tr("Law as at {date}.").format(date=wording.long_date(entry.meta.law_as_at)))
    if library.title or library.id:
        words = tr("Briefing Reader, {library}, library edition {edition}.")
        lines.append(words.format(library=library.title or library.id, edition=library.edition))
    marking = entry.meta.marking or library.marking
    if marking:
        lines.append(marking)
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Explained:
    """What a popover shows, all of it plain text.

    Attributes:
        label: small line on top ("Source 3", "Abbreviation").
        title: the strong line.
        facts: (name, value) rows; a name may be "".
    """

    label: str
    title: str
    facts: tuple[tuple[str, str], ...]

    @property
    def spoken(self) -> str:
        """The same as one sentence after the other, for screen readers."""
        rows = (f"{name}: {value}" if name else value for name, value in self.facts)
        return ". ".join(part.rstrip(".") for part in (self.label, self.title, *rows)) + "."


def explain_footnote(footnote: Footnote, source: Source | None) -> Explained:
    """A footnote's source: what it is, who published it, where in it, and how it was checked."""
    label = tr("Source {n}").format(n=footnote.number)
    if source is None:
        if footnote.source is None:
            return Explained(label, footnote.where, ())
        return Explained(label, footnote.source, _rows((tr("Where"), footnote.where)))
    published = ", ".join(part for part in (source.publisher, _year(source.year)) if part)
    checked = tr("{status}, checked {date}") if source.checked else "{status}"
    rows = _rows(
        ("", published),
        (tr("Kind"), kind_label(source.kind)),
        (tr("Where"), footnote.where),
        (tr("Checked"), checked.format(status=source.status, date=wording.long_date(source.checked))),
        (tr("Address"), source.address),
    )
    return Explained(label, source.title, rows)


def explain_abbreviation(entry: Abbreviation, source: Source | None) -> Explained:
    """An abbreviation: what it stands for, in Welsh where that is known, and where it was seen."""
    rows = _rows(
        (tr("Stands for"), entry.expansion),
        (tr("Welsh"), entry.welsh),
        (tr("Note"), entry.note),
        (tr("Seen in"), source.title if source else ""),
    )
    return Explained(tr("Abbreviation"), entry.short, rows)


def kind_label(kind: str) -> str:
    """A source's kind (FORMATS D6) in the interface's language."""
    known = {
        "law": tr("Law"),
        "statutory guidance": tr("Statutory guidance"),
        "inspection": tr("Inspection"),
        "statistics": tr("Statistics"),
        "research": tr("Research"),
        "page": tr("Page"),
    }
    return known.get(kind, kind)


def sources_counted(count: int) -> str:
    """In words: "24 sources"."""
    return tr_n("{n} source", "{n} sources", count).format(n=count)


def joined(text: str) -> str:
    """`text` on one line."""
    return re.sub(r"\s+", " ", text).strip()


def _year(year: str) -> str:
    return year if any(char.isdecimal() for char in year) else tr("year not stated")


def _rows(*rows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows if value)
