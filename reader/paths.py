"""Where things live on this machine. Nothing here creates a folder: who writes, creates."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

APP = "briefing-reader"
MOST_NAME = 60
"""Characters of a title that a file is named by."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one profile.

    Attributes:
        config: settings the person chose.
        state: window, place in the text, what was seen; not worth a backup.
        cache: indexes; may be deleted at any time.
        profile: the folder given with `--profile` or a portable folder's, or None for the system's own places.
    """

    config: Path
    state: Path
    cache: Path
    profile: Path | None = None

    @property
    def settings_file(self) -> Path:
        """The user's settings (TOML)."""
        return self.config / "settings.toml"

    @property
    def session_file(self) -> Path:
        """Window and place, restored at the next start (JSON)."""
        return self.state / "session.json"

    @property
    def logs(self) -> Path:
        """The program's log and crash reports."""
        return self.state / "logs"

    @property
    def packs(self) -> Path:
        """Installed content packs of this log-in, and what is trusted."""
        return self.state / "packs"

    @property
    def machine(self) -> Path:
        """What an administrator installed for every user (FORMATS P12); under the profile where one is given."""
        if self.profile is not None:
            return self.profile / "machine"
        if sys.platform.startswith("linux"):
            return Path("/var/lib") / APP
        import platformdirs  # noqa: PLC0415 - as in `places`

        return Path(platformdirs.site_data_path(APP, appauthor=False))

    @property
    def shelves(self) -> Path:
        """What opening libraries found out, one file a library."""
        return self.cache / "shelves"

    @property
    def indexes(self) -> Path:
        """One folder an index."""
        return self.cache / "indexes"


def portable_profile() -> Path | None:
    """`data` beside the program where a file `portable` lies there too, None otherwise.

    Only in a frozen program: there the folder is the program's own, and carrying it carries everything.
    """
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).parent
    return folder / "data" if (folder / "portable").is_file() else None


def places(profile: Path | None = None) -> Places:
    """The folders to use, in the order of FORMATS Y1.

    All under `profile` where one is given (C1), the portable folder's own where this is one, else the platform's.
    """
    profile = profile or portable_profile()
    if profile is not None:
        root = profile.expanduser().absolute()
        return Places(config=root / "config", state=root / "state", cache=root / "cache", profile=root)
    import platformdirs  # noqa: PLC0415 - not needed where a profile is given

    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return Places(
        config=Path(dirs.user_config_path), state=Path(dirs.user_state_path), cache=Path(dirs.user_cache_path)
    )


@dataclass(frozen=True, slots=True)
class BundledContent:
    """Where the bundled library is.

    Attributes:
        folder: a bundle (`reader.packs.bundled`) where it is signed, else a plain folder of documents.
        development: this is a checkout ("Development copy", FORMATS D11).
        signed: it came with a signed installer (FORMATS P3).
    """

    folder: Path
    development: bool
    signed: bool = False


def bundled_folder() -> Path:
    """Where an installer puts the signed bundled library and the publishers that come with the program."""
    return Path(__file__).resolve().parent / "_bundled"


def bundled_content() -> BundledContent:
    """The bundled library's folder: package data in an installation, content/ in a checkout."""
    # Package data lies beside this file in every form the program is shipped in; importlib.resources would only find
    # the same folder, at the price of a slower start.
    signed = bundled_folder()
    if signed.is_dir():
        return BundledContent(signed, development=False, signed=True)
    package = signed.parent
    installed = package / "_content"
    if installed.is_dir():
        return BundledContent(installed, development=False)
    return BundledContent(package.parent / "content", development=True)


def plain_name(title: str) -> str:
    """A name for a file to offer: `title` without what a file system would not take; "" where nothing is left."""
    return re.sub(r"[^\w -]+", "", title).strip()[:MOST_NAME].strip()
