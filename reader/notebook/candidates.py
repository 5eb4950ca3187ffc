"""Places on the review list: likely ones, best first, never chosen by the program (FORMATS N3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.notebook.layout import Layout, Spot
from reader.notebook.model import Target

MOST = 5
"""Candidates shown for one target."""
LEAST_SCORE = 55.0
"""Likeness, from 0 to 100, below which a paragraph is no candidate."""
MAX_COMPARED = 4_000
"""Code points of a paragraph that likeness is taken over; tables can be far longer than that tells anything."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A likely place: `score` from 0 to 100, and the target as it would be there."""

    score: float
    target: Target


def candidates_for(target: Target, layout: Layout) -> list[tuple[float, Spot | None, Target]]:
    """Likely places as (score, spot, target); for a section target the spot is None and the target is the section."""
    found = list(_sections(target, layout) if not target.fingerprint else _paragraphs(target, layout))
    found.sort(key=lambda row: (-row[0], row[1].paragraph.number if row[1] else 0, row[1].start if row[1] else 0))
    return found[:MOST]


def has_candidates(target: Target, layout: Layout) -> bool:
    """Whether `candidates_for` would give any."""
    if not target.fingerprint:
        return any(True for _ in _sections(target, layout))
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only when something is on the review list

    texts = [paragraph.text[:MAX_COMPARED] for paragraph in layout.paragraphs]
    old = target.paragraph[:MAX_COMPARED]
    like = process.extractOne(old, texts, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE)
    return like is not None or bool(layout.find(target.quote, 1))


def _sections(target: Target, layout: Layout) -> Iterator[tuple[float, Spot | None, Target]]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only when something is on the review list

    for section in layout.briefing.sections:
        score = fuzz.ratio(target.quote.casefold(), section.title.casefold()) if section.title else 0.0
        if section.id == target.section:
            score = max(score, LEAST_SCORE)
        if score >= LEAST_SCORE:
            yield round(score, 1), None, Target(section=section.id, quote=section.title)


def _paragraphs(target: Target, layout: Layout) -> Iterator[tuple[float, Spot | None, Target]]:
    """Every place of the exact quote, and every paragraph that is like the old one."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    exact = {(spot.paragraph.number, spot.start): spot for spot in layout.find(target.quote, MOST * 4)}
    holding = {number for number, _ in exact}
    old = target.paragraph[:MAX_COMPARED]
    for paragraph in layout.paragraphs:
        likeness = fuzz.ratio(old, paragraph.text[:MAX_COMPARED])
        if paragraph.number in holding:
            for (number, _), spot in exact.items():
                if number == paragraph.number:
                    yield round((100.0 + likeness) / 2, 1), spot, target
        elif likeness >= LEAST_SCORE:
            yield round(likeness, 1), _nearest(target, paragraph.text, layout, paragraph.number), target


def _nearest(target: Target, text: str, layout: Layout, number: int) -> Spot:
    """The words of a paragraph that are most like the quote; the whole paragraph where none are."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    paragraph = layout.paragraphs[number - 1]
    whole = Spot(paragraph, 0, len(text))
    if target.quote == target.paragraph or len(target.quote) > len(text):
        return whole
    found = fuzz.partial_ratio_alignment(target.quote, text, score_cutoff=LEAST_SCORE)
    if found is None or found.dest_end <= found.dest_start:
        return whole
    return Spot(paragraph, *_to_words(text, found.dest_start, found.dest_end))


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A range grown to whole words."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
