"""The publishers this machine trusts: pinned roots (FORMATS P3) and the least versions that come with them (P6)."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable, replace_file
from reader.errors import PolicyError, RefusedError, UnavailableError, UsageError
from reader.language import tr
from reader.packs.containers import Container, Missing, open_container
from reader.packs.limits import PACK_LIMITS
from reader.packs.names import root_name
from reader.packs.where import PackPlaces

ROOT_SUFFIX = ".root.json"
MINIMUM_SUFFIX = ".minimum.json"
ADOPTS_SUFFIX = ".adopts.json"
"""Beside a pinned root, by whoever placed that: ids of libraries this publisher goes on with, a JSON list."""
ROLES = ("root", "timestamp", "snapshot", "targets")


@dataclass(frozen=True, slots=True)
class Publisher:
    """A pinned root.

    Attributes:
        name: what this machine calls the publisher: the file's name before .root.json.
        root: the root metadata's bytes.
        version: that root's version.
        minimum: role to the least version that is accepted, from NAME.minimum.json beside it.
        adopts: libraries of a publisher who is gone and left no keys, that this one goes on with.
    """

    name: str
    root: bytes
    version: int
    minimum: dict[str, int] = field(default_factory=dict[str, int])
    adopts: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """64 hex digits over the pinned root."""
        return fingerprint(self.root)


def fingerprint(root: bytes) -> str:
    """64 hex digits over a root metadata file."""
    return hashlib.sha256(root).hexdigest()


def spoken(hexadecimal: str) -> str:
    """A fingerprint in groups of four, for reading out over a telephone."""
    return " ".join(hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4))


def pinned(places: PackPlaces) -> tuple[Publisher, ...]:
    """Every pinned root that policy allows, the first folder's first. A file that is no root is passed over."""
    found = (publisher for folder in places.publishers for publisher in in_folder(folder))
    only = places.fingerprints
    return tuple(publisher for publisher in found if not only or publisher.fingerprint in only)


def matching(container: Container, trusted: Sequence[Publisher]) -> Publisher:
    """The publisher whose pinned root the channel carries.

    Raises:
        RefusedError: none of them (P3), or the chain of roots has a gap (P1).
        UnavailableError: the medium does not answer.
    """
    versions = container.root_versions()
    if not versions:
        raise RefusedError(container.what, "P1", tr("it carries no publisher's root"))
    if versions != tuple(range(1, len(versions) + 1)):
        reason = tr("the publisher's chain of roots in it is not whole")
        raise RefusedError(container.what, "P1", reason)
    for publisher in trusted:
        if publisher.version in versions and _root(container, publisher.version) == publisher.root:
            return publisher
    first = fingerprint(_root(container, 1))
    reason = tr("this computer does not know its publisher, whose fingerprint is {fingerprint}").format(
        fingerprint=spoken(first)
    )
    raise RefusedError(container.what, "P3", reason)


def add_publisher(places: PackPlaces, name: str, root: bytes, confirmed: str) -> Publisher:
    """Trust a publisher from now on, for the user whose folder this is.

    Args:
        places: the user's.
        name: what to call the publisher: letters, digits and hyphens.
        root: the root metadata file.
        confirmed: the fingerprint as the person had it from the publisher by another way; blanks do not matter.

    Raises:
        PolicyError: people may not add publishers here.
        UsageError: the name cannot be a file's, or `root` is no root.
        RefusedError: the fingerprint is another one.
        UnavailableError: the folder cannot be written.
    """
    folder = places.own_publishers
    if not places.may_trust:
        raise PolicyError("allow_user_publishers")
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise UsageError(tr("A publisher's name has letters, digits and hyphens only."))
    version = _version(root)
    if version is None:
        raise UsageError(tr("That file is not a publisher's root."))
    if "".join(confirmed.lower().split()) != fingerprint(root):
        raise RefusedError(name, "P3", tr("the fingerprint is not the one you confirmed"))
    with as_unavailable(tr("keeping the publisher's root"), folder):
        replace_file(folder / f"{name}{ROOT_SUFFIX}", root)
    return Publisher(name, root, version)


def read_root(file: Path) -> bytes:
    """A publisher's root file as it is. Raises UnavailableError: it cannot be read, or is too large to be one."""
    with as_unavailable(tr("reading the root"), file), file.open("rb") as stream:
        data = stream.read(PACK_LIMITS.root_bytes + 1)
    if len(data) > PACK_LIMITS.root_bytes:
        raise UnavailableError(tr("reading the root"), file, tr("it is too large to be one"))
    return data


def carried_root(pack: Path) -> bytes:
    """The first root that a pack carries: what a person compares with its publisher before they trust it.

    Raises:
        RefusedError: it carries none, or is no pack.
        UnavailableError: the medium does not answer.
    """
    with open_container(pack) as container:
        root = _root(container, 1)
    if _version(root) is None:
        raise RefusedError(pack.name, "P1", tr("it carries no publisher's root"))
    return root


def _root(container: Container, version: int) -> bytes:
    try:
        return container.read(root_name(version), PACK_LIMITS.root_bytes)
    except Missing:
        return b""


def in_folder(folder: Path) -> Iterator[Publisher]:
    """The pinned roots in a folder, by name, whatever policy says of them. A file that is no root is passed over."""
    try:
        files = sorted(folder.glob(f"*{ROOT_SUFFIX}"))
    except OSError:
        return
    for file in files:
        try:
            data = file.read_bytes()
        except OSError:
            continue
        version = _version(data)
        if version is not None and len(data) <= PACK_LIMITS.root_bytes:
            name = file.name.removesuffix(ROOT_SUFFIX)
            adopts = _adopts(folder / f"{name}{ADOPTS_SUFFIX}")
            yield Publisher(name, data, version, _minimum(folder / f"{name}{MINIMUM_SUFFIX}"), adopts)


def _version(root: bytes) -> int | None:
    try:
        signed = json.loads(root)["signed"]
        version = signed["version"] if signed["_type"] == "root" else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return version if type(version) is int and version > 0 else None


def _adopts(file: Path) -> frozenset[str]:
    held = _json(file)
    return frozenset(str(name) for name in cast("list[Any]", held)) if isinstance(held, list) else frozenset()


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _minimum(file: Path) -> dict[str, int]:
    held = _json(file)
    if not isinstance(held, dict):
        return {}
    table = cast("dict[str, Any]", held)
    return {role: table[role] for role in ROLES if type(table.get(role)) is int}
