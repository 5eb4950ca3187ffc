"""`notebook`: which verb is meant, and opening the notebook it is about (FORMATS C).

Nothing of a note goes to the log or into an error; what is found goes to stdout and nowhere else.
"""

import argparse
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from reader import policy
from reader import settings as settings_file
from reader.commands import passphrases
from reader.commands.output import print_json, say, warn
from reader.desk import open_desk
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library.shelf import Shelf
from reader.notebook.keys import SlotKind
from reader.notebook.profiles import Profile
from reader.notebook.unlocking import Opener, Passphrase, PlatformLogin, RecoveryCode
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.forgetting import forget_removed
from reader.paths import Places

Verb = Callable[[argparse.Namespace, Places], int]


def run(options: argparse.Namespace, where: Places) -> int:
    """Run one verb; its exit code."""
    from reader.commands import (  # noqa: PLC0415 - they stand on this module
        notebook_keeping,
        notebook_organisation,
        notebook_sharing,
    )

    verbs: dict[str, Verb] = {
        "list": show_list,
        "new": new,
        "organisation-key": notebook_organisation.make_key,
        "export": notebook_sharing.export,
        "import": notebook_sharing.bring,
        "portable": notebook_sharing.portable,
        "backup": notebook_keeping.backup,
        "restore": notebook_keeping.restore,
        "rekey": notebook_keeping.rekey,
        "check": notebook_keeping.check,
        "search": notebook_keeping.search,
        "erase": notebook_keeping.erase,
    }
    return verbs[options.verb](options, where)


def notes_desk(where: Places, library: Path | None = None, *, with_shelf: bool = False) -> NotesDesk:
    """The notebook's desk, with the shelf only where a verb needs it."""
    if with_shelf:
        desk = open_desk(where, [library] if library else [])
        return NotesDesk(where, desk.policies, desk.shelf, settings=desk.settings)
    settings, _ = settings_file.load(where.settings_file)
    return NotesDesk(where, policy.load(), Shelf([]), settings=settings)


@contextmanager
def opened(options: argparse.Namespace, desk: NotesDesk) -> Generator[NotesDesk]:
    """The desk with the chosen notebook open; it is locked again whatever happens.

    What policy forbids is said before anyone is asked for a passphrase.
    """
    desk.check_may_keep()
    profile = desk.profile(options.notebook)
    if profile.problem is not None:
        raise profile.problem
    desk.unlock(profile, opener(options, profile))
    if desk.notebook.read_only:
        warn(tr("The notebook is open in another window; it is only read here."))
    try:
        forget_removed(desk)
        yield desk
    finally:
        desk.lock()


def opener(options: argparse.Namespace, profile: Profile) -> Opener:
    """What the person gives: a passphrase or recovery code from a file, the environment or the keyboard.

    Where nothing is given and the notebook opens by this log-in, that is used.
    """
    if options.organisation_key is not None:
        from reader.commands.notebook_organisation import read_key  # noqa: PLC0415 - hardly ever

        return read_key(options.organisation_key)
    given = passphrases.given(options.passphrase_file)
    if not given and not options.recovery and SlotKind.PLATFORM in profile.kinds and not profile.shared:
        return PlatformLogin()
    label = tr("Recovery code: ") if options.recovery else tr("Passphrase for the notebook {name}: ")
    text = given[0] if given else passphrases.ask_for(label.format(name=profile.name))
    return RecoveryCode(text) if options.recovery else Passphrase(text)


def show_list(options: argparse.Namespace, where: Places) -> int:
    """Names, slots and what is wrong; nothing else can be seen of a locked notebook. 1 where there is none."""
    profiles = notes_desk(where).listed()
    if options.json:
        print_json([_fields(profile) for profile in profiles])
    else:
        for profile in profiles:
            say(f"{profile.name or tr('(damaged)')}  {', '.join(kind.value for kind in profile.kinds)}")
            if profile.problem is not None:
                say("  " + explain(profile.problem).line())
        count = len(profiles)
        say(tr_n("{n} notebook", "{n} notebooks", count).format(n=count))
    return 0 if profiles else 1


def _fields(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "folder": str(profile.folder),
        "shared": profile.shared,
        "slots": [kind.value for kind in profile.kinds],
        "problem": explain(profile.problem).line() if profile.problem else "",
    }


def new(options: argparse.Namespace, where: Places) -> int:
    """A notebook with a passphrase and a recovery code, which is printed once."""
    desk = notes_desk(where)
    desk.check_new(options.name)
    desk.create(options.name, Passphrase(passphrases.fresh(options.passphrase_file)))
    try:
        code = desk.notebook.set_recovery()
    finally:
        desk.lock()
    say(code)
    warn(tr("This is the recovery code. Keep it on paper, away from this computer: it is not shown again."))
    return 0


def write_bytes(data: bytes) -> None:
    """To the standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
