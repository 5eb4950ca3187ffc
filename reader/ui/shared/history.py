"""Where the person has been: back and forward over library, search and reader places. No Qt."""

from typing import NamedTuple

LIBRARY, SEARCH, READER = "library", "search", "reader"
NOTES, BOOKMARKS, COLLECTIONS, REVIEW = "notes", "bookmarks", "collections", "review"
NOTE_VIEWS = (NOTES, BOOKMARKS, COLLECTIONS, REVIEW)
"""Pages of the notebook."""
CHANGES, INSTALL, PACKS = "changes", "install", "packs"
PACK_VIEWS = (CHANGES, INSTALL, PACKS)
"""Pages of the content packs."""
ALONE = frozenset({COLLECTIONS, REVIEW, *PACK_VIEWS})
"""Pages with nothing at their right."""
MAX_PLACES = 200
"""Older places fall off the far end."""


class Place(NamedTuple):
    """Something that can be returned to.

    Attributes:
        view: LIBRARY, SEARCH, READER, one of NOTE_VIEWS or of PACK_VIEWS.
        key: the document, for READER and CHANGES.
        section: its section, or None for the top.
        paragraph: its paragraph number, or None.
        query: what was searched for, for SEARCH and for a hit opened from it.
        filters: (facet, key) pairs: ticked in SEARCH, the one browsed in LIBRARY.
    """

    view: str = LIBRARY
    key: str = ""
    section: str | None = None
    paragraph: int | None = None
    query: str = ""
    filters: frozenset[tuple[str, str]] = frozenset()


class History:
    """A line of places with a current one, as in a browser."""

    def __init__(self, start: Place) -> None:
        """`start` is where the window opens."""
        self._places = [start]
        self._at = 0

    @property
    def current(self) -> Place:
        """Where we are."""
        return self._places[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier place."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later place, left by going back."""
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go to a new place; what lay ahead is forgotten."""
        if place == self.current:
            return
        self._places[self._at + 1 :] = [place]
        del self._places[:-MAX_PLACES]
        self._at = len(self._places) - 1

    def update(self, place: Place) -> None:
        """Replace the current place: the same stop, further on (scrolled, typed on)."""
        self._places[self._at] = place

    def back(self) -> Place:
        """The place before; the current one where there is none."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> Place:
        """The place after; the current one where there is none."""
        self._at = min(len(self._places) - 1, self._at + 1)
        return self.current

    def previous(self) -> Place | None:
        """A look at the place before, without going there."""
        return self._places[self._at - 1] if self.can_go_back else None
