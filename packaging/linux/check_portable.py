"""Proof about the portable folder: unpacked anywhere, it keeps everything beside itself."""

import os
import shutil
import subprocess

from artefacts.proof import Proof
from linux import tools
from linux.building import Made

TIMED_OUT = 124
"""How `timeout` says that it had to end a program."""


def portable(proof: Proof, made: Made) -> None:
    """Unpack the archive, use the program, and see where it wrote."""
    proof.heading("The portable folder")
    work = made.build.work / "portable"
    shutil.rmtree(work, ignore_errors=True)
    home = work / "home"
    home.mkdir(parents=True)
    tools.run(["tar", "-xJf", next(made.out.glob("*-portable.tar.xz")), "-C", work], "Unpacking the portable folder")
    folder = work / "briefing-reader"
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    program = str(folder / "briefing-reader")
    listed = subprocess.run([program, "list"], env=env, capture_output=True, text=True, check=False)
    proof.fact("it runs", listed.returncode == 0, (listed.stdout or listed.stderr).strip().splitlines()[-1])
    window = subprocess.run(["timeout", "10", program], env=env, capture_output=True, check=False)
    proof.fact("its window stays open until it is ended", window.returncode == TIMED_OUT, str(window.returncode))
    proof.fact("its state is in the folder", any((folder / "data").rglob("*")))
    proof.none("and nothing in the home", [str(file.relative_to(home)) for file in home.rglob("*")])
