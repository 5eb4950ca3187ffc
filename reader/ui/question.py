"""What the search page asks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """Text, ticked (facet, key) filters, and whether only the words as typed count."""

    text: str = ""
    filters: frozenset[tuple[str, str]] = field(default_factory=frozenset[tuple[str, str]])
    literal: bool = False
