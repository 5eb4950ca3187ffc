"""The data of the frozen program, laid out in one folder before any freezing: the same bytes for every system."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = {".py", ".pyc", ".po", ".pot"}


def stage(folder: Path, library: Path) -> None:
    """Write `folder` anew: what lies beside the modules in reader/, and the library (FORMATS P3, D11).

    Args:
        folder: where.
        library: what freeze/library.py's `bundle` wrote; a plain folder of documents goes in as it is, unsigned.
    """
    if folder.exists():
        shutil.rmtree(folder)
    package = ROOT / "reader"
    for file in sorted(package.rglob("*")):
        if file.is_file() and file.suffix not in CODE:
            copy(file, folder / "reader" / file.relative_to(package))
    place = "_bundled" if (library / "edition.json").exists() else "_content"
    for file in sorted(library.rglob("*")):
        if file.is_file():
            copy(file, folder / "reader" / place / file.relative_to(library))


def copy(file: Path, target: Path) -> None:
    """Copy a file's bytes, making the folders above."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def version() -> str:
    """The program's version, as the package says it, read without importing it."""
    text = (ROOT / "reader" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]
