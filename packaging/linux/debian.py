"""The Debian package: a tree under usr/, the control files that policy asks for, and dpkg-deb; reproducible."""

import gzip
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from devkit.environment import ROOT, clean_environment
from freeze.staging import copy
from linux import tidy, tools

NAME = "briefing-reader"
SHARE = Path(__file__).resolve().parent / "share"
PACK_ICON = "application-vnd.briefing-reader.pack+zip"
PNG_SIZES = ("48", "64", "128", "256")
MAINTAINER = "The Briefing Reader developers <maintainers@briefing-reader.invalid>"
FONTS = "fonts-dejavu-core | fonts-noto-core | fonts-liberation | fonts-liberation2"

DESCRIPTION = """\
 Digests on safeguarding children, for police officers on machines without
 internet: search over passages while typing, numbered paragraphs, footnotes
 to a register of sources, bookmarks, highlights and notes in an encrypted
 notebook, and content packs that are verified before anything is shown.
 .
 It opens no network connection. A digest is neither policy nor the original
 paper, and says so wherever it is shown."""

POSTRM = """\
#!/bin/sh
set -e
# What `pack install --machine` put there comes from this package's own command. Notebooks and settings are in users'
# homes and /etc/briefing-reader is the administrator's: none of them is touched.
if [ "$1" = purge ]; then
    rm -rf /var/lib/briefing-reader
fi
"""

OVERRIDES = """\
# Qt for Python, PDFium and SQLite come in wheels that the lock names by hash; Debian 12 has no versions that fit. The
# notices say what is inside and how to replace Qt, and the SBOM lists every file.
briefing-reader: embedded-library *
# As their authors build and publish them, so that they can be compared with what those publish.
briefing-reader: hardening-no-bindnow *
briefing-reader: hardening-no-fortify-functions *
briefing-reader: hardening-no-pie *
# ICU's data has no code, and Python's own modules find what they need in the program that loads them.
briefing-reader: shared-library-lacks-prerequisites *
# The library's papers are Markdown, and they are what the program shows.
briefing-reader: package-contains-documentation-outside-usr-share-doc *
# The same folder is the portable program, which must carry its licences.
briefing-reader: extra-license-file *
"""


@dataclass(frozen=True, slots=True)
class Build:
    """What a package is made from.

    Attributes:
        version: the program's.
        when: the date of every file, seconds since 1970.
        folder: the frozen folder, tidied, with the notices in it.
        python: interpreter with Qt and the program's packages.
        work: scratch folder.
    """

    version: str
    when: int
    folder: Path
    python: Path
    work: Path


def make(build: Build, out: Path) -> Path:
    """Write the package into `out` and return it. Raises StopError."""
    tree = build.work / "deb"
    if tree.exists():
        shutil.rmtree(tree)
    lay_out(build, tree)
    write_control(build, tree)
    tidy_tree(tree, build.when)
    file = out / f"{NAME}_{build.version}_{architecture()}.deb"
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(build.when)}
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", tree, file]
    tools.run(words, "dpkg-deb", env=env)
    return file


def architecture() -> str:
    """Debian's name for this machine's processor."""
    done = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def lay_out(build: Build, tree: Path) -> None:
    """Put everything where the file system standard wants it."""
    share = tree / "usr" / "share"
    shutil.copytree(build.folder, tree / "usr" / "lib" / NAME, symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    copy(SHARE / "briefing-reader.desktop", share / "applications" / f"{NAME}.desktop")
    copy(SHARE / "briefing-reader.xml", share / "mime" / "packages" / f"{NAME}.xml")
    metainfo = share / "metainfo" / f"{NAME}.metainfo.xml"
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(metainfo_text(build.version, build.when), encoding="utf-8")
    icons(build, share / "icons" / "hicolor")
    manual = share / "man" / "man1" / f"{NAME}.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(packed(manual_page(build)))
    documents(build, share / "doc" / NAME)
    overrides = share / "lintian" / "overrides" / NAME
    overrides.parent.mkdir(parents=True)
    overrides.write_text(OVERRIDES, encoding="utf-8")


def metainfo_text(version: str, when: int) -> str:
    """AppStream's description of the program."""
    date = datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d")
    return (SHARE / "metainfo.xml").read_text(encoding="utf-8").replace("@VERSION@", version).replace("@DATE@", date)


def icons(build: Build, theme: Path) -> None:
    """The program's icon and that of a content pack: as drawn, and in sizes for desktops that want pixels."""
    script = ROOT / "packaging" / "freeze" / "icons.py"
    for source, kind, name in (
        (ROOT / "reader" / "ui" / "looks" / "app.svg", "apps", NAME),
        (SHARE / "briefpack.svg", "mimetypes", PACK_ICON),
    ):
        copy(source, theme / "scalable" / kind / f"{name}.svg")
        drawn = build.work / "icons" / kind
        tools.run([build.python, script, source, drawn, name, *PNG_SIZES], "Drawing icons", env=clean_environment())
        for size in PNG_SIZES:
            copy(drawn / f"{size}x{size}" / f"{name}.png", theme / f"{size}x{size}" / kind / f"{name}.png")


def manual_page(build: Build) -> bytes:
    """The manual page, from the command line's own help."""
    script = Path(__file__).with_name("man_page.py")
    env = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "100"}
    command = [build.python, script, build.version, str(build.when)]
    return subprocess.run(command, env=env, capture_output=True, check=True).stdout


def documents(build: Build, folder: Path) -> None:
    """Change log and copyright, as every package has them."""
    folder.mkdir(parents=True)
    (folder / "changelog.gz").write_bytes(packed(changelog(build.version, build.when).encode()))
    (folder / "copyright").write_text(copyright_text(), encoding="utf-8")
    (folder / "THIRD-PARTY-NOTICES.txt").symlink_to(f"../../../lib/{NAME}/THIRD-PARTY-NOTICES.txt")


def packed(data: bytes) -> bytes:
    """Bytes as gzip, without name or date."""
    return gzip.compress(data, 9, mtime=0)


def maintainer() -> str:
    """Who answers for the package: BRIEFING_MAINTAINER, "Name <address>", set by whoever publishes it."""
    return os.environ.get("BRIEFING_MAINTAINER", MAINTAINER)


def changelog(version: str, when: int) -> str:
    """Debian's form of "see the release notes"."""
    date = format_datetime(datetime.fromtimestamp(when, UTC))
    return f"{NAME} ({version}) stable; urgency=medium\n\n  * See the release notes.\n\n -- {maintainer()}  {date}\n"


def copyright_text() -> str:
    """Debian's machine-readable copyright file."""
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("MIT License")[2]
    body = licence.partition("developers\n")[2].strip()
    indented = "\n".join(f" {line}" if line.strip() else " ." for line in body.splitlines())
    return f"""\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Briefing Reader
Comment: The programs and libraries of third parties that are inside, with their licences in full, are listed in
 /usr/lib/{NAME}/THIRD-PARTY-NOTICES.txt. Qt is used under the GNU LGPL 3, whose text is also in
 /usr/share/common-licenses/LGPL-3.

Files: *
Copyright: 2026 The Briefing Reader developers
License: Expat

Files: usr/lib/{NAME}/_internal/reader/_bundled/*
Copyright: 2026 The Briefing Reader authors
License: CC-BY-4.0

License: Expat
{indented}

License: CC-BY-4.0
 You may share and adapt the material for any purpose if you give credit, link to the licence and say what you changed.
 The whole text is in /usr/lib/{NAME}/LICENSE-CONTENT.txt.
"""


def write_control(build: Build, tree: Path) -> None:
    """The package's own data."""
    folder = tree / "DEBIAN"
    folder.mkdir()
    installed = sum(-(-file.lstat().st_size // 1024) for file in tree.rglob("*") if not file.is_dir())
    control = f"""\
Package: {NAME}
Version: {build.version}
Architecture: {architecture()}
Maintainer: {maintainer()}
Installed-Size: {installed}
Depends: {depends(build, tree)}, {FONTS}
Recommends: xdg-desktop-portal
Section: text
Priority: optional
Description: read, search and bookmark police safeguarding briefings offline
{DESCRIPTION}
"""
    (folder / "control").write_text(control, encoding="utf-8")
    (folder / "postrm").write_text(POSTRM, encoding="utf-8")
    (folder / "md5sums").write_text(md5sums(tree), encoding="utf-8")


def depends(build: Build, tree: Path) -> str:
    """The Debian packages whose libraries the program links to."""
    source = build.work / "shlibs"
    (source / "debian").mkdir(parents=True, exist_ok=True)
    (source / "debian" / "control").write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n")
    inside = tree / "usr" / "lib" / NAME / "_internal"
    places = sorted({file.parent for file in tidy.elf_files(inside)})
    private = [f"-l{place}" for place in places]
    files = [f"-e{file}" for file in tidy.elf_files(tree)]
    words = ["dpkg-shlibdeps", "-O", "--warnings=0", *private, *files]
    done = subprocess.run(words, cwd=source, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise tools.console.StopError(f"dpkg-shlibdeps failed:\n{done.stderr.strip()}")
    return done.stdout.strip().partition("shlibs:Depends=")[2]


def md5sums(tree: Path) -> str:
    """What `dpkg --verify` compares installed files with."""
    files = (file for file in sorted(tree.rglob("*")) if file.is_file() and not file.is_symlink())
    named = ((file.relative_to(tree).as_posix(), file) for file in files)
    return "".join(
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {name}\n"
        for name, file in named
        if not name.startswith("DEBIAN/")
    )


def tidy_tree(tree: Path, when: int) -> None:
    """Modes and dates of everything around the program's folder, which has its own."""
    for file in sorted(tree.rglob("*"), reverse=True):
        if not file.is_symlink() and (tree / "usr" / "lib" / NAME) not in file.parents:
            file.chmod(0o755 if file.is_dir() or file.name == "postrm" else 0o644)
        os.utime(file, (when, when), follow_symlinks=False)
