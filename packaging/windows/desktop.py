"""A Windows of the checks' own, under Wine: installing, asking the registry, running what is installed."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from windows import wine, wxs
from windows.wine import Done, Wine

PROGRAM_FILES = "Program Files/Briefing Reader"
MENU, DESKTOP = "Start Menu/Programs", "Desktop"
LINK = "Briefing Reader.lnk"
POLICIES = r"HKLM\Software\Policies\BriefingReader"
LOCAL = "AppData/Local/briefing-reader"


@dataclass(frozen=True, slots=True)
class Desktop:
    """One Windows.

    Attributes:
        wine: its prefix.
    """

    wine: Wine

    def at(self, name: str) -> Path:
        """A path below drive C, from here."""
        return self.wine.drive_c / name

    def home(self) -> Path:
        """The folder of the Windows log-in."""
        return next(folder for folder in (self.wine.drive_c / "users").iterdir() if folder.name != "Public")

    def msiexec(self, *words: str) -> Done:
        """Run Windows Installer, silently."""
        return self.wine.run(["msiexec", *words, "/qn"])

    def install(self, installer: Path, *properties: str) -> Done:
        """Install or upgrade."""
        return self.msiexec("/i", wine.path(installer), *properties)

    def runs(self, *words: str, folder: str = PROGRAM_FILES, program: str = wxs.CONSOLE) -> Done:
        """Run the installed program's console twin."""
        return self.wine.run([self.at(folder) / program, *words])

    def doctor(self, folder: str = PROGRAM_FILES) -> dict[str, tuple[str, str]]:
        """The installed doctor's checks: name to status and detail; empty where it gave no report."""
        done = self.runs("doctor", "--json", folder=folder)
        try:
            report = json.loads(done.out)
        except ValueError:
            return {}
        return {each["name"]: (each["status"], each["detail"]) for each in report["checks"]}

    def value(self, key: str, name: str = "") -> str | None:
        """A value of the machine's registry (name "" is the key's own), None where there is none."""
        asked = ["/v", name] if name else ["/ve"]
        done = self.wine.run(["reg", "query", f"HKLM\\{key}", *asked])
        found = re.search(r"\s(REG_\w+)[ \t]+(.*)", done.out)
        return found[2].strip() if done.code == 0 and found else None

    def has_key(self, key: str) -> bool:
        """Whether a key is in the machine's registry."""
        return self.wine.run(["reg", "query", f"HKLM\\{key}"]).code == 0

    def has_link(self, place: str) -> bool:
        """Whether there is a shortcut in the menu or on the desktop.

        Windows puts what is for the whole machine into the folders of all users, Wine 8 into those of whoever installs.
        """
        return any(link.parent.as_posix().endswith(place) for link in self.wine.drive_c.rglob(LINK))

    def set_policy(self, name: str, kind: str, value: str) -> None:
        """Set a policy as group policy does: a value of the policies' key."""
        self.wine.run(["reg", "add", POLICIES, "/v", name, "/t", kind, "/d", value, "/f"])

    def clear_policies(self) -> None:
        """Remove every policy."""
        self.wine.run(["reg", "delete", POLICIES, "/f"])

    def files(self, name: str) -> dict[str, bytes]:
        """Every file below a folder of drive C, by relative name."""
        top = self.at(name)
        return {
            each.relative_to(top).as_posix(): each.read_bytes() for each in sorted(top.rglob("*")) if each.is_file()
        }


def fresh(base: Wine, prefix: Path) -> Desktop:
    """A copy of a prefix in which nothing was installed yet."""
    if prefix.exists():
        shutil.rmtree(prefix)
    base.stop()
    shutil.copytree(base.prefix, prefix, symlinks=True)
    return Desktop(Wine(prefix))
