"""The words the pages for content packs share."""

import datetime as dt
from typing import TYPE_CHECKING

from reader.errors import PolicyError, ReaderError, RefusedError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library.wording import long_date
from reader.packs.editions import Edition
from reader.packs.plan import ChangeKind, DocumentChange, NoteCount
from reader.ui.shared import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.packs.removal import Removal
    from reader.packs_desk.layers import Layer
    from reader.packs_desk.watching import Offer

KILO = 1000
CHANGE_DRAWINGS = {
    ChangeKind.ADDED: "plus",
    ChangeKind.UPDATED: "update",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.REMOVED: "bin",
    ChangeKind.DROPPED: "withdrawn",
}


def kind(change: ChangeKind) -> str:
    """What happens to a paper, in one word."""
    return {
        ChangeKind.ADDED: tr("Added"),
        ChangeKind.UPDATED: tr("Updated"),
        ChangeKind.WITHDRAWN: tr("Withdrawn"),
        ChangeKind.REMOVED: tr("Removed"),
        ChangeKind.DROPPED: tr("Left out"),
    }[change]


def counted(changes: tuple[DocumentChange, ...]) -> str:
    """How many of each kind: "1 added, 2 updated"."""
    parts: list[str] = []
    for one in ChangeKind:
        count = sum(change.kind is one for change in changes)
        if count:
            parts.append(_count(one, count).format(n=words.number(count)))
    return ", ".join(parts)


def _count(one: ChangeKind, count: int) -> str:
    return {
        ChangeKind.ADDED: tr_n("{n} added", "{n} added", count),
        ChangeKind.UPDATED: tr_n("{n} updated", "{n} updated", count),
        ChangeKind.WITHDRAWN: tr_n("{n} withdrawn", "{n} withdrawn", count),
        ChangeKind.REMOVED: tr_n("{n} removed", "{n} removed", count),
        ChangeKind.DROPPED: tr_n("{n} left out", "{n} left out", count),
    }[one]


def details(change: DocumentChange) -> str:
    """What is said of one paper's change, in a line."""
    match change.kind:
        case ChangeKind.ADDED:
            return tr("New paper, edition {n}").format(n=change.after)
        case ChangeKind.UPDATED:
            said = tr("Edition {before} to {after}").format(before=change.before, after=change.after)
            summaries = "; ".join(one.summary.rstrip(".") for one in change.changes if one.summary)
            return f"{said}. {summaries}" if summaries else said
        case ChangeKind.WITHDRAWN:
            kept = tr("It can still be read, marked withdrawn.")
            return f"{sentence(change.reason)} {kept}".strip()
        case ChangeKind.REMOVED:
            gone = tr("It is deleted from this computer; your notes stay, without its words.")
            return f"{sentence(change.reason)} {gone}".strip()
        case ChangeKind.DROPPED:
            return tr("The publisher gives no reason. Your notes on it stay.")


def sentence(text: str) -> str:
    """A publisher's words with a full stop."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def edition(number: int) -> str:
    """An edition in words."""
    return tr("edition {n}").format(n=number)


def size(count: int) -> str:
    """Bytes as people say them."""
    if count < KILO:
        return tr_n("{n} byte", "{n} bytes", count).format(n=count)
    if count < KILO * KILO:
        return tr("{n} KB").format(n=f"{count / KILO:.0f}")
    return tr("{n} MB").format(n=f"{count / KILO / KILO:.1f}")


def day(iso: str) -> str:
    """The day of an ISO time."""
    return long_date(iso[:10])


def moment(when: dt.datetime) -> str:
    """A day and a time on this computer's clock."""
    here = when.astimezone()
    return f"{long_date(here.date().isoformat())}, {here:%H:%M}"


def age(days: int) -> str:
    """How long ago an edition was checked on this computer."""
    if days == 0:
        return tr("today")
    return tr_n("{n} day ago", "{n} days ago", days).format(n=words.number(days))


def notes_line(count: NoteCount | None) -> str:
    """What becomes, or became, of the notes."""
    if count is None:
        return tr("When a notebook is next unlocked")
    carried = tr_n("{n} carried", "{n} carried", count.carried).format(n=words.number(count.carried))
    if not count.to_review:
        return carried
    need = tr_n("{n} needs a look", "{n} need a look", count.to_review).format(n=words.number(count.to_review))
    return f"{carried}, {need}"


def removed(found: "Sequence[Removal]") -> str:
    """That papers are gone for good, and why (FORMATS P11)."""
    count = len(found)
    said = tr_n("{n} paper was removed by its publisher", "{n} papers were removed by their publisher", count)
    reasons = " ".join(dict.fromkeys(sentence(one.reason) for one in found if one.reason))
    kept = tr("Your notes on it stay, without its words.")
    return f"{said.format(n=words.number(count))}. {reasons} {kept}"


def layer_name(layer: "Layer") -> str:
    """A layer with who issued it and when."""
    return ", ".join(part for part in (layer.name, layer.issuer, long_date(layer.issued)) if part)


def offered(offer: "Offer") -> str:
    """What is offered, in a sentence."""
    edition = offer.plan.edition
    title = edition.title or edition.library
    if offer.plan.before is None:
        return tr("A new library, {title}, is in the update folder.").format(title=title)
    return tr("A new edition of {title} is in the update folder: edition {n}.").format(title=title, n=edition.edition)


def key_end(found: Edition) -> str:
    """The last two groups of the publisher's fingerprint."""
    from reader.packs.publishers import spoken  # noqa: PLC0415 - with the room of packs, when a pack is opened

    return " ".join(spoken(found.fingerprint).upper().split()[-2:])


def stopped_title(error: ReaderError) -> str:
    """The heading of the page that says why nothing was installed."""
    if isinstance(error, PolicyError):
        return tr("Managed by your organisation")
    return tr("This content pack was not installed")


def headline(error: ReaderError) -> str:
    """What is wrong, in a sentence that says nothing of files and hashes; `why` has the details."""
    clause = error.clause if isinstance(error, RefusedError) else ""
    if clause in {"P1", "P4"}:
        return tr("It is damaged, or somebody has changed it since it was published.")
    if clause == "P3":
        return tr("This computer does not know who published it.")
    if clause == "P5":
        return tr("It holds something that no content pack may hold.")
    if clause.startswith("D"):
        return tr("A paper in it is not as papers must be.")
    return why(error)


def why(error: ReaderError) -> str:
    """Why, in a sentence."""
    if isinstance(error, RefusedError):
        first = error.reason.partition(" ")[0]
        # A file's name at the beginning stays as it is.
        shown = error.reason if "/" in first or "." in first else error.reason[:1].upper() + error.reason[1:]
        return sentence(shown)
    if isinstance(error, PolicyError):
        return tr("Content packs are installed by your IT team on this computer.")
    return explain(error).what
