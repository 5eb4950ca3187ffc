"""One installation at a time."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reader.durable import as_unavailable, try_lock
from reader.errors import UnavailableError
from reader.language import tr


@contextmanager
def alone(file: Path) -> Generator[None]:
    """Hold the lock that only one installation into this place can have; the system frees it if we are killed.

    Raises:
        UnavailableError: another installation is under way, or the lock file cannot be made.
    """
    with as_unavailable(tr("preparing to install"), file):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = file.open("a+b")
    with handle:
        with as_unavailable(tr("preparing to install"), file):
            free = try_lock(handle)
        if not free:
            raise UnavailableError(tr("installing"), file, tr("another installation is under way"))
        yield
