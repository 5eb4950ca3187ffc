"""What the registers beside briefings/ hold (FORMATS D8)."""

from dataclasses import dataclass, field

from reader.library.catalogue import Taxonomy


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, what it stands for, and where that was seen (a source id)."""

    short: str
    expansion: str
    source: str = ""
    note: str = ""
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the register of sources (FORMATS D6)."""

    id: str
    title: str
    publisher: str
    year: str
    kind: str
    page: str
    address: str
    checked: str
    status: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where to turn for what the library does not cover (FORMATS D8)."""

    id: str
    words: tuple[str, ...]
    authority: str
    title: str
    purpose: str
    address: str
    number: str
    nation: tuple[str, ...] = ()
    source: str = ""

    @property
    def named(self) -> str:
        """The title and whose it is; one of them where it says both ("Childline" of Childline)."""
        if self.authority.startswith(self.title):
            return self.authority
        return f"{self.title}, {self.authority}"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The field's language for search (FORMATS D8).

    Attributes:
        groups: words and short phrases that are asked for as one.
        see: one-way: a word, and what it also asks for.
        welsh: a Welsh word or mutation, and the English words it asks for.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    see: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    welsh: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Registers:
    """The D8 files of a library, each empty where the file is missing.

    `contacts` are no part of it: lines of the organisation (policy local_contacts) that stand with the signposts.
    """

    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    abbreviations: tuple[Abbreviation, ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms)
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    signposts: tuple[Signpost, ...] = ()
    signpost_first: str = ""
    contacts: tuple[str, ...] = ()
