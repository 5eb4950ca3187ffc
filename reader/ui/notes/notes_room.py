"""The notebook as one part of the window: its pages, its dialogs, locking, and what is said of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.notebook import query
from reader.notebook.journal import Done
from reader.notebook.model import Item, ItemKind
from reader.notebook.query import Filter, Head, Line, Pick, Tally
from reader.notebook.unlocking import PlatformLogin
from reader.notes_desk.desk import Changed, NotesDesk, NotOpenError, Opened, SecondWayNeededError, State
from reader.notes_desk.marking import Marks
from reader.notes_desk.remembered import Remembered
from reader.notes_desk.sharing import Choice
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.lock_clipboard import ClipboardWatch
from reader.ui.notes.notes_asking import Asking
from reader.ui.shared.history import BOOKMARKS, COLLECTIONS, NOTES, REVIEW
from reader.ui.shared.working import CHANNEL, WORTH_WAITING, Attempt
from reader.ui.tasks import Tasks

if TYPE_CHECKING:
    from reader.ui.notes.collections_view import CollectionsView
    from reader.ui.notes.notes_review import ReviewView
    from reader.ui.notes.notes_view import NotesView

    Page = NotesView | CollectionsView | ReviewView

BACKUP, SETTLE = "notes.backup", "packs.settle"
"""Channels of what is done quietly once a notebook is open; the second is the room of packs'."""


class NotesRoom(QObject):
    """Everything of the notebook that is not inside the reading view; `count` is the rows of the page shown last.

    Signals:
        changed(Changed): the desk's own signal, on the GUI thread.
        locked(): a notebook was closed; clear what is shown of a person.
        opened(): a notebook was opened.
        open_wanted(str, str, str, int): key, section, mark's uuid ("" for none), paragraph: go there.
        view_wanted(str): one of history.NOTE_VIEWS.
        library_wanted(): the library.
        said(str): for the status bar.
        counted(int): rows of the page shown.
        collection_shown(str): uuid of the collection on its page, "" for none.
        failed(ReaderError): something could not be done.
        notice(str): for the banner.
        changes_wanted(str, int): both editions of a paper side by side, at a paragraph.
        sharing_changed(bool): the setting "shared desk", to be kept.
    """

    changed = Signal(object)
    locked = Signal()
    opened = Signal()
    open_wanted = Signal(str, str, str, int)
    view_wanted = Signal(str)
    library_wanted = Signal()
    said = Signal(str)
    counted = Signal(int)
    collection_shown = Signal(str)
    failed = Signal(object)
    notice = Signal(str)
    changes_wanted = Signal(str, int)
    sharing_changed = Signal(bool)

    def __init__(self, desk: NotesDesk, tasks: Tasks, tokens: Tokens, theme: Theme, window: QWidget) -> None:
        """Nothing is opened or built before it is asked for."""
        super().__init__(window)
        self.desk, self.marks, self.remembered = desk, Marks(desk), Remembered(desk)
        self.tasks, self._tokens, self._theme, self._window = tasks, tokens, theme, window
        self._pages: dict[str, Page] = {}
        self._then: Callable[[], object] | None = None
        self._opening: Attempt[Opened] | None = None
        self._was_open = desk.is_open
        self.count = 0
        self._editor_shown = True
        self.current_items: Callable[[], Sequence[Item]] = tuple
        self.asking = Asking(self, tokens, window)
        self._clipboard = ClipboardWatch(self)
        self._stop = desk.on_change(self.changed.emit)
        self.changed.connect(self._changed)

    # Pages

    def page(self, view: str) -> "Page":
        """A page of history.NOTE_VIEWS, made on the first call."""
        if view not in self._pages:
            self._pages[view] = self._make(view)
        return self._pages[view]

    def _make(self, view: str) -> "Page":
        made: Page
        if view == COLLECTIONS:
            from reader.ui.notes.collections_view import CollectionsView  # noqa: PLC0415 - when first asked for

            made = CollectionsView(self._tokens, self._theme, self.desk, self.marks)
            made.shown.connect(self.collection_shown)
        elif view == REVIEW:
            from reader.ui.notes.notes_review import ReviewView  # noqa: PLC0415 - as above

            made = ReviewView(self._tokens, self._theme, self.desk)
            made.changes_wanted.connect(self.changes_wanted)
            made.wait_wanted.connect(self.asking.wait)
        else:
            from reader.ui.notes.notes_view import NotesView  # noqa: PLC0415 - as above

            made = NotesView(self._tokens, self._theme, self.desk, self.marks, bookmarks=view == BOOKMARKS)
            made.editor.setHidden(not self._editor_shown)
            made.collect_wanted.connect(self._collect_marks)
            made.acts.wait_wanted.connect(self.asking.wait)
            made.review_wanted.connect(lambda: self.view_wanted.emit(REVIEW))
            made.copy_wanted.connect(self.copy)
        made.open_wanted.connect(self.open_wanted)
        made.said.connect(self.said)
        made.counted.connect(self.counted)
        made.failed.connect(self.refused)
        if view != REVIEW:
            made.library_wanted.connect(self.library_wanted)  # type: ignore[union-attr]  # the review page has none
            made.file_wanted.connect(self.asking.open_file)  # type: ignore[union-attr]
            made.unlock_wanted.connect(self.asking.unlock)  # type: ignore[union-attr]
            made.export_wanted.connect(self.export)  # type: ignore[union-attr]
        return made

    def show_editor(self, view: str, *, shown: bool) -> None:
        """Whether the opened mark is shown beside the list."""
        self._editor_shown = shown
        page = self._pages.get(view)
        if page is not None and view in {NOTES, BOOKMARKS}:
            page.editor.setVisible(shown)  # type: ignore[union-attr]  # these two have one

    def set_theme(self, theme: Theme) -> None:
        """Retint what is there."""
        self._theme = theme
        for page in self._pages.values():
            page.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme

    # Opening and locking

    def start(self) -> None:
        """After the first paint: open the notebook of this log-in, where there is one and the desk is not shared."""
        mine = self.desk.opens_by_login()
        if mine is None:
            return
        attempt = self._opening = Attempt(
            lambda: self.desk.tidied(self.desk.opened(mine, PlatformLogin())), Opened.close
        )

        def arrived(_: object) -> None:
            if attempt.wanted:
                self._opening = None
                self._run(lambda: self.desk.take(attempt.take()))

        def refused(_: ReaderError) -> None:
            # It stays locked, for the person to look at when it is wanted.
            self._opening = None
            if self._then is not None:
                self.asking.unlock()

        self.tasks.run(attempt.work, done=arrived, failed=refused, channel=CHANNEL)

    def wanted(self, act: Callable[[], object]) -> None:
        """Do `act` with an open notebook: at once, or after unlocking, or after the first one was made."""
        if self.desk.is_open:
            self._run(act)
            return
        self._then = act
        if self._opening is None:
            self.asking.unlock()

    def refused(self, error: ReaderError) -> None:
        """Something asked of the notebook failed: ask for what it needs, or say why."""
        if isinstance(error, NotOpenError):
            self.asking.unlock()
        elif isinstance(error, SecondWayNeededError):
            self.asking.second_way(explain(error).what)
        else:
            self.failed.emit(error)

    def _run(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ReaderError as error:
            self.refused(error)

    def forget_wish(self) -> None:
        """Unlocking was not wanted after all."""
        self._then = None

    def lock(self) -> bool:
        """Ctrl+L: save what is being written, close the notebook. False where the person keeps it open after all."""
        if not self.desk.is_open:
            self.asking.unlock()
            return False
        if self.desk.state is State.TEMPORARY and self.count_all() and not self.asking.may_lose():
            return False
        self.lock_now()
        return True

    def lock_now(self) -> None:
        """The same without a question: the desk was idle, or the question was asked."""
        self._end_work()
        for page in self._pages.values():
            save = getattr(getattr(page, "editor", page), "save", None)
            if callable(save):
                save()
        try:
            self.desk.lock()
        except UnavailableError as error:
            self.failed.emit(error)
        self._clipboard.clear()

    def _end_work(self) -> None:
        """Whatever uses the notebook on another thread is told to stop: closing it waits for the present write only."""
        self.asking.close()
        self.tasks.drop(BACKUP)
        self.tasks.drop(SETTLE)

    def may_close(self) -> bool:
        """Whether the window may close: temporary notes end with it, which is asked first. Then it is locked."""
        if self.desk.state is State.TEMPORARY and self.count_all() and not self.asking.may_lose():
            return False
        if self.desk.is_open:
            self.lock_now()
        return True

    def share(self, *, shared: bool) -> None:
        """This computer is shared, or no longer; the notebook is locked with it."""
        self.lock_now()
        self.desk.share(shared=shared)
        self.sharing_changed.emit(shared)

    def stop(self) -> None:
        """The window is gone."""
        if self._opening is not None:
            self._opening.give_up()
        self._end_work()
        self._stop()
        with suppress(ReaderError):
            self.desk.lock()

    def _changed(self, changed: Changed) -> None:
        if changed.state and self.desk.is_open:
            self._was_open = True
            self.opened.emit()
            self._welcome()
        elif changed.state and self._was_open:
            self._was_open = False
            self.locked.emit()
        for view, page in self._pages.items():
            # A page out of sight is read again when it is shown; what it shows of a closed notebook goes at once.
            if (changed.state and not self.desk.is_open) or page.isVisible() or view == REVIEW:
                page.refresh()
        if changed.state and self.desk.is_open and self._then is not None:
            act, self._then = self._then, None
            self._run(act)

    def _welcome(self) -> None:
        """What there is to say, and what is done quietly: the day's backup, and carrying notes to new editions."""
        try:
            welcome = self.desk.welcome()
        except ReaderError as error:
            self.failed.emit(error)
            return
        said = words.welcome(welcome.openings, welcome.erased, welcome.soon)
        if welcome.drafts:
            said.append(tr("A note you had not finished is in Notes; its text was kept."))
        if welcome.read_only:
            said.append(tr("Your notebook is open in another window, or cannot be written here. You can read it."))
        if welcome.on_network:
            said.append(tr("Your notebook lies on a network drive, which may lose what was saved last."))
        if said:
            self.notice.emit(" ".join(said))
        if welcome.problem is not None:
            self.failed.emit(welcome.problem)
        if welcome.openings and self.desk.can_write:
            self._run(self.desk.notebook.acknowledge_openings)
        if self.desk.can_write:
            self.tasks.run(
                lambda _: self.desk.back_up_if_due(), done=self._backed_up, failed=self.failed.emit, channel=BACKUP
            )

    def _backed_up(self, failed: Sequence[ReaderError]) -> None:
        if failed:
            self.failed.emit(failed[0])

    # Counts

    def count_all(self) -> int:
        """Marks of any kind; 0 while no notebook is open."""
        return query.count(self.desk.database, Filter()) if self.desk.is_open else 0

    def collections(self) -> tuple[Head, ...]:
        """For the sidebar, by title."""
        return query.heads(self.desk.database) if self.desk.is_open else ()

    def tallies(self) -> Mapping[str, Tally]:
        """The marks of each document, read once for everything that counts them."""
        return query.tallies(self.desk.database, Filter()) if self.desk.is_open else {}

    # Commands

    def actions(self) -> dict[str, Callable[[], object]]:
        """What the keyboard map's commands of the notebook do."""
        return {
            "bookmarks": lambda: self.view_wanted.emit(BOOKMARKS),
            "notes": lambda: self.view_wanted.emit(NOTES),
            "collections": lambda: self.view_wanted.emit(COLLECTIONS),
            "collect": lambda: self.wanted(self.collect),
            "export": lambda: self.export(None),
            "lock": self.lock,
            "undo": self.undo,
            "redo": self.redo,
        }

    def undo(self) -> None:
        """Ctrl+Z: take the last step back, from before a restart too."""
        self._turn(tr("Undone: {what}"), tr("There is nothing to undo."), undo=True)

    def redo(self) -> None:
        """Ctrl+Shift+Z."""
        self._turn(tr("Done again: {what}"), tr("There is nothing to do again."), undo=False)

    def _turn(self, said: str, nothing: str, *, undo: bool) -> None:
        if not self.desk.can_write:
            return

        def told(done: Done | None) -> None:
            self.said.emit(said.format(what=words.action(done.name)) if done is not None else nothing)

        if self.desk.notes.journal.size(undo=undo) >= WORTH_WAITING:
            self._turn_many(lambda done: told(self.marks.turned(done)), undo=undo)
        else:
            self._run(lambda: told(self.marks.undo() if undo else self.marks.redo()))

    def _turn_many(self, done: Callable[[Done | None], object], *, undo: bool) -> None:
        """An import of thousands, say: off the GUI thread, with how far it is."""
        notes = self.desk.notes
        act = notes.undo if undo else notes.redo
        doing = tr("Undoing…") if undo else tr("Doing it again…")
        self.asking.wait(doing, lambda watch: act(watch.progress, watch.cancelled), done)

    def collect(self) -> None:
        """Ctrl+Shift+C: what is current goes into a collection."""
        items = tuple(self.current_items())
        if items:
            self.asking.collect(items)
        else:
            self.said.emit(tr("Choose a note, a passage or a paper first."))

    def _collect_marks(self, marks: Sequence[Line | Pick]) -> None:
        if marks:
            self.asking.collect([Item(ItemKind.ANNOTATION, one.uuid) for one in marks])

    def export(self, choice: Choice | None) -> None:
        """Ctrl+E: the export dialog."""
        self.wanted(lambda: self.asking.export(choice))

    def import_set(self, file: Path) -> None:
        """An exported set that was opened with the program."""
        self.wanted(lambda: self.asking.import_file(file))

    def copy(self, text: str) -> None:
        """Put text on the clipboard, where policy allows it."""
        if self.desk.rules.may_copy and text:
            QApplication.clipboard().setText(text)
            self.said.emit(tr("Copied"))
