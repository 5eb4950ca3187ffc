"""`python -m reader` and the installed command: the window, or one command of the command line (FORMATS C)."""

import gc
import sys
from importlib import import_module
from pathlib import Path

from reader.paths import Places, places

BEFORE_QT = ("reader.crash", "reader.desk")
"""What the window needs besides Qt. PySide reads the source of every module that is imported after it."""


def main() -> int:
    """Start what the arguments ask for and return the exit code (FORMATS C4)."""
    try:
        return _main()
    except KeyboardInterrupt as error:  # while modules were being read; later ones end in the command line
        from reader.cli import failed  # noqa: PLC0415 - only on the way out

        return failed(error, None)


def _main() -> int:
    if sys.argv[1:2] == ["qt-probe"]:
        from reader.ui.probe import main as probe  # noqa: PLC0415 - only the doctor's child process loads Qt here

        return probe()
    match sys.argv[1:]:
        # The everyday starts go straight to the window: the command line's parser would only say so, later.
        case []:
            return _start_window(None)
        case ["--profile", folder] if folder and not folder.startswith("-"):
            return _start_window(Path(folder))
        case _:
            pass
    from reader.cli import main as command_line  # noqa: PLC0415 - not needed by the probe

    return command_line(sys.argv[1:], _open_window, _open_preview)


def _start_window(profile: Path | None) -> int:
    try:
        return _open_window(places(profile), None)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the process's edge, as in the command line
        from reader.cli import failed  # noqa: PLC0415 - only on the way out

        return failed(error, profile)


def _open_window(places: Places, target: str | Path | None) -> int:
    # Starting leaves no garbage, and looking for it would take a twentieth of the time until the first page is painted.
    # The window then collects by itself (reader.ui.collector).
    gc.disable()
    try:
        for module in BEFORE_QT:
            import_module(module)
        from reader.app import run  # noqa: PLC0415 - the command line must work where Qt does not

        return run(places, target)
    finally:
        gc.enable()


def _open_preview(places: Places, path: Path) -> int:
    from reader.app import preview  # noqa: PLC0415 - as above

    return preview(places, path)


if __name__ == "__main__":
    sys.exit(main())
