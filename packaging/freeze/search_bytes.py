"""Where a frozen folder names the machine it was built on: `search_bytes.py FOLDER WORD ...`, with PyInstaller at hand.

Looks at every file, and into what a plain search would miss: the compressed modules in programs and the zip of the
standard library. Prints one "file: word" a line and ends with 1 where there is any.
"""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PyInstaller.archive.readers import (  # pyright: ignore[reportMissingImports]  # only where a build runs
    ArchiveReadError,
    CArchiveReader,
)


def contents(file: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of a file and of everything packed into it."""
    data = file.read_bytes()
    yield file.name, data
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                yield f"{file.name}: {name}", packed.read(name)
    elif b"MEI\014\013\012\013\016" in data[-(1 << 20) :]:
        yield from _modules(file)


def _modules(file: Path) -> Iterator[tuple[str, bytes]]:
    try:
        program = CArchiveReader(str(file))
    except ArchiveReadError:
        return
    for name, entry in program.toc.items():
        if entry[-1] == "z":
            archive = program.open_embedded_archive(name)
            for module in archive.toc:
                yield f"{file.name}: {module}", archive.extract(module, raw=True) or b""
        else:
            yield f"{file.name}: {name}", program.extract(name)


def main() -> int:
    """Search, print, and say by the exit code whether anything was found."""
    folder, words = Path(sys.argv[1]), [word.encode() for word in sys.argv[2:]]
    hits = [
        f"{file.relative_to(folder).parent.as_posix()}/{name}: {word.decode()}"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.is_symlink()
        for name, data in contents(file)
        for word in words
        if word in data
    ]
    sys.stdout.writelines(f"{hit}\n" for hit in hits)
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main())
