"""What installing a pack would change, told before it happens (FORMATS P9)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from reader.errors import ContentError
from reader.library.catalogue import Change, FrontMatter
from reader.library.document import parse_document, read_head
from reader.library.model import Briefing
from reader.packs.editions import Edition
from reader.packs.names import DOCUMENTS, document_id

ReadFile = Callable[[str], bytes | None]
"""A file's bytes by its SHA-256, None where it is no longer there."""


class ChangeKind(StrEnum):
    """What happens to a document. DROPPED: it is gone without the publisher having said why."""

    ADDED = "added"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document that is not as before.

    Attributes:
        key: "library/id".
        title: its title; "" for one that was removed before and is no longer here to be asked.
        kind: what happens to it.
        before: edition number of the text before, None where there was none.
        after: edition number of the text after, None where there is none.
        changes: what the publisher says was changed since `before`, newest first.
        reason: why it is withdrawn or removed.
        text_before: the whole document before, None where there was none. Reads a file.
        text_after: the whole document after. Reads a file.
    """

    key: str
    title: str
    kind: ChangeKind
    before: int | None = None
    after: int | None = None
    changes: tuple[Change, ...] = ()
    reason: str = ""
    text_before: Callable[[], Briefing | None] = field(default=lambda: None, repr=False, compare=False)
    text_after: Callable[[], Briefing | None] = field(default=lambda: None, repr=False, compare=False)

    @property
    def urgent(self) -> bool:
        """Whether one of the changes must be acknowledged (FORMATS D2)."""
        return any(change.urgent for change in self.changes)


@dataclass(frozen=True, slots=True)
class NoteCount:
    """Notes on changed documents, each counted once.

    Attributes:
        carried: keep their place.
        to_review: a person must look at.
        kept: on documents that are withdrawn, removed or no longer there; readable and exportable as they are (P10).
    """

    carried: int = 0
    to_review: int = 0
    kept: int = 0


class Notes(Protocol):
    """The notebook, as far as installing is concerned."""

    def foresee(self, changes: Sequence[DocumentChange]) -> NoteCount:
        """What `carry` would do; changes nothing."""
        ...

    def carry(self, changes: Sequence[DocumentChange]) -> NoteCount:
        """Re-attach the notes on these documents; called once the new edition is in force."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What installing would do.

    Attributes:
        edition: what would be in force.
        before: what is in force now, None where the library is new.
        changes: every document that is not as before, sorted by title within its kind.
        unchanged: how many documents stay as they are.
        others: names of registers, figures and layers that are new or different.
        notes: carried and to look at; None where no notebook was asked.
        bytes_read: read from the medium while verifying.
    """

    edition: Edition
    before: Edition | None
    changes: tuple[DocumentChange, ...]
    unchanged: int
    others: tuple[str, ...] = ()
    notes: NoteCount | None = None
    bytes_read: int = 0

    @property
    def same(self) -> bool:
        """Whether exactly this edition is in force already."""
        return self.before is not None and self.before.name == self.edition.name

    def of_kind(self, kind: ChangeKind) -> tuple[DocumentChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


def changes_between(before: Edition | None, after: Edition, read: ReadFile) -> tuple[DocumentChange, ...]:
    """Every document that differs between two editions of a library; unchanged documents are not read.

    Args:
        before: the older one, None where there was none.
        after: the newer one.
        read: reads a file of either.
    """
    found = list(_documents(before, after, read))
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda change: (order.index(change.kind), change.title.casefold(), change.key)))


def others_between(before: Edition | None, after: Edition) -> tuple[str, ...]:
    """Names of files beside the documents that are new or different, sorted."""
    old = before.files if before is not None else {}
    names = (name for name in after.files if not name.startswith(DOCUMENTS))
    return tuple(sorted(name for name in names if old.get(name) != after.files[name]))


def _documents(before: Edition | None, after: Edition, read: ReadFile) -> Iterator[DocumentChange]:
    old = before.files if before is not None else {}
    withdrawn = {notice.id: notice for notice in after.catalogue.withdrawn}
    withdrawn_before = {notice.id for notice in before.catalogue.withdrawn} if before is not None else set[str]()
    for name in after.documents:
        identifier = document_id(name)
        fresh_notice = identifier in withdrawn and identifier not in withdrawn_before
        if old.get(name) == after.files[name] and not fresh_notice:
            continue
        change = _one(before, after, name, read)
        if fresh_notice and before is not None:
            yield _with_kind(change, ChangeKind.WITHDRAWN, withdrawn[identifier].reason)
        else:
            yield change
    removed = {notice.id: notice for notice in after.catalogue.removed}
    for name in before.documents if before is not None else ():
        identifier = document_id(name)
        if name not in after.files:
            kind = ChangeKind.REMOVED if identifier in removed else ChangeKind.DROPPED
            reason = removed[identifier].reason if identifier in removed else ""
            yield _with_kind(_one(before, after, name, read), kind, reason)


def _one(before: Edition | None, after: Edition, name: str, read: ReadFile) -> DocumentChange:
    key = f"{after.library}/{document_id(name)}"
    old = _meta(before, name, read)
    new = _meta(after, name, read)
    either = new or old
    since = old.edition if old is not None else (new.edition if new is not None else 0)
    said = new.changes if new is not None else ()
    return DocumentChange(
        key=key,
        title=either.title if either is not None else "",
        kind=ChangeKind.UPDATED if old is not None else ChangeKind.ADDED,
        before=old.edition if old is not None else None,
        after=new.edition if new is not None else None,
        changes=tuple(sorted((c for c in said if c.edition > since), key=lambda c: -c.edition)),
        text_before=lambda: _whole(before, name, key, read),
        text_after=lambda: _whole(after, name, key, read),
    )


def _with_kind(change: DocumentChange, kind: ChangeKind, reason: str) -> DocumentChange:
    return DocumentChange(
        change.key,
        change.title,
        kind,
        change.before,
        change.after,
        change.changes,
        reason,
        change.text_before,
        change.text_after,
    )


def _bytes(edition: Edition | None, name: str, read: ReadFile) -> bytes | None:
    file = edition.files.get(name) if edition is not None else None
    return read(file.sha256) if file is not None else None


def _meta(edition: Edition | None, name: str, read: ReadFile) -> FrontMatter | None:
    data = _bytes(edition, name, read)
    try:
        return read_head(data, name).meta if data is not None else None
    except ContentError:
        return None


def _whole(edition: Edition | None, name: str, key: str, read: ReadFile) -> Briefing | None:
    data = _bytes(edition, name, read)
    try:
        return parse_document(data, name, key) if data is not None else None
    except ContentError:
        return None
