"""A channel, verified to the last byte before anything of it is kept or shown (FORMATS P4)."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reader.errors import CancelledError, ContentError, RefusedError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.library import registers
from reader.library.blocks import parse_blocks
from reader.library.catalogue import LibraryInfo
from reader.library.document import read_head
from reader.library.limits import LIMITS
from reader.library.marking import is_above
from reader.library.svg import check_figure
from reader.packs import catalogue as catalogues
from reader.packs.catalogue import Catalogue
from reader.packs.containers import Container, Missing
from reader.packs.editions import Edition, Listed
from reader.packs.limits import PACK_LIMITS
from reader.packs.metadata import Chain, ensure_continues, verify_metadata
from reader.packs.names import CATALOGUE, LIBRARY, LIMIT_OF, Kind, document_id, document_name, kind_of, stored_name
from reader.packs.publishers import Publisher, matching
from reader.packs.trust import Trust

Progress = Callable[[int, int], None]
"""Called with (bytes looked at, bytes in all)."""
Cancelled = Callable[[], bool]
"""Asked between files; true stops the work."""

_ORDER = list(Kind)


@dataclass(frozen=True, slots=True)
class Verified:
    """A pack that has passed everything.

    Attributes:
        edition: what it installs.
        chain: its metadata.
        fresh: names of the files that were read because they were not held.
        bytes_read: from the container, metadata included.
        adopted: the library was another publisher's until now.
    """

    edition: Edition
    chain: Chain = field(repr=False)
    fresh: tuple[str, ...]
    bytes_read: int = 0
    adopted: bool = False


@dataclass(slots=True)
class _Content:
    """What has been understood of the targets so far, and the first complaint about them."""

    what: str
    catalogue: Catalogue | None = None
    info: LibraryInfo | None = None
    problem: RefusedError | None = None

    def look(self, name: str, data: bytes) -> None:
        """Check one file's content; the first complaint waits until every hash has been checked."""
        try:
            self._look(name, data)
        except RefusedError as error:
            self.problem = self.problem or error
        except ContentError as error:
            self.problem = self.problem or RefusedError(self.what, error.clause, explain(error).what)

    def _look(self, name: str, data: bytes) -> None:
        match kind_of(name, self.what):
            case Kind.CATALOGUE:
                self.catalogue = catalogues.read(data, self.what)
            case Kind.LIBRARY:
                self.info = _library(data, name)
            case Kind.REGISTER:
                _register(data, name)
            case Kind.DOCUMENT:
                head = read_head(data, name)
                if head.meta.id != document_id(name):
                    raise ContentError(name, 2, "id", document_id(name), "D2")
                _ensure_marking(head.meta.marking, name)
                parse_blocks(head.body, name, head.body_line)
            case Kind.FIGURE:
                check_figure(data, name)
            case Kind.LAYER:
                _layer(data, name)


def verify(
    container: Container,
    pinned: tuple[Publisher, ...],
    trust: Trust,
    clock: dt.datetime,
    *,
    held: Callable[[str, Listed], bool] = lambda _, __: False,
    keep: Callable[[str, bytes], None] = lambda _, __: None,
    scratch: Path | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Verified:
    """Verify a channel.

    Args:
        container: where it is read from.
        pinned: the publishers this machine trusts.
        trust: what has been seen before.
        clock: the computer's time, with its zone.
        held: whether a file was verified before under the same name and is still kept; it is then not read again.
        keep: given hash and bytes of each file that was read and has its signed length and hash.
        scratch: folder for signed lists while they are verified; the system's own for that where None.
        progress: told how far it is.
        cancelled: asked between files.

    Raises:
        RefusedError: with the clause that does not hold.
        UnavailableError: the medium does not answer, or `keep` cannot write.
        CancelledError: `cancelled` said so.
    """
    before = _timestamp(container)
    try:
        return _verify(container, pinned, trust, clock, held, keep, scratch, progress, cancelled)
    except RefusedError as refusal:
        if _timestamp(container) != before:
            why = tr("the publisher is replacing it just now; try again in a moment")
            raise UnavailableError(tr("reading a pack"), None, why) from refusal
        raise


def _timestamp(container: Container) -> bytes:
    try:
        return container.read("metadata/timestamp.json", PACK_LIMITS.timestamp_bytes)
    except (Missing, RefusedError, UnavailableError):
        return b""


def _verify(  # noqa: PLR0917 - called once, just above
    container: Container,
    pinned: tuple[Publisher, ...],
    trust: Trust,
    clock: dt.datetime,
    held: Callable[[str, Listed], bool],
    keep: Callable[[str, bytes], None],
    scratch: Path | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Verified:
    what = container.what
    publisher = matching(container, pinned)
    chain = verify_metadata(container, publisher, trust.now(clock), scratch)
    _ensure_sizes(what, chain.targets)
    content = _Content(what)
    fresh: list[str] = []
    done, total = 0, sum(file.length for file in chain.targets.values())
    for name, file in sorted(chain.targets.items(), key=lambda item: (_ORDER.index(kind_of(item[0], what)), item[0])):
        if cancelled is not None and cancelled():
            raise CancelledError
        # The two that say what the rest means are small and always looked at.
        if name in (CATALOGUE, LIBRARY) or not held(name, file):
            data = _read(container, name, file)
            keep(file.sha256, data)
            content.look(name, data)
            fresh.append(name)
        done += file.length
        if progress is not None:
            progress(done, total)
    if content.problem is not None:
        raise content.problem
    edition = _edition(what, chain, content, clock)
    _ensure_agreement(what, edition)
    seen = trust.libraries.get(edition.library)
    adopted = ensure_continues(container, chain, edition.library, seen)
    if seen is not None and edition.edition < seen.edition:
        reason = tr("it is edition {edition}; edition {seen} has been installed").format(
            edition=edition.edition, seen=seen.edition
        )
        raise RefusedError(what, "P6", reason)
    return Verified(edition, chain, tuple(fresh), container.bytes_read, adopted)


def _read(container: Container, name: str, file: Listed) -> bytes:
    try:
        data = container.read(stored_name(name, file.sha256), file.length)
    except Missing:
        raise RefusedError(container.what, "P4", tr("{name} is missing from it").format(name=name)) from None
    if not file.is_of(data):
        reason = tr("{name} in it is not what its publisher signed").format(name=name)
        raise RefusedError(container.what, "P4", reason)
    return data


def _ensure_sizes(what: str, targets: dict[str, Listed]) -> None:
    documents = 0
    for name, file in targets.items():
        kind = kind_of(name, what)
        documents += kind is Kind.DOCUMENT
        if file.length > LIMIT_OF[kind]:
            reason = tr("{name} has {size} bytes; the limit is {maximum}").format(
                name=name, size=f"{file.length:,}", maximum=f"{LIMIT_OF[kind]:,}"
            )
            raise RefusedError(what, "D7", reason)
    total = sum(file.length for file in targets.values())
    for value, maximum, limit in (
        (documents, LIMITS.library_documents, "library_documents"),
        (total, LIMITS.library_bytes, "library_bytes"),
    ):
        if value > maximum:
            reason = tr("the limit “{limit}” is {maximum}; found {value}").format(
                limit=limit, maximum=f"{maximum:,}", value=f"{value:,}"
            )
            raise RefusedError(what, "D7", reason)
    for name in (CATALOGUE, LIBRARY):
        if name not in targets:
            raise RefusedError(what, "P2", tr("{name} is missing from it").format(name=name))


def _edition(what: str, chain: Chain, content: _Content, clock: dt.datetime) -> Edition:
    info, catalogue = content.info, content.catalogue
    if info is None or catalogue is None:
        raise RefusedError(what, "P2", tr("its catalogue is damaged"))
    return Edition(
        library=info.id,
        title=info.title,
        edition=info.edition,
        publisher=chain.publisher.name,
        fingerprint=chain.publisher.fingerprint,
        versions=chain.versions,
        expires=chain.first_expiry.isoformat(),
        verified=clock.isoformat(),
        files=chain.targets,
        catalogue=catalogue,
        signed=chain.signed,
    )


def _ensure_agreement(what: str, edition: Edition) -> None:
    """P2: the catalogue and the documents say the same."""
    for notice in edition.catalogue.withdrawn:
        if document_name(notice.id) not in edition.files:
            reason = tr("its catalogue withdraws {id}, which it does not hold").format(id=notice.id)
            raise RefusedError(what, "P2", reason)
    for notice in edition.catalogue.removed:
        if document_name(notice.id) in edition.files:
            raise RefusedError(what, "P11", tr("it holds {id}, which its catalogue removes").format(id=notice.id))


def _library(data: bytes, name: str) -> LibraryInfo:
    reading = registers.open_register(data, name)
    info, _ = registers.library_info(reading)
    if reading.problems or not info.id:
        raise reading.problems[0] if reading.problems else ContentError(name, 1, "id", "an id", "D8")
    _ensure_marking(info.marking, name)
    return info


def _ensure_marking(marking: str, name: str) -> None:
    if is_above(marking):
        raise ContentError(name, 1, "marking", "OFFICIAL or OFFICIAL-SENSITIVE at most", "D9")


def _register(data: bytes, name: str) -> None:
    reading = registers.open_register(data, name)
    read: dict[str, Callable[[registers.Reading], object]] = {
        "taxonomy.toml": registers.taxonomy,
        "abbreviations.toml": registers.abbreviations,
        "synonyms.toml": registers.synonyms,
        "sources.toml": registers.sources,
        "signposts.toml": registers.signposts,
    }
    read[name](reading)
    if reading.problems:
        raise reading.problems[0]


def _layer(data: bytes, name: str) -> None:
    try:
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ContentError(name, 0, "layer", "JSON", "N6") from error
    if not isinstance(held, dict):
        raise ContentError(name, 0, "layer", "a JSON object", "N6")
