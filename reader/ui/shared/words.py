"""Phrases that several parts of the window share; each is translated here, once."""

from collections.abc import Iterable, Sequence

from reader.language import current, tr, tr_n
from reader.library.catalogue import Entry, Taxonomy

FACET_FIELDS = {"topics": "topics", "audience": "audience", "stages": "stages", "nation": "nation"}
PROJECT = "project"


def facet_label(facet: str) -> str:
    """The heading of a facet group."""
    return {
        "audience": tr("Audience"),
        "topics": tr("Topic"),
        "stages": tr("Stage of the case"),
        "nation": tr("Nation"),
        "type": tr("Type"),
    }[facet]


def minutes(count: int) -> str:
    """Reading time in short."""
    return tr("{n} min").format(n=count)


def section_title(heading: str) -> str:
    """The title of a passage's section; the text before the first heading has none of its own."""
    return heading or tr("At a glance")


def passages(count: int) -> str:
    """A counted number of passages."""
    return tr_n("{n} passage", "{n} passages", count).format(n=number(count))


def briefings(count: int) -> str:
    """A counted number of briefings."""
    return tr_n("{n} briefing", "{n} briefings", count).format(n=number(count))


def papers(entries: Iterable[Entry]) -> str:
    """Papers and project pages, counted; a part that is nothing is left out."""
    kinds = [entry.meta.type == PROJECT for entry in entries]
    projects, others = sum(kinds), len(kinds) - sum(kinds)
    paper_words = tr_n("{n} paper", "{n} papers", others).format(n=number(others))
    project_words = tr_n("{n} project page", "{n} project pages", projects).format(n=number(projects))
    if others and projects:
        return tr("{papers} and {pages}").format(papers=paper_words, pages=project_words)
    return project_words if projects else paper_words


def items(count: int) -> str:
    """A counted number of rows."""
    return tr_n("{n} item", "{n} items", count).format(n=number(count))


def number(count: int) -> str:
    """Thousands parted as English and Welsh part them."""
    return f"{count:,}"


def labels(taxonomy: Taxonomy, facet: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The labels of `keys` in the language in use."""
    return tuple(taxonomy.label(facet, key, current()) for key in keys)


def keys_of(entry: Entry, facet: str) -> tuple[str, ...]:
    """An entry's keys under `facet`."""
    if facet == "type":
        return (entry.meta.type,)
    return tuple(getattr(entry.meta, FACET_FIELDS[facet]))


def theme_label(name: str) -> str:
    """A choice of the appearance menu."""
    return {
        "system": tr("Follow the system"),
        "light": tr("Light"),
        "dark": tr("Dark"),
        "high-contrast": tr("High contrast"),
    }[name]
