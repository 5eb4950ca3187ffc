"""Import: what a set of notes would change, before anything is changed; merged, or kept apart under a name.

Reading, comparing and taking in run off the GUI thread: a set of 20,000 notes takes seconds.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QRadioButton, QWidget

from reader.errors import ReaderError, UsageError
from reader.language import tr, tr_n
from reader.notebook.exchange.incoming import Incoming
from reader.notebook.exchange.merge import Change, Plan, Step
from reader.notebook.model import Annotation
from reader.notes_desk import sharing
from reader.notes_desk.desk import NotesDesk
from reader.ui.looks.speech import announce
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_model import one_line
from reader.ui.shared.kinds import label
from reader.ui.shared.working import CHANNEL, FollowedDialog, Watch, Working
from reader.ui.tasks import Job, Tasks

COMPARING = f"{CHANNEL}.compare"
"""Shares its thread with reading and taking in: they never run at the same time."""
TYPED_MS = 250
"""A name is compared once typing pauses."""
LONGEST_NAME = 200
MOST_SHOWN = 200
"""Rows of the preview; the counts above it are of everything."""


@dataclass(frozen=True, slots=True)
class Found:
    """A set that was read, and what it would change; no plan where it has no name to be kept apart under."""

    taken: Incoming
    plan: Plan | ReaderError | None


def change_label(change: Change) -> str:
    """What would happen to one note."""
    return {
        Change.ADDED: tr("Added"),
        Change.UPDATED: tr("Updated"),
        Change.CONFLICT: tr("Yours is newer; this one goes to its history"),
        Change.UNCHANGED: tr("Unchanged"),
    }[change]


class ImportDialog(FollowedDialog):
    """Shown first, then told to `read`.

    Signals:
        imported(int): how many things were added or updated.
        refused(ReaderError): the file is no set of notes; the dialog is closed.
        stopped(): reading was given up; nothing was changed.
    """

    imported = Signal(int)
    refused = Signal(object)
    stopped = Signal()

    def __init__(
        self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, file: Path, *, tasks: Tasks
    ) -> None:
        """For a file that is not read yet."""
        super().__init__(parent, tokens, theme, title=tr("Import"), drawing="import", heading=tr("Import notes"))
        self._desk, self._file, self._tasks = desk, file, tasks
        self._taken: Incoming | None = None
        self._plan: Plan | None = None
        self.lead.setText(tr("From {owner}. Nothing changes before you press Import.").format(owner=file.name))
        self.merged = QRadioButton(tr("Merge with my own notes"))
        self.apart = QRadioButton(tr("Keep apart, as a colleague’s set"))
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.column.addWidget(self.merged)
        self.column.addWidget(self.apart)
        self.field(tr("Name of the set"), self.name)
        self.rows = QListWidget()
        self.rows.setMinimumHeight(180)
        self._counts = self.field(tr("What will change"), self.rows)
        self.add_problem_line()
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.take = self.button(tr("Import"), self._import, primary=True, drawing="import")
        self.take.setEnabled(False)
        self.setMinimumWidth(tokens.layout.dialog_large - 160)
        self.working = Working(self, self.foot, tokens, tasks)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(self._compare)

    @property
    def set_name(self) -> str:
        """The set to keep it apart in, "" to merge."""
        return self.name.text().strip() if self.apart.isChecked() else ""

    def read(self) -> None:
        """Read the file and compare it with the notebook, then show what it would change."""
        desk, file = self._desk, self._file
        self.working.follow(
            tr("Reading {file}…").format(file=file.name),
            lambda watch: _found(desk, file, watch),
            done=self._read,
            failed=self._not_read,
            stopped=self._given_up,
        )

    def _read(self, found: Found) -> None:
        taken = self._taken = found.taken
        owner = taken.owner or tr("an unknown notebook")
        self.lead.setText(tr("From {owner}. Nothing changes before you press Import.").format(owner=owner))
        (self.merged if _is_mine(taken, self._desk) else self.apart).setChecked(True)
        self.name.setText(_default_name(taken))
        self.name.setEnabled(self.apart.isChecked())
        self.merged.toggled.connect(self._way_chosen)
        self.name.textChanged.connect(self._name_typed)
        if found.plan is None:
            self._ask_for_name()
        else:
            self._compared(found.plan)
        (self.merged if self.merged.isChecked() else self.apart).setFocus()

    def _not_read(self, error: ReaderError) -> None:
        super().reject()
        self.refused.emit(error)

    def _given_up(self) -> None:
        super().reject()
        self.stopped.emit()

    # Comparing anew, when it is to be taken in another way

    def _way_chosen(self, _merged: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.name.setEnabled(self.apart.isChecked())
        self._compare()

    def _name_typed(self, _text: str) -> None:
        self._forget_plan()
        self._typed.start()

    def _compare(self) -> None:
        self._typed.stop()
        self._forget_plan()
        taken, desk, apart = self._taken, self._desk, self.set_name
        if taken is None:
            return
        if self.apart.isChecked() and not apart:
            self._ask_for_name()
            return

        def work(job: Job) -> Plan:
            return sharing.plan(desk, taken, apart=apart, progress=job.progress, cancelled=job.cancelled)

        self._tasks.run(work, done=self._compared, failed=self._compared, progress=self._comparing, channel=COMPARING)

    def _forget_plan(self) -> None:
        self._tasks.drop(COMPARING)
        self._plan = None
        self.take.setEnabled(False)
        self.rows.clear()

    def _ask_for_name(self) -> None:
        self._counts.setText(tr("What will change"))
        self.say(tr("Give the set a name."))

    def _comparing(self, done: int, total: int) -> None:
        share = f"{100 * done // total} %" if total else ""
        self._counts.setText(tr("What will change: comparing, {share}").format(share=share))

    def _compared(self, found: Plan | ReaderError) -> None:
        if isinstance(found, ReaderError):
            self._counts.setText(tr("What will change"))
            self.say(found)
            return
        self._plan = found
        counts = {change: found.count(change) for change in Change}
        said = ", ".join(f"{change_label(change)}: {count:,}" for change, count in counts.items() if count)
        self._counts.setText(tr("What will change: {said}").format(said=said or tr("nothing")))
        announce(self, self._counts.text())
        moving = [step for step in found.steps if step.change is not Change.UNCHANGED]
        for step in moving[:MOST_SHOWN]:
            self.rows.addItem(self._row(step))
        refused = len(found.refused)
        left_out = tr_n(
            "{n} entry cannot be read and is left out.", "{n} entries cannot be read and are left out.", refused
        )
        self.say(left_out.format(n=refused) if refused else "")
        self.take.setEnabled(bool(moving))

    def _row(self, step: Step) -> str:
        thing = step.incoming
        if isinstance(thing, Annotation):
            words = f"{label(thing.kind)}: {one_line(thing.note or thing.quote or thing.document)}"
        else:
            words = tr("Collection: {name}").format(name=thing.title)
        return f"{change_label(step.change)} – {words[:160]}"

    # Taking in

    def _import(self) -> None:
        desk, plan = self._desk, self._plan
        if plan is None:
            return
        self.say("")
        desk.keep_drafts()
        self.working.follow(
            tr("Importing…"),
            lambda watch: sharing.apply(desk, plan, progress=watch.progress, cancelled=watch.cancelled),
            done=lambda _: self._taken_in(plan),
            failed=self.say,
            stopped=lambda: self.say(tr("Stopped. Nothing was imported, and your notes are as they were.")),
        )

    def _taken_in(self, plan: Plan) -> None:
        self.accept()
        sharing.told(self._desk, plan)
        self.imported.emit(plan.count(Change.ADDED) + plan.count(Change.UPDATED))

    def done(self, result: int) -> None:
        """Whatever the dialog ends with, nobody waits for a comparison."""
        self._typed.stop()
        self._tasks.drop(COMPARING)
        super().done(result)


def _found(desk: NotesDesk, file: Path, watch: Watch) -> Found:
    """On a worker: read and compare."""
    taken = sharing.read(file, progress=watch.progress, cancelled=watch.cancelled)
    apart = "" if _is_mine(taken, desk) else _default_name(taken)
    if not apart and not _is_mine(taken, desk):
        return Found(taken, None)
    try:
        plan = sharing.plan(desk, taken, apart=apart, progress=watch.progress, cancelled=watch.cancelled)
    except UsageError as error:
        # Another name will do, or merging.
        return Found(taken, error)
    return Found(taken, plan)


def _is_mine(taken: Incoming, desk: NotesDesk) -> bool:
    return bool(taken.owner) and taken.owner == desk.name


def _default_name(taken: Incoming) -> str:
    return (taken.owner or taken.label)[:LONGEST_NAME].strip()
