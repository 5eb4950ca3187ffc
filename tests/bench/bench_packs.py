"""What a library of a thousand documents costs to install and to update: seconds, and bytes read and written.

The program's own count is held against the system's: /proc/PID/io of the installing process, less what the same
command reads and writes when there is nothing to install.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pack_site import ROOT, Site

COUNTED = """
import json, sys
from pathlib import Path
from reader.cli import main
code = main(sys.argv[1:], lambda *_: 99)
rows = dict(row.split(": ") for row in Path("/proc/self/io").read_text().splitlines())
print(json.dumps({"code": code, "read": int(rows["rchar"]), "written": int(rows["wchar"])}), file=sys.stderr)
"""


def counted(site: Site, channel: str) -> dict[str, Any]:
    """Install to the end; the program's answer, seconds, and the system's count of bytes."""
    words = site.command("install", site.folder / channel, "--publishers", site.folder / "pins", "--json")[3:]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, *words], capture_output=True, env=site.environment, cwd=ROOT, check=True
    )
    took = time.perf_counter() - begun
    said, system = json.loads(done.stdout), json.loads(done.stderr.splitlines()[-1])
    names = ("bytes_read", "bytes_written")
    return {
        **{n: said[n] for n in names},
        "io_read": system["read"],
        "io_written": system["written"],
        "seconds": round(took, 2),
    }


def thousand(site: Site) -> dict[str, Any]:
    """First installation, an update of one document, and the same pack again, which is what a start costs."""
    first, update, nothing = counted(site, "one"), counted(site, "channel"), counted(site, "channel")
    return {
        "documents": len(site.ids),
        "first": first,
        "update": update,
        "nothing_new": nothing,
        "update_over_nothing_new": {n: update[n] - nothing[n] for n in ("io_read", "io_written")},
        "signed_lists": sum(p.stat().st_size for p in (site.folder / "channel/metadata").iterdir()),
        "library": sum(p.stat().st_size for p in (site.folder / "library/briefings").iterdir()),
        "document": (site.folder / "library/briefings/document-0500.md").stat().st_size,
        "cpus": os.cpu_count(),
    }


def main() -> int:
    """Print what was found as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(thousand(Site(Path(folder), 1_000)), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
