"""The frozen folder made fit to ship: no path to the machine it was built on, one date, one set of modes."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from devkit import console
from devkit.environment import ROOT

ELF = b"\x7fELF"


def elf_files(folder: Path) -> Iterator[Path]:
    """Every ELF file below a folder, in order."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(4) == ELF:
                    yield file


def own_places(rpath: str) -> str:
    """An RPATH without what leads out of the bundle: only places relative to the file itself stay."""
    return ":".join(place for place in rpath.split(":") if place.startswith("$ORIGIN"))


def mend_rpaths(folder: Path) -> None:
    """Take every place outside the bundle from RPATH and RUNPATH.

    Raises:
        StopError: patchelf failed.
    """
    for file in elf_files(folder):
        asked = subprocess.run(["patchelf", "--print-rpath", str(file)], capture_output=True, text=True, check=False)
        before = asked.stdout.strip()
        after = own_places(before)
        if asked.returncode != 0 or before == after:
            continue
        change = ["--set-rpath", after] if after else ["--remove-rpath"]
        code, lines = console.quiet(["patchelf", *change, file])
        if code != 0:
            console.show_tail(lines)
            raise console.StopError(f"patchelf could not mend {file.name}.")


def even_out(folder: Path, when: int) -> None:
    """Give every file and folder the same date and the modes a package wants: 755 for programs and folders, 644 else.

    Shared libraries are loaded, not started, so they are no programs.
    """
    for file in sorted(folder.rglob("*"), reverse=True):
        if not file.is_symlink():
            program = file.is_dir() or (file.parent == folder and file.read_bytes()[:4] == ELF)
            file.chmod(0o755 if program else 0o644)
        os.utime(file, (when, when), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (when, when))


def strip_libraries(folder: Path) -> None:
    """Take debugging data and compilers' comments from every library; programs carry their modules and are left alone.

    Raises:
        StopError: strip failed.
    """
    libraries = [file for file in elf_files(folder) if file.parent != folder]
    code, lines = console.quiet(["strip", "--strip-unneeded", "--remove-section=.comment", *libraries])
    if code != 0:
        console.show_tail(lines)
        raise console.StopError("strip failed; its last lines are above.")


def machine_words(python: Path) -> list[str]:
    """What would tell of this machine: the checkout, the build environment, the home of this Python.

    A home folder as such is not among them: third-party wheels name those of their own builders.
    """
    asked = "import sys; print(sys.base_prefix)"
    prefix = subprocess.run([python, "-I", "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    return [str(ROOT), *([] if prefix == "/usr" else [prefix])]


def search_for_machine(python: Path, folder: Path) -> None:
    """Look for this machine's paths in every byte, packed ones too.

    Raises:
        StopError: there are some; they have been shown.
    """
    script = ROOT / "packaging" / "freeze" / "search_bytes.py"
    code, lines = console.quiet([python, script, folder, *machine_words(python)])
    if code != 0:
        console.show_tail(lines)
        raise console.StopError("The frozen folder names the machine it was built on; see above.")
