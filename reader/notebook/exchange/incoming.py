"""Reading an exported set back: text nobody vouches for, so sizes, types and depth are checked before anything else."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn, cast
from urllib.parse import unquote

from reader.errors import CancelledError, RefusedError
from reader.language import tr
from reader.notebook.codec import LIMITS, BadThingError, as_list, as_number, as_table, as_text, decode
from reader.notebook.exchange.annotation_json import DOCUMENT, FORMAT
from reader.notebook.model import Annotation, NoteSet, Thing
from reader.notebook.watched import Cancelled, Progress, watched

MAX_BYTES = 256 * 2**20
"""A larger file is refused unread."""
MAX_ANNOTATIONS = 100_000
MAX_COLLECTIONS = 5_000
MAX_BODIES = LIMITS.tags + 1


@dataclass(frozen=True, slots=True)
class Refused:
    """One entry that was not taken: its place in the file from 1, its id where it has one, and why."""

    place: int
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A set as it was read.

    Attributes:
        owner: name of the notebook it came from.
        label: its title.
        things: annotations, then collections, none twice.
        layer: where it was issued as a read-only layer.
        refused: entries that were left out.
    """

    owner: str
    label: str
    things: tuple[Thing, ...]
    layer: NoteSet | None
    refused: tuple[Refused, ...]


def read(raw: bytes, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Incoming:
    """The set in a file's bytes. What is wrong with one entry leaves out that entry only.

    Raises:
        RefusedError: too large, not JSON, or not an annotation collection of a form this program knows.
        CancelledError: `cancelled` said so.
    """
    if len(raw) > MAX_BYTES:
        _refuse(tr("it is larger than {n} MB").format(n=MAX_BYTES // 2**20))
    try:
        table = as_table(_parsed(raw.decode("utf-8-sig"), cancelled), "file")
        items = _items(table)
        version = as_number(table.get("br:format", FORMAT), "br:format")
        owner = as_text(table.get("br:owner", ""), "br:owner", LIMITS.name)
        label = as_text(table.get("label", ""), "label", LIMITS.name)
        layer = _layer(table.get("br:layer"))
        collections = as_list(table.get("br:collections", []), "br:collections", MAX_COLLECTIONS)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, BadThingError) else tr("it is not an annotation collection")
        _refuse(reason, error)
    if version > FORMAT:
        _refuse(tr("a newer version of this program made it"))
    things, refused = _read_all(items, collections, progress, cancelled)
    return Incoming(owner, label, things, layer, refused)


def _parsed(text: str, cancelled: Cancelled | None) -> Any:
    """The file's JSON. Each object is made by code of ours, so that other threads have their turn meanwhile."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if cancelled is not None and cancelled():
            raise CancelledError
        return dict(pairs)

    return json.loads(text, parse_constant=_no_constant, object_pairs_hook=made)


def _read_all(
    items: list[Any], collections: list[Any], progress: Progress | None, cancelled: Cancelled | None
) -> tuple[tuple[Thing, ...], tuple[Refused, ...]]:
    things: dict[str, Thing] = {}
    refused: list[Refused] = []
    entries = [*((i, True) for i in items), *((c, False) for c in collections)]
    for place, (entry, is_annotation) in enumerate(watched(entries, progress, cancelled), 1):
        try:
            thing = _annotation(entry) if is_annotation else decode({"items": [], **as_table(entry, "collection")})
            if things.setdefault(thing.uuid, thing) is not thing:
                refused.append(Refused(place, thing.uuid, tr("this id stands in the file twice")))
        except (BadThingError, RecursionError) as error:
            refused.append(Refused(place, _id_of(entry), str(error)))
    return tuple(things.values()), tuple(refused)


def _items(table: dict[str, Any]) -> list[Any]:
    page = table if table.get("type") == "AnnotationPage" else as_table(table.get("first"), "first")
    return as_list(page.get("items"), "items", MAX_ANNOTATIONS)


def _annotation(entry: object) -> Annotation:
    item = as_table(entry, "annotation")
    if item.get("type") != "Annotation":
        raise BadThingError("type", "Annotation")
    targets = as_list(item.get("target"), "target", LIMITS.targets)
    sources = {as_text(as_table(target, "target").get("source"), "source", LIMITS.name * 3) for target in targets}
    if len(sources) != 1:
        raise BadThingError("source", "one document for all targets")
    note, tags = _bodies(item.get("body", []))
    fields = {
        "uuid": as_text(item.get("id"), "id", LIMITS.name).removeprefix("urn:uuid:"),
        "kind": item.get("br:kind"),
        "document": unquote(sources.pop().removeprefix(DOCUMENT)),
        "edition": item.get("br:edition"),
        "targets": [_target(as_table(target, "target")) for target in targets],
        "note": note,
        "tags": tags,
        "created": item.get("created"),
        "changed": item.get("modified"),
        "author": as_table(item.get("creator", {}), "creator").get("name", ""),
        "status": item.get("br:status", "attached"),
    }
    found = decode(fields)
    assert isinstance(found, Annotation)  # noqa: S101 - the fields have targets and no items
    return found


def _bodies(value: object) -> tuple[str, list[str]]:
    note, tags = "", list[str]()
    for body in as_list(value, "body", MAX_BODIES):
        table = as_table(body, "body")
        text = as_text(table.get("value"), "body", LIMITS.note)
        if table.get("purpose") == "tagging":
            tags.append(text)
        elif note:
            raise BadThingError("body", "one comment")
        else:
            note = text
    return note, tags


def _target(table: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for selector in as_list(table.get("selector", []), "selector", 10):
        one = as_table(selector, "selector")
        if one.get("type") == "FragmentSelector":
            fields["section"] = one.get("value")
        elif one.get("type") == "TextQuoteSelector":
            fields |= {"quote": one.get("exact"), "before": one.get("prefix", ""), "after": one.get("suffix", "")}
    paragraph = as_table(table.get("br:paragraph", {}), "br:paragraph")
    fields["paragraph"] = paragraph.get("text", "")
    return fields | {name: paragraph[name] for name in _PARAGRAPH if name in paragraph}


_PARAGRAPH = ("fingerprint", "number", "start", "end", "certain")


def _layer(value: object) -> NoteSet | None:
    if value is None:
        return None
    table = as_table(value, "br:layer")
    return NoteSet(
        name=as_text(table.get("name"), "name", LIMITS.name, empty=False),
        issuer=as_text(table.get("issuer"), "issuer", LIMITS.name, empty=False),
        issued=as_text(table.get("issued"), "issued", LIMITS.name),
        read_only=True,
    )


def _id_of(entry: object) -> str:
    table: dict[str, Any] = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
    found = table.get("id", table.get("uuid", ""))
    return found[:100] if isinstance(found, str) else ""


def _no_constant(name: str) -> NoReturn:
    raise BadThingError(name, "a number")


def _refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    raise RefusedError(tr("This set of notes"), "N5", reason) from cause
