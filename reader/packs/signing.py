"""Signing a channel: targets, snapshot and timestamp, in that order, each naming the one before (FORMATS P1)."""

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from tuf.api.exceptions import RepositoryError

from reader.durable import as_unavailable, replace_file
from reader.errors import DamagedError, RefusedError, UsageError
from reader.language import tr
from reader.packs.build import BUILD_FILE
from reader.packs.keys import Ring
from reader.packs.metadata import ROOT_FIELD, SIGNED_FIELD
from reader.packs.names import root_version, stored_name
from reader.packs.tuf_types import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

DAYS = {"root": 1095, "targets": 395, "snapshot": 180, "timestamp": 180}
"""Days each role's signature holds. Snapshot and timestamp: twice the longest interval between media."""

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)


def signing_time() -> dt.datetime:
    """Now, or the moment of SOURCE_DATE_EPOCH, so that a build can be repeated byte for byte. Whole seconds, UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Signatures:
    """What a channel's metadata says now: role to version, and to expiry."""

    versions: dict[str, int]
    expires: dict[str, dt.datetime]


class Channel:
    """The metadata of a channel on the publisher's own disk. Trusted, since it is the publisher's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def root(self) -> Metadata[Root]:
        """The newest root. Raises UsageError where the channel has none yet."""
        found = [version for version in map(root_version, self._names()) if version is not None]
        if not found:
            raise UsageError(tr("This channel has no root yet. Make keys first, with “pack keys new”."))
        return self.load(Root, f"{max(found)}.root.json")

    def latest(self, kind: type[S], role: str) -> Metadata[S] | None:
        """The newest metadata of a role, None where it has not been signed yet. Raises DamagedError."""
        version = self.latest_version(role)
        if version is None:
            return None
        return self.load(kind, "timestamp.json" if role == "timestamp" else f"{version}.{role}.json")

    def latest_version(self, role: str) -> int | None:
        """The newest version of a role, None where it has not been signed yet. Raises DamagedError."""
        if role == "timestamp":
            there = (self.folder / "metadata" / "timestamp.json").is_file()
            return self.load(Timestamp, "timestamp.json").signed.version if there else None
        suffix = f".{role}.json"
        versions = [n.removeprefix("metadata/").removesuffix(suffix) for n in self._names() if n.endswith(suffix)]
        return max((int(version) for version in versions if version.isdecimal()), default=None)

    def load(self, kind: type[S], name: str) -> Metadata[S]:
        """A metadata file. Raises DamagedError."""
        path = self.folder / "metadata" / name
        try:
            metadata = Metadata[S].from_bytes(path.read_bytes())
        except (OSError, RepositoryError) as error:
            raise _damaged(path) from error
        if metadata.signed.type != kind.type:
            raise _damaged(path)
        return metadata

    def write(self, name: str, data: bytes) -> None:
        """Put a metadata file in place. Raises UnavailableError."""
        with as_unavailable(tr("signing a pack"), self.folder):
            replace_file(self.folder / "metadata" / name, data)

    def state(self) -> Signatures:
        """Versions and expiries of everything signed so far. Raises UsageError or DamagedError."""
        found: tuple[tuple[str, Metadata[Any] | None], ...] = (
            ("root", self.root()),
            ("targets", self.latest(Targets, "targets")),
            ("snapshot", self.latest(Snapshot, "snapshot")),
            ("timestamp", self.latest(Timestamp, "timestamp")),
        )
        there = {role: metadata.signed for role, metadata in found if metadata is not None}
        return Signatures({r: s.version for r, s in there.items()}, {r: s.expires for r, s in there.items()})

    def _names(self) -> list[str]:
        return [f"metadata/{path.name}" for path in (self.folder / "metadata").glob("*.json")]


def sign(
    folder: Path, ring: Ring, now: dt.datetime, days: dict[str, int] | None = None, *, built: bool = True
) -> Signatures:
    """Sign what was built; where nothing new was, sign the same content anew, for longer.

    Args:
        folder: the channel.
        ring: holds keys of targets, snapshot and timestamp.
        now: expiry counts from here.
        days: role to days, in place of DAYS.
        built: whether to take up what was built; otherwise it goes on waiting.

    Raises:
        UsageError: no root, nothing to sign, or a key is not at hand.
        RefusedError: a built file is no longer what was built.
        UnavailableError: the channel cannot be written.
    """
    channel = Channel(folder)
    root = channel.root().signed
    lasts = {**DAYS, **(days or {})}
    pending = folder / BUILD_FILE
    old = channel.latest(Targets, "targets")
    listed = _to_sign(folder, pending if built else None, old)

    def until(role: str) -> dt.datetime:
        return now + dt.timedelta(days=lasts[role])

    targets = Metadata(
        Targets(
            version=_next(old),
            expires=until("targets"),
            targets=dict(sorted(listed.items())),
            unrecognized_fields={SIGNED_FIELD: now.date().isoformat()},
        )
    )
    targets_data = signed_bytes(targets, root, "targets", ring)
    meta = {"targets.json": MetaFile.from_data(targets.signed.version, targets_data, ["sha256"])}
    snapshot = Metadata(
        Snapshot(version=_next(channel.latest(Snapshot, "snapshot")), expires=until("snapshot"), meta=meta)
    )
    snapshot_data = signed_bytes(snapshot, root, "snapshot", ring)
    timestamp = Metadata(
        Timestamp(
            version=_next(channel.latest(Timestamp, "timestamp")),
            expires=until("timestamp"),
            snapshot_meta=MetaFile.from_data(snapshot.signed.version, snapshot_data, ["sha256"]),
            unrecognized_fields={ROOT_FIELD: root.version},
        )
    )
    # Everything is signed before anything is written; the timestamp, which brings it into force, goes last.
    timestamp_data = signed_bytes(timestamp, root, "timestamp", ring)
    channel.write(f"{targets.signed.version}.targets.json", targets_data)
    channel.write(f"{snapshot.signed.version}.snapshot.json", snapshot_data)
    channel.write("timestamp.json", timestamp_data)
    if built or not pending.is_file():
        _prune(folder, targets.signed, snapshot.signed.version)
    return channel.state()


def _to_sign(folder: Path, pending: Path | None, old: "Metadata[Targets] | None") -> dict[str, TargetFile]:
    """The targets that `pending` names, else those signed before. Raises UsageError and as `_built`."""
    if pending is not None and pending.is_file():
        return _built(folder, pending)
    if old is not None:
        return old.signed.targets
    raise UsageError(tr("There is nothing to sign. Build the library first, with “pack build”."))


def signed_bytes(metadata: "Metadata[Any]", root: Root, role: str, ring: Ring) -> bytes:
    """Sign with every key of the role that is at hand. Raises UsageError where those are too few."""
    wanted = root.roles[role]
    at_hand = [key for keyid in sorted(wanted.keyids) if (key := ring.by_id(keyid)) is not None]
    if len(at_hand) < wanted.threshold:
        reason = tr("The key that signs “{role}” is not among the keys given.").format(role=role)
        raise UsageError(reason)
    for key in at_hand:
        metadata.sign(ring.signer(key), append=True)
    return metadata.to_bytes()


def _next(old: "Metadata[Any] | None") -> int:
    return old.signed.version + 1 if old is not None else 1


def _built(folder: Path, pending: Path) -> dict[str, TargetFile]:
    try:
        held = cast("dict[str, Any]", json.loads(pending.read_bytes()))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in held["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(pending) from error
    found: dict[str, TargetFile] = {}
    for name, (size, digest) in files.items():
        target = TargetFile(size, {"sha256": digest}, name)
        try:
            target.verify_length_and_hashes((folder / stored_name(name, digest)).read_bytes())
        except (OSError, RepositoryError) as error:
            raise RefusedError(folder.name, "P4", tr("{name} is not what was built").format(name=name)) from error
        found[name] = target
    return found


def _prune(folder: Path, targets: Targets, snapshot: int) -> None:
    """Delete what the new metadata does not name: a document that was removed must not travel on (P11)."""
    kept = {stored_name(name, target.hashes["sha256"]) for name, target in targets.targets.items()}
    kept |= {
        f"metadata/{targets.version}.targets.json",
        f"metadata/{snapshot}.snapshot.json",
        "metadata/timestamp.json",
    }
    with as_unavailable(tr("signing a pack"), folder):
        for pattern in ("metadata/*", "targets/**/*"):
            for path in list(folder.glob(pattern)):
                name = path.relative_to(folder).as_posix()
                if path.is_file() and name not in kept and root_version(name) is None:
                    path.unlink()
        (folder / BUILD_FILE).unlink(missing_ok=True)


def _damaged(path: Path) -> DamagedError:
    return DamagedError(path, tr("The channel's own file cannot be read"), tr("Nothing was signed."))
