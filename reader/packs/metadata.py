"""The signed metadata of a channel, verified with The Update Framework's own client (FORMATS P1, P3, P4, P6, P7).

Nothing here contacts anything: the client's fetcher reads the container. The folder it is given holds only what it
needs while it works.
"""

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)

from reader.errors import ReaderError, RefusedError
from reader.language import tr
from reader.packs.containers import Container, Missing
from reader.packs.editions import Listed
from reader.packs.limits import PACK_LIMITS
from reader.packs.names import kind_of, root_name
from reader.packs.publishers import Publisher
from reader.packs.trust import Seen
from reader.packs.tuf_client import FetcherInterface, Updater, UpdaterConfig
from reader.packs.tuf_types import Metadata, Root, Signed, Snapshot, Targets, Timestamp

_BASE = "channel:"
_KEY_TYPE = "ed25519"
_SHA256 = re.compile(r"[0-9a-f]{64}")
ROOT_FIELD = "x-root"
"""Field of the timestamp that names the root version it was signed under, so that media without it are seen."""
SIGNED_FIELD = "x-signed"
"""Field of the targets: the day they were signed (ISO)."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Chain:
    """Verified metadata.

    Attributes:
        publisher: whose it is.
        roots: version to bytes of every root from the pinned one on; each is signed by the one before and by itself.
        versions: role to version.
        expires: role to the moment its metadata expires.
        targets: logical name to what the file must be.
        signed: the day the targets were signed, as the publisher says (ISO), "" where that is not said.
    """

    publisher: Publisher
    roots: dict[int, bytes]
    versions: dict[str, int]
    expires: dict[str, dt.datetime]
    targets: dict[str, Listed] = field(repr=False)
    signed: str = ""

    @property
    def root(self) -> bytes:
        """The newest root's bytes."""
        return self.roots[self.versions["root"]]

    @property
    def first_expiry(self) -> dt.datetime:
        """When this pack can no longer be installed."""
        return min(self.expires.values())


class Fetcher(FetcherInterface):
    """Answers the client's requests from a container."""

    def __init__(self, container: Container) -> None:
        self._container = container

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(_BASE + "/")
        try:
            return iter([self._container.read(name, PACK_LIMITS.targets_bytes)])
        except Missing:
            # The client takes 404 alone as "there is no newer root".
            raise DownloadHTTPError(name, 404) from None

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """All of a file, in memory: the client's own way leads through the system's temporary folder."""
        data = b"".join(self.fetch(url))
        if len(data) > max_length:
            raise DownloadLengthMismatchError(f"{len(data)} bytes of at most {max_length}")
        return data


def verify_metadata(container: Container, publisher: Publisher, now: dt.datetime, scratch: Path | None = None) -> Chain:
    """Verify root chain, timestamp, snapshot and targets.

    Args:
        container: the channel.
        publisher: whose pinned root it carries.
        now: the moment expiry is judged by, already corrected for a clock set back.
        scratch: folder for what the client puts on the disk meanwhile; the system's own for that where None.

    Raises:
        RefusedError: with the clause that does not hold.
        UnavailableError: the medium does not answer.
    """
    newest = container.root_versions()[-1]
    with tempfile.TemporaryDirectory(prefix="briefing-reader-", dir=scratch) as work:
        folder = Path(work)
        _refresh(container, publisher, folder)
        try:
            history = folder / "root_history"
            roots = {v: (history / f"{v}.root.json").read_bytes() for v in range(publisher.version, newest + 1)}
        except FileNotFoundError:
            raise _refused(container, tr("the publisher's chain of roots in it is not whole"), "P1") from None
        root = Metadata[Root].from_bytes(roots[newest]).signed
        timestamp = Metadata[Timestamp].from_file(str(folder / "timestamp.json")).signed
        snapshot = Metadata[Snapshot].from_file(str(folder / "snapshot.json")).signed
        targets = Metadata[Targets].from_file(str(folder / "targets.json")).signed
    _ensure_root(container, root, timestamp)
    parts: dict[str, Signed] = {"root": root, "timestamp": timestamp, "snapshot": snapshot, "targets": targets}
    chain = Chain(
        publisher=publisher,
        roots=roots,
        versions={role: signed.version for role, signed in parts.items()},
        expires={role: signed.expires for role, signed in parts.items()},
        targets=_listed(container, targets),
        signed=_signed_on(targets),
    )
    _ensure_in_date(container, chain, now)
    _ensure_not_older(container, chain, publisher.minimum)
    return chain


def ensure_continues(container: Container, chain: Chain, library: str, seen: Seen | None) -> bool:
    """Raise RefusedError unless `chain` goes on from what was installed of the same library before (P3, P6).

    Returns:
        Whether the library was another publisher's until now, and an administrator has said that this one goes on
        with it: what was seen before then no longer counts.
    """
    if seen is None:
        return False
    if library in chain.publisher.adopts and _root_at(container, seen.versions.get("root", 1)) != seen.root:
        return True
    known = Metadata[Root].from_bytes(seen.root).signed
    for version in range(known.version + 1, chain.publisher.version + 1):
        # The pinned root is newer than the one installed by: the steps between them were not verified yet.
        try:
            step = Metadata[Root].from_bytes(container.read(root_name(version), PACK_LIMITS.root_bytes))
            for delegator in (known, step.signed):
                delegator.verify_delegate("root", step.signed_bytes, step.signatures)
        except (RepositoryError, Missing) as error:
            raise _refused(container, tr("its chain of roots is not the one known here"), "P3") from error
        known = step.signed
    if known.version in chain.roots and known != Metadata[Root].from_bytes(chain.roots[known.version]).signed:
        raise _refused(container, tr("its chain of roots is not the one known here"), "P3")
    _ensure_not_older(container, chain, seen.versions)
    return False


def _root_at(container: Container, version: int) -> bytes:
    try:
        return container.read(root_name(version), PACK_LIMITS.root_bytes)
    except Missing:
        return b""


def _refresh(container: Container, publisher: Publisher, folder: Path) -> None:
    limits = UpdaterConfig(
        max_root_rotations=PACK_LIMITS.root_versions,
        root_max_length=PACK_LIMITS.root_bytes,
        timestamp_max_length=PACK_LIMITS.timestamp_bytes,
        snapshot_max_length=PACK_LIMITS.snapshot_bytes,
        targets_max_length=PACK_LIMITS.targets_bytes,
    )
    base = f"{_BASE}/metadata/"
    try:
        updater = Updater(str(folder), base, fetcher=Fetcher(container), config=limits, bootstrap=publisher.root)
        updater.refresh()
    except (RepositoryError, DownloadError) as error:
        if isinstance(error.__cause__, ReaderError):
            raise error.__cause__ from error
        raise _explained(container, error) from error


def _explained(container: Container, error: Exception) -> RefusedError:
    match error:
        case ExpiredMetadataError():
            return _refused(container, tr("its signatures have expired; ask the publisher for a newer pack"), "P7")
        case UnsignedMetadataError():
            return _refused(container, tr("it is not signed by keys that its publisher uses now"))
        case LengthOrHashMismatchError() | DownloadLengthMismatchError():
            return _refused(container, tr("parts of its signed list do not belong together"))
        case BadVersionNumberError():
            return _refused(container, tr("parts of its signed list are of different editions"))
        case DownloadHTTPError():
            return _refused(container, tr("a part of its signed list is missing"))
        case _:
            return _refused(container, tr("its signed list is damaged"))


def _ensure_root(container: Container, root: Root, timestamp: Timestamp) -> None:
    """P1: Ed25519 and consistent snapshots only; the newest root is the one the timestamp was signed under."""
    if any(key.keytype != _KEY_TYPE or key.scheme != _KEY_TYPE for key in root.keys.values()):
        raise _refused(container, tr("it uses another kind of key than Ed25519"), "P1")
    if not root.consistent_snapshot:
        raise _refused(container, tr("it is not built in consistent snapshots"), "P1")
    under = timestamp.unrecognized_fields.get(ROOT_FIELD, root.version)
    if under != root.version:
        raise _refused(container, tr("the publisher's chain of roots in it is not whole"), "P1")


def _ensure_in_date(container: Container, chain: Chain, now: dt.datetime) -> None:
    # The client has judged by the computer's clock; this judges by the latest time seen, which a clock set back is not.
    role, expires = min(chain.expires.items(), key=lambda item: item[1])
    if expires <= now:
        reason = tr("its signatures expired on {date} ({role}); ask the publisher for a newer pack").format(
            date=expires.date().isoformat(), role=role
        )
        raise _refused(container, reason, "P7")


def _ensure_not_older(container: Container, chain: Chain, least: Mapping[str, int]) -> None:
    for role, version in least.items():
        if chain.versions.get(role, version) < version:
            reason = tr("it is older than what this computer has seen ({role} {found}, seen {version})").format(
                role=role, found=chain.versions[role], version=version
            )
            raise _refused(container, reason, "P6")


def _listed(container: Container, targets: Targets) -> dict[str, Listed]:
    if targets.delegations is not None:
        raise _refused(container, tr("it hands signing on to further keys"), "P1")
    if len(targets.targets) > PACK_LIMITS.targets:
        raise _refused(container, tr("it holds more than {maximum} files").format(maximum=PACK_LIMITS.targets))
    found: dict[str, Listed] = {}
    for name, target in targets.targets.items():
        kind_of(name, container.what)
        digest = target.hashes.get("sha256", "")
        if not _SHA256.fullmatch(digest):
            raise _refused(container, tr("its signed list is damaged"))
        found[name] = Listed(target.length, digest)
    return found


def _signed_on(targets: Targets) -> str:
    day = targets.unrecognized_fields.get(SIGNED_FIELD)
    return day if isinstance(day, str) and _DAY.fullmatch(day) else ""


def _refused(container: Container, reason: str, clause: str = "P4") -> RefusedError:
    return RefusedError(container.what, clause, reason)
