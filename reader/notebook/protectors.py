"""What protects a slot for this log-in: the platform where it can, a file that only the log-in may read elsewhere.

A protector only ever sees the secret of its own slot, never the notebook's key.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Protocol

from reader.errors import UnavailableError
from reader.language import tr

FILE_BYTES = 32


class Protector(Protocol):
    """Keeps one slot's secret for the person who is logged in."""

    def protect(self, secret: bytes) -> bytes:
        """What to store instead of `secret`. Raises UnavailableError."""
        ...

    def unprotect(self, stored: bytes) -> bytes | None:
        """The secret again, or None where this log-in cannot have it. Raises UnavailableError."""
        ...

    def about(self) -> str:
        """What it protects against, in one sentence for the owner."""
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

    def about(self) -> str:
        """Plain words."""
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

    def about(self) -> str:
        """Plain words."""
        return tr("On this computer the notebook opens without a passphrase, by your Windows log-in.")


def platform_protector(folder: Path) -> Protector:
    """The best there is here. `folder` is the notebook's own."""
    return DpapiProtector() if sys.platform == "win32" else FileProtector(folder / "log-in.key")


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
