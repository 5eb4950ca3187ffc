"""A notebook in one file: its key file and its database, both as they are. The form of backups and portable notebooks.

MAGIC, length of the key file (4 bytes), key file, length of the database (8 bytes), its SHA-256 (32 bytes), database.
Numbers are big-endian. The database inside is encrypted; the digest only shows a truncated or flipped copy.
"""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reader.durable import as_unavailable, fresh_beside, put_in_place, sync
from reader.errors import DamagedError
from reader.language import tr
from reader.notebook.key_file import MAX_BYTES, KeyFile, pack, unpack

MAGIC = b"BRNOTEBOOK1\n"
SUFFIX = ".notebook"
MAX_DATABASE_BYTES = 4 * 2**30
"""A database larger than this is not unpacked."""
_CHUNK = 1 << 20
_HEAD = struct.Struct(">I")
_TAIL = struct.Struct(">Q32s")


def write(target: Path, keys: KeyFile, database: Path) -> str:
    """Put both into `target` in one step, flushed. Returns the database's SHA-256 in hex. Raises UnavailableError."""
    fresh = fresh_beside(target)
    with as_unavailable(tr("writing a copy of the notebook"), target, fresh):
        digest = hashlib.sha256()
        with database.open("rb") as source:
            for chunk in _chunks(source):
                digest.update(chunk)
        packed = pack(keys)
        with database.open("rb") as source, fresh.open("wb") as stream:
            stream.write(MAGIC + _HEAD.pack(len(packed)) + packed)
            stream.write(_TAIL.pack(database.stat().st_size, digest.digest()))
            for chunk in _chunks(source):
                stream.write(chunk)
            sync(stream)
        put_in_place(fresh, target)
    return digest.hexdigest()


def read_keys(path: Path) -> tuple[KeyFile, str]:
    """The key file inside and the database's SHA-256 in hex. Raises DamagedError or UnavailableError."""
    with as_unavailable(tr("opening the notebook"), path), path.open("rb") as stream:
        keys, _, digest = _head(stream, path)
    return keys, digest.hex()


def extract(path: Path, database: Path) -> KeyFile:
    """Write the database inside to `database`, checked to the last byte and flushed. Returns the key file inside.

    Raises:
        DamagedError: truncated, longer than it says, or changed; nothing is left at `database`.
        UnavailableError: it cannot be read, or the disk will not take it.
    """
    fresh = fresh_beside(database)
    with as_unavailable(tr("unpacking the notebook"), path, fresh):
        with path.open("rb") as source:
            keys, size, wanted = _head(source, path)
            digest, count = hashlib.sha256(), 0
            with fresh.open("wb") as stream:
                for chunk in _chunks(source):
                    count += len(chunk)
                    if count > size:
                        break
                    digest.update(chunk)
                    stream.write(chunk)
                sync(stream)
        if count != size or digest.digest() != wanted:
            fresh.unlink()
            raise _damaged(path)
        put_in_place(fresh, database)
    return keys


def check(path: Path) -> None:
    """Read all of it. Raises DamagedError or UnavailableError."""
    with as_unavailable(tr("checking a copy of the notebook"), path), path.open("rb") as source:
        _, size, wanted = _head(source, path)
        digest, count = hashlib.sha256(), 0
        for chunk in _chunks(source):
            count += len(chunk)
            digest.update(chunk)
        if count != size or digest.digest() != wanted:
            raise _damaged(path)


def _head(stream: IO[bytes], path: Path) -> tuple[KeyFile, int, bytes]:
    start = stream.read(len(MAGIC) + _HEAD.size)
    if len(start) != len(MAGIC) + _HEAD.size or not start.startswith(MAGIC):
        raise _damaged(path)
    (length,) = _HEAD.unpack(start[len(MAGIC) :])
    if length > MAX_BYTES:
        raise _damaged(path)
    packed = stream.read(length)
    tail = stream.read(_TAIL.size)
    if len(packed) != length or len(tail) != _TAIL.size:
        raise _damaged(path)
    size, digest = _TAIL.unpack(tail)
    if size > MAX_DATABASE_BYTES:
        raise _damaged(path)
    return unpack(packed, path), size, digest


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _damaged(path: Path) -> DamagedError:
    what = tr("This copy of a notebook is damaged, or is not one")
    return DamagedError(path, what, tr("It was left as it is."))
