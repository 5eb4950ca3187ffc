"""Building and updating an index: what has changed since, and only that."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.errors import CancelledError, ReaderError, UnavailableError
from reader.library.model import Passage
from reader.search import store
from reader.search.formula import Averages
from reader.search.manifest import Indexed, Manifest
from reader.search.segment_writer import SegmentWriter
from reader.search.sources import Cancelled, LibraryLike, Progress, Wanted
from reader.search.stems import Marks, Stems
from reader.search.words import words

MOST_SEGMENTS = 8
"""One more update than this rebuilds the whole, so that searches do not slow down."""

LARGEST_UPDATE = 0.25
"""Share of documents changed from which rebuilding the whole is no dearer than patching it."""

SAMPLE = 200
"""Documents read to learn average lengths."""


@dataclass(frozen=True, slots=True)
class Work:
    """How a build reports and stops."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def step(self, done: int, total: int) -> None:
        """Report, and stop if asked to. Raises CancelledError."""
        if self.cancelled is not None and self.cancelled():
            raise CancelledError
        if self.progress is not None:
            self.progress(done, total)


class _Reader:
    """Reads passages of documents, keeping a few that will be needed again.

    Attributes:
        gone: keys of documents whose file cannot be read now, but may be another time.
    """

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self._kept: dict[str, Sequence[Passage]] = {}

    def read(self, document: Wanted, *, keep: bool = False) -> Sequence[Passage]:
        """The passages; one without text where there are none; () for a document that cannot be read."""
        found = self._kept.pop(document.key, None)
        if found is None:
            try:
                found = document.library.passages(document.key) or (Passage(document.key, "start", "", 0, 0, "", ()),)
            except ReaderError as error:
                found = ()
                if isinstance(error, UnavailableError):
                    self.gone.add(document.key)
        if keep:
            self._kept[document.key] = found
        return found


def identity(libraries: Sequence[LibraryLike]) -> tuple[tuple[str, int], ...]:
    """What the manifest says of the libraries it was built from."""
    return tuple((library.info.id, library.info.edition) for library in libraries)


def is_current(manifest: Manifest, libraries: Sequence[LibraryLike], documents: Sequence[Wanted]) -> bool:
    """Whether an index holds exactly these documents in these versions."""
    held = {document.key: document.stamp for document in manifest.documents}
    return manifest.libraries == identity(libraries) and held == {d.key: d.stamp for d in documents}


def in_memory(documents: Sequence[Wanted], work: Work) -> tuple[Any, tuple[Indexed, ...], list[Any]]:
    """(storage, documents, segments) of a whole index that leaves nothing on disk. Raises CancelledError."""
    storage = store.memory_storage()
    segment, indexed, _ = _write(storage, documents, None, 0, work)
    return storage, indexed, [segment]


def whole(
    folder: Path,
    libraries: Sequence[LibraryLike],
    documents: Sequence[Wanted],
    work: Work,
    name: Callable[[dict[str, tuple[int, str]]], str] = lambda _: store.new_generation(),
) -> Manifest:
    """Build everything anew in `folder`; `name` gives the generation's name for its files.

    Raises UnavailableError, CancelledError.
    """
    with store.building(folder) as made:
        storage = store.file_storage(made)
        segment, indexed, averages = _write(storage, documents, None, 0, work)
        store.write_contents(storage, [segment])
        passages = sum(document.count for document in indexed)
        files = store.describe(made, {})
        manifest = Manifest(name(files), identity(libraries), indexed, files, averages, passages)
        store.publish(folder, made, manifest)
    return manifest


def update(
    folder: Path, old: Manifest, libraries: Sequence[LibraryLike], documents: Sequence[Wanted], work: Work
) -> Manifest | None:
    """Bring an index up to date at the cost of the changed documents.

    None where that is not worth it or what is there cannot be read after all: then it is to be built as a whole.
    Raises UnavailableError, CancelledError.
    """
    held = {document.key: document for document in old.documents}
    fresh = [d for d in documents if d.key not in held or held[d.key].stamp != d.stamp]
    stays = {d.key for d in documents} - {d.key for d in fresh}
    source = folder / old.generation
    try:
        segments = store.read_contents(store.file_storage(source))
    except store.DAMAGE:
        return None
    if len(segments) >= MOST_SEGMENTS or len(fresh) > LARGEST_UPDATE * len(documents):
        return None
    for document in old.documents:
        if document.key not in stays:
            for number in range(document.first, document.first + document.count):
                segments[document.segment].delete_document(number)
    with store.building(folder) as made:
        kept = {name: told for name, told in old.files.items() if not name.endswith(store.CONTENTS_EXT)}
        if not store.carry_over(source, made, list(kept)):
            return None
        storage = store.file_storage(made)
        indexed: tuple[Indexed, ...] = ()
        if fresh:
            segment, indexed, _ = _write(storage, fresh, old.averages, len(segments), work)
            segments.append(segment)
        store.write_contents(storage, segments)
        now = {d.key: d for d in (*(d for d in old.documents if d.key in stays), *indexed)}
        ordered = tuple(now[d.key] for d in documents)
        files = store.describe(made, kept)
        manifest = Manifest(store.new_generation(), identity(libraries), ordered, files, old.averages, old.built)
        store.publish(folder, made, manifest)
    return manifest


def _write(
    storage: Any, documents: Sequence[Wanted], averages: Averages | None, segment_number: int, work: Work
) -> tuple[Any, tuple[Indexed, ...], Averages]:
    """Write one segment of `documents`; whatever happens, no file is left open."""
    reader = _Reader()
    averages = averages or measure(documents, reader.read)
    writer = SegmentWriter(storage, averages, Stems(), Marks(), _segment_name(documents, segment_number))
    indexed: list[Indexed] = []
    try:
        for done, document in enumerate(documents):
            work.step(done, len(documents))
            first = writer.count
            passages = reader.read(document)
            writer.add_document(document.entry.meta.title, passages)
            stamp = "" if document.key in reader.gone else document.stamp
            indexed.append(Indexed(document.key, stamp, segment_number, first, len(passages)))
        segment = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    work.step(len(documents), len(documents))
    return segment, tuple(indexed), averages


def _segment_name(documents: Sequence[Wanted], number: int) -> str:
    """A name that the same documents always give; `number` keeps apart what one index may come to hold twice."""
    told = "\n".join([str(number), *(f"{document.key} {document.stamp}" for document in documents)])
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def measure(documents: Sequence[Wanted], read: Callable[..., Sequence[Passage]]) -> Averages:
    """Average lengths over a sample of documents, spread evenly."""
    step = max(1, len(documents) // SAMPLE)
    titles: list[int] = []
    headings: list[int] = []
    bodies: list[int] = []
    for document in documents[::step]:
        titles.append(len(words(document.entry.meta.title)))
        for passage in read(document, keep=True):
            headings.append(len(words(passage.heading)))
            bodies.append(len(words(passage.text)))
    return Averages(_mean(titles), _mean(headings), _mean(bodies))


def _mean(lengths: list[int]) -> float:
    told = [length for length in lengths if length]
    return max(1.0, sum(told) / len(told)) if told else 1.0
