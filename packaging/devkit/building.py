"""Making the virtual environment, and installing into it with pip, quietly unless that fails."""

import shutil
import subprocess
import sys
from pathlib import Path

from devkit import console, system
from devkit.environment import (
    LOCKS,
    MARKER,
    PACKAGE_VENV,
    ROOT,
    STAMP,
    VENV,
    clean_environment,
    is_whole,
    python_of,
    read_stamp,
    version_of,
    write_stamp,
)
from devkit.exclusive import alone

OLDEST = (3, 11)

PIP_OPTIONS = ("--disable-pip-version-check", "--no-input", "--progress-bar=off", "--no-warn-script-location")

UNREACHABLE = (
    "Max retries exceeded",
    "NewConnectionError",
    "Connection broken",
    "Failed to establish a new connection",
    "timed out",
    "Temporary failure in name",
    "ProxyError",
)
"""What pip says where there is no way to the registry."""


def ensure(level: str) -> Path:
    """The interpreter of an environment that holds everything `level` needs.

    Nothing is fetched, written or locked where the environment is whole already.

    Raises:
        StopError: it cannot be made; the text says why and what to do.
    """
    venv = PACKAGE_VENV if level == "package" else VENV
    if not is_whole(venv, level, LOCKS):
        with alone(ROOT / ".venv.lock") as descriptor:
            if not is_whole(venv, level, LOCKS):
                build(venv, level, descriptor)
    return python_of(venv)


WHAT = {
    "run": "what the program needs",
    "dev": "what the program and its tests need",
    "package": "what an installer is made of",
}


def build(venv: Path, level: str, descriptor: int) -> None:
    """Make or mend an environment and stamp it. The caller holds the lock.

    Raises:
        StopError: it cannot be made.
    """
    pip = usable_pip(venv)
    if pip is None:
        pip = make_anew(venv)
    lock = LOCKS[level]
    (venv / MARKER).touch()
    console.say(f"Installing {WHAT[level]} into {shown(venv)} (from {shown(lock)}, every file checked by hash) ...")
    # Wheels only: building a source archive would fetch build tools that no hash covers.
    install(pip, venv, ["--require-hashes", "--only-binary=:all:", "-r", str(lock)], descriptor)
    if level == "dev":
        # The project itself, in place; its build backend comes from the lock, so nothing is fetched here either.
        install(pip, venv, ["--no-index", "--no-build-isolation", "--no-deps", "--editable", str(ROOT)], descriptor)
    if level != "package":
        # Compiled once here, so that the first start is as quick as the next, even where Python may not write such
        # files.
        console.quiet([python_of(venv), "-m", "compileall", "-q", ROOT / "reader"], env=clean_environment())
    write_stamp(venv, level, LOCKS)
    console.say("Installed.")


def shown(path: Path) -> str:
    """A path below the root as messages name it."""
    return path.relative_to(ROOT).as_posix()


def usable_pip(venv: Path) -> list[str] | None:
    """How to install into the environment that is there, or None where it must be made anew."""
    version = version_of(python_of(venv))
    stamp = read_stamp(venv)
    moved = stamp.get("place", str(venv)) != str(venv)
    changed = version is not None and stamp.get("python", list(version)) != list(version)
    if version is None or version < OLDEST or moved or changed or (venv / MARKER).exists():
        return None
    return pip_for(python_of(venv))


def pip_for(python: Path) -> list[str] | None:
    """The command of a pip that installs for `python`: its own, or this system's, which can be pointed at it."""
    own = [str(python), "-m", "pip"]
    if runs([*own, "--version"]):
        return own
    for command in ([sys.executable, "-m", "pip"], ["pip3"], ["pip"]):
        other = [*command, "--python", str(python)]
        if runs([*other, "--version"]):
            return other
    return None


def runs(command: list[str]) -> bool:
    """Whether a command can be started and ends well."""
    try:
        return subprocess.run(command, env=clean_environment(), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_anew(venv: Path) -> list[str]:
    """A fresh environment, marked unfinished, and the pip that fills it.

    Raises:
        StopError: this Python cannot make one, or the old one cannot be removed.
    """
    remove_old(venv)
    python = ".".join(str(part) for part in sys.version_info[:3])
    console.say(f"Making {shown(venv)} with Python {python} ...")
    code, lines = create_venv(venv)
    if code == 0:
        return [str(python_of(venv)), "-m", "pip"]
    # A bare Debian ships Python without the part that brings pip into an environment.
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    ours = sys.base_prefix == "/usr" and system.is_debian_like()
    if ours and system.install([package], "Python's venv module"):
        remove_old(venv)
        code, lines = create_venv(venv)
        if code == 0:
            return [str(python_of(venv)), "-m", "pip"]
    remove_old(venv)
    code, more = create_venv(venv, "--without-pip")
    pip = pip_for(python_of(venv)) if code == 0 else None
    if pip is not None:
        return pip
    advice = "install Python 3.11 or newer with its modules venv and pip."
    if ours:
        advice = f"run this line, then try again:\n\n    {system.install_line([package, *system.missing_packages()])}\n"
    else:
        console.show_tail(more if code else lines)
    raise console.StopError(f"This Python cannot make a virtual environment with pip; {advice}")


def create_venv(venv: Path, *options: str) -> tuple[int, list[str]]:
    """`python -m venv` into a folder that already carries the marker. Returns exit code and output."""
    try:
        venv.mkdir(parents=True)
        (venv / MARKER).touch()
    except OSError as error:
        raise console.StopError(f"Cannot make {venv}: {error.strerror}.") from error
    return console.quiet([sys.executable, "-m", "venv", *options, venv], env=clean_environment())


def remove_old(venv: Path) -> None:
    """Take away an environment that cannot be used. It holds nothing that cannot be made again."""
    try:
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        elif venv.is_dir():
            (venv / STAMP).unlink(missing_ok=True)
            shutil.rmtree(venv)
    except OSError as error:
        where = error.filename or venv
        raise console.StopError(
            f"Cannot remove the unfinished or outdated {venv.name} ({where}: {error.strerror})."
        ) from error


def install(pip: list[str], venv: Path, arguments: list[str], descriptor: int) -> None:
    """Run pip, quietly unless it fails.

    Raises:
        StopError: it failed; its last lines have been shown.
    """
    command = [*pip, "install", *PIP_OPTIONS, *arguments]
    code, lines = console.quiet(command, env=clean_environment(), keep_open=[descriptor])
    if code != 0:
        console.show_tail([line for line in lines if "Retrying (Retry(total" not in line])
        output = "\n".join(lines)
        if code > 0 and "Installing collected packages" not in output:
            (venv / MARKER).unlink()  # it failed before it changed anything: what is there may stay
        raise console.StopError(explain_pip(output))


def explain_pip(output: str) -> str:
    """In plain words, why pip failed, told from its output."""
    lines = [line for line in output.splitlines() if "No matching distribution found for " in line]
    missing = lines[0].rpartition(" for ")[2] if lines else ""
    if "DO NOT MATCH THE HASHES" in output:
        return "A downloaded file is not the one the lock names: its hash differs. Nothing of it is used."
    if any(sign in output for sign in UNREACHABLE):
        what = f" while looking for {missing}" if missing else ""
        return f"The package registry could not be reached{what}. Is there a network, or a proxy to set?"
    if missing:
        return f"The package registry has no ready-made file of {missing} for this system and Python."
    if "No space left" in output:
        return "The disk is full."
    return "Installing failed; pip's last lines are above."
