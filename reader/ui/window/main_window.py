"""The main window: the library first, everything else once that is on the screen."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from reader.desk import Desk
from reader.errors import UnavailableError
from reader.ui.library.library_view import LibraryView
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.tokens import Tokens
from reader.ui.shared.history import READER
from reader.ui.shared.shelf_words import taxonomy
from reader.ui.window import session as sessions
from reader.ui.window.session import Session, continuation
from reader.ui.window.shell import Shell

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from reader.ui.window.conduct import Conduct
    from reader.ui.window.parts import Parts
    from reader.ui.window.travel import Travel

WARM_UP_MS = 200
"""After the first paint: time for the window to settle before what the first search needs is built."""


class MainWindow(QMainWindow):
    """One window on one desk.

    Signals:
        first_painted(): the first page is on the screen; what was not needed for it begins now.
    """

    first_painted = Signal()

    def __init__(self, desk: Desk, tokens: Tokens, appearance: Appearance, start: Session) -> None:
        """`start` is what the last window left behind."""
        super().__init__()
        self._desk, self._tokens, self._appearance, self._start = desk, tokens, appearance, start
        self._conduct: Conduct | None = None
        self._is_painted = False
        self.setMinimumSize(*tokens.minimum_window)
        self.library = LibraryView(
            tokens, appearance.theme, desk.shelf.entries, taxonomy(desk.shelf), desk.shelf.pinned
        )
        self.library.show_continue(continuation(desk, start))
        self.shell = Shell(tokens, desk.settings, self.library, self._marks())
        self.shell.painted.connect(self._painted)
        self.setCentralWidget(self.shell)
        appearance.dress()
        self._place_window()
        self.library.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def conduct(self) -> "Conduct":
        """What runs the window; asking for it builds what the first paint did not wait for."""
        if self._conduct is None:
            from reader.ui.window.conduct import Conduct  # noqa: PLC0415 - after the first paint

            self._conduct = Conduct(self._desk, self._tokens, self._appearance, self._start, self)
        return self._conduct

    @property
    def parts(self) -> "Parts":
        """The parts of the window."""
        return self.conduct.parts

    @property
    def travel(self) -> "Travel":
        """The window's sense of place."""
        return self.conduct.travel

    def _marks(self) -> tuple[QWidget, ...]:
        mark = self._desk.marking()
        if not mark:
            return ()
        from reader.ui.window.chrome import MarkingBar  # noqa: PLC0415 - most libraries are unmarked

        return MarkingBar(mark), MarkingBar(mark)

    def show_marking(self) -> None:
        """The shelf changed: its marking may be another one."""
        self.shell.show_marks(self._marks())

    def _painted(self) -> None:
        self._is_painted = True
        self.first_painted.emit()
        QTimer.singleShot(0, self.conduct.start)
        QTimer.singleShot(WARM_UP_MS, self.conduct.warm_up)

    def _place_window(self) -> None:
        start = self._start
        if not start.width:
            self.resize(*self._tokens.reference_windows[0])
            return
        width, height = max(start.width, self.minimumWidth()), max(start.height, self.minimumHeight())
        frame = QRect(start.x, start.y, width, height)
        if self.screen().virtualGeometry().intersects(frame):
            self.setGeometry(frame)
        else:
            self.resize(frame.size())

    def reopen(self) -> None:
        """Show the document that was open when the last window was closed, if one was."""
        if self._start.view == READER:
            self.travel.open_session()

    def open_file(self, file: Path) -> None:
        """Open a file that was handed to the program, once the first page is on the screen."""
        if self._is_painted:
            self.conduct.open_file(file)
        else:
            self.first_painted.connect(lambda: QTimer.singleShot(0, self, lambda: self.conduct.open_file(file)))

    def answer(self, wanted: str | Path | None) -> None:
        """The program was started again for a target or a file: this window comes forward and shows it."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        if isinstance(wanted, str):
            self.travel.open_target(wanted)
        elif wanted is not None:
            self.open_file(wanted)

    def show_as_left(self) -> None:
        """Show the window, maximised where it was."""
        if self._start.maximised:
            self.showMaximized()
        else:
            self.show()

    def session(self) -> Session:
        """What the next window needs to know."""
        frame = self.normalGeometry() if self.isMaximized() else self.geometry()
        return replace(
            self.travel.left_off(),
            x=frame.x(),
            y=frame.y(),
            width=frame.width(),
            height=frame.height(),
            maximised=self.isMaximized(),
        )

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Remember the place, where the desk is one person's; lock the notebook; stop what still runs."""
        notes = self.conduct.notes
        left, leaves_nothing = self.session(), notes.leaves_nothing
        if not notes.may_close():
            event.ignore()
            return
        try:
            if not leaves_nothing:
                sessions.save(left, self._desk.places.session_file)
        except UnavailableError as error:
            import logging  # noqa: PLC0415 - only where something went wrong, so that the start stays lean

            logging.getLogger(__name__).warning("session not kept: %s", error.reason)
        self.conduct.stop()
        super().closeEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own signature
        """Tab and Shift+Tab follow the screen, whenever what stands there was made."""
        if self._conduct is None:  # Qt asks too when what has the keyboard is hidden: here, while the parts are built
            return super().focusNextPrevChild(next)
        from reader.ui.window.panes import tab  # noqa: PLC0415 - after the first paint

        return tab(self, self._conduct.panes(), forward=next) or super().focusNextPrevChild(next)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """What nothing inside wanted: Esc leaves the search, then the topic or stage browsed; Enter presses buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.conduct.escape()
            return
        from reader.ui.shared.pressing import pressed  # noqa: PLC0415 - after the first paint

        if not pressed(event, self.focusWidget()):
            super().keyPressEvent(event)
