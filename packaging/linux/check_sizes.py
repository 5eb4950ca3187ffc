"""How large it is and how soon it paints, against a bare Qt window that is trimmed and built in the same way."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from artefacts.proof import Proof
from freeze import freezing
from linux import tidy
from linux.building import Made

DEB_LIMIT_MB = 55
FOLDER_LIMIT = 1.5
START_LIMIT = 1.8
PAIRS = 15
TIME_OUT_S = 60


def bare_folder(python: Path, work: Path) -> Path:
    """The yardstick, frozen and tidied like the program."""
    when = freezing.epoch()
    stage = work / "empty-stage"
    stage.mkdir(parents=True, exist_ok=True)
    told = freezing.settings(stage, when, work / "cache", work / "bare-inside.json")
    folder = freezing.freeze(python, "bare", work / "frozen", work / "pyinstaller", told)
    tidy.mend_rpaths(folder)
    tidy.strip_libraries(folder)
    tidy.even_out(folder, when)
    return folder


def size(folder: Path) -> int:
    """Bytes in files; links count nothing."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def sizes(proof: Proof, made: Made, bare: Path) -> None:
    """Package and folder against their limits."""
    proof.heading("Sizes")
    proof.at_most("the .deb", made.package.stat().st_size / 1e6, DEB_LIMIT_MB, " MB")
    ours, theirs = size(made.build.folder), size(bare)
    proof.at_most(
        f"the folder ({ours / 1e6:.0f} MB) against a bare window's ({theirs / 1e6:.0f} MB)", ours / theirs, FOLDER_LIMIT
    )


def starts(proof: Proof, timed: Path, bare: Path) -> None:
    """First paint of the ten titles against a bare window's, fresh processes in turn, both offscreen.

    Args:
        proof: where the fact goes.
        timed: the program frozen with tests/bench/startup_reader.py as its start, which says when it has painted.
        bare: the yardstick.
    """
    proof.heading(f"From start to first paint, {PAIRS} pairs in turn")
    with tempfile.TemporaryDirectory() as profile:
        commands = {
            "bare": [str(bare / "bare")],
            "ours": [str(timed / "timed"), profile, "0"],
        }
        for command in commands.values():
            painted_ms(command)  # the first of each kind warms the disk cache and is not counted
        painted_ms([str(timed / "timed"), profile, "1"])
        times: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(PAIRS):
            for name, command in commands.items():
                times[name].append(painted_ms(command))
    middle = {name: statistics.median(values) for name, values in times.items()}
    proof.at_most(
        f"ten titles ({middle['ours']:.0f} ms) against a bare window ({middle['bare']:.0f} ms)",
        middle["ours"] / middle["bare"],
        START_LIMIT,
    )


def painted_ms(command: list[str]) -> float:
    """Milliseconds from before a program was started until it says that it has painted."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    before = time.perf_counter_ns()
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=TIME_OUT_S, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return (int(done.stdout.split()[0]) - before) / 1e6
