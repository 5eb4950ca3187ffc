"""catalogue.json: what neither front matter nor library.toml holds (FORMATS P2, P10, P11)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import reader
from reader.errors import RefusedError
from reader.language import tr
from reader.packs.limits import PACK_LIMITS

FORMAT = 1
# Patterns as text: they are compiled at their first use, which the first paint does not wait for.
_ID = r"[a-z0-9-]{3,64}"
_VERSION = r"\d{1,4}\.\d{1,4}\.\d{1,4}"
_DATE = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True, slots=True)
class Notice:
    """A withdrawn or removed document: its id, the publisher's reason, and since when (ISO date)."""

    id: str
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What catalogue.json says.

    Attributes:
        reader: the least version of this program that can show the edition.
        withdrawn: shown as withdrawn, with the reason (P10).
        removed: must not exist any more (P11).
    """

    reader: str = "0.1.0"
    withdrawn: tuple[Notice, ...] = ()
    removed: tuple[Notice, ...] = ()

    def reasons(self) -> dict[str, tuple[str, str]]:
        """Id of each withdrawn document to the reason and the day."""
        return {notice.id: (notice.reason, notice.date) for notice in self.withdrawn}


def to_bytes(catalogue: Catalogue) -> bytes:
    """As JSON; the same catalogue always gives the same bytes."""
    data = {
        "format": FORMAT,
        "reader": catalogue.reader,
        "withdrawn": [_fields(notice) for notice in sorted(catalogue.withdrawn, key=lambda n: n.id)],
        "removed": [_fields(notice) for notice in sorted(catalogue.removed, key=lambda n: n.id)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def read(data: bytes, what: str) -> Catalogue:
    """The catalogue of a pack.

    Args:
        data: catalogue.json.
        what: the pack, for the refusal.

    Raises:
        RefusedError: it is malformed, or asks for a newer version of this program.
    """
    try:
        held: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused(what) from error
    if not isinstance(held, dict):
        raise _refused(what)
    table = cast("dict[str, Any]", held)
    least = table.get("reader", "")
    if not isinstance(least, str) or not re.fullmatch(_VERSION, least):
        raise _refused(what)
    if _numbers(least) > _numbers(reader.__version__):
        reason = tr("it needs version {needed} of this program or newer; this is {version}").format(
            needed=least, version=reader.__version__
        )
        raise RefusedError(what, "P2", reason)
    if table.get("format") != FORMAT:
        raise _refused(what)
    withdrawn = tuple(_notices(table.get("withdrawn"), what))
    removed = tuple(_notices(table.get("removed"), what))
    ids = [notice.id for notice in (*withdrawn, *removed)]
    if len(ids) != len(set(ids)):
        raise _refused(what, tr("its catalogue names a document twice"))
    return Catalogue(least, withdrawn, removed)


def _notices(rows: Any, what: str) -> Iterator[Notice]:
    if not isinstance(rows, list) or len(cast("list[Any]", rows)) > PACK_LIMITS.notices:
        raise _refused(what)
    for row in cast("list[Any]", rows):
        if not isinstance(row, dict):
            raise _refused(what)
        values = [cast("dict[str, Any]", row).get(name) for name in ("id", "reason", "date")]
        if not all(isinstance(value, str) for value in values):
            raise _refused(what)
        identifier, reason, date = cast("list[str]", values)
        known = re.fullmatch(_ID, identifier) and re.fullmatch(_DATE, date) and reason.strip()
        if not known or len(reason) > PACK_LIMITS.reason_characters:
            raise _refused(what)
        yield Notice(identifier, " ".join(reason.split()), date)


def _fields(notice: Notice) -> dict[str, str]:
    return {"id": notice.id, "reason": notice.reason, "date": notice.date}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _refused(what: str, reason: str = "") -> RefusedError:
    return RefusedError(what, "P2", reason or tr("its catalogue is damaged"))
