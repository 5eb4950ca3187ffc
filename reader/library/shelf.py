"""The shelf of installed libraries, and one library read from a folder (FORMATS C2, D8, D11)."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.errors import ContentError, LimitError, NotFoundError, UnavailableError
from reader.library import registers as register_files
from reader.library.catalogue import Entry, LibraryInfo
from reader.library.document import Head, parse_body
from reader.library.files import Files, Folder
from reader.library.heads import head_of
from reader.library.limits import LIMITS, ensure
from reader.library.shelf_cache import ShelfCache, cache_name, mark_of, mark_of_sealed

if TYPE_CHECKING:
    from reader.library.model import Briefing, Passage
    from reader.library.reference import Registers

_FIGURE_NAME = r"figures/[a-z0-9-]+\.(svg|png)"
_TYPE_ORDER = {"briefing": 0, "assessment": 1, "guide": 2, "project": 3}
_NEAR = 3
_CACHED_REGISTERS = ("library.toml", "taxonomy.toml")

T = TypeVar("T")


class Target(NamedTuple):
    """A place a person can name: `library/id`, `library/id#section` or `library/id#pN` (FORMATS C, D11)."""

    key: str
    section: str | None = None
    paragraph: int | None = None


class Library:
    """One library. Front matter is known after opening; bodies, registers and figures are read when first asked for.

    Attributes:
        files: where it is read from.
        info: library.toml, with an empty id for a folder without one.
        entries: its documents in recommended order.
        taxonomy: labels of topics, audiences, stages, nations and types.
        development: whether this is a checkout's copy of the bundled library (FORMATS D11).
    """

    def __init__(
        self,
        files: Files | Path,
        *,
        development: bool = False,
        caches: Path | None = None,
        without: Container[str] = (),
    ) -> None:
        """Read the front matter of every document.

        Args:
            files: where the library is.
            development: whether it is a checkout's copy of the bundled library.
            caches: folder that keeps what was read for the next start; None keeps nothing.
            without: keys of documents that are passed over as if they were not there (FORMATS P11).

        Raises:
            UnavailableError: the place is missing or cannot be read.
            LimitError: more documents or bytes than FORMATS D7 allows.
        """
        self.files: Files = Folder(files) if isinstance(files, Path) else files
        self.development = development
        self._without = without
        self._cache = ShelfCache(caches / cache_name(self.files.name) if caches is not None else None)
        self._problems: list[ContentError] = []
        self._heads: dict[str, Head] = {}
        self._briefings: dict[str, Briefing] = {}
        self._registers: Registers | None = None
        self.info, self._order = self._read_info()
        self._read_heads()
        self.entries = self._sorted_entries()
        self.taxonomy = self._register("taxonomy.toml", register_files.taxonomy)
        self._cache.save()

    @property
    def problems(self) -> tuple[ContentError, ...]:
        """Everything that was skipped so far and why."""
        return tuple(self._problems)

    @property
    def registers(self) -> "Registers":
        """All registers, each empty where its file is missing; read once."""
        if self._registers is None:
            self._registers = self._read_registers()
        return self._registers

    def _read_registers(self) -> "Registers":
        from reader.library.reference import Registers  # noqa: PLC0415 - after the first paint

        posts, first = self._register("signposts.toml", register_files.signposts)
        return Registers(
            taxonomy=self.taxonomy,
            abbreviations=self._register("abbreviations.toml", register_files.abbreviations),
            synonyms=self._register("synonyms.toml", register_files.synonyms),
            sources=self._register("sources.toml", register_files.sources),
            signposts=posts,
            signpost_first=first,
        )

    def heads(self) -> tuple[Head, ...]:
        """Front matter of every document, and where its bytes are."""
        return tuple(self._heads.values())

    def head(self, key: str) -> Head:
        """Front matter of a document, and where its bytes are. Raises NotFoundError."""
        try:
            return self._heads[key]
        except KeyError:
            raise NotFoundError(key) from None

    def stamp(self, key: str) -> str:
        """32 hex digits that stand for the document's bytes. Raises NotFoundError."""
        return self.head(key).stamp

    def briefing(self, key: str) -> "Briefing":
        """The parsed document, kept once parsed.

        Raises:
            NotFoundError: this library has no such document.
            LimitError: its body is beyond a limit of FORMATS D7.
            UnavailableError: an installed file is not what was verified any more.
        """
        if key not in self._briefings:
            self._briefings[key] = parse_body(self.head(key), key)
        return self._briefings[key]

    def passages(self, key: str) -> "tuple[Passage, ...]":
        """The document's passages. Not kept: an index holds them. Raises as `briefing`."""
        from reader.library.passages import passages  # noqa: PLC0415 - with the parser, after the first paint

        return passages(self._briefings.get(key) or parse_body(self.head(key), key))

    def asset(self, name: str) -> bytes:
        """A figure's bytes, checked (FORMATS D5). Raises ContentError or UnavailableError."""
        from reader.library.svg import check_figure  # noqa: PLC0415 - pulls in the XML parser, only for figures

        if not re.fullmatch(_FIGURE_NAME, name):
            raise ContentError(name, 0, "figure", "a name like figures/name.svg", "D5")
        data = self.files.read(name, LIMITS.figure_bytes)
        check_figure(data, name)
        return data

    def _register(self, name: str, parse: Callable[[register_files.Reading], T]) -> T:
        mark, reading = self._open_register(name)
        found = parse(reading)
        self._problems.extend(reading.problems)
        if name in _CACHED_REGISTERS and not reading.problems and reading.table:
            self._cache.keep_table(name, mark, reading.table)
        return found

    def _open_register(self, name: str) -> tuple[str, register_files.Reading]:
        """What a register's cached table is known by, and the register: from the cache, the file, or neither."""
        if not self.files.exists(name):
            return "", register_files.Reading(name, {}, "")
        sealed = self.files.sealed(name) if name in _CACHED_REGISTERS else None
        if sealed is not None:
            table = self._cache.table(name, mark_of_sealed(sealed))
            if table is not None:
                return mark_of_sealed(sealed), register_files.Reading(name, table, "")
        data = self.files.read(name, LIMITS.register_bytes)
        mark = mark_of(data) if sealed is None else mark_of_sealed(sealed)
        table = self._cache.table(name, mark)
        if table is not None:
            return mark, register_files.Reading(name, table, data.decode("utf-8-sig"))
        return mark, register_files.open_register(data, name)

    def _read_info(self) -> tuple[LibraryInfo, tuple[str, ...]]:
        if not self.files.exists("library.toml"):
            return LibraryInfo(title=PurePath(self.files.name).name), ()
        return self._register("library.toml", register_files.library_info)

    def _read_heads(self) -> None:
        total = 0
        where = self.info.id or PurePath(self.files.name).name
        for count, name in enumerate(self.files.documents(), start=1):
            ensure(where, 0, "library_documents", count)
            try:
                head, length = head_of(self.files, self._cache, name)
                total += length
                ensure(where, 0, "library_bytes", total)
            except LimitError as problem:
                if problem.limit == "library_bytes":
                    raise
                self._problems.append(problem)
                continue
            except ContentError as problem:
                self._problems.append(problem)
                continue
            except UnavailableError as problem:
                self._problems.append(ContentError(name, 0, "file", f"a readable file ({problem.reason})", "D1"))
                continue
            key = self.info.key(head.meta.id)
            if key in self._without:
                self._cache.forget(name)
            elif key in self._heads:
                other = self._heads[key].file
                self._problems.append(ContentError(name, 2, "id", f"an id of its own; {other} has it", "D2"))
            else:
                self._heads[key] = head

    def _sorted_entries(self) -> tuple[Entry, ...]:
        rank = {self.info.key(identifier): position for position, identifier in enumerate(self._order)}
        withdrawn = self.files.withdrawn()
        newer = {self.info.key(old): key for key, head in self._heads.items() for old in head.meta.supersedes}
        entries = [_entry(key, head, withdrawn, newer.get(key, "")) for key, head in self._heads.items()]
        entries.sort(
            key=lambda entry: (
                rank.get(entry.key, len(rank)),
                _TYPE_ORDER.get(entry.meta.type, 9),
                entry.meta.title.casefold(),
            )
        )
        return tuple(entries)


def _entry(key: str, head: Head, withdrawn: Mapping[str, tuple[str, str]], newer: str) -> Entry:
    if head.meta.id in withdrawn:
        reason, since = withdrawn[head.meta.id]
        return Entry(key, head.meta, head.words, "withdrawn", reason, since, newer)
    return Entry(key, head.meta, head.words, "superseded" if newer else "current", superseded_by=newer)


class Shelf:
    """Every installed library, searched and shown as one.

    Attributes:
        libraries: in the order given.
        entries: their documents, the pinned ones first, then each library's in recommended order.
        pinned: keys of the documents that the organisation wants first ("From your force").
    """

    def __init__(self, libraries: Sequence[Library], pinned: Sequence[str] = ()) -> None:
        """`pinned` are targets as `find` takes them; what no library holds is passed over."""
        self.libraries = tuple(libraries)
        entries = [entry for library in self.libraries for entry in library.entries]
        self._library_of = {entry.key: library for library in self.libraries for entry in library.entries}
        self._entry_of = {entry.key: entry for entry in entries}
        self.pinned = self._held(pinned)
        first = [self._entry_of[key] for key in self.pinned]
        self.entries = (
            (*first, *(entry for entry in entries if entry.key not in self.pinned)) if first else tuple(entries)
        )

    def library_of(self, key: str) -> Library:
        """The library that holds the document. Raises NotFoundError."""
        if key not in self._library_of:
            raise NotFoundError(key, self._near(key))
        return self._library_of[key]

    def entry(self, key: str) -> Entry:
        """The document's row. Raises NotFoundError."""
        self.library_of(key)
        return self._entry_of[key]

    def briefing(self, key: str) -> "Briefing":
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

    def _held(self, names: Sequence[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            with suppress(NotFoundError):
                found[self._key(name)] = None
        return tuple(found)

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
