"""Front matter beyond what parsing already demands (FORMATS D2, D9, D10)."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from reader.library.catalogue import Taxonomy
from reader.library.document import Head
from reader.library.front_matter import STRICT_ID, unknown_fields
from reader.library.marking import is_above, is_accepted
from reader.packs.findings import Finding, Severity, error, warning

DIGEST_TITLE = "Digest: "
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def meta_findings(file: str, head: Head, taxonomy: Taxonomy, ids: AbstractSet[str]) -> Iterator[Finding]:
    """What is wrong or odd in a document's front matter.

    Args:
        file: name for complaints.
        head: the document's head.
        taxonomy: of the library.
        ids: of all the library's documents.
    """
    yield from (Finding(Severity.WARNING, problem) for problem in unknown_fields(head.yaml, file))
    yield from _identity(file, head)
    yield from _digest(file, head)
    yield from _keys(file, head, taxonomy)
    yield from _references(file, head, ids)
    yield from _dates(file, head)
    yield from marking_findings(file, _line(head, "marking"), head.meta.marking)


def _line(head: Head, name: str) -> int:
    for index, line in enumerate(head.yaml.split("\n")):
        if line.startswith(f"{name}:"):
            return index + 2
    return 1


def _identity(file: str, head: Head) -> Iterator[Finding]:
    meta = head.meta
    if not STRICT_ID.fullmatch(meta.id):
        yield error(file, _line(head, "id"), "id", "a-z, 0-9 and hyphens, 3 to 64 characters", "D2")
    if meta.id != PurePosixPath(file).stem:
        yield error(file, _line(head, "id"), "id", f"the file's name, {PurePosixPath(file).stem}", "D2")
    if not meta.summary:
        yield warning(file, _line(head, "summary"), "summary", "one or two sentences", "D2")
    if not _LANGUAGE.fullmatch(meta.language):
        yield error(file, _line(head, "language"), "language", "a code like en or cy", "D2")


def _digest(file: str, head: Head) -> Iterator[Finding]:
    meta = head.meta
    if not meta.is_digest:
        if meta.title.startswith(DIGEST_TITLE):
            yield warning(file, _line(head, "provenance"), "provenance", "digest, as its title says", "D10")
        return
    if not meta.title.startswith(DIGEST_TITLE):
        yield error(file, _line(head, "title"), "title", f"a title that begins “{DIGEST_TITLE}”", "D10")
    if meta.original is None or not meta.original.title:
        yield error(file, _line(head, "original"), "original", "what the digest is about", "D2")
    elif meta.original.title.casefold() in meta.title.casefold():
        yield error(file, _line(head, "title"), "title", "a title of its own, not the original's", "D10")
    if not meta.evidence:
        yield warning(file, _line(head, "evidence"), "evidence", "how strong and how old the evidence is", "D2")


def _keys(file: str, head: Head, taxonomy: Taxonomy) -> Iterator[Finding]:
    for facet in ("audience", "topics", "stages", "nation"):
        known = {term.key for term in taxonomy.facets.get(facet, ())}
        for key in getattr(head.meta, facet):
            if key not in known:
                yield error(file, _line(head, facet), facet, f"a key of taxonomy.toml; {key} is none", "D2")


def _references(file: str, head: Head, ids: AbstractSet[str]) -> Iterator[Finding]:
    for name in ("related", "supersedes"):
        for identifier in getattr(head.meta, name):
            if identifier not in ids:
                yield error(file, _line(head, name), name, f"an id of this library; {identifier} is none", "D2")
            elif identifier == head.meta.id:
                yield error(file, _line(head, name), name, "another document than itself", "D2")


def _dates(file: str, head: Head) -> Iterator[Finding]:
    meta = head.meta
    if not meta.issued:
        yield warning(file, _line(head, "issued"), "issued", "the day of issue", "D2")
    if meta.review_by and meta.issued and meta.review_by <= meta.issued:
        yield error(file, _line(head, "review_by"), "review_by", "a day after the day of issue", "D2")
    newest = max((change.edition for change in meta.changes), default=0)
    if newest > meta.edition:
        yield error(file, _line(head, "changes"), "changes", "no edition after this one", "D2")
    if any(not change.summary for change in meta.changes):
        yield error(file, _line(head, "changes"), "changes.summary", "what readers are told was changed", "D2")
    if meta.edition > 1 and newest != meta.edition:
        yield error(file, _line(head, "changes"), "changes", f"an entry for edition {meta.edition}", "D2")


def marking_findings(file: str, line: int, marking: str) -> Iterator[Finding]:
    """A marking that is above what this program carries, or that is none (D9)."""
    if is_above(marking):
        yield error(file, line, "marking", "OFFICIAL or OFFICIAL-SENSITIVE at most", "D9")
    elif not is_accepted(marking):
        yield error(file, line, "marking", "OFFICIAL or OFFICIAL-SENSITIVE, with handling text", "D9")
