"""What strace saw: sockets and writes, and which of them the program may not do (FORMATS K1). Pure functions."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

CALLS = (
    "socket,connect,bind,listen,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
    "link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,mknod,mknodat"
)
"""What is to be traced: `strace -f -y -e trace=CALLS`."""

SOCKET = re.compile(r"\bsocket\((\w+)")
CONNECT = re.compile(r'\b(?:connect|bind)\(.*?sa_family=(\w+)(?:, sun_path=(@?)"([^"]*)")?')
FAILED = re.compile(r"= -1 E\w+")
WRITES = re.compile(
    r"\b(creat|mkdir|mkdirat|rename|renameat|renameat2|unlink|unlinkat|rmdir|link|linkat|symlink|symlinkat|truncate|chmod|fchmodat|mknod|mknodat)\("
)
SYMLINK = re.compile(r"\bsymlink(?:at)?\(")
OPENED = re.compile(r"\bopen(?:at)?\(")
FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
PLACE = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
DEVICES = ("/dev/null", "/dev/tty", "/dev/dri/", "/dev/shm/", "/proc/self/")  # noqa: S108 - names, not files of ours
"""Opened for writing without anything being kept."""


def foreign_sockets(lines: Iterable[str], allowed: Sequence[str]) -> list[str]:
    """Sockets that K1 forbids: another family than AF_UNIX, or one that leads to no `allowed` pattern."""
    found: list[str] = []
    for line in lines:
        made = SOCKET.search(line)
        if made and made[1] != "AF_UNIX":
            found.append(f"a socket of {made[1]}")
        reached = CONNECT.search(line)
        if reached and not FAILED.search(line):
            place = reached[3] or ""
            if reached[1] != "AF_UNIX" or not any(re.search(pattern, place) for pattern in allowed):
                found.append(f"{reached[1]} to {place}")
    return list(dict.fromkeys(found))


def foreign_writes(lines: Iterable[str], allowed: Sequence[str]) -> list[str]:
    """Paths that were made, changed or removed, and that are no device and not at or below an `allowed` one."""
    found: list[str] = []
    for line in lines:
        if FAILED.search(line) or not (WRITES.search(line) or (OPENED.search(line) and FOR_WRITING.search(line))):
            continue
        places = PLACE.findall(line)
        # What a symbolic link says is no place that is written to.
        for folder, name in places[1:] if SYMLINK.search(line) else places:
            path = os.path.normpath(PurePosixPath(folder or "/") / name)
            if not path.startswith(DEVICES) and not _below(path, allowed):
                found.append(path)
    return list(dict.fromkeys(found))


def _below(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)
