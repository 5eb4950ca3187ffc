"""What runs the main window once its first page is painted: connections, settings, keyboard, messages."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from reader.desk import Desk
from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.notes_desk.desk import NotOpenError
from reader.openable import Openable, openable
from reader.policy_words import managed
from reader.settings import TEXT_SIZE_RANGE, Settings
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.focus_ring import FocusRing
from reader.ui.looks.icons import app_icon
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import shortcuts
from reader.ui.shared.history import LIBRARY, NOTE_VIEWS, PACK_VIEWS, READER, SEARCH
from reader.ui.shared.shelf_words import starting_problem
from reader.ui.window.notes_conduct import NotesConduct
from reader.ui.window.packs_conduct import PacksConduct
from reader.ui.window.panes import Pane, move
from reader.ui.window.parts import build
from reader.ui.window.print_conduct import PrintConduct
from reader.ui.window.service import Service
from reader.ui.window.session import Session
from reader.ui.window.travel import Travel

if TYPE_CHECKING:
    from reader.ui.reader.read_ahead import ReadAhead
    from reader.ui.window.main_window import MainWindow


class Conduct(QObject):
    """Connects the parts of one window to each other.

    Attributes:
        openers: what opens a file that was handed to the program, by what it is taken for.
    """

    def __init__(
        self, desk: Desk, tokens: Tokens, appearance: Appearance, start: Session, window: "MainWindow"
    ) -> None:
        """Fills the shell of `window`."""
        super().__init__(window)
        self._desk, self._tokens, self._window = desk, tokens, window
        self._started = self._stopped = False
        self._ahead: ReadAhead | None = None
        self.parts = build(desk, tokens, appearance, window.library, window)
        self.travel = Travel(self.parts, start, window)
        window.setWindowIcon(app_icon())
        self.ring = FocusRing(window, tokens, appearance.theme)
        had_focus = window.library.list.hasFocus() or QApplication.focusWidget() is None
        window.shell.fill(self.parts)
        self.notes = NotesConduct(self.parts, self.travel, window)
        self.packs = PacksConduct(self.parts, self.travel, self.notes, window)
        self.openers: dict[Openable, Callable[[Path], object]] = {
            Openable.NOTES: self.parts.notes.import_set,
            Openable.NOTEBOOK: self.parts.notes.asking.unlock_file,
            Openable.PACK: self.parts.packs.open_pack,
        }
        self.service = Service(self.parts, window, self.change)
        self.printing = PrintConduct(self.parts, window)
        self._order()
        self._connect()
        self._apply(desk.settings)
        self.parts.library.set_theme(appearance.theme)
        self.travel.refresh()
        if had_focus:
            window.library.list.setFocus(Qt.FocusReason.OtherFocusReason)
        problem = starting_problem(desk)
        if problem:
            self.parts.banner.say(problem)

    def start(self) -> None:
        """The right pane, which parses the paper it shows, and the index."""
        if not self._started:
            self._started = True
            self.parts.right.build(self.parts.appearance.theme)
            self.parts.search.prepare()
            self.notes.start()
            self.packs.start()

    def warm_up(self) -> None:
        """Build what the first search and the first document would otherwise wait for, a piece at a time."""
        if self._stopped:
            return
        self.parts.search.page(self.parts.appearance.theme)
        QTimer.singleShot(0, self._warm_reader)

    def _warm_reader(self) -> None:
        if self._stopped:
            return
        self.travel.prepare_reader()
        from reader.ui.reader.read_ahead import ReadAhead  # noqa: PLC0415 - with the reader, after the first paint

        page = self.parts.reader.page
        if page is not None:
            self._ahead = ReadAhead(self._desk, self.parts.tasks, page)
            self._ahead.rendered.connect(self._prime)
            self._ahead.start()

    def _prime(self) -> None:
        """Lay out the current row's paper unseen: the first one takes twice as long as those after it."""
        if self.parts.reader.reading is None:
            self.parts.toolbar.prepare_reading_tools()
            self.travel.prime_reader(self.parts.library.current_key())

    def stop(self) -> None:
        """End background work, let go of the index's files, and close what stands beside the window."""
        self._started = self._stopped = True
        if self._ahead is not None:
            self._ahead.stop()
        self.notes.stop()
        self.travel.stop()
        self.parts.tasks.stop()
        self.packs.stop()
        if self._desk.index is not None:
            self._desk.index.close()
        self.service.stop()

    def open_file(self, file: Path) -> None:
        """A file that was handed to the program (FORMATS C, `briefing-reader [PATH]`)."""
        self.start()
        kind = openable(file)
        if kind is None or kind not in self.openers:
            said = tr("“{file}” is no file this program opens.")
        elif self.parts.notes.asking.dialog is not None:
            said = tr("Answer the question that is open first, then open “{file}” again.")
        else:
            self.openers[kind](file)
            return
        self.parts.banner.say(said.format(file=file.name))

    @property
    def settings(self) -> Settings:
        """What the person chose."""
        return self._desk.settings

    def _order(self) -> None:
        """Focus follows the screen from the top left."""
        parts = self.parts
        order = (*parts.toolbar.focus_order(), parts.sidebar.tree, *parts.sidebar.foot, *parts.library.focus_order())
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        parts = self.parts
        self._commands = self._actions()
        shortcuts.install(self._window, self._commands)
        parts.appearance.changed.connect(self._set_theme)
        parts.toolbar.wanted.connect(self._do)
        parts.toolbar.theme_chosen.connect(self._choose_theme)
        parts.toolbar.spacing_chosen.connect(self._choose_spacing)
        parts.toolbar.plain_type_chosen.connect(self._choose_plain_type)
        parts.toolbar.search.escaped.connect(self.escape)
        parts.sidebar.settings_wanted.connect(self.service.show_settings)
        parts.sidebar.help_wanted.connect(self.service.show_help)
        parts.right.closed.connect(self._close_right)
        parts.reader.notebook_ready.connect(parts.right.attach_notes)
        parts.reader.notes_tab_wanted.connect(self._show_notes_tab)
        parts.reader.marks_counted.connect(self.travel.say_text_size)
        parts.right.notebook_wanted.connect(lambda: parts.notes.wanted(lambda: None))
        parts.toolbar.allow_marking(allowed=not parts.notes.desk.rules.off)
        if not parts.notes.desk.rules.may_copy:
            self._forbid_copying()
        parts.search.failed.connect(self.report)
        parts.right.like_requested.connect(parts.search.more_like)
        parts.reader.notice.connect(parts.status.show_notice)
        parts.body.layout_changed.connect(self._layout_changed)
        self.travel.titled.connect(self._window.setWindowTitle)
        self.travel.titled.connect(self._say_right)
        self.travel.failed.connect(self.report)
        parts.notes.failed.connect(self.report)
        parts.notes.sharing_changed.connect(self._share)
        self.notes.arrived.connect(self._focus_centre)
        self.packs.arrived.connect(self._focus_centre)
        self.packs.dropped.connect(self.open_file)
        self.packs.marking_changed.connect(self._window.show_marking)
        self.travel.arrived.connect(self.ring.rest)

    def _forbid_copying(self) -> None:
        from reader.ui.window.clipboard_guard import ClipboardGuard  # noqa: PLC0415 - only where policy forbids the clipboard

        self.parts.toolbar.allow_copying(allowed=False)
        guard = ClipboardGuard(self)
        guard.refused.connect(lambda: self.parts.status.show_notice(managed()))

    def _actions(self) -> Mapping[str, Callable[[], object]]:
        """What every command of the keyboard map does."""
        step = round(self._tokens.sizes.reading_step)
        return {
            "search": self.focus_search,
            "more-like": self.parts.search.more_like,
            "next-pane": lambda: move(self.panes(), 1),
            "previous-pane": lambda: move(self.panes(), -1),
            "library": self._go_to_library,
            "topics": self.parts.sidebar.focus_topics,
            "back": self.travel.back,
            "forward": self.travel.forward,
            "larger": lambda: self._resize_text(self.settings.text_size + step),
            "smaller": lambda: self._resize_text(self.settings.text_size - step),
            "default-size": lambda: self._resize_text(Settings().text_size),
            "right-pane": lambda: self.change(replace(self.settings, right_pane=not self.settings.right_pane)),
            "sidebar": self._toggle_sidebar,
            "settings": self.service.show_settings,
            "help": self.service.show_help,
            "print": self.printing.ask,
            **self.parts.reader.actions(),
            **self.notes.actions(),
            **self.packs.actions(),
        }

    # Settings

    def change(self, settings: Settings) -> None:
        """Use and keep `settings`; where they cannot be kept, say so and use them all the same.

        On a shared desk they hold until the program is closed: nothing is written there but that it is one.
        """
        toggled = settings.shared_desk != self.settings.shared_desk
        self.notes.choose(settings)
        if self.parts.notes.desk.rules.shared and not toggled:
            self._desk.settings = settings
        else:
            self._keep(settings)
        self._apply(settings)

    def _share(self, shared: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self._keep(replace(self.settings, shared_desk=shared))

    def _keep(self, settings: Settings) -> None:
        try:
            self._desk.save_settings(settings)
        except UnavailableError as error:
            kept = tr("They hold until you close the program.")
            self.parts.banner.say(f"{tr('Your settings could not be saved')} ({error.reason}). {kept}")

    def _do(self, command: str) -> None:
        self._commands[command]()

    def _choose_theme(self, name: str) -> None:
        self.change(replace(self.settings, theme=name))

    def _choose_spacing(self, percent: int) -> None:
        self.change(replace(self.settings, spacing=percent))

    def _choose_plain_type(self, on: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.change(replace(self.settings, plain_type=on))

    def _apply(self, settings: Settings) -> None:
        parts = self.parts
        parts.appearance.choose(settings.theme)
        parts.toolbar.show_settings(settings)
        parts.reader.apply(settings)
        parts.body.want_sidebar(wide=settings.sidebar)
        parts.body.want_right(shown=settings.right_pane)
        self.travel.say_text_size()
        self.service.refresh()

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
            parts.notes,
            parts.packs,
            parts.lock_banner,
        ):
            part.set_theme(theme)
        self.ring.set_theme(theme)

    def _resize_text(self, points: int) -> None:
        smallest, largest = TEXT_SIZE_RANGE
        self.change(replace(self.settings, text_size=min(max(points, smallest), largest)))

    def _toggle_sidebar(self) -> None:
        if self.parts.body.toggle_sidebar():
            self.change(replace(self.settings, sidebar=self.parts.body.sidebar_is_wide))

    def _show_notes_tab(self) -> None:
        """A note is to be written beside the text, which is too narrow for a lane."""
        if not self.settings.right_pane:
            self.change(replace(self.settings, right_pane=True))
        self.parts.right.show_notes()

    def _close_right(self) -> None:
        self.change(replace(self.settings, right_pane=False))
        self._focus_centre()

    def _say_right(self, _title: str = "") -> None:
        """On the notebook's pages the opened mark is what stands at the right."""
        body, in_notes = self.parts.body, self.travel.history.current.view in NOTE_VIEWS
        self.parts.toolbar.right_pane.setChecked(body.right_is_wanted if in_notes else body.right_is_shown)

    def _layout_changed(self) -> None:
        body = self.parts.body
        self._say_right()
        self.notes.show_editor(shown=body.right_is_wanted)
        if body.right_is_shown:
            self.travel.refill_right()

    # Keyboard

    def focus_search(self) -> None:
        """Ctrl+K: for another question than the one that stands there, which typing replaces."""
        self.parts.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.parts.toolbar.search.selectAll()

    def escape(self) -> None:
        """Leave passages like another, the search, the topic or stage browsed; the keyboard goes to the page."""
        if self.parts.search.leave_like():
            return
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
            return self.parts.search.focus_target()
        if view in NOTE_VIEWS:
            return self.parts.notes.page(view).focus_target()
        if view in PACK_VIEWS:
            return self.parts.packs.page(view).focus_target()
        return self.parts.library.list

    def panes(self) -> tuple[Pane, ...]:
        """What stands in the window, in screen order."""
        parts = self.parts
        panes = [Pane(parts.toolbar, parts.toolbar.search), Pane(parts.lock_banner), Pane(parts.banner)]
        panes.append(Pane(parts.sidebar, parts.sidebar.tree))
        view = self.travel.history.current.view
        if view == READER and parts.reader.papers is not None and parts.reader.page is not None:
            panes += [Pane(parts.reader.papers, parts.reader.papers.list), Pane(parts.reader.page)]
        elif view == SEARCH:
            page = parts.search.page(parts.appearance.theme)
            panes += [Pane(page.facets), Pane(page.found, page.list), Pane(page.nothing)]
        elif view in NOTE_VIEWS:
            panes += self.notes.panes(view)
        elif view in PACK_VIEWS:
            panes += self.packs.panes(view)
        else:
            panes.append(Pane(parts.library, parts.library.list))
        return (*panes, Pane(parts.right))

    # Saying

    def report(self, error: ReaderError) -> None:
        """Say what went wrong in the banner; what only wants an open notebook offers to open it."""
        if isinstance(error, NotOpenError):
            self.parts.banner.say(explain(error).line(), tr("Unlock"), self.parts.notes.asking.unlock)
            return
        self.parts.banner.say(explain(error).line())
