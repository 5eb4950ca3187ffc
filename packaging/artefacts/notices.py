"""The third-party notices that travel with the program: what is in it, by whom, under which licence, how to replace Qt.

Every licence text stands in full, once.
"""

from collections.abc import Sequence

from artefacts.components import Component

WIDTH = 100
RULE = "=" * WIDTH

REPLACING = """\
Replacing Qt

Qt {qt} and Qt for Python are used under the GNU Lesser General Public License, version 3. They are not modified and are
linked dynamically: you may use the program with your own version of them.

They are in the folder of the program, {folder} where it is installed:

  Linux    the libraries in _internal/PySide6/Qt/lib, the plug-ins in _internal/PySide6/Qt/plugins.
  Windows  the libraries are _internal\\PySide6\\Qt6*.dll, the plug-ins in _internal\\PySide6\\plugins.

Build Qt {minor} from its source (https://download.qt.io/official_releases/qt/) with the same or a compatible compiler,
and put your libraries in place of those files under the same names. Qt keeps binary compatibility within one minor
version, so a later {minor} release can be put there as it is. Qt for Python (PySide6 and shiboken6) is replaced in the
same way, in _internal/PySide6 and _internal/shiboken6; its source is at
https://download.qt.io/official_releases/QtForPython/.

What changes is that the files no longer match the list of hashes and signatures that came with the program: `doctor`
and `dpkg --verify` will say so, and a rule for application control has to name the new files. The licence gives you the
right to change these libraries for your own use and to reverse engineer for debugging such changes; nothing in the
program's own licence takes that away.
"""


def notices(version: str, parts: Sequence[Component], folder: str) -> str:
    """The text.

    Args:
        version: the program's.
        parts: what third parties wrote, in order.
        folder: where the program is installed, as the text names it.
    """
    qt = next((part.version for part in parts if part.name == "Qt"), "")
    lines = [f"Briefing Reader {version}: third-party notices", "", *table(parts), ""]
    replacing = REPLACING.format(qt=qt, minor=".".join(qt.split(".")[:2]), folder=folder)
    lines += [RULE, "", replacing, RULE, "", "Licence texts", ""]
    for text, users in shared_texts(parts):
        lines += [RULE, *users, "-" * WIDTH, "", text.strip("\n"), ""]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def table(parts: Sequence[Component]) -> list[str]:
    """One line a part."""
    rows = [(part.name, part.version, part.licence, part.supplier) for part in parts]
    widths = [max(len(row[at]) for row in [("", "", "", ""), *rows]) for at in range(3)]
    head = ["Besides its own code (MIT) and library (CC BY 4.0), the program contains:", ""]
    return head + [
        "  " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]


def shared_texts(parts: Sequence[Component]) -> list[tuple[str, list[str]]]:
    """Every licence text once, with the parts (and the file's name there) that it came with, in order."""
    users: dict[str, list[str]] = {}
    for part in parts:
        for name, text in part.texts:
            users.setdefault(text, []).append(f"{part.name} {part.version}: {name}")
    return list(users.items())


def without_text(parts: Sequence[Component]) -> list[str]:
    """Names of parts that come with no licence text: there must be none."""
    return [part.name for part in parts if not part.texts]
