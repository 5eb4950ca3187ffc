"""Kills an installation at so many random instants: always the old or the new edition, whole, notebook untouched.

    python tests/campaign/pack_kills.py [--kills 500] [--seed 5]

Every process that is killed runs the installed command. After each kill every file of the edition in force is read and
compared with its hash, a document is opened from it, and the files of a real notebook are compared byte for byte; at
the end the notebook is opened, checked, and its notes are read. Stops with a traceback at the first thing wrong.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pack_site import Site

from reader.cli import main as command_line
from reader.notebook import query
from reader.notebook.anchors import describe_document
from reader.notebook.keys import Cost
from reader.notebook.model import Kind
from reader.notebook.query import Filter
from reader.notebook.unlocking import Passphrase, create, unlock

WORDS = Passphrase("a passphrase for a campaign only")
NOTES = 12
PACK = "channel.briefpack"


class Kept:
    """A notebook beside the store that installing must never touch while it is locked."""

    def __init__(self, folder: Path) -> None:
        """Make it, with notes on the documents that the editions change."""
        self._folder = folder
        notebook = create(folder, "K", WORDS, cost=Cost(1, 64, 1))
        for number in range(NOTES):
            document = f"bench-library/document-{number:04}"
            notebook.notes.mark(Kind.NOTE, document, 1, describe_document(), note=f"Note {number}")
        notebook.close()
        self._before = self._digests()

    def ensure_untouched(self) -> None:
        """Raise where a byte is another."""
        now = self._digests()
        assert now == self._before, sorted(now.keys() ^ self._before.keys())

    def ensure_opens(self) -> None:
        """Raise where it is not sound or a note is missing."""
        notebook = unlock(self._folder, WORDS)
        assert notebook.check(full=True) == ()
        assert len(query.lines(notebook.database, Filter(), limit=100)) == NOTES
        notebook.close()

    def _digests(self) -> dict[str, str]:
        files = (path for path in sorted(self._folder.rglob("*")) if path.is_file())
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class Command:
    """The installed command in a process of its own, forked from this one so that its life is work and not loading."""

    def __init__(self, site: Site) -> None:
        """Commands of this reader."""
        self._site = site

    def run(self, *words: object, delay: float | None = None) -> tuple[bool, float]:
        """Run to the end, or kill it after `delay` seconds; whether it was killed at work, and seconds taken."""
        arguments = ["--profile", str(self._site.profile), "pack", *map(str, words)]
        said = self._site.folder / "said"
        begun = time.perf_counter()
        process = os.fork()
        if not process:
            _be_the_command(arguments, said)
        if delay is not None:
            time.sleep(delay)
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or not os.waitstatus_to_exitcode(status), (words, status, said.read_text("utf-8"))
        return killed, time.perf_counter() - begun

    def install(self, channel: str, delay: float | None = None) -> tuple[bool, float]:
        """Install one of the site's channels."""
        words = ("install", self._site.folder / channel, "--publishers", self._site.folder / "pins")
        return self.run(*words, delay=delay)


def _be_the_command(arguments: list[str], said: Path) -> NoReturn:
    code = 70
    try:
        with said.open("w", encoding="utf-8") as stream, redirect_stdout(stream), redirect_stderr(stream):
            code = command_line(arguments, lambda *_: 99)
    finally:
        os._exit(code)


def kills(site: Site, notebook: Kept, count: int, seed: int) -> dict[str, Any]:
    """Kill `count` installations at random instants between their first and their last.

    How long one takes changes with the machine's load, so the span of instants follows what is seen: about three in
    four are killed at work.
    """
    command = Command(site)
    command.install("one")
    _, span = command.install("channel")
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    found: Counter[str] = Counter()
    for turn in range(count):
        if site.looked_at() == 2:
            command.run("rollback", "bench-library")
        # Every third starts from nothing, so that the first installation of all is killed too.
        if turn % 3 == 0:
            shutil.rmtree(site.profile / "state/packs", ignore_errors=True)
            command.install("one")
        channel = "channel" if turn % 2 else PACK
        was_killed, _ = command.install(channel, chance.uniform(0.0, span))
        span *= 1.03 if was_killed else 0.92
        found["killed at work" if was_killed else "had ended"] += 1
        found["new edition" if site.looked_at() == 2 else "old edition"] += 1
        notebook.ensure_untouched()
        if turn % 50 == 49:
            sys.stderr.write(f"{turn + 1} of {count}: {dict(found)}\n")
    notebook.ensure_opens()
    return {"kills": count, "last_span_seconds": round(span, 3), **found, "lost_or_mixed": 0}


def main() -> int:
    """Run the campaign and print what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), 40)
        site.run("sign", site.folder / "channel", "--keys", site.folder / "keys", "--pack", site.folder / PACK)
        notebook = Kept(site.profile / "state/notebooks/k")
        sys.stdout.write(json.dumps(kills(site, notebook, options.kills, options.seed)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
