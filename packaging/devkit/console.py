"""What the developer commands say, and how they start other programs."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

TAIL_LINES = 20
"""How many of a failed program's last lines are shown."""

LIVE_WIDTH = 76
"""Columns of the changing line, so that it fits any terminal."""

INTERRUPTED = 130


class StopError(Exception):
    """The command cannot go on. The text is for the person at the terminal; `code` is the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    """One plain line, out at once, so that it stands before the output of a program started next."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One plain line on stderr."""
    print(text, file=sys.stderr, flush=True)


def quiet(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    keep_open: Sequence[int] = (),
) -> tuple[int, list[str]]:
    """Run a long program without showing its output; what it is doing shows as one changing line on a terminal.

    Args:
        command: program and arguments.
        env: the whole environment, or None for ours.
        cwd: where to run, or None for here.
        keep_open: file descriptors the program inherits (POSIX only).

    Returns:
        The exit code and the last lines of output and errors together.

    Raises:
        OSError: the program cannot be started.
        KeyboardInterrupt: after the program has ended, too.
    """
    last: deque[str] = deque(maxlen=200)
    live = sys.stdout.isatty()
    pass_fds = tuple(keep_open) if os.name == "posix" else ()
    with subprocess.Popen(
        [str(part) for part in command],
        env=None if env is None else dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        pass_fds=pass_fds,
    ) as running:
        try:
            for line in running.stdout or ():
                last.append(line.rstrip())
                if live:
                    print(f"\r  {line.strip():{LIVE_WIDTH}.{LIVE_WIDTH}}", end="", flush=True)
        except KeyboardInterrupt:
            running.terminate()
            raise
        finally:
            if live:
                print(f"\r{'':{LIVE_WIDTH + 2}}\r", end="", flush=True)
    return running.returncode, list(last)


def show_tail(lines: Sequence[str]) -> None:
    """The end of a failed program's output, indented."""
    for line in [line for line in lines if line.strip()][-TAIL_LINES:]:
        complain(f"    {line}")


def become(command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Do the work in `command` and end as it ends.

    On POSIX this process is replaced, so signals and exit codes are the program's own; elsewhere it is waited for and
    its exit code returned.
    """
    words = [str(part) for part in command]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        if cwd is not None:
            os.chdir(cwd)
        os.execve(words[0], words, dict(env))  # noqa: S606 - no shell is wanted
    return call(words, env=env, cwd=cwd)


def call(command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run a program with our own input and output and wait for it, through Ctrl+C too, which it receives itself."""
    with subprocess.Popen([str(part) for part in command], env=dict(env), cwd=cwd) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue
