"""Sections cut into passages, the unit of search (FORMATS D4)."""

from collections.abc import Iterator

from reader.library.model import PARAGRAPH_BREAK, Briefing, CalloutKind, Paragraph, Passage, Section

PASSAGE_CHARACTERS = 1_500
"""A section longer than this is split at paragraph borders."""


def passages(briefing: Briefing) -> tuple[Passage, ...]:
    """The passages of a document in order. A document without text has one, empty: its title is still findable."""
    found = tuple(
        _passage(briefing.key, section, part) for section in briefing.sections for part in _parts(section.paragraphs)
    )
    return found or (Passage(briefing.key, "start", "", 0, 0, "", ()),)


def _parts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[Paragraph, ...]]:
    part: list[Paragraph] = []
    length = 0
    for paragraph in paragraphs:
        if part and length + len(paragraph.text) > PASSAGE_CHARACTERS:
            yield tuple(part)
            part, length = [], 0
        part.append(paragraph)
        length += len(paragraph.text) + len(PARAGRAPH_BREAK)
    if part:
        yield tuple(part)


def _passage(key: str, section: Section, part: tuple[Paragraph, ...]) -> Passage:
    offsets: list[int] = []
    callouts: list[tuple[int, int, CalloutKind]] = []
    position = 0
    for paragraph in part:
        offsets.append(position)
        end = position + len(paragraph.text)
        if paragraph.callout is not None:
            callouts.append((position, end, paragraph.callout))
        position = end + len(PARAGRAPH_BREAK)
    return Passage(
        document=key,
        section=section.id,
        heading=section.title,
        first=part[0].number,
        last=part[-1].number,
        text=PARAGRAPH_BREAK.join(paragraph.text for paragraph in part),
        offsets=tuple(offsets),
        callouts=tuple(callouts),
    )
