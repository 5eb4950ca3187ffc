"""Writing so that a killed process or a lost power leaves the old bytes or the new ones, whole (FORMATS P8)."""

import contextlib
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reader.errors import UnavailableError
from reader.language import tr

TEMPORARY_PREFIX = ".new-"
"""What a file is called until it is whole; leftovers of a killed process are swept by their name."""


@contextmanager
def as_unavailable(operation: str, path: Path | None = None) -> Generator[None, None, None]:
    """Turn what the system says into UnavailableError; `operation` is a short noun phrase, translated."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename) if isinstance(error.filename, str) else None
        raise UnavailableError(operation, path or named, error.strerror or str(error)) from error


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a lost power. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it. Raises OSError."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of `path` in one step, making its folder where it is missing. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{TEMPORARY_PREFIX}{path.name}-{os.getpid()}")
    try:
        write_synced(fresh, data)
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def remove_tree(folder: Path) -> None:
    """Delete a folder of ours and everything in it, links not followed. Raises OSError."""
    for child in list(_children(folder)):
        if child.is_dir() and not child.is_symlink():
            remove_tree(child)
        else:
            child.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()


def _children(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except FileNotFoundError:
        return


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: BinaryIO) -> bool:
        try:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: BinaryIO) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def alone(file: Path) -> Generator[None, None, None]:
    """Hold the lock that only one installation into this place can have; the system frees it if we are killed.

    Raises:
        UnavailableError: another installation is under way, or the lock file cannot be made.
    """
    with as_unavailable(tr("preparing to install"), file):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = file.open("a+b")
    with handle:
        if not _try_lock(handle):
            raise UnavailableError(tr("installing"), file, tr("another installation is under way"))
        yield
