"""Are the notebooks on this computer sound? For `doctor` (FORMATS C6, N1): what can be seen without any passphrase."""

from collections.abc import Iterator
from datetime import datetime

from reader.doctor import Check, Status
from reader.errors import ReaderError, UnavailableError, UsageError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library.wording import long_date
from reader.notebook import backups
from reader.notebook.keys import SlotKind
from reader.notebook.model import Clock, utc_now
from reader.notebook.profiles import FOLDER, Profile, Profiles
from reader.notebook.unlocking import PlatformLogin
from reader.notes_desk.rules import rules
from reader.paths import Places
from reader.policy import Policies
from reader.settings import Settings

OLD_DAYS = 8
"""A newest backup older than this is worth a look."""


def check_notebooks(
    places: Places, policies: Policies, *, shared: bool = False, clock: Clock = utc_now
) -> tuple[Check, ...]:
    """One check for the slots, one for integrity, one for backups; a single one where there is no notebook.

    Args:
        places: the profile's folders.
        policies: what the organisation set.
        shared: whether the person's settings make this a shared desk.
        clock: gives the time.
    """
    allowed = rules(policies, Settings(shared_desk=shared))
    room = Profiles(places.state / FOLDER, shared_desk=allowed.shared, clock=clock)
    try:
        found = room.listed()
    except UnavailableError as error:
        advice = tr("Reading works; nothing can be kept here.")
        return (Check("notebooks", Status.WARNING, explain(error).what, advice),)
    if not found:
        return (Check("notebooks", Status.OK, tr("none here")), *_organisation(policies, wanted=allowed.organisation))
    return (
        _slots(found, shared=allowed.shared),
        _integrity(room, found),
        _backups(found, clock().astimezone()),
        *_place(room),
        *_organisation(policies, wanted=allowed.organisation),
    )


def _slots(found: tuple[Profile, ...], *, shared: bool) -> Check:
    breaking = [one.name for one in found if SlotKind.PLATFORM in one.kinds and (shared or one.shared)]
    if breaking:
        return Check(
            "notebook slots",
            Status.FAILED,
            tr("opens by log-in on a shared desk: {names}").format(names=", ".join(breaking)),
            tr("Unlock it by passphrase and remove the log-in from its ways in."),
        )
    single = [one.name for one in found if not one.problem and len(_own(one)) < 2]  # noqa: PLR2004 - "a second slot"
    if single:
        names = ", ".join(single)
        return Check(
            "notebook slots",
            Status.WARNING,
            tr("one way in only: {names}").format(names=names),
            tr("Make a recovery code."),
        )
    count = len(found)
    return Check("notebook slots", Status.OK, tr_n("{n} notebook", "{n} notebooks", count).format(n=count))


def _own(profile: Profile) -> list[SlotKind]:
    return [kind for kind in profile.kinds if kind is not SlotKind.ORGANISATION]


def _integrity(room: Profiles, found: tuple[Profile, ...]) -> Check:
    for profile in found:
        if profile.problem is not None:
            advice = tr("Restore a backup: briefing-reader notebook restore.")
            return Check("notebook integrity", Status.FAILED, explain(profile.problem).line(), advice)
    opened = 0
    for profile in found:
        problems = _problems(room, profile)
        if problems is None:
            continue
        opened += 1
        if problems:
            advice = tr("Restore a backup: briefing-reader notebook restore.")
            return Check("notebook integrity", Status.FAILED, f"{profile.name}: {problems[0]}", advice)
    detail = tr("key files whole; {n} of {all} opened and checked").format(n=opened, all=len(found))
    return Check("notebook integrity", Status.OK, detail)


def _problems(room: Profiles, profile: Profile) -> tuple[str, ...] | None:
    """What is wrong inside, None where it cannot be looked into without a passphrase."""
    if SlotKind.PLATFORM not in profile.kinds or profile.shared or room.shared_desk:
        return None
    try:
        notebook = room.unlock(profile, PlatformLogin())
    except UsageError:
        # Another log-in's, or the keyring is locked.
        return None
    except ReaderError as error:
        return (explain(error).line(),)
    try:
        return notebook.database.problems(full=False)
    finally:
        notebook.close()


def _backups(found: tuple[Profile, ...], now: datetime) -> Check:
    newest = [next(iter(backups.listed(one.folder / backups.FOLDER)), None) for one in found]
    made = [backup.made for backup in newest if backup is not None]
    if not made:
        return Check(
            "notebook backups", Status.WARNING, tr("none yet"), tr("One is made each day a notebook is unlocked.")
        )
    oldest = min(made)
    detail = tr("newest of each notebook: {date} or later").format(date=long_date(oldest.date().isoformat()))
    if len(made) < len(found) or (now - oldest).days > OLD_DAYS:
        return Check("notebook backups", Status.WARNING, detail, tr("Unlock the notebook: a backup is made then."))
    return Check("notebook backups", Status.OK, detail)


def _place(room: Profiles) -> Iterator[Check]:
    if room.on_network():
        yield Check(
            "notebook place",
            Status.WARNING,
            tr("the notebooks lie on a network drive"),
            tr("Keep them on this computer; a network drive may lose what was saved last."),
        )


def _organisation(policies: Policies, *, wanted: bytes | None) -> Iterator[Check]:
    if policies.text("notes_recovery_key") and wanted is None:
        yield Check(
            "organisation recovery key",
            Status.WARNING,
            tr("the policy's value is not a key of 32 bytes in base64; no slot is made from it"),
            tr("Mend the policy."),
        )
