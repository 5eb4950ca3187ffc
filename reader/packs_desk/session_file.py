"""Where the window left off, as far as a removed document is concerned (FORMATS P11)."""

import json
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from reader.durable import as_unavailable
from reader.language import tr


def forget_session(file: Path, keys: Container[str]) -> None:
    """Delete the window's place where it is in one of these documents: it says the heading. Raises UnavailableError."""
    try:
        held: Any = json.loads(file.read_bytes())
        where = str(cast("dict[str, Any]", held)["document"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return
    if where in keys:
        with as_unavailable(tr("deleting traces of a removed document"), file), suppress(FileNotFoundError):
            file.unlink()
