"""Files of a notebook: read within bounds, folders of one's own, the lock, and whether a folder is on a network."""

import ctypes
import sys
from pathlib import Path
from typing import IO, Any

from reader.durable import as_unavailable, try_lock
from reader.errors import DamagedError, UnavailableError
from reader.language import tr

_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2"}
)
_DRIVE_REMOTE = 4
"""Windows: GetDriveTypeW's answer for a network drive."""


def read_file(file: Path, most: int) -> bytes:
    """A file's bytes.

    Raises:
        FileNotFoundError: there is none.
        DamagedError: it holds more than `most` bytes.
        UnavailableError: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            found = stream.read(most + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnavailableError(tr("reading a file"), file, error.strerror or str(error)) from error
    if len(found) > most:
        raise DamagedError(file, tr("This file is larger than any this program writes"), tr("It was left as it is."))
    return found


def make_private(folder: Path) -> None:
    """Create a folder only this log-in can enter. Raises UnavailableError."""
    with as_unavailable(tr("making a folder"), folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


class Lock:
    """Held by the one process that may write a notebook; the system frees it however that process ends."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: IO[bytes] | None = stream

    def release(self) -> None:
        """Let go. The empty file stays: removing it could pull it from under another process."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


def take_lock(file: Path) -> Lock | None:
    """The lock, or None where another process holds it.

    Raises:
        UnavailableError: the folder cannot be written, so no lock can be made.
    """
    try:
        stream = file.open("ab")
    except OSError as error:
        raise UnavailableError(tr("locking the notebook"), file, error.strerror or str(error)) from error
    try:
        free = try_lock(stream)
    except OSError:
        free = False
    if not free:
        stream.close()
        return None
    return Lock(stream)


def on_network(folder: Path) -> bool:
    """Whether a folder is on a network drive, where locks and flushing cannot be relied on; False where unknown."""
    path = folder.absolute()
    if sys.platform == "win32":
        libraries: Any = ctypes.windll
        return path.drive.startswith("\\\\") or libraries.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE
    try:
        lines = Path("/proc/mounts").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, system = "", ""
    for line in lines:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ") if len(fields) > 2 else ""  # noqa: PLR2004 - device, point, system
        if point and path.is_relative_to(point) and len(point) >= len(best):
            best, system = point, fields[2]
    return system in _NETWORK_SYSTEMS
