"""Describing a marked place, and finding it again in another edition (FORMATS N2, N3). Pure functions.

Automatic only where nothing has to be guessed. What decides must have been unique in the edition the mark was made in
as well as in the new one: with two near-identical paragraphs of which one was removed, the words that are left over
are unique, and still may be the wrong ones.
"""

from dataclasses import dataclass, replace

from reader.library.model import Briefing, Paragraph
from reader.notebook.candidates import Candidate, candidates_for, has_candidates
from reader.notebook.layout import Layout, Spot, same_place
from reader.notebook.model import Certain, Target

MIN_QUOTE = 32
"""A quote this long may re-attach by itself (FORMATS N3), in code points."""


@dataclass(frozen=True, slots=True)
class Selection:
    """From `start` in paragraph number `first` to `end` in paragraph number `last`, in code points."""

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True, slots=True)
class Attached:
    """Every target has its place in the new edition, without a guess."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One target on the review list: `placed` where it found its place, else candidates, best first."""

    target: Target
    placed: Target | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A person must look: at least one target has candidates only."""

    parts: tuple[Part, ...]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those of the first target without a place."""
        return next((part.candidates for part in self.parts if part.placed is None), ())


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing like any of the targets is left."""


Outcome = Attached | Unsure | Gone


def describe(briefing: Briefing, selection: Selection) -> tuple[Target, ...]:
    """The targets of a selection, one a paragraph; blanks at the ends and empty paragraphs are left out.

    Raises:
        ValueError: nothing is selected, or the paragraphs are not of this document.
    """
    layout = Layout(briefing)
    spots: list[Spot] = []
    if not 1 <= selection.first <= selection.last <= len(layout.paragraphs):
        msg = "paragraphs outside the document"
        raise ValueError(msg)
    for paragraph in layout.paragraphs[selection.first - 1 : selection.last]:
        start = selection.start if paragraph.number == selection.first else 0
        end = selection.end if paragraph.number == selection.last else len(paragraph.text)
        spot = _trimmed(paragraph, max(0, start), min(end, len(paragraph.text)))
        if spot is not None:
            spots.append(spot)
    if not spots:
        msg = "nothing selected"
        raise ValueError(msg)
    return tuple(_target(layout, spot) for spot in spots)


def describe_paragraph(briefing: Briefing, number: int) -> tuple[Target, ...]:
    """The target of a whole paragraph. Raises ValueError."""
    return describe(briefing, Selection(number, 0, number, len(briefing.paragraphs[number - 1].text)))


def describe_section(briefing: Briefing, section_id: str) -> tuple[Target, ...]:
    """The target of a section. Raises ValueError where there is none of that id."""
    section = briefing.section(section_id)
    if section is None:
        raise ValueError(section_id)
    alone = Layout(briefing).titles[section.title] == 1
    return (Target(section=section_id, quote=section.title, certain=(Certain.SECTION,) if alone else ()),)


def describe_document() -> tuple[Target, ...]:
    """The target of a whole document; it is never lost while the document is there."""
    return (Target(),)


def _trimmed(paragraph: Paragraph, start: int, end: int) -> Spot | None:
    marked = paragraph.text[start:end]
    if not marked.strip():
        return None
    return Spot(paragraph, start + len(marked) - len(marked.lstrip()), end - len(marked) + len(marked.rstrip()))


def _target(layout: Layout, spot: Spot, certain: tuple[Certain, ...] | None = None) -> Target:
    before, after = layout.context(spot)
    paragraph = spot.paragraph
    return Target(
        section=paragraph.section,
        fingerprint=paragraph.fingerprint,
        number=paragraph.number,
        paragraph=paragraph.text,
        quote=paragraph.text[spot.start : spot.end],
        before=before,
        after=after,
        start=spot.start,
        end=spot.end,
        certain=_certain(layout, spot) if certain is None else certain,
    )


def _certain(layout: Layout, spot: Spot) -> tuple[Certain, ...]:
    """What is unique about a spot in its own edition."""
    quote = spot.paragraph.text[spot.start : spot.end]
    before, after = layout.context(spot)
    found = {
        Certain.PARAGRAPH: len(layout.with_fingerprint(spot.paragraph.fingerprint)) == 1,
        Certain.QUOTE: len(layout.find(quote, 2)) == 1,
        Certain.BEFORE: bool(before.strip()) and len(layout.find(quote, 2, before=before)) == 1,
        Certain.AFTER: bool(after.strip()) and len(layout.find(quote, 2, after=after)) == 1,
    }
    return tuple(word for word, unique in found.items() if unique)


def reattach(targets: tuple[Target, ...], layout: Layout) -> Outcome:
    """Find an annotation's targets in a new edition (FORMATS N3). The annotation itself is not changed."""
    placed = [place(target, layout) for target in targets]
    if all(target is not None for target in placed):
        return Attached(tuple(target for target in placed if target is not None))
    parts = tuple(
        Part(old, new, () if new else tuple(_candidates(old, layout))) for old, new in zip(targets, placed, strict=True)
    )
    if any(part.placed or part.candidates for part in parts):
        return Unsure(parts)
    return Gone()


def standing(targets: tuple[Target, ...], layout: Layout) -> Attached | type[Unsure] | type[Gone]:
    """`reattach` without working out candidates, only whether there are any: for many annotations at once."""
    placed = [place(target, layout) for target in targets]
    if all(target is not None for target in placed):
        return Attached(tuple(target for target in placed if target is not None))
    if any(placed) or any(has_candidates(target, layout) for target in targets):
        return Unsure
    return Gone


def place(target: Target, layout: Layout) -> Target | None:
    """The target in the new edition where FORMATS N3 allows no doubt, else None."""
    if not target.section and not target.fingerprint:
        return target
    if not target.fingerprint:
        return _place_section(target, layout)
    spot = _by_paragraph(target, layout) or _by_quote(target, layout)
    return None if spot is None else _target(layout, spot)


def located(target: Target, layout: Layout) -> Spot | None:
    """Where to paint a target in the edition it is attached to; None for sections, documents and what is not there."""
    if not target.fingerprint:
        return None
    if 1 <= target.number <= len(layout.paragraphs):
        paragraph = layout.paragraphs[target.number - 1]
        if paragraph.text[target.start : target.end] == target.quote and paragraph.fingerprint == target.fingerprint:
            return Spot(paragraph, target.start, target.end)
    return _by_paragraph(target, layout) or _by_quote(target, layout)


def _place_section(target: Target, layout: Layout) -> Target | None:
    if Certain.SECTION not in target.certain or layout.titles[target.quote] != 1:
        return None
    same = next(section for section in layout.briefing.sections if section.title == target.quote)
    return replace(target, section=same.id)


def _by_paragraph(target: Target, layout: Layout) -> Spot | None:
    """N3, first way: the paragraph's fingerprint is unique in both editions."""
    paragraphs = layout.with_fingerprint(target.fingerprint)
    if Certain.PARAGRAPH not in target.certain or len(paragraphs) != 1:
        return None
    span = same_place(target.paragraph, target.start, target.end, paragraphs[0].text)
    return None if span is None else Spot(paragraphs[0], *span)


def _by_quote(target: Target, layout: Layout) -> Spot | None:
    """N3, second and third way: the exact quote, long and unique, or with one side of its context unique."""
    if Certain.QUOTE in target.certain and len(target.quote) >= MIN_QUOTE:
        spots = layout.find(target.quote, 2)
        if len(spots) == 1:
            return spots[0]
    before = layout.find(target.quote, 2, before=target.before) if target.before.strip() else []
    after = layout.find(target.quote, 2, after=target.after) if target.after.strip() else []
    one = before[0] if len(before) == 1 and Certain.BEFORE in target.certain else None
    other = after[0] if len(after) == 1 and Certain.AFTER in target.certain else None
    chosen = one or other
    if chosen is None:
        return None
    # The side that does not decide must not speak for another place.
    here = layout.context(chosen)
    agree = (not before or here[0] == target.before) and (not after or here[1] == target.after)
    return chosen if agree else None


def _candidates(target: Target, layout: Layout) -> list[Candidate]:
    return [
        Candidate(score, _target(layout, spot) if spot else section)
        for score, spot, section in candidates_for(target, layout)
    ]
