"""`briefing-reader preview DIR`: a folder as readers will see it, followed while it is written.

The library and reading views are the reader's own. Nothing is written anywhere: no session, no settings, no notebook.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from reader.desk import Desk
from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr
from reader.library.shelf import Shelf
from reader.packs.check import check_library
from reader.packs.findings import Finding, Severity, warning
from reader.packs.preview import Reading, read_folder
from reader.settings import TEXT_SIZE_RANGE, Settings
from reader.ui.library.library_view import LibraryView
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.focus_ring import FocusRing
from reader.ui.looks.icons import app_icon
from reader.ui.looks.speech import announce
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.looks.widths import is_wide
from reader.ui.preview.preview_bar import RELOAD_KEY, PreviewBar
from reader.ui.preview.preview_broken import Broken
from reader.ui.preview.preview_checks import Checks, counted
from reader.ui.preview.preview_watch import Watcher
from reader.ui.reader.reader_room import ReaderRoom
from reader.ui.shared.history import READER, Place
from reader.ui.shared.pressing import pressed
from reader.ui.shared.shelf_words import taxonomy
from reader.ui.shared.shortcuts import KEYS
from reader.ui.tasks import Job, Tasks
from reader.ui.window.chrome import Banner, MarkingBar

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from reader.ui.reader.reading_desk import ReadingDesk


class PreviewWindow(QMainWindow):
    """One folder. Opens at the library page, or at the one document there is or that was asked for."""

    def __init__(self, desk: Desk, folder: Path, tokens: Tokens, appearance: Appearance, file: str = "") -> None:
        """`desk` holds the folder's library; `file` is the document to open, relative to the folder."""
        super().__init__()
        self._desk, self._folder, self._tokens, self._appearance = desk, folder, tokens, appearance
        self._settings: Settings = desk.settings
        self._reading: Reading | None = None
        self._file, self._last_good = file, False
        self.tasks = Tasks(self)
        self.watcher = Watcher(folder, self)
        theme = appearance.theme
        name = folder.resolve().name
        self.bar = PreviewBar(tokens, theme, name, self._settings.theme)
        self.banner = Banner(tokens, theme)
        self.marks = (MarkingBar(""), MarkingBar(""))
        self.stack = QStackedWidget()
        self.broken = Broken(tokens, theme)
        self.checks = Checks(tokens, theme)
        self.library = self._library_view()
        self.room = ReaderRoom(desk, tokens, taxonomy(desk.shelf), self)
        self._reading_desk: ReadingDesk = self.room.build(theme, self._settings)
        self.setWindowTitle(tr("Preview: {folder}").format(folder=name) + " – " + tr("Briefing Reader"))
        self.setWindowIcon(app_icon())
        self._build()
        self._connect()
        appearance.dress()
        self.ring = FocusRing(self, tokens, theme)
        self.read_again()

    def _build(self) -> None:
        self.setMinimumSize(*self._tokens.minimum_window)
        self.resize(*self._tokens.reference_windows[0])
        for page in (self.library, self._reading_desk, self.broken):
            self.stack.addWidget(page)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.stack, 1)
        row.addWidget(self.checks)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.marks[0], self.bar, self.banner):
            column.addWidget(widget)
        column.addWidget(middle, 1)
        column.addWidget(self.marks[1])
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.watcher.changed.connect(self.read_again)
        self.bar.library_wanted.connect(self.show_library)
        self.bar.reload_wanted.connect(self.read_again)
        self.bar.checks_wanted.connect(self._toggle_checks)
        self.bar.theme_chosen.connect(self._appearance.choose)
        self._appearance.changed.connect(self._set_theme)
        self.checks.wanted.connect(self.open_line)
        self.broken.last_good_wanted.connect(self._show_last_good)
        self.room.opened.connect(self.open_document)
        self.room.link_activated.connect(self.open_target)
        self.room.notice.connect(self.bar.say)
        actions = {
            **self.room.actions(),
            "library": self.show_library,
            "right-pane": self.bar.checks.click,
            "larger": lambda: self._size(self._settings.text_size + 1),
            "smaller": lambda: self._size(self._settings.text_size - 1),
            "default-size": lambda: self._size(Settings().text_size),
        }
        for command, act in actions.items():
            for keys in KEYS.get(command, ()):
                QShortcut(QKeySequence(keys), self).activated.connect(act)
        QShortcut(QKeySequence(RELOAD_KEY), self).activated.connect(self.read_again)

    # Reading and following

    def read_again(self) -> None:
        """Read the folder; what is the same as before is not parsed again."""
        good: Mapping[str, bytes] = self._reading.good if self._reading is not None else {}
        self.bar.say(tr("Reading…"))
        self.tasks.run(
            lambda job: read_folder(self._folder, good, job.progress, job.cancelled),
            done=self._read,
            failed=self._cannot_read,
            progress=lambda done, total: self.bar.say(tr("Reading {done} of {total}").format(done=done, total=total)),
            channel="preview.read",
        )

    def _read(self, reading: Reading) -> None:
        first, self._reading = self._reading is None, reading
        self.watcher.follow()
        self.banner.hide()
        self._desk.shelf = Shelf([reading.library])
        self._renew_library()
        self.room.reload()
        for bar in self.marks:
            bar.show_marking(self._desk.marking())
        self.bar.say(tr("Read at {time}").format(time=dt.datetime.now().astimezone().strftime("%H:%M:%S")))
        if first:
            self._open_first(reading)
        else:
            self._follow_open(reading)
        self.checks.say_checking()
        self.tasks.run(self._check, done=self._checked, failed=self._cannot_read, channel="preview.check")

    def _check(self, _job: Job) -> Sequence[Finding]:
        if self._reading is not None and not self._reading.library.files.exists("library.toml"):
            # A folder that is no library yet (FORMATS C2): its documents are all there is to say something about.
            wanted = tr("a library.toml, as “pack new” makes one, before this can be published")
            problems = [problem for problems in self._reading.broken.values() for problem in problems]
            found = [Finding(Severity.ERROR, problem) for problem in problems]
            return [*found, warning("library.toml", 0, "library", wanted, "D8")]
        return check_library(self._folder, dt.datetime.now().astimezone().date()).findings

    def _checked(self, findings: Sequence[Finding]) -> None:
        self.checks.show_findings(findings)
        announce(self.checks, counted(findings))

    def _cannot_read(self, error: ReaderError) -> None:
        self.bar.say("")
        kept = tr("What is shown is from before.") if self._reading is not None else ""
        self.banner.say(f"{explain(error).what} {kept}".strip(), tr("Read again"), self.read_again)

    def _open_first(self, reading: Reading) -> None:
        files = sorted({*reading.good, *reading.broken})
        file = self._file or (files[0] if len(files) == 1 else "")
        if file in files:
            self.open_line(file, 0)
        else:
            self.show_library()

    def _follow_open(self, reading: Reading) -> None:
        """What is open, as it is now: its text at the same words, or what is wrong with it."""
        if not self._file:
            return
        if self._file in reading.broken:
            if self._last_good:
                self._say_last_good()
            else:
                self._show_broken(reading)
        elif self._file in reading.good:
            self._last_good = False
            if self.stack.currentWidget() is not self._reading_desk:
                self._open(reading.key_of(self._file))
        else:
            gone = self._file
            self.show_library()
            self.banner.say(tr("{file} is no longer in the folder.").format(file=gone))

    # Going somewhere

    def show_library(self) -> None:
        """The library page."""
        self._turn_to(self.library, "")
        self.library.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_document(self, key: str) -> None:
        """A document, at its beginning; what is wrong with it where it cannot be shown."""
        self.open_line(self._file_of(key), 0)

    def open_target(self, target: str) -> None:
        """A link."""
        try:
            found = self._desk.find(target)
        except ReaderError as error:
            self.banner.say(explain(error).line())
            return
        self._turn_to(self._reading_desk, self._file_of(found.key))
        self._open(found.key, found.section, found.paragraph)

    def open_line(self, file: str, line: int) -> None:
        """The document in `file`, at the paragraph that `line` of it belongs to; nothing for other files."""
        reading = self._reading
        if reading is None or file not in {*reading.good, *reading.broken}:
            return
        self._turn_to(self.broken if file in reading.broken else self._reading_desk, file)
        if file in reading.broken:
            self._show_broken(reading)
        else:
            key = reading.key_of(file)
            self._open(key, paragraph=self._paragraph_at(key, line))

    def _file_of(self, key: str) -> str:
        return self._desk.shelf.library_of(key).head(key).file

    def _paragraph_at(self, key: str, line: int) -> int | None:
        paragraphs = self._desk.briefing(key).paragraphs
        return next((p.number for p in reversed(paragraphs) if 0 < p.line <= line), None)

    def _open(self, key: str, section: str | None = None, paragraph: int | None = None) -> None:
        self.room.open(Place(READER, key, section, paragraph))
        self.stack.setCurrentWidget(self._reading_desk)
        if self.room.page is not None:
            self.room.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_broken(self, reading: Reading) -> None:
        has_last_good = self._file in reading.good
        self.broken.show_complaints(self._file, reading.broken[self._file], has_last_good=has_last_good)
        self.stack.setCurrentWidget(self.broken)
        announce(self.broken, self.broken.text)

    def _show_last_good(self) -> None:
        if self._reading is not None:
            self._last_good = True
            self._open(self._reading.key_of(self._file))
            self._say_last_good()

    def _say_last_good(self) -> None:
        words = tr("This is the last version of {file} that could be read.").format(file=self._file)
        self.banner.say(words, tr("Show what is wrong"), lambda: self.open_line(self._file, 0))

    def _turn_to(self, page: QWidget, file: str) -> None:
        """Another place: what was said of the one before no longer stands."""
        self._file, self._last_good = file, False
        self.banner.hide()
        self.stack.setCurrentWidget(page)
        self.checks.show_file(file)

    # Looks

    def _library_view(self) -> LibraryView:
        view = LibraryView(self._tokens, self._appearance.theme, self._desk.shelf.entries, taxonomy(self._desk.shelf))
        view.set_theme(self._appearance.theme)
        view.opened.connect(self.open_document)
        view.stage_chosen.connect(self._browse_stage)
        view.everything_wanted.connect(lambda: self.library.browse(None))
        return view

    def _browse_stage(self, key: str) -> None:
        self.library.browse(("stages", key))

    def _renew_library(self) -> None:
        """The page is made anew, since labels, stages and papers may all be others; its place is kept."""
        old = self.library
        focused, top, current = old.list.hasFocus(), old.verticalScrollBar().value(), old.current_key()
        shown = self.stack.currentWidget() is old
        self.library = new = self._library_view()
        self.stack.insertWidget(0, new)
        if shown:
            self.stack.setCurrentWidget(new)
        self.stack.removeWidget(old)
        old.deleteLater()
        index = new.model.index_of(current)
        if index.isValid():
            new.list.setCurrentIndex(index)
        if focused:
            new.list.setFocus(Qt.FocusReason.OtherFocusReason)
        new.verticalScrollBar().setValue(top)

    def _set_theme(self, theme: Theme) -> None:
        for part in (self.bar, self.banner, self.broken, self.checks, self.library, self.room, self.ring):
            part.set_theme(theme)

    def _size(self, points: int) -> None:
        low, high = TEXT_SIZE_RANGE
        self._settings = replace(self._settings, text_size=min(max(points, low), high))
        self.room.apply(self._settings)

    def _toggle_checks(self) -> None:
        self.checks.setVisible(self.bar.checks.isChecked())

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """The list of papers stands beside the reader where there is room."""
        super().resizeEvent(event)
        if self.room.papers is not None:
            self.room.papers.setVisible(is_wide(self._tokens, self.width()))

    def changeEvent(self, event: QEvent) -> None:
        """Coming to the front, look whether something was saved that the system did not tell of."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watcher.look()

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Enter presses buttons."""
        if not pressed(event, self.focusWidget()):
            super().keyPressEvent(event)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Stop what runs and watches."""
        self.watcher.stop()
        self.tasks.stop()
        super().closeEvent(event)
