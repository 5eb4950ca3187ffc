"""What Qt needs of the system: shared libraries, a font, a display. On Debian-like systems, how to get them."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from devkit import console

LIBRARIES = {
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""The shared libraries Qt loads from the system, with the Debian package of each; these bring the rest."""

TEST_PROGRAMS = {"strace": "strace", "dbus-daemon": "dbus-daemon", "xvfb-run": "xvfb", "xauth": "xauth"}
"""What the tests look over the program's shoulder with, or give it as a desktop, with the Debian package of each."""

TEST_LIBRARIES = {"libXss.so.1": "libxss1"}
"""Shared libraries the program uses where a desktop has them, with the Debian package of each."""

FONT_PACKAGE = "fonts-dejavu-core"
FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".pfb"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

APT_LISTS = Path("/var/lib/apt/lists")
APT_OPTIONS = ("-q", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=120")

INVISIBLE = {"offscreen", "minimal"}
"""Qt platforms that draw where nobody can see it."""


def is_debian_like() -> bool:
    """Whether packages come from apt here."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None and Path("/var/lib/dpkg").is_dir()


def missing_libraries() -> list[str]:
    """Names of the shared libraries of LIBRARIES that the system's loader does not know; empty outside Linux."""
    return _unknown_to_the_loader(LIBRARIES)


def _unknown_to_the_loader(wanted: Mapping[str, str]) -> list[str]:
    if sys.platform != "linux":
        return []
    ldconfig = shutil.which("ldconfig", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    known = ""
    if ldconfig is not None:
        known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    names = {line.split()[0] for line in known.splitlines() if "=>" in line}
    return [name for name in wanted if name not in names]


def has_font(folders: Sequence[str] = FONT_FOLDERS) -> bool:
    """Whether any font file is there that Qt could draw with. True outside Linux, where the system has its own."""
    if sys.platform != "linux":
        return True
    files = (file for folder in folders for file in Path(folder).expanduser().rglob("*"))
    return any(file.suffix.lower() in FONT_SUFFIXES for file in files)


def missing_packages() -> list[str]:
    """Debian packages that would bring what Qt lacks here, in the order of LIBRARIES, the font last."""
    wanted = [LIBRARIES[name] for name in missing_libraries()]
    return wanted if has_font() else [*wanted, FONT_PACKAGE]


def prefix_for_root() -> list[str] | None:
    """What to put before a command so that it runs as root without asking: nothing, sudo, or None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def lists_are_empty() -> bool:
    """Whether apt has never been told what there is to install."""
    return not APT_LISTS.is_dir() or not any("_Packages" in file.name for file in APT_LISTS.iterdir())


def install_line(packages: Sequence[str]) -> str:
    """The exact line a person runs to install packages."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    update = f"{sudo}apt-get update && " if lists_are_empty() else ""
    return f"{update}{sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str], what: str) -> bool:
    """Install Debian packages if we may, saying so; whether they are there afterwards."""
    prefix = prefix_for_root()
    if prefix is None:
        return False
    console.say(f"Installing {what} with apt-get: {' '.join(packages)} ...")
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    update = [*apt_get, "-q", "update"]
    if lists_are_empty():
        console.quiet(update)
    command = [*apt_get, "install", *APT_OPTIONS, *packages]
    code, lines = console.quiet(command)
    if code != 0:
        console.quiet(update)
        code, lines = console.quiet(command)
    if code != 0:
        console.complain("apt-get could not install them; its last lines:")
        console.show_tail(lines)
    return code == 0


def ensure_qt(python: Path, *, platform: str | None) -> None:
    """See to it that Qt can be loaded.

    Args:
        python: the environment's interpreter.
        platform: the Qt platform that must start, "" for the one Qt chooses, None where Qt is not needed now.

    Raises:
        StopError: something is missing, may not be installed, and Qt does not start without it.
    """
    packages, debian = missing_packages(), is_debian_like()
    if not packages:
        return
    installed = debian and install(packages, "what Qt needs")
    if not installed and debian:
        console.say("Qt needs system packages that are not installed. This line installs them:")
        console.say(f"\n    {install_line(packages)}\n")
    elif not installed:
        lacking = ", ".join([*missing_libraries(), *([] if has_font() else ["a font"])])
        console.say(f"Qt needs what this system does not have: {lacking}. Its package manager has them.")
    obstacle = "" if platform is None else why_qt_fails(python, platform)
    if obstacle:
        raise console.StopError(f"Qt does not start: {obstacle}")


def ensure_test_programs() -> None:
    """Install what the tests call besides Python, or print the line that does; without it those tests are skipped."""
    packages = [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
    packages += [TEST_LIBRARIES[name] for name in _unknown_to_the_loader(TEST_LIBRARIES)]
    if not packages or not is_debian_like() or install(packages, "what some tests need"):
        return
    console.say("Some tests are skipped without packages that are not installed. This line installs them:")
    console.say(f"\n    {install_line(packages)}\n")


def why_qt_fails(python: Path, platform: str) -> str:
    """Why no application object can be made, in Qt's or the loader's words; empty where it can.

    Tried in another process, since Qt aborts where it cannot start.
    """
    env = dict(os.environ)
    if platform:
        env["QT_QPA_PLATFORM"] = platform
    program = "from PySide6.QtWidgets import QApplication; QApplication([])"
    try:
        done = subprocess.run([python, "-c", program], env=env, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return "it does not answer."
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    if done.returncode == 0:
        return ""
    return lines[-1] if lines else f"exit code {done.returncode}."


def why_no_display(env: Mapping[str, str]) -> str:
    """Why a window could not be seen here, in words that end a sentence; empty where it can be."""
    chosen = env.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen in INVISIBLE:
        return f"QT_QPA_PLATFORM is {chosen}"
    if sys.platform != "linux" or chosen not in {"", "xcb", "wayland"}:
        return ""
    if any([wayland_answers(env), x11_answers(env.get("DISPLAY", ""))]):
        return ""
    named = [name for name in ("DISPLAY", "WAYLAND_DISPLAY") if env.get(name)]
    return f"nothing answers at {' or '.join(named)}" if named else "neither DISPLAY nor WAYLAND_DISPLAY is set"


def wayland_answers(env: Mapping[str, str]) -> bool:
    """Whether the Wayland socket of this session is there."""
    name = env.get("WAYLAND_DISPLAY", "")
    return bool(name) and answers(str(Path(env.get("XDG_RUNTIME_DIR", "/")) / name))


def x11_answers(display: str) -> bool:
    """Whether the X server a DISPLAY names can be reached; one on another host is taken at its word."""
    host, colon, number = display.rpartition(":")
    if not colon:
        return False
    if host not in {"", "unix"}:
        return True
    path = f"/tmp/.X11-unix/X{number.partition('.')[0]}"  # noqa: S108 - where X servers listen
    return answers(path) or answers("\0" + path)


def answers(address: str) -> bool:
    """Whether somebody listens at a local socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
