"""The shelf of installed libraries, and one library read from a folder (FORMATS C2, D8, D11)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reader.errors import ContentError, NotFoundError, UnavailableError
from reader.library import registers as register_files
from reader.library.document import Head, parse_body, read_head
from reader.library.limits import LIMITS, ensure
from reader.library.model import Briefing, Entry, LibraryInfo, Passage, Registers, Taxonomy

_FIGURE_NAME = re.compile(r"figures/[a-z0-9-]+\.(svg|png)")
_TYPE_ORDER = {"briefing": 0, "assessment": 1, "guide": 2, "project": 3}
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Target:
    """A place a person can name: `library/id`, `library/id#section` or `library/id#pN` (FORMATS C, D11)."""

    key: str
    section: str | None = None
    paragraph: int | None = None


class Library:
    """One library. Front matter is read at opening; bodies, registers and figures when first asked for.

    Attributes:
        folder: where it was read from.
        info: library.toml, with an empty id for a folder without one.
        entries: its documents in recommended order.
        development: whether this is a checkout's copy of the bundled library (FORMATS D11).
    """

    def __init__(self, folder: Path, *, development: bool = False) -> None:
        """Read the front matter of every document.

        Raises:
            UnavailableError: the folder is missing or cannot be read.
            LimitError: more documents or bytes than FORMATS D7 allows.
        """
        self.folder = folder
        self.development = development
        self._problems: list[ContentError] = []
        self._heads: dict[str, tuple[Head, str]] = {}
        self._briefings: dict[str, Briefing] = {}
        self._passages: dict[str, tuple[Passage, ...]] = {}
        self.info, self._order = self._read_info()
        self._read_heads()
        self.entries = self._sorted_entries()

    @property
    def problems(self) -> tuple[ContentError, ...]:
        """Everything that was skipped so far and why."""
        return tuple(self._problems)

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """taxonomy.toml alone; the first paint needs no other register."""
        return register_files.taxonomy(self._register("taxonomy.toml"))

    @cached_property
    def registers(self) -> Registers:
        """All registers, each empty where its file is missing."""
        readings = {
            name: self._register(name)
            for name in ("abbreviations.toml", "synonyms.toml", "sources.toml", "signposts.toml")
        }
        posts, first = register_files.signposts(readings["signposts.toml"])
        found = Registers(
            taxonomy=self.taxonomy,
            abbreviations=register_files.abbreviations(readings["abbreviations.toml"]),
            synonyms=register_files.synonyms(readings["synonyms.toml"]),
            sources=register_files.sources(readings["sources.toml"]),
            signposts=posts,
            signpost_first=first,
        )
        self._problems.extend(problem for reading in readings.values() for problem in reading.problems)
        return found

    def head(self, key: str) -> Head:
        """Front matter, body text and stamp of a document. Raises NotFoundError."""
        return self._head(key)[0]

    def stamp(self, key: str) -> str:
        """32 hex digits over the document's bytes as they were read."""
        return self._head(key)[0].stamp

    def briefing(self, key: str) -> Briefing:
        """The parsed document, kept once parsed.

        Raises:
            NotFoundError: this library has no such document.
            LimitError: its body is beyond a limit of FORMATS D7.
        """
        if key not in self._briefings:
            head, file = self._head(key)
            self._briefings[key] = parse_body(head, key, file)
        return self._briefings[key]

    def passages(self, key: str) -> tuple[Passage, ...]:
        """The document's passages. Not kept: an index holds them. Raises as `briefing`."""
        from reader.library.passages import passages  # noqa: PLC0415 - with the parser, after the first paint

        head, file = self._head(key)
        return passages(self._briefings.get(key) or parse_body(head, key, file))

    def asset(self, name: str) -> bytes:
        """A figure's bytes, checked (FORMATS D5). Raises ContentError or UnavailableError."""
        from reader.library.svg import check_figure  # noqa: PLC0415 - pulls in the XML parser, only for figures

        if not _FIGURE_NAME.fullmatch(name):
            raise ContentError(name, 0, "figure", "a name like figures/name.svg", "D5")
        data = _read(self.folder / name, LIMITS.figure_bytes)
        check_figure(data, name)
        return data

    def _head(self, key: str) -> tuple[Head, str]:
        try:
            return self._heads[key]
        except KeyError:
            raise NotFoundError(key) from None

    def _register(self, name: str) -> register_files.Reading:
        file = self.folder / name
        if not file.is_file():
            return register_files.Reading(name, {}, "")
        reading = register_files.open_register(_read(file, LIMITS.document_bytes * 4), name)
        self._problems.extend(reading.problems)
        reading.problems.clear()
        return reading

    def _read_info(self) -> tuple[LibraryInfo, tuple[str, ...]]:
        reading = self._register("library.toml")
        if not reading.table:
            return LibraryInfo(title=self.folder.name), ()
        info, order = register_files.library_info(reading)
        self._problems.extend(reading.problems)
        return info, order

    def _read_heads(self) -> None:
        total = 0
        for count, (file, name) in enumerate(self._files(), start=1):
            ensure(self.folder.name, 0, "library_documents", count)
            try:
                data = _read(file, LIMITS.document_bytes)
                total += len(data)
                ensure(self.folder.name, 0, "library_bytes", total)
                head = read_head(data, name)
            except ContentError as problem:
                self._problems.append(problem)
                continue
            except UnavailableError as problem:
                self._problems.append(ContentError(name, 0, "file", f"a readable file ({problem.reason})", "D1"))
                continue
            key = self.info.key(head.meta.id)
            if key in self._heads:
                other = self._heads[key][1]
                self._problems.append(ContentError(name, 2, "id", f"an id of its own; {other} has it", "D2"))
            else:
                self._heads[key] = (head, name)

    def _files(self) -> Iterator[tuple[Path, str]]:
        briefings = self.folder / "briefings"
        try:
            found = sorted(briefings.glob("*.md")) if briefings.is_dir() else sorted(self.folder.rglob("*.md"))
            if not self.folder.is_dir():
                raise UnavailableError("opening a library", self.folder, "there is no such folder")
        except OSError as error:
            raise UnavailableError("opening a library", self.folder, error.strerror or str(error)) from error
        for file in found:
            # A link could lead out of the folder that was named.
            if file.is_file() and not file.is_symlink():
                yield file, file.relative_to(self.folder).as_posix()

    def _sorted_entries(self) -> tuple[Entry, ...]:
        rank = {self.info.key(identifier): position for position, identifier in enumerate(self._order)}
        entries = [Entry(key, head.meta, head.words) for key, (head, _) in self._heads.items()]
        entries.sort(
            key=lambda entry: (
                rank.get(entry.key, len(rank)),
                _TYPE_ORDER.get(entry.meta.type, 9),
                entry.meta.title.casefold(),
            )
        )
        return tuple(entries)


class Shelf:
    """Every installed library, searched and shown as one."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        self.libraries = tuple(libraries)
        self.entries = tuple(entry for library in self.libraries for entry in library.entries)
        self._library_of = {entry.key: library for library in self.libraries for entry in library.entries}
        self._entry_of = {entry.key: entry for entry in self.entries}

    def library_of(self, key: str) -> Library:
        """The library that holds the document. Raises NotFoundError."""
        if key not in self._library_of:
            raise NotFoundError(key, self._near(key))
        return self._library_of[key]

    def entry(self, key: str) -> Entry:
        """The document's row. Raises NotFoundError."""
        self.library_of(key)
        return self._entry_of[key]

    def briefing(self, key: str) -> Briefing:
        """The parsed document. Raises NotFoundError or LimitError."""
        return self.library_of(key).briefing(key)

    def find(self, target: str) -> Target:
        """The place `target` names: `library/id` or a bare id that is unambiguous, with #section or #pN.

        Raises:
            NotFoundError: no such document, section or paragraph, or a bare id that several libraries have.
        """
        name, _, place = target.strip().partition("#")
        key = self._key(name)
        if not place:
            return Target(key)
        briefing = self.briefing(key)
        number = re.fullmatch(r"p([1-9]\d{0,5})", place)
        if number and int(number.group(1)) <= len(briefing.paragraphs):
            paragraph = briefing.paragraphs[int(number.group(1)) - 1]
            return Target(key, paragraph.section, paragraph.number)
        section = briefing.section(place)
        if section is None:
            raise NotFoundError(target, tuple(f"{key}#{section.id}" for section in briefing.sections))
        return Target(key, section.id, section.paragraphs[0].number if section.paragraphs else None)

    def _key(self, name: str) -> str:
        if name in self._entry_of:
            return name
        matches = [key for key in self._entry_of if key.rpartition("/")[2] == name]
        if len(matches) == 1:
            return matches[0]
        raise NotFoundError(name, tuple(matches) or self._near(name))

    def _near(self, name: str) -> tuple[str, ...]:
        import difflib  # noqa: PLC0415 - only on the way to an error message

        short = {key.rpartition("/")[2]: key for key in self._entry_of}
        close = difflib.get_close_matches(name.rpartition("/")[2], short, n=_NEAR, cutoff=0.5)
        return tuple(short[match] for match in close)


def _read(file: Path, limit: int) -> bytes:
    """At most `limit` + 1 bytes, so that an oversized file is refused by its size and not read whole."""
    try:
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except OSError as error:
        raise UnavailableError("reading a file", file, error.strerror or str(error)) from error
