"""The parts of Whoosh that are used, in one place. Whoosh carries no types, so each is Any."""

from typing import Any, cast

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
