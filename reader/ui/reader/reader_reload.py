"""Staying at the same words when a paper is shown anew with other text above or around them."""

from typing import NamedTuple

from PySide6.QtCore import QPoint

from reader.library.model import Briefing
from reader.ui.reader.reading_view import ReadingView


class Held(NamedTuple):
    """What stays where it is.

    Attributes:
        number: of the uppermost paragraph in sight, 0 for none.
        room: how far below the upper edge it begins, in pixels.
        chosen: number of the paragraph that the keyboard was brought to, 0 for none.
    """

    number: int
    room: float
    chosen: int


def hold(view: ReadingView) -> Held:
    """What stands at the upper edge now; nothing at the very top, which stays the top."""
    if not view.verticalScrollBar().value():
        return Held(0, 0.0, view.chosen_paragraph)
    number = view.mapped.paragraph_at(view.cursorForPosition(QPoint(0, 0)).position())
    start = view.mapped.start_of(number)
    if start is None:
        return Held(0, 0.0, view.chosen_paragraph)
    return Held(number, view.top_of(start) - view.verticalScrollBar().value(), view.chosen_paragraph)


def restore(view: ReadingView, held: Held, before: Briefing, after: Briefing) -> None:
    """Bring the same paragraph to the same place, and the keyboard to the paragraph it was at."""
    if held.chosen:
        view.go_to_paragraph(counterpart(before, after, held.chosen), by_keys=view.cursor_shown)
    start = view.mapped.start_of(counterpart(before, after, held.number)) if held.number else None
    view.go_to(start or 0, held.room)


def counterpart(before: Briefing, after: Briefing, number: int) -> int:
    """Number of the paragraph in `after` that stands for paragraph `number` of `before`; 0 where there is none.

    The one with the same text, the nearest where several have it; where the text itself was changed, the one that
    follows what stood before it.
    """
    texts = [paragraph.text for paragraph in before.paragraphs]
    places: dict[str, list[int]] = {}
    for paragraph in after.paragraphs:
        places.setdefault(paragraph.text, []).append(paragraph.number)
    for back in range(number):
        found = places.get(texts[number - 1 - back])
        if found:
            nearest = min(found, key=lambda place: abs(place - number))
            return min(nearest + back, len(after.paragraphs))
    return min(number, len(after.paragraphs))
