"""Long work that tells how far it is and can be stopped."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from reader.errors import CancelledError

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
Cancelled = Callable[[], bool]
"""Asked now and then whether the work is still wanted."""
REPORT_EVERY = 200
One = TypeVar("One")


def watched(
    things: Sequence[One], progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Iterator[One]:
    """Each of them in turn. Raises CancelledError where `cancelled` says so; after the last one it is asked again."""
    for number, thing in enumerate(things):
        if number % REPORT_EVERY == 0:
            _look(number, len(things), progress, cancelled)
        yield thing
    _look(len(things), len(things), progress, cancelled)


def _look(done: int, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
    if cancelled is not None and cancelled():
        raise CancelledError
    if progress is not None:
        progress(done, total)
