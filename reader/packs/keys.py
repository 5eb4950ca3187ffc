"""A publisher's key files: one Ed25519 key each, sealed with a passphrase. No other module handles key material."""

import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from reader.durable import as_unavailable, replace_file
from reader.errors import DamagedError, UsageError
from reader.language import tr
from reader.packs.tuf_types import CryptoSigner, SSlibKey

KEY_SUFFIX = ".key"
REVOKED_SUFFIX = ".key.revoked"
ROLES = ("root", "targets", "snapshot", "timestamp")
MIN_PASSPHRASE = 12
"""Characters of a passphrase, at least; key files travel on sticks."""
MAX_KEY_FILE_BYTES = 10_000

_FORMAT = "briefing-reader key 1"
_COST, _BLOCK, _LANES = 2**16, 8, 1
"""scrypt: 64 MB and about a fifth of a second."""
_MAX_COST = 2**20
_SALT_BYTES, _KEY_BYTES, _NONCE_BYTES = 16, 32, 12


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file as it lies there; opening it needs the passphrase.

    Attributes:
        path: the file.
        role: "root", "targets", "snapshot" or "timestamp".
        name: for people: "root-2".
        public: the public key.
        revoked: whether it was set aside and must not sign.
    """

    path: Path
    role: str
    name: str
    public: SSlibKey = field(repr=False)
    revoked: bool = False
    _sealed: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)

    @property
    def keyid(self) -> str:
        """64 hex digits that name the key in metadata."""
        return self.public.keyid

    def open(self, passphrases: Sequence[str]) -> CryptoSigner | None:
        """The signer, None where none of the passphrases fits. Raises DamagedError."""
        seed = self._seed(passphrases)
        return None if seed is None else CryptoSigner(Ed25519PrivateKey.from_private_bytes(seed), self.public)

    def reseal(self, passphrases: Sequence[str], new: str) -> bool:
        """Seal the key with another passphrase; False where none of the old ones fits.

        Raises:
            UsageError: the new passphrase is too short.
            DamagedError: the file is damaged.
            UnavailableError: it cannot be written; the old one is still there.
        """
        seed = self._seed(passphrases)
        if seed is None:
            return False
        _write(self.path, _sealed(self.role, self.name, self.public, seed=seed, passphrase=new, salt=new_salt()))
        return True

    def _seed(self, passphrases: Sequence[str]) -> bytes | None:
        kdf = self._sealed
        for passphrase in passphrases:
            try:
                secret = _derive(passphrase, bytes.fromhex(kdf["salt"]), int(kdf["n"]), int(kdf["r"]), int(kdf["p"]))
                nonce, sealed = bytes.fromhex(kdf["nonce"]), bytes.fromhex(kdf["sealed"])
                return ChaCha20Poly1305(secret).decrypt(nonce, sealed, _bound(self.role, self.name, self.keyid))
            except InvalidTag:
                continue
            except (KeyError, TypeError, ValueError) as error:
                raise _damaged(self.path) from error
        return None


def new_key(folder: Path, role: str, name: str, passphrase: str, *, salt: bytes | None = None) -> KeyFile:
    """Make a key and keep it, sealed.

    Args:
        folder: where key files are kept.
        role: what it signs.
        name: its name in that folder.
        passphrase: seals it.
        salt: shared by keys made together with one passphrase, so that opening them takes one derivation.

    Raises:
        UsageError: the passphrase is too short, or the name is taken.
        UnavailableError: the folder cannot be written.
    """
    path = folder / f"{name}{KEY_SUFFIX}"
    if path.exists():
        raise UsageError(tr("There is a key named {name} already.").format(name=name))
    private = Ed25519PrivateKey.generate()
    public = CryptoSigner(private).public_key
    seed = private.private_bytes_raw()
    data = _sealed(role, name, public, seed=seed, passphrase=passphrase, salt=salt or new_salt())
    _write(path, data)
    return KeyFile(path, role, name, public, _sealed=data)


def new_salt() -> bytes:
    """A salt for keys that are made together."""
    return secrets.token_bytes(_SALT_BYTES)


def key_files(folders: Sequence[Path]) -> tuple[KeyFile, ...]:
    """Every key file of the folders, revoked ones last. Raises DamagedError or UnavailableError."""
    found: list[KeyFile] = []
    for folder in folders:
        with as_unavailable(tr("reading keys"), folder):
            names = sorted(folder.iterdir())
        found += [_read(path) for path in names if path.name.endswith((KEY_SUFFIX, REVOKED_SUFFIX))]
    return tuple(sorted(found, key=lambda key: key.revoked))


def set_aside(key: KeyFile) -> None:
    """Rename the file of a revoked key, so that nothing signs with it any more. Raises UnavailableError."""
    with as_unavailable(tr("setting a key aside"), key.path):
        key.path.replace(key.path.with_name(f"{key.name}{REVOKED_SUFFIX}"))


class Ring:
    """The keys at hand, opened when they are first needed.

    Attributes:
        files: all of them.
    """

    def __init__(self, files: Sequence[KeyFile], ask: Callable[[str], Sequence[str]]) -> None:
        """`ask` is given a key's name and returns passphrases to try; called again until one fits or it raises."""
        self.files = tuple(key for key in files if not key.revoked)
        self._ask = ask
        self._tried: list[str] = []
        self._open: dict[str, CryptoSigner] = {}

    def add(self, key: KeyFile) -> None:
        """Take a new key into the ring."""
        self.files = (*self.files, key)

    def of_role(self, role: str) -> tuple[KeyFile, ...]:
        """The keys of a role, by name."""
        return tuple(sorted((key for key in self.files if key.role == role), key=lambda key: key.name))

    def by_id(self, keyid: str) -> KeyFile | None:
        """The key of that id, None where it is not at hand."""
        return next((key for key in self.files if key.keyid == keyid), None)

    def signer(self, key: KeyFile) -> CryptoSigner:
        """Open a key, asking for its passphrase if none so far fits. Raises UsageError or DamagedError."""
        if key.keyid in self._open:
            return self._open[key.keyid]
        signer = key.open(self._tried)
        if signer is None:
            fresh = [word for word in self._ask(key.name) if word not in self._tried]
            signer = key.open(fresh)
            self._tried += fresh
        if signer is None:
            raise UsageError(tr("The passphrase does not open the key {name}.").format(name=key.name))
        self._open[key.keyid] = signer
        return signer


def _sealed(role: str, name: str, public: SSlibKey, *, seed: bytes, passphrase: str, salt: bytes) -> dict[str, Any]:
    if len(passphrase) < MIN_PASSPHRASE:
        raise UsageError(tr("A passphrase needs at least {n} characters.").format(n=MIN_PASSPHRASE))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    secret = _derive(passphrase, salt, _COST, _BLOCK, _LANES)
    return {
        "format": _FORMAT,
        "role": role,
        "name": name,
        "public": public.keyval["public"],
        "kdf": "scrypt",
        "n": _COST,
        "r": _BLOCK,
        "p": _LANES,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "sealed": ChaCha20Poly1305(secret).encrypt(nonce, seed, _bound(role, name, public.keyid)).hex(),
    }


def _write(path: Path, data: dict[str, Any]) -> None:
    with as_unavailable(tr("keeping a key"), path):
        replace_file(path, json.dumps(data, indent=1).encode("ascii"))
        os.chmod(path, 0o600)  # noqa: PTH101 - the file holds a sealed key


def _read(path: Path) -> KeyFile:
    with as_unavailable(tr("reading keys"), path), path.open("rb") as stream:
        data = stream.read(MAX_KEY_FILE_BYTES + 1)
    try:
        held: Any = json.loads(data)
        if not isinstance(held, dict):
            raise _damaged(path)
        table = cast("dict[str, Any]", held)
        if table["format"] != _FORMAT or table["role"] not in ROLES or not 0 < int(table["n"]) <= _MAX_COST:
            raise _damaged(path)
        public = SSlibKey.from_crypto(_public(str(table["public"])))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(path) from error
    revoked = path.name.endswith(REVOKED_SUFFIX)
    return KeyFile(path, str(table["role"]), str(table["name"]), public, revoked, table)


def _public(hexadecimal: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - only here

    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(hexadecimal))


@lru_cache(maxsize=16)
def _derive(passphrase: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    kdf = Scrypt(salt=salt, length=_KEY_BYTES, n=cost, r=block, p=lanes)
    return kdf.derive(passphrase.encode("utf-8", "surrogatepass"))


def _bound(role: str, name: str, keyid: str) -> bytes:
    """What the seal also covers, so that a key file cannot be passed off as another role's."""
    return f"{_FORMAT}|{role}|{name}|{keyid}".encode()


def _damaged(path: Path) -> DamagedError:
    return DamagedError(path, tr("The key file cannot be read"), tr("It was left as it is."))
