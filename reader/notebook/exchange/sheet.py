"""What an export says, before it takes a form: provenance, groups, entries. Plain text throughout, translated."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.language import tr, tr_n
from reader.library.catalogue import Change, Entry, LibraryInfo
from reader.library.model import Briefing
from reader.library.wording import change_line, changed_since, digest_line, long_date
from reader.notebook.model import Annotation, Collection, ItemKind, Kind, Status
from reader.notebook.query import Filter, annotations, collections
from reader.notebook.store import Database


@dataclass(frozen=True, slots=True)
class Document:
    """What an export states about a document.

    Attributes:
        key: "library/id".
        title: its own; a digest is cited as ours, never as the original's publisher (FORMATS D10).
        edition: on the shelf now.
        library: title of the library.
        publisher: of the library.
        digest: whether D10's line stands with it.
        law_as_at: ISO date, "" where no law is stated.
        sections: section id to title.
        changes: what the publisher says of its editions, so that an old citation can say what was corrected since.
    """

    key: str
    title: str
    edition: int
    library: str
    publisher: str
    digest: bool
    law_as_at: str
    sections: Mapping[str, str]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What an export needs from outside the notebook.

    Attributes:
        documents: by key; one that is not on the shelf is exported under its key.
        marking: the effective mark (FORMATS D9), "" for none.
        today: date of the export.
        owner: name of the notebook.
        passages: text of a document or section that stands in a collection by itself, by its reference
            ("library/id" or "library/id#section"); without one only its title is exported.
    """

    documents: Mapping[str, Document]
    marking: str
    today: dt.date
    owner: str
    passages: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported: annotations in order, the collections that go with them, and a title."""

    annotations: tuple[Annotation, ...]
    collections: tuple[Collection, ...] = ()
    title: str = ""
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One annotation or item in words."""

    kind: str
    place: str
    quote: str
    note: str
    tags: tuple[str, ...]
    changed: str
    author: str
    warning: str
    citation: str
    document: str
    edition: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one document, or a run of them in a collection.

    `lines` state its provenance; `text` is that of a passage that stands in a collection by itself.
    """

    heading: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole export. `marking` stands at top and bottom; `footer` on every page that can have one."""

    title: str
    introduction: str
    marking: str
    lines: tuple[str, ...]
    groups: tuple[Group, ...]
    footer: str


def document_of(entry: Entry, library: LibraryInfo, briefing: Briefing | None = None) -> Document:
    """What is stated about a document of the shelf; section titles only with its briefing."""
    sections = {section.id: section.title for section in briefing.sections} if briefing else {}
    meta = entry.meta
    publisher = library.publisher or library.title or tr("local library")
    return Document(
        entry.key,
        meta.title,
        meta.edition,
        library.title,
        publisher,
        meta.is_digest,
        meta.law_as_at,
        sections,
        meta.changes,
    )


def kind_label(kind: Kind) -> str:
    """The kind in words."""
    return {
        Kind.BOOKMARK: tr("Bookmark"),
        Kind.KEY_POINT: tr("Key point"),
        Kind.PRACTICE: tr("Practice"),
        Kind.QUESTION: tr("Question"),
        Kind.FINDING: tr("Finding"),
        Kind.NOTE: tr("Note"),
    }[kind]


def choose(database: Database, wanted: Filter, title: str = "") -> Chosen:
    """What a filter lets through, by document and place; with every collection where the filter is empty."""
    everything = wanted == Filter(set_name=wanted.set_name)
    kept = collections(database, wanted.set_name) if everything else ()
    return Chosen(annotations(database, wanted), kept, title)


def choose_collection(database: Database, collection: Collection) -> Chosen:
    """A collection's annotations in its own order."""
    held = {one.uuid: one for one in annotations(database, Filter(collection=collection.uuid))}
    wanted = [held[item.ref] for item in collection.items if item.kind is ItemKind.ANNOTATION and item.ref in held]
    return Chosen(tuple(dict.fromkeys(wanted)), (collection,), collection.title, collection.introduction)


def sheet(chosen: Chosen, context: Context) -> Sheet:
    """The export in words. A chosen single collection keeps its order; anything else goes by document."""
    date = long_date(context.today.isoformat())
    counted = tr_n("{n} note", "{n} notes", len(chosen.annotations)).format(n=len(chosen.annotations))
    lines = [tr("From the notebook “{name}”. {counted}.").format(name=context.owner, counted=counted)]
    lines.append(tr("Exported on {date}.").format(date=date))
    if context.marking:
        lines.append(tr("Marking: {marking}").format(marking=context.marking))
    lines.append(uncontrolled())
    return Sheet(
        title=chosen.title or tr("Notes"),
        introduction=chosen.introduction,
        marking=context.marking,
        lines=tuple(lines),
        groups=tuple(_groups(chosen, context)),
        footer=f"{tr('Exported on {date}.').format(date=date)} {uncontrolled()}",
    )


def uncontrolled() -> str:
    """The line that stands on every export (FORMATS N4)."""
    return tr("Uncontrolled when printed")


def _groups(chosen: Chosen, context: Context) -> list[Group]:
    runs: list[tuple[str, list[Row]]] = []
    for key, annotation in _in_order(chosen):
        # A passage stands by itself: it neither joins the notes before it nor takes those after it.
        if not runs or runs[-1][0] != key or not (annotation and runs[-1][1]):
            runs.append((key, []))
        if annotation is not None:
            runs[-1][1].append(row(annotation, context))
    return [
        Group(
            _title(key, context), _provenance(key, context), tuple(rows), "" if rows else context.passages.get(key, "")
        )
        for key, rows in runs
    ]


def _in_order(chosen: Chosen) -> Sequence[tuple[str, Annotation | None]]:
    if len(chosen.collections) != 1 or not chosen.title:
        return [(annotation.document, annotation) for annotation in chosen.annotations]
    held = {annotation.uuid: annotation for annotation in chosen.annotations}
    found: list[tuple[str, Annotation | None]] = []
    for item in chosen.collections[0].items:
        if item.kind is ItemKind.ANNOTATION:
            annotation = held.get(item.ref)
            found.extend([(annotation.document, annotation)] if annotation else [])
        else:
            found.append((item.ref, None))
    return found


def row(annotation: Annotation, context: Context) -> Row:
    """One annotation in words."""
    document = context.documents.get(annotation.document)
    first = annotation.targets[0]
    place = [document.sections.get(first.section, "") if document else ""]
    if first.number:
        place.append(f"¶ {first.number}")
    elif not first.section:
        place.append(tr("whole document"))
    return Row(
        kind=kind_label(annotation.kind),
        place=", ".join(part for part in place if part),
        quote=annotation.quote,
        note=annotation.note,
        tags=annotation.tags,
        changed=annotation.changed,
        author=annotation.author,
        warning=_warning(annotation, document),
        citation=_citation(annotation, document),
        document=annotation.document,
        edition=annotation.edition,
    )


def _warning(annotation: Annotation, document: Document | None) -> str:
    if annotation.status is Status.RETIRED:
        return tr("The passage is no longer in the document; this is its wording in edition {n}.").format(
            n=annotation.edition
        )
    if annotation.status is not Status.ATTACHED or (document is not None and document.edition != annotation.edition):
        return tr("The text has changed since edition {n}; this is the old wording.").format(n=annotation.edition)
    return ""


def _citation(annotation: Annotation, document: Document | None) -> str:
    number = annotation.targets[0].number
    place = annotation.document + (f"#p{number}" if number else "")
    if document is None:
        return tr("{place}, edition {n}").format(place=place, n=annotation.edition)
    words = [document.title, document.publisher, tr("edition {n}").format(n=annotation.edition)]
    words += [f"¶ {number}"] if number else []
    cited = [", ".join([*words, place]) + "."]
    cited += [f"{digest_line()}."] if document.digest else []
    since = changed_since(document.changes, annotation.edition)
    cited += [tr("Changed since: {changes}").format(changes="; ".join(map(change_line, since)))] if since else []
    return " ".join(cited)


def _title(key: str, context: Context) -> str:
    plain, _, section = key.partition("#")
    document = context.documents.get(plain)
    if document is None:
        return key
    heading = document.sections.get(section, "")
    return f"{document.title}: {heading}" if heading else document.title


def _provenance(key: str, context: Context) -> tuple[str, ...]:
    plain = key.partition("#")[0]
    document = context.documents.get(plain)
    if document is None:
        return (tr("{key}: not on this shelf").format(key=plain),)
    lines = [
        tr("{library}, edition {n} ({key})").format(
            library=document.library or document.publisher, n=document.edition, key=plain
        )
    ]
    if document.digest:
        lines.append(digest_line())
    if document.law_as_at:
        lines.append(tr("Law as at {date}").format(date=long_date(document.law_as_at)))
    return tuple(lines)
