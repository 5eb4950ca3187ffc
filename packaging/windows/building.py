"""`dev.py package windows`: from a checkout on Debian to signed artefacts for Windows."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from artefacts import beside, notices, sbom, sums
from artefacts import signing as openpgp
from artefacts.components import Component, components, read_inside
from artefacts.release_notes import release_notes
from devkit import building as environments
from devkit import console
from devkit.environment import ROOT
from freeze import freezing, library, staging
from freeze.library import Channel
from windows import icon, listing, msi, portable, programs, python, signing, wine
from windows.python import WindowsPython
from windows.signing import Signer
from windows.wine import Wine

NAME = "briefing-reader"
WORK = ROOT / "build" / "windows"
TEST_KEY = ROOT / "build" / "test-key.asc"
HASHES = "PROGRAM-FILES.sha256"
"""Beside the program in its folder: the hash of every other file there."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a build needs at hand.

    Attributes:
        wine: the Windows it is done in.
        python: the Python that is frozen.
        packages: folder with what it imports.
        own: interpreter of this machine with the same packages.
    """

    wine: Wine
    python: WindowsPython
    packages: Path
    own: Path


@dataclass(frozen=True, slots=True)
class Frozen:
    """What PyInstaller made, as it made it.

    Attributes:
        version: the program's.
        when: the date of every file, seconds since 1970.
        folder: the program's folder.
        icon: the .ico file.
        parts: what third parties wrote of it.
        work: scratch folder.
    """

    version: str
    when: int
    folder: Path
    icon: Path
    parts: tuple[Component, ...]
    work: Path


@dataclass(frozen=True, slots=True)
class Made:
    """What a build left.

    Attributes:
        frozen: what it was made from; `frozen.folder` is the program's folder, complete.
        out: the folder of artefacts.
        installer: the MSI in it.
        bill: the SBOM in it.
    """

    frozen: Frozen
    out: Path
    installer: Path
    bill: Path


def package(
    out: Path | None, supplied: Path | None, channel: Path | None = None, publisher: str = "", *, release: bool
) -> int:
    """Build everything for Windows and say where it is.

    Args:
        out: folder for the artefacts, emptied; None takes one in dist/.
        channel: the bundled library as its publisher signed it; None signs content/ with a throw-away key.
        publisher: what machines will call the publisher of `channel`.
        supplied: a Windows Python that a person chose; a release needs one.
        release: whether only real keys and a supplied Python will do.
    """
    if release and supplied is None:
        raise console.StopError(
            "A release is made with a current Python for Windows from python.org: --python with the folder of an "
            f"installed one, or its .nupkg. The one used otherwise ({python.PACKAGE}) is for trying out."
        )
    signed = library.released(channel, publisher) if release or channel else None
    programs.ensure()
    bench = prepare(supplied)
    key = signing.signer(os.environ, WORK / "test-authority", freezing.epoch(), release=release)
    if key.is_test:
        console.say("Signed by a throw-away test authority: for trying out, never for passing on.")
    with openpgp.signer(os.environ, TEST_KEY, release=release) as other:
        signed = signed or library.throw_away(bench.own, ROOT / "build" / "test-channel")
        program = frozen(bench, WORK / "product", signed)
        out = out or ROOT / "dist" / f"{NAME}-{program.version}-windows"
        complete(program, out, key)
        beside.sign_all(out, other)
    for file in sorted(out.iterdir()):
        console.say(f"  {file.stat().st_size / 1e6:8.1f} MB  {file.name}")
    console.say(f"In {out}.")
    return 0


def prepare(supplied: Path | None) -> Bench:
    """Wine, a Windows Python and its packages, made where they are missing. Raises StopError."""
    windows = wine.prepare(WORK / "wine")
    found = python.provide(WORK / "python", supplied, WORK / "downloads")
    return Bench(windows, found, python.packages(found, WORK / "packages"), environments.ensure("package"))


def frozen(bench: Bench, work: Path, channel: Channel) -> Frozen:
    """The program as PyInstaller makes it, made anew.

    Args:
        bench: see there.
        work: scratch folder below the checkout; emptied.
        channel: the bundled library.

    Raises:
        StopError: a step failed.
    """
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    library.bundle(bench.own, channel, work / "library", freezing.epoch())
    staging.stage(work / "stage", work / "library")
    drawn = icon.make(bench.own, ROOT / "reader" / "ui" / "looks" / "app.svg", work / "icons")
    console.say("Freezing the program under Wine ...")
    search_for_machine(bench.own, freeze(bench, work, drawn, freezing.epoch()))
    return described(bench, work)


def described(bench: Bench, work: Path) -> Frozen:
    """What a folder frozen in `work` is and holds. Raises StopError: something in it has no licence text."""
    parts = components(read_inside(work / "inside.json"), bench.packages, versions(bench))
    bare = notices.without_text(parts)
    if bare:
        raise console.StopError(f"There is no licence text for {', '.join(bare)}: put one into artefacts/licences.")
    drawn = work / "icons" / "app.ico"
    return Frozen(staging.version(), freezing.epoch(), work / "frozen" / NAME, drawn, tuple(parts), work)


def found(bench: Bench, work: Path) -> Frozen | None:
    """What an earlier build froze in `work`, or None where it did not come to its end."""
    return described(bench, work) if (work / "inside.json").is_file() and (work / "frozen" / NAME).is_dir() else None


def complete(program: Frozen, out: Path, key: Signer | None) -> Made:
    """Finish the program's folder and write the artefacts into `out`, emptied first.

    Args:
        program: see there; its folder is signed in place.
        out: folder for the artefacts.
        key: signs the MSI and every program file that nobody signed; None leaves them, for comparing builds.

    Raises:
        StopError: a step failed.
    """
    folder, version, when = program.folder, program.version, program.when
    if key is not None:
        listing.sign_unsigned(folder, key)
    write_texts(folder, notices.notices(version, program.parts, "C:\\Program Files\\Briefing Reader"))
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != HASHES]
    (folder / HASHES).write_text(sums.lines(folder, files), encoding="utf-8")
    even_out(folder, when)
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    console.say("Packing the MSI ...")
    stem = f"{NAME}-{version}-windows-x64"
    product = msi.Product(version, folder, program.icon, when)
    installer = msi.make(product, program.work / "msi", out / f"{stem}.msi")
    if key is not None:
        key.sign(installer)
    console.say("Packing the portable folder ...")
    portable.make(folder, when, out / f"{stem}-portable.zip")
    bill = out / f"{stem}.cdx.json"
    bill.write_text(sbom.sbom(version, when, program.parts, sbom.hashes(folder)), encoding="utf-8")
    table = listing.table(listing.programs(folder))
    (out / f"{stem}.program-files.csv").write_text(table, encoding="utf-8", newline="\r\n")
    shutil.copyfile(folder / HASHES, out / f"{stem}.files.sha256")
    shutil.copyfile(folder / "THIRD-PARTY-NOTICES.txt", out / "THIRD-PARTY-NOTICES.txt")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (out / "RELEASE-NOTES.md").write_text(release_notes(changes, version), encoding="utf-8")
    return Made(program, out, installer, bill)


def freeze(bench: Bench, work: Path, drawn: Path, when: int) -> Path:
    """Run PyInstaller in Windows and return the folder it made. Raises StopError."""
    out, scratch = work / "frozen", work / "pyinstaller"
    told = freezing.settings(work / "stage", when, work / "cache", work / "inside.json")
    told = {**told, "BRIEFING_ICON": str(drawn), "PYTHONPATH": str(bench.packages)}
    env = {name: for_windows(value) for name, value in told.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # PyInstaller starts many an interpreter, and compiling the same modules each time is slow under Wine.
    env["PYTHONPYCACHEPREFIX"] = wine.path(WORK / "compiled")
    words = [for_windows(word) for word in freezing.command(NAME, out, scratch)]
    command = bench.wine.command([bench.python.program, *words])
    programs.run(command, "PyInstaller under Wine", env=bench.wine.environment(env), cwd=ROOT)
    return out / NAME


def for_windows(word: str) -> str:
    """A path of this machine as Windows names it; any other word as it is."""
    return wine.path(Path(word)) if word.startswith("/") else word


def versions(bench: Bench) -> dict[str, str]:
    """What artefacts/versions.py says in the Windows packages. Raises StopError."""
    script = ROOT / "packaging" / "artefacts" / "versions.py"
    env = {"PYTHONPATH": wine.path(bench.packages), "PYTHONDONTWRITEBYTECODE": "1"}
    done = bench.wine.run([bench.python.program, wine.path(script)], env=env)
    if done.code != 0:
        console.show_tail(done.said.splitlines())
        raise console.StopError("The versions of what is inside could not be asked.")
    return json.loads(done.out)


def search_for_machine(own: Path, folder: Path) -> None:
    """Look for this machine's paths in every byte, packed ones too. Raises StopError: there are some."""
    script = ROOT / "packaging" / "freeze" / "search_bytes.py"
    words = [
        str(ROOT),
        str(ROOT).replace("/", "\\"),
        *(f"{wine.DRIVE}\\{name}" for name in ("build", "reader", "packaging")),
    ]
    programs.run([own, script, folder, *words], "Looking for this machine's paths in the program")


def write_texts(folder: Path, third_parties: str) -> None:
    """Licences and notices beside the program, as Windows' editor likes them."""
    texts = {
        "THIRD-PARTY-NOTICES.txt": third_parties,
        "LICENSE.txt": (ROOT / "LICENSE").read_text(encoding="utf-8"),
        "LICENSE-CONTENT.txt": (ROOT / "content" / "LICENSE").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\r\n")


def even_out(folder: Path, when: int) -> None:
    """Give every file and folder the same date."""
    for file in (folder, *folder.rglob("*")):
        file.chmod(0o755 if file.is_dir() else 0o644)
        os.utime(file, (when, when))
