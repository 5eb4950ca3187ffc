"""A publisher's workshop: a small library, keys, and channels in several states, made once for all tests."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.cli import main
from reader.packs.build import BUILD_FILE
from reader.packs.names import stored_name
from reader.packs.signing import sign

PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of keys made for the tests
ROOT = Path(__file__).resolve().parents[2]

LIBRARY = 'id = "{id}"\ntitle = "Library {id}"\npublisher = "P"\nedition = {edition}\norder = ["alpha-document"]\n'
DOCUMENT = """---
id: {id}
title: "The {id}"
edition: {edition}
changes: [{changes}]
issued: 2026-11-01
review_by: 2027-11-01
nation: [england]
summary: A document.
---

## First section

{text}

- An item that stands in every edition of this document.

## Second section

![A bar that is taller than the other one](../figures/bar.svg)
"""
BAR = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20">'
    '<rect x="1" y="1" width="9" height="18" fill="#173F66"/></svg>'
)
TAXONOMY = '[nations.england]\nen = "England"\n'
IDS = ("alpha-document", "beta-document", "gamma-document")


def write_library(folder, *, name="test-library", edition=1, texts=None, ids=IDS, catalogue=""):
    """A library whose documents have the given texts; a text that differs from the first gets the library's edition."""
    texts = texts or {}
    (folder / "briefings").mkdir(parents=True, exist_ok=True)
    (folder / "figures").mkdir(exist_ok=True)
    for old in (folder / "briefings").glob("*.md"):
        old.unlink()
    (folder / "library.toml").write_text(LIBRARY.format(id=name, edition=edition), encoding="utf-8")
    (folder / "taxonomy.toml").write_text(TAXONOMY, encoding="utf-8")
    (folder / "figures/bar.svg").write_text(BAR, encoding="utf-8")
    for identifier in ids:
        text = texts.get(identifier, f"The first text of {identifier}, which says something of its own.")
        number = edition if identifier in texts else 1
        change = f"{{edition: {number}, kind: update, summary: Said better}}" if number > 1 else ""
        body = DOCUMENT.format(id=identifier, edition=number, changes=change, text=text)
        (folder / f"briefings/{identifier}.md").write_text(body, encoding="utf-8")
    (folder / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    return folder


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@dataclass
class Workshop:
    """Commands and places. `run` calls the command line in this process, `start` as a process of its own."""

    folder: Path
    profile: Path
    environment: dict = field(default_factory=dict)

    def run(self, *arguments, profile=None, epoch=None):
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            patch.setenv("BRIEFING_READER_PASSPHRASE", PASSPHRASE)
            if epoch is not None:
                patch.setenv("SOURCE_DATE_EPOCH", str(epoch))
            else:
                patch.delenv("SOURCE_DATE_EPOCH", raising=False)
            words = ["--profile", str(profile or self.profile), "pack", *map(str, arguments)]
            try:
                code = main(words, lambda _places, _target: 99)
            except SystemExit as stop:
                code = stop.code
        return Ran(code, out.getvalue(), err.getvalue())

    def good(self, *arguments, **options):
        ran = self.run(*arguments, **options)
        assert ran.code == 0, (arguments, ran.out, ran.err)
        return ran

    def start(self, *arguments, profile=None, **options):
        command = [sys.executable, "-m", "reader", "--profile", str(profile or self.profile), "pack"]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
            env=self.env(),
            **options,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def env(self):
        return {**os.environ, "BRIEFING_READER_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(ROOT)}

    def install(self, pack, *more, **options):
        return self.run("install", pack, "--publishers", self.folder / "pins", "--json", *more, **options)

    def publish(self, library, channel, *more, keys="keys", **options):
        return self.good("publish", library, channel, "--keys", self.folder / keys, *more, **options)


def craft(channel, files, ring, now, days=None):
    """Sign whatever is asked for, as a careless or hostile holder of the keys could; `files` is name to bytes."""
    listed = {}
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()
        place = channel / stored_name(name, digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        listed[name] = [len(data), digest]
    build = {"library": "x", "edition": 1, "files": listed}
    (channel / BUILD_FILE).write_text(json.dumps(build), encoding="ascii")
    return sign(channel, ring, now, days)


def files_of(channel):
    """Logical name to bytes of a channel's files."""
    newest = max((channel / "metadata").glob("*.targets.json"), key=lambda p: int(p.name.split(".")[0]))
    targets = json.loads(newest.read_bytes())["signed"]["targets"]
    return {name: (channel / stored_name(name, t["hashes"]["sha256"])).read_bytes() for name, t in targets.items()}


def tree(folder, *, leave=("quarantine", "lock", "cache")):
    """Every file below with its bytes, without what may change in a refusal; the shelf's cache is no state."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part in leave for part in path.relative_to(folder).parts)
    }


@pytest.fixture(scope="session")
def tools():
    """The helpers above, for tests, which cannot import from here."""
    return SimpleNamespace(
        craft=craft,
        files_of=files_of,
        tree=tree,
        write_library=write_library,
        Workshop=Workshop,
        BAR=BAR,
        IDS=IDS,
        PASSPHRASE=PASSPHRASE,
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Keys of two publishers, pins of the first, and editions 1 and 2 of a library in channels of their own."""
    folder = tmp_path_factory.mktemp("workshop")
    shop = Workshop(folder, folder / "profile")
    shop.good("keys", "new", folder / "keys")
    shop.good("keys", "new", folder / "other-keys")
    (folder / "pins").mkdir()
    shutil.copy(folder / "keys/1.root.json", folder / "pins/first.root.json")
    library = write_library(folder / "library")
    shop.publish(library, folder / "one", "--pack", folder / "one.briefpack")
    shutil.copytree(folder / "one", folder / "two")
    text = {"beta-document": "The second text of beta-document, said better and at more length."}
    write_library(library, edition=2, texts=text)
    shop.publish(library, folder / "two", "--pack", folder / "two.briefpack")
    shop.good("install", folder / "one", "--publishers", folder / "pins")
    shutil.copytree(folder / "profile", folder / "profile-one")
    return shop


@pytest.fixture
def shop(made, tmp_path):
    """The workshop with a fresh profile and a folder of the test's own for channels."""
    return Workshop(made.folder, tmp_path / "profile")
