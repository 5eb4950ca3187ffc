"""What the person chose. One dataclass; a field that cannot be read falls back alone and is reported by name."""

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

THEMES = ("system", "light", "dark", "high-contrast")
TEXT_SIZE_RANGE = (11, 24)
"""Smallest and largest reading size in points (design tokens reading_min, reading_max)."""
MAX_SETTINGS_BYTES = 100_000
"""A settings file larger than this is not ours and is not read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """User settings.

    Attributes:
        theme: one of THEMES; "system" follows the desktop.
        text_size: reading size in points, within TEXT_SIZE_RANGE.
        language: two-letter code, "" follows the system.
        sidebar: whether the sidebar is wide (else a rail).
        right_pane: whether the right pane is shown.
        plain_type: read in the sans-serif face instead of the serif one.
        spacing: line spacing of the reading text in percent of the size.
        line_length: longest line of the reading text in average characters.
        shared_desk: several people use this log-in: no notebook opens by itself and nothing is left behind.
        recent_searches: remember what was searched for, in the open notebook.
        idle_minutes: idle time after which an open notebook is locked, within IDLE_RANGE.
        backup_folder: whole path of a folder that also receives backups, "" for none.
    """

    theme: str = "system"
    text_size: int = 13
    language: str = ""
    sidebar: bool = True
    right_pane: bool = True
    plain_type: bool = False
    spacing: int = 152
    line_length: int = 68
    shared_desk: bool = False
    recent_searches: bool = True
    idle_minutes: int = 10
    backup_folder: str = ""


SPACINGS = (152, 175, 200)
"""Line spacings offered, in percent of the text size."""
LINE_LENGTHS = (52, 68, 84)
"""Longest lines offered, in average characters."""
IDLE_RANGE = (1, 240)
"""Fewest and most minutes until an idle notebook is locked."""
MAX_PATH_CHARACTERS = 1_000


def _valid(name: str, value: Any) -> bool:
    match name:
        case "theme":
            return value in THEMES
        case "text_size":
            return type(value) is int and TEXT_SIZE_RANGE[0] <= value <= TEXT_SIZE_RANGE[1]
        case "language":
            return isinstance(value, str) and (value == "" or (len(value) == 2 and value.isalpha()))  # noqa: PLR2004 - ISO 639-1
        case "spacing":
            return type(value) is int and value in SPACINGS
        case "line_length":
            return type(value) is int and value in LINE_LENGTHS
        case "idle_minutes":
            return type(value) is int and IDLE_RANGE[0] <= value <= IDLE_RANGE[1]
        case "backup_folder":
            return value == "" or (
                isinstance(value, str) and len(value) <= MAX_PATH_CHARACTERS and Path(value).is_absolute()
            )
        case _:
            return isinstance(value, bool)


def checked(**values: Any) -> Settings:
    """Settings with `values` where they are good; None and anything unusable leaves the default."""
    good = {name: value for name, value in values.items() if value is not None and _valid(name, value)}
    return replace(Settings(), **good)


def load(file: Path, defaults: Settings | None = None) -> tuple[Settings, tuple[str, ...]]:
    """Read settings. Returns them and the names of fields that were unusable and took their default.

    Args:
        file: the settings (TOML).
        defaults: what a field is that the file does not have; the program's own where None.

    A missing file is all defaults and no complaint; an unreadable one is all defaults and the complaint "*".
    """
    base = defaults or Settings()
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return base, ()
    except OSError:
        return base, ("*",)
    import tomllib  # noqa: PLC0415 - there is often no file yet, and the first paint waits for this module

    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return base, ("*",)
    good: dict[str, Any] = {}
    bad: list[str] = []
    for spec in fields(Settings):
        if spec.name in table:
            if _valid(spec.name, table[spec.name]):
                good[spec.name] = table[spec.name]
            else:
                bad.append(spec.name)
    return replace(base, **good), tuple(bad)


def save(settings: Settings, file: Path) -> None:
    """Write settings atomically, creating the folder. Raises UnavailableError where the disk will not take them."""
    import tomli_w  # noqa: PLC0415 - only for saving

    from reader.durable import keep_file  # noqa: PLC0415 - as above

    keep_file(file, tomli_w.dumps(asdict(settings)).encode("utf-8"))
