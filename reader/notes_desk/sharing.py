"""Notes out and in at the desk: what is exported, in which form, under which marking; what an import would change."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from reader import system_log
from reader.durable import write_file
from reader.errors import CancelledError, PolicyError, ReaderError, RefusedError, UnavailableError, UsageError
from reader.language import tr
from reader.library.marking import highest, level
from reader.notebook.exchange import annotation_json, incoming, merge
from reader.notebook.exchange import sheet as sheets
from reader.notebook.exchange.incoming import Incoming
from reader.notebook.exchange.merge import Plan
from reader.notebook.exchange.sheet import Chosen, Context, Document, Group, Row, Sheet
from reader.notebook.exchange.text_forms import to_csv, to_html, to_markdown
from reader.notebook.exchange.word import to_docx
from reader.notebook.model import Annotation, Collection, ItemKind, NoteSet
from reader.notebook.query import Filter, Line, Pick
from reader.notebook.retention import masked
from reader.notebook.watched import Cancelled, Progress
from reader.notes_desk.desk import NotesDesk
from reader.paths import plain_name

PREVIEW_ROWS = 40
"""Marks shown in a preview."""


class Form(StrEnum):
    """The forms of an export; each value is the file's suffix without the dot."""

    JSON = "jsonld"
    MARKDOWN = "md"
    HTML = "html"
    CSV = "csv"
    WORD = "docx"


@dataclass(frozen=True, slots=True)
class Choice:
    """What to export: a collection, or chosen marks, or what a filter lets through (everything by default)."""

    collection: Collection | None = None
    marks: tuple[Annotation | Line | Pick, ...] = ()
    wanted: Filter = field(default_factory=lambda: Filter(set_name=""))
    title: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """An export before it takes a form.

    Attributes:
        chosen: what is in it.
        context: provenance and marking.
        sheet: it in words.
        least: the lowest level (`library.marking.level`) it can have: what documents, libraries and policy ask for.
    """

    chosen: Chosen
    context: Context
    sheet: Sheet
    least: int = 0

    @property
    def count(self) -> int:
        """Marks in it."""
        return len(self.chosen.annotations)


def prepare(desk: NotesDesk, choice: Choice, marking: str = "") -> Export:
    """Gather an export. `marking` may raise what documents, libraries and policy ask for, never lower it (D9).

    Raises:
        PolicyError: exports are off.
        NotOpenError: no notebook is open.
    """
    check_may_export(desk)
    chosen = _chosen(desk, choice)
    keys = _documents(chosen)
    documents, marks = _stated(desk, keys)
    asked = [*marks, desk.rules.marking]
    effective = highest([*asked, marking], desk.rules.handling)
    today = desk.clock().astimezone().date()
    context = Context(documents, effective, today, desk.name)
    least = max(map(level, asked))
    return Export(chosen, context, _with_passages(desk, chosen, sheets.sheet(chosen, context)), least)


def check_may_export(desk: NotesDesk) -> None:
    """Raises PolicyError where exports are off."""
    if not desk.rules.may_export:
        raise PolicyError("export")


def rendered(export: Export, form: Form) -> bytes:
    """The export in a form."""
    match form:
        case Form.JSON:
            return annotation_json.to_json(export.chosen, export.context).encode("utf-8")
        case Form.MARKDOWN:
            return to_markdown(export.sheet).encode("utf-8")
        case Form.HTML:
            return to_html(export.sheet).encode("utf-8")
        case Form.CSV:
            return to_csv(export.sheet).encode("utf-8")
        case Form.WORD:
            return to_docx(export.sheet)


def layer(export: Export, name: str, issuer: str) -> bytes:
    """The export as a layer that a channel can issue (FORMATS N6): as `layers/<file>.json` of a publisher's folder.

    Raises:
        UsageError: without a name or an issuer.
    """
    if not name.strip() or not issuer.strip():
        raise UsageError(tr("A layer has a name, and says who issues it."))
    made = NoteSet(name.strip(), issuer.strip(), export.context.today.isoformat(), read_only=True)
    return annotation_json.to_json(export.chosen, export.context, made).encode("utf-8")


def write(export: Export, form: Form, file: Path, *, cancelled: Cancelled | None = None) -> None:
    """Write the export in one step. Until then a file that was there stays.

    Raises:
        UnavailableError: the disk will not take it.
        CancelledError: `cancelled` said so before anything was written.
    """
    data = rendered(export, form)
    if cancelled is not None and cancelled():
        raise CancelledError
    write_file(file, data)
    tell_exported(export, form)


def tell_exported(export: Export, form: Form) -> None:
    """An export was written somewhere else than by `write`: tell the system's log how many notes, in which form."""
    system_log.tell(system_log.Event.EXPORTED, form=form.value, notes=export.count)


def preview(export: Export) -> str:
    """What will be written, in plain words, up to PREVIEW_ROWS marks."""
    made = export.sheet
    out = [made.marking, made.title, *([made.introduction] if made.introduction else []), *made.lines, ""]
    left = PREVIEW_ROWS
    for group in made.groups:
        out += [group.heading, *group.lines]
        for row in group.rows[: max(0, left)]:
            head = f"{row.kind} · {row.place}" if row.place else row.kind
            out += [
                "",
                head,
                *([f"“{row.quote}”"] if row.quote else []),
                *([row.note] if row.note else []),
                row.citation,
            ]
        left -= len(group.rows)
        out.append("")
    if left < 0:
        out.append(tr("… and {n} more").format(n=-left))
    return "\n".join(line for number, line in enumerate(out) if line or number)


def file_name(export: Export, form: Form) -> str:
    """A name to offer: the title without what a file system would not take, and the date."""
    return f"{plain_name(export.sheet.title) or tr('Notes')} {export.context.today.isoformat()}.{form.value}"


def read(file: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Incoming:
    """The set in a file.

    Raises:
        UnavailableError: it cannot be read.
        RefusedError: it is no set.
        CancelledError: `cancelled` said so.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(incoming.MAX_BYTES + 1)
    except OSError as error:
        raise UnavailableError(tr("reading the set of notes"), file, error.strerror or str(error)) from error
    return incoming.read(raw, progress=progress, cancelled=cancelled)


def plan(
    desk: NotesDesk,
    taken: Incoming,
    *,
    apart: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """What an import would change. A layer is refused: it comes by a channel that vouches for it (FORMATS N6).

    Raises as `merge.plan`, and RefusedError.
    """
    if taken.layer is not None:
        raise RefusedError(tr("This set of notes"), "N6", tr("a layer is installed with a content pack"))
    # P11: a set may still quote a paper that had to be removed here.
    removed = desk.removed
    taken = replace(taken, things=tuple(masked(thing, removed) for thing in taken.things))
    return merge.plan(desk.notes, taken, apart=apart, progress=progress, cancelled=cancelled)


def apply(
    desk: NotesDesk, wanted: Plan, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Do what a plan says; one step of undo. May run off the GUI thread, and tells nobody. Raises as `merge.apply`."""
    merge.apply(desk.notes, wanted, progress=progress, cancelled=cancelled)


def told(desk: NotesDesk, wanted: Plan) -> None:
    """Say what `apply` changed, on the GUI thread."""
    things = [step.incoming for step in wanted.steps]
    desk.tell({one.document for one in things if isinstance(one, Annotation)}, collections=True)


def _chosen(desk: NotesDesk, choice: Choice) -> Chosen:
    if choice.collection is not None:
        return sheets.choose_collection(desk.database, choice.collection)
    if choice.marks:
        return Chosen(tuple(desk.notes.get(one.uuid, one.set_name) for one in choice.marks), (), choice.title)
    return sheets.choose(desk.database, choice.wanted, choice.title)


def _documents(chosen: Chosen) -> tuple[str, ...]:
    named = [annotation.document for annotation in chosen.annotations]
    for collection in chosen.collections:
        named += [item.ref.partition("#")[0] for item in collection.items if item.kind is not ItemKind.ANNOTATION]
    return tuple(dict.fromkeys(named))


def _stated(desk: NotesDesk, keys: Iterable[str]) -> tuple[dict[str, Document], list[str]]:
    """What is stated about documents of the shelf, and their and their libraries' markings."""
    known = {entry.key: entry for entry in desk.shelf.entries}
    documents: dict[str, Document] = {}
    marks: list[str] = []
    for key in keys:
        if key in known:
            library = desk.shelf.library_of(key).info
            try:
                briefing = desk.shelf.briefing(key)
            except ReaderError:
                briefing = None
            documents[key] = sheets.document_of(known[key], library, briefing)
            marks += [library.marking, known[key].meta.marking]
    return documents, marks


def _with_passages(desk: NotesDesk, chosen: Chosen, made: Sheet) -> Sheet:
    """A collection's documents and passages with their own words, so that it reads as one document."""
    if len(chosen.collections) != 1 or not chosen.title:
        return made
    held = {annotation.uuid: annotation.document for annotation in chosen.annotations}
    runs = _runs(chosen.collections[0], held)
    groups = [
        replace(group, rows=_words(desk, ref, group)) if ref else group
        for group, ref in zip(made.groups, runs, strict=True)
    ]
    return replace(made, groups=tuple(groups))


def _runs(collection: Collection, held: dict[str, str]) -> Sequence[str]:
    """For each group of the sheet, the passage or document it stands for, "" for a run of marks."""
    keys: list[tuple[str, bool]] = []
    for item in collection.items:
        is_mark = item.kind is ItemKind.ANNOTATION
        key = held.get(item.ref, "") if is_mark else item.ref
        if key and (not keys or keys[-1][0] != key):
            keys.append((key, not is_mark))
    return [key if own else "" for key, own in keys]


def _words(desk: NotesDesk, ref: str, group: Group) -> tuple[Row, ...]:
    key, _, section = ref.partition("#")
    try:
        briefing = desk.shelf.briefing(key)
    except ReaderError:
        return group.rows
    found = briefing.section(section) if section else None
    text = briefing.meta.summary if found is None else "\n\n".join(one.text for one in found.paragraphs)
    if not text:
        return group.rows
    kind = tr("Passage") if found is not None else tr("Document")
    row = Row(kind, "", text, "", (), "", "", "", tr("{place}, edition {n}").format(place=ref, n=briefing.meta.edition),
              key, briefing.meta.edition)  # fmt: skip
    return (row, *group.rows)


def today(desk: NotesDesk) -> dt.date:
    """The person's own calendar day."""
    return desk.clock().astimezone().date()
