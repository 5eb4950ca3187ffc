"""`pack keys drill`: a rehearsal of rotating and revoking, by the same commands, with keys that are thrown away."""

import argparse
import contextlib
import io
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from reader.commands import Verb
from reader.commands.output import print_json, say
from reader.commands.pack_parser import add_pack
from reader.commands.passphrases import VARIABLE
from reader.durable import as_unavailable
from reader.errors import ReaderError
from reader.language import tr
from reader.packs.keys import Ring, key_files
from reader.packs.signing import sign, signing_time
from reader.paths import places

REFUSED = 3


def drill(keep: Path | None, command: Verb, *, as_json: bool) -> int:
    """Rehearse: publish, install, rotate each role, revoke a stolen key, and see the thief refused.

    `keep` is a new folder to leave it all in, None for one that is deleted; `command` runs one `pack` command.

    Returns 0 where every step gave what it should, 1 otherwise.
    """
    with contextlib.ExitStack() as stack:
        if keep is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="briefing-reader-drill-")))
        else:
            with as_unavailable(tr("making the drill's folder"), keep):
                keep.mkdir(parents=True)
            folder = keep
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = secrets.token_urlsafe(24)
        try:
            steps = _steps(folder, command)
        finally:
            os.environ.pop(VARIABLE, None)
            if before is not None:
                os.environ[VARIABLE] = before
    if as_json:
        print_json([{"step": words, "expected": wanted, "exit": got} for words, wanted, got in steps])
    else:
        for number, (words, wanted, got) in enumerate(steps, start=1):
            result = tr("as it should be") if got == wanted else tr("exit code {code}!").format(code=got)
            say(f"{number:2}. {words}: {result}")
    return 0 if all(wanted == got for _, wanted, got in steps) else 1


def _steps(folder: Path, command: Verb) -> list[tuple[str, int, int]]:
    library, channel, keys = folder / "library", folder / "channel", folder / "keys"
    pins = folder / "publishers"
    stolen = folder / "stolen"
    install = ["install", str(channel), "--publishers", str(pins), "--json"]
    sign = ["--keys", str(keys)]
    plan: list[tuple[str, int, Sequence[str] | Callable[[], None]]] = [
        (tr("start a library"), 0, ["new", str(library), "--id", "drill-library"]),
        (tr("make keys, 2 of 3 for the root"), 0, ["keys", "new", str(keys)]),
        (tr("publish"), 0, ["publish", str(library), str(channel), *sign]),
        (tr("export the root for IT"), 0, ["keys", "export-root", str(channel), str(pins / "drill.root.json")]),
        (tr("a reader installs"), 0, install),
        *(
            (tr("rotate {key}").format(key=key), 0, ["keys", "rotate", str(channel), key, *sign])
            for key in ("timestamp-1", "snapshot-1", "targets-1", "root-1")
        ),
        (tr("the reader follows all four rotations"), 0, install),
        (tr("the thief copies channel and keys"), 0, lambda: _copy(folder, ("channel", "keys"), stolen)),
        (tr("revoke the stolen targets key"), 0, ["keys", "revoke", str(channel), "targets-2", *sign]),
        (tr("revoke a stolen root key"), 0, ["keys", "revoke", str(channel), "root-2", *sign]),
        (tr("the reader follows"), 0, install),
        (tr("the thief signs with what was stolen"), 0, lambda: _forge(stolen)),
        (tr("the thief's channel is refused"), REFUSED, ["install", str(stolen / "channel"), *install[2:]]),
        (tr("the reader still has the true edition"), 0, ["verify"]),
    ]
    done: list[tuple[str, int, int]] = []
    for words, wanted, step in plan:
        if callable(step):
            step()
            got = 0
        else:
            got = _run(folder, command, step)
        done.append((words, wanted, got))
    return done


def _run(folder: Path, command: Verb, arguments: Sequence[str]) -> int:
    """One command as a person would type it, silently, with a profile of the drill's own."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_pack(parser.add_subparsers(dest="command"))
    options = parser.parse_args(["pack", *arguments])
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return command(options, places(folder / "profile"))
        except ReaderError as error:
            return error.exit_code


def _copy(folder: Path, names: Sequence[str], to: Path) -> None:
    for name in names:
        shutil.copytree(folder / name, to / name)


def _forge(stolen: Path) -> None:
    """What a thief with the old online keys can do: sign the old channel anew, as often as they like."""
    ring = Ring(key_files([stolen / "keys"]), lambda _: [os.environ[VARIABLE]])
    with contextlib.suppress(ReaderError):
        for _ in range(5):
            sign(stolen / "channel", ring, signing_time())
