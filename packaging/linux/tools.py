"""The programs that building for Linux calls, and the Debian packages they come in."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from devkit import console, system

BUILD = {
    "patchelf": "patchelf",
    "strip": "binutils",
    "dpkg-deb": "dpkg",
    "dpkg-shlibdeps": "dpkg-dev",
    "dpkg-scanpackages": "dpkg-dev",
    "gpg": "gpg",
    "gpg-agent": "gpg-agent",
    "gpgv": "gpgv",
    "git": "git",
}
CHECK = {
    "lintian": "lintian",
    "appstreamcli": "appstream",
    "desktop-file-validate": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
    "man": "man-db",
    "strace": "strace",
    "unshare": "util-linux",
    "Xvfb": "xvfb",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-run-session": "dbus",
    "debootstrap": "debootstrap",
}
CHECK_FILES = {
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/x86_64-linux-gnu/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
    "/usr/lib/python3/dist-packages/gi/__init__.py": "python3-gi",
}
"""What the check's driver reads besides programs (packaging/linux/drive.py)."""

LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What Qt's plug-ins link to besides system.LIBRARIES; dpkg-shlibdeps must see it to name the packages."""

SYSTEM_PYTHON = Path("/usr/bin/python3")


def use_system_python(arguments: list[str]) -> int | None:
    """Start again under the system's Python where this is another; the exit code, or None where there is no need.

    A Python built in somebody's home folder has that folder's name compiled into its library.
    """
    if sys.base_prefix == "/usr" or not system.is_debian_like() or not SYSTEM_PYTHON.exists():
        return None
    new_enough = "import sys; sys.exit(sys.version_info[:2] < (3, 11))"
    if subprocess.run([SYSTEM_PYTHON, "-I", "-c", new_enough], check=False).returncode != 0:
        return None
    script = Path(__file__).resolve().parents[1] / "dev.py"
    return console.call([SYSTEM_PYTHON, script, "package", *arguments], env=os.environ)


def ensure(programs: Mapping[str, str]) -> None:
    """See to it that programs and libraries are there, installing them where we may.

    Raises:
        StopError: some are missing; the text has the line that installs them.
    """
    packages = missing(programs)
    if "Xvfb" in programs:
        packages += [package for file, package in CHECK_FILES.items() if not Path(file).exists()]
    if not packages or (system.is_debian_like() and system.install(packages, "what building needs")):
        return
    if system.is_debian_like():
        raise console.StopError(f"Run this line, then try again:\n\n    {system.install_line(packages)}\n")
    raise console.StopError(f"Building for Linux needs a Debian machine with: {' '.join(packages)}.")


def missing(programs: Mapping[str, str]) -> list[str]:
    """Debian packages of what is not there, each once."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    wanted = [package for program, package in programs.items() if shutil.which(program, path=path) is None]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    known = libraries()
    if sys.base_prefix == "/usr" and f"libpython{version}.so.1.0" not in known:
        wanted.append(f"libpython{version}")
    wanted += [package for name, package in {**system.LIBRARIES, **LIBRARIES}.items() if name not in known]
    return list(dict.fromkeys(wanted))


def libraries() -> set[str]:
    """Names of the shared libraries the loader knows."""
    done = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    return {line.split()[0] for line in done.stdout.splitlines() if "=>" in line}


def run(words: Iterable[object], what: str, **options: object) -> list[str]:
    """Run a program quietly and return its last lines. Raises StopError: it failed."""
    command = [str(word) for word in words]
    code, lines = console.quiet(command, **options)  # type: ignore[arg-type]
    if code != 0:
        console.show_tail(lines)
        raise console.StopError(f"{what} failed; the last lines are above.")
    return lines
