"""What third parties wrote of a frozen program: Python packages that really went in, and what inside.toml adds."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

FOLDER = Path(__file__).resolve().parent
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
BUILD_ONLY = {"pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "packaging"}
"""Packages that build the program. PyInstaller's bootloader stands in inside.toml."""

BY_CLASSIFIER = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-2-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: zlib/libpng License": "Zlib",
}
BY_WORDS = {
    "Two-clause BSD license": "BSD-2-Clause",
    "BSD": "BSD-3-Clause",
    "MIT": "MIT",
    "BSD-2-Clause": "BSD-2-Clause",
    "OSI Approved": "any-OSI",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
"""How packages without a licence expression name their licence, in SPDX's terms."""


@dataclass(frozen=True, slots=True)
class Component:
    """One third-party part.

    Attributes:
        name: as its authors write it.
        version: "" where it cannot be told.
        licence: SPDX expression.
        supplier: who made it.
        purl: package URL, "" where there is none.
        texts: (file name, text) of every licence it comes with.
    """

    name: str
    version: str
    licence: str
    supplier: str
    purl: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """What went into a frozen folder: names of modules, and of files relative to _internal (freeze/recipe.py)."""

    modules: frozenset[str]
    files: frozenset[str]


def read_inside(file: Path) -> Inside:
    """What the recipe wrote down."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return Inside(frozenset(told["modules"]), frozenset(told["files"]))


def components(inside: Inside, packages: Path, versions: Mapping[str, str]) -> list[Component]:
    """Everything third parties wrote, by name.

    Args:
        inside: what went in.
        packages: the site-packages it was frozen from.
        versions: what versions.py says.
    """
    dists = {canonical(dist.name): dist for dist in distributions(path=[str(packages)])}
    found = [from_package(dist) for name, dist in dists.items() if name not in BUILD_ONLY and went_in(dist, inside)]
    table = tomllib.loads((FOLDER / "inside.toml").read_text(encoding="utf-8"))["component"]
    there = (entry for entry in table if any(re.search(entry["where"], name) for name in inside.files))
    found += [from_table(entry, versions, dists) for entry in there]
    return sorted(found, key=lambda each: (each.name.lower(), each.version))


def python_versions(python: Path) -> dict[str, str]:
    """What versions.py says in an environment."""
    done = subprocess.run([python, FOLDER / "versions.py"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def went_in(dist: Distribution, inside: Inside) -> bool:
    """Whether any module or library of a package is in the bundle."""
    for file in dist.files or ():
        name = PurePosixPath(file).as_posix()
        if name in inside.files and not LICENCE_FILE.search(name):
            return True
        if name.endswith(".py") and module_of(name) in inside.modules:
            return True
    return False


def module_of(name: str) -> str:
    """The module a file of a package is."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def from_package(dist: Distribution) -> Component:
    """A Python package; its licence texts as it carries them."""
    texts = tuple(licence_texts(dist))
    name = canonical(dist.name)
    if not texts:
        own = FOLDER / "licences" / f"{name}.txt"
        names = [own.name] if own.exists() else ["LGPL-3.0.txt", "GPL-3.0.txt"] if is_qt(name) else []
        texts = tuple((each, text_of(each)) for each in names)
    named = (field(dist, name) for name in ("Author", "Author-email", "Maintainer"))
    author = next(filter(None, named), "")
    supplier = re.sub(r"\s*<[^>]*>", "", author).strip('" ')
    return Component(dist.name, dist.version, licence_of(dist), supplier, f"pkg:pypi/{name}@{dist.version}", texts)


def field(dist: Distribution, name: str) -> str:
    """One field of a package's metadata, "" where it has none."""
    return str(next(iter(dist.metadata.get_all(name) or ()), ""))


def is_qt(name: str) -> bool:
    """Whether a package is part of Qt for Python, which is taken under the LGPL."""
    return name.startswith(("pyside6", "shiboken6"))


def licence_texts(dist: Distribution) -> Iterable[tuple[str, str]]:
    """(name, text) of every licence file in a package's metadata."""
    for file in sorted(dist.files or (), key=str):
        inner = PurePosixPath(file).as_posix().partition(".dist-info/")[2]
        if inner and ("licenses/" in inner or LICENCE_FILE.search(inner)):
            path = Path(str(dist.locate_file(file)))
            if path.is_file():
                yield inner.removeprefix("licenses/"), path.read_text(encoding="utf-8", errors="replace")


def licence_of(dist: Distribution) -> str:
    """A package's licence as an SPDX expression; of several to choose from, Qt's LGPL."""
    if is_qt(canonical(dist.name)):
        return "LGPL-3.0-only"
    told = field(dist, "License-Expression")
    if told:
        return told
    words = field(dist, "License").strip()
    if words in BY_WORDS:
        return BY_WORDS[words]
    for classifier in dist.metadata.get_all("Classifier") or ():
        if classifier in BY_CLASSIFIER:
            return BY_CLASSIFIER[classifier]
    return words or "NOASSERTION"


def from_table(
    entry: Mapping[str, object], versions: Mapping[str, str], dists: Mapping[str, Distribution]
) -> Component:
    """An entry of inside.toml."""
    version = versions[str(entry["version"])]
    names = [str(name) for name in entry.get("text", ())]  # type: ignore[union-attr]
    texts = tuple((name, text_of(name)) for name in names)
    if "package" in entry:
        texts += tuple(licence_texts(dists[str(entry["package"])]))
    purl = str(entry.get("purl", "")).format(version=version)
    return Component(str(entry["name"]), version, str(entry["licence"]), str(entry["supplier"]), purl, texts)


def text_of(name: str) -> str:
    """A file of licences/."""
    return (FOLDER / "licences" / name).read_text(encoding="utf-8")
