"""The portable folder: the program with a file `portable` beside it, so that all state stays in there, as tar.xz."""

import io
import lzma
import tarfile
from pathlib import Path

from linux import debian, tools
from linux.debian import SHARE, Build

MARKER = b"All state is kept in the folder `data` beside this file.\n"


def make(build: Build, out: Path) -> Path:
    """Write the archive into `out` and return it."""
    file = out / f"{debian.NAME}-{build.version}-linux-{debian.architecture()}-portable.tar.xz"
    extra = {"portable": MARKER, "README.txt": readme().encode()}
    with (
        lzma.open(file, "wb", preset=6) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        entries = [build.folder, *sorted(build.folder.rglob("*"))]
        for entry in entries:
            name = (Path(debian.NAME) / entry.relative_to(build.folder)).as_posix()
            tar.add(entry, name, recursive=False, filter=lambda info: evened(info, build.when))
        for name, data in sorted(extra.items()):
            info = evened(tarfile.TarInfo(f"{debian.NAME}/{name}"), build.when)
            info.size, info.mode = len(data), 0o644
            tar.addfile(info, io.BytesIO(data))
    return file


def evened(info: tarfile.TarInfo, when: int) -> tarfile.TarInfo:
    """An entry without what differs between machines."""
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = when
    return info


def readme() -> str:
    """What the person who unpacks it reads."""
    packages = " ".join({**tools.system.LIBRARIES, **tools.LIBRARIES}.values())
    return (SHARE / "portable.txt").read_text(encoding="utf-8").replace("@PACKAGES@", packages)
