"""What the window remembers between starts: its size and the place in the text. What is damaged takes its default."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, cast

from reader.desk import Desk
from reader.ui.library.library_view import Continuation
from reader.ui.shared.history import LIBRARY, READER

MAX_BYTES = 100_000
"""A session file larger than this is not ours and is not read."""
MAX_PIXELS = 32_000
"""No window is larger or further away than this, in pixels."""


@dataclass(frozen=True, slots=True)
class Session:
    """One window's state.

    Attributes:
        x, y, width, height: the window when not maximised, in pixels; a width of 0 means never saved.
        maximised: whether it filled the screen.
        view: LIBRARY or READER, what was shown.
        document: key of the document read last, "" for none.
        section: its section.
        paragraph: its paragraph, 0 for the top.
        heading: the section's title as it was, so that the next start need not parse the document to say it.
        minutes_left: whole minutes left to read then.
    """

    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    maximised: bool = False
    view: str = LIBRARY
    document: str = ""
    section: str = ""
    paragraph: int = 0
    heading: str = ""
    minutes_left: int = 0


def load(file: Path) -> Session:
    """Read a session; whatever cannot be used takes its default, silently: nothing of worth is lost with it."""
    try:
        with file.open("rb") as stream:
            return read(stream.read(MAX_BYTES + 1)[:MAX_BYTES].decode("utf-8"))
    except (OSError, ValueError):
        return Session()


def read(text: str) -> Session:
    """The same from a session's text."""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return Session()
    if not isinstance(found, dict):
        return Session()
    start, table = Session(), cast("dict[str, Any]", found)
    good = {
        spec.name: table[spec.name]
        for spec in fields(Session)
        if spec.name in table and _valid(spec.name, table[spec.name], getattr(start, spec.name))
    }
    return Session(**good)


def save(session: Session, file: Path) -> None:
    """Write atomically. Raises UnavailableError where the disk will not take it."""
    from reader.durable import keep_file  # noqa: PLC0415 - only for saving

    keep_file(file, json.dumps(asdict(session)).encode("utf-8"))


def _valid(name: str, value: Any, like: Any) -> bool:
    if type(value) is not type(like):
        return False
    if name == "view":
        return value in {LIBRARY, READER}
    return not isinstance(value, int) or abs(value) <= MAX_PIXELS


def continuation(desk: Desk, left: Session) -> Continuation | None:
    """What the Continue reading card says of where the person left off; None where there is no such document."""
    if not any(entry.key == left.document for entry in desk.shelf.entries):
        return None
    return Continuation(left.document, desk.entry(left.document).meta.title, left.heading, left.minutes_left)
