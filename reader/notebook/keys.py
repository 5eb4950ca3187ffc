"""Key material of a notebook: the one random key, and the slots that wrap it (FORMATS N1).

The database is encrypted with a random key that no person ever sees. Each slot holds that key, wrapped: for a
passphrase and for the recovery code by Argon2id, for this log-in by the platform's protector, for the organisation by
its public key. Adding, changing or removing a slot therefore rewrites a few hundred bytes and never the notes. A copy
of the key file made earlier still opens by its old passphrase: after a leak, `rekey` gives the notebook a new key.

Python cannot promise to forget: bytes are copied by the libraries used here. What this module holds itself is kept in
bytearrays and overwritten by `wipe`.
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reader.notebook import recovery
from reader.notebook.model import new_uuid
from reader.notebook.protectors import Protector

KEY_BYTES = 32
NONCE_BYTES = 12
MIN_PASSPHRASE = 10
"""Fewest characters of a passphrase."""
NOTES_WITHOUT_SECOND_SLOT = 9
"""FORMATS N1: a second slot is required before the note after these."""


class SlotKind(StrEnum):
    """What opens a slot."""

    PLATFORM = "platform"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    RECOVERY = "recovery"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (Argon2id, RFC 9106): passes, kibibytes of memory, lanes. 64 MiB and 3 passes by default."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


MOST_COST = Cost(20, 1_048_576, 16)
"""A key file asking for more is not opened: it would only serve to hang the program."""


FREE = Cost(0, 0, 0)
"""Of a slot that nobody can guess at."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in.

    Attributes:
        id: a uuid.
        kind: what opens it.
        created: when it was made, as `model.stamp` writes it.
        cost: of a guess, for passphrase and recovery.
        salt: random; for the organisation the one-time public key; for the platform what its protector stores.
        nonce: random.
        wrapped: the notebook's key, encrypted and authenticated.
    """

    id: str
    kind: SlotKind
    created: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


class NoSlotOpensError(Exception):
    """What was given opens no slot; the slots themselves are whole. Worded by `reader.notebook.session`."""


class WipedError(ValueError):
    """The notebook was locked meanwhile. Worded by `reader.notebook.session`."""


@dataclass(slots=True)
class Key:
    """The notebook's key in memory. `wipe` overwrites it; a wiped key opens nothing."""

    _bytes: bytearray = field(repr=False)

    @classmethod
    def new(cls) -> "Key":
        """A random key."""
        return cls(bytearray(os.urandom(KEY_BYTES)))

    def pragma(self) -> str:
        """The key as the database driver takes it, without a derivation of its own."""
        self._alive()
        return "raw:" + self._bytes.hex()

    def check(self) -> bytes:
        """16 bytes that tell this key from another and say nothing else about it."""
        return self._keyed(b"briefing-reader notebook key check", 16)

    def seal(self, data: bytes) -> bytes:
        """An authentication code over the key file's fields: a change by anyone without the key shows."""
        return self._keyed(b"briefing-reader slots" + data, 32)

    def sealed(self, data: bytes, code: bytes) -> bool:
        """Whether `code` is `seal(data)`."""
        return hmac.compare_digest(self.seal(data), code)

    def same(self, other: "Key") -> bool:
        """Whether both are the same key."""
        return hmac.compare_digest(self.check(), other.check())

    def wipe(self) -> None:
        """Overwrite the key, as far as Python allows."""
        for index in range(len(self._bytes)):
            self._bytes[index] = 0
        self._bytes.clear()

    def _keyed(self, data: bytes, size: int) -> bytes:
        self._alive()
        return hashlib.blake2b(data, key=bytes(self._bytes), digest_size=size).digest()

    def _alive(self) -> None:
        if not self._bytes:
            msg = "this key was wiped"
            raise WipedError(msg)

    def wrap(self, secret: bytearray, about: bytes) -> tuple[bytes, bytes]:
        """Nonce and wrapped key under `secret`, bound to `about`."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - 11 ms, at unlocking

        self._alive()
        nonce = os.urandom(NONCE_BYTES)
        return nonce, ChaCha20Poly1305(bytes(secret)).encrypt(nonce, bytes(self._bytes), about)

    @classmethod
    def unwrap(cls, slot: Slot, secret: bytearray) -> "Key":
        """The key a slot holds. Raises NoSlotOpensError where `secret` is not the slot's."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - as above

        try:
            found = ChaCha20Poly1305(bytes(secret)).decrypt(slot.nonce, slot.wrapped, _about(slot.kind, slot.id))
        except InvalidTag as error:
            raise NoSlotOpensError from error
        finally:
            _wipe(secret)
        return cls(bytearray(found))


def passphrase_slot(key: Key, passphrase: str, at: str, cost: Cost | None = None) -> Slot:
    """A slot for a passphrase. Raises ValueError for fewer than MIN_PASSPHRASE characters."""
    if len(_normal(passphrase)) < MIN_PASSPHRASE:
        raise ValueError(MIN_PASSPHRASE)
    return _derived_slot(key, SlotKind.PASSPHRASE, _normal(passphrase).encode(), at, cost or Cost())


def recovery_slot(key: Key, at: str, cost: Cost | None = None) -> tuple[Slot, str]:
    """A slot for a fresh recovery code, and the code: shown and printed once, kept nowhere."""
    secret = os.urandom(recovery.CODE_BYTES)
    return _derived_slot(key, SlotKind.RECOVERY, secret, at, cost or Cost()), recovery.spell(secret)


def platform_slot(key: Key, protector: Protector, at: str) -> Slot:
    """A slot for this log-in. Raises UnavailableError where the platform will not protect it."""
    secret = bytearray(os.urandom(KEY_BYTES))
    try:
        return _slot(key, SlotKind.PLATFORM, secret, salt=protector.protect(bytes(secret)), at=at, cost=FREE)
    finally:
        _wipe(secret)


def organisation_slot(key: Key, public_key: bytes, at: str) -> Slot:
    """A slot for the owner of an X25519 public key of 32 bytes. Raises ValueError for anything else."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415 - only where a policy sets a key
        X25519PrivateKey,
        X25519PublicKey,
    )

    once = X25519PrivateKey.generate()
    salt = once.public_key().public_bytes_raw()
    secret = _agreed(once.exchange(X25519PublicKey.from_public_bytes(public_key)), salt, public_key)
    return _slot(key, SlotKind.ORGANISATION, secret, salt=salt, at=at, cost=FREE)


def new_organisation_pair() -> tuple[bytes, bytes]:
    """A fresh private and public key of an organisation, 32 bytes each (X25519)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - as above

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def open_with_passphrase(slots: Sequence[Slot], passphrase: str) -> tuple[Key, Slot]:
    """The key, and the slot that gave it. Raises NoSlotOpensError."""
    return _open_derived(slots, SlotKind.PASSPHRASE, _normal(passphrase).encode())


def open_with_recovery(slots: Sequence[Slot], code: str) -> tuple[Key, Slot]:
    """The same by recovery code. Raises recovery.MistypedError, which names the group, before anything is tried."""
    return _open_derived(slots, SlotKind.RECOVERY, recovery.read(code))


def open_with_platform(slots: Sequence[Slot], protector: Protector) -> tuple[Key, Slot]:
    """The same by this log-in. Raises NoSlotOpensError where this log-in, or this machine, is another."""
    for slot in _of(slots, SlotKind.PLATFORM):
        secret = protector.unprotect(slot.salt)
        if secret is not None and len(secret) == KEY_BYTES:
            return Key.unwrap(slot, bytearray(secret)), slot
    raise NoSlotOpensError


def open_with_organisation(slots: Sequence[Slot], private_key: bytes) -> tuple[Key, Slot]:
    """The same by the organisation's private key; the caller records it where the owner sees it (FORMATS N1)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415 - as above
        X25519PrivateKey,
        X25519PublicKey,
    )

    mine = X25519PrivateKey.from_private_bytes(private_key)
    for slot in _of(slots, SlotKind.ORGANISATION):
        shared = mine.exchange(X25519PublicKey.from_public_bytes(slot.salt))
        try:
            return Key.unwrap(slot, _agreed(shared, slot.salt, mine.public_key().public_bytes_raw())), slot
        except NoSlotOpensError:
            continue
    raise NoSlotOpensError


def needs_second_slot(slots: Sequence[Slot], notes: int) -> bool:
    """FORMATS N1: whether another way in is required before the next note; the organisation's is not the owner's."""
    own = sum(slot.kind is not SlotKind.ORGANISATION for slot in slots)
    return own < 2 and notes >= NOTES_WITHOUT_SECOND_SLOT  # noqa: PLR2004 - "a second slot"


def _open_derived(slots: Sequence[Slot], kind: SlotKind, text: bytes) -> tuple[Key, Slot]:
    for slot in _of(slots, kind):
        try:
            return Key.unwrap(slot, _derive(text, slot.salt, slot.cost)), slot
        except NoSlotOpensError:
            continue
    raise NoSlotOpensError


def _derived_slot(key: Key, kind: SlotKind, text: bytes, at: str, cost: Cost) -> Slot:
    salt = os.urandom(16)
    return _slot(key, kind, _derive(text, salt, cost), salt=salt, at=at, cost=cost)


def _slot(key: Key, kind: SlotKind, secret: bytearray, *, salt: bytes, at: str, cost: Cost) -> Slot:
    name = new_uuid()
    nonce, wrapped = key.wrap(secret, _about(kind, name))
    _wipe(secret)
    return Slot(name, kind, at, cost, salt, nonce, wrapped)


def _derive(text: bytes, salt: bytes, cost: Cost) -> bytearray:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - 15 ms, at unlocking

    found = hash_secret_raw(text, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    return bytearray(found)


def _agreed(shared: bytes, once: bytes, public: bytes) -> bytearray:
    return bytearray(
        hashlib.blake2b(once + public, key=shared, digest_size=KEY_BYTES, person=b"br-organisation").digest()
    )


def _of(slots: Sequence[Slot], kind: SlotKind) -> list[Slot]:
    return [slot for slot in slots if slot.kind is kind]


def _about(kind: SlotKind, name: str) -> bytes:
    return f"briefing-reader slot {kind.value} {name}".encode()


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _wipe(secret: bytearray) -> None:
    for index in range(len(secret)):
        secret[index] = 0
