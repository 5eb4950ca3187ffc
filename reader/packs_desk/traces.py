"""What must be deleted of installed editions once a document had to be removed (FORMATS P11)."""

from pathlib import Path, PurePosixPath

from reader.notebook.exchange.annotation_json import DOCUMENT
from reader.packs.dropped import drop
from reader.packs.names import LAYERS, document_id
from reader.packs.where import PackPlaces


def drop_traces(places: PackPlaces, removed: frozenset[str]) -> tuple[str, ...]:
    """Delete installed layers that quote removed documents, and such documents in editions kept beside the machine's.

    A signed file cannot be masked and stay what was signed: a layer is gone until its issuer publishes one without the
    quote. A pack that brings the same layer again is installed, and its layer deleted again.

    Returns:
        "library/name" of each.

    Raises:
        UnavailableError: one cannot be deleted.
    """
    marks = {key: (f'{DOCUMENT}{key}"'.encode(), f'"{key}#'.encode()) for key in sorted(removed)}

    def why(library: str, name: str, path: Path) -> str:
        key = f"{library}/{document_id(name)}"
        if key in removed:
            return key
        data = path.read_bytes() if name.startswith(LAYERS) else b""
        return next((key for key, found in marks.items() if any(mark in data for mark in found)), "")

    deleted = drop(places, why) if removed else ()
    return tuple(f"{library}/{PurePosixPath(name).stem}" for library, name in deleted)
