"""The root of a channel: who may sign what, and how that is changed (FORMATS P1; key roles, rotation, revocation).

A change of root is signed by enough of the old root's keys and enough of the new one's. Where not all of them are at
one desk, the unfinished root waits in the channel's folder and travels to the next holder (`cosign`).
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import RepositoryError

from reader.durable import as_unavailable, replace_file
from reader.errors import DamagedError, UsageError
from reader.language import tr
from reader.packs.keys import ROLES, KeyFile, Ring, new_key, new_salt, set_aside
from reader.packs.signing import DAYS, Channel, Signatures, sign
from reader.packs.tuf_types import Metadata, Root

FIRST_ROOT = "1.root.json"
PENDING = "pending.root.json"
"""In the channel's folder: a root that still lacks signatures."""
MIN_PREFIX = 8
"""Digits of a key's id that stand for the whole of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a change of root stands.

    Attributes:
        version: of the new root.
        signed: how many needed signatures it has, of the old and new root's keys together.
        needed: how many it needs.
        signatures: the channel's state after signing everything anew, None while the root is unfinished.
        left_unsigned: the root is complete, but the keys that sign the rest are not at hand: `pack sign` is next.
    """

    version: int
    signed: int
    needed: int
    signatures: Signatures | None = None
    left_unsigned: bool = False


def new_keys(folder: Path, root_keys: int, threshold: int, passphrase: str, now: dt.datetime) -> tuple[KeyFile, ...]:
    """Make the keys of a new channel, and its first root beside them as 1.root.json.

    Args:
        folder: where to keep them; must hold no keys yet.
        root_keys: how many root keys.
        threshold: how many of them must sign.
        passphrase: seals all of them; give the holders their own by moving each to its own folder and rotating it.
        now: the root's expiry counts from here.

    Raises:
        UsageError: numbers that make no sense, a short passphrase, or keys are there already.
        UnavailableError: the folder cannot be written.
    """
    if not 1 <= threshold <= root_keys <= len("123456789"):
        raise UsageError(tr("Give 1 to 9 root keys, and a threshold no larger than that."))
    if (folder / FIRST_ROOT).exists():
        raise UsageError(tr("There are keys in {folder} already.").format(folder=folder))
    salt = new_salt()
    names = [("root", f"root-{n}") for n in range(1, root_keys + 1)] + [(role, f"{role}-1") for role in ROLES[1:]]
    made = tuple(new_key(folder, role, name, passphrase, salt=salt) for role, name in names)
    root = Root(expires=now + dt.timedelta(days=DAYS["root"]), consistent_snapshot=True)
    for key in made:
        root.add_key(key.public, key.role)
    root.roles["root"].threshold = threshold
    metadata = Metadata(root)
    ring = Ring(made, lambda _: [passphrase])
    for key in ring.of_role("root"):
        metadata.sign(ring.signer(key), append=True)
    with as_unavailable(tr("keeping the root"), folder):
        replace_file(folder / FIRST_ROOT, metadata.to_bytes())
    return made


def adopt_root(channel: Path, folders: tuple[Path, ...]) -> None:
    """Give a channel that has no root yet the one that was made with the keys. Raises UsageError, UnavailableError."""
    if any((channel / "metadata").glob("*.root.json")):
        return
    for folder in folders:
        if (folder / FIRST_ROOT).is_file():
            with as_unavailable(tr("signing a pack"), channel):
                replace_file(channel / "metadata" / FIRST_ROOT, (folder / FIRST_ROOT).read_bytes())
            return
    raise UsageError(tr("This channel has no root yet. Make keys first, with “pack keys new”."))


def replace_key(
    folder: Path,
    ring: Ring,
    old: str,
    new: KeyFile | None,
    now: dt.datetime,
    *,
    revoked: bool = False,
) -> Progress:
    """Let a new key take an old one's place.

    Args:
        folder: the channel.
        ring: the keys at hand.
        old: id or name of the key that goes.
        new: the key that comes, in the ring already; None only takes the old one away (threshold permitting).
        now: the new root's expiry counts from here.
        revoked: the old key is lost or stolen: it does not sign any more, not even this change.

    Raises:
        UsageError: no such key in the root, or too few keys would be left.
        UnavailableError: the channel cannot be written.
    """
    channel = Channel(folder)
    # Read twice: two roots made from one another would share their lists of keys.
    before, root = channel.root(), channel.root().signed
    keyid, role = _in_root(root, ring, old)
    root.revoke_key(keyid, role)
    if new is not None:
        root.add_key(new.public, role)
    if len(root.roles[role].keyids) < root.roles[role].threshold:
        raise UsageError(tr("Too few keys would be left for “{role}”.").format(role=role))
    return _propose(folder, ring, before, root, now, without=keyid if revoked else "")


def renew_root(folder: Path, ring: Ring, now: dt.datetime) -> Progress:
    """The same root for another term. Raises as `replace_key`."""
    return _propose(folder, ring, Channel(folder).root(), Channel(folder).root().signed, now)


def hand_over(folder: Path, ring: Ring, successors: Ring, now: dt.datetime) -> Progress:
    """Give the channel to a successor: every key is replaced by the successor's of the same role, in one change.

    Args:
        folder: the channel.
        ring: the present keys.
        successors: the successor's keys, made with `new_keys`; its number of root keys becomes the channel's.
        now: expiry counts from here.

    Raises:
        UsageError: the successor lacks a role, or keys are missing.
        UnavailableError: the channel cannot be written.
    """
    before, root = Channel(folder).root(), Channel(folder).root().signed
    for role in ROLES:
        fresh = successors.of_role(role)
        if len(fresh) < root.roles[role].threshold:
            raise UsageError(tr("The successor has too few keys for “{role}”.").format(role=role))
        for keyid in list(root.roles[role].keyids):
            root.revoke_key(keyid, role)
        for key in fresh:
            root.add_key(key.public, role)
    for key in successors.files:
        ring.add(key)
    return _propose(folder, ring, before, root, now)


def cosign(folder: Path, ring: Ring, now: dt.datetime) -> Progress:
    """Add the signatures of the keys at hand to an unfinished root. Raises as `replace_key`, or DamagedError."""
    pending = folder / PENDING
    try:
        metadata = Metadata[Root].from_bytes(pending.read_bytes())
    except FileNotFoundError:
        raise UsageError(tr("No root is waiting for signatures in this channel.")) from None
    except (OSError, RepositoryError) as error:
        raise DamagedError(pending, tr("The unfinished root cannot be read"), tr("Nothing was signed.")) from error
    return _advance(folder, ring, Channel(folder).root(), metadata, now, without="")


def next_name(ring: Ring, role: str) -> str:
    """A name no key of the ring has: "targets-2"."""
    taken = {key.name for key in ring.files}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{role}-{n}") not in taken)


def retire(ring: Ring, old: str) -> None:
    """Set the file of a replaced key aside where it is at hand. Raises UnavailableError."""
    for key in ring.files:
        if old in (key.name, key.keyid):
            set_aside(key)


def role_of(folder: Path, ring: Ring, old: str) -> str:
    """The role a key of the channel signs. Raises UsageError where the channel has no such key."""
    return _in_root(Channel(folder).root().signed, ring, old)[1]


def _in_root(root: Root, ring: Ring, old: str) -> tuple[str, str]:
    named = next((key.keyid for key in ring.files if key.name == old), old)
    for role in ROLES:
        long_enough = len(old) >= MIN_PREFIX
        match = [i for i in root.roles[role].keyids if i == named or (long_enough and i.startswith(old))]
        if len(match) == 1:
            return match[0], role
    raise UsageError(tr("The channel's root has no key {key}.").format(key=old))


def _propose(
    folder: Path, ring: Ring, before: Metadata[Root], root: Root, now: dt.datetime, *, without: str = ""
) -> Progress:
    root.version = before.signed.version + 1
    root.expires = now + dt.timedelta(days=DAYS["root"])
    return _advance(folder, ring, before, Metadata(root), now, without=without)


def _advance(
    folder: Path, ring: Ring, before: Metadata[Root], metadata: Metadata[Root], now: dt.datetime, *, without: str
) -> Progress:
    root = metadata.signed
    for keyid in sorted({*before.signed.roles["root"].keyids, *root.roles["root"].keyids}):
        key = ring.by_id(keyid)
        if key is not None and keyid != without and keyid not in metadata.signatures:
            metadata.sign(ring.signer(key), append=True)
    result = root.get_root_verification_result(before.signed, metadata.signed_bytes, metadata.signatures)
    # Where the same people sign for the old root and for the new one, each is counted once.
    parts = (result.first, result.second) if root.roles["root"] != before.signed.roles["root"] else (result.second,)
    needed = sum(part.threshold for part in parts)
    got = sum(min(len(part.signed), part.threshold) for part in parts)
    data = metadata.to_bytes()
    if not result.verified:
        with as_unavailable(tr("keeping the root"), folder):
            replace_file(folder / PENDING, data)
        return Progress(root.version, got, needed)
    Channel(folder).write(f"{root.version}.root.json", data)
    with as_unavailable(tr("keeping the root"), folder):
        (folder / PENDING).unlink(missing_ok=True)
    at_hand = all(any(ring.by_id(k) for k in root.roles[role].keyids) for role in ROLES[1:])
    if not at_hand:
        return Progress(root.version, got, needed, left_unsigned=True)
    if not (folder / "metadata" / "timestamp.json").is_file():
        return Progress(root.version, got, needed)
    return Progress(root.version, got, needed, sign(folder, ring, now, built=False))
