"""An installed edition: a manifest of hashes, and the small file that names the current one (FORMATS P8)."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, cast

from reader.packs.catalogue import Catalogue, Notice
from reader.packs.names import DOCUMENTS, LAYERS

_FORMAT = 1
_HEX, _SHA256_DIGITS = "0123456789abcdef", 64
# Patterns as text: they are compiled at their first use, which the first paint does not wait for.
_NAME = r"[1-9]\d{0,8}-[0-9a-f]{16}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file: its length in bytes and its SHA-256 in hex."""

    length: int
    sha256: str

    def is_of(self, data: bytes) -> bool:
        """Whether these are its bytes."""
        import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint does not need

        return len(data) == self.length and hashlib.sha256(data).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a library as it was verified.

    Attributes:
        library: the library's id.
        title: of the library.
        edition: its number.
        publisher: what this machine calls the publisher.
        fingerprint: of the publisher's pinned root.
        versions: role to metadata version.
        expires: when the pack could no longer be installed (ISO time); reading is not affected.
        verified: when it was verified (ISO time).
        files: logical name to length and hash.
        catalogue: withdrawn and removed documents.
        signed: the day the publisher signed its list of files (ISO), "" where that was not said.
    """

    library: str
    title: str
    edition: int
    publisher: str
    fingerprint: str
    versions: dict[str, int]
    expires: str
    verified: str
    files: dict[str, Listed] = field(repr=False)
    catalogue: Catalogue = field(default_factory=Catalogue)
    signed: str = ""

    @property
    def name(self) -> str:
        """The manifest's name: the number, and a digest of what it holds, so that equal content has one name."""
        import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint does not need

        content = json.dumps([[n, f.sha256] for n, f in sorted(self.files.items())]).encode("ascii")
        return f"{self.edition}-{hashlib.sha256(self.library.encode('ascii') + content).hexdigest()[:16]}"

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of its documents, sorted."""
        return tuple(sorted(name for name in self.files if name.startswith(DOCUMENTS)))

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of its layers (FORMATS N6), sorted."""
        return tuple(sorted(name for name in self.files if name.startswith(LAYERS)))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A removed document: what stays of it (FORMATS P11)."""

    id: str
    reason: str
    date: str
    edition: int


@dataclass(frozen=True, slots=True)
class Current:
    """The small file that decides.

    Attributes:
        current: name of the manifest in force.
        previous: name of the one that a roll-back goes to, or "".
        tombstones: every document ever removed.
        sweep: what is no longer named must still be deleted; set with the switch, cleared when it has been done.
    """

    current: str
    previous: str = ""
    tombstones: tuple[Tombstone, ...] = ()
    sweep: bool = False


def edition_to_bytes(edition: Edition) -> bytes:
    """As compact JSON."""
    catalogue = edition.catalogue
    data = {
        "format": _FORMAT,
        "library": edition.library,
        "title": edition.title,
        "edition": edition.edition,
        "publisher": edition.publisher,
        "fingerprint": edition.fingerprint,
        "versions": edition.versions,
        "expires": edition.expires,
        "verified": edition.verified,
        "signed": edition.signed,
        "reader": catalogue.reader,
        "withdrawn": [[n.id, n.reason, n.date] for n in catalogue.withdrawn],
        "removed": [[n.id, n.reason, n.date] for n in catalogue.removed],
        "files": {name: [f.length, f.sha256] for name, f in sorted(edition.files.items())},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def edition_from_bytes(data: bytes) -> Edition:
    """The edition of a manifest. Raises ValueError where it is damaged."""
    held = _table(data)
    try:
        files = {str(name): Listed(int(size), str(digest)) for name, (size, digest) in held["files"].items()}
        edition = Edition(
            library=str(held["library"]),
            title=str(held["title"]),
            edition=int(held["edition"]),
            publisher=str(held["publisher"]),
            fingerprint=str(held["fingerprint"]),
            versions={str(role): int(version) for role, version in held["versions"].items()},
            expires=str(held["expires"]),
            verified=str(held["verified"]),
            files=files,
            catalogue=Catalogue(str(held["reader"]), _notices(held["withdrawn"]), _notices(held["removed"])),
            signed=str(held.get("signed", "")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    if not all(len(f.sha256) == _SHA256_DIGITS and not f.sha256.strip(_HEX) for f in files.values()):
        msg = "hash"
        raise ValueError(msg)
    return edition


def current_to_bytes(current: Current) -> bytes:
    """As JSON."""
    data = {
        "format": _FORMAT,
        "current": current.current,
        "previous": current.previous,
        "sweep": current.sweep,
        "tombstones": [[t.id, t.reason, t.date, t.edition] for t in current.tombstones],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def current_from_bytes(data: bytes) -> Current:
    """What a `current` file says. Raises ValueError where it is damaged."""
    held = _table(data)
    try:
        tombstones = tuple(Tombstone(str(i), str(r), str(d), int(e)) for i, r, d, e in held["tombstones"])
        current = Current(str(held["current"]), str(held["previous"]), tombstones, held["sweep"] is True)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    if not all(re.fullmatch(_NAME, name) for name in (current.current, current.previous) if name):
        msg = "name"
        raise ValueError(msg)
    return current


def _table(data: bytes) -> dict[str, Any]:
    try:
        held: Any = json.loads(data)
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if not isinstance(held, dict):
        msg = "no object"
        raise ValueError(msg)  # noqa: TRY004 - one error for any damage
    return cast("dict[str, Any]", held)


def _notices(rows: list[list[str]]) -> tuple[Notice, ...]:
    return tuple(Notice(str(identifier), str(reason), str(date)) for identifier, reason, date in rows)
