"""The fence around Whoosh's unpickling.

Whoosh opens its files by unpickling them. An index is therefore only ever one that this program built and whose files
match the manifest it wrote (`store`); and, as a second fence, nothing but the two classes below can come out of a
pickle, whatever a file says.
"""

import io
import pickle
from types import SimpleNamespace
from typing import Any

from reader.search.engine import columns, formats, index, structfile, whoosh3

ALLOWED = frozenset({("whoosh.codec.whoosh3", "W3Segment"), ("whoosh.codec.whoosh3", "W3Codec")})
"""Every class that our own indexes hold. Anything else in a pickle is an attack or damage."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def load(file: Any, *_: Any, **__: Any) -> Any:
    """What `pickle.load` gives, for allowed classes only. Raises pickle.UnpicklingError."""
    return _Unpickler(file).load()


def loads(data: bytes, *_: Any, **__: Any) -> Any:
    """What `pickle.loads` gives, for allowed classes only. Raises pickle.UnpicklingError."""
    return _Unpickler(io.BytesIO(data)).load()


def raise_fence() -> None:
    """Replace Whoosh's unpickling by ours at each of the five places it has. Calling it again changes nothing."""
    structfile.load_pickle = load
    for part in (whoosh3, formats, columns):
        part.loads = loads
    index.pickle = SimpleNamespace(
        load=load, loads=loads, dump=pickle.dump, dumps=pickle.dumps, PicklingError=pickle.PicklingError
    )
