"""The files beside briefings/ (FORMATS D8): TOML bytes in, models and complaints out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from reader.errors import ContentError
from reader.library.catalogue import LibraryInfo, Taxonomy, Term

if TYPE_CHECKING:
    from reader.library.reference import Abbreviation, Signpost, Source, Synonyms

FACET_TABLES = {"topics": "topics", "audience": "audiences", "stages": "stages", "nation": "nations", "type": "types"}
"""Front matter field to the table of taxonomy.toml that holds its keys."""
SOURCE_KINDS = ("law", "statutory guidance", "inspection", "statistics", "research", "page")
LEGAL_KINDS = ("law", "statutory guidance")


@dataclass(slots=True)
class Reading:
    """A register being read; complaints gather here so that one slip does not hide the next."""

    file: str
    table: dict[str, Any]
    text: str
    problems: list[ContentError] = field(default_factory=list[ContentError])

    def complain(self, name: str, expected: str, near: str = "") -> None:
        """Note a complaint at the line where `near` stands (the file's first line where it is not found)."""
        at = self.text.find(near) if near else -1
        line = self.text.count("\n", 0, at) + 1 if at >= 0 else 1
        self.problems.append(ContentError(self.file, line, name, expected, "D8"))

    def entries(self, name: str) -> Iterator[dict[str, Any]]:
        """The tables of an array of tables; anything else is complained of."""
        rows = self.table.get(name, [])
        if not isinstance(rows, list):
            self.complain(name, f"entries under [[{name}]]")
            return
        for row in cast("list[Any]", rows):
            if isinstance(row, dict):
                yield cast("dict[str, Any]", row)
            else:
                self.complain(name, f"entries under [[{name}]]")

    def text_of(self, row: dict[str, Any], name: str, *, required: bool = False) -> str:
        """A text field; numbers and dates are taken as they are written."""
        value = row.get(name, "")
        if isinstance(value, (dict, list)) or (required and value == ""):
            self.complain(name, "a text", str(row.get("id") or row.get("short") or ""))
            return ""
        return str(value).strip()

    def texts_of(self, row: dict[str, Any], name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[Any]", value)):
            self.complain(name, "a list of texts")
            return ()
        return tuple(cast("list[str]", value))


def open_register(data: bytes, file: str) -> Reading:
    """Parse a register's TOML; a file that is no TOML gives an empty table and one complaint."""
    import tomllib  # noqa: PLC0415 - a cached register needs no TOML parser

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Reading(file, {}, "", [ContentError(file, 1, "encoding", "UTF-8 text", "D8")])
    try:
        return Reading(file, tomllib.loads(text), text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else 1
        return Reading(file, {}, text, [ContentError(file, line, "TOML", str(error), "D8")])


def library_info(reading: Reading) -> tuple[LibraryInfo, tuple[str, ...]]:
    """library.toml: the library, and the ids of `order` (the recommended order of documents)."""
    table = reading.table
    edition = table.get("edition", 1)
    if type(edition) is not int or edition < 1:
        reading.complain("edition", "a whole number from 1", "edition")
        edition = 1
    identifier = reading.text_of(table, "id", required=True)
    if identifier and not re.fullmatch(r"[a-z0-9-]{3,64}", identifier):
        reading.complain("id", "lower-case letters, digits and hyphens, 3 to 64 characters", "id")
        identifier = ""
    info = LibraryInfo(
        id=identifier,
        title=reading.text_of(table, "title", required=True),
        publisher=reading.text_of(table, "publisher"),
        marking=reading.text_of(table, "marking"),
        edition=edition,
        licence=reading.text_of(table, "licence"),
        description=reading.text_of(table, "description"),
    )
    return info, reading.texts_of(table, "order")


def taxonomy(reading: Reading) -> Taxonomy:
    """taxonomy.toml: a table a facet, a table a key, a label a language."""
    facets: dict[str, tuple[Term, ...]] = {}
    for facet, name in FACET_TABLES.items():
        rows = reading.table.get(name, {})
        if not isinstance(rows, dict):
            reading.complain(name, f"tables like [{name}.key]", name)
            continue
        facets[facet] = tuple(_terms(reading, cast("dict[str, Any]", rows)))
    return Taxonomy(facets)


def _terms(reading: Reading, rows: dict[str, Any]) -> Iterator[Term]:
    for key, row in rows.items():
        if not isinstance(row, dict) or not isinstance(cast("dict[str, Any]", row).get("en"), str):
            reading.complain(key, 'a label: en = "…"', key)
            continue
        fields = cast("dict[str, Any]", row)
        labels = {code: str(text) for code, text in fields.items() if code != "about"}
        yield Term(key, labels, str(fields.get("about", "")))


def abbreviations(reading: Reading) -> "tuple[Abbreviation, ...]":
    """abbreviations.toml."""
    from reader.library.reference import Abbreviation  # noqa: PLC0415 - after the first paint

    return tuple(
        Abbreviation(
            short=reading.text_of(row, "short", required=True),
            expansion=reading.text_of(row, "expansion", required=True),
            source=reading.text_of(row, "source"),
            note=reading.text_of(row, "note"),
            welsh=reading.text_of(row, "welsh"),
        )
        for row in reading.entries("abbreviation")
    )


def sources(reading: Reading) -> "dict[str, Source]":
    """sources.toml by id."""
    from reader.library.reference import Source  # noqa: PLC0415 - after the first paint

    found: dict[str, Source] = {}
    for row in reading.entries("source"):
        identifier = reading.text_of(row, "id", required=True)
        if identifier in found:
            reading.complain("id", f"each id once; {identifier} stands twice", identifier)
        kind = reading.text_of(row, "kind")
        if kind not in SOURCE_KINDS:
            reading.complain("kind", "one of " + ", ".join(SOURCE_KINDS), f'"{identifier}"')
        found[identifier] = Source(
            id=identifier,
            title=reading.text_of(row, "title", required=True),
            publisher=reading.text_of(row, "publisher"),
            year=reading.text_of(row, "year"),
            kind=kind,
            page=reading.text_of(row, "page"),
            address=reading.text_of(row, "address"),
            checked=reading.text_of(row, "checked"),
            status=reading.text_of(row, "status"),
        )
    return found


def signposts(reading: Reading) -> "tuple[tuple[Signpost, ...], str]":
    """signposts.toml: the signposts, and the sentence that comes before them all."""
    from reader.library.reference import Signpost  # noqa: PLC0415 - after the first paint

    found = tuple(
        Signpost(
            id=reading.text_of(row, "id", required=True),
            words=reading.texts_of(row, "words"),
            authority=reading.text_of(row, "authority", required=True),
            title=reading.text_of(row, "title"),
            purpose=reading.text_of(row, "for"),
            address=reading.text_of(row, "address"),
            number=reading.text_of(row, "number"),
            nation=reading.texts_of(row, "nation"),
            source=reading.text_of(row, "source"),
        )
        for row in reading.entries("signpost")
    )
    return found, reading.text_of(reading.table, "first")


def synonyms(reading: Reading) -> "Synonyms":
    """synonyms.toml: [[group]] words, [[see]] word also, [[welsh]] word mutations english."""
    from reader.library.reference import Synonyms  # noqa: PLC0415 - after the first paint

    groups = tuple(reading.texts_of(row, "words") for row in reading.entries("group"))
    see = {reading.text_of(row, "word"): reading.texts_of(row, "also") for row in reading.entries("see")}
    welsh: dict[str, tuple[str, ...]] = {}
    for row in reading.entries("welsh"):
        english = reading.texts_of(row, "english")
        for form in (reading.text_of(row, "word"), *reading.texts_of(row, "mutations")):
            welsh[form] = tuple(dict.fromkeys((*welsh.get(form, ()), *english)))
    return Synonyms(groups, see, welsh)
