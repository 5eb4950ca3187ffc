"""Protective marking (FORMATS D9): the highest of document, library, policy and notes is in force."""

import re
from collections.abc import Iterable

LEVELS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
"""The markings this program accepts, lowest first."""
_MARKING = r"(OFFICIAL(?:-SENSITIVE)?)(?: (.{1,200}))?"


_ABOVE = r"(?i)(?:^|\W)SECRET(?:\W|$)"


def is_accepted(marking: str) -> bool:
    """Whether the marking is none, or one of LEVELS with or without handling text."""
    return not marking or re.fullmatch(_MARKING, marking) is not None


def is_above(marking: str) -> bool:
    """Whether the marking is SECRET or above: such content has no place here and is refused."""
    return re.search(_ABOVE, marking) is not None


def level(marking: str) -> int:
    """0 for none, then one more for each of LEVELS.

    Anything else counts as the highest level: what cannot be read is not shown as less than it may be.
    """
    match = re.fullmatch(_MARKING, marking.strip())
    if match:
        return LEVELS.index(match.group(1)) + 1
    return len(LEVELS) if marking.strip() else 0


def highest(markings: Iterable[str], handling: str = "") -> str:
    """The marking to show for all of `markings` together, with every handling text once; "" where none is set.

    Args:
        markings: as written, "" for none.
        handling: the organisation's handling text, added where any marking is in force.
    """
    given = [marking.strip() for marking in markings if marking.strip()]
    top = max((level(marking) for marking in given), default=0)
    if not top:
        return ""
    matches = [re.fullmatch(_MARKING, marking) for marking in given]
    texts: list[str] = [match.group(2) or "" for match in matches if match]
    words = [word for word in dict.fromkeys([*texts, handling]) if word]
    return " ".join([LEVELS[top - 1], *words])
