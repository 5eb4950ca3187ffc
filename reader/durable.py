"""Writing so that a killed process or a lost power leaves the old bytes or the new ones, whole (FORMATS P8)."""

import contextlib
import errno
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from reader.errors import UnavailableError
from reader.language import tr

TEMPORARY_PREFIX = ".new-"
"""What the name of a file begins with until it is whole: what a killed process left behind can be told by it."""


@contextlib.contextmanager
def as_unavailable(operation: str, path: Path | None = None, fresh: Path | None = None) -> Generator[None]:
    """Turn what the system says into UnavailableError.

    Args:
        operation: what failed, a short noun phrase, translated.
        path: what it was done to; where None, what the system names.
        fresh: a file that is put in the place of `path` once it is whole; it is cleared away whatever else happens.
    """
    try:
        yield
    except OSError as error:
        named = Path(error.filename) if isinstance(error.filename, str) else None
        raise UnavailableError(operation, path or named, error.strerror or str(error)) from error
    finally:
        if fresh is not None:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)


def fresh_beside(path: Path) -> Path:
    """What `path` is to be called until it is whole: in the same folder, and never the name of a file of a person's."""
    return path.with_name(f"{TEMPORARY_PREFIX}{path.name}-{os.getpid()}")


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a lost power. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, *parts: bytes) -> None:
    """Write a new file and wait until the disk has it. Raises OSError."""
    with path.open("wb") as stream:
        for part in parts:
            stream.write(part)
        sync(stream)


def sync(stream: IO[bytes]) -> None:
    """Wait until the disk has what was written. Raises OSError."""
    stream.flush()
    os.fsync(stream.fileno())


def put_in_place(fresh: Path, path: Path) -> None:
    """Let a whole file take the place of `path`, in one step that survives a lost power. Raises OSError."""
    fresh.replace(path)
    sync_folder(path.parent)


def replace_file(path: Path, *parts: bytes, synced: bool = True) -> None:
    """Put `parts` in place of `path` in one step, making its folder where it is missing. Raises OSError.

    Where it is not `synced`, the disk is not waited for: a lost power may take what is only remembered for comfort.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = fresh_beside(path)
    try:
        if synced:
            write_synced(fresh, *parts)
            put_in_place(fresh, path)
        else:
            fresh.write_bytes(b"".join(parts))
            fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def write_file(file: Path, *parts: bytes) -> None:
    """`replace_file` in a folder that is there. Raises UnavailableError; what was there before is kept then."""
    with as_unavailable(tr("writing a file"), file):
        if not file.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        replace_file(file, *parts)


def keep_file(file: Path, data: bytes) -> None:
    """`replace_file`, not synced. Raises UnavailableError; what was there before is kept then."""
    with as_unavailable(tr("writing a file"), file):
        replace_file(file, data, synced=False)


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


def try_lock(stream: IO[bytes]) -> bool:
    """Take the lock on an open file where nobody has it; the system frees it however this process ends.

    Raises:
        OSError: the file's system has no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
