"""A publisher with keys and two editions, a reader with a profile, and the installed commands between them.

Shared by bench_packs.py and the campaign of kills (tests/campaign/pack_kills.py).
"""

import json
import os
import shutil
import subprocess
import sys
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

    def looked_at(self) -> int:
        """The edition in force; raises where anything of it is not whole."""
        (files,) = installed(user_places(places(self.profile), Policies()))
        damaged = files.damaged()
        assert damaged == (), damaged
        key = f"bench-library/{self.ids[len(self.ids) // 2]}"
        text = Library(files).briefing(key).paragraphs[0].text
        edition = files.edition.edition
        assert text.startswith(f"Edition {edition} of"), text[:40]
        return edition
