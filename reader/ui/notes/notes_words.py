"""Phrases about notes that several parts of the window share."""

import datetime as dt
from collections.abc import Mapping

from reader.language import tr, tr_n
from reader.library.catalogue import Entry
from reader.library.wording import day_and_month
from reader.notebook.keys import SlotKind
from reader.notebook.model import Status, moment
from reader.notebook.query import Line
from reader.notes_desk.desk import State


def short_date(stamped: str) -> str:
    """Day and month of a stamp in the person's own time zone, with the year where it is not this one; "" for none."""
    try:
        day = moment(stamped).astimezone()
    except ValueError:
        return ""
    words = day_and_month(day)
    return words if day.year == dt.datetime.now().astimezone().year else f"{words} {day.year}"


def saved_at(stamped: str) -> str:
    """When a note was saved: day and time."""
    try:
        at = moment(stamped).astimezone()
    except ValueError:
        return ""
    return tr("Saved {day}, {time}").format(day=short_date(stamped), time=f"{at:%H:%M}")


def notes(count: int) -> str:
    """A counted number of notes."""
    return tr_n("{n} note", "{n} notes", count).format(n=f"{count:,}")


def state(found: State) -> str:
    """The notebook's state, as the status bar says it."""
    return {
        State.NONE: tr("No notebook"),
        State.LOCKED: tr("Notebook locked"),
        State.UNLOCKED: tr("Notebook unlocked"),
        State.TEMPORARY: tr("Temporary notes"),
    }[found]


def slot(kind: SlotKind) -> str:
    """A way into a notebook."""
    return {
        SlotKind.PLATFORM: tr("This log-in"),
        SlotKind.PASSPHRASE: tr("Passphrase"),
        SlotKind.RECOVERY: tr("Recovery code"),
        SlotKind.ORGANISATION: tr("Your organisation"),
    }[kind]


def status(found: Status) -> str:
    """What a person must know of a mark whose text changed, "" where nothing."""
    return {
        Status.ATTACHED: "",
        Status.REVIEW: tr("Needs a look"),
        Status.GONE: tr("Needs a look"),
        Status.RETIRED: tr("Kept without a place"),
    }[found]


def place(line: Line) -> str:
    """Where a mark stands, in short."""
    if line.number:
        return tr("paragraph {n}").format(n=line.number)
    return tr("section") if line.section else tr("whole paper")


def document(titles: Mapping[str, Entry], key: str) -> str:
    """A document's title, its key where it is not on the shelf."""
    return titles[key].meta.title if key in titles else key


def no_case_details() -> str:
    """The standing reminder."""
    return tr("Do not record names or case details here. Put them in the case record.")


def action(name: str) -> str:
    """A step of the journal in words."""
    return {
        "add": tr("mark added"),
        "change": tr("change"),
        "tag": tr("tags"),
        "move": tr("new place"),
        "retire": tr("kept without a place"),
        "delete": tr("deletion"),
        "restore": tr("restoring"),
        "gather": tr("new collection"),
        "import": tr("import"),
    }.get(name, tr("last step"))


def welcome(openings: int, erased: int, soon: int) -> list[str]:
    """What there is to say after opening a notebook, a sentence each."""
    said: list[str] = []
    if openings:
        words = tr_n("Your organisation opened this notebook {n} time since you last looked.",
                     "Your organisation opened this notebook {n} times since you last looked.", openings)  # fmt: skip
        said.append(words.format(n=openings))
    if erased:
        words = tr_n(
            "{n} old note was erased, as retention and the bin’s 30 days require.",
            "{n} old notes were erased, as retention and the bin’s 30 days require.",
            erased,
        )
        said.append(words.format(n=erased))
    if soon:
        words = tr_n("{n} note will be erased within 14 days by your organisation’s retention.",
                     "{n} notes will be erased within 14 days by your organisation’s retention.", soon)  # fmt: skip
        said.append(words.format(n=soon))
    return said


def need_a_look(count: int) -> str:
    """How many notes wait on the review list."""
    return tr_n(
        "{n} note needs a look: its text has changed.", "{n} notes need a look: their text has changed.", count
    ).format(n=count)
