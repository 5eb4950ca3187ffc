"""Release notes: the part of CHANGELOG.md that a version stands for."""

import re

HEADING = re.compile(r"^## \[?([^\]\s]+)\]?.*$", re.MULTILINE)


def release_notes(changelog: str, version: str) -> str:
    """The entries of `version`; those not released yet where it has none of its own.

    Raises:
        ValueError: the change log has neither.
    """
    starts = list(HEADING.finditer(changelog))
    parts = {
        start[1]: changelog[start.end() : following.start() if following else len(changelog)].strip()
        for start, following in zip(starts, [*starts[1:], None], strict=True)
    }
    for name in (version, "Unreleased"):
        if parts.get(name):
            return f"# Briefing Reader {version}\n\n{parts[name]}\n"
    raise ValueError(version)
