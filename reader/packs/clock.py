"""The staleness clock: how old an edition is, told without a network and without trusting a clock set back (P7)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.errors import DamagedError
from reader.library.catalogue import Entry
from reader.packs import trust
from reader.packs.editions import Edition
from reader.packs.where import PackPlaces


class Freshness(StrEnum):
    """OVERDUE: past a review date. EXPIRED: the pack could no longer be installed; a newer one should exist."""

    CURRENT = "current"
    OVERDUE = "overdue"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Staleness:
    """How old an edition is.

    Attributes:
        freshness: the worst that holds.
        installed_days: whole days since it was verified.
        expires: the day from which its pack could no longer be installed (ISO).
        overdue: keys of documents past their review date, and that date, earliest first.
        set_back: whether the computer's clock shows a time before one it has shown.
    """

    freshness: Freshness
    installed_days: int
    expires: str
    overdue: tuple[tuple[str, str], ...] = ()
    set_back: bool = False


def time_seen(places: PackPlaces, clock: dt.datetime) -> dt.datetime:
    """The time to judge age by: the clock's, or the latest this computer has shown."""
    try:
        return trust.load(places.trust_file).now(clock)
    except DamagedError:
        return clock


def note_time(places: PackPlaces, clock: dt.datetime) -> None:
    """Remember that this time has been seen; at most one write a day. Nothing where nothing is installed.

    Raises:
        DamagedError: the trust state cannot be read.
        UnavailableError: it cannot be written.
    """
    known = trust.load(places.trust_file)
    if known.latest is not None and clock - known.latest >= dt.timedelta(days=1):
        trust.save(known.with_time(clock), places.trust_file)


def forget_time(places: PackPlaces, clock: dt.datetime) -> None:
    """Take the computer's clock as right, where an earlier wrong one ran ahead: the person's own act.

    Raises:
        DamagedError: the trust state cannot be read.
        UnavailableError: it cannot be written.
    """
    known = trust.load(places.trust_file)
    trust.save(replace(known, latest=clock), places.trust_file)


def staleness(edition: Edition, entries: Iterable[Entry], clock: dt.datetime, seen: dt.datetime) -> Staleness:
    """How old an installed edition is.

    Args:
        edition: the edition.
        entries: its documents.
        clock: the computer's time.
        seen: what `time_seen` says.
    """
    today = seen.date().isoformat()
    late = sorted(
        ((e.key, e.meta.review_by) for e in entries if e.meta.review_by and e.meta.review_by < today),
        key=lambda item: item[1],
    )
    expired = dt.datetime.fromisoformat(edition.expires) <= seen
    worst = Freshness.EXPIRED if expired else (Freshness.OVERDUE if late else Freshness.CURRENT)
    days = (seen - dt.datetime.fromisoformat(edition.verified)).days
    return Staleness(worst, max(0, days), edition.expires[:10], tuple(late), set_back=clock < seen)
