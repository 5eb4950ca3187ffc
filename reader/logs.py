"""The program's own log: local, rotating, without content.

A record is what happened and where, never what somebody read, searched or wrote. Exceptions are logged by type.
"""

import contextlib
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    _Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

MAX_BYTES = 500_000
"""Of one log file."""
KEPT = 3
"""Older files kept beside the newest."""
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _WithoutValues(logging.Formatter):
    """Leaves out exception texts: they can quote a note or a query."""

    def formatException(self, ei: "_Failure") -> str:  # noqa: N802 - logging's own name
        return f"({ei[0].__name__ if ei[0] is not None else 'no exception'})"


def start(folder: Path, level: int = logging.INFO) -> logging.Handler | None:
    """Log into `folder`/reader.log from now on. Returns the handler, None where the folder cannot be written."""
    logger = logging.getLogger("reader")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "reader.log", maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
        handler.setFormatter(_WithoutValues(FORMAT))
        logger.addHandler(handler)
        logger.setLevel(level)
        return handler
    return None


def stop(handler: logging.Handler | None) -> None:
    """Stop logging to what `start` returned and close its file."""
    if handler is not None:
        logging.getLogger("reader").removeHandler(handler)
        handler.close()
