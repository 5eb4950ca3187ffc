"""What a notebook holds (FORMATS N2). Everything is frozen; the store is the only thing that changes.

Annotation ── Target*      one target a paragraph; a mark over three paragraphs has three
Collection ── Item*        documents, passages and annotations in an order of one's own
HistoryEntry               one change of one of them
"""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Clock = Callable[[], dt.datetime]
"""Gives the time, with a time zone. Injected, so that tests and a wrong clock can be told apart from each other."""

CONTEXT_CHARACTERS = 32
"""Characters of context kept on each side of a quote (FORMATS N2), in code points."""


class Kind(StrEnum):
    """What an annotation is for (FORMATS N2)."""

    BOOKMARK = "bookmark"
    KEY_POINT = "key-point"
    PRACTICE = "practice"
    QUESTION = "question"
    FINDING = "finding"
    NOTE = "note"


HIGHLIGHTS = (Kind.KEY_POINT, Kind.PRACTICE, Kind.QUESTION, Kind.FINDING)
"""The four labelled kinds of highlight, in the order of Ctrl+1 to Ctrl+4."""


class Status(StrEnum):
    """How an annotation stands to the edition on the shelf (FORMATS N3).

    ATTACHED: its targets are places of `edition`. REVIEW: the text changed, a person must look. GONE: nothing like it
    is left, a person must look. RETIRED: a person looked and keeps it without a place.
    """

    ATTACHED = "attached"
    REVIEW = "review"
    GONE = "gone"
    RETIRED = "retired"


class Certain(StrEnum):
    """What was unique in the edition a target was described in; only that may decide a re-attachment."""

    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    BEFORE = "before"
    AFTER = "after"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Target:
    """A marked place inside one paragraph, a section (fingerprint "") or the whole document (section "" as well).

    Attributes:
        section: id of the section.
        fingerprint: of the paragraph (FORMATS D3), "" for a section or a document.
        number: the paragraph's number in the annotation's edition, for people and for painting; 0 without one.
        paragraph: the whole marked paragraph's text, so that old wording can be shown when it has changed.
        quote: the marked text; for a section, its title.
        before: up to CONTEXT_CHARACTERS of the document's running text before the quote.
        after: the same after it.
        start: offset of the quote in the paragraph, in Unicode code points.
        end: offset of its end.
        certain: what of it was unique in the edition it was described in.
    """

    section: str = ""
    fingerprint: str = ""
    number: int = 0
    paragraph: str = ""
    quote: str = ""
    before: str = ""
    after: str = ""
    start: int = 0
    end: int = 0
    certain: tuple[Certain, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """A bookmark, highlight or note.

    Attributes:
        uuid: in its canonical text form; the name it is merged by (FORMATS N5).
        kind: what it is for.
        document: key of the document, "library/id" (FORMATS D11).
        edition: of the document its targets were last attached to.
        targets: at least one.
        note: the person's own text, plain.
        tags: in order of adding, none twice.
        created: UTC, ISO 8601 with milliseconds and Z; such texts sort as their times do.
        changed: the same; the newer change wins a merge.
        author: name of the profile that wrote it.
        status: how it stands to the edition on the shelf.
        set_name: "" for one's own; else the name of the colleague's set or layer it is kept apart in.
        deleted: when it went to the bin, "" while it is not there. Neither exported nor merged.
    """

    uuid: str
    kind: Kind
    document: str
    edition: int
    targets: tuple[Target, ...]
    note: str = ""
    tags: tuple[str, ...] = ()
    created: str = ""
    changed: str = ""
    author: str = ""
    status: Status = Status.ATTACHED
    set_name: str = ""
    deleted: str = ""

    @property
    def quote(self) -> str:
        """All marked text, one line a target."""
        return "\n".join(target.quote for target in self.targets if target.quote)


class ItemKind(StrEnum):
    """What an item of a collection names."""

    DOCUMENT = "document"
    PASSAGE = "passage"
    ANNOTATION = "annotation"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a collection.

    Attributes:
        kind: what `ref` names.
        ref: "library/id", "library/id#section" or an annotation's uuid.
        done: whether it was read, for the collection's reading progress.
    """

    kind: ItemKind
    ref: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """An ordered, titled selection with an introduction. Fields shared with Annotation mean the same."""

    uuid: str
    title: str
    introduction: str = ""
    items: tuple[Item, ...] = ()
    created: str = ""
    changed: str = ""
    author: str = ""
    set_name: str = ""
    deleted: str = ""

    @property
    def progress(self) -> tuple[int, int]:
        """How many items are done, and how many there are."""
        return sum(item.done for item in self.items), len(self.items)


Thing = Annotation | Collection
"""Whatever the table of changes records."""


@dataclass(frozen=True, slots=True)
class NoteSet:
    """A set kept apart from one's own notes: a colleague's, or an issued layer (FORMATS N5, N6).

    Attributes:
        name: shown, and used in Annotation.set_name.
        issuer: who issued a layer, "" for a colleague's set.
        issued: ISO date of issue.
        read_only: layers cannot be edited.
    """

    name: str
    issuer: str = ""
    issued: str = ""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change.

    Attributes:
        at: when it was made.
        action: what was done, a key such as "add", "change", "delete", "undo", "import" (worded by the caller).
        state: the thing after the change.
        applied: False for the loser of a merge, which was kept but never became current (FORMATS N5).
    """

    at: str
    action: str
    state: Thing
    applied: bool


def new_uuid() -> str:
    """A fresh random uuid as text."""
    return str(uuids.uuid4())


def stamp(moment: dt.datetime) -> str:
    """A time as the notebook writes it: UTC, milliseconds, Z."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(stamped: str) -> dt.datetime:
    """The time a stamp stands for. Raises ValueError where it is none or has no time zone."""
    found = dt.datetime.fromisoformat(stamped)
    if found.tzinfo is None:
        msg = "no time zone"
        raise ValueError(msg)
    return found.astimezone(dt.UTC)


def utc_now() -> dt.datetime:
    """The clock that is used outside tests."""
    return dt.datetime.now(dt.UTC)
