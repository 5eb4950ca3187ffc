"""Is every file of the installed program the one that was built? Its list of hashes lies beside it (FORMATS C6)."""

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

LIST = "PROGRAM-FILES.sha256"
"""What the build writes beside the program: a line a file, as sha256sum does."""
INSIDE = "_internal"
"""Folder of the program's own parts, in which nothing may lie that is not listed."""
MAX_LIST_BYTES = 5_000_000
_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00]+)")


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing found.

    Attributes:
        files: how many are listed.
        changed: names of listed files that are missing or others than they were.
        added: names of files among the program's parts that no list knows.
    """

    files: int
    changed: tuple[str, ...]
    added: tuple[str, ...]


def own_command(*arguments: str) -> list[str]:
    """This program itself with other arguments, to be started from `import_folder`."""
    return [sys.executable, *(() if getattr(sys, "frozen", False) else ("-m", "reader")), *arguments]


def import_folder() -> Path:
    """Where Python finds this very program.

    `python -m` looks into the folder it is started from before any other, and there may lie anything.
    """
    return Path(__file__).resolve().parent.parent


def program_folder() -> Path | None:
    """The installed program's folder; None where the program is run from its source."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def compare(folder: Path) -> Compared | None:
    """Compare every file below `folder` with its list; None where the list is missing or is none.

    The list is as trustworthy as the folder: who may write there may write the list. It finds damage, half an upgrade
    and planted files; that the folder is what was released is shown by the package's signature.
    """
    try:
        with (folder / LIST).open("rb") as stream:
            text = stream.read(MAX_LIST_BYTES + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = [_LINE.fullmatch(line) for line in text.splitlines()]
    listed = {match[2]: match[1] for match in found if match is not None}
    if not listed or None in found or len(text) > MAX_LIST_BYTES:
        return None
    changed = tuple(sorted(name for name, digest in listed.items() if _digest(folder / name) != digest))
    inside = (path for path in (folder / INSIDE).rglob("*") if path.is_file() and not path.is_symlink())
    names = (path.relative_to(folder).as_posix() for path in inside)
    return Compared(len(listed), changed, tuple(sorted(name for name in names if name not in listed)))


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
