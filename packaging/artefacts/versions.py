"""Versions of what is compiled into packages, as JSON: run with the interpreter whose packages are frozen.

Nothing of it stands in package metadata, so each is asked of the library itself.
"""

import json
import sys
from importlib.metadata import version


def ask() -> dict[str, str]:
    """The names that `version` in inside.toml may take, and what each stands for here."""
    import apsw  # noqa: PLC0415 - not installed where the tests import this file
    from cryptography.hazmat.backends.openssl import backend  # noqa: PLC0415 - as above
    from pypdfium2.version import PDFIUM_INFO  # noqa: PLC0415 - as above
    from PySide6.QtCore import QLibraryInfo, qVersion  # noqa: PLC0415 - as above

    return {
        "python": sys.version.split()[0],
        "qt": qVersion(),
        "icu": icu(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath)),
        "pyinstaller": version("pyinstaller"),
        "openssl": backend.openssl_version_text().split()[1],
        "sqlite": apsw.sqlite_lib_version(),
        "ciphers": apsw.mc_version.split()[-1],  # pyright: ignore[reportAttributeAccessIssue]  # stubs are plain apsw's
        "pdfium": PDFIUM_INFO.version.split("@")[0],
    }


def icu(folder: str) -> str:
    """The version of the ICU library in a folder, "" where the system's own is used."""
    import ctypes  # noqa: PLC0415 - only asked here
    from pathlib import Path  # noqa: PLC0415 - as above

    for file in sorted(Path(folder).glob("libicuuc.so.*")):
        number = (ctypes.c_uint8 * 4)()
        ctypes.CDLL(str(file))[f"u_getVersion_{file.name.rpartition('.')[2]}"](number)
        return ".".join(map(str, number[:2]))
    return ""


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask()) + "\n")
