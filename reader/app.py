"""The graphical composition root: builds every object once and hands them to the main window."""

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

import reader
from reader.crash import CrashReports
from reader.desk import open_desk
from reader.errors import ReaderError, UnavailableError
from reader.language import tr, use
from reader.paths import Places
from reader.ui.collector import Collector
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.fonts import FOLDER, load_fonts, ui_font
from reader.ui.looks.tokens import load_tokens
from reader.ui.window import session
from reader.ui.window.main_window import MainWindow
from reader.ui.window.single import Instance, Requests


def run(places: Places, target: str | Path | None) -> int:
    """Open the window, at or with `target`, until it is closed. Returns the exit code (FORMATS C4)."""
    if not _has_display():
        raise _no_display()
    instance = Instance(places)
    if not instance.claim():
        if instance.hand_over(target):
            return 0
        instance.take_over()
    reports = CrashReports(places.logs)
    left = reports.unseen()
    with ExitStack() as closing:
        closing.callback(instance.release)
        closing.callback(reports.close)
        reports.install()
        try:
            app, window = build(places, target)
        except ReaderError as error:
            return _cannot_start(error)

        collector = Collector(window)
        closing.callback(collector.stop)

        def settle() -> None:
            _settle(window, instance, reports, left, closing)
            collect_between(window, collector)

        # Queued, because what the first page did without is built in the same turn.
        window.first_painted.connect(settle, Qt.ConnectionType.QueuedConnection)
        window.show_as_left()
        return app.exec()


def _settle(
    window: MainWindow, instance: Instance, reports: CrashReports, left: Sequence[Path], closing: ExitStack
) -> None:
    """What the first page did not wait for: the log, later starts that hand over, and what the last session left."""
    from reader import logs  # noqa: PLC0415 - after the first paint

    closing.callback(logs.stop, logs.start(reports.folder))
    logging.getLogger("reader").info("started, version %s", reader.__version__)
    service = window.conduct.service
    reports.tell = service.crashed.emit
    service.tell_of_crash(left)
    reports.mark_seen(left)
    Requests(instance.requests, window).asked.connect(window.answer)


def collect_between(window: MainWindow, collector: Collector) -> None:
    """Keep the collector away from key presses, and tell it when to look at everything."""
    parts = window.parts
    parts.toolbar.search.edited.connect(collector.wait)
    parts.search.indexed.connect(collector.settle)
    parts.notes.locked.connect(collector.settle)


def preview(places: Places, path: Path) -> int:
    """Open the window that follows a folder of documents, until it is closed. Returns the exit code.

    `path` is the folder, or one document of it, which is then open.

    Raises:
        ReaderError: there is no such folder, or no display.
    """
    from reader.ui.preview.preview_window import PreviewWindow  # noqa: PLC0415 - the everyday window does without it

    if not _has_display():
        raise _no_display()
    folder, file = preview_place(path)
    desk = open_desk(places, [folder])
    app = _application()
    tokens = load_tokens()
    load_fonts(FOLDER)
    use(desk.settings.language or None)
    app.setFont(ui_font(tokens))
    window = PreviewWindow(desk, folder, tokens, Appearance(app, tokens, desk.settings.theme), file)
    collector = Collector(window)
    window.show()
    try:
        return app.exec()
    finally:
        collector.stop()


def preview_place(path: Path) -> tuple[Path, str]:
    """The folder to preview and the document of it to open, "" for none."""
    if path.suffix.lower() != ".md" or not path.is_file():
        return path, ""
    folder = path.parent.parent if path.parent.name == "briefings" else path.parent
    return folder, path.relative_to(folder).as_posix()


def build(places: Places, target: str | Path | None = None, fonts: Path = FOLDER) -> tuple[QApplication, MainWindow]:
    """The application and its window, not shown yet.

    Args:
        places: the profile's folders.
        target: a document or a place in one, as `Shelf.find` takes it, or a file to open; None restores the session.
        fonts: folder of .ttf and .otf files to use.

    Raises:
        ReaderError: the library cannot be opened.
    """
    app = _application()
    tokens = load_tokens()
    load_fonts(fonts)
    desk = open_desk(places)
    use(desk.settings.language or None)
    app.setFont(ui_font(tokens))
    # On a shared desk nobody finds where the person before them was.
    shared = desk.policies.flag("shared_desk") or desk.settings.shared_desk
    start = session.Session() if shared else session.load(places.session_file)
    window = MainWindow(desk, tokens, Appearance(app, tokens, desk.settings.theme), start)
    if isinstance(target, str):
        window.travel.open_target(target)
    else:
        window.reopen()
        if target is not None:
            window.open_file(target)
    return app, window


def _has_display() -> bool:
    """Whether Qt can be asked to open a window; without a display it would end the process instead of saying so."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _no_display() -> UnavailableError:
    words = tr("opening the window"), tr("there is no display; in a terminal use “list”, “search” and “show”")
    return UnavailableError(words[0], reason=words[1])


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # As arguments, because setting the style by its name would hand us the style object and load all its enums.
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("briefing-reader")
    app.setApplicationDisplayName(tr("Briefing Reader"))
    app.setDesktopFileName("briefing-reader")
    # Qt's own file dialogs would write the folders a person visited into the log-in's settings; on Windows the system
    # has its own dialogs, which do not ask us.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    return app


def _cannot_start(error: ReaderError) -> int:
    """Say why there is no window, in one, and on stderr for whoever started it from a terminal."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - only where starting fails

    from reader.explain import explain  # noqa: PLC0415 - as above

    explanation = explain(error)
    # Windows gives a program that was started from its menu no terminal; print passes over that.
    print(explanation.line(), file=sys.stderr)  # noqa: T201 - for a terminal
    box = QMessageBox(QMessageBox.Icon.Critical, tr("Briefing Reader"), explanation.what)
    box.setInformativeText(" ".join(part for part in (explanation.kept, explanation.advice) if part))
    box.exec()
    return error.exit_code
