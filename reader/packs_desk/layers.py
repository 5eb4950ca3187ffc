"""Issued layers (FORMATS N6): a unit's signed notes and reading order, read-only and apart from one's own notes.

A layer travels as a target of a channel and is read straight from the installed edition, so the issuer's newer one
takes its place by itself. It is never copied into a notebook: who has none, or has it locked, sees it as well. Its
notes find their places as one's own do (N3), anew for each edition on the shelf and in memory only.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from reader.desk import Desk
from reader.durable import keep_file
from reader.errors import ReaderError, RefusedError, UnavailableError
from reader.language import tr
from reader.library.shelf import Library, Shelf
from reader.notebook import review
from reader.notebook.exchange import incoming
from reader.notebook.model import Annotation, Collection, Status
from reader.notebook.retention import masked
from reader.notes_desk.desk import NotesDesk
from reader.packs.findings import Finding, error
from reader.packs.limits import PACK_LIMITS
from reader.packs_desk.rows import edition_of
from reader.packs_desk.seen import keeps_traces

FILE = "layers.json"
"""Under `Places.state`: ids of the layers that were taken away."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One issued layer.

    Attributes:
        id: "library/name", the same for the issuer's newer one.
        name: as the issuer calls it; also `Annotation.set_name` of its notes.
        issuer: who issued it, in the layer's own words.
        issued: when (ISO date).
        publisher: who signed the channel, as this machine calls them.
        library: title of the library it came with.
        notes: annotations as they were issued, with this layer's name for a set.
        collections: reading orders.
    """

    id: str
    name: str
    issuer: str
    issued: str
    publisher: str
    library: str
    notes: tuple[Annotation, ...]
    collections: tuple[Collection, ...]


class Layers:
    """The layers on the shelf. Reads them when first asked, and again once the shelf has changed."""

    def __init__(self, desk: Desk, notes: NotesDesk) -> None:
        """Stands on both; nothing is ever written into a notebook."""
        self._desk = desk
        self._notes = notes
        self._file: Path = desk.places.state / FILE
        self._shelf: Shelf | None = None
        self._layers: tuple[Layer, ...] = ()
        self._problems: tuple[ReaderError, ...] = ()
        self._placed: dict[str, tuple[Annotation, ...]] = {}
        self._away = _load(self._file) if keeps_traces(notes) else set[str]()

    def every(self) -> tuple[Layer, ...]:
        """All layers on the shelf, those that were taken away too."""
        if self._shelf is not self._desk.shelf:
            self._read()
        return self._layers

    def shown(self) -> tuple[Layer, ...]:
        """Those that were not taken away."""
        return tuple(layer for layer in self.every() if layer.id not in self._away)

    @property
    def problems(self) -> tuple[ReaderError, ...]:
        """Layers that could not be read."""
        self.every()
        return self._problems

    def on(self, document: str) -> tuple[Annotation, ...]:
        """Notes of shown layers that have their place in a document, in the order of its text.

        Raises:
            NotFoundError: no such document.
            LimitError: it cannot be parsed.
        """
        found = [one for one in self._in(document) if one.status is Status.ATTACHED]
        return tuple(sorted(found, key=lambda one: (one.targets[0].number, one.targets[0].start)))

    def unplaced(self, layer: Layer) -> tuple[Annotation, ...]:
        """Notes of a layer whose words the shelf does not hold (any more); shown with their old wording."""
        held = {entry.key for entry in self._desk.shelf.entries}
        found: list[Annotation] = []
        for key in dict.fromkeys(one.document for one in layer.notes):
            if key in held:
                found += [n for n in self._in(key) if n.set_name == layer.name and n.status is not Status.ATTACHED]
            else:
                found += [replace(one, status=Status.GONE) for one in layer.notes if one.document == key]
        return tuple(found)

    def remove(self, layer: Layer) -> None:
        """Take a layer away; the issuer's newer one stays away too, until `bring_back`. It is only hidden."""
        self._away.add(layer.id)
        self._save()

    def bring_back(self, layer: Layer) -> None:
        """Show it again."""
        self._away.discard(layer.id)
        self._save()

    def is_removed(self, layer: Layer) -> bool:
        """Whether it was taken away."""
        return layer.id in self._away

    def _save(self) -> None:
        self._placed.clear()
        if keeps_traces(self._notes):
            with suppress(UnavailableError):
                keep_file(self._file, json.dumps(sorted(self._away)).encode("utf-8"))

    def _read(self) -> None:
        shelf = self._desk.shelf
        layers: list[Layer] = []
        problems: list[ReaderError] = []
        removed = self._notes.removed
        for library in shelf.libraries:
            for name in _names(library):
                try:
                    layers.append(_layer(library, name, removed))
                except ReaderError as problem:
                    problems.append(problem)
        self._layers, self._problems, self._shelf = tuple(layers), tuple(problems), shelf
        self._placed.clear()

    def _in(self, document: str) -> tuple[Annotation, ...]:
        shown = self.shown()
        if document not in self._placed:
            wanted = [one for layer in shown for one in layer.notes if one.document == document]
            self._placed[document] = self._place(wanted, document) if wanted else ()
        return self._placed[document]

    def _place(self, wanted: list[Annotation], document: str) -> tuple[Annotation, ...]:
        carried = review.carry(wanted, {document: self._desk.briefing(document)})
        moved = dict(zip(((o.uuid, o.set_name) for o in carried.before), carried.changed, strict=True))
        return tuple(moved.get((one.uuid, one.set_name), one) for one in wanted)


def layer_findings(folder: Path) -> Iterator[Finding]:
    """What is wrong with the layers of a publisher's folder, for `pack check`."""
    for file in sorted((folder / "layers").glob("*.json")):
        name = f"layers/{file.name}"
        try:
            with file.open("rb") as stream:
                read_layer(stream.read(PACK_LIMITS.layer_bytes + 1), name)
        except OSError as problem:
            yield error(name, 0, "file", f"a readable file ({problem.strerror})", "N6")
        except RefusedError as refusal:
            yield error(name, 0, "layer", refusal.reason, "N6")


def read_layer(data: bytes, name: str) -> incoming.Incoming:
    """A layer's content. Raises RefusedError for what is none, or holds an entry that cannot be taken."""
    found = incoming.read(data)
    if found.layer is None:
        raise RefusedError(name, "N6", tr("it was not made with: notebook export --layer"))
    if found.refused:
        raise RefusedError(name, "N6", found.refused[0].reason)
    return found


def _names(library: Library) -> tuple[str, ...]:
    edition = edition_of(library)
    return edition.layers if edition is not None else ()


def _layer(library: Library, name: str, removed: frozenset[str]) -> Layer:
    found = read_layer(library.files.read(name, PACK_LIMITS.layer_bytes), name)
    issued = found.layer
    assert issued is not None  # noqa: S101 - read_layer saw to it
    things = [replace(masked(thing, removed), set_name=issued.name, deleted="") for thing in found.things]
    edition = edition_of(library)
    return Layer(
        id=f"{library.info.id}/{PurePosixPath(name).stem}",
        name=issued.name,
        issuer=issued.issuer,
        issued=issued.issued,
        publisher=edition.publisher if edition is not None else "",
        library=library.info.title,
        notes=tuple(one for one in things if isinstance(one, Annotation)),
        collections=tuple(one for one in things if isinstance(one, Collection)),
    )


def _load(file: Path) -> set[str]:
    try:
        held: Any = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return set()
    return {str(name) for name in cast("list[Any]", held)} if isinstance(held, list) else set()
