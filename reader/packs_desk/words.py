"""The words for age, review dates and changes, in one place for window and command line (FORMATS D2, P7, P9)."""

from reader.language import tr, tr_n
from reader.library.wording import long_date
from reader.packs.clock import Freshness, Staleness
from reader.packs.plan import ChangeKind, NoteCount


def kind(change: ChangeKind) -> str:
    """What happens to a document."""
    return {
        ChangeKind.ADDED: tr("added"),
        ChangeKind.UPDATED: tr("updated"),
        ChangeKind.WITHDRAWN: tr("withdrawn"),
        ChangeKind.REMOVED: tr("removed"),
        ChangeKind.DROPPED: tr("no longer there, no reason given"),
    }[change]


def age(staleness: Staleness) -> str:
    """How long ago the edition was installed."""
    days = staleness.installed_days
    if days == 0:
        return tr("installed today")
    return tr_n("installed {n} day ago", "installed {n} days ago", days).format(n=days)


def warning(staleness: Staleness) -> str:
    """What is to be said of an edition's age, "" for nothing. Reading is never blocked."""
    parts: list[str] = []
    if staleness.overdue:
        count = len(staleness.overdue)
        text = tr_n(
            "{n} document is past its review date (the first since {date}).",
            "{n} documents are past their review date (the first since {date}).",
            count,
        )
        parts.append(text.format(n=count, date=long_date(staleness.overdue[0][1])))
    if staleness.freshness is Freshness.EXPIRED:
        date = long_date(staleness.expires)
        parts.append(tr("This edition's signatures ran out on {date}; a newer edition should exist.").format(date=date))
    if staleness.set_back:
        parts.append(tr("This computer's clock shows an earlier time than it has shown before; age is counted on."))
    if staleness.overdue or staleness.freshness is Freshness.EXPIRED:
        parts.append(tr("Ask for a newer edition; until then check what matters against its source."))
    return " ".join(parts)


def overdue(review_by: str, today: str) -> str:
    """The line above a document that is past its review date; "" while it is not. Both days are ISO."""
    if not review_by or review_by >= today:
        return ""
    return tr("Due for review by {date}, and not reviewed since.").format(date=long_date(review_by))


def notes(count: NoteCount | None) -> str:
    """What becomes of the notes (FORMATS P9)."""
    if count is None:
        return tr("Your notes are re-attached when your notebook is next unlocked.")
    parts = [
        tr_n("{n} note carried", "{n} notes carried", count.carried).format(n=count.carried),
        tr_n("{n} note to look at", "{n} notes to look at", count.to_review).format(n=count.to_review),
    ]
    if count.kept:
        text = tr_n(
            "{n} note kept on a document that is withdrawn or gone",
            "{n} notes kept on documents that are withdrawn or gone",
            count.kept,
        )
        parts.append(text.format(n=count.kept))
    return ", ".join(parts)
