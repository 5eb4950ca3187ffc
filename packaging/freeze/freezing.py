"""Running PyInstaller so that two runs give the same bytes, on the system the program is for."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from devkit import console
from devkit.environment import clean_environment

ROOT = Path(__file__).resolve().parents[2]
SPECS = Path(__file__).resolve().parent
HASH_SEED = "1"


def epoch() -> int:
    """The moment every file and archive is dated with, seconds since 1970: SOURCE_DATE_EPOCH, else the last commit's.

    Raises:
        StopError: neither is known.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return int(told)
    # A build server's checkout may belong to another user than the one who builds.
    words = ["git", "-c", f"safe.directory={ROOT}", "log", "-1", "--format=%ct"]
    asked = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode != 0 or not asked.stdout.strip().isdigit():
        raise console.StopError("This is no git checkout: set SOURCE_DATE_EPOCH to the release's date in seconds.")
    return int(asked.stdout)


def settings(stage: Path, when: int, cache: Path, inside: Path) -> dict[str, str]:
    """What the environment of PyInstaller must say besides what every program needs.

    Args:
        stage: what freeze/staging.py wrote.
        when: see `epoch`.
        cache: PyInstaller's own, kept out of the home folder.
        inside: the file that will name what went in, for SBOM and notices.
    """
    return {
        "BRIEFING_STAGE": str(stage),
        "BRIEFING_INSIDE": str(inside),
        "PYTHONHASHSEED": HASH_SEED,
        "SOURCE_DATE_EPOCH": str(when),
        "PYINSTALLER_CONFIG_DIR": str(cache),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def command(spec: str, out: Path, work: Path) -> list[str]:
    """PyInstaller's arguments for a spec of this folder, by its name without the suffix."""
    paths = ["--distpath", str(out), "--workpath", str(work)]
    return ["-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN", *paths, str(SPECS / f"{spec}.spec")]


def freeze(python: Path, spec: str, out: Path, work: Path, told: Mapping[str, str]) -> Path:
    """Run PyInstaller and return the folder it made.

    Args:
        python: interpreter of the environment that holds exactly what is to be frozen.
        spec: "briefing-reader" or "bare".
        out: folder in which the program's folder appears.
        work: PyInstaller's own scratch folder.
        told: see `settings`.

    Raises:
        StopError: it failed; its last lines have been shown.
    """
    code, lines = console.quiet([python, *command(spec, out, work)], env={**clean_environment(), **told}, cwd=ROOT)
    if code != 0:
        console.show_tail(lines)
        raise console.StopError(f"PyInstaller could not freeze {spec}; its last lines are above.")
    return out / spec
