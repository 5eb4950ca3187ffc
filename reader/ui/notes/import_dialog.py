"""Import: what a set of notes would change, before anything is changed; merged, or kept apart under a name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QRadioButton, QWidget

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook.exchange.incoming import Incoming
from reader.notebook.exchange.merge import Change, Plan, Step
from reader.notebook.model import Annotation
from reader.notes_desk import sharing
from reader.notes_desk.desk import NotesDesk
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.kinds import label
from reader.ui.notes.notes_dialog import NotesDialog
from reader.ui.notes.notes_model import one_line

MOST_SHOWN = 200
"""Rows of the preview; the counts above it are of everything."""


def change_label(change: Change) -> str:
    """What would happen to one note."""
    return {
        Change.ADDED: tr("Added"),
        Change.UPDATED: tr("Updated"),
        Change.CONFLICT: tr("Yours is newer; this one goes to its history"),
        Change.UNCHANGED: tr("Unchanged"),
    }[change]


class ImportDialog(NotesDialog):
    """Signals `imported(int)` with how many things were added or updated."""

    imported = Signal(int)

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, taken: Incoming) -> None:
        """For a set that was read."""
        super().__init__(parent, tokens, theme, title=tr("Import"), drawing="import", heading=tr("Import notes"))
        self._desk, self._taken = desk, taken
        self._plan: Plan | None = None
        owner = taken.owner or tr("an unknown notebook")
        self.lead.setText(tr("From {owner}. Nothing changes before you press Import.").format(owner=owner))
        self.merged = QRadioButton(tr("Merge with my own notes"))
        self.apart = QRadioButton(tr("Keep apart, as a colleague’s set"))
        mine = bool(taken.owner) and taken.owner == desk.name
        (self.merged if mine else self.apart).setChecked(True)
        self.name = QLineEdit(taken.owner or taken.label)
        self.name.setMaxLength(200)
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
        self.setMinimumWidth(tokens.layout.dialog_large - 160)
        self.merged.toggled.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def set_name(self) -> str:
        """The set to keep it apart in, "" to merge."""
        return self.name.text().strip() if self.apart.isChecked() else ""

    def _refresh(self, _changed: object = None) -> None:
        self.name.setEnabled(self.apart.isChecked())
        self.rows.clear()
        self._plan = None
        self.take.setEnabled(False)
        if self.apart.isChecked() and not self.set_name:
            self.say(tr("Give the set a name."))
            return
        try:
            self._plan = sharing.plan(self._desk, self._taken, apart=self.set_name)
        except ReaderError as error:
            self.say(error)
            return
        counts = {change: self._plan.count(change) for change in Change}
        said = ", ".join(f"{change_label(change)}: {count:,}" for change, count in counts.items() if count)
        self._counts.setText(tr("What will change: {said}").format(said=said or tr("nothing")))
        moving = [step for step in self._plan.steps if step.change is not Change.UNCHANGED]
        for step in moving[:MOST_SHOWN]:
            self.rows.addItem(self._row(step))
        refused = len(self._plan.refused)
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

    def _import(self) -> None:
        if self._plan is None:
            return
        try:
            sharing.apply(self._desk, self._plan)
        except ReaderError as error:
            self.say(error)
            return
        count = self._plan.count(Change.ADDED) + self._plan.count(Change.UPDATED)
        self.accept()
        self.imported.emit(count)
