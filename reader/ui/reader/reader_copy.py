"""The text of a document as people want it elsewhere, and as search wants it here."""

from PySide6.QtGui import QTextDocument

from reader.ui.reader.reader_document import PICTURE, DocumentMap

BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\ufdd0": "\n", "\ufdd1": "\n", "\xa0": " "})
NOTHING = str.maketrans("", "", "\0\N{ZERO WIDTH SPACE}")
SEPARATORS = ","
"""What stands between two footnote numbers that follow each other."""
NOT_TEXT = frozenset({"note", "back"})
"""Kinds of links whose text is a number, not words."""


def plain_text(document: QTextDocument, mapped: DocumentMap, start: int, end: int) -> str:
    """The text from `start` to `end` without footnote numbers; a picture is its text alternative."""
    text = searchable(document, mapped, "\0")
    pieces: list[str] = []
    at = start
    for place, _, alternative in mapped.pictures:
        if start <= place < end:
            pieces += [cut(text, at, place), alternative]
            at = place + 1
    pieces.append(cut(text, at, end))
    lines = "".join(pieces).translate(NOTHING).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())


def searchable(document: QTextDocument, mapped: DocumentMap, blank: str = " ") -> str:
    """The whole text with one character a position, breaks as line feeds and every footnote number blanked out.

    Outside the basic plane a character takes two positions in Qt: a blank follows it, so that positions stay true.
    """
    text = document.toRawText().translate(BREAKS)
    if len(text) != document.characterCount() - 1:
        text = "".join(char if ord(char) < 0x10000 else char + blank for char in text)  # noqa: PLR2004 - end of the basic plane
    parts: list[str] = []
    at = 0
    for link in mapped.links:
        if link.kind in NOT_TEXT:
            between = text[at : link.start]
            apart = at and not between.strip(SEPARATORS)
            parts += [blank * len(between) if apart else between, blank * (link.end - link.start)]
            at = link.end
    parts.append(text[at:])
    return "".join(parts)


def cut(text: str, start: int, end: int) -> str:
    """`text` from `start` to `end`, without pictures' place holders."""
    return text[start:end].replace(PICTURE, "")
