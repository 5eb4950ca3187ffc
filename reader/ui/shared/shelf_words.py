"""What the window says of the whole shelf: its subjects, edition, marking, and what was wrong with it at the start."""

from reader.desk import Desk
from reader.language import tr, tr_n
from reader.library.catalogue import Taxonomy, Term
from reader.library.shelf import Shelf


def taxonomy(shelf: Shelf) -> Taxonomy:
    """The taxonomies of all libraries as one; the first library's labels hold where two share a key."""
    facets: dict[str, dict[str, Term]] = {}
    for library in shelf.libraries:
        for facet, terms in library.taxonomy.facets.items():
            known = facets.setdefault(facet, {})
            for term in terms:
                known.setdefault(term.key, term)
    return Taxonomy({facet: tuple(terms.values()) for facet, terms in facets.items()})


def edition(shelf: Shelf) -> str:
    """The library's edition in words; with several, how many there are."""
    if len(shelf.libraries) == 1:
        return tr("Library edition {n}").format(n=shelf.libraries[0].info.edition)
    return tr_n("{n} library", "{n} libraries", len(shelf.libraries)).format(n=len(shelf.libraries))


def signpost_first(shelf: Shelf) -> str:
    """Whom to turn to before any signpost."""
    return next((first for library in shelf.libraries if (first := library.registers.signpost_first)), "")


def starting_problem(desk: Desk) -> str:
    """One message about what could not be read at the start, "" where all could."""
    parts: list[str] = []
    if desk.policies.notices:
        from reader.policy_words import notices_line  # noqa: PLC0415 - only where a policy cannot be read

        parts.append(notices_line(desk.policies))
    if desk.settings_unusable:
        parts.append(_settings_problem(desk.settings_unusable))
    problems = [problem for library in desk.shelf.libraries for problem in library.problems]
    if problems:
        left_out = tr_n("{n} file was left out", "{n} files were left out", len(problems)).format(n=len(problems))
        files = ", ".join(sorted({problem.file for problem in problems})[:3])
        advice = tr("“briefing-reader doctor” says why.")
        parts.append(f"{left_out}: {files}. {tr('Everything else is there.')} {advice}")
    if not desk.shelf.entries:
        parts.append(tr("The library is empty. Reinstall the program, or ask your IT team."))
    return " ".join(parts)


def _settings_problem(names: tuple[str, ...]) -> str:
    if names == ("*",):
        return tr("Your settings could not be read. The usual ones are in use; the file was left as it is.")
    listed = ", ".join(names)
    return tr("Some settings could not be read and have their usual values: {names}.").format(names=listed)
