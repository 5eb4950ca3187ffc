"""The bundled library as it goes into a program: a signed channel with its index, made by the program's own command.

A release takes the publisher's channel, signed by whoever holds its keys. Everything else is signed with keys that are
made for the occasion and named so that nobody takes them for real ones.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from devkit import console
from devkit.environment import ROOT, clean_environment

TEST_NAME = "test-key"
"""What `pack bundled` calls the publisher of a library signed with a throw-away key."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A signed channel of the bundled library.

    Attributes:
        folder: the channel's.
        name: what machines will call its publisher.
    """

    folder: Path
    name: str


def released(folder: Path | None, name: str) -> Channel:
    """The channel of a release. Raises StopError: there is none, or it is the test key's."""
    if folder is None or not name:
        raise console.StopError(
            "A release needs the library as its publisher signed it: --channel DIR and --publisher NAME."
        )
    if name == TEST_NAME:
        raise console.StopError("A release never carries a library signed with the test key.")
    return Channel(folder, name)


def throw_away(python: Path, work: Path) -> Channel:
    """Sign content/ with keys that are made now and not kept. Raises StopError."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    passphrase = work / "passphrase"
    passphrase.write_text("a throw-away key for trying out\n" * 9, encoding="utf-8")
    keys, channel = work / "keys", work / "channel"
    opened = ["--passphrase-file", passphrase]
    reader(python, work, ["pack", "keys", "new", keys, "--root-keys", "1", "--threshold", "1", *opened])
    reader(python, work, ["pack", "publish", ROOT / "content", channel, "--keys", keys, *opened])
    shutil.rmtree(keys)
    return Channel(channel, TEST_NAME)


def bundle(python: Path, channel: Channel, into: Path, when: int) -> None:
    """Write the folder that becomes reader/_bundled, verified, with its index prebuilt. Raises StopError."""
    shutil.rmtree(into, ignore_errors=True)
    words = ["pack", "bundled", into, "--channel", channel.folder, "--name", channel.name]
    reader(python, into.parent, words, {"SOURCE_DATE_EPOCH": str(when), "PYTHONHASHSEED": "1"})


def reader(python: Path, work: Path, words: list[object], env: dict[str, str] | None = None) -> None:
    """Run a command of this checkout's program, with all its state below `work`. Raises StopError."""
    told = {**clean_environment(), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    command = [python, "-m", "reader", "--profile", work / "profile", *map(str, words)]
    code, lines = console.quiet(command, env={**told, **(env or {})}, cwd=ROOT)
    if code != 0:
        console.show_tail(lines)
        raise console.StopError(f"`briefing-reader {' '.join(map(str, words[:2]))}` failed; see above.")
