"""Files the window opens, told by what their names end with (FORMATS C, `briefing-reader [PATH]`)."""

from enum import StrEnum
from pathlib import Path


class Openable(StrEnum):
    """What a file is taken for; whether it is one shows when it is read."""

    PACK = "pack"
    NOTES = "notes"
    NOTEBOOK = "notebook"


_SUFFIXES = {
    ".briefpack": Openable.PACK,
    ".jsonld": Openable.NOTES,
    ".json": Openable.NOTES,
    ".notebook": Openable.NOTEBOOK,
}


def openable(path: Path) -> Openable | None:
    """What `path` would be opened as, None for nothing this program knows. A folder is taken for a channel."""
    if path.is_dir():
        return Openable.PACK
    return _SUFFIXES.get(path.suffix.casefold())
