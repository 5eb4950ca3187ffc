"""What the search page asks."""

from dataclasses import dataclass, field

MINE = ("mine", "yes")
"""The filter "only my notes": like any other pair, so that going back brings it back."""


@dataclass(frozen=True, slots=True)
class Question:
    """Text, ticked (facet, key) filters, and whether only the words as typed count."""

    text: str = ""
    filters: frozenset[tuple[str, str]] = field(default_factory=frozenset[tuple[str, str]])
    literal: bool = False
