"""A channel's folder zipped into one file, NAME.briefpack, the same bytes for the same channel (FORMATS P1)."""

import zipfile
from pathlib import Path
from typing import BinaryIO

from reader.durable import as_unavailable, fresh_beside, put_in_place, sync
from reader.language import tr
from reader.packs.names import ensure_container_name

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644 << 16
_UNIX = 3


def bundle(channel: Path, pack: Path) -> int:
    """Zip a signed channel. Returns the pack's size in bytes.

    Raises:
        RefusedError: the channel holds a file that a pack may not.
        UnavailableError: it cannot be read, or `pack` not written; a pack that was there before is still there.
    """
    with as_unavailable(tr("writing a pack"), pack):
        paths = [path for part in ("metadata", "targets") for path in (channel / part).glob("**/*") if path.is_file()]
        names = sorted((path.relative_to(channel).as_posix(), path) for path in paths)
        for name, _ in names:
            ensure_container_name(name, channel.name)
        pack.parent.mkdir(parents=True, exist_ok=True)
        fresh = fresh_beside(pack)
        try:
            with fresh.open("wb") as stream:
                _write(stream, names)
                sync(stream)
            put_in_place(fresh, pack)
        finally:
            fresh.unlink(missing_ok=True)
        return pack.stat().st_size


def _write(stream: BinaryIO, names: list[tuple[str, Path]]) -> None:
    # Stored, not deflated: compressors differ between systems, and the same channel must give the same bytes.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=False) as file:
        for name, path in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = _FILE_MODE
            file.writestr(info, path.read_bytes())
