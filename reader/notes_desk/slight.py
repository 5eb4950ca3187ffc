"""Notes on the review list whose text changed in punctuation or spelling only (FORMATS N3).

Nothing is guessed: capitals, punctuation, hyphens and accents, and the known national spellings of a word. A letter
that makes another word, a plural, a number or a word more is a change a person must look at.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reader.notebook.anchors import Unsure
from reader.notebook.model import Annotation, Target
from reader.notebook.watched import Cancelled, Progress, watched
from reader.notes_desk import carrying
from reader.notes_desk.carrying import Look
from reader.notes_desk.desk import NotesDesk

_WORD = re.compile(r"[^\W_]+")
_JOINING = re.compile(r"(?<=\w)[-\u2010\u2011'\u2019](?=\w)")


@dataclass(frozen=True, slots=True)
class Slight:
    """A note that may be accepted with others like it: the mark, the edition, and the one place that is the same."""

    annotation: Annotation
    edition: int
    target: Target


def only_slight(before: str, after: str) -> bool:
    """Whether two wordings are the same words, however they are spelt and punctuated."""
    old, new = _words(before), _words(after)
    return len(old) == len(new) and bool(old) and all(map(_same, old, new))


def slight(opened: Look) -> Slight | None:
    """The place to accept for one row, None where there is none or more than one, or where the words differ."""
    if opened.briefing is None or len(opened.annotation.targets) != 1 or not isinstance(opened.outcome, Unsure):
        return None
    part = opened.outcome.parts[0]
    old = part.target
    fits = [
        candidate.target
        for candidate in part.candidates
        if only_slight(old.paragraph, candidate.target.paragraph) and only_slight(old.quote, candidate.target.quote)
    ]
    if len(fits) != 1:
        return None
    return Slight(opened.annotation, opened.briefing.meta.edition, fits[0])


def all_slight(
    desk: NotesDesk, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[Slight, ...]:
    """Every row of the review list that may be accepted so. Reads the documents; may run off the GUI thread.

    Raises CancelledError where `cancelled` says so.
    """
    found = (slight(carrying.look(desk, line)) for line in watched(carrying.waiting(desk), progress, cancelled))
    return tuple(one for one in found if one is not None)


def accept(
    desk: NotesDesk,
    found: Sequence[Slight],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Move them all, as one step of undo. May run off the GUI thread, and tells nobody. Raises as `Notes.move_all`."""
    desk.notes.move_all([(one.annotation, one.edition, one.target) for one in found], progress, cancelled)


def told(desk: NotesDesk, found: Sequence[Slight]) -> None:
    """Say what `accept` changed, on the GUI thread."""
    if found:
        desk.tell({one.annotation.document for one in found})


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _WORD.findall(_JOINING.sub("", bare))


def _same(old: str, new: str) -> bool:
    from reader.search.spelling import variants  # noqa: PLC0415 - only where words differ

    return old == new or new in variants(old) or old in variants(new)
