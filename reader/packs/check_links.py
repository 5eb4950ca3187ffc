"""References that lead nowhere: missing figures, orders and notices that name no document (FORMATS D2, D5, D8)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import cast

from reader.errors import ContentError, RefusedError
from reader.library.catalogue import FrontMatter
from reader.packs.build import read_catalogue
from reader.packs.findings import Finding, Severity, error, warning
from reader.packs.names import kind_of

_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]*")


def link_findings(folder: Path, metas: Mapping[str, FrontMatter], figures: AbstractSet[str]) -> Iterator[Finding]:
    """What points at something that is not there.

    Args:
        folder: the library.
        metas: file name to front matter of every document.
        figures: names of all figures that documents show.
    """
    ids = {meta.id for meta in metas.values()}
    for name in sorted(figures):
        if name and not (folder / name).is_file():
            yield error(name, 0, "figure", "a file of that name; a document shows it", "D5")
    yield from _order(folder, ids)
    yield from _catalogue(folder, ids)
    yield from _names(folder)
    for file, meta in metas.items():
        if meta.translation_of and meta.translation_of not in ids:
            yield error(file, 1, "translation_of", f"an id of this library; {meta.translation_of} is none", "D2")
        addresses = [elsewhere.address for elsewhere in meta.see_also]
        addresses += [meta.original.address] if meta.original is not None else []
        for address in addresses:
            if address and not _ADDRESS.fullmatch(address):
                yield warning(file, 1, "address", f"a whole address like https://example.org/; “{address}”", "D2")


def _order(folder: Path, ids: AbstractSet[str]) -> Iterator[Finding]:
    try:
        order = tomllib.loads((folder / "library.toml").read_text("utf-8-sig")).get("order", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return
    for identifier in cast("list[object]", order) if isinstance(order, list) else ():
        if identifier not in ids:
            yield error("library.toml", 1, "order", f"an id of this library; {identifier} is none", "D8")


def _catalogue(folder: Path, ids: AbstractSet[str]) -> Iterator[Finding]:
    try:
        catalogue = read_catalogue(folder)
    except ContentError as problem:
        yield Finding(Severity.ERROR, problem)
        return
    for notice in catalogue.withdrawn:
        if notice.id not in ids:
            yield error("catalogue.toml", 1, notice.id, "a document that stays, withdrawn; there is none", "P10")
    for notice in catalogue.removed:
        if notice.id in ids:
            yield error("catalogue.toml", 1, notice.id, "no document of that id any more; delete its file", "P11")


def _names(folder: Path) -> Iterator[Finding]:
    """Files that a pack could not carry under their name (P5)."""
    for place, target in (("briefings", "documents"), ("figures", "figures"), ("layers", "layers")):
        for path in sorted((folder / place).glob("*")):
            try:
                kind_of(f"{target}/{path.name}", path.name)
            except RefusedError:
                yield error(f"{place}/{path.name}", 0, "name", "a-z, 0-9 and hyphens, and a known suffix", "P5")
