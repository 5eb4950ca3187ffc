"""Verify the bundled channel again, to the last byte and without regard to the date (FORMATS P3: it never expires)."""

from pathlib import Path

from tuf.api.exceptions import RepositoryError

from reader.errors import RefusedError
from reader.language import tr
from reader.packs.bundled import CHANNEL, PUBLISHERS, BundledLibrary
from reader.packs.editions import Listed
from reader.packs.names import stored_name
from reader.packs.publishers import Publisher, in_folder
from reader.packs.tuf_types import Metadata, Root, Snapshot, Targets, Timestamp


def check_bundled(library: BundledLibrary) -> Publisher:
    """Check the pinned root, signatures, versions, lengths and hashes. Returns who vouches for it.

    Raises:
        RefusedError: with what does not hold.
    """
    try:
        publisher = _pinned(library)
        listed = _signed_list(library.folder / CHANNEL, publisher, library)
        if listed != library.edition.files:
            raise _refused(library, tr("its manifest is not what its publisher signed"))
        for name, file in listed.items():
            data = (library.folder / CHANNEL / stored_name(name, file.sha256)).read_bytes()
            if not file.is_of(data):
                raise _refused(library, tr("{name} in it is not what its publisher signed").format(name=name))
    except (OSError, KeyError, RepositoryError) as error:
        raise _refused(library, tr("its signed list is damaged")) from error
    return publisher


def _pinned(library: BundledLibrary) -> Publisher:
    for publisher in in_folder(library.folder / PUBLISHERS):
        if publisher.fingerprint == library.edition.fingerprint:
            return publisher
    raise _refused(library, tr("no root that is pinned beside it vouches for it"))


def _signed_list(channel: Path, publisher: Publisher, library: BundledLibrary) -> dict[str, Listed]:
    """The files that targets name, after every step of the chain below the pinned root."""
    versions = library.edition.versions
    root = Metadata[Root].from_bytes(publisher.root)
    root.signed.verify_delegate("root", root.signed_bytes, root.signatures)
    timestamp = Metadata[Timestamp].from_bytes((channel / "metadata/timestamp.json").read_bytes())
    root.signed.verify_delegate("timestamp", timestamp.signed_bytes, timestamp.signatures)
    data = (channel / f"metadata/{timestamp.signed.snapshot_meta.version}.snapshot.json").read_bytes()
    timestamp.signed.snapshot_meta.verify_length_and_hashes(data)
    snapshot = Metadata[Snapshot].from_bytes(data)
    root.signed.verify_delegate("snapshot", snapshot.signed_bytes, snapshot.signatures)
    meta = snapshot.signed.meta["targets.json"]
    data = (channel / f"metadata/{meta.version}.targets.json").read_bytes()
    meta.verify_length_and_hashes(data)
    targets = Metadata[Targets].from_bytes(data)
    root.signed.verify_delegate("targets", targets.signed_bytes, targets.signatures)
    parts = {"root": root, "timestamp": timestamp, "snapshot": snapshot, "targets": targets}
    if {role: part.signed.version for role, part in parts.items()} != versions:
        raise _refused(library, tr("its manifest is not what its publisher signed"))
    return {name: Listed(t.length, t.hashes["sha256"]) for name, t in targets.signed.targets.items()}


def _refused(library: BundledLibrary, reason: str) -> RefusedError:
    return RefusedError(library.edition.title, "P4", reason)
