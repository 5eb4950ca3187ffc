"""A channel zipped into one file: streamed, never extracted; only the plainest zip will do (FORMATS P1, P5)."""

import io
import stat
import struct
import zipfile
import zlib
from typing import BinaryIO

from reader.errors import RefusedError, UnavailableError
from reader.language import tr
from reader.packs.limits import PACK_LIMITS
from reader.packs.names import ensure_container_name, root_version

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CHUNK = 65_536
_SMALL = 65_536
"""Entries up to this many bytes may unfold by any factor; blank text does."""


class Missing(Exception):  # noqa: N818 - not a failure by itself: a reader probes for the next root
    """The container has no such file."""


class ZippedChannel:
    """The entries of an open .briefpack.

    Attributes:
        what: the file's name.
        bytes_read: unpacked bytes handed out so far.
    """

    def __init__(self, stream: BinaryIO, what: str) -> None:
        """Read and check the list of entries.

        Raises:
            RefusedError: it is no plain zip, or an entry's name, kind or size is not allowed.
            UnavailableError: the medium does not answer.
        """
        self.what = what
        self.bytes_read = 0
        try:
            entries, start = _read_end(stream, what)
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, EOFError) as error:
            raise _refused(what, tr("it is not a whole pack file")) from error
        except OSError as error:
            raise UnavailableError(tr("reading a pack"), None, error.strerror or str(error)) from error
        infos = self._zip.infolist()
        if len(infos) != entries or self._zip.start_dir != start:
            raise _refused(what, tr("its list of files contradicts itself"))
        self._infos = _checked(infos, start, what)

    def root_versions(self) -> tuple[int, ...]:
        """The versions of root metadata it holds, ascending."""
        found = (root_version(name) for name in self._infos)
        return tuple(sorted(version for version in found if version is not None))

    def read(self, name: str, limit: int) -> bytes:
        """An entry, at most `limit` + 1 bytes of it, counted while it unfolds. Raises as Container.read."""
        info = self._infos.get(name)
        if info is None:
            raise Missing(name)
        found = io.BytesIO()
        try:
            with self._zip.open(info) as entry:
                while found.tell() <= limit and (chunk := entry.read(min(_CHUNK, limit + 1 - found.tell()))):
                    found.write(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise _refused(self.what, tr("{name} in it is damaged").format(name=name), "P4") from error
        except OSError as error:
            raise UnavailableError(tr("reading a pack"), None, error.strerror or str(error)) from error
        data = found.getvalue()
        self.bytes_read += len(data)
        return data


def _read_end(stream: BinaryIO, what: str) -> tuple[int, int]:
    """Number of entries, and where their list starts; nothing may stand after it but the end record."""
    size = stream.seek(0, io.SEEK_END)
    if size > PACK_LIMITS.pack_bytes:
        reason = tr("it is larger than {maximum} bytes").format(maximum=f"{PACK_LIMITS.pack_bytes:,}")
        raise _refused(what, reason, "D7")
    if size < _END.size:
        raise _refused(what, tr("it is not a whole pack file"))
    stream.seek(size - _END.size)
    mark, disk, start_disk, here, entries, length, start, comment = _END.unpack(stream.read(_END.size))
    stream.seek(0)
    if mark != _END_MARK or disk or start_disk or comment or here != entries:
        raise _refused(what, tr("it is not a whole pack file"))
    if start + length != size - _END.size:
        raise _refused(what, tr("it is not a whole pack file"))
    if entries > PACK_LIMITS.pack_entries or length > PACK_LIMITS.directory_bytes:
        raise _refused(what, tr("it holds more than {maximum} files").format(maximum=PACK_LIMITS.pack_entries))
    return entries, start


def _checked(infos: list[zipfile.ZipInfo], start: int, what: str) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    total = 0
    end_of_last = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        name = info.orig_filename
        ensure_container_name(name, what)
        if name in found or name.casefold() in folded:
            raise _refused(what, tr("it holds {name} twice").format(name=name), "P5")
        _check_kind(info, what)
        # Entries that overlap would count small and unfold large.
        if info.header_offset < end_of_last or info.header_offset + info.compress_size > start:
            raise _refused(what, tr("its list of files contradicts itself"))
        end_of_last = info.header_offset + info.compress_size
        total += info.file_size
        found[name] = info
        folded.add(name.casefold())
    if total > PACK_LIMITS.pack_bytes:
        raise _refused(what, tr("unpacked it would be {size} bytes").format(size=f"{total:,}"), "D7")
    return found


def _check_kind(info: zipfile.ZipInfo, what: str) -> None:
    mode = info.external_attr >> 16
    name = info.orig_filename
    if (mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG)) or info.is_dir():
        raise _refused(what, tr("{name} is a link or no plain file").format(name=name), "P5")
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        raise _refused(what, tr("{name} is packed in a way that is not allowed").format(name=name))
    if info.file_size > _SMALL and info.file_size > info.compress_size * PACK_LIMITS.expansion:
        raise _refused(what, tr("{name} unfolds to far more than it should").format(name=name))


def _refused(what: str, reason: str, clause: str = "P1") -> RefusedError:
    return RefusedError(what, clause, reason)
