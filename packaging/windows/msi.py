"""The MSI: wixl on wxs.py's text, then what wixl cannot say, by msibuild. The same bytes for the same folder."""

import hashlib
import os
import shutil
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path

from devkit import console
from devkit.environment import clean_environment
from windows import cabinet, programs, wxs

REMOVE_EXISTING = 1501
"""Right after the transaction begins: the old version goes whole before a new file comes, and returns if that fails."""


SUMMARY = uuid.UUID("f29f85e0-4ff9-1068-ab91-08002b27b3d9").bytes_le
"""What the summary's stream names itself by, after SUMMARY_HEAD bytes; then offset, length, count and properties."""

SUMMARY_HEAD = 28
CREATED, SAVED = 12, 13
FILE_TIME = 0x40
SECONDS_1601_TO_1970 = 11_644_473_600


@dataclass(frozen=True, slots=True)
class Product:
    """What is packed.

    Attributes:
        version: the program's.
        folder: the program's folder.
        icon: the .ico file.
        when: the date of every file, seconds since 1970.
    """

    version: str
    folder: Path
    icon: Path
    when: int


def make(product: Product, work: Path, out: Path) -> Path:
    """Write the installer and return it.

    Args:
        product: what goes in.
        work: scratch folder; emptied.
        out: the file.

    Raises:
        StopError: wixl failed or warned, or msibuild failed.
    """
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    files = {
        file.relative_to(product.folder).as_posix(): file
        for file in sorted(product.folder.rglob("*"))
        if file.is_file()
    }
    icon, source = work / wxs.ICON, work / "product.wxs"
    (work / wxs.SOURCE).symlink_to(product.folder)
    shutil.copyfile(product.icon, icon)
    source.write_text(wxs.write(product.version, files, fingerprint(product.version, files)), encoding="utf-8")
    for file in (icon, source):
        os.utime(file, (product.when, product.when))
    compile_source(source, out, product.when)
    code = wxs.package_code(fingerprint(product.version, files))
    summary = ["-s", f"{wxs.NAME} {product.version}", wxs.MAKER, f"x64;{wxs.LANGUAGE}", code]
    programs.run(["msibuild", out, *summary], "msibuild")
    programs.run(["msibuild", out, "-q", *changes()], "msibuild")
    packed = work / wxs.CABINET
    cabinet.write(in_order(out, files), product.when, packed)
    programs.run(["msibuild", out, "-a", wxs.CABINET, packed], "msibuild")
    date_summary(out, product.when)
    return out


def in_order(installer: Path, files: dict[str, Path]) -> list[cabinet.Member]:
    """The files in the order in which the installer's table says they lie in its cabinet. Raises StopError."""
    ids = {wxs.short("f", name): file for name, file in files.items()}
    listed = sorted(rows(installer, "File"), key=lambda row: int(row[7]))
    if {row[0] for row in listed} != set(ids):
        raise console.StopError("The installer's table of files is not the one it was made from.")
    return [cabinet.Member(row[0], ids[row[0]]) for row in listed]


def rows(installer: Path, table: str) -> list[list[str]]:
    """A table of an MSI, without its three lines of heading; empty where there is no such table."""
    code, said = programs.ask(["msiinfo", "export", installer, table])
    return [line.split("\t") for line in said.replace("\r", "").splitlines()[3:]] if code == 0 else []


def compile_source(source: Path, out: Path, when: int) -> None:
    """Run wixl. Its warnings are errors: it passes over what it does not know. Raises StopError."""
    env = {**clean_environment(), "SOURCE_DATE_EPOCH": str(when), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    code, lines = console.quiet(
        ["wixl", "--arch", "x64", "--output", out.absolute(), source.name], env=env, cwd=source.parent
    )
    said = [line for line in lines if line.strip()]
    if code != 0 or said:
        console.show_tail(said)
        raise console.StopError("wixl failed or warned; its last lines are above.")


def changes() -> list[str]:
    """What is set after wixl.

    It knows no condition of a component, no place for removing the old version, and no property that survives the step
    from a person's session to the system's.
    """
    secure = ";".join(wxs.SECURE)
    told = [
        ("InstallExecuteSequence", "Sequence", str(REMOVE_EXISTING), "Action", "RemoveExistingProducts"),
        ("Property", "Value", f"'{secure}'", "Property", "SecureCustomProperties"),
        *(("Component", "Condition", f"'{text}'", "Component", name) for name, text in wxs.CONDITIONS.items()),
    ]
    pattern = "UPDATE `{}` SET `{}` = {} WHERE `{}` = '{}'"
    return [pattern.format(*words) for words in told]


def fingerprint(version: str, files: dict[str, Path]) -> str:
    """A hash over the version and every file's name and bytes."""
    whole = hashlib.sha256(version.encode())
    for name, file in sorted(files.items()):
        whole.update(f"\n{name} {hashlib.sha256(file.read_bytes()).hexdigest()}".encode())
    return whole.hexdigest()


def date_summary(file: Path, when: int) -> None:
    """Put `when` in place of the moment of building, which the installer's summary states twice.

    Raises:
        StopError: the summary is not where it should be.
    """
    data = bytearray(file.read_bytes())
    start = data.find(SUMMARY)
    if start < 0 or data.find(SUMMARY, start + 1) >= 0:
        raise console.StopError("The installer's summary was not found, so its date cannot be set.")
    (offset,) = struct.unpack_from("<L", data, start + len(SUMMARY))
    section = start - SUMMARY_HEAD + offset
    (count,) = struct.unpack_from("<L", data, section + 4)
    places = dict(struct.unpack_from("<2L", data, section + 8 + 8 * at) for at in range(count))
    for name in (CREATED, SAVED):
        kind, _ = struct.unpack_from("<LQ", data, section + places[name])
        if kind != FILE_TIME:
            raise console.StopError("The installer's summary has no date where it should be.")
        struct.pack_into("<Q", data, section + places[name] + 4, (when + SECONDS_1601_TO_1970) * 10_000_000)
    file.write_bytes(data)
