"""What was refused, with a report a person can read (FORMATS P8). There is no "install anyway"."""

import contextlib
import datetime as dt
import hashlib
import json
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from reader import system_log
from reader.durable import remove_tree, replace_file
from reader.errors import RefusedError
from reader.explain import explain
from reader.language import tr
from reader.packs.limits import PACK_LIMITS

_COPY = "refused.quarantined"
"""Named so that nothing opens it."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """A refusal as it was reported.

    Attributes:
        path: the report's text file.
        time: when.
        pack: the place of what was refused.
        clause: of FORMATS.
        reason: in words, for people.
        text: the whole report.
    """

    path: Path
    time: dt.datetime
    pack: str
    clause: str
    reason: str
    text: str


def put(folder: Path, pack: Path, refusal: RefusedError, clock: dt.datetime, *, copy: bool) -> Path | None:
    """Report a refused pack, and keep a copy where it is one file of a reasonable size.

    Args:
        folder: the quarantine.
        pack: what was refused.
        refusal: why.
        clock: when.
        copy: whether to keep a copy at all; never where a document was removed, for the pack may hold it (P11).

    Returns:
        The report's place, None where it could not be written: a full disk must not hide the refusal itself.
    """
    system_log.tell(system_log.Event.REFUSED, clause=refusal.clause)
    place = folder / f"{clock.strftime('%Y%m%dT%H%M%S%f')}Z"
    said = explain(refusal)
    try:
        copied = _copy(pack, place) if copy else ""
        report = {
            "time": clock.isoformat(),
            "pack": str(pack),
            "sha256": copied,
            "clause": refusal.clause,
            "reason": refusal.reason,
        }
        advice = tr("Ask whoever gave you the pack for a fresh copy, and tell IT if that one is refused too.")
        lines = [tr("Refused content pack"), "", said.what, said.kept, advice, "", str(pack), clock.isoformat()]
        replace_file(place / "report.json", json.dumps(report, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
        replace_file(place / "report.txt", ("\n".join(lines) + "\n").encode("utf-8", "replace"))
        for old in sorted(folder.iterdir())[: -PACK_LIMITS.reports]:
            remove_tree(old)
    except OSError as error:
        _log.warning("no quarantine report: %s", error)
        with contextlib.suppress(OSError):
            remove_tree(place)
        return None
    return place / "report.txt"


def listed(folder: Path) -> tuple[Report, ...]:
    """The reports, newest first; one that cannot be read is passed over."""
    found = (_read(file) for file in sorted(folder.glob("*/report.json"), reverse=True))
    return tuple(report for report in found if report is not None)


def _read(file: Path) -> Report | None:
    try:
        held = cast("dict[str, Any]", json.loads(file.read_bytes()))
        text = file.with_name("report.txt").read_text("utf-8")
        moment = dt.datetime.fromisoformat(held["time"])
        return Report(file.with_name("report.txt"), moment, held["pack"], held["clause"], held["reason"], text)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def drop_copies(folder: Path) -> None:
    """Delete every kept copy, not the reports: one of them could hold a document that must not exist (P11)."""
    with contextlib.suppress(OSError):
        for copy in folder.glob(f"*/{_COPY}"):
            copy.unlink(missing_ok=True)


def _copy(pack: Path, place: Path) -> str:
    """Copy a single file; its SHA-256, "" where nothing was copied."""
    if not pack.is_file() or pack.stat().st_size > PACK_LIMITS.quarantined_bytes:
        return ""
    place.mkdir(parents=True, exist_ok=True)
    copy = place / _COPY
    shutil.copyfile(pack, copy)
    return hashlib.sha256(copy.read_bytes()).hexdigest()
