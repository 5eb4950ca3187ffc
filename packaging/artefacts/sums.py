"""SHA256SUMS: what `sha256sum --check` reads, and our own check of it."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

NAME = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def digest(file: Path) -> str:
    """SHA-256 in hex, read in pieces."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def lines(folder: Path, files: Iterable[Path]) -> str:
    """One line a file, by name relative to `folder`, sorted."""
    named = sorted((file.relative_to(folder).as_posix(), file) for file in files)
    return "".join(f"{digest(file)}  {name}\n" for name, file in named)


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with the files that a SHA256SUMS lists; nothing where all is as it says."""
    found: list[str] = []
    for line in text.splitlines():
        told = LINE.fullmatch(line)
        if told is None:
            found.append(f"not a line of sums: {line}")
            continue
        file = folder / told[2]
        if not file.is_file():
            found.append(f"missing: {told[2]}")
        elif digest(file) != told[1]:
            found.append(f"changed: {told[2]}")
    return found


def unlisted(folder: Path, text: str) -> list[str]:
    """Names of files below a folder that a SHA256SUMS does not list."""
    listed = {told[2] for told in map(LINE.fullmatch, text.splitlines()) if told}
    names = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file())
    return [name for name in names if name not in listed]
