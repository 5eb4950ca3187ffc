"""A portable notebook (FORMATS N9): one encrypted file of the user's choice, opened where it lies.

While it is open its parts stand in a folder beside it; closing puts them back into the file in one step and removes the
folder. After a crash the folder is still there, is newer than the file, and is used at the next opening.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reader.durable import as_unavailable, fresh_beside, write_file
from reader.errors import UsageError
from reader.language import tr
from reader.notebook import bundle, key_file
from reader.notebook.files import make_private
from reader.notebook.keys import SlotKind
from reader.notebook.model import Clock, utc_now
from reader.notebook.session import Notebook
from reader.notebook.store import check_copy
from reader.notebook.unlocking import Opener, PlatformLogin, unlock

OPEN_SUFFIX = "-open"
_ORIGIN = "origin"
"""Inside the folder: digest of the database the folder was made from."""


class Portable:
    """An open portable notebook: `notebook` is used as any other, `close` puts it back into its file."""

    def __init__(self, file: Path, folder: Path, notebook: Notebook) -> None:
        self.file = file
        self.notebook = notebook
        self._folder = folder

    def close(self) -> None:
        """Put everything back into the file. Raises UnavailableError; the folder beside it then keeps all of it."""
        if self.notebook.read_only:
            self.notebook.close()
            return
        keys = self.notebook.locked_parts().keys
        self.notebook.close()
        bundle.write(self.file, keys, self._folder / keys.database)
        shutil.rmtree(self._folder, ignore_errors=True)


def save_portable(notebook: Notebook, file: Path) -> None:
    """Write a copy of an open notebook as a portable file; the slot of this log-in stays behind.

    Raises:
        UsageError: it has neither passphrase nor recovery code, so it would not open elsewhere.
        UnavailableError: there is a file of that name, or the disk will not take it.
    """
    held = notebook.locked_parts()
    slots = tuple(slot for slot in held.keys.slots if slot.kind is not SlotKind.PLATFORM)
    if not any(slot.kind in {SlotKind.PASSPHRASE, SlotKind.RECOVERY} for slot in slots):
        raise UsageError(tr("Give the notebook a passphrase or a recovery code first: it opens by those elsewhere."))
    copy = fresh_beside(file.with_name(f"{file.name}.db"))
    with as_unavailable(tr("saving a portable notebook"), file, copy):
        copy.unlink(missing_ok=True)
        if file.exists():
            raise FileExistsError(17, tr("there is a file of that name already"))
    try:
        notebook.database.copy_to(copy, held.key)
        check_copy(copy, held.key)
        bundle.write(file, replace(held.keys, slots=slots, database="notes-1.db").sealed_by(held.key), copy)
    finally:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)


def open_portable(
    file: Path, opener: Opener, *, clock: Clock = utc_now, told: Callable[[Path], None] | None = None
) -> Portable:
    """Open a portable notebook.

    Args:
        file: as `save_portable` wrote it.
        opener: passphrase, recovery code or organisation key.
        clock: gives the time.
        told: called with the file in which work of an earlier session was saved apart, because the notebook's file was
            replaced since.

    Raises as `unlocking.unlock`; what the file holds is unchanged then.
    """
    if isinstance(opener, PlatformLogin):
        raise UsageError(tr("A portable notebook opens by passphrase or recovery code."))
    folder = file.with_name(file.name + OPEN_SUFFIX)
    keys, digest = bundle.read_keys(file)
    if _origin(folder) not in ("", digest):
        saved = _set_apart(file, folder, opener, clock)
        if told is not None:
            told(saved)
    if _origin(folder) != digest:
        shutil.rmtree(folder, ignore_errors=True)
        make_private(folder)
        bundle.extract(file, folder / keys.database)
        key_file.save(folder, keys)
        # Written last: without it the folder is only a half-made copy.
        write_file(folder / _ORIGIN, digest.encode())
    try:
        notebook = unlock(folder, opener, clock=clock, read_only_ok=False, wal=False)
    except UsageError:
        # A wrong passphrase must not leave a folder behind; one with work in it stays.
        if _untouched(folder / keys.database, digest):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return Portable(file, folder, notebook)


def _origin(folder: Path) -> str:
    try:
        return (folder / _ORIGIN).read_text("ascii")[:64]
    except (OSError, UnicodeDecodeError):
        return ""


def _untouched(database: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(database.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _set_apart(file: Path, folder: Path, opener: Opener, clock: Clock) -> Path:
    """Save what an earlier session left into a file of its own. Raises as `unlocking.unlock`."""
    left = unlock(folder, opener, clock=clock, read_only_ok=False, wal=False)
    number = 1
    while (target := file.with_name(f"{file.stem} ({number}){file.suffix}")).exists():
        number += 1
    Portable(target, folder, left).close()
    return target
