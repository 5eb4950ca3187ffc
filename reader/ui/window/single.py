"""One window a profile and session: a later start hands over what it was asked to open (FORMATS K1).

No socket is involved. The first start holds a lock file; a later one leaves a small file in a folder that the first one
watches, waits until it is taken, and ends. Where nobody takes it, the later start opens a window of its own.
"""

import contextlib
import os
import re
import stat
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

from reader.paths import Places

MAX_BYTES = 4_096
"""A request larger than this is none of ours."""
WAIT_SECONDS = 10.0
"""How long a later start waits for its request to be taken: the first one may still be starting."""
LOOK_SECONDS = 0.05
POLL_MS = 1_000
"""How often the folder is looked at where the system cannot watch it."""
SUFFIX = ".request"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Instance:
    """This start of the program, among others on the same profile in the same session.

    Attributes:
        requests: the folder in which later starts leave what they were asked to open.
    """

    def __init__(self, places: Places) -> None:
        """Nothing is written before `claim`."""
        name = f"window-{_session()}"
        self.requests = places.state / name
        self._file = places.state / f"{name}.lock"
        self._lock = QLockFile(str(self._file))
        # By age alone a lock is never stale: a window may stay open for days. One whose process is gone is.
        self._lock.setStaleLockTime(0)

    def claim(self) -> bool:
        """Whether this is the first start, or counts as one because the profile cannot be written."""
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def hand_over(self, target: str | Path | None, wait: float = WAIT_SECONDS) -> bool:
        """Leave `target` for the first window and wait until it is taken. False where nobody does."""
        self._let_it_come_forward()
        request = self.requests / f"{time.time_ns():020}-{os.getpid()}{SUFFIX}"
        try:
            write_request(request, target)
        except OSError:
            return False
        end = time.monotonic() + wait
        while time.monotonic() < end:
            if not request.exists():
                return True
            time.sleep(LOOK_SECONDS)
        with contextlib.suppress(OSError):
            request.unlink()
            return False
        return not request.exists()

    def take_over(self) -> None:
        """The first window does not answer: be the first from now on, where the system lets its lock go."""
        with contextlib.suppress(OSError):
            self._file.unlink()
        self._lock.tryLock(0)

    def release(self) -> None:
        """This window is closed; nothing of it stays behind."""
        if self._lock.isLocked():
            for left in _listed(self.requests):
                with contextlib.suppress(OSError):
                    left.unlink()
            with contextlib.suppress(OSError):
                self.requests.rmdir()
            self._lock.unlock()

    def _let_it_come_forward(self) -> None:
        """Windows lets a program come to the front only if the one in front agrees: this one, just started."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - only for a second start

            libraries: Any = ctypes.windll
            known, process, _host, _name = self._lock.getLockInfo()
            if known:
                libraries.user32.AllowSetForegroundWindow(process)


class Requests(QObject):
    """The first window's ear. Signals `asked(object)`: a target (str), a file (Path), or None to come forward."""

    asked = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        """Watches `folder` from now on; what was left before is told in the next turn of the event loop."""
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._watcher.addPath(str(folder)):
            poll = QTimer(self)
            poll.setInterval(POLL_MS)
            poll.timeout.connect(self._look)
            poll.start()
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        for request in _listed(self._folder):
            wanted = read_request(request)
            with contextlib.suppress(OSError):
                request.unlink()
            if wanted is not None:
                self.asked.emit(_meant(wanted))


def write_request(file: Path, target: str | Path | None) -> None:
    """Write a request in one step, for nobody else to read. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    spare = file.with_suffix(".new")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(spare, flags, 0o600), "w", encoding="utf-8") as stream:
        stream.write("" if target is None else str(target))
    spare.replace(file)


def read_request(file: Path) -> str | None:
    """A request's text; None for anything that is not ours, not small, not plain text, or open to others' writing."""
    try:
        found = file.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            return None
        # Windows has neither owner nor mode here; there the folder's own permissions keep others out.
        if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _OTHERS_MAY_WRITE):
            return None
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return None if len(data) > MAX_BYTES or _CONTROL.search(text) else text


def _meant(text: str) -> str | Path | None:
    if not text:
        return None
    path = Path(text)
    return path if path.is_absolute() else text


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except OSError:
        return []


def _session() -> str:
    """Where this person's windows can be seen; a window on another display cannot come forward here."""
    names = ("SESSIONNAME",) if sys.platform == "win32" else ("WAYLAND_DISPLAY", "DISPLAY")
    found = next((value for name in names if (value := os.environ.get(name))), "")
    return re.sub(r"[^A-Za-z0-9]+", "-", found).strip("-")[:40] or "here"
