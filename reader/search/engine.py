"""The parts of Whoosh that are used, in one place. Whoosh carries no types, so each is Any.

Whoosh imports an HTTP client and an event loop for helpers that nothing here calls. Both would be loaded into a program
that promises never to open a socket, and they would make up most of the time to the first search; so while Whoosh is
being imported, stand-ins take their places.
"""

import functools
import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast


def _unused(*_: object, **__: object) -> None:
    """Stands for a function of the network that is never called."""
    raise NotImplementedError


@contextmanager
def _stand_ins() -> Generator[None]:
    """While the block runs, `urllib.request` and `cached_property` are small local modules, if not yet loaded."""
    request, cached = ModuleType("urllib.request"), ModuleType("cached_property")
    request.__dict__["urlretrieve"] = _unused
    cached.__dict__["cached_property"] = functools.cached_property
    placed = {module.__name__: module for module in (request, cached) if module.__name__ not in sys.modules}
    sys.modules.update(placed)
    try:
        yield
    finally:
        for name, module in placed.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


with _stand_ins():
    from whoosh import columns as _columns  # pyright: ignore[reportMissingTypeStubs] - Whoosh has none, here and below
    from whoosh import fields as _fields  # pyright: ignore[reportMissingTypeStubs]
    from whoosh import formats as _formats  # pyright: ignore[reportMissingTypeStubs]
    from whoosh import index as _index  # pyright: ignore[reportMissingTypeStubs]
    from whoosh import reading as _reading  # pyright: ignore[reportMissingTypeStubs]
    from whoosh.codec import whoosh3 as _whoosh3  # pyright: ignore[reportMissingTypeStubs]
    from whoosh.filedb import filestore as _filestore  # pyright: ignore[reportMissingTypeStubs]
    from whoosh.filedb import structfile as _structfile  # pyright: ignore[reportMissingTypeStubs]
    from whoosh.lang import porter2 as _porter2  # pyright: ignore[reportMissingTypeStubs]

columns: Any = cast("Any", _columns)
fields: Any = cast("Any", _fields)
formats: Any = cast("Any", _formats)
index: Any = cast("Any", _index)
reading: Any = cast("Any", _reading)
whoosh3: Any = cast("Any", _whoosh3)
filestore: Any = cast("Any", _filestore)
structfile: Any = cast("Any", _structfile)
porter2: Any = cast("Any", _porter2)
