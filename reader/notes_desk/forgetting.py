"""Documents that had to be removed (FORMATS P11), as far as a notebook is concerned: quotes masked, backups replaced.

Which were masked is kept inside each notebook, so that one that was locked, restored from a backup or brought on a
stick is masked when it is next opened.
"""

import json
from collections.abc import Container
from contextlib import suppress
from typing import cast

from reader.durable import as_unavailable
from reader.errors import ReaderError
from reader.language import tr
from reader.notebook import retention
from reader.notebook.model import Annotation
from reader.notebook.session import Notebook
from reader.notes_desk import drafts
from reader.notes_desk.desk import KEPT, NotesDesk
from reader.notes_desk.remembered import READING

MASKED = KEPT + "removed"


def forget_removed(desk: NotesDesk) -> int:
    """Mask what quotes removed documents in the open notebook. Returns how many states of notes that changed.

    Older backups go, for they hold the quotes still; where one in a second folder could not be reached, all of it is
    done again at the next opening. Nothing happens while no notebook is open that can be written.

    Raises:
        UnavailableError: the disk will not take it, or an old backup could not be deleted; it is tried again.
    """
    if not desk.can_write:
        return 0
    keys = desk.removed
    done = _masked(desk)
    unfinished = _unfinished(desk, keys)
    if keys <= done and not unfinished:
        return 0
    count = retention.mask_documents(desk.notes, keys)
    for draft in unfinished:
        drafts.keep(desk, draft)
    place = desk.drafts_kept().get(READING, "")
    if any(key in place for key in keys):
        desk.notes.drop_draft(READING)
    failed = _replace_backups(desk.notebook, desk)
    if not failed:
        desk.notes.keep_draft(MASKED, json.dumps(sorted(done | keys)))
    if count:
        desk.tell(keys, collections=True)
    return count


def _unfinished(desk: NotesDesk, keys: Container[str]) -> list[Annotation]:
    """Drafts that quote removed documents, masked; an editor that was open meanwhile may have kept one since."""
    found = [(draft, retention.masked(draft, keys)) for draft in drafts.kept(desk)]
    return [masked for draft, masked in found if isinstance(masked, Annotation) and masked != draft]


def _replace_backups(notebook: Notebook, desk: NotesDesk) -> tuple[ReaderError, ...]:
    if notebook.folder is None:
        return ()
    failed = notebook.forget_in_backups(desk.rules.second)
    # What a restore set aside as unreadable may be readable to someone, some day.
    for file in notebook.folder.glob("*.damaged"):
        with as_unavailable(tr("deleting an old backup"), file):
            file.unlink()
    return failed


def _masked(desk: NotesDesk) -> frozenset[str]:
    with suppress(ValueError, RecursionError):
        held = cast("object", json.loads(desk.drafts_kept().get(MASKED, "[]")))
        if isinstance(held, list):
            return frozenset(key for key in cast("list[object]", held) if isinstance(key, str))
    return frozenset()
