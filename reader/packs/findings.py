"""What a check of a library says."""

from dataclasses import dataclass
from enum import StrEnum

from reader.errors import ContentError


class Severity(StrEnum):
    """An error stops publishing; a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: where, what field, what was expected, by which clause."""

    severity: Severity
    problem: ContentError


def error(file: str, line: int, field: str, expected: str, clause: str) -> Finding:
    """An error at a line of a file."""
    return Finding(Severity.ERROR, ContentError(file, line, field, expected, clause))


def warning(file: str, line: int, field: str, expected: str, clause: str) -> Finding:
    """A warning at a line of a file."""
    return Finding(Severity.WARNING, ContentError(file, line, field, expected, clause))
