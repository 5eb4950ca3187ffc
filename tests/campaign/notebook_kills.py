"""Kills a notebook at random moments of real editing, and lets its disk fill up, many times over.

    python tests/campaign/notebook_kills.py                      1,000 kills, 50 fill points
    python tests/campaign/notebook_kills.py --kills 200 --seed 5 --folder DIR

What the writer acknowledged before it was killed must be there afterwards, and the file whole. Prints one line a
figure; exit code 1 where anything was lost or damaged.
"""

import argparse
import contextlib
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.errors import UnavailableError
from reader.notebook import query
from reader.notebook.anchors import describe_document
from reader.notebook.keys import Cost
from reader.notebook.model import HIGHLIGHTS, Annotation
from reader.notebook.query import Filter
from reader.notebook.unlocking import Passphrase, create, unlock

WORDS = Passphrase("correct horse battery staple")
CHEAP = Cost(1, 64, 1)
TOLD_EVERY = 100


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--fills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        broken = fill(Path(name) / "filled", asked.fills) if asked.fills else 0
        broken += kill(Path(name) / "killed", asked.kills, asked.seed) if asked.kills else 0
    return 1 if broken else 0


def kill(folder: Path, kills: int, seed: int) -> int:
    """SIGKILL a writer at random moments and compare with what it acknowledged. Returns how many lost or broke."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    writer = Path(__file__).with_name("notebook_writer.py")
    states: dict[str, str] = {}
    acknowledged = bad = 0
    started = time.perf_counter()
    for number in range(kills):
        command = [sys.executable, str(writer), str(folder), str(seed * 100_000 + number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(chance.random() * 0.25)
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        for line in lines:
            if line.endswith("\n"):
                acknowledged += 1
                uuid, state = line.split()
                states[uuid] = state
        notebook = unlock(folder, WORDS)
        lost = [uuid for uuid, state in states.items() if not notebook.notes.journal.has_had(uuid, "", state)]
        problems = notebook.database.problems(full=True)
        if lost or problems:
            bad += 1
            _print(f"kill {number}: lost {lost}, {problems}")
        if (number + 1) % TOLD_EVERY == 0:
            _print(f"{'so far':24}{number + 1:10} kills; {acknowledged} acknowledged, {bad} with losses or damage")
        if query.count(notebook.database, Filter()) > 3_000:
            folder, states = folder.with_name(f"killed-{number}"), {}
        notebook.close()
    seconds = time.perf_counter() - started
    _print(f"{'kills':24}{kills:10} in {seconds:.0f} s; {acknowledged} acknowledged, {bad} with losses or damage")
    return bad


def fill(folder: Path, points: int) -> int:
    """Let the disk take no more at many points (RLIMIT_FSIZE), and compare. Returns how many notes were lost."""
    notebook = create(folder, "F", WORDS, cost=CHEAP)
    chance, old = random.Random(3), resource.getrlimit(resource.RLIMIT_FSIZE)  # noqa: S311 - not a secret
    made: list[Annotation] = []
    for _ in range(points):
        wal = folder / "notes-1.db-wal"
        limit = (wal.stat().st_size if wal.exists() else 0) + chance.randrange(1_000, 400_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
        with contextlib.suppress(UnavailableError):
            while True:
                note = chance.randbytes(700).hex()
                made.append(notebook.notes.mark(HIGHLIGHTS[0], "hub/paper", 1, describe_document(), note=note))
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    notebook.close()
    notebook = unlock(folder, WORDS)
    lost = sum(notebook.notes.get(one.uuid) != one for one in made)
    problems = notebook.check(full=True)
    notebook.close()
    _print(f"{'full disk':24}{points:10} points; {len(made)} acknowledged, {lost} lost, problems: {problems or 'none'}")
    return lost + len(problems)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
