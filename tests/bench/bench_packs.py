"""What a library of a thousand documents costs to install and to update: seconds, and bytes read and written.

The program's own count is held against the system's: every read and write of the installed command, seen with strace
(Linux; Debian's package strace), by the place of the file. The same pack again, with nothing to install, is what any
start of the command costs.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pack_site import ROOT, Site

from reader.library.shelf import Library
from reader.packs.installed import installed
from reader.packs.where import user_places
from reader.paths import places
from reader.policy import Policies

CALLS = "read,pread64,readv,write,pwrite64,writev"
CALL = re.compile(rb"(\w+)\(\d+<([^>]*)>.* = (\d+)$")
OPENINGS = 7


def place_of(site: Site, path: str) -> str:
    """Which part of the work a file belongs to; "program" is all that is outside of the site: modules and pipes."""
    parts = (
        ("channel", site.folder / "channel"),
        ("channel", site.folder / "one"),
        ("blobs", site.profile / "state/packs/store/blobs"),
        ("manifests", site.profile / "state/packs/store/libraries"),
        ("staging", site.profile / "state/packs/store/staging"),
        ("trust", site.profile / "state/packs/trust"),
        ("cache", site.profile / "cache"),
        ("other", site.folder),
    )
    return next((name for name, folder in parts if path.startswith(f"{folder}/")), "program")


def counted(site: Site, channel: str) -> dict[str, Any]:
    """Install to the end; the program's answer, seconds, and the system's count of bytes by place."""
    words = site.command("install", site.folder / channel, "--publishers", site.folder / "pins", "--json")
    logs = site.folder / "calls"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir()
    begun = time.perf_counter()
    done = subprocess.run(
        ["strace", "-ff", "-y", "-qq", "-e", f"trace={CALLS}", "-o", str(logs / "of"), *words],
        capture_output=True,
        env=site.environment,
        cwd=ROOT,
        check=True,
    )
    took = time.perf_counter() - begun
    said = json.loads(done.stdout)
    bytes_of: dict[str, Counter[str]] = {"read": Counter(), "written": Counter()}
    # A log for each thread, so that no line is cut in two by another thread's.
    for line in (line for log in logs.iterdir() for line in log.read_bytes().splitlines()):
        call = CALL.match(line)
        if call:
            way = "read" if b"read" in call[1] else "written"
            bytes_of[way][place_of(site, os.fsdecode(call[2]))] += int(call[3])
    return {
        **{name: said[name] for name in ("bytes_read", "bytes_written")},
        **{way: {**dict(sorted(found.items())), "all": found.total()} for way, found in bytes_of.items()},
        "seconds_under_strace": round(took, 2),
    }


def opening(site: Site) -> dict[str, float]:
    """Milliseconds to read the shelf's front matter, with nothing known and with all of it known; the best of some."""
    (files,) = installed(user_places(places(site.profile), Policies()))
    times: dict[str, list[float]] = {"unknown": [], "known": []}
    caches = site.folder / "caches"
    for _ in range(OPENINGS):
        shutil.rmtree(caches, ignore_errors=True)
        for kind, found in times.items():
            begun = time.perf_counter()
            assert len(Library(files, caches=caches).entries) == len(site.ids), kind
            found.append((time.perf_counter() - begun) * 1000)
    return {kind: round(min(found), 1) for kind, found in times.items()}


def thousand(site: Site) -> dict[str, Any]:
    """First installation, an update of one document, and the same pack again, which is what a start costs."""
    first, update, nothing = counted(site, "one"), counted(site, "channel"), counted(site, "channel")
    return {
        "documents": len(site.ids),
        "first": first,
        "update": update,
        "nothing_new": nothing,
        "update_over_nothing_new": {way: update[way]["all"] - nothing[way]["all"] for way in ("read", "written")},
        "opening_ms": opening(site),
        "signed_lists": sum(p.stat().st_size for p in (site.folder / "channel/metadata").iterdir()),
        "library": sum(p.stat().st_size for p in (site.folder / "library/briefings").iterdir()),
        "document": (site.folder / "library/briefings/document-0500.md").stat().st_size,
        "cpus": os.cpu_count(),
    }


def main() -> int:
    """Print what was found as JSON."""
    if shutil.which("strace") is None:
        sys.exit("strace is needed to count bytes")
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(thousand(Site(Path(folder), 1_000)), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
