"""How every frozen folder is made, whatever starts in it: used by the spec files, inside PyInstaller.

The environment says what the driver has prepared:

    BRIEFING_STAGE   folder whose tree becomes the bundle's data (freeze/staging.py writes it)
    BRIEFING_INSIDE  where to write the names of the modules and files that went in (JSON), optional
    BRIEFING_ICON    .ico file for Windows programs, optional

One Analysis, then the lists are cut down to what is used (freeze/leave_out.py), then one folder with all programs.
"""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from freeze import leave_out, staging
from PyInstaller.building.api import COLLECT, EXE, PYZ
from PyInstaller.building.build_main import Analysis
from PyInstaller.depend import bindepend  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack it

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")
EXCLUDED = (*leave_out.EXCLUDED_MODULES, *(leave_out.NOT_ON_WINDOWS if WINDOWS else ()))
Entry = tuple[str, str, Any]
"""A file of the bundle: its name there, where it lies here, and PyInstaller's word for its kind."""
LOADED_BY_NAME = ("python3", "libpython", "vcruntime", "pypdfium2_raw/", "rapidfuzz/")


def staged_data() -> list[tuple[str, str]]:
    """(source, folder in the bundle) of every staged file."""
    stage = Path(os.environ["BRIEFING_STAGE"])
    files = sorted(file for file in stage.rglob("*") if file.is_file())
    return [(str(file), str(file.parent.relative_to(stage))) for file in files]


def analyse(script: Path, *, data: list[tuple[str, str]], modules: Iterable[str] = ()) -> Analysis:
    """What `script` needs, cut down to what is used."""
    found = Analysis(
        [str(script)],
        pathex=[str(ROOT)],
        datas=data,
        hiddenimports=list(modules),
        excludes=list(EXCLUDED),
        noarchive=False,
        optimize=0,
    )
    # The stubs allow for files without a source, which an Analysis does not list.
    found.binaries = type(found.binaries)(_used(cast("list[Entry]", found.binaries)))
    names = {leave_out.posix(name) for name, _, _ in (*found.binaries, *found.datas)}
    found.datas = type(found.datas)(entry for entry in cast("list[Entry]", found.datas) if _has_a_place(entry, names))
    excluded = set(EXCLUDED)
    found.pure = type(found.pure)(entry for entry in found.pure if entry[0] not in excluded)
    return found


def _used(binaries: Iterable[Entry]) -> list[Entry]:
    """The binaries that are wanted and that something loads.

    What PyInstaller found by following the imports of a plugin that is left out goes with it.
    """
    kept = [entry for entry in binaries if leave_out.wanted(entry[0])]
    if LINUX:
        kept = [entry for entry in kept if not leave_out.from_the_system(entry[1])]
    files = {name: source for name, source, _ in kept}
    roots = [name for name, _, kind in kept if kind == "EXTENSION" or "/plugins/" in leave_out.posix(name)]
    # Loaded by name at run time, not linked to.
    roots += [name for name in files if leave_out.posix(name).lower().startswith(LOADED_BY_NAME)]
    used = leave_out.reachable(roots, files, _needs)
    return [entry for entry in kept if entry[0] in used]


def _has_a_place(entry: Entry, names: set[str]) -> bool:
    """Whether a data file is wanted; a link, whether what it points at is in the bundle."""
    name, source, kind = entry
    if kind == "SYMLINK":
        return leave_out.posix(os.path.normpath(Path(name).parent / source)) in names
    return leave_out.wanted(name)


def _needs(source: str) -> list[str]:
    return [path or name for name, path in bindepend.get_imports(source)]


def programs(found: Analysis, folder: str, names: dict[str, bool]) -> COLLECT:
    """One folder with a program for every entry of `names` (name to whether it has a console)."""
    if "BRIEFING_INSIDE" in os.environ:
        modules = sorted(name for name, _, _ in found.pure)
        files = sorted(leave_out.posix(name) for name, _, _ in (*found.binaries, *found.datas))
        text = json.dumps({"modules": modules, "files": files}, indent=1)
        Path(os.environ["BRIEFING_INSIDE"]).write_text(text + "\n", encoding="utf-8")
    archive = PYZ(found.pure)
    made = [
        EXE(
            archive,
            found.scripts,
            [],
            exclude_binaries=True,
            name=name,
            console=console or LINUX,
            strip=LINUX,
            upx=False,
            icon=os.environ.get("BRIEFING_ICON") if WINDOWS else None,
            version=version_resource(name) if WINDOWS else None,
            disable_windowed_traceback=True,
        )
        for name, console in names.items()
    ]
    return COLLECT(*made, found.binaries, found.datas, upx=False, name=folder)


def version_resource(name: str) -> object:
    """What Windows shows on a program's Details page."""
    from PyInstaller.utils.win32 import versioninfo  # noqa: PLC0415 - loads only on Windows

    vi: Any = versioninfo  # its stubs ask for lists of one exact kind
    told = staging.version()
    numbers = tuple([*map(int, told.split(".")[:4]), 0, 0, 0, 0][:4])
    fields = {
        "CompanyName": "The Briefing Reader developers",
        "FileDescription": "Briefing Reader",
        "FileVersion": told,
        "InternalName": name,
        "LegalCopyright": "MIT and CC BY 4.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Briefing Reader",
        "ProductVersion": told,
    }
    strings = [vi.StringStruct(key, value) for key, value in fields.items()]
    return vi.VSVersionInfo(
        ffi=vi.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            vi.StringFileInfo([vi.StringTable("080904B0", strings)]),
            vi.VarFileInfo([vi.VarStruct("Translation", [0x0809, 1200])]),
        ],
    )
