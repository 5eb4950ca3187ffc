"""A paper as it is now beside the edition that a roll-back goes to, for "what changed"."""

from dataclasses import dataclass

from reader.desk import Desk
from reader.errors import ContentError
from reader.library.catalogue import Change
from reader.library.document import parse_document
from reader.library.limits import LIMITS
from reader.library.model import Briefing
from reader.packs.compare import Comparison, compare
from reader.packs.installed import InstalledLibrary
from reader.packs.names import document_name
from reader.packs.plan import DocumentChange


@dataclass(frozen=True, slots=True)
class Compared:
    """Two editions of a paper, and what the publisher says was changed between them, newest first."""

    comparison: Comparison
    said: tuple[Change, ...]


def of_plan(change: DocumentChange) -> Compared:
    """A paper of a plan or of an outcome. Reads and parses both editions."""
    return Compared(compare(change.text_before(), change.text_after()), change.changes)


def with_previous(desk: Desk, key: str) -> Compared | None:
    """A paper on the shelf with the edition before; None where no earlier text of it is kept.

    Raises:
        NotFoundError: no library holds it.
        LimitError: it is beyond a limit of FORMATS D7.
    """
    files = desk.shelf.library_of(key).files
    before = _before(files, key) if isinstance(files, InstalledLibrary) else None
    if before is None:
        return None
    after = desk.briefing(key)
    since = tuple(change for change in after.meta.changes if change.edition > before.meta.edition)
    return Compared(compare(before, after), tuple(sorted(since, key=lambda change: -change.edition)))


def _before(files: InstalledLibrary, key: str) -> Briefing | None:
    name = document_name(key.rpartition("/")[2])
    data = files.read_previous(name, LIMITS.document_bytes)
    try:
        return parse_document(data, name, key) if data is not None else None
    except ContentError:
        return None
