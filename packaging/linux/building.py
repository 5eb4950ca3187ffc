"""`dev.py package linux`: from a checkout to a folder of signed artefacts."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from artefacts import beside, notices, sbom, sums
from artefacts.components import components, python_versions, read_inside
from artefacts.release_notes import release_notes
from artefacts.signing import Signer, signer
from devkit import building, console
from devkit.environment import ROOT
from freeze import freezing, library, staging
from freeze.library import Channel
from linux import apt, debian, portable, tidy, tools
from linux.debian import Build

TEST_KEY = ROOT / "build" / "test-key.asc"
HASHES = "PROGRAM-FILES.sha256"
"""Beside the program in its folder: the hash of every other file there."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a build left.

    Attributes:
        build: what it was made from; `build.folder` is the program's folder.
        out: the folder of artefacts.
        package: the .deb in it.
        bill: the SBOM in it.
    """

    build: Build
    out: Path
    package: Path
    bill: Path


def package(out: Path | None, channel: Path | None, publisher: str, *, release: bool) -> int:
    """Build everything for Linux and say where it is.

    Args:
        out: folder for the artefacts; None takes one in dist/.
        channel: the bundled library as its publisher signed it; None signs content/ with a throw-away key.
        publisher: what machines will call the publisher of `channel`.
        release: whether only real keys will do.
    """
    signed = library.released(channel, publisher) if release or channel else None
    tools.ensure(tools.BUILD)
    python = building.ensure("package")
    with signer(os.environ, TEST_KEY, release=release) as key:
        if key.is_test:
            console.say("Signed with a throw-away test key: for trying out, never for passing on.")
        signed = signed or library.throw_away(python, ROOT / "build" / "test-channel")
        made = build_all(python, ROOT / "build" / "linux", out, key, signed)
    for file in sorted(made.out.iterdir()):
        console.say(f"  {file.stat().st_size / 1e6:8.1f} MB  {file.name}" if file.is_file() else f"{'':14}{file.name}/")
    console.say(f"In {made.out}.")
    return 0


def build_all(
    python: Path, work: Path, out: Path | None, key: Signer, channel: Channel, *, portable_too: bool = True
) -> Made:
    """Build everything anew in `work`.

    Args:
        python: interpreter of the environment that is frozen.
        work: scratch folder; emptied.
        out: folder for the artefacts, emptied; None takes one in dist/.
        key: signs them.
        channel: the bundled library.
        portable_too: whether the portable folder is packed as well; comparing two builds needs it only once.

    Raises:
        StopError: a step failed.
    """
    if work.exists():
        shutil.rmtree(work)
    build, bill = frozen(python, work, channel)
    out = out or ROOT / "dist" / f"{debian.NAME}-{build.version}-linux"
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    console.say("Packing the Debian package ...")
    package = debian.make(build, out)
    if portable_too:
        console.say("Packing the portable folder ...")
        portable.make(build, out)
    stem = f"{debian.NAME}-{build.version}-linux-{debian.architecture()}"
    listed = out / f"{stem}.cdx.json"
    listed.write_text(bill, encoding="utf-8")
    shutil.copyfile(build.folder / HASHES, out / f"{stem}.files.sha256")
    shutil.copyfile(build.folder / "THIRD-PARTY-NOTICES.txt", out / "THIRD-PARTY-NOTICES.txt")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (out / "RELEASE-NOTES.md").write_text(release_notes(changes, build.version), encoding="utf-8")
    apt.make(package, build.when, out, key)
    beside.sign_all(out, key)
    return Made(build, out, package, listed)


def found(python: Path, work: Path, out: Path) -> Made:
    """A build that an earlier run left in `work`."""
    build = Build(staging.version(), freezing.epoch(), work / "frozen" / debian.NAME, python, work)
    return Made(build, out, next(out.glob("*.deb")), next(out.glob("*.cdx.json")))


def frozen(python: Path, work: Path, channel: Channel) -> tuple[Build, str]:
    """The program's folder, tidied and complete, and its SBOM."""
    when = freezing.epoch()
    stage = work / "stage"
    work.mkdir(parents=True, exist_ok=True)
    library.bundle(python, channel, work / "library", when)
    staging.stage(stage, work / "library")
    console.say("Freezing the program ...")
    inside = work / "inside.json"
    told = freezing.settings(stage, when, work / "cache", inside)
    folder = freezing.freeze(python, debian.NAME, work / "frozen", work / "pyinstaller", told)
    tidy.mend_rpaths(folder)
    tidy.strip_libraries(folder)
    version = staging.version()
    parts = components(read_inside(inside), packages_of(python), python_versions(python))
    bare = notices.without_text(parts)
    if bare:
        raise console.StopError(f"There is no licence text for {', '.join(bare)}: put one into artefacts/licences.")
    text = notices.notices(version, parts, f"/usr/lib/{debian.NAME}")
    (folder / "THIRD-PARTY-NOTICES.txt").write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    shutil.copyfile(ROOT / "content" / "LICENSE", folder / "LICENSE-CONTENT.txt")
    listed = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink()]
    (folder / HASHES).write_text(sums.lines(folder, listed), encoding="utf-8")
    tidy.even_out(folder, when)
    tidy.search_for_machine(python, folder)
    bill = sbom.sbom(version, when, parts, sbom.hashes(folder))
    return Build(version, when, folder, python, work), bill


def packages_of(python: Path) -> Path:
    """The site-packages of an environment."""
    return next((python.parent.parent / "lib").glob("python3.*/site-packages"))
