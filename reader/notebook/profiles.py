"""Officers' notebooks under one log-in (FORMATS N1, N8): made, listed by name only, unlocked one at a time."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.durable import as_unavailable
from reader.errors import DamagedError, PolicyError, ReaderError, UnavailableError
from reader.language import tr
from reader.notebook import key_file
from reader.notebook.files import on_network
from reader.notebook.keys import Cost, SlotKind
from reader.notebook.model import Clock, utc_now
from reader.notebook.session import Notebook
from reader.notebook.unlocking import Opener, Passphrase, PlatformLogin, create, unlock

FOLDER = "notebooks"
"""Under `Places.state`."""
MAX_PROFILES = 500
"""Folders looked at when listing."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One notebook as it shows before it is unlocked.

    Attributes:
        folder: its own.
        name: "" where the key file is damaged.
        shared: made for a shared desk.
        kinds: the kinds of slot, for `doctor` and for what to ask at unlocking.
        problem: what is wrong with its key file, None for nothing.
    """

    folder: Path
    name: str
    shared: bool = False
    kinds: tuple[SlotKind, ...] = ()
    problem: ReaderError | None = None


class Profiles:
    """The notebooks under one folder.

    Attributes:
        root: `Places.state / FOLDER`; made when the first notebook is.
        shared_desk: whether this is a shared desk, by setting or policy.
    """

    def __init__(
        self,
        root: Path,
        *,
        shared_desk: bool = False,
        clock: Clock = utc_now,
        cost: Cost | None = None,
        organisation: bytes | None = None,
        second: Sequence[Path] = (),
    ) -> None:
        self.root = root
        self.shared_desk = shared_desk
        self._clock = clock
        self._cost = cost
        self._organisation = organisation
        self._second = tuple(second)

    def listed(self) -> tuple[Profile, ...]:
        """Every notebook, by name; damaged ones last. Nothing but names can be learnt here.

        Raises UnavailableError where the folder may not be read.
        """
        with as_unavailable(tr("reading notebooks"), self.root):
            folders = sorted(self.root.iterdir())[:MAX_PROFILES] if self.root.is_dir() else []
            found = [
                _profile(folder)
                for folder in folders
                if (folder / key_file.FILE).exists() or (folder / key_file.COPY).exists()
            ]
        return tuple(sorted(found, key=lambda profile: (not profile.name, profile.name.casefold())))

    def create(self, name: str, first: Passphrase | PlatformLogin) -> Notebook:
        """A new notebook, open. Raises as `unlocking.create`, and UnavailableError where the name is taken."""
        self.check_name(name)
        if self.shared_desk and isinstance(first, PlatformLogin):
            raise PolicyError("shared_desk")
        with as_unavailable(tr("making a folder"), self.root):
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return create(
            self.root / secrets.token_hex(8),
            name,
            first,
            shared=self.shared_desk,
            clock=self._clock,
            cost=self._cost,
            organisation=self._organisation,
        )

    def check_name(self, name: str) -> None:
        """Raises UnavailableError where the name is taken."""
        if any(profile.name.casefold() == name.strip().casefold() for profile in self.listed()):
            raise UnavailableError(tr("making a notebook"), None, tr("there is one of that name already"))

    def unlock(self, profile: Profile, opener: Opener) -> Notebook:
        """Open a notebook. Raises as `unlocking.unlock`, and PolicyError for opening by log-in on a shared desk."""
        if isinstance(opener, PlatformLogin) and (self.shared_desk or profile.shared):
            raise PolicyError("shared_desk")
        return unlock(profile.folder, opener, clock=self._clock, second=self._second)

    def on_network(self) -> bool:
        """Whether the notebooks are on a network drive: the person should be told to use this computer's own."""
        place = self.root
        while not place.exists() and place != place.parent:
            place = place.parent
        return on_network(place)


def _profile(folder: Path) -> Profile:
    try:
        keys = key_file.load(folder)
    except (DamagedError, UnavailableError) as error:
        return Profile(folder, "", problem=error)
    return Profile(folder, keys.name, keys.shared, tuple(dict.fromkeys(slot.kind for slot in keys.slots)))
