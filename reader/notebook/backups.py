"""Backups (FORMATS N7): one file each, verified by opening, the newest seven kept, in a second folder too if named."""

import contextlib
import datetime as dt
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.durable import TEMPORARY_PREFIX, as_unavailable, fresh_beside, put_in_place
from reader.errors import DamagedError, ReaderError, UnavailableError
from reader.language import tr
from reader.notebook import bundle
from reader.notebook.files import make_private
from reader.notebook.key_file import KeyFile
from reader.notebook.keys import Key
from reader.notebook.store import Database, check_copy

KEPT = 7
"""Backups kept in each folder."""
FOLDER = "backups"
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z)-([a-z-]+)\.notebook")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: its file, when it was made (UTC) and why ("daily", "migration", "restore", "asked")."""

    file: Path
    made: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a backup: the backup, and for each second folder that did not take it, the error."""

    backup: Backup
    failed: tuple[ReaderError, ...] = ()


def make(
    database: Database,
    key: Key,
    keys: KeyFile,
    folder: Path,
    *,
    reason: str,
    now: dt.datetime,
    second: Sequence[Path] = (),
) -> Outcome:
    """Back up the present state into `folder`, verify it, copy it to the second folders, and drop the oldest.

    Older backups are dropped only after the new one was opened and found whole.

    Raises:
        UnavailableError: `folder` will not take it.
        DamagedError: the copy is not whole, which means that the notebook is not.
    """
    make_private(folder)
    copy = folder / "unfinished.db"
    try:
        with as_unavailable(tr("making a backup"), copy):
            copy.unlink(missing_ok=True)
        with database.snapshot():
            database.copy_to(copy, key)
            wanted = database.value("SELECT count(*) FROM changes")
        if check_copy(copy, key) != wanted:
            raise DamagedError(copy, tr("The backup does not hold what the notebook holds"))
        file = _free_name(folder, now, reason)
        bundle.write(file, keys, copy)
        bundle.check(file)
    finally:
        copy.unlink(missing_ok=True)
    _prune(folder)
    failed: list[ReaderError] = []
    for other in second:
        try:
            _copy_to(file, other / keys.created.replace(":", "") / file.name)
        except ReaderError as error:
            failed.append(error)
    return Outcome(Backup(file, now, reason), tuple(failed))


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, newest first; empty where there is no such folder."""
    found: list[Backup] = []
    for file in folder.glob("*" + bundle.SUFFIX) if folder.is_dir() else ():
        match = _NAME.fullmatch(file.name)
        if match:
            made = dt.datetime.strptime(match.group(1), "%Y-%m-%dT%H%M%SZ").replace(tzinfo=dt.UTC)
            found.append(Backup(file, made, match.group(2)))
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.file.name), reverse=True))


def due(folder: Path, now: dt.datetime) -> bool:
    """Whether no backup was made today (UTC), or the newest is dated after today: then a clock was wrong."""
    return all(backup.made.date() != now.astimezone(dt.UTC).date() for backup in listed(folder))


def replace_all(
    database: Database, key: Key, keys: KeyFile, folder: Path, *, now: dt.datetime, second: Sequence[Path] = ()
) -> Outcome:
    """After something was erased: a fresh backup, and every older one deleted, in the second folders as well.

    Raises:
        UnavailableError: an old one could not be deleted, which the person must know.
    """
    outcome = make(database, key, keys, folder, reason="erasure", now=now, second=second)
    for place in (folder, *(other / keys.created.replace(":", "") for other in second)):
        for old in listed(place):
            if old.file.name != outcome.backup.file.name:
                with as_unavailable(tr("deleting an old backup"), old.file):
                    old.file.unlink()
    return outcome


def _prune(folder: Path) -> None:
    for cut_short in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError):
            cut_short.unlink()
    for old in listed(folder)[KEPT:]:
        with as_unavailable(tr("deleting an old backup"), old.file):
            old.file.unlink()


def _free_name(folder: Path, now: dt.datetime, reason: str) -> Path:
    moment = now.astimezone(dt.UTC)
    while True:
        file = folder / f"{moment:%Y-%m-%dT%H%M%SZ}-{reason}{bundle.SUFFIX}"
        if not file.exists():
            return file
        moment += dt.timedelta(seconds=1)


def _copy_to(file: Path, target: Path) -> None:
    """A second copy, verified, in a folder of this notebook's own. Raises UnavailableError or DamagedError."""
    fresh = fresh_beside(target)
    if not target.parent.parent.is_dir():
        raise UnavailableError(tr("making a second backup"), target.parent.parent, tr("there is no such folder"))
    with as_unavailable(tr("making a second backup"), target, fresh):
        target.parent.mkdir(exist_ok=True, mode=0o700)
        shutil.copyfile(file, fresh)
        bundle.check(fresh)
        put_in_place(fresh, target)
    _prune(target.parent)
