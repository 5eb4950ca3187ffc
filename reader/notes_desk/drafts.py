"""Notes that are being written, as the open notebook keeps them: whole marks with the words typed so far.

A draft stands under its mark's uuid. What cannot be read as one is left alone, and given for none.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from reader.notebook.codec import BadThingError, decode, encode
from reader.notebook.model import Annotation
from reader.notes_desk.desk import NotesDesk


def keep(desk: NotesDesk, draft: Annotation) -> None:
    """Keep a mark with what was typed, in place of its draft before. Raises NotOpenError and as `Notes.keep_draft`."""
    desk.notes.keep_draft(draft.uuid, json.dumps(encode(draft), ensure_ascii=False))


def kept(desk: NotesDesk) -> tuple[Annotation, ...]:
    """Every draft, newest first. Raises NotOpenError."""
    return tuple(_read(desk.drafts().values()))


def draft_of(desk: NotesDesk, uuid: str) -> Annotation | None:
    """The draft of one mark, None where there is none. Raises NotOpenError."""
    text = desk.notes.drafts().get(uuid)
    return next(_read([text] if text is not None else []), None)


def _read(texts: Iterable[str]) -> Iterator[Annotation]:
    for text in texts:
        with suppress(BadThingError, ValueError, RecursionError):
            thing = decode(json.loads(text))
            if isinstance(thing, Annotation):
                yield thing
