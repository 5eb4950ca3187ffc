"""A lock that only one developer command can hold at a time, on every system."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from devkit import console

if os.name == "nt":
    import msvcrt
    import time

    def try_lock(handle: BinaryIO) -> bool:
        """Take the lock if nobody has it. It is released when the file is closed."""
        try:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for_lock(handle: BinaryIO) -> None:
        """Take the lock as soon as it is free."""
        while not try_lock(handle):
            time.sleep(0.5)
else:
    import fcntl

    def try_lock(handle: BinaryIO) -> bool:
        """Take the lock if nobody has it. It is released when the file is closed."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for_lock(handle: BinaryIO) -> None:
        """Take the lock as soon as it is free."""
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def alone(file: Path) -> Iterator[int]:
    """Hold a lock that only one of these commands can have; waits for the other one, and says so.

    Yields:
        The lock's file descriptor. A program that inherits it keeps the lock while it lives, even if we are killed.
    """
    try:
        handle = file.open("a+b")
    except OSError as error:
        raise console.StopError(
            f"Cannot write in {file.parent}: {error.strerror}. .venv must be made there."
        ) from error
    with handle:
        if not try_lock(handle):
            console.say("Another packaging/dev.py is preparing .venv; waiting for it.")
            wait_for_lock(handle)
        yield handle.fileno()
