"""Example packs for the pictures: the bundled library in two signed editions, one of them tampered with as well."""

import contextlib
import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from reader.cli import main

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "only for pictures"  # noqa: S105 - of keys that are thrown away with the pictures
LIBRARY, REVISED, WITHDRAWN = "cse-policing-hub", "trauma-informed-approach", "policing-models"
NEW_TEXT = "\n## Since the last edition\n\nThis section is an example of a change, made for a picture.\n"
REASON = "Replaced by the force's own guidance"


@dataclass(frozen=True, slots=True)
class Packs:
    """A profile in which edition 2 is installed; edition 3 and a tampered copy of it; key of the paper that changes."""

    profile: Path
    newer: Path
    tampered: Path
    changed: str = f"{LIBRARY}/{REVISED}"


def make(folder: Path) -> Packs:
    """Make them below `folder`."""
    library, keys, channel = folder / "library", folder / "keys", folder / "channel"
    profile, newer = folder / "profile", folder / "policing-hub-3.briefpack"
    shutil.copytree(ROOT / "content", library)
    _pack(profile, "keys", "new", keys)
    pins = profile / "machine" / "publishers"
    pins.mkdir(parents=True)
    shutil.copy(keys / "1.root.json", pins / "policing-hub.root.json")
    _edition(library, 2)
    _pack(profile, "publish", library, channel, "--keys", keys)
    _pack(profile, "install", channel, "--yes")
    _edition(library, 3)
    _revise(library / "briefings" / f"{REVISED}.md")
    notice = f'[[withdrawn]]\nid = "{WITHDRAWN}"\nreason = "{REASON}"\ndate = 2026-11-20\n'
    (library / "catalogue.toml").write_text(notice, encoding="utf-8")
    _pack(profile, "publish", library, channel, "--keys", keys, "--pack", newer)
    tampered = folder / "policing-hub-3 (1).briefpack"
    data = newer.read_bytes()
    # The metadata, not a paper: papers that were verified before are not read again.
    tampered.write_bytes(data.replace(b'"expires"', b'"expired"'))
    return Packs(profile, newer, tampered)


def _edition(library: Path, number: int) -> None:
    file = library / "library.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(f"\nedition = {number - 1}\n", f"\nedition = {number}\n", 1), "utf-8")


def _revise(paper: Path) -> None:
    change = "changes: [{edition: 2, kind: correction, summary: A section was added and a figure put right}]"
    text = paper.read_text("utf-8").replace("\nedition: 1\n", "\nedition: 2\n", 1)
    text = text.replace("changes: []", change, 1).replace("children", "children and young people", 1)
    head, heading, rest = text.partition("\n## ")
    paper.write_text(f"{head}{NEW_TEXT}{heading}{rest}", "utf-8")


def _pack(profile: Path, *words: object) -> None:
    """A command, quietly; raises RuntimeError with what it said where it fails."""
    said = io.StringIO()
    os.environ["BRIEFING_READER_PASSPHRASE"] = PASSPHRASE
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(["--profile", str(profile), "pack", *map(str, words)], lambda _places, _target: 0)
    if code:
        raise RuntimeError(said.getvalue())
