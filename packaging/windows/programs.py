"""The programs that building for Windows on Debian calls, and the packages they come in."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from devkit import console, system

WINE_PLACES = ("/usr/lib/wine/wine64", "/usr/bin/wine64")
BUILD = {
    "wine64": "wine64",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "wixl": "wixl",
    "msibuild": "msitools",
    "osslsigncode": "osslsigncode",
    "openssl": "openssl",
    "git": "git",
}
"""Program to Debian package."""


def place(program: str) -> str | None:
    """Where a program is, or None. Debian keeps Wine's 64-bit loader off the PATH."""
    if program == "wine64":
        found = next((each for each in WINE_PLACES if os.access(each, os.X_OK)), None)
        return found or shutil.which("wine64")
    return shutil.which(program)


def missing() -> list[str]:
    """Debian packages of what is not there, each once."""
    return list(dict.fromkeys(package for program, package in BUILD.items() if place(program) is None))


def ensure() -> None:
    """See to it that every program is there, installing what is not where we may.

    Raises:
        StopError: some are missing; the text has the line that installs them.
    """
    packages = missing()
    if not packages or (system.is_debian_like() and system.install(packages, "what building for Windows needs")):
        return
    if system.is_debian_like():
        raise console.StopError(f"Run this line, then try again:\n\n    {system.install_line(packages)}\n")
    raise console.StopError(
        f"Building for Windows from here needs a Debian machine with these packages: {' '.join(packages)}."
    )


def run(words: Iterable[object], what: str, *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    """Run a program quietly. Raises StopError: it failed; its last lines have been shown."""
    code, lines = console.quiet([str(word) for word in words], env=env, cwd=cwd)
    if code != 0:
        console.show_tail(lines)
        raise console.StopError(f"{what} failed; the last lines are above.")


def ask(words: Sequence[object]) -> tuple[int, str]:
    """Run a program; its exit code and everything it said."""
    done = subprocess.run(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout
