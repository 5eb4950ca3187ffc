"""The virtual environment at the root, and how to tell whether it can be used as it is.

It counts as whole only while its stamp says so. The stamp is written last, and a marker lies in the folder from before
the first byte until then, so whatever was interrupted is made anew (building.py does that).
"""

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "dev": ROOT / "packaging" / "requirements-dev.txt",
    "package": ROOT / "packaging" / "requirements-package.txt",
}
"""What each level of the environment holds: `run` is enough to read, `dev` (which contains it) to test and check.
`package` is what goes into an installer and the tool that freezes it, in an environment of its own."""

PACKAGE_VENV = ROOT / "build" / "venv"
"""Where the level `package` is installed, so that nothing of the developers' tools can be frozen by accident."""

STAMP = "briefing-reader.json"
MARKER = "briefing-reader.unfinished"


def python_of(venv: Path) -> Path:
    """The environment's interpreter."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def clean_environment() -> dict[str, str]:
    """Our environment without what would make an interpreter look for packages elsewhere."""
    unwanted = {
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONSAFEPATH",
        "__PYVENV_LAUNCHER__",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
    }
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def digest(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def version_of(python: Path) -> tuple[int, int] | None:
    """Major and minor version of an interpreter, or None where it does not run."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True, check=False)
        major, minor = answer.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError):
        return None


def read_stamp(venv: Path) -> dict[str, object]:
    """What the stamp says, or nothing where there is none to be trusted."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def wanted_locks(level: str, locks: Mapping[str, Path]) -> dict[str, str]:
    """The locks a level stands on, with their hashes: testing needs what reading needs, and more."""
    names = {"run": ("run",), "dev": ("run", "dev"), "package": ("package",)}[level]
    return {name: digest(locks[name]) for name in names}


def is_whole(venv: Path, level: str, locks: Mapping[str, Path]) -> bool:
    """Whether the environment can be used as it is: stamped for this place, this lock and the Python it has."""
    stamp = read_stamp(venv)
    held = stamp.get("locks")
    if (venv / MARKER).exists() or stamp.get("place") != str(venv) or not isinstance(held, dict):
        return False
    if any(held.get(name) != value for name, value in wanted_locks(level, locks).items()):
        return False
    version = version_of(python_of(venv))
    return version is not None and stamp.get("python") == list(version)


def write_stamp(venv: Path, level: str, locks: Mapping[str, Path]) -> None:
    """Call the environment whole. Last of all, and in one step."""
    version = version_of(python_of(venv))
    stamp = {"place": str(venv), "python": version, "locks": wanted_locks(level, locks)}
    new = venv / (STAMP + ".new")
    new.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    (venv / MARKER).unlink(missing_ok=True)
    new.replace(venv / STAMP)
