"""The watched folder (FORMATS P1, Y2): what is new in it is verified and offered, and installed only if policy says so.

Nothing here runs by itself: the window asks now and then, off the GUI thread.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from reader.durable import replace_file
from reader.errors import RefusedError, UnavailableError
from reader.packs.plan import Plan
from reader.packs.verify import Cancelled, Progress
from reader.packs.watch import Candidate, candidates
from reader.packs_desk.desk import Done, PacksDesk

FILE = "watched.json"
"""Beside the trust state: the packs that need not be looked at again until they change."""
EVERY_SECONDS = 300
"""A good time between two looks."""
OLD = "P6"
"""The clause a pack breaks that is older than what is installed; a share may well keep those, and nobody need know."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified pack that would change something. `plan` as it was when looked at; `PacksDesk.prepare` looks again."""

    candidate: Candidate
    plan: Plan

    @property
    def path(self) -> Path:
        """For `PacksDesk.prepare`."""
        return self.candidate.path


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the folder brought.

    Attributes:
        offers: for the person to decide.
        installed: by policy pack_auto_install, each for `PacksDesk.show`.
        refused: each with its report; told once.
    """

    offers: tuple[Offer, ...] = ()
    installed: tuple[Done, ...] = ()
    refused: tuple[RefusedError, ...] = ()


@dataclass(slots=True)
class _Look:
    offers: list[Offer] = field(default_factory=list[Offer])
    installed: list[Done] = field(default_factory=list[Done])
    refused: list[RefusedError] = field(default_factory=list[RefusedError])


class Watch:
    """The folder that policy watched_folder names."""

    def __init__(self, packs: PacksDesk) -> None:
        """Stands on `packs`."""
        self._packs = packs
        self._file = packs.places.trust / FILE
        self._settled: dict[str, str] | None = None
        self._offered: dict[str, str] = {}

    @property
    def folder(self) -> Path | None:
        """The folder, None where none is watched or this log-in may not install."""
        return self._packs.desk.policies.folder("watched_folder") if self._packs.may_install else None

    @property
    def automatic(self) -> bool:
        """Whether policy has packs installed without asking."""
        return self._packs.desk.policies.flag("pack_auto_install")

    def new(self) -> tuple[Candidate, ...]:
        """What is neither settled nor offered already; opens nothing but small lists. A share that is away: nothing."""
        folder = self.folder
        if folder is None:
            return ()
        known = {**self._known(), **self._offered}
        return tuple(one for one in candidates(folder) if known.get(str(one.path)) != one.stamp)

    def look(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Found:
        """Verify what is new; offer it, or install it where policy says so. A medium that fails is tried again later.

        Raises:
            DamagedError: trust state or store cannot be read.
            CancelledError: `cancelled` said so.
        """
        look = _Look()
        for candidate in self.new():
            with suppress(UnavailableError):
                self._one(candidate, look, progress, cancelled)
        return Found(tuple(look.offers), tuple(look.installed), tuple(look.refused))

    def dismiss(self, offer: Offer) -> None:
        """Do not offer this again until it changes."""
        self._settle(offer.candidate)

    def _one(self, candidate: Candidate, look: _Look, progress: Progress | None, cancelled: Cancelled | None) -> None:
        try:
            waiting = self._packs.prepare(candidate.path, unreported=(OLD,), progress=progress, cancelled=cancelled)
        except RefusedError as refusal:
            self._settle(candidate)
            if refusal.clause != OLD:
                look.refused.append(refusal)
            return
        try:
            if waiting.plan.same:
                self._settle(candidate)
            elif self.automatic:
                look.installed.append(waiting.install(cancelled=cancelled))
                self._settle(candidate)
            else:
                self._offered[str(candidate.path)] = candidate.stamp
                look.offers.append(Offer(candidate, waiting.plan))
        finally:
            waiting.discard()

    def _known(self) -> dict[str, str]:
        if self._settled is None:
            self._settled = _load(self._file)
        return self._settled

    def _settle(self, candidate: Candidate) -> None:
        known = self._known()
        known[str(candidate.path)] = candidate.stamp
        folder = self.folder
        if folder is not None:
            # What has gone from the folder need not be remembered.
            there = {str(one.path) for one in candidates(folder)}
            self._settled = known = {path: stamp for path, stamp in known.items() if path in there}
        with suppress(OSError):
            replace_file(self._file, json.dumps(known).encode("utf-8"))


def _load(file: Path) -> dict[str, str]:
    try:
        held = cast("dict[str, Any]", json.loads(file.read_bytes()))
        return {str(path): str(stamp) for path, stamp in held.items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
