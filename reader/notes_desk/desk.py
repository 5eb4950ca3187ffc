"""One officer's notebook at the desk: which is open, what may be done with it, and who is told when it changes.

Everything the window and the command line do with notes goes through here. Errors are those of `reader.notebook`, and
NotOpenError where no notebook is open.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from reader.errors import PolicyError, ReaderError, UnavailableError, UsageError
from reader.language import tr
from reader.library.shelf import Shelf
from reader.notebook import restoring, session
from reader.notebook.keys import Cost, SlotKind
from reader.notebook.model import Clock, utc_now
from reader.notebook.notes import Notes
from reader.notebook.portable import Portable, open_portable
from reader.notebook.profiles import FOLDER, Profile, Profiles
from reader.notebook.session import Notebook
from reader.notebook.store import Database
from reader.notebook.unlocking import Opener, Passphrase, PlatformLogin
from reader.notes_desk.rules import Rules, rules
from reader.notes_desk.welcome import Tidied, Welcome, tidy
from reader.paths import Places
from reader.policy import Policies
from reader.settings import Settings


class State(StrEnum):
    """Of the notebook, as the status bar says it."""

    NONE = "none"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class Changed:
    """What listeners are told.

    Attributes:
        state: a notebook was opened, locked or swapped; everything shown of it must be read again.
        documents: keys of documents whose marks changed; empty with neither flag set means "look at everything".
        collections: a collection changed.
    """

    state: bool = False
    documents: frozenset[str] = frozenset()
    collections: bool = False


class NotOpenError(UsageError):
    """No notebook is open."""

    def __init__(self) -> None:
        super().__init__(tr("Unlock your notebook first."))


class SecondWayNeededError(UsageError):
    """The notebook needs a second way in before the next note (FORMATS N1)."""

    def __init__(self) -> None:
        words = tr(
            "Your notebook opens in one way only. Make a recovery code before you write more: nobody else has one."
        )
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Opened:
    """A notebook that is open and not taken by the desk yet: `NotesDesk.take` it, or `close` it."""

    notebook: Notebook
    portable: Portable | None = None
    tidied: Tidied | None = None

    def close(self) -> None:
        """It is not wanted after all."""
        if self.portable is not None:
            self.portable.close()
        else:
            self.notebook.close()


class NotesDesk:
    """The notebook of one session.

    Opening takes a while by design, so it has two halves: `opened`, `created`, `opened_file` and `restored`, and then
    `tidied`, may run on any thread and tell nobody; `take` follows on the window's own.

    Attributes:
        rules: what the organisation allows.
        shelf: the libraries that notes are about.
        clock: gives the time.
    """

    def __init__(
        self,
        places: Places,
        policies: Policies,
        shelf: Shelf,
        *,
        settings: Settings | None = None,
        clock: Clock = utc_now,
        cost: Cost | None = None,
    ) -> None:
        self.shelf = shelf
        self.clock = clock
        self._places, self._policies, self._cost = places, policies, cost
        self._open: Notebook | None = None
        self._portable: Portable | None = None
        self._tidied: Tidied | None = None
        self._listeners: list[Callable[[Changed], None]] = []
        self._closing: list[Callable[[], None]] = []
        self._settings = settings or Settings()
        self.rules: Rules = rules(policies, self._settings)

    # Which notebook

    @property
    def state(self) -> State:
        """Of the notebook now."""
        if self._open is not None:
            return State.TEMPORARY if self._open.temporary else State.UNLOCKED
        return State.LOCKED if self.rules.may_keep and self.profiles() else State.NONE

    @property
    def is_open(self) -> bool:
        """Whether notes can be read."""
        return self._open is not None

    @property
    def can_write(self) -> bool:
        """Whether notes can be written."""
        return self._open is not None and not self._open.read_only

    @property
    def notebook(self) -> Notebook:
        """The open notebook. Raises NotOpenError."""
        if self._open is None:
            raise NotOpenError
        return self._open

    @property
    def notes(self) -> Notes:
        """Its verbs. Raises NotOpenError."""
        return self.notebook.notes

    @property
    def database(self) -> Database:
        """For `reader.notebook.query`. Raises NotOpenError."""
        return self.notebook.database

    @property
    def name(self) -> str:
        """The open notebook's name, "" while none is open."""
        return self._open.name if self._open is not None else ""

    def share(self, *, shared: bool) -> None:
        """Make this a shared desk, or no longer; an open notebook is locked. Policy cannot be undone so."""
        self.lock()
        self._settings = replace(self._settings, shared_desk=shared)
        self.rules = rules(self._policies, self._settings)
        self._tell(Changed(state=True))

    def choose(self, settings: Settings) -> None:
        """Follow what the person has chosen; where that makes or ends a shared desk, as `share`."""
        shared = rules(self._policies, settings).shared
        self._settings = settings
        if shared != self.rules.shared:
            self.share(shared=settings.shared_desk)
        self.rules = rules(self._policies, settings)

    def profiles(self) -> tuple[Profile, ...]:
        """As `listed`, but () where they cannot be read: the window shows what there is."""
        try:
            return self.listed()
        except UnavailableError:
            return ()

    def listed(self) -> tuple[Profile, ...]:
        """The notebooks on this computer, by name; nothing else of them can be seen. Raises UnavailableError."""
        return self._profiles().listed()

    def profile(self, name: str) -> Profile:
        """The notebook of that name; with "" the only one there is. Raises UsageError and UnavailableError."""
        every = self.listed()
        found = [one for one in every if one.name.casefold() == name.strip().casefold()] if name else list(every)
        if len(found) == 1:
            return found[0]
        names = ", ".join(one.name for one in every if one.name)
        if not every:
            raise UsageError(tr("There is no notebook here yet."))
        if name:
            raise UsageError(tr("There is no notebook “{name}”. There are: {names}.").format(name=name, names=names))
        raise UsageError(tr("There are several notebooks; say which one: {names}.").format(names=names))

    def create(self, name: str, first: Passphrase | PlatformLogin) -> None:
        """Make a notebook and open it. Raises PolicyError and as `Profiles.create`."""
        self.take(self.created(name, first))

    def created(self, name: str, first: Passphrase | PlatformLogin) -> Opened:
        """The slow half of `create`."""
        self.check_may_keep()
        return Opened(self._profiles().create(name, first))

    def unlock(self, profile: Profile, opener: Opener) -> None:
        """Open a notebook; one that was open is locked first. Raises PolicyError and as `Profiles.unlock`."""
        self.take(self.opened(profile, opener))

    def opened(self, profile: Profile, opener: Opener) -> Opened:
        """The slow half of `unlock`."""
        self.check_may_keep()
        return Opened(self._profiles().unlock(profile, opener))

    def open_file(self, file: Path, opener: Opener, told: Callable[[Path], None] | None = None) -> None:
        """Open a portable notebook where it lies (FORMATS N9). Raises PolicyError and as `open_portable`."""
        self.take(self.opened_file(file, opener, told))

    def tidied(self, opened: Opened) -> Opened:
        """The same, once what retention and the bin ask for was done in it; else `welcome` does that."""
        return replace(opened, tidied=tidy(opened.notebook, self.rules.duties, self.rules.second))

    def unmake(self, made: Opened) -> None:
        """A notebook that was just made is not wanted after all: nothing of it stays."""
        folder = made.notebook.folder
        made.close()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def opened_file(self, file: Path, opener: Opener, told: Callable[[Path], None] | None = None) -> Opened:
        """The slow half of `open_file`."""
        self.check_may_keep()
        portable = open_portable(file, opener, clock=self.clock, told=told)
        return Opened(portable.notebook, portable)

    def open_temporary(self) -> None:
        """Notes in memory only (FORMATS N8). Raises PolicyError."""
        if not self.rules.may_be_temporary:
            raise PolicyError("legal_hold" if self.rules.duties.legal_hold else "notes")
        hold = self.rules.duties.legal_hold
        self.take(Opened(session.temporary(self.clock, tr("Temporary notes"), legal_hold=hold)))

    def opens_by_login(self) -> Profile | None:
        """At the start: the one notebook that opens by this log-in; None where there is none, or several.

        Never on a shared desk.
        """
        if self.rules.shared or not self.rules.may_keep:
            return None
        mine = [one for one in self.profiles() if SlotKind.PLATFORM in one.kinds and not one.shared]
        return mine[0] if len(mine) == 1 else None

    def restore(self, profile: Profile, backup: Path, opener: Opener) -> None:
        """Put a backup in a notebook's place and open it. Raises PolicyError and as `restoring.restore`."""
        self.lock()
        self.take(self.restored(profile, backup, opener))

    def restored(self, profile: Profile, backup: Path, opener: Opener) -> Opened:
        """The slow half of `restore`; nothing may be open."""
        self.check_may_keep()
        restoring.restore(profile.folder, backup, opener, clock=self.clock)
        return self.opened(next(one for one in self.profiles() if one.folder == profile.folder), opener)

    def lock(self) -> None:
        """Let every editor keep its draft, close the notebook and overwrite its key. Nothing open: nothing happens.

        Raises:
            UnavailableError: a portable notebook could not be put back into its file; it is closed all the same, and
                the folder beside the file keeps everything.
        """
        if self._open is None:
            return
        self.keep_drafts()
        notebook, portable = self._open, self._portable
        self._open = self._portable = None
        try:
            if portable is not None:
                portable.close()
            else:
                notebook.close()
        finally:
            self._tell(Changed(state=True))

    def keep_drafts(self) -> None:
        """Let every editor keep what is being written: the notebook is about to close, or to be busy for a while."""
        for callback in tuple(self._closing):
            callback()

    def welcome(self) -> Welcome:
        """After opening: do what retention and the bin's 30 days ask for, and gather what is to be said.

        Raises UnavailableError where the notebook cannot be read.
        """
        notebook = self.notebook
        tidied, self._tidied = self._tidied or tidy(notebook, self.rules.duties, self.rules.second), None
        return Welcome(
            openings=sum(not opening.seen for opening in notebook.openings()),
            erased=tidied.erased,
            soon=tidied.soon,
            problem=tidied.problem,
            drafts=len(self.drafts()),
            read_only=notebook.read_only,
            on_network=not notebook.temporary and self._profiles().on_network(),
        )

    def back_up_if_due(self) -> Sequence[ReaderError]:
        """The day's backup (FORMATS N7). Returns the second folders' failures. Raises as `Notebook.backup`."""
        outcome = self.notebook.backup_if_due(self.rules.second)
        return outcome.failed if outcome is not None else ()

    def drafts(self) -> dict[str, str]:
        """Unfinished texts by key, newest first."""
        return {key: text for key, text in self.notes.drafts().items() if not key.startswith(KEPT)}

    def drafts_kept(self) -> dict[str, str]:
        """Small texts that the desk itself keeps (`KEPT`), by key; nothing while no notebook is open."""
        found = self.notes.drafts() if self.is_open else {}
        return {key: text for key, text in found.items() if key.startswith(KEPT)}

    @property
    def removed(self) -> frozenset[str]:
        """Keys of the documents that had to be removed from libraries installed here (FORMATS P11)."""
        from reader.packs import removal, where  # noqa: PLC0415 - only once a notebook is open

        places = self._places, self._policies
        stores = where.user_places(*places), where.machine_places(*places)
        return frozenset(found.key for found in removal.every(*stores))

    # Telling

    def on_change(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `listener` after every change, on the thread that made it. Returns what stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def before_lock(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` before the notebook closes, while it can still be written. Returns what stops that."""
        self._closing.append(callback)
        return lambda: self._closing.remove(callback) if callback in self._closing else None

    def tell(self, documents: Iterable[str] = (), *, collections: bool = False) -> None:
        """Something was changed through `notes` itself: say so."""
        self._tell(Changed(documents=frozenset(documents), collections=collections))

    def _tell(self, changed: Changed) -> None:
        for listener in tuple(self._listeners):
            listener(changed)

    def take(self, opened: Opened) -> None:
        """Make it the notebook of this session; one that was open is locked first. Raises as `lock`."""
        try:
            self.lock()
        except ReaderError:
            opened.close()
            raise
        self._open, self._portable, self._tidied = opened.notebook, opened.portable, opened.tidied
        self._tell(Changed(state=True))

    def check_new(self, name: str) -> None:
        """Whether a notebook of that name may be made, before anyone types a passphrase for it.

        Raises:
            PolicyError: notes are forbidden, or in memory only.
            UnavailableError: the name is taken.
        """
        self.check_may_keep()
        self._profiles().check_name(name)

    def check_may_keep(self) -> None:
        """Raises PolicyError where no notebook may be kept on this computer."""
        if not self.rules.may_keep:
            raise PolicyError("notes")

    def _profiles(self) -> Profiles:
        return Profiles(
            self._places.state / FOLDER,
            shared_desk=self.rules.shared,
            clock=self.clock,
            cost=self._cost,
            organisation=self.rules.organisation,
            second=self.rules.second,
        )


KEPT = "desk:"
"""Begins the keys of small texts that the desk itself keeps among the drafts (`remembered`)."""
