"""What protects a slot for this log-in: the platform where it can, a file that only the log-in may read elsewhere.

A protector only ever sees the secret of its own slot, never the notebook's key.
"""

import contextlib
import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Protocol

from reader.errors import UnavailableError
from reader.language import tr
from reader.notebook import keyring

FILE_BYTES = 32
NAME_BYTES = 16
KEYRING = b"keyring:"
"""Begins what is stored for a secret that is masked with bytes in the keyring; its length differs from the file's."""


class Protector(Protocol):
    """Keeps one slot's secret for the person who is logged in."""

    def protect(self, secret: bytes) -> bytes:
        """What to store instead of `secret`. Raises UnavailableError."""
        ...

    def unprotect(self, stored: bytes) -> bytes | None:
        """The secret again, or None where this log-in cannot have it. Raises UnavailableError."""
        ...

    def forget(self, stored: bytes) -> None:
        """The slot is given up: keep nothing for it, as far as that can be had."""
        ...

    def about(self, stored: bytes) -> str:
        """What it protects against, in one or two sentences for the owner."""
        ...


class FileProtector:
    """The secret is masked with random bytes in a file only this log-in may read (mode 0600).

    It keeps other log-ins out. It does not keep out an administrator, or whoever takes the disk: `about` says so.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def protect(self, secret: bytes) -> bytes:
        """Mask the secret with the file's bytes; the file is made where there is none."""
        mask = self._mask()
        # A file that is there may be all that opens the notebook now, so it is used again.
        return _masked(secret, self._make() if mask is None else mask)

    def _make(self) -> bytes:
        mask = os.urandom(FILE_BYTES)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file.unlink(missing_ok=True)
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(mask)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise UnavailableError(tr("keeping the key file"), self._file, error.strerror or str(error)) from error
        return mask

    def unprotect(self, stored: bytes) -> bytes | None:
        """None where the file is missing or has another size."""
        mask = self._mask()
        return _masked(stored, mask) if mask is not None and len(stored) == FILE_BYTES else None

    def _mask(self) -> bytes | None:
        try:
            found = self._file.read_bytes()
        except OSError:
            return None
        return found if len(found) == FILE_BYTES else None

    def forget(self, stored: bytes) -> None:
        """Remove the file."""
        del stored
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def about(self, stored: bytes) -> str:
        """Plain words."""
        del stored
        return tr(
            "On this computer the notebook opens without a passphrase, by a file that only your log-in can read. An "
            "administrator, or someone who takes the disk, could read that file too."
        )


class DpapiProtector:
    """Windows: the data protection interface of the log-in (CryptProtectData)."""

    def protect(self, secret: bytes) -> bytes:
        """Bytes that only this Windows log-in can turn back."""
        found = _dpapi("CryptProtectData", secret)
        if found is None:
            raise UnavailableError(tr("asking Windows to keep the key"), None, "CryptProtectData")
        return found

    def unprotect(self, stored: bytes) -> bytes | None:
        """None for another log-in."""
        return _dpapi("CryptUnprotectData", stored)

    def forget(self, stored: bytes) -> None:
        """Windows keeps nothing of it."""

    def about(self, stored: bytes) -> str:
        """Plain words."""
        del stored
        return tr("On this computer the notebook opens without a passphrase, by your Windows log-in.")


class KeyringProtector:
    """Linux: the secret is masked with random bytes in the log-in's keyring, or in a file where there is no keyring.

    Which of them it was shows in what is stored, so a notebook opens by the one it was made with.
    """

    def __init__(self, file: FileProtector) -> None:
        """`file` is used where no keyring is open."""
        self._file = file

    def protect(self, secret: bytes) -> bytes:
        """KEYRING, a random name and the masked secret; or what `FileProtector` stores."""
        name, mask = os.urandom(NAME_BYTES), os.urandom(FILE_BYTES)
        # Read back: what a keyring only says it kept would lock the owner out.
        if keyring.keep(name.hex(), mask) and keyring.find(name.hex()) == mask:
            return KEYRING + name + _masked(secret, mask)
        return self._file.protect(secret)

    def unprotect(self, stored: bytes) -> bytes | None:
        """None where the keyring is locked or gone, or the file is."""
        if not stored.startswith(KEYRING):
            return self._file.unprotect(stored)
        mask = keyring.find(_name(stored))
        masked = stored[len(KEYRING) + NAME_BYTES :]
        return _masked(masked, mask) if mask is not None and len(mask) == len(masked) else None

    def forget(self, stored: bytes) -> None:
        """Take it out of the keyring, or remove the file."""
        if stored.startswith(KEYRING):
            keyring.forget(_name(stored))
        else:
            self._file.forget(stored)

    def about(self, stored: bytes) -> str:
        """Plain words."""
        if stored.startswith(KEYRING):
            return tr(
                "On this computer the notebook opens without a passphrase while your log-in’s keyring is unlocked."
            )
        return self._file.about(stored)


def _name(stored: bytes) -> str:
    return stored[len(KEYRING) : len(KEYRING) + NAME_BYTES].hex()


def platform_protector(folder: Path) -> Protector:
    """The best there is here. `folder` is the notebook's own."""
    if sys.platform == "win32":
        return DpapiProtector()
    file = FileProtector(folder / "log-in.key")
    return KeyringProtector(file) if sys.platform == "linux" else file


def _masked(secret: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(secret, mask, strict=True))


class _Blob(ctypes.Structure):
    """DATA_BLOB of wincrypt.h."""

    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


_UI_FORBIDDEN = 1
"""CRYPTPROTECT_UI_FORBIDDEN: never a dialog of Windows' own."""


def _dpapi(function: str, given: bytes) -> bytes | None:
    libraries: Any = getattr(ctypes, "windll", None)
    if libraries is None:
        return None
    held = ctypes.create_string_buffer(given, len(given))
    blob, result = _Blob(len(given), ctypes.cast(held, ctypes.POINTER(ctypes.c_char))), _Blob()
    call = getattr(libraries.crypt32, function)
    if not call(ctypes.byref(blob), None, None, None, None, _UI_FORBIDDEN, ctypes.byref(result)):
        return None
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        libraries.kernel32.LocalFree(result.data)
