"""From a pack to an edition in force: what the page shows at each step, and what its buttons do."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from reader.errors import ReaderError
from reader.language import tr
from reader.ui.looks.speech import announce
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words
from reader.ui.packs.packs_page import PackPage, Step
from reader.ui.packs.packs_progress import Stage, WorkLine
from reader.ui.packs.packs_stopped import Stopped
from reader.ui.shared.history import PACKS

if TYPE_CHECKING:
    from reader.packs.plan import Plan
    from reader.packs_desk.desk import Done, Waiting
    from reader.ui.packs.packs_room import PacksRoom


class Flow(PackPage):
    """One installation at a time."""

    def __init__(self, tokens: Tokens, theme: Theme, room: "PacksRoom") -> None:
        """Asks `room` to act."""
        super().__init__(tokens, theme)
        self._room = room
        self._pack = Path()
        self._plan: Plan | None = None
        self._done: Done | None = None
        self._back = False
        self._indexing = False
        self._root: bytes = b""
        self.close_wanted.connect(self._leave)
        self.review.changes_wanted.connect(room.compare)
        self.done.changes_wanted.connect(room.compare)
        self.done.review_wanted.connect(room.review_wanted)
        self.trust.changed.connect(self._trust_changed)
        self._allow: QPushButton | None = None

    # Checking

    def check(self, pack: Path) -> None:
        """Begin with a pack."""
        self._pack, self._plan, self._done = pack, None, None
        self.go(Step.CHECK)
        self.check_pane.begin(
            tr("Checking {file}").format(file=pack.name),
            tr("Every signature and every file is checked before anything is opened. You can go on reading meanwhile."),
        )
        self.button(tr("Stop"), self._stop)
        self.button(tr("Keep reading"), self._leave, primary=True)
        self._room.check(pack, done=self._checked, failed=self.stopped_by, progress=self._checking)

    def _checking(self, done: int, total: int) -> None:
        self.check_pane.tell(
            done, total, tr("{done} of {total}").format(done=packs_words.size(done), total=packs_words.size(total))
        )
        self._room.said.emit(tr("Checking {file}: {n}%").format(file=self._pack.name, n=self.check_pane.percent))

    def _stop(self) -> None:
        self._room.stop_checking()
        self._room.said.emit(tr("Stopped. Everything is as it was before."))
        self._room.view_wanted.emit(PACKS)

    # The plan

    def _checked(self, waiting: "Waiting") -> None:
        plan = self._plan = waiting.plan
        edition = plan.edition.edition
        self.go(Step.REVIEW)
        self.review.show_plan(plan, self._pack, has_notebook=self._room.has_notebook)
        if plan.same:
            self.button(tr("Close"), self._cancel, primary=True)
        else:
            if plan.before is not None:
                can = tr("You can go back to edition {n} at any time")
                self.say_foot(can.format(n=plan.before.edition) if self._keeps_before(plan) else "")
            self.button(tr("Cancel"), self._cancel)
            self.button(tr("Install edition {n}").format(n=edition), self._install, primary=True)
        self._arrived(tr("Checked: edition {n} can be installed.").format(n=edition))

    @staticmethod
    def _keeps_before(plan: "Plan") -> bool:
        """A document that must not exist any more bars the way back (FORMATS P11)."""
        gone = {notice.id for notice in plan.edition.catalogue.removed}
        held = plan.before.documents if plan.before is not None else ()
        return not any(name.removeprefix("documents/").removesuffix(".md") in gone for name in held)

    def _cancel(self) -> None:
        self._room.discard()
        self._room.view_wanted.emit(PACKS)

    # Installing

    def _install(self) -> None:
        plan = self._plan
        if plan is None:
            return
        self._begin_work(tr("Installing edition {n}").format(n=plan.edition.edition), back=False)
        self._room.install(done=self._installed, failed=self.stopped_by, progress=self._carrying)

    def going_back(self) -> None:
        """The edition before is being brought back into force."""
        self._pack, self._plan = Path(), None
        self._begin_work(tr("Going back to the edition before"), back=True)

    def _begin_work(self, heading: str, *, back: bool) -> None:
        self._back, self._done, self._indexing = back, None, False
        self.go(Step.INSTALL)
        hint = tr(
            "You can go on reading while this runs. If it stops part-way, nothing changes and your notes are safe."
        )
        self.install_pane.begin(heading, hint)
        self._show_work(Stage.NOW, Stage.WAITING, Stage.WAITING)
        self.button(tr("Keep reading"), self._leave, primary=True)
        if self.isVisible():
            self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_work(self, switching: Stage, notes: Stage, index: Stage, said: str = "") -> None:
        first = tr("The edition before checked") if self._back else tr("Signature and every file checked")
        number = self._plan.edition.edition if self._plan is not None else 0
        switch = tr("Switching to edition {n}").format(n=number) if number else tr("Switching to the edition before")
        counted = packs_words.notes_line(self._done.notes) if self._done is not None else ""
        self.install_pane.show_lines(
            (
                WorkLine(first, Stage.DONE if not self._back or switching is Stage.DONE else Stage.NOW),
                WorkLine(switch, switching),
                WorkLine(tr("Your notes carried forward"), notes, counted),
                WorkLine(tr("Building the search index"), index, said),
            )
        )

    def _carrying(self, done: int, total: int) -> None:
        self._show_work(Stage.DONE, Stage.NOW, Stage.WAITING)
        self.install_pane.tell(done, 2 * max(1, total), tr("Looking where your notes belong now"))

    def _installed(self, done: "Done") -> None:
        self._done, self._indexing = done, True
        self._show_work(Stage.DONE, Stage.DONE, Stage.NOW)
        self.install_pane.tell(1, 2, tr("Building the search index"))

    def went_back(self, done: "Done") -> None:
        """The edition before is in force again."""
        self._installed(done)

    def indexing(self, done: int, total: int) -> None:
        """How far the search index is."""
        if self._indexing and total:
            said = tr("{n} of {count}").format(n=done, count=total)
            self._show_work(Stage.DONE, Stage.DONE, Stage.NOW, said)
            self.install_pane.tell(
                total + done,
                2 * total,
                tr("Building the search index: {n} of {count} papers").format(n=done, count=total),
            )

    def indexed(self) -> None:
        """The search finds the new edition: all is done."""
        done = self._done
        if not self._indexing or done is None:
            return
        self._indexing = False
        self.go(Step.DONE)
        self.done.show_outcome(done.outcome, back=self._back, has_notebook=self._room.has_notebook)
        outcome = done.outcome
        row = next((one for one in self._room.packs.libraries() if one.library == outcome.edition.library), None)
        if row is not None and row.previous is not None:
            library, label = row.library, tr("Forward to edition {n}") if self._back else tr("Go back to edition {n}")
            self.button(label.format(n=row.previous), lambda: self._room.roll_back(library))
        self.button(tr("To the library"), self._room.library_wanted.emit, primary=True)
        self._arrived(tr("Edition {n} is in force.").format(n=outcome.edition.edition))

    # Stopped

    def stopped_by(self, error: ReaderError) -> None:
        """Nothing was installed: say why."""
        stopped = Stopped(self._pack, error, dt.datetime.now(dt.UTC), self._reading())
        may_trust = self._room.packs.may_trust
        self.go(Step.STOPPED)
        self.stopped.show_stopped(stopped, may_trust=may_trust)
        self.button(tr("Copy details for IT"), lambda: self._copy(stopped), drawing="copy")
        if stopped.unknown_publisher and may_trust:
            self.button(tr("Allow this publisher…"), self._ask_trust)
        if not stopped.refused and self._pack != Path():
            self.button(tr("Try again"), lambda: self.check(self._pack))
        self.button(tr("Close"), lambda: self._room.view_wanted.emit(PACKS), primary=True)
        self._arrived(f"{packs_words.stopped_title(error)}. {packs_words.headline(error)}")

    def _reading(self) -> str:
        plan = self._plan
        if plan is None or plan.before is None:
            return ""
        before = plan.before
        return tr("edition {n} of {title}").format(n=before.edition, title=before.title or before.library)

    def _copy(self, stopped: Stopped) -> None:
        QApplication.clipboard().setText(stopped.text())
        self._room.said.emit(tr("Details copied"))

    # A publisher nobody here knows

    def _ask_trust(self) -> None:
        try:
            self._root, found = self._room.packs.root_of(self._pack)
        except ReaderError as error:
            self.stopped_by(error)
            return
        self.go(Step.TRUST)
        self.button(tr("Cancel"), lambda: self._room.view_wanted.emit(PACKS))
        self._allow = self.button(tr("Allow this publisher"), self._trust, primary=True)
        self.trust.ask(found, self._pack.name)
        self.trust.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _trust_changed(self) -> None:
        if self.step is Step.TRUST and self._allow is not None:
            self._allow.setEnabled(self.trust.is_right)

    def _trust(self) -> None:
        try:
            name, confirmed = self.trust.given
            self._room.packs.trust(name, self._root, confirmed)
        except ReaderError as error:
            self.trust.say(error)
            return
        self.check(self._pack)

    # The page itself

    def _leave(self) -> None:
        """Away from the page; what runs goes on."""
        if self.step is Step.REVIEW:
            self._cancel()
        else:
            self._room.library_wanted.emit()

    def _arrived(self, said: str) -> None:
        """A step came up by itself: said aloud, and in the status bar for whoever went on reading."""
        announce(self, said)
        self._room.said.emit(said)
        if self.isVisible():
            self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)
