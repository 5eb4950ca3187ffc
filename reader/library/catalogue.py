"""What the shelf shows before any body is parsed: front matter, rows, labels (FORMATS D2, D8)."""

from dataclasses import dataclass, field

WORDS_PER_MINUTE = 200
"""A careful reading speed for professional prose."""


def minutes_for(words: int) -> int:
    """Whole minutes to read `words`, at least 1."""
    return max(1, round(words / WORDS_PER_MINUTE))


@dataclass(frozen=True, slots=True)
class Original:
    """What a digest is about (FORMATS D2)."""

    title: str
    publisher: str = ""
    year: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of `changes`: what an edition changed."""

    edition: int
    kind: str
    urgent: bool
    summary: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry of `see_also`: named, never fetched."""

    title: str
    kind: str = "page"
    address: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A document's front matter, validated (FORMATS D2). Only `id` and `title` are required; dates are ISO text."""

    id: str
    title: str
    type: str = "briefing"
    provenance: str = "local"
    original: Original | None = None
    edition: int = 1
    changes: tuple[Change, ...] = ()
    issued: str = ""
    law_as_at: str = ""
    review_by: str = ""
    language: str = "en"
    translation_of: str = ""
    nation: tuple[str, ...] = ()
    series: str = ""
    audience: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    summary: str = ""
    evidence: str = ""
    content_note: str = ""
    see_also: tuple[Elsewhere, ...] = ()
    marking: str = ""
    supersedes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def is_digest(self) -> bool:
        """Whether FORMATS D10's line must stand wherever this document is shown."""
        return self.provenance == "digest"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the shelf: what is known of a document without parsing its body.

    Attributes:
        key: its name everywhere.
        meta: front matter.
        words: of visible text.
        status: "current", "withdrawn" (FORMATS P10) or "superseded" (another document of the library says so).
        reason: why it is withdrawn, in the publisher's words; "" otherwise.
        since: the day it was withdrawn (ISO); "" otherwise.
        superseded_by: key of the document that takes its place; "" otherwise.
    """

    key: str
    meta: FrontMatter
    words: int
    status: str = "current"
    reason: str = ""
    since: str = ""
    superseded_by: str = ""

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes."""
        return minutes_for(self.words)


@dataclass(frozen=True, slots=True)
class Term:
    """A taxonomy key with its labels by language code."""

    key: str
    labels: dict[str, str]
    about: str = ""

    def label(self, language: str = "en") -> str:
        """The label in `language`, in English where there is none, the key itself at worst."""
        return self.labels.get(language) or self.labels.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Facet name ("topics", "audience", "stages", "nation", "type") to its terms in order."""

    facets: dict[str, tuple[Term, ...]] = field(default_factory=dict[str, tuple[Term, ...]])

    def label(self, facet: str, key: str, language: str = "en") -> str:
        """The label of `key`; the key made readable where the taxonomy does not have it."""
        for term in self.facets.get(facet, ()):
            if term.key == key:
                return term.label(language)
        return key.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """library.toml (FORMATS D8). `id` is "" for a folder of documents without one."""

    id: str = ""
    title: str = ""
    publisher: str = ""
    marking: str = ""
    edition: int = 1
    licence: str = ""
    description: str = ""

    def key(self, document_id: str) -> str:
        """The name of a document of this library everywhere (FORMATS D11)."""
        return f"{self.id}/{document_id}" if self.id else document_id
