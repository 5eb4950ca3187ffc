"""The words of badges, and what the parts of one window know of how documents stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.language import tr

if TYPE_CHECKING:
    from reader.packs_desk.seen import Seen
    from reader.packs_desk.standing import Standing

ON_HITS = ("withdrawn", "superseded", "changed", "overdue")
"""What is said on a passage: whatever bears on using it."""
COMPARED = ("changed", "updated")


@dataclass(slots=True)
class Standings:
    """Shared by the parts of one window; empty until the room of packs is loaded, a moment after the first paint.

    Attributes:
        held: by key, in the order in which they matter.
        seen: what was read.
        today: the day to judge age by (ISO).
    """

    held: Mapping[str, "tuple[Standing, ...]"] = field(default_factory=dict[str, "tuple[Standing, ...]"])
    seen: "Seen | None" = None
    today: str = ""

    def badges(self, key: str, status: str = "current") -> tuple[str, ...]:
        """The words of a document's badges, the weightiest first; by `status` alone while nothing more is known."""
        held = self.held.get(key)
        if held is None:
            return (label(status),) if label(status) else ()
        return tuple(label(standing) for standing in held)

    def differs(self, key: str) -> bool:
        """Whether there is an edition to compare a document with."""
        return any(standing in COMPARED for standing in self.held.get(key, ()))

    def on_hits(self, key: str) -> tuple[str, ...]:
        """The same for a passage."""
        return tuple(label(standing) for standing in self.held.get(key, ()) if standing in ON_HITS)


def label(standing: str) -> str:
    """A badge's words, "" where there is nothing to say."""
    return {
        "withdrawn": tr("Withdrawn"),
        "superseded": tr("Superseded"),
        "changed": tr("Changed since you read it"),
        "new": tr("New"),
        "updated": tr("Updated"),
        "overdue": tr("Review overdue"),
    }.get(standing, "")
