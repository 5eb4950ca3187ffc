"""Where packs, trust and quarantine live for one log-in and for the machine (FORMATS P3, P6, P8, P12)."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from reader.errors import PolicyError
from reader.paths import APP, Places, bundled_folder
from reader.policy import Policies

BUNDLED_PUBLISHERS = bundled_folder() / "publishers"
"""Roots that come with the program; part of the signed installer."""


@dataclass(frozen=True, slots=True)
class PackPlaces:
    """The folders of one store, and what the organisation's policy says about it. Nothing here creates a folder.

    Attributes:
        store: blobs, editions and the file that names the current one.
        trust: highest versions and latest time seen; outside cache and store, so that clearing those forgets nothing.
        quarantine: what was refused, with its report.
        publishers: folders of pinned roots, the program's own first.
        own_publishers: where this log-in's own additions go; among `publishers` only where policy allows that.
        fingerprints: if any are named, only these publishers are trusted (policy trusted_publishers).
        may_install: whether policy lets this store be installed to (pack_install).
        may_trust: whether the person may add a publisher (allow_user_publishers).
    """

    store: Path
    trust: Path
    quarantine: Path
    publishers: tuple[Path, ...]
    own_publishers: Path
    fingerprints: tuple[str, ...] = ()
    may_install: bool = True
    may_trust: bool = False

    @property
    def trust_file(self) -> Path:
        """The trust state (JSON)."""
        return self.trust / "trust.json"


def user_places(places: Places, policies: Policies, publishers: Path | None = None) -> PackPlaces:
    """The store of this log-in.

    Args:
        places: the profile's folders.
        policies: the organisation's.
        publishers: a further folder of pinned roots named by the person.

    Raises:
        PolicyError: the organisation has forbidden what `publishers` asks for.
    """
    return _places(places.packs, places, policies, publishers, policies.text("pack_install") == "user")


def machine_places(places: Places, policies: Policies, publishers: Path | None = None) -> PackPlaces:
    """The store that every user of this machine reads and an administrator writes (P12). As `user_places`."""
    return _places(places.machine / "packs", places, policies, publishers, True)


def _places(
    root: Path,
    places: Places,
    policies: Policies,
    publishers: Path | None,
    may_install: bool,  # noqa: FBT001 - private
) -> PackPlaces:
    said = "allow_user_publishers" in policies.set_names
    allowed = policies.flag("allow_user_publishers")
    if publishers is not None and said and not allowed:
        raise PolicyError("allow_user_publishers")
    # Where the organisation has said nothing, a portable profile is its owner's own to decide for (P3).
    may_trust = allowed or (not said and places.profile is not None)
    own = places.config / "publishers"
    # Who may add none may not bring a machine's folder of their own either, as a profile has one.
    pinned = [BUNDLED_PUBLISHERS, _machine_publishers(places.profile if allowed or not said else None)]
    pinned += [own] if may_trust else []
    pinned += [publishers] if publishers is not None else []
    return PackPlaces(
        root / "store",
        root / "trust",
        root / "quarantine",
        tuple(pinned),
        own,
        tuple("".join(text.lower().split()) for text in policies.texts("trusted_publishers")),
        may_install,
        may_trust,
    )


def _machine_publishers(profile: Path | None) -> Path:
    if profile is not None:
        return profile / "machine" / "publishers"
    if sys.platform.startswith("linux"):
        return Path("/etc") / APP / "publishers"
    return Path(platformdirs.site_config_path(APP, appauthor=False)) / "publishers"
