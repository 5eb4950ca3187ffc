"""The source of the MSI: every file of the program's folder, and what Windows has to know, with ids that never change.

Ids and component codes come from names, so that the same folder gives the same text and an update recognises its files.
Written for wixl, which knows a part of WiX 3 and passes over much of the rest in silence: nothing is used here but what
was seen in the tables it made (tests, and `dev.py package --check`).
"""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

SPACE = "http://schemas.microsoft.com/wix/2006/wi"
CODES = uuid.UUID("6f3c1c1a-0c55-4b19-8c0e-5b7a6d0a2f3e")
"""From which all codes below are derived. Never to be changed."""

UPGRADE_CODE = uuid.uuid5(CODES, "upgrade")
NAME = "Briefing Reader"
MAKER = "The Briefing Reader developers"
PROGRAM, CONSOLE = "briefing-reader.exe", "briefing-readerc.exe"
SOURCE, ICON, CABINET = "program", "app.ico", "program.cab"
KEY = r"Software\BriefingReader"
CLASSES = r"Software\Classes"
APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
EVENTS = r"SYSTEM\CurrentControlSet\Services\EventLog\Application\Briefing Reader"
PROG_ID = "BriefingReader.Pack"
LANGUAGE = "2057"
OLDEST_BUILD = 17763
"""Windows 10 version 1809, which Qt needs."""

MENU, NO_MENU, DESKTOP, NO_DESKTOP = "C.menu", "C.nomenu", "C.desktop", "C.nodesktop"
WITH_MENU = 'STARTMENUSHORTCUT = "1" OR (NOT STARTMENUSHORTCUT AND NOT KEPTSTARTMENU = "0")'
WITH_DESKTOP = 'DESKTOPSHORTCUT = "1" OR (NOT DESKTOPSHORTCUT AND KEPTDESKTOP = "1")'
CONDITIONS = {
    MENU: WITH_MENU,
    NO_MENU: f"NOT ({WITH_MENU})",
    DESKTOP: WITH_DESKTOP,
    NO_DESKTOP: f"NOT ({WITH_DESKTOP})",
}
"""Component to when it is installed. What was chosen is kept in the registry, so that an update needs no word on it."""


SECURE = (
    "WIX_DOWNGRADE_DETECTED",
    "WIX_UPGRADE_DETECTED",
    "INSTALLDIR",
    "STARTMENUSHORTCUT",
    "DESKTOPSHORTCUT",
    "KEPTSTARTMENU",
    "KEPTDESKTOP",
    "WINDOWSBUILD",
)
"""Properties that pass from whoever starts the installer to the part that runs as the system."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A registry value: name ("" is the key's own), type and value."""

    key: str
    name: str
    value: str
    kind: str = "string"


def code(*words: str) -> str:
    """A code that is always the same for the same words."""
    return "{" + str(uuid.uuid5(CODES, "\n".join(words))).upper() + "}"


def package_code(fingerprint: str) -> str:
    """The code of one installer file."""
    return code("package", fingerprint)


def short(kind: str, name: str) -> str:
    """An id for a file or folder; names may hold what ids may not, and be too long."""
    return f"{kind}.{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def numbers(version: str) -> str:
    """A version as Windows Installer compares it: three numbers."""
    parts: list[str] = []
    for part in version.split(".")[:3]:
        digits = "".join(character for character in part if character.isdigit())
        parts.append(str(int(digits or 0)))
    return ".".join([*parts, "0", "0"][:3])


def write(version: str, files: Iterable[str], fingerprint: str) -> str:
    """The text. wixl will look for the files in SOURCE and for the icon as ICON, both beside the text.

    Args:
        version: the program's.
        files: names in the program's folder, with slashes.
        fingerprint: hash of what is packed; two packages that differ must not have the same code.
    """
    ET.register_namespace("", SPACE)
    root = element(None, "Wix")
    product = element(
        root,
        "Product",
        Id=code("product", numbers(version)),
        UpgradeCode="{" + str(UPGRADE_CODE).upper() + "}",
        Name=NAME,
        Version=numbers(version),
        Manufacturer=MAKER,
        Language=LANGUAGE,
        Codepage="1252",
    )
    element(
        product,
        "Package",
        Id=package_code(fingerprint),
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        Description=f"{NAME} {version}",
        Manufacturer=MAKER,
        Languages=LANGUAGE,
        SummaryCodepage="1252",
    )
    element(product, "MajorUpgrade", DowngradeErrorMessage="A newer version of [ProductName] is already installed.")
    element(product, "Media", Id="1", Cabinet=CABINET, EmbedCab="yes")
    element(product, "Icon", Id=ICON, SourceFile=ICON)
    properties(product)
    conditions(product)
    folders = directories(product)
    own = [*fill(folders["INSTALLDIR"], files), *settings(folders["INSTALLDIR"])]
    feature = element(product, "Feature", Id="Main", Title=NAME, Level="1")
    for component in own:
        element(feature, "ComponentRef", Id=component)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def element(parent: ET.Element | None, tag: str, **fields: str) -> ET.Element:
    """A new element, below `parent` where there is one."""
    name = f"{{{SPACE}}}{tag}"
    return ET.Element(name, fields) if parent is None else ET.SubElement(parent, name, fields)


def properties(product: ET.Element) -> None:
    """What is found out before anything is decided, and what Windows shows in its list of programs."""
    element(product, "Property", Id="ARPPRODUCTICON", Value=ICON)
    element(product, "Property", Id="ARPNOMODIFY", Value="1")
    found = {
        "INSTALLDIR": (KEY, "InstallDir"),
        "KEPTSTARTMENU": (KEY, "StartMenuShortcut"),
        "KEPTDESKTOP": (KEY, "DesktopShortcut"),
        "WINDOWSBUILD": (r"Software\Microsoft\Windows NT\CurrentVersion", "CurrentBuildNumber"),
    }
    for name, (key, value) in found.items():
        holder = element(product, "Property", Id=name)
        fields = {"Id": f"R.{name}", "Root": "HKLM", "Key": key, "Name": value, "Type": "raw", "Win64": "yes"}
        element(holder, "RegistrySearch", **fields)


def conditions(product: ET.Element) -> None:
    """What must be so for an installation to begin."""
    told = {
        "VersionNT64": "[ProductName] needs 64-bit Windows.",
        f"Installed OR WINDOWSBUILD >= {OLDEST_BUILD}": "[ProductName] needs Windows 10 version 1809 or newer.",
    }
    for condition, message in told.items():
        element(product, "Condition", Message=message).text = condition


def directories(product: ET.Element) -> dict[str, ET.Element]:
    """The standard folders, and ours among them."""
    top = element(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = element(top, "Directory", Id="ProgramFiles64Folder")
    element(top, "Directory", Id="ProgramMenuFolder")
    element(top, "Directory", Id="DesktopFolder")
    return {"INSTALLDIR": element(programs, "Directory", Id="INSTALLDIR", Name=NAME)}


def fill(top: ET.Element, files: Iterable[str]) -> list[str]:
    """A component for every file, in its folder. Returns the components' ids."""
    folders = {PurePosixPath(): top}
    components: list[str] = []
    for name in sorted(files):
        inner = PurePosixPath(name)
        for parent in reversed(inner.parents):
            if parent not in folders:
                fields = {"Id": short("d", parent.as_posix()), "Name": parent.name}
                folders[parent] = element(folders[parent.parent], "Directory", **fields)
        identity = short("c", name)
        component = element(folders[inner.parent], "Component", Id=identity, Guid=code("file", name), Win64="yes")
        fields = {"Id": short("f", name), "Name": inner.name, "Source": f"{SOURCE}/{name}", "KeyPath": "yes"}
        element(component, "File", **fields)
        components.append(identity)
    return components


def settings(top: ET.Element) -> list[str]:
    """Registry and shortcuts. Returns the components' ids."""
    registry(top, "C.program", [Entry(KEY, "InstallDir", "[INSTALLDIR]"), Entry(KEY, "Version", "[ProductVersion]")])
    registry(top, "C.pack", association())
    registry(top, "C.events", event_source())
    registry(top, "C.paths", [*app_path(PROGRAM), *app_path(CONSOLE)])
    for identity, name, value in (
        (MENU, "StartMenuShortcut", "1"),
        (NO_MENU, "StartMenuShortcut", "0"),
        (DESKTOP, "DesktopShortcut", "1"),
        (NO_DESKTOP, "DesktopShortcut", "0"),
    ):
        component = registry(top, identity, [Entry(KEY, name, value)])
        if value == "1":
            shortcut(component, "ProgramMenuFolder" if identity == MENU else "DesktopFolder", f"S.{identity[2:]}")
    return ["C.program", "C.pack", "C.events", "C.paths", *CONDITIONS]


def association() -> list[Entry]:
    """A content pack opens in the program."""
    kind, program = rf"{CLASSES}\{PROG_ID}", f"[INSTALLDIR]{PROGRAM}"
    return [
        Entry(rf"{CLASSES}\.briefpack", "", PROG_ID),
        Entry(rf"{CLASSES}\.briefpack", "Content Type", "application/vnd.briefing-reader.pack+zip"),
        Entry(rf"{CLASSES}\.briefpack\OpenWithProgids", PROG_ID, ""),
        Entry(kind, "", "Briefing content pack"),
        Entry(rf"{kind}\DefaultIcon", "", f'"{program}",0'),
        Entry(rf"{kind}\shell\open\command", "", f'"{program}" "%1"'),
    ]


def event_source() -> list[Entry]:
    """Windows' event viewer shows the program's events with their text."""
    return [
        Entry(EVENTS, "EventMessageFile", r"%SystemRoot%\System32\EventCreate.exe", "expandable"),
        Entry(EVENTS, "TypesSupported", "7", "integer"),
    ]


def app_path(program: str) -> list[Entry]:
    """The program is found by its name where Windows starts it (Run, `start`)."""
    key = rf"{APP_PATHS}\{program}"
    return [Entry(key, "", f"[INSTALLDIR]{program}"), Entry(key, "Path", "[INSTALLDIR]")]


def registry(top: ET.Element, identity: str, entries: Sequence[Entry]) -> ET.Element:
    """A component of machine-wide registry values; the first is what tells that it is installed."""
    component = element(top, "Component", Id=identity, Guid=code("settings", identity), Win64="yes")
    for entry in entries:
        fields = {"Root": "HKLM", "Key": entry.key, "Type": entry.kind, "Value": entry.value}
        if entry.name:
            fields["Name"] = entry.name
        if entry is entries[0]:
            fields["KeyPath"] = "yes"
        element(component, "RegistryValue", **fields)
    return component


def shortcut(component: ET.Element, folder: str, identity: str) -> None:
    """A shortcut to the window."""
    element(
        component,
        "Shortcut",
        Id=identity,
        Directory=folder,
        Name=NAME,
        Target=f"[INSTALLDIR]{PROGRAM}",
        WorkingDirectory="INSTALLDIR",
        Icon=ICON,
    )
