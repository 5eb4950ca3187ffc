"""Content packs as one part of the window: checking, planning, installing, going back; all of it off the GUI thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.desk import Desk
from reader.errors import CancelledError, NotFoundError, ReaderError
from reader.language import tr
from reader.notes_desk.desk import NotesDesk, State
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_room import SETTLE
from reader.ui.notes.notes_words import need_a_look
from reader.ui.packs.packs_words import layer_name, removed
from reader.ui.shared.history import CHANGES, INSTALL, PACKS, Place
from reader.ui.shared.standing_words import Standings
from reader.ui.tasks import Job, Tasks

if TYPE_CHECKING:
    from reader.notebook.model import Annotation
    from reader.packs.plan import DocumentChange
    from reader.packs_desk.compared import Compared
    from reader.packs_desk.desk import Done, PacksDesk, Settled, Waiting
    from reader.packs_desk.layers import Layer
    from reader.packs_desk.standing import Standing
    from reader.packs_desk.watching import Offer
    from reader.ui.packs.changes_view import ChangesView
    from reader.ui.packs.packs_flow import Flow
    from reader.ui.packs.packs_libraries import LibrariesPage

    Page = ChangesView | Flow | LibrariesPage

CHANNEL = "packs"
DISCARD = "packs.discard"
LOAD = "packs.load"
WORTH_TELLING = 2_000
"""Twice the notes to be placed anew from which on it takes long enough to say how far it is."""


class PacksRoom(QObject):
    """Everything that has to do with content packs outside the reading view.

    Signals:
        view_wanted(str): one of history.PACK_VIEWS.
        changes_wanted(str, int): both editions of this paper side by side, from a paragraph on (0: the first change).
        open_wanted(str, int): open this paper at a paragraph, 0 for its beginning.
        review_wanted(): the list of notes that need a look.
        library_wanted(): the library.
        shelf_changed(): another edition is in force; everything shown of the shelf must be read again.
        said(str): for the status bar.
        failed(ReaderError): something could not be done.
        settled(Settled): notes and caches are in step with the shelf; `standings` say how documents stand.
        notice(str): for the banner.
        layers_changed(): other layers are shown.
        dismissed(Offer): not to be offered again until it changes.
    """

    view_wanted = Signal(str)
    changes_wanted = Signal(str, int)
    open_wanted = Signal(str, int)
    review_wanted = Signal()
    library_wanted = Signal()
    shelf_changed = Signal()
    said = Signal(str)
    failed = Signal(object)
    settled = Signal(object)
    notice = Signal(str)
    layers_changed = Signal()
    dismissed = Signal(object)

    def __init__(
        self, desk: Desk, notes: NotesDesk, tasks: Tasks, tokens: Tokens, theme: Theme, *, window: QWidget
    ) -> None:
        """Nothing is loaded before it is asked for: the room of packs knows cryptography, which takes its time."""
        super().__init__(window)
        self._desk, self._notes, self._tasks = desk, notes, tasks
        self._tokens, self._theme, self.window = tokens, theme, window
        self._packs: PacksDesk | None = None
        self._pages: dict[str, Page] = {}
        self._waiting: Waiting | None = None
        self._held: list[Waiting] = []
        self._planned: dict[str, DocumentChange] = {}
        self.standings = Standings()
        self._again = False
        self.offers: tuple[Offer, ...] = ()

    @property
    def packs(self) -> "PacksDesk":
        """The desk's use-cases. Raises PolicyError."""
        if self._packs is None:
            from reader.packs_desk.desk import PacksDesk  # noqa: PLC0415 - when first asked for

            self._packs = PacksDesk(self._desk, self._notes)
        return self._packs

    def load(self) -> None:
        """A moment after the first paint: load what packs need, off the GUI thread, and see to what was left to do."""
        self._tasks.run(_load, done=lambda _: self.settle(), channel=LOAD)

    def settle(self) -> None:
        """Bring notes, caches and badges in step with the shelf: at the start, after unlocking, after installing."""
        if self._tasks.busy(LOAD):
            return  # it comes when that is done
        if self._tasks.busy(SETTLE):
            # Dropped half-way, what it had carried already would be told to nobody.
            self._again = True
            return
        packs = self.packs

        def work(job: Job) -> "tuple[Settled, Mapping[str, tuple[Standing, ...]], str]":
            from reader.packs_desk.standing import standings  # noqa: PLC0415 - loaded already

            settled = packs.settle(progress=job.progress, cancelled=job.cancelled)
            return settled, standings(self._desk.shelf, packs.seen, packs.today), packs.today

        self._tasks.run(work, done=self._settled, failed=self._not_settled, progress=self._carrying, channel=SETTLE)

    def _carrying(self, done: int, total: int) -> None:
        if total >= WORTH_TELLING:
            share = f"{100 * done // total} %"
            self.said.emit(tr("Placing your notes in the new edition: {share}").format(share=share))

    def _settled(self, found: "tuple[Settled, Mapping[str, tuple[Standing, ...]], str]") -> None:
        settled, self.standings.held, self.standings.today = found
        self.standings.seen = self.packs.seen
        carried = settled.notes
        if carried is not None and self._notes.is_open:
            self._notes.tell({annotation.document for annotation in carried.changed})
            if carried.unsure + carried.gone:
                self.notice.emit(need_a_look(carried.unsure + carried.gone))
        if settled.forgotten:
            self.notice.emit(removed(settled.forgotten))
        self.settled.emit(settled)
        self._once_more()

    def _not_settled(self, error: ReaderError) -> None:
        self.failed.emit(error)
        self._once_more()

    def _once_more(self) -> None:
        if self._again:
            self._again = False
            self.settle()

    # Pages

    def page(self, view: str) -> "Page":
        """A page of history.PACK_VIEWS, made on the first call."""
        if view not in self._pages:
            self._pages[view] = self._make(view)
        return self._pages[view]

    def _make(self, view: str) -> "Page":
        if view == CHANGES:
            from reader.ui.packs.changes_view import ChangesView  # noqa: PLC0415 - when first asked for

            made = ChangesView(self._tokens, self._theme)
            made.open_wanted.connect(self.open_wanted)
            return made
        if view == PACKS:
            from reader.ui.packs.packs_libraries import LibrariesPage  # noqa: PLC0415 - as above

            return LibrariesPage(self._tokens, self._theme, self)
        return self.flow

    def page_for(self, place: Place) -> "Page":
        """The page of a place, brought up to date for being shown."""
        page = self.page(place.view)
        if place.view == PACKS:
            page.refresh()  # type: ignore[union-attr]  # the page of libraries has it
        elif place.view == CHANGES:
            self._fill_changes(place.key, place.paragraph or 0)
        return page

    @property
    def flow(self) -> "Flow":
        """The page on which a pack is installed."""
        known = self._pages.get(INSTALL)
        if known is None:
            from reader.ui.packs.packs_flow import Flow  # noqa: PLC0415 - as above

            known = self._pages[INSTALL] = Flow(self._tokens, self._theme, self)
        return known  # type: ignore[return-value]  # INSTALL has no other

    def set_theme(self, theme: Theme) -> None:
        """Retint what is there."""
        self._theme = theme
        for page in self._pages.values():
            page.set_theme(theme)

    def indexing(self, done: int, total: int) -> None:
        """How far the search index is."""
        if INSTALL in self._pages:
            self.flow.indexing(done, total)

    def indexed(self) -> None:
        """The search index is up to date."""
        if INSTALL in self._pages:
            self.flow.indexed()

    # Issued layers

    def issued(self, key: str) -> "Sequence[Annotation]":
        """What layers say of a document, each under its layer's name with issuer and date; nothing of one's own."""
        if self._packs is None:
            return ()
        names = {layer.name: layer_name(layer) for layer in self._packs.layers.shown()}
        return [replace(one, set_name=names.get(one.set_name, one.set_name)) for one in self._packs.layers.on(key)]

    def show_layer(self, layer: "Layer", *, shown: bool) -> None:
        """Take a layer away, or bring it back."""
        layers = self.packs.layers
        (layers.bring_back if shown else layers.remove)(layer)
        self.said.emit(tr("Layer shown again") if shown else tr("Layer removed. It can be brought back here."))
        self.layers_changed.emit()

    # What changed

    def compare(self, change: "DocumentChange") -> None:
        """Both editions of a paper of a plan, before or after it was installed."""
        self._planned[change.key] = change
        self.changes_wanted.emit(change.key, 0)

    def _fill_changes(self, key: str, paragraph: int) -> None:
        view: ChangesView = self.page(CHANGES)  # type: ignore[assignment]  # CHANGES has no other
        planned = self._planned.get(key)
        view.show_nothing(key, self._title(key), tr("Comparing both editions…"))

        def work(_: Job) -> "Compared | None":
            from reader.packs_desk import compared  # noqa: PLC0415 - when first asked for

            return compared.of_plan(planned) if planned is not None else compared.with_previous(self._desk, key)

        def done(found: "Compared | None") -> None:
            if found is None:
                view.show_nothing(key, self._title(key), tr("No earlier edition of this paper is kept here."))
            else:
                view.show_changes(key, self._title(key), found.comparison, found.said, paragraph)

        self._tasks.run(work, done=done, failed=self.failed.emit, channel="documents.compare")

    def _title(self, key: str) -> str:
        try:
            return self._desk.entry(key).meta.title
        except NotFoundError:
            planned = self._planned.get(key)
            return planned.title if planned is not None else key

    # Acting

    @property
    def has_notebook(self) -> bool:
        """Whether there are notes that a new edition could concern."""
        return self._notes.state is not State.NONE

    @property
    def is_busy(self) -> bool:
        """Whether something is being checked or installed."""
        return self._tasks.busy(CHANNEL)

    def open_pack(self, pack: Path) -> None:
        """Check a .briefpack or a channel's folder, and show what installing it would do."""
        if self.is_busy:
            self.said.emit(tr("A content pack is being worked on. Wait for it, or stop it."))
        else:
            self.discard()
            self.flow.check(pack)
        self.view_wanted.emit(INSTALL)

    def check(
        self,
        pack: Path,
        *,
        done: "Callable[[Waiting], None]",
        failed: Callable[[ReaderError], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Verify `pack`; `done` is given what waits for the person's word."""
        held = self._held

        def work(job: Job) -> "Waiting":
            waiting = self.packs.prepare(pack, progress=job.progress, cancelled=job.cancelled)
            held.append(waiting)
            if job.cancelled():
                raise CancelledError
            return waiting

        def arrived(waiting: "Waiting") -> None:
            self._waiting = waiting
            done(waiting)

        self._tasks.run(work, done=arrived, failed=failed, progress=progress, channel=CHANNEL)

    def install(
        self,
        *,
        done: "Callable[[Done], None]",
        failed: Callable[[ReaderError], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Bring what waits into force."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._tasks.run(
                lambda job: waiting.install(job.progress, job.cancelled),
                done=lambda found: self._arrived(found, done),
                failed=failed,
                progress=progress,
                channel=CHANNEL,
            )

    def roll_back(self, library: str) -> None:
        """Go back to the edition before; the page of the installation says how it went."""
        if self.is_busy:
            self.said.emit(tr("A content pack is being worked on. Wait for it, or stop it."))
            return
        self.discard()
        flow = self.flow
        flow.going_back()
        self.view_wanted.emit(INSTALL)
        self._tasks.run(
            lambda job: self.packs.roll_back(library, job.progress, job.cancelled),
            done=lambda found: self._arrived(found, flow.went_back),
            failed=flow.stopped_by,
            channel=CHANNEL,
        )

    def arrived(self, found: "Done") -> None:
        """A new edition came into force by itself, as policy wants: the window shows it."""
        self._show(found)
        self.settle()

    def _arrived(self, found: "Done", done: "Callable[[Done], None]") -> None:
        """A new edition is in force: the window shows it, then the page says so."""
        self._held.clear()
        self._show(found)
        done(found)
        self.settle()

    def _show(self, found: "Done") -> None:
        self._planned.clear()
        # Kept for "what changed", which the page of the installation leads to.
        both = [one for one in found.outcome.changes if one.before is not None and one.after is not None]
        self._planned.update({change.key: change for change in both})
        self.packs.show(found)
        self.shelf_changed.emit()

    def stop_checking(self) -> None:
        """Stop; whatever was staged is let go of once the worker has seen it."""
        self._tasks.drop(CHANNEL)
        self.discard()

    def discard(self) -> None:
        """Let go of a pack that waits: nothing of it stays."""
        self._waiting = None
        held = self._held
        self._tasks.run(lambda _: _let_go(held), done=lambda _: None, channel=DISCARD)

    def stop(self) -> None:
        """The window is gone, and with it the worker: what still waits is let go of."""
        _let_go(self._held)


def _load(_: Job) -> None:
    """Import what takes its time."""
    import importlib  # noqa: PLC0415 - as the rest of this

    importlib.import_module("reader.packs_desk.desk")


def _let_go(held: "list[Waiting]") -> None:
    while held:
        held.pop().discard()
