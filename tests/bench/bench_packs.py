"""Installing: 500 kills, and what a library of a thousand documents costs.

Every process that is killed runs the installed command. After each kill the library must be the old edition or the new
one, whole to the last byte, a document must open from it, and files beside the store must be untouched.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from reader.library.shelf import Library
from reader.packs.installed import installed
from reader.packs.where import user_places
from reader.paths import places
from reader.policy import Policies

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "a passphrase for a bench only"  # noqa: S105 - of keys made here and thrown away
DOCUMENT = """---
id: {id}
title: "The {id}"
edition: {edition}
changes: [{changes}]
---

## First section

Edition {edition} of {id}. {text}
"""
START = """
import sys
from reader.cli import main
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main(sys.argv[1:], lambda *_: 99))
"""


class Site:
    """A publisher, a reader, and the commands between them."""

    def __init__(self, folder: Path, documents: int) -> None:
        """Make keys, a library of so many documents, and its editions 1 and 2 as channels and packs."""
        self.folder = folder
        self.profile = folder / "profile"
        self.environment = {**os.environ, "BRIEFING_READER_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}
        self.ids = [f"document-{number:04}" for number in range(documents)]
        self.run("keys", "new", folder / "keys")
        (folder / "pins").mkdir()
        shutil.copy(folder / "keys/1.root.json", folder / "pins/bench.root.json")
        self.publish(1)
        shutil.copytree(folder / "channel", folder / "one")
        self.publish(2)
        (self.profile / "state").mkdir(parents=True)
        (self.profile / "state/notebook.db").write_bytes(b"not to be touched")

    def publish(self, edition: int) -> None:
        """Edition 2 changes the middle document."""
        library = self.folder / "library"
        (library / "briefings").mkdir(parents=True, exist_ok=True)
        head = f'id = "bench-library"\ntitle = "Bench"\nedition = {edition}\n'
        (library / "library.toml").write_text(head, encoding="utf-8")
        for identifier in self.ids:
            number = edition if identifier == self.ids[len(self.ids) // 2] else 1
            change = f"{{edition: {number}, kind: update, summary: Said better}}" if number > 1 else ""
            text = f"Words of {identifier}. " * 400
            body = DOCUMENT.format(id=identifier, edition=number, changes=change, text=text)
            (library / f"briefings/{identifier}.md").write_text(body, encoding="utf-8")
        self.run("build", library, self.folder / "channel")
        self.run("sign", self.folder / "channel", "--keys", self.folder / "keys")

    def run(self, *arguments: object) -> Any:
        """A command that must succeed; what it says as JSON."""
        done = subprocess.run(
            self.command(*arguments, "--json"), capture_output=True, env=self.environment, cwd=ROOT, check=True
        )
        return json.loads(done.stdout)

    def command(self, *arguments: object) -> list[str]:
        """The words of a command."""
        return [sys.executable, "-m", "reader", "--profile", str(self.profile), "pack", *map(str, arguments)]

    def install(self, channel: str) -> Any:
        """Install to the end."""
        return self.run("install", self.folder / channel, "--publishers", self.folder / "pins")

    def killed(self, channel: str, delay: float | None) -> tuple[bool, float]:
        """Start installing, kill it `delay` seconds after the word; whether it was killed, and seconds taken."""
        words = self.command("install", self.folder / channel, "--publishers", self.folder / "pins")[3:]
        process = subprocess.Popen(
            [sys.executable, "-c", START, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment,
            cwd=ROOT,
        )
        with process:
            assert process.stdout is not None
            assert process.stdin is not None
            process.stdout.readline()
            begun = time.perf_counter()
            process.stdin.write(b"\n")
            process.stdin.flush()
            if delay is not None:
                time.sleep(delay)
                process.send_signal(signal.SIGKILL)
            process.wait()
            return process.returncode == -signal.SIGKILL, time.perf_counter() - begun

    def looked_at(self) -> int:
        """The edition in force; raises where anything of it is not whole."""
        (files,) = installed(user_places(places(self.profile), Policies()))
        damaged = files.damaged()
        assert damaged == (), damaged
        key = f"bench-library/{self.ids[len(self.ids) // 2]}"
        text = Library(files).briefing(key).paragraphs[0].text
        edition = files.edition.edition
        assert text.startswith(f"Edition {edition} of"), text[:40]
        assert (self.profile / "state/notebook.db").read_bytes() == b"not to be touched"
        return edition


def kills(site: Site, count: int, seed: int) -> dict[str, Any]:
    """Kill `count` installations at random instants between their first and their last.

    How long one takes changes with the machine's load, so the span of instants follows what is seen: about three in
    four are killed at work.
    """
    site.install("one")
    _, span = site.killed("channel", None)
    chance = random.Random(seed)  # noqa: S311 - instants, not secrets
    found: Counter[str] = Counter()
    for turn in range(count):
        if site.looked_at() == 2:
            site.run("rollback", "bench-library")
        # Every third starts from nothing, so that the first installation of all is killed too.
        if turn % 3 == 0:
            shutil.rmtree(site.profile / "state/packs", ignore_errors=True)
            site.install("one")
        was_killed, _ = site.killed("channel", chance.uniform(0.0, span))
        span *= 1.03 if was_killed else 0.92
        found["killed at work" if was_killed else "had ended"] += 1
        found["new edition" if site.looked_at() == 2 else "old edition"] += 1
    return {"kills": count, "last_span_seconds": round(span, 3), **found, "lost_or_mixed": 0}


def thousand(site: Site) -> dict[str, Any]:
    """First installation and an update of one document, in seconds and bytes."""
    begun = time.perf_counter()
    first = site.install("one")
    middle = time.perf_counter()
    second = site.install("channel")
    end = time.perf_counter()
    names = ("bytes_read", "bytes_written")
    return {
        "documents": len(site.ids),
        "first": {**{name: first[name] for name in names}, "seconds": round(middle - begun, 2)},
        "update": {**{name: second[name] for name in names}, "seconds": round(end - middle, 2)},
        "signed_lists": sum(p.stat().st_size for p in (site.folder / "channel/metadata").iterdir()),
        "document": (site.folder / "library/briefings/document-0500.md").stat().st_size,
    }


def main() -> int:
    """Run both and print what was found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(thousand(Site(Path(folder), 1_000))) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(kills(Site(Path(folder), 40), options.kills, options.seed)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
