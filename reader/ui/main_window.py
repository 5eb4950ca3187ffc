"""The main window: puts the parts together, connects them, keeps settings and session."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from reader.desk import Desk
from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.settings import TEXT_SIZE_RANGE, Settings
from reader.ui import session as sessions
from reader.ui import shortcuts
from reader.ui.appearance import Appearance
from reader.ui.history import LIBRARY, READER, SEARCH
from reader.ui.panes import Pane, move
from reader.ui.parts import build
from reader.ui.session import Session
from reader.ui.shelf_words import starting_problem
from reader.ui.tokens import Theme, Tokens
from reader.ui.travel import Travel

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from reader.ui.focus_ring import FocusRing
    from reader.ui.help_dialog import HelpDialog

_log = logging.getLogger(__name__)
WARM_UP_MS = 200
"""After the first paint: time for the window to settle before what was not needed for it is loaded."""


class Ground(QWidget):
    """What everything stands on. Signals `painted()` after the first time it was painted, with all that is on it."""

    painted = Signal()

    def __init__(self) -> None:
        """Not painted yet."""
        super().__init__()
        self._first = True

    def paintEvent(self, event: "QPaintEvent") -> None:
        """The children are painted in the same pass, so the signal waits for its end."""
        super().paintEvent(event)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self.painted.emit)


class MainWindow(QMainWindow):
    """One window on one desk.

    Signals:
        first_painted(): the first page is on the screen; what was not needed for it begins now.
    """

    first_painted = Signal()

    def __init__(self, desk: Desk, tokens: Tokens, appearance: Appearance, start: Session) -> None:
        """`start` is what the last window left behind."""
        super().__init__()
        self._desk, self._tokens, self._start = desk, tokens, start
        self._help: HelpDialog | None = None
        self.parts = build(desk, tokens, appearance, self)
        self.travel = Travel(self.parts, start, self)
        self._lay_out()
        self._ring: FocusRing | None = None
        self._connect()
        self._apply(desk.settings)
        self.travel.refresh()
        problem = starting_problem(desk)
        if problem:
            self.parts.banner.say(problem)

    @property
    def settings(self) -> Settings:
        """What the person chose."""
        return self._desk.settings

    def _lay_out(self) -> None:
        parts = self.parts
        self.setMinimumSize(*self._tokens.minimum_window)
        ground = Ground()
        layout = QVBoxLayout(ground)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (parts.markings[0], parts.toolbar, parts.banner):
            layout.addWidget(widget)
        layout.addWidget(parts.body, 1)
        for widget in (parts.status, parts.markings[1]):
            layout.addWidget(widget)
        ground.painted.connect(self._painted)
        self.setCentralWidget(ground)
        self._place_window()
        parts.library.list.setFocus(Qt.FocusReason.OtherFocusReason)
        order = (*parts.toolbar.focus_order(), parts.sidebar.tree, parts.sidebar.help)
        for before, after in zip(order, order[1:], strict=False):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        parts, actions = self.parts, self._actions()
        parts.appearance.changed.connect(self._set_theme)
        parts.toolbar.wanted.connect(lambda name: actions[name]())
        parts.toolbar.theme_chosen.connect(lambda name: self._change(replace(self.settings, theme=name)))
        parts.toolbar.spacing_chosen.connect(lambda value: self._change(replace(self.settings, spacing=value)))
        parts.toolbar.plain_type_chosen.connect(lambda on: self._change(replace(self.settings, plain_type=on)))
        parts.toolbar.search.escaped.connect(self._escape)
        parts.sidebar.help_wanted.connect(self.show_help)
        parts.right.closed.connect(self._close_right)
        parts.search.failed.connect(self.report)
        parts.tasks.broken.connect(self._broken)
        parts.body.layout_changed.connect(self._layout_changed)
        self.travel.titled.connect(self.setWindowTitle)
        self.travel.failed.connect(self.report)

    def _actions(self) -> Mapping[str, Callable[[], object]]:
        """What every command of the keyboard map does."""
        step = round(self._tokens.sizes.reading_step)
        return {
            "search": self.focus_search,
            "next-pane": lambda: move(self._panes(), 1),
            "previous-pane": lambda: move(self._panes(), -1),
            "library": self._go_to_library,
            "topics": self.parts.sidebar.focus_topics,
            "back": self.travel.back,
            "forward": self.travel.forward,
            "larger": lambda: self._resize_text(self.settings.text_size + step),
            "smaller": lambda: self._resize_text(self.settings.text_size - step),
            "default-size": lambda: self._resize_text(Settings().text_size),
            "right-pane": lambda: self._change(replace(self.settings, right_pane=not self.settings.right_pane)),
            "sidebar": self._toggle_sidebar,
            "help": self.show_help,
            **self.parts.reader.actions(),
        }

    # Starting and ending

    def _painted(self) -> None:
        self.first_painted.emit()
        QTimer.singleShot(0, self._fill)
        QTimer.singleShot(WARM_UP_MS, self._warm_up)

    def _fill(self) -> None:
        """What the first paint did not wait for, and the person sees next."""
        from reader.ui.focus_ring import FocusRing  # noqa: PLC0415 - after the first paint

        shortcuts.install(self, self._actions())
        self._ring = FocusRing(self, self._tokens, self.parts.appearance.theme)
        self.travel.arrived.connect(self._ring.rest)
        self.parts.right.build(self.parts.appearance.theme)
        self.parts.search.prepare()

    def _warm_up(self) -> None:
        """Build what the first search and the first document would otherwise wait for."""
        self.parts.search.page(self.parts.appearance.theme)

    def _place_window(self) -> None:
        start = self._start
        width, height = self._tokens.reference_windows[0]
        if start.width:
            frame = QRect(start.x, start.y, max(start.width, self.minimumWidth()), max(start.height, self.minimumHeight()))
            on_screen = any(screen.availableGeometry().intersects(frame) for screen in QGuiApplication.screens())
            if on_screen:
                self.setGeometry(frame)
            else:
                self.resize(frame.size())
        else:
            self.resize(width, height)

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
        """Remember the place, stop what still runs."""
        try:
            sessions.save(self.session(), self._desk.places.session_file)
        except UnavailableError as error:
            _log.warning("session not kept: %s", error.reason)
        self.parts.tasks.stop()
        if self._help is not None:
            self._help.close()
        super().closeEvent(event)

    # Settings

    def _change(self, settings: Settings) -> None:
        """Use and keep `settings`; where they cannot be kept, say so and use them all the same."""
        try:
            self._desk.save_settings(settings)
        except UnavailableError as error:
            kept = tr("They hold until you close the program.")
            self.parts.banner.say(f"{tr('Your settings could not be saved')} ({error.reason}). {kept}")
        self._apply(settings)

    def _apply(self, settings: Settings) -> None:
        parts = self.parts
        parts.appearance.choose(settings.theme)
        parts.toolbar.show_settings(settings)
        parts.reader.apply(settings)
        parts.body.want_sidebar(wide=settings.sidebar)
        parts.body.want_right(shown=settings.right_pane)
        self.travel.say_text_size()

    def _set_theme(self, theme: Theme) -> None:
        parts = self.parts
        for part in (
            parts.toolbar,
            parts.banner,
            parts.sidebar,
            parts.library,
            parts.right,
            parts.status,
            parts.search,
            parts.reader,
        ):
            part.set_theme(theme)
        if self._ring is not None:
            self._ring.set_theme(theme)

    def _resize_text(self, points: int) -> None:
        smallest, largest = TEXT_SIZE_RANGE
        self._change(replace(self.settings, text_size=min(max(points, smallest), largest)))

    def _toggle_sidebar(self) -> None:
        if self.parts.body.toggle_sidebar():
            self._change(replace(self.settings, sidebar=self.parts.body.sidebar_is_wide))

    def _close_right(self) -> None:
        self._change(replace(self.settings, right_pane=False))
        self._focus_centre()

    def _layout_changed(self) -> None:
        body = self.parts.body
        self.parts.toolbar.right_pane.setChecked(body.right_is_shown)
        if body.right_is_shown:
            self.travel.refill_right()

    # Keyboard

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.parts.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Esc that nothing inside wanted: leave the search, then the topic or stage browsed."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        place = self.travel.history.current
        if not self.travel.leave_search() and place.view == LIBRARY and place.filters:
            self.travel.go_to_library()
        self._focus_centre()

    def _go_to_library(self) -> None:
        self.travel.go_to_library()
        self._focus_centre()

    def _focus_centre(self) -> None:
        target = self._centre_target()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _centre_target(self) -> QWidget | None:
        view = self.travel.history.current.view
        if view == READER:
            return self.parts.reader.page
        if view == SEARCH:
            return self.parts.search.page(self.parts.appearance.theme).list
        return self.parts.library.list

    def _panes(self) -> tuple[Pane, ...]:
        parts = self.parts
        panes = [Pane(parts.toolbar, parts.toolbar.search), Pane(parts.banner), Pane(parts.sidebar, parts.sidebar.tree)]
        view = self.travel.history.current.view
        if view == READER and parts.reader.papers is not None and parts.reader.page is not None:
            panes += [Pane(parts.reader.papers, parts.reader.papers.list), Pane(parts.reader.page)]
        elif view == SEARCH:
            page = parts.search.page(parts.appearance.theme)
            panes += [Pane(page.facets), Pane(page.found, page.list), Pane(page.nothing)]
        else:
            panes.append(Pane(parts.library, parts.library.list))
        return (*panes, Pane(parts.right))

    # Saying

    def show_help(self) -> None:
        """F1."""
        from reader.ui.help_dialog import HelpDialog  # noqa: PLC0415 - after the first paint

        if self._help is None:
            self._help = HelpDialog(self, self._tokens)
        self._help.show()
        self._help.activateWindow()

    def report(self, error: ReaderError) -> None:
        """Say what went wrong in the banner."""
        self.parts.banner.say(explain(error).line())

    def _broken(self, error: Exception) -> None:
        _log.error("a background task failed", exc_info=error)
        what = tr("Something went wrong inside the program. What you were reading is still here.")
        self.parts.banner.say(f"{what} {tr('`briefing-reader doctor` can say more.')}")
