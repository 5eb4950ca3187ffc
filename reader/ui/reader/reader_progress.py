"""How far through a briefing a place is: section of sections, and minutes left at a careful reading speed."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from reader.language import tr, tr_n
from reader.library.catalogue import minutes_for
from reader.library.model import Briefing

CHAPTER = 2
"""Heading level that counts as a section in "Section 3 of 7"."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A place in words.

    Attributes:
        index: number of the level-2 section, from 1; 0 before the first.
        sections: level-2 sections there are.
        minutes_left: whole minutes of text from this place on; 0 at the last paragraph.
        fraction: part of the words before this place, 0.0 to 1.0.
    """

    index: int
    sections: int
    minutes_left: int
    fraction: float


@dataclass(frozen=True, slots=True)
class Course:
    """A briefing's words and sections counted once, so that a place costs nothing while scrolling.

    Attributes:
        words_before: words ahead of each paragraph, in order, and the total at the end.
        chapters: number of the first paragraph of each level-2 section, in order.
        count: paragraphs there are.
    """

    words_before: tuple[int, ...]
    chapters: tuple[int, ...]
    count: int

    def at(self, paragraph: int) -> Progress:
        """The progress at paragraph `paragraph` (from 1; anything outside is brought inside)."""
        if not self.count:
            return Progress(0, 0, 0, 1.0)
        number = min(max(paragraph, 1), self.count)
        total = self.words_before[-1]
        before = total if number == self.count else self.words_before[number - 1]
        left = minutes_for(total - before) if before < total else 0
        return Progress(bisect_right(self.chapters, number), len(self.chapters), left, before / total if total else 1.0)


def course(briefing: Briefing) -> Course:
    """Count `briefing` once."""
    paragraphs = briefing.paragraphs
    words = accumulate((len(paragraph.text.split()) for paragraph in paragraphs), initial=0)
    chapters: list[int] = []
    pending = 0
    number = 1
    for section in briefing.sections:
        pending += section.level == CHAPTER
        chapters.extend([number] * pending)
        pending = 0
        number += len(section.paragraphs)
    return Course(tuple(words), tuple(chapters), len(paragraphs))


def where(progress: Progress) -> str:
    """In words: "Section 3 of 7", or "Start" before the first section."""
    if not progress.index:
        return tr("Start")
    return tr("Section {index} of {sections}").format(index=progress.index, sections=progress.sections)


def left(progress: Progress) -> str:
    """In words: "about 8 min left", or "end" at the last paragraph."""
    if not progress.minutes_left:
        return tr("end")
    return tr_n("about {n} min left", "about {n} min left", progress.minutes_left).format(n=progress.minutes_left)
