"""Opening the notebook that a command is about, by what the person gives (FORMATS C).

Nothing of a note goes to the log or into an error; what is found goes to stdout and nowhere else.
"""

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reader import policy
from reader import settings as settings_file
from reader.commands import passphrases
from reader.commands.notebook_organisation import read_key
from reader.commands.output import warn
from reader.desk import open_desk
from reader.language import tr
from reader.library.shelf import Shelf
from reader.notebook.keys import SlotKind
from reader.notebook.profiles import Profile
from reader.notebook.unlocking import Opener, Passphrase, PlatformLogin, RecoveryCode
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.forgetting import forget_removed
from reader.paths import Places


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
        return read_key(options.organisation_key)
    given = passphrases.given(options.passphrase_file)
    if not given and not options.recovery and SlotKind.PLATFORM in profile.kinds and not profile.shared:
        return PlatformLogin()
    label = tr("Recovery code: ") if options.recovery else tr("Passphrase for the notebook {name}: ")
    text = given[0] if given else passphrases.ask_for(label.format(name=profile.name))
    return RecoveryCode(text) if options.recovery else Passphrase(text)
