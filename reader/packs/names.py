"""The names a channel may use (FORMATS P2, P5), and what kind of file each names."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from reader.errors import RefusedError
from reader.language import tr
from reader.library.limits import LIMITS
from reader.packs.limits import PACK_LIMITS

CATALOGUE = "catalogue.json"
LIBRARY = "library.toml"
REGISTERS = ("taxonomy.toml", "abbreviations.toml", "synonyms.toml", "sources.toml", "signposts.toml")
DOCUMENTS = "documents/"
LAYERS = "layers/"

# Patterns as text: they are compiled at their first use, which the first paint does not wait for.
_DOCUMENT = r"documents/([a-z0-9-]{3,64})\.md"
_FIGURE = r"figures/([a-z0-9-]{1,100})\.(?:svg|png)"
_LAYER = r"layers/([a-z0-9-]{1,64})\.json"
_DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
"""Names that Windows gives to devices whatever their suffix."""
_METADATA = r"metadata/(?:[1-9]\d{0,8}\.(?:root|snapshot|targets)|timestamp)\.json"
_ROOT = r"metadata/([1-9]\d{0,8})\.root\.json"
_STORED_TARGET = r"targets/((?:[a-z]+/)?)[0-9a-f]{64}\.([^/]+)"


class Kind(StrEnum):
    """What a target is."""

    CATALOGUE = "catalogue"
    LIBRARY = "library"
    REGISTER = "register"
    DOCUMENT = "document"
    FIGURE = "figure"
    LAYER = "layer"


LIMIT_OF = {
    Kind.CATALOGUE: PACK_LIMITS.catalogue_bytes,
    Kind.LIBRARY: LIMITS.register_bytes,
    Kind.REGISTER: LIMITS.register_bytes,
    Kind.DOCUMENT: LIMITS.document_bytes,
    Kind.FIGURE: LIMITS.figure_bytes,
    Kind.LAYER: PACK_LIMITS.layer_bytes,
}
"""Most bytes of a target of each kind."""


def kind_of(name: str, what: str) -> Kind:
    """The kind of a target.

    Args:
        name: the logical name.
        what: the pack, for the refusal.

    Raises:
        RefusedError: FORMATS P5 does not allow the name, or P2 knows no such target.
    """
    if len(name) > PACK_LIMITS.name_characters or PurePosixPath(name).stem in _DEVICES:
        raise refused_name(what, name)
    if name == CATALOGUE:
        return Kind.CATALOGUE
    if name == LIBRARY:
        return Kind.LIBRARY
    if name in REGISTERS:
        return Kind.REGISTER
    for pattern, kind in ((_DOCUMENT, Kind.DOCUMENT), (_FIGURE, Kind.FIGURE), (_LAYER, Kind.LAYER)):
        if re.fullmatch(pattern, name):
            return kind
    raise refused_name(what, name)


def document_id(name: str) -> str:
    """The id in "documents/<id>.md", "" for any other target."""
    match = re.fullmatch(_DOCUMENT, name)
    return match.group(1) if match else ""


def document_name(identifier: str) -> str:
    """The target of a document."""
    return f"{DOCUMENTS}{identifier}.md"


def stored_name(name: str, sha256: str) -> str:
    """Where a channel keeps a target (consistent snapshots put the hash before the file's own name)."""
    folder, slash, base = name.rpartition("/")
    return f"targets/{folder}{slash}{sha256}.{base}"


def root_name(version: int) -> str:
    """Where a channel keeps root metadata of a version."""
    return f"metadata/{version}.root.json"


def root_version(name: str) -> int | None:
    """The version in a root's name, None for any other file."""
    match = re.fullmatch(_ROOT, name)
    return int(match.group(1)) if match else None


def ensure_container_name(name: str, what: str) -> None:
    """Raise RefusedError unless a container may hold a file of this name."""
    if re.fullmatch(_METADATA, name):
        return
    match = re.fullmatch(_STORED_TARGET, name)
    if match is None:
        raise refused_name(what, name)
    kind_of(match.group(1) + match.group(2), what)


def refused_name(what: str, name: str) -> RefusedError:
    """The refusal of a name, shown in a form that no terminal obeys."""
    shown = name[: PACK_LIMITS.name_characters].encode("unicode_escape", "replace").decode("ascii")
    return RefusedError(what, "P5", tr("it holds a file named “{name}”, which is not allowed").format(name=shown))
