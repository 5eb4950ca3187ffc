"""Proof about the bundled library: its signature holds, its index is used, neither once a bit is changed."""

import json
import shutil
import subprocess
from pathlib import Path

from artefacts.proof import Proof
from linux.building import Made
from linux.check_artefacts import bent

QUERY = "first account"
BUNDLE = "_internal/reader/_bundled"


def library(proof: Proof, made: Made) -> None:
    """The library as it came, then with one bit changed in each of its parts."""
    proof.heading("The bundled library")
    program, work = made.build.folder / "briefing-reader", made.build.work / "library-check"
    shutil.rmtree(work, ignore_errors=True)
    bundle = made.build.folder / BUNDLE
    proof.fact("doctor: its signature holds", signature(program, work) == "ok")
    before = search(program, work / "whole")
    proof.fact(
        "search uses the index that came with it", bool(before) and not built(work / "whole"), f"{len(before)} hits"
    )
    index = largest(bundle / "index")
    with bent(index):
        after = search(program, work / "bent")
        proof.refuses(f"an index with one bit changed ({index.name})", lambda: built(work / "bent"))
        proof.fact("and one built on this machine answers the same", after == before)
    document = largest(bundle / "channel" / "targets" / "documents")
    signed = next((bundle / "channel" / "metadata").glob("*.targets.json"))
    for text, file in (
        ("a document", document),
        ("the signed list", signed),
        ("the manifest", bundle / "edition.json"),
    ):
        with bent(file):
            proof.refuses(f"{text} of the channel with one bit changed, by doctor", lambda: not sound(program, work))
    with bent(document):
        shown = run(program, work, "show", document.name.partition(".")[2].removesuffix(".md"))
        proof.refuses(
            "a changed document, by `show`", lambda: shown.returncode != 0 and "Traceback" not in shown.stderr
        )


def largest(folder: Path) -> Path:
    """The largest file below a folder."""
    return max((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)


def run(program: Path, profile: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the frozen program with all its state in a folder."""
    command = [str(program), "--profile", str(profile), *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def signature(program: Path, profile: Path) -> str:
    """What doctor says of the library's signature; "" where it says nothing."""
    done = run(program, profile, "doctor", "--json")
    checks = json.loads(done.stdout)["checks"] if done.stdout else []
    return next((check["status"] for check in checks if check["name"] == "library signature"), "")


def sound(program: Path, profile: Path) -> bool:
    """Whether doctor finds nothing failed."""
    return run(program, profile, "doctor", "--json").returncode == 0


def search(program: Path, profile: Path) -> list[tuple[str, str, int]]:
    """The hits of a question: document, section, paragraph."""
    done = run(program, profile, "search", QUERY, "--json")
    hits = json.loads(done.stdout)["hits"] if done.stdout else []
    return [(hit["document"], hit["section"], hit["paragraph"]) for hit in hits]


def built(profile: Path) -> bool:
    """Whether an index was built on this machine."""
    return any((profile / "cache" / "indexes").glob("*/*"))
