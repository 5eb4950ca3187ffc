"""What the checks install: `seed.py FOLDER`, run with an interpreter that has the program's packages.

Writes keys of a publisher, a library's pack as it should be and the same with one bit changed, the publisher's root,
and a set of notes to import.
"""

import contextlib
import datetime as dt
import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.cli import main as command_line  # noqa: E402 - the checkout is not installed
from reader.notebook.exchange.annotation_json import to_json  # noqa: E402 - as above
from reader.notebook.exchange.sheet import Chosen, Context  # noqa: E402 - as above
from reader.notebook.model import Annotation, Kind, Target, new_uuid  # noqa: E402 - as above

PASSPHRASE = "a passphrase of the checks"  # noqa: S105 - it protects nothing
NOTE = "a note written before the upgrade: £ ’ ŵ"
PAPER = "cse-policing-hub/child-neglect-and-policing"


def pack(folder: Path, *words: str | Path) -> None:
    """One command of `pack`, quietly. Raises SystemExit: it failed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        profile = ["--profile", str(folder / "profile")]
        code = command_line([*profile, "pack", *map(str, words)], lambda _places, _target: 1)
    if code != 0:
        sys.exit(f"pack {words[0]} ended with {code}: {said.getvalue()}")


def notes(now: dt.datetime) -> str:
    """A set with one note on a paper of the bundled library."""
    stamp = now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    target = Target(section="start", fingerprint="f" * 16, number=1, quote="words", paragraph="words", end=5)
    note = Annotation(
        uuid=new_uuid(),
        kind=Kind.KEY_POINT,
        document=PAPER,
        edition=1,
        targets=(target,),
        note=NOTE,
        tags=("checks",),
        created=stamp,
        changed=stamp,
        author="Officer",
    )
    return to_json(Chosen((note,), ()), Context({}, "OFFICIAL", now.date(), "Officer"))


def main() -> int:
    """Write everything."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["BRIEFING_READER_PASSPHRASE"] = PASSPHRASE
    pack(folder, "keys", "new", folder / "keys")
    pack(folder, "new", folder / "library", "--id", "check-library", "--title", "A library of the checks")
    made = ["publish", folder / "library", folder / "channel", "--keys", folder / "keys", "--pack"]
    pack(folder, *made, folder / "good.briefpack")
    data = bytearray((folder / "good.briefpack").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "bent.briefpack").write_bytes(data)
    (folder / "publishers").mkdir()
    (folder / "publishers" / "checks.root.json").write_bytes((folder / "keys" / "1.root.json").read_bytes())
    (folder / "notes.jsonld").write_text(notes(dt.datetime.now(dt.UTC)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
