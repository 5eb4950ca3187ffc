"""The hashed locks: what pyproject.toml asks for, resolved once for every supported system and Python."""

import os
import shutil
from pathlib import Path

from devkit import console, environment

HEADER = "# Written by `dev.py lock` from pyproject.toml for Linux, macOS, Windows and every Python from 3.11.\n"

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
)

EXTRAS = {"dev": ("publisher", "dev"), "package": ("publisher", "package")}
"""The parts of pyproject.toml's optional dependencies that a level holds beyond what the program needs: an installed
program can prepare papers, too."""


def lock(arguments: list[str]) -> int:
    """Write every lock anew. What is pinned stays pinned unless pyproject.toml or an option says otherwise."""
    extra = [argument for argument in arguments if argument != "--"]
    uv = find_uv()
    for level, file in environment.LOCKS.items():
        write(uv, level, file, extra)
        console.say(f"{file.relative_to(environment.ROOT).as_posix()}: {count(file)} packages")
    return 0


def find_uv() -> str:
    """The uv to resolve with.

    Raises:
        StopError: there is none. It is not in the lock, since only whoever changes the lock needs it.
    """
    scripts = environment.python_of(environment.VENV).parent
    uv = shutil.which("uv", path=os.pathsep.join([str(scripts), os.environ.get("PATH", "")]))
    if uv is None:
        raise console.StopError(
            "Writing the lock needs uv (https://docs.astral.sh/uv/): neither .venv nor the PATH has it."
        )
    return uv


def write(uv: str, level: str, file: Path, extra: list[str]) -> None:
    """Resolve one level into its file.

    Raises:
        StopError: it cannot be resolved; uv's last lines have been shown. The file is as before.
    """
    new = file.with_suffix(".new")
    if file.exists():
        shutil.copyfile(file, new)  # uv takes what is pinned there as its preference
    options = [*OPTIONS, "--output-file", str(new), *extra]
    for extra_name in EXTRAS.get(level, ()):
        options += ["--extra", extra_name]
    if level in EXTRAS:
        # What runs is tested and shipped in the same versions.
        options += ["--constraint", str(environment.LOCKS["run"].relative_to(environment.ROOT))]
    code, lines = console.quiet([uv, "pip", "compile", *options, "pyproject.toml"], cwd=environment.ROOT)
    if code != 0:
        new.unlink(missing_ok=True)
        console.show_tail(lines)
        raise console.StopError(f"The packages of level {level!r} could not be resolved.")
    file.write_text(HEADER + new.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    new.unlink()


def count(file: Path) -> int:
    """How many packages a lock pins."""
    return sum(
        "==" in line and not line.lstrip().startswith("#") for line in file.read_text(encoding="utf-8").splitlines()
    )
