"""How long until the ten titles are on the screen, against a bare Qt window; and until the longest document is.

Two kinds of fresh processes take turns, so that both see the same machine. Each says when its first page was painted;
time counts from the moment before it was started. Then a few readers open the longest document once they are idle.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RATIO_WANTED = 1.8
OPEN_WANTED_MS = 50

TIME_OUT_S = 60
"""Seconds after which a process that has not ended counts as failed."""


def run(folder: Path, script: str, *arguments: str) -> list[float]:
    """The numbers a fresh process writes, the first (a moment) as milliseconds since before it was started.

    Args:
        folder: keeps the profile, and compiled modules: an installed program has them, whatever is set here.
        script: which process to start.
        arguments: for it.

    Raises:
        SystemExit: it failed; what it said is shown.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    command = [sys.executable, HERE / script, *arguments]
    before = time.perf_counter_ns()
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=TIME_OUT_S, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        sys.exit(f"{script} failed: {error.stderr or error}")
    first, *rest = done.stdout.split()
    return [(int(first) - before) / 1e6, *map(float, rest)]


def measure(pairs: int, readers: int, opens: int) -> None:
    """Take all measurements and print them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = str(folder / "profile")
        run(folder, "startup_bare.py")  # the first of each kind warms the disk cache and is not counted
        run(folder, "startup_reader.py", profile, "1")
        bare: list[float] = []
        real: list[float] = []
        for _ in range(pairs):
            bare += run(folder, "startup_bare.py")
            real += run(folder, "startup_reader.py", profile, "0")
        opened = [run(folder, "startup_reader.py", profile, str(opens))[1:] for _ in range(readers)]
    say(f"from process start to first paint, {pairs} pairs in turn: median (lowest to highest)")
    show("bare window with a QTextBrowser", bare)
    show("the ten titles of the library", real)
    ratio = statistics.median(real) / statistics.median(bare)
    say(f"  {'ratio of the medians':32} {ratio:6.2f}     (wanted: at most {RATIO_WANTED})")
    say(f"longest document, from asking to painted, {readers} readers (wanted: at most {OPEN_WANTED_MS} ms)")
    show("as the first document", [times[0] for times in opened])
    show("once one was open", [each for times in opened for each in times[1:]])


def say(line: str) -> None:
    """One line of the result, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show(label: str, times: list[float]) -> None:
    """One line of the result, in milliseconds."""
    say(f"  {label:32} {statistics.median(times):6.0f} ms  ({min(times):.0f} to {max(times):.0f})")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="how many starts of each kind (default: 15)")
    parser.add_argument("--readers", type=int, default=5, help="how many readers open the longest document")
    parser.add_argument("--opens", type=int, default=4, help="how often each does, at least twice")
    options = parser.parse_args()
    measure(options.pairs, options.readers, options.opens)


if __name__ == "__main__":
    main()
