"""Things as JSON and back: the form the store keeps, and the digest two copies of a thing are compared by.

Decoding checks every field, because an imported set and a damaged file both arrive here.
"""

import hashlib
import json
import uuid as uuids
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from reader.notebook.model import (
    Annotation,
    Certain,
    Collection,
    Item,
    ItemKind,
    Kind,
    Status,
    Target,
    Thing,
    moment,
    stamp,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a thing is refused.

    Attributes:
        note: code points of one note; a 5 MB note is taken.
        text: code points of one paragraph, quote or introduction.
        name: code points of a document's key, title, tag or author.
        section: code points of a section's id, which is made from its heading.
        targets: of one annotation.
        tags: of one annotation.
        items: of one collection.
        years: first and last year of a date.
    """

    note: int = 8_000_000
    text: int = 1_000_000
    name: int = 500
    section: int = 5_000
    targets: int = 2_000
    tags: int = 200
    items: int = 10_000
    years: tuple[int, int] = (1990, 2200)


_CERTAIN = {word.value: word for word in Certain}
Word = TypeVar("Word", bound=StrEnum)
LIMITS = Limits()
MAX_NUMBER = 2**31


class BadThingError(ValueError):
    """A field that is not what it must be. `field` names it, `expected` says what would have been right."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}")
        self.field = field
        self.expected = expected


def encode(thing: Thing) -> dict[str, Any]:
    """The thing as JSON values, every field, in one fixed order."""
    common = {"uuid": thing.uuid, "created": thing.created, "changed": thing.changed, "author": thing.author}
    kept = {"set_name": thing.set_name, "deleted": thing.deleted}
    if isinstance(thing, Collection):
        items = [{"kind": item.kind.value, "ref": item.ref, "done": item.done} for item in thing.items]
        return {**common, "title": thing.title, "introduction": thing.introduction, "items": items, **kept}
    return {
        **common,
        "kind": thing.kind.value,
        "document": thing.document,
        "edition": thing.edition,
        "targets": [encode_target(target) for target in thing.targets],
        "note": thing.note,
        "tags": list(thing.tags),
        "status": thing.status.value,
        **kept,
    }


def encode_target(target: Target) -> dict[str, Any]:
    """A target as JSON values."""
    return {
        "section": target.section,
        "fingerprint": target.fingerprint,
        "number": target.number,
        "paragraph": target.paragraph,
        "quote": target.quote,
        "before": target.before,
        "after": target.after,
        "start": target.start,
        "end": target.end,
        "certain": [word.value for word in target.certain],
    }


def digest(thing: Thing) -> str:
    """32 hex digits over everything that is exported; the same thing in another set or in the bin has the same."""
    return _digest(_core(encode(thing)))


def pack(thing: Thing) -> tuple[str, bytes]:
    """A thing's digest, and the thing as the tables keep it."""
    kept = _json({"set_name": thing.set_name, "deleted": thing.deleted}) if thing.set_name or thing.deleted else _BARE
    core = _core(encode(thing))
    return _digest(core), zlib.compress((core[:-1] + "," + kept[1:]).encode(), 1)


def unpack(state: bytes) -> Thing:
    """The thing that was packed. Its fields are not checked again: the file's pages are authenticated."""
    fields: dict[str, Any] = json.loads(zlib.decompress(state))
    if "items" in fields:
        items = (Item(ItemKind(item["kind"]), item["ref"], item["done"]) for item in fields.pop("items"))
        return Collection(items=tuple(items), **fields)
    targets = (
        Target(certain=tuple(_CERTAIN[word] for word in target.pop("certain")), **target)
        for target in fields.pop("targets")
    )
    kind, status, tags = Kind(fields.pop("kind")), Status(fields.pop("status")), tuple(fields.pop("tags"))
    return Annotation(kind=kind, status=status, tags=tags, targets=tuple(targets), **fields)


def _core(fields: dict[str, Any]) -> str:
    return _json({name: value for name, value in fields.items() if name not in {"set_name", "deleted"}})


# Made once: `json.dumps` would make one for each of 20,000 notes.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BARE = _json({"set_name": "", "deleted": ""})


def _digest(core: str) -> str:
    return hashlib.blake2b(core.encode(), digest_size=16).hexdigest()


def unpack_annotation(state: bytes) -> Annotation:
    """`unpack` for a row that is known to be an annotation."""
    return cast("Annotation", unpack(state))


def unpack_collection(state: bytes) -> Collection:
    """`unpack` for a row that is known to be a collection."""
    return cast("Collection", unpack(state))


def decode(fields: object) -> Thing:
    """The thing `encode` made. Raises BadThingError for anything else."""
    table = as_table(fields, "thing")
    common: dict[str, Any] = {
        "uuid": as_uuid(table.get("uuid")),
        "created": as_time(table.get("created"), "created"),
        "changed": as_time(table.get("changed"), "changed"),
        "author": as_text(table.get("author", ""), "author", LIMITS.name),
        "set_name": as_text(table.get("set_name", ""), "set_name", LIMITS.name),
        "deleted": as_time(table.get("deleted"), "deleted") if table.get("deleted") else "",
    }
    if "items" in table:
        return Collection(
            title=as_text(table.get("title"), "title", LIMITS.name),
            introduction=as_text(table.get("introduction", ""), "introduction", LIMITS.text),
            items=tuple(decode_item(item) for item in as_list(table["items"], "items", LIMITS.items)),
            **common,
        )
    targets = tuple(decode_target(target) for target in as_list(table.get("targets"), "targets", LIMITS.targets))
    if not targets:
        raise BadThingError("targets", "at least one")
    return Annotation(
        kind=as_word(Kind, table.get("kind"), "kind"),
        document=as_text(table.get("document"), "document", LIMITS.name, empty=False),
        edition=as_number(table.get("edition"), "edition"),
        targets=targets,
        note=as_text(table.get("note", ""), "note", LIMITS.note),
        tags=as_tags(table.get("tags", [])),
        status=as_word(Status, table.get("status", Status.ATTACHED.value), "status"),
        **common,
    )


def decode_target(fields: object) -> Target:
    """One target. Raises BadThingError."""
    table = as_table(fields, "target")
    target = Target(
        section=as_text(table.get("section", ""), "section", LIMITS.section),
        fingerprint=as_text(table.get("fingerprint", ""), "fingerprint", LIMITS.name),
        number=as_number(table.get("number", 0), "number"),
        paragraph=as_text(table.get("paragraph", ""), "paragraph", LIMITS.text),
        quote=as_text(table.get("quote", ""), "quote", LIMITS.text),
        before=as_text(table.get("before", ""), "before", LIMITS.name),
        after=as_text(table.get("after", ""), "after", LIMITS.name),
        start=as_number(table.get("start", 0), "start"),
        end=as_number(table.get("end", 0), "end"),
        certain=tuple(as_word(Certain, word, "certain") for word in as_list(table.get("certain", []), "certain", 8)),
    )
    if target.start > target.end or (target.fingerprint and target.end > len(target.paragraph)):
        raise BadThingError("start", "a range inside the paragraph")
    return target


def decode_item(fields: object) -> Item:
    """One item of a collection. Raises BadThingError."""
    table = as_table(fields, "item")
    return Item(
        kind=as_word(ItemKind, table.get("kind"), "item kind"),
        ref=as_text(table.get("ref"), "ref", LIMITS.name + LIMITS.section, empty=False),
        done=table.get("done") is True,
    )


def as_table(value: object, field: str) -> dict[str, Any]:
    """A JSON object. Raises BadThingError."""
    if not isinstance(value, dict):
        raise BadThingError(field, "an object")
    return cast("dict[str, Any]", value)


def as_list(value: object, field: str, most: int) -> list[Any]:
    """A JSON array of at most `most` entries. Raises BadThingError."""
    if not isinstance(value, list):
        raise BadThingError(field, "a list")
    found = cast("list[Any]", value)
    if len(found) > most:
        raise BadThingError(field, f"at most {most} entries")
    return found


def as_text(value: object, field: str, most: int, *, empty: bool = True) -> str:
    """Text that UTF-8 can hold, of at most `most` code points. Raises BadThingError."""
    if not isinstance(value, str) or (not value and not empty):
        raise BadThingError(field, "text")
    if len(value) > most:
        raise BadThingError(field, f"at most {most} characters")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadThingError(field, "text that UTF-8 can hold") from None
    if "\0" in value:
        raise BadThingError(field, "text without a null character")
    return value


def as_number(value: object, field: str) -> int:
    """A whole number from 0 to MAX_NUMBER. Raises BadThingError."""
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise BadThingError(field, "a whole number")
    return value


def as_word(words: type[Word], value: object, field: str) -> Word:
    """A member of an enumeration. Raises BadThingError."""
    try:
        return words(cast("str", value))
    except ValueError:
        raise BadThingError(field, "one of " + ", ".join(word.value for word in words)) from None


def as_uuid(value: object) -> str:
    """A uuid in its canonical form. Raises BadThingError."""
    text = as_text(value, "uuid", LIMITS.name)
    try:
        return str(uuids.UUID(text))
    except ValueError:
        raise BadThingError("uuid", "a uuid") from None


def as_time(value: object, field: str) -> str:
    """A time in the notebook's own form, whatever zone it was written in. Raises BadThingError."""
    text = as_text(value, field, LIMITS.name)
    first, last = LIMITS.years
    try:
        found = moment(text)
    except (ValueError, OverflowError):
        raise BadThingError(field, "a date and time with its zone") from None
    if not first <= found.year <= last:
        raise BadThingError(field, f"a year from {first} to {last}")
    return stamp(found)


def as_tags(value: object) -> tuple[str, ...]:
    """Tags, blanks around them cut, none twice, in order. Raises BadThingError."""
    words = [as_text(tag, "tag", LIMITS.name).strip() for tag in as_list(value, "tags", LIMITS.tags)]
    return tuple(dict.fromkeys(word for word in words if word))
