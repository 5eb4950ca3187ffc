"""What the status bar and the window's title say of the place we are at."""

from reader.language import tr
from reader.library.wording import digest_line
from reader.ui.shared import words
from reader.ui.shared.history import LIBRARY, NOTE_VIEWS, PACK_VIEWS, READER, Place
from reader.ui.window.parts import Parts
from reader.ui.window.sidebar import view_name


def say_place(parts: Parts, place: Place) -> str:
    """Bring the status bar in step with any page but the library; returns the window's title."""
    program = tr("Briefing Reader")
    if place.view == LIBRARY:
        return program
    if place.view == READER:
        return f"{_reader(parts, place)} – {program}"
    if place.view in NOTE_VIEWS or place.view in PACK_VIEWS:
        parts.status.show_digest(shown=False)
        parts.status.show_right((words.items(parts.notes.count),) if place.view in NOTE_VIEWS else ())
        return f"{view_name(place.view)} – {program}"
    return f"{tr('Search')} – {program}"


def _reader(parts: Parts, place: Place) -> str:
    """The document's part of the window's title (FORMATS D10)."""
    meta = parts.desk.entry(place.key).meta
    parts.status.show_digest(shown=meta.is_digest)
    say_reading(parts)
    return f"{meta.title} – {digest_line()}" if meta.is_digest else meta.title


def say_reading(parts: Parts) -> None:
    """Text size and marks, in the status bar of the reader."""
    size = tr("Text {n} pt").format(n=parts.desk.settings.text_size)
    parts.status.show_right((size, *parts.reader.marks_words()))
