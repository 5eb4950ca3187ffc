"""Where an index lies on disk, and how it gets there whole.

    folder/manifest.json      names the generation in use; replaced atomically, so it is the one switch
    folder/g-<hex>/           a generation: Whoosh's files, never changed once the manifest names them
    folder/building-<hex>/    a generation being written; swept up an hour later if its writer died

Two processes may build at once: each writes a generation of its own, and the later switch wins. Nothing is locked.
"""

import contextlib
import hashlib
import io
import mmap
import os
import pickle
import secrets
import shutil
import struct
import time
import zlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

from reader.errors import UnavailableError
from reader.search import manifest as manifests
from reader.search import schema
from reader.search.engine import filestore, index, structfile
from reader.search.fence import raise_fence
from reader.search.manifest import Manifest

DAMAGE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, AssertionError, NameError, ArithmeticError,
    pickle.UnpicklingError, struct.error, zlib.error, index.IndexError, RecursionError, MemoryError,
)  # fmt: skip
"""What reading a damaged index may raise before it is recognised as one."""

MANIFEST = "manifest.json"
CONTENTS_EXT = ".toc"
GENERATION_NUMBER = 1
"""Each generation folder holds one Whoosh table of contents, of this number."""

SWEEP_GENERATIONS_AFTER = 60.0
SWEEP_BUILDING_AFTER = 3600.0
"""Seconds before what another process may still be opening, or writing, is swept up."""

LARGEST_MANIFEST = 64_000_000
"""Bytes; a longer one is damage."""


def memory_storage() -> Any:
    """A Whoosh storage that leaves nothing behind."""
    raise_fence()
    return filestore.RamStorage()


def file_storage(folder: Path) -> Any:
    """A Whoosh storage over the files of `folder`."""
    raise_fence()
    storage = filestore.FileStorage(str(folder))

    def open_file(name: str, **_: object) -> Any:
        return _mapped(folder / name)

    storage.open_file = open_file
    return storage


def _mapped(path: Path) -> Any:
    """A Whoosh file over the whole of `path` mapped into memory; no file stays open behind it."""
    with path.open("rb") as file:
        empty = not os.fstat(file.fileno()).st_size
        mapped = io.BytesIO() if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    made = structfile.BufferFile(b"", name=path.name)
    made.file = mapped
    made._buf = b"" if empty else mapped  # noqa: SLF001 - Whoosh would copy the file to make a buffer of it
    return made


def write_contents(storage: Any, segments: list[Any]) -> None:
    """Write Whoosh's table of contents: these segments make up the index."""
    index.TOC(schema.schema(), segments, GENERATION_NUMBER).write(storage, schema.INDEX_NAME)


def read_contents(storage: Any) -> list[Any]:
    """The segments of the index in `storage`. Whatever is damaged raises one of DAMAGE."""
    contents = index.TOC.read(storage, schema.INDEX_NAME, gen=GENERATION_NUMBER, schema=schema.schema())
    return list(contents.segments)


def load(folder: Path) -> Manifest | None:
    """The manifest of the index in `folder`, if its files are exactly those it names, to the byte; else None."""
    try:
        if (folder / MANIFEST).stat().st_size > LARGEST_MANIFEST:
            return None
        manifest = manifests.from_bytes((folder / MANIFEST).read_bytes())
        if manifest is None or not _files_match(folder / manifest.generation, manifest):
            return None
    except OSError:
        return None
    return manifest


def _files_match(folder: Path, manifest: Manifest) -> bool:
    found = {entry.name: entry for entry in os.scandir(folder)}
    if found.keys() != manifest.files.keys():
        return False
    for name, (size, _) in manifest.files.items():
        if not found[name].is_file(follow_symlinks=False) or found[name].stat().st_size != size:
            return False
    return all(file_digest(folder / name) == digest for name, (_, digest) in manifest.files.items())


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def building(folder: Path) -> Generator[Path]:
    """A fresh folder to write a generation in; gone again if the block fails.

    Raises UnavailableError where the disk is full or the folder cannot be written.
    """
    made = folder / f"building-{secrets.token_hex(8)}"
    try:
        made.mkdir(parents=True)
        yield made
        shutil.rmtree(made, ignore_errors=True)  # nothing is left of it once it is published
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise UnavailableError("index", folder, error.strerror or type(error).__name__) from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def carry_over(source: Path, target: Path, names: list[str]) -> bool:
    """Take unchanged files of the generation before: by a link where the file system can, else by copying.

    False where another process has swept one of them up.
    """
    for name in names:
        try:
            os.link(source / name, target / name)
        except FileNotFoundError:
            return False
        except OSError:
            shutil.copyfile(source / name, target / name)
    return True


def describe(folder: Path, known: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Name, size and hash of every file in `folder`; those in `known` are not read again."""
    return {
        entry.name: known.get(entry.name) or (entry.stat().st_size, file_digest(Path(entry.path)))
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
    }


def publish(folder: Path, made: Path, manifest: Manifest) -> Path:
    """Make the generation written in `made` the one in use, and sweep up old ones. Returns its folder."""
    generation = folder / manifest.generation
    made.rename(generation)
    fresh = folder / f"{MANIFEST}.{secrets.token_hex(4)}"
    try:
        fresh.write_bytes(manifests.to_bytes(manifest))
        fresh.replace(folder / MANIFEST)
    except OSError:
        fresh.unlink(missing_ok=True)
        shutil.rmtree(generation, ignore_errors=True)
        raise
    sweep(folder, manifest.generation)
    return generation


def new_generation() -> str:
    """A name for a generation that no other process will choose."""
    return f"g-{secrets.token_hex(8)}"


def sweep(folder: Path, current: str) -> None:
    """Delete what no process can still want. What cannot be deleted is left for the next time."""
    now = time.time()
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            old = (entry.name.startswith("g-") and entry.name != current, SWEEP_GENERATIONS_AFTER)
            dead = (entry.name.startswith(("building-", f"{MANIFEST}.")), SWEEP_BUILDING_AFTER)
            for applies, seconds in (old, dead):
                if applies and now - entry.stat(follow_symlinks=False).st_mtime > seconds:
                    _delete(Path(entry.path))


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()
