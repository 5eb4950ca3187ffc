"""A signed apt repository: a folder for any web server or file share, with InRelease over everything in it."""

import gzip
import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from artefacts.signing import Signer
from linux import debian

SUITE = "stable"
HASHED = ("Packages", "Packages.gz")


def make(package: Path, when: int, out: Path, signer: Signer) -> Path:
    """Write the repository's folder anew and return it.

    Args:
        package: the .deb.
        when: the date it carries, seconds since 1970.
        out: where it goes, in a folder `apt`.
        signer: signs it.
    """
    root = out / "apt"
    if root.exists():
        shutil.rmtree(root)
    pool = root / "pool" / "main" / "b" / debian.NAME
    pool.mkdir(parents=True)
    shutil.copyfile(package, pool / package.name)
    architecture = debian.architecture()
    index = root / "dists" / SUITE / "main" / f"binary-{architecture}"
    index.mkdir(parents=True)
    words = ["dpkg-scanpackages", "--arch", architecture, "pool"]
    listed = subprocess.run(words, cwd=root, capture_output=True, check=True).stdout
    (index / "Packages").write_bytes(listed)
    (index / "Packages.gz").write_bytes(gzip.compress(listed, 9, mtime=0))
    release = root / "dists" / SUITE / "Release"
    release.write_text(release_text(release.parent, architecture, when), encoding="utf-8")
    signer.clear(release, release.with_name("InRelease"))
    signer.detached(release).rename(release.with_name("Release.gpg"))
    (root / "briefing-reader.gpg").write_bytes(signer.public_key())
    return root


def release_text(suite: Path, architecture: str, when: int) -> str:
    """The file whose signature covers the repository: hash and size of every index."""
    date = datetime.fromtimestamp(when, UTC).strftime("%a, %d %b %Y %H:%M:%S UTC")
    files = sorted(file for file in suite.rglob("*") if file.name in HASHED)
    lines = [
        "Origin: Briefing Reader",
        "Label: Briefing Reader",
        f"Suite: {SUITE}",
        f"Codename: {SUITE}",
        f"Date: {date}",
        f"Architectures: {architecture}",
        "Components: main",
        "Description: Briefing Reader for Debian 12 and newer",
        "SHA256:",
    ]
    for file in files:
        data = file.read_bytes()
        name = file.relative_to(suite).as_posix()
        lines.append(f" {hashlib.sha256(data).hexdigest()} {len(data):16} {name}")
    return "\n".join(lines) + "\n"
