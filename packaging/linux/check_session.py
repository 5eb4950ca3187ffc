"""Proof about a full session of use: a person's acts, at a real window, under strace and without a network."""

import os
import shutil
import subprocess
from pathlib import Path

from artefacts import sums
from artefacts.papers import WORDS, papers_of_every_kind
from artefacts.proof import Proof
from devkit import console
from linux import traces
from linux.building import Made

ALLOWED_SOCKETS = (
    r"^/tmp/\.X11-unix/X\d+$",  # the display
    r"^/tmp/dbus-[^/]+$|/bus$",  # the session bus
    r"/at-spi/bus[^/]*$|^/tmp/at-spi",  # the accessibility bus
    r"^/run/systemd/journal/",  # journald
)
SECONDS = 240
PASSPHRASE = "a passphrase for the check\n"  # noqa: S105 - of keys that are thrown away

# In an own network namespace with nothing in it: sockets that lead anywhere else would fail, and be seen.
SESSION = """\
openbox &
manager=$!
strace -f -y -qq -s 400 -e trace="$CALLS" -o "$TRACE" "$PROGRAM" "$@" &
traced=$!
/usr/bin/python3 "$DRIVE" $ACTS
code=$?
sleep 1
for second in 1 2 3 4 5 6 7 8 9 10; do kill -0 $traced 2>/dev/null || break; sleep 1; done
if kill -0 $traced 2>/dev/null; then echo "still open after it was closed" >&2; code=1; kill $traced; fi
kill $manager
exit $code
"""


def session(proof: Proof, made: Made) -> None:
    """Start, search, read, save a paper and notes as PDF, quit; start with a pack, install it, quit."""
    work = made.build.work / "session"
    shutil.rmtree(work, ignore_errors=True)
    home = work / "home"
    home.mkdir(parents=True)
    program = made.build.folder / "briefing-reader"
    pack = published(program, work)
    imported(proof, program, work)
    profile, printed = home / "profile", work / "printed"
    printed.mkdir()
    paper, notes = printed / "paper.pdf", printed / "notes.pdf"
    for name, arguments, acts in (
        ("start, search, read, save a paper and notes as PDF, quit", [], f"read {paper} {notes}"),
        ("start with a pack, install it, quit", [str(pack)], "install"),
    ):
        proof.heading(f"A session under strace, without a network: {name}")
        trace = work / f"{acts.split()[0]}.trace"
        done = played(program, home, trace, acts, ["--profile", str(profile), *arguments])
        proof.fact("a person gets through it", done.returncode == 0)
        if done.returncode != 0:
            console.show_tail(done.stderr.splitlines())
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
        count = sum("socket(" in line for line in lines)
        proof.none(f"{count} sockets, and none that K1 forbids", traces.foreign_sockets(lines, ALLOWED_SOCKETS))
        allowed = [str(profile), str(home / ".cache"), str(printed)]
        proof.none("no write outside profile, cache and chosen export path", traces.foreign_writes(lines, allowed))
    for pdf in (paper, notes):
        proof.fact(f"{pdf.name} is there", pdf.exists() and pdf.read_bytes()[:5] == b"%PDF-")
    proof.fact("and nothing beside them", sorted(file.name for file in printed.iterdir()) == ["notes.pdf", "paper.pdf"])
    shown = subprocess.run(
        [program, "--profile", profile, "pack", "installed"], capture_output=True, text=True, check=False
    )
    proof.fact("the pack is installed", "check-library" in shown.stdout or "Library of the check" in shown.stdout)


def published(program: Path, work: Path) -> Path:
    """A pack made, signed and trusted with the frozen program's own commands. Raises StopError."""
    secret = work / "passphrase"
    secret.write_text(PASSPHRASE * 9, encoding="utf-8")
    profile = ["--profile", work / "home" / "profile"]
    library, channel, keys, pack = (work / name for name in ("library", "channel", "keys", "check.briefpack"))
    opened = ["--passphrase-file", secret]
    root = work / "check.root.json"
    title = ["--id", "check-library", "--title", "Library of the check", "--publisher", "The check"]
    for words in (
        ["new", library, *title],
        ["keys", "new", keys, *opened],
        ["publish", library, channel, "--keys", keys, *opened, "--pack", pack],
        ["keys", "export-root", channel, root],
    ):
        _say(program, [*profile, "pack", *words])
    _say(program, [*profile, "pack", "trust", root, "--name", "check", "--fingerprint", sums.digest(root)])
    return pack


def imported(proof: Proof, program: Path, work: Path) -> None:
    """A paper of every form into the publisher's library: what reads Word, PDF and HTML is in the frozen program."""
    proof.heading("The publisher's tools in the frozen program")
    papers = work / "papers"
    papers.mkdir()
    kinds = papers_of_every_kind()
    for name, data in kinds.items():
        (papers / name).write_bytes(data)
    _say(program, ["--profile", work / "home" / "profile", "pack", "import", papers, "--into", work / "library"])
    for name in kinds:
        file = work / "library" / "briefings" / f"{Path(name).stem}.md"
        proof.fact(f"{name} is imported", file.is_file() and WORDS in file.read_text(encoding="utf-8"))


def _say(program: Path, words: list[object]) -> None:
    command = [str(program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        console.show_tail((done.stdout + done.stderr).splitlines())
        raise console.StopError(f"The frozen program could not do `{' '.join(command[1:])}`.")


def played(program: Path, home: Path, trace: Path, acts: str, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Play a session on a display and buses of its own."""
    run = home.parent / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TMPDIR"}}
    env = {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "LANG": "C.UTF-8",
        "CALLS": traces.CALLS,
        "TRACE": str(trace),
        "PROGRAM": str(program),
        "DRIVE": str(Path(__file__).with_name("drive.py")),
        "ACTS": acts,
    }
    display = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24"]
    command = ["unshare", "--net", "dbus-run-session", "--", *display, "bash", "-c", SESSION, "bash", *arguments]
    return subprocess.run(
        command, env=env, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False
    )
