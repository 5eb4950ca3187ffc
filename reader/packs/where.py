"""Where packs, trust and quarantine live for one log-in and for the machine (FORMATS P3, P6, P8, P12)."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reader.paths import APP, Places

BUNDLED_PUBLISHERS = Path(__file__).resolve().parent / "publishers"
"""Roots that come with the program; part of the signed installer."""


@dataclass(frozen=True, slots=True)
class PackPlaces:
    """The folders of one store. Nothing here creates one: who writes, creates.

    Attributes:
        store: blobs, editions and the file that names the current one.
        trust: highest versions and latest time seen; outside cache and store, so that clearing those forgets nothing.
        quarantine: what was refused, with its report.
        publishers: folders of pinned roots, the program's own first.
    """

    store: Path
    trust: Path
    quarantine: Path
    publishers: tuple[Path, ...]

    @property
    def trust_file(self) -> Path:
        """The trust state (JSON)."""
        return self.trust / "trust.json"


def user_places(places: Places, publishers: Path | None = None) -> PackPlaces:
    """The store of this log-in. `publishers`: a further folder of pinned roots, for tests and a publisher's own use."""
    return _places(places.state / "packs", places, publishers)


def machine_places(places: Places, publishers: Path | None = None) -> PackPlaces:
    """The store that every user of this machine reads and an administrator writes (FORMATS P12)."""
    return _places(_machine_folder(places) / "packs", places, publishers)


def _places(root: Path, places: Places, publishers: Path | None) -> PackPlaces:
    pinned = [BUNDLED_PUBLISHERS, _machine_publishers(places), places.config / "publishers"]
    if publishers is not None:
        pinned.append(publishers)
    return PackPlaces(root / "store", root / "trust", root / "quarantine", tuple(pinned))


def _machine_folder(places: Places) -> Path:
    if places.profile is not None:
        return places.profile / "machine"
    if sys.platform.startswith("linux"):
        return Path("/var/lib") / APP
    return Path(platformdirs.site_data_path(APP, appauthor=False))


def _machine_publishers(places: Places) -> Path:
    if places.profile is not None:
        return places.profile / "machine" / "publishers"
    if sys.platform.startswith("linux"):
        return Path("/etc") / APP / "publishers"
    return Path(platformdirs.site_config_path(APP, appauthor=False)) / "publishers"
