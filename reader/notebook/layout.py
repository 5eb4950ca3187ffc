"""A document laid out for anchors: one running text, where each paragraph begins, and what is unique in it."""

import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from reader.library.model import Briefing, Paragraph
from reader.notebook.model import CONTEXT_CHARACTERS

BREAK = "\n"
"""Between two paragraphs in the running text, so that context can reach over the border."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A range inside one paragraph, in code points of that paragraph's text."""

    paragraph: Paragraph
    start: int
    end: int


class Layout:
    """What the anchors ask of an edition. Made once for many annotations."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.paragraphs = briefing.paragraphs
        self.text = BREAK.join(paragraph.text for paragraph in self.paragraphs)
        self._starts: list[int] = []
        position = 0
        for paragraph in self.paragraphs:
            self._starts.append(position)
            position += len(paragraph.text) + len(BREAK)
        self._by_fingerprint: dict[str, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            self._by_fingerprint.setdefault(paragraph.fingerprint, []).append(paragraph)

    @cached_property
    def titles(self) -> Counter[str]:
        """How many sections bear each title."""
        return Counter(section.title for section in self.briefing.sections)

    def with_fingerprint(self, fingerprint: str) -> list[Paragraph]:
        """Every paragraph with that fingerprint, in order."""
        return self._by_fingerprint.get(fingerprint, [])

    def find(self, quote: str, most: int, *, before: str | None = None, after: str | None = None) -> list[Spot]:
        """The first `most` places where the quote stands inside one paragraph, overlapping ones included, in order.

        `before` and `after` must be the whole context there, where given: text shorter than CONTEXT_CHARACTERS only
        matches at the document's edge.
        """
        needle = (before or "") + quote + (after or "")
        found: list[Spot] = []
        if not quote or not needle.strip():
            return found
        position = self.text.find(needle)
        while position >= 0 and len(found) < most:
            start = position + len(before or "")
            spot = self._spot(start, start + len(quote))
            if spot is not None and self._context_is(spot, before, after):
                found.append(spot)
            position = self.text.find(needle, position + 1)
        return found

    def _context_is(self, spot: Spot, before: str | None, after: str | None) -> bool:
        found = self.context(spot)
        return before in (None, found[0]) and after in (None, found[1])

    def _spot(self, start: int, end: int) -> Spot | None:
        index = bisect_right(self._starts, start) - 1
        paragraph, base = self.paragraphs[index], self._starts[index]
        if end - base > len(paragraph.text):
            return None
        return Spot(paragraph, start - base, end - base)

    def context(self, spot: Spot) -> tuple[str, str]:
        """The running text before and after a spot, CONTEXT_CHARACTERS each or up to the document's edge."""
        base = self._starts[spot.paragraph.number - 1]
        start, end = base + spot.start, base + spot.end
        return self.text[max(0, start - CONTEXT_CHARACTERS) : start], self.text[end : end + CONTEXT_CHARACTERS]


def same_place(old: str, start: int, end: int, new: str) -> tuple[int, int] | None:
    """Where old[start:end] stands in `new`, a text with the same fingerprint: equal but for blanks and Unicode form.

    None where the characters cannot be told apart one by one (a mark that ends inside a combined character).
    """
    if old == new:
        return start, end
    old_plain, old_at = _plain(old)
    new_plain, new_at = _plain(new)
    if old_plain != new_plain or not old[start:end].strip():
        return None
    inside = [index for index, at in enumerate(old_at) if start <= at < end]
    while inside and old_plain[inside[0]] == " ":
        inside.pop(0)
    while inside and old_plain[inside[-1]] == " ":
        inside.pop()
    if not inside:
        return None
    first, last = new_at[inside[0]], new_at[inside[-1]]
    return first, last + 1


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as fingerprints see it, and for each of its characters the offset in `text` it came from."""
    characters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        for part in unicodedata.normalize("NFKC", character):
            if not part.isspace():
                characters.append(part)
                origins.append(offset)
            elif characters and characters[-1] != " ":
                characters.append(" ")
                origins.append(offset)
    if characters and characters[-1] == " ":
        characters.pop()
        origins.pop()
    return "".join(characters), origins
