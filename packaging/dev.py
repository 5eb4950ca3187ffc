"""Run, test and check Briefing Reader from a checkout: `python3 packaging/dev.py run`, `... test`, `... --help`.

Needs nothing but a Python: it makes `.venv` at the root, fills it from the hashed lock, sees to Qt's system libraries
on Debian-like systems, and then does what was asked. This one file is kept readable for old Pythons (3.6), so that
they can say what is wrong or find a newer one; the rest is in devkit/.
"""

import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NAMES = ("python3.12", "python3.13", "python3.11", "python3.14")  # the newest tried thoroughly comes first


def newer_python() -> "list | None":
    """The command of a Python that is new enough, or None. Asked by running it: a name on the PATH proves nothing."""
    launcher = [["py", "-" + name[len("python") :]] for name in NAMES] if os.name == "nt" else []
    for command in launcher + [[name] for name in NAMES]:
        try:
            found = subprocess.run(
                [*command, "-c", "import sys; sys.exit(sys.version_info[:2] < (3, 11))"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except OSError:
            continue
        if found.returncode == 0:
            return command
    return None


def hand_over() -> int:
    """Start this file again in a newer Python, or say plainly that there is none."""
    command = newer_python()
    if command is None:
        have = ".".join(str(part) for part in sys.version_info[:3])
        print(f"Briefing Reader needs Python 3.11 or newer; this is Python {have}, and the PATH has no newer one.")
        print("Install one (on Debian 12 and later: sudo apt-get install -y python3) and run this again.")
        return 2
    return subprocess.call([*command, str(Path(__file__).resolve()), *sys.argv[1:]])


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(hand_over())
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from devkit import verbs

    sys.exit(verbs.main(sys.argv[1:]))
