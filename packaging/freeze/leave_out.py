"""What of Qt, of Python and of the packages goes into a frozen program, on every system. Pure functions over names.

The lists name what may stay where PyInstaller brings more than is used (Qt's plugins), and what must not come where it
cannot know that nothing uses it (Python packages).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"adwaita", "bradient"},
}
"""Kind of Qt plugin to the names that stay. Left out on purpose: printsupport (CUPS speaks over internet sockets,
FORMATS K1; pages go to a PDF on Linux), tls and networkinformation (nothing fetches), image formats that no pack may
hold (D5), OpenGL and Vulkan (everything is painted with the raster engine), styles (Fusion is built in)."""

EXCLUDED_MODULES = (
    # Arrives through PyInstaller's hooks for packages that can use it; nothing here does.
    "numpy",
    # Only python-tuf's fetcher wants it, and reader/packs/tuf_client.py puts another in its place.
    "urllib3",
    # Nothing speaks over a network.
    "ssl",
    "_ssl",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "nntplib",
    "telnetlib",
    "xmlrpc",
    "http.server",
    "wsgiref",
    "socketserver",
    "webbrowser",
    "asyncio",
    "multiprocessing",
    "concurrent.futures.process",
    # Tools of developers.
    "tkinter",
    "_tkinter",
    "turtle",
    "idlelib",
    "test",
    "unittest",
    "doctest",
    "pdb",
    "pydoc",
    "pydoc_data",
    "lib2to3",
    "distutils",
    "setuptools",
    "pkg_resources",
    "pip",
    "ensurepip",
    "venv",
    "pycparser",
    "apsw.shell",
    "apsw.tests",
    "apsw.trace",
    "apsw.speedtest",
    "yaml.cyaml",
    "_pytest",
    "pytest",
    "PyInstaller",
    # Python's own stand-ins for compiled modules that are always there.
    "_pydecimal",
    "_pydatetime",
    "_pyio",
    # Another database than the encrypted one.
    "sqlite3",
    "_sqlite3",
    # The machine that Python was built on, with its paths.
    "_sysconfigdata__linux_x86_64-linux-gnu",
    "_sysconfigdata__linux_aarch64-linux-gnu",
    "_sysconfigdata__x86_64-linux-gnu",
    "_sysconfigdata__aarch64-linux-gnu",
    "_sysconfigdata__darwin_darwin",
)
"""Python modules that stay out even where something names them."""

NOT_ON_WINDOWS = (
    # Brings 5 MB of OpenSSL for hashes that Python computes itself; on Linux it is the system's and costs nothing.
    "_hashlib",
)
"""Python modules that stay out of Windows programs besides."""

SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")

PYTHON_LIBRARY = re.compile(r"^libpython3\.\d+\.so")

_PLUGIN_FOLDER = re.compile(r"(?:^|/)PySide6/(?:Qt/)?plugins/([^/]+)/([^/]+)$")
_TRANSLATION = re.compile(r"(?:^|/)PySide6/(?:Qt/)?(?:translations|resources|qml)/")
_PLUGIN_NAME = re.compile(r"^(?:lib)?(.+?)\.(?:so|dll|dylib)$")
_NEVER = re.compile(r"(?:^|/)(?:opengl32sw|d3dcompiler_47|libGLESv2|libEGL|(?:lib)?Qt6?Network)[^/]*$", re.IGNORECASE)
_UNREAD = re.compile(r"\.(?:pyi|pyx|pxd|c|h|hpp|cpp|typed)$|(?:^|/)[^/]+\.dist-info/")


def posix(name: str) -> str:
    """A name inside the bundle, with the separators of every system made one."""
    return name.replace("\\", "/")


def wanted(name: str) -> bool:
    """Whether a file goes into the bundle, judged by its name in there."""
    name = posix(name)
    plugin = _PLUGIN_FOLDER.search(name)
    if plugin is not None:
        told = _PLUGIN_NAME.match(plugin[2])
        return told is not None and told[1] in PLUGINS.get(plugin[1], set())
    return not (_TRANSLATION.search(name) or _NEVER.search(name) or _UNREAD.search(name))


def from_the_system(source: str) -> bool:
    """Whether a Linux library belongs to the system, which keeps it patched; packages depend on it instead.

    Python's own library and its compiled modules are ours, even where this Python is the system's.
    """
    source = posix(source)
    if not source.startswith(SYSTEM_FOLDERS):
        return False
    return not PYTHON_LIBRARY.match(PurePosixPath(source).name) and "/lib-dynload/" not in source


def reachable(roots: Iterable[str], files: Mapping[str, str], needs: Callable[[str], Iterable[str]]) -> set[str]:
    """Names of the libraries that something in the bundle really loads.

    Args:
        roots: names in the bundle that are loaded by name: extension modules, plugins.
        files: name in the bundle to its source, for everything that may be in it.
        needs: the sources (or plain file names) that the file at a source links to.

    Returns:
        The roots, and the names of everything they link to, directly or not.
    """
    by_file: dict[str, list[str]] = {}
    for name in files:
        by_file.setdefault(PurePosixPath(posix(name)).name.lower(), []).append(name)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found or name not in files:
            continue
        found.add(name)
        for needed in needs(files[name]):
            waiting += by_file.get(PurePosixPath(posix(needed)).name.lower(), [])
    return found
