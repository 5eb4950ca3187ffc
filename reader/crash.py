"""What happens when the program fails in a way nobody foresaw: a local report, told of once at the next start.

Nothing is sent. A report holds where in the program it happened and never a value: exception messages are left out,
because they can quote a note or a query.
"""

import contextlib
import faulthandler
import re
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

import reader

KEPT = 10
"""Reports kept; older ones are deleted."""
_SUFFIX = ".txt"
_SEEN = ".seen"
_FILE = re.compile(r'File "([^"\n]*)"')
"""How faulthandler names the file of a frame."""

Told = Callable[[Path | None], None]


class CrashReports:
    """The reports of one profile.

    Attributes:
        folder: where they are.
        tell: called with a fresh report's path (None where none could be written), on the thread that failed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tell: Told | None = None
        self._fault_stream: TextIO | None = None
        self._before = sys.excepthook, threading.excepthook

    def install(self) -> None:
        """From now on write a report for every uncaught exception and every fault of the interpreter."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        # Where the disk takes no report the program still runs, and still says so when it fails.
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            # A fault can strike at any time, so its file is open from the start; an empty one is no report.
            self._fault_stream = (self.folder / "fault.log").open("a", encoding="utf-8")
            faulthandler.enable(self._fault_stream, all_threads=True)

    def close(self) -> None:
        """Let go of the fault file and of uncaught exceptions: the program is ending in good order.

        So what stands in the file was survived. Windows raises faults that its own libraries handle, and faulthandler
        writes those down, too.
        """
        sys.excepthook, threading.excepthook = self._before
        self.tell = None
        if self._fault_stream is not None:
            faulthandler.disable()
            self._forget_fault()
            self._fault_stream.close()
            self._fault_stream = None

    def unseen(self) -> tuple[Path, ...]:
        """Reports that no start has told of yet, newest first; a fault's trace is made a report on the way."""
        self._keep_fault()
        with contextlib.suppress(OSError):
            found = sorted(self.folder.glob(f"crash-*{_SUFFIX}"), reverse=True)
            return tuple(path for path in found if not path.with_suffix(_SEEN).exists())
        return ()

    def mark_seen(self, told: Sequence[Path]) -> None:
        """These have been told of: not again. Deletes all but the newest KEPT reports."""
        with contextlib.suppress(OSError):
            for path in told:
                path.with_suffix(_SEEN).touch()
            for old in sorted(self.folder.glob(f"crash-*{_SUFFIX}"), reverse=True)[KEPT:]:
                old.unlink(missing_ok=True)
                old.with_suffix(_SEEN).unlink(missing_ok=True)

    def write(self, kind: type[BaseException], trace: TracebackType | None) -> Path | None:
        """Write a report of where it happened; None where the disk will not take it."""
        frames = traceback.extract_tb(trace)
        lines = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        return self._write_text("\n".join([f"{kind.__module__}.{kind.__qualname__}", *lines]))

    def _write_text(self, text: str) -> Path | None:
        import datetime as dt  # noqa: PLC0415 - only on the way to a report
        import platform  # noqa: PLC0415 - as above

        now = dt.datetime.now(dt.UTC)
        head = f"Briefing Reader {reader.__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        head += now.isoformat(timespec="seconds") + "\n\n"
        path = self.folder / f"crash-{now:%Y%m%dT%H%M%S%f}{_SUFFIX}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(head + text + "\n", encoding="utf-8")
        except OSError:
            return None
        return path

    def _keep_fault(self) -> None:
        fault = self.folder / "fault.log"
        with contextlib.suppress(OSError):
            if self._fault_stream is None and fault.is_file() and fault.stat().st_size:
                trace = fault.read_text(encoding="utf-8", errors="replace")
                self._write_text(_FILE.sub(lambda found: f'File "{_short(found[1])}"', trace))
                fault.unlink()

    def _forget_fault(self) -> None:
        if self._fault_stream is not None:
            with contextlib.suppress(OSError):
                self._fault_stream.truncate(0)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        path = self.write(kind, trace)
        self._forget_fault()  # on Windows a fault may arrive here as an exception; the report says it all
        if self.tell is not None:
            self.tell(path)

    def _on_thread_exception(self, failure: threading.ExceptHookArgs) -> None:
        self._on_exception(failure.exc_type, failure.exc_value or failure.exc_type(), failure.exc_traceback)


def _short(filename: str) -> str:
    """A frame's file without the folders above the package: those name the person's account."""
    parts = Path(filename).parts
    names = [index for index, part in enumerate(parts) if part in ("reader", "site-packages", "lib")]
    return "/".join(parts[names[-1] :]) if names else Path(filename).name
