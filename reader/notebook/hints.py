"""A hint while typing that text looks like case data (FORMATS N10). Nothing is stored, sent or logged.

Notes are about briefings, not cases. The hint only asks and never blocks.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_CHARACTERS = 200_000
"""Only this much of a text is looked at, so that typing in a very long note stays quick."""


class HintKind(StrEnum):
    """What a piece of text looks like."""

    CRIME_REFERENCE = "crime-reference"
    BIRTH_DATE = "birth-date"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Hint:
    """Where text looks like case data, in code points."""

    kind: HintKind
    start: int
    end: int


_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = rf"(?:{_DAY}[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d\d|{_DAY}(?:st|nd|rd|th)?\s+{_MONTHS}\s+(?:19|20)?\d\d)"
_BORN = r"\b(?:d\.?o\.?b\.?|date\s+of\s+birth|born(?:\s+on)?|dyddiad\s+geni|ganed)\b"
_NEAR = r"\W{0,3}(?:is\s+|was\s+)?"
# Only with a word that says so: a briefing's own dates are not dates of birth.
_BIRTH_DATE = re.compile(rf"{_BORN}{_NEAR}{_DATE}\b", re.IGNORECASE)
# 01234 567890, 020 7946 0000, 07700 900123, +44 7700 900123; footnote numbers and years are shorter.
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44\s?\(?0?\)?\s?|\(?0)[1-37]\d{1,4}\)?(?:[\s-]?\d{2,4}){2,3}(?![\w])")
# 2018/19 is a year. 42/12345/26, 01DA/1234/26, 12345/26, CR/1234567/26, URN 01 AA 1234 26, "crime ref 2600012345".
_REFERENCE = re.compile(
    r"(?<![\w/])(?:"
    r"[A-Z0-9]{2,5}/\d{3,8}/\d{2,4}"
    r"|(?!(?:19|20)\d\d/)\d{4,8}/\d{2}(?!/)"
    r"|\d{2}[A-Z]{2}\d?/\d{3,6}/\d{2}"
    r"|(?:(?i:crime|custody|occurrence|incident|log|case)\s+(?i:ref(?:erence)?|number|no|record)\.?|(?i:urn|crn|cris|niche))"
    r"\W{0,3}[A-Z0-9][A-Z0-9/\- ]{2,16}\d"
    r")(?![\w/])"
)
_PATTERNS = (
    (HintKind.CRIME_REFERENCE, _REFERENCE),
    (HintKind.BIRTH_DATE, _BIRTH_DATE),
    (HintKind.TELEPHONE, _TELEPHONE),
)
_DIGITS = (10, 13)
"""Fewest and most digits of a telephone number, the country's 44 included."""


def hints(text: str) -> tuple[Hint, ...]:
    """Every place that looks like case data, in order; for notes, tags, titles and saved searches alike."""
    looked_at = text[:MAX_CHARACTERS]
    found = [
        Hint(kind, match.start(), match.end())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(looked_at)
        if kind is not HintKind.TELEPHONE or _DIGITS[0] <= sum(map(str.isdigit, match.group())) <= _DIGITS[1]
    ]
    return tuple(sorted(found, key=lambda hint: (hint.start, hint.end)))
