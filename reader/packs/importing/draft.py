"""What an importer makes: Markdown, and what a person must look at."""

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Draft:
    """A document on its way in.

    Attributes:
        title: as found, "" where none was.
        body: Markdown without front matter.
        notes: what needs a human eye, in the order it was met; each a whole sentence, translated.
        figures: file name to bytes of pictures that came with it.
    """

    title: str = ""
    body: str = ""
    notes: list[str] = field(default_factory=list[str])
    figures: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def note(self, text: str) -> None:
        """Add a note once."""
        if text not in self.notes:
            self.notes.append(text)


_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LEADING = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|:::|>|\d{1,9}[.)](?=\s)|=+\s*$|~~~)")
_TABLE = re.compile(r"^Table:")


def escaped(text: str) -> str:
    """Running text so that Markdown shows it as it is."""
    text = _SPECIAL.sub(r"\\\1", text)
    match = _LEADING.match(text)
    if match:
        text = f"{match.group(1)}\\{text[match.end(1) :]}" if not match.group(2)[0].isdigit() else _ordinal(text)
    return _TABLE.sub(r"Table\\:", text)


def _ordinal(text: str) -> str:
    """A number and a full stop would start a list."""
    return re.sub(r"^(\s*\d{1,9})([.)])", r"\1\\\2", text)
