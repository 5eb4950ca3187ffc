"""One document's front matter at opening: from the cache where that still holds, else from the file's bytes."""

from functools import partial

from reader.library.document import Head, read_head
from reader.library.files import Files, Sealed
from reader.library.limits import LIMITS
from reader.library.shelf_cache import ShelfCache, mark_of, mark_of_sealed


def head_of(files: Files, cache: ShelfCache, name: str) -> tuple[Head, int]:
    """Front matter, and the file's length in bytes. What was verified before and is known is not read (FORMATS P8).

    Raises:
        UnavailableError: it cannot be read, or is not what was verified any more.
        LimitError: it is larger than FORMATS D7 allows.
        ContentError: as `read_head`.
    """
    sealed = files.sealed(name)
    return _plain(files, cache, name) if sealed is None else (_sealed(files, cache, name, sealed), sealed.length)


def _plain(files: Files, cache: ShelfCache, name: str) -> tuple[Head, int]:
    data = files.read(name, LIMITS.document_bytes)
    mark = mark_of(data)
    cached = cache.head(name, mark)
    head = read_head(data, name) if cached is None else Head(*cached, name, lambda: data)
    if cached is None:
        cache.keep_head(name, mark, head.meta, head.words)
    return head, len(data)


def _sealed(files: Files, cache: ShelfCache, name: str, sealed: Sealed) -> Head:
    """Its text is read when it is opened, compared with its hash then, and not held in the memory until then."""
    mark, read = mark_of_sealed(sealed), partial(files.read, name, LIMITS.document_bytes)
    known = cache.head(name, mark)
    if known is None:
        fresh = read_head(read(), name)
        known = fresh.meta, fresh.words
        cache.keep_head(name, mark, *known)
    return Head(*known, name, read, sealed.sha256)
