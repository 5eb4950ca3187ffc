"""How commands print: JSON to stdout, marks and progress only where a person looks (FORMATS C5)."""

import json
import os
import re
import sys
from typing import Any, TextIO, cast

_CONTROL = re.compile(r"(?!\x1b\[[01]m)[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal would act on, `strong` aside. A document or a file's name may hold such characters."""


def print_json(value: Any) -> None:
    """One JSON value on one line, in UTF-8; text that is no Unicode is replaced rather than refused."""
    text = json.dumps(value, ensure_ascii=False)
    print(text.encode("utf-8", "replace").decode("utf-8"))  # noqa: T201 - commands print


def say(text: str = "") -> None:
    """A line for a person, on stdout; control characters are shown as unknown ones."""
    print(_CONTROL.sub("\ufffd", text))  # noqa: T201 - commands print


def warn(text: str) -> None:
    """A line for a person, on stderr; as `say`."""
    print(_CONTROL.sub("\ufffd", text), file=sys.stderr)  # noqa: T201 - commands print


def write_bytes(data: bytes) -> None:
    """To the standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def at_terminal() -> bool:
    """Whether a person can be asked: there is a keyboard, and stderr is where they look."""
    return at_keyboard() and _seen(sys.stderr)


def at_keyboard() -> bool:
    """Whether somebody can type.

    Windows counts NUL among terminals; whoever waited for a key there would wait for ever. Only a console will do.
    """
    keys = cast("TextIO | None", sys.stdin)
    if keys is None or not keys.isatty():
        return False
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415 - as below
    import msvcrt  # noqa: PLC0415 - Windows only

    handle = ctypes.c_void_p(msvcrt.get_osfhandle(keys.fileno()))
    return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(ctypes.c_uint32())))


def _seen(stream: TextIO | None) -> bool:
    """Whether a person sees what is written there; the windowed program has no such streams on Windows."""
    return stream is not None and stream.isatty()


def strong(text: str) -> str:
    """Emphasised on a terminal, plain in a pipe."""
    if _seen(sys.stdout) and "NO_COLOR" not in os.environ:
        return f"\x1b[1m{text}\x1b[0m"
    return text


class Progress:
    """A progress bar on a terminal and nothing in a pipe. Call it with (done, total)."""

    WIDTH = 30

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = _seen(sys.stderr)
        self._printed = False

    def __call__(self, done: int, total: int) -> None:
        """Paint `done` of `total`."""
        if self._shown and total:
            filled = self.WIDTH * done // total
            bar = "#" * filled + "-" * (self.WIDTH - filled)
            print(f"\r{self._label} [{bar}] {done}/{total}", end="", file=sys.stderr, flush=True)  # noqa: T201
            self._printed = True

    def finish(self) -> None:
        """Clear the line."""
        if self._printed:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201 - clears the bar
