"""What of a paper goes onto paper or into a PDF, and how that is going."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reader import system_log
from reader.desk import Desk
from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr, tr_n
from reader.library.marking import LEVELS, highest, level
from reader.notebook.query import Filter
from reader.notes_desk import sharing
from reader.notes_desk.desk import NotesDesk, State
from reader.notes_desk.sharing import Choice, Export
from reader.policy_words import managed
from reader.ui.looks.combo import ComboBox
from reader.ui.looks.labels import note_box
from reader.ui.looks.tick import WordedTick
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.printing import devices, sending
from reader.ui.printing.paper import Wanted, print_paper
from reader.ui.printing.sending import Outlet, Sent, steps
from reader.ui.shared.working import FollowedDialog, Watch, Working
from reader.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the dialog works with: the shelf, the notebook, and where slow work runs."""

    desk: Desk
    notes: NotesDesk
    tasks: Tasks


class PrintDialog(FollowedDialog):
    """Asks, does it, and tells.

    Signals:
        sent(Sent): the PDF is on the disk, or the pages are with the printer.
    """

    sent = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        tokens: Tokens,
        theme: Theme,
        rooms: Rooms,
        *,
        key: str,
        warnings: tuple[str, ...] = (),
        may_print: bool = False,
    ) -> None:
        """For the paper `key`; `warnings` stand above it, `may_print` where there is a printer."""
        heading = tr("Print, or save as PDF") if may_print else tr("Save as PDF")
        super().__init__(parent, tokens, theme, title=heading, drawing="print", heading=heading)
        self._rooms, self._key, self._warnings = rooms, key, warnings
        self._title = rooms.desk.entry(key).meta.title
        self.lead.setText(self._title)
        self.sources = self._tick(tr("Sources in full, with their addresses"), on=True)
        self.related = self._tick(tr("Related papers and where to turn"), on=True)
        self.own = self._tick(self._own_words(), on=False)
        self.own.toggled.connect(self._own_changed)
        self.marking = ComboBox()
        self._fill_marking()
        self.field(tr("Marking"), self.marking)
        readable = tr("Your notes are not encrypted in what you print or save: whoever has it can read them.")
        self.readable = note_box(tokens, theme, "warning", readable)
        self.readable.hide()
        self.column.addWidget(self.readable)
        self.stays = note_box(tokens, theme, "info", tr("The file stays where you save it until somebody deletes it."))
        self.stays.setVisible(rooms.notes.rules.shared or rooms.notes.state is State.TEMPORARY)
        self.column.addWidget(self.stays)
        self.add_problem_line()
        self.column.addStretch(1)
        self.printing = self.button(tr("Print…"), self._print, drawing="print") if may_print else None
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.save = self.button(tr("Save as PDF…"), self._save, primary=True, drawing="export")
        if not rooms.notes.rules.may_export:
            self.save.setEnabled(False)
            self.save.setToolTip(managed())
        self.working = Working(self, self.foot, tokens, rooms.tasks)
        self._allow_own()
        # Notes are about to be closed: so is what was to print them.
        forget = rooms.notes.before_lock(self._close)
        self.finished.connect(lambda _=0: forget())

    def _tick(self, words: str, *, on: bool) -> WordedTick:
        made = WordedTick(words)
        made.setChecked(on)
        self.column.addWidget(made)
        return made

    # What may be included

    def _own_words(self) -> str:
        count = self._own_count()
        words = tr_n("My {n} note or highlight", "My {n} notes and highlights", count)
        return words.format(n=count) if count else tr("My notes and highlights")

    def _own_count(self) -> int:
        try:
            return self._export().count
        except ReaderError:
            return 0

    def _export(self, marking: str = "") -> Export:
        """One's own marks on this paper, as any export has them. Raises PolicyError, NotOpenError."""
        return sharing.prepare(self._rooms.notes, Choice(wanted=Filter(document=self._key, set_name="")), marking)

    def _own_changed(self, on: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.readable.setVisible(on)
        self.fit()

    def _allow_own(self) -> None:
        """Notes may go with it where there are some, a notebook is open, and the organisation lets them out."""
        notes = self._rooms.notes
        why = ""
        if not notes.rules.may_export:
            why = managed()
        elif not notes.is_open:
            why = tr("Unlock your notebook first")
        elif not self._own_count():
            why = tr("You have none on this paper")
        self.own.setEnabled(not why)
        self.own.setToolTip(why)

    def _fill_marking(self) -> None:
        """Never below what the paper, its library and policy ask for (FORMATS D9)."""
        least = level(self._rooms.desk.marking(self._key))
        if not least:
            self.marking.addItem(tr("None"), "")
        for name in LEVELS[max(0, least - 1) :]:
            self.marking.addItem(name, name)
        self.marking.setEnabled(self.marking.count() > 1)

    def _wanted(self, export: Export | None) -> Wanted:
        desk, rules = self._rooms.desk, self._rooms.notes.rules
        chosen = str(self.marking.currentData() or "")
        marks = [desk.marking(self._key), chosen, *([export.context.marking] if export else [])]
        return Wanted(
            self._key,
            highest(marks, rules.handling),
            sources=self.sources.isChecked(),
            related=self.related.isChecked(),
            notes=export.sheet if export else None,
            marks=export.chosen.annotations if export else (),
            warnings=self._warnings,
            plain=desk.settings.plain_type,
            dpi=float(self.logicalDpiY()),
            today=dt.datetime.now().astimezone().date(),
        )

    # Doing

    def _save(self) -> None:
        file = sending.choose_file(self, self._title)
        if file is not None:
            self.send_to(file)

    def _print(self) -> None:
        printer = devices.choose_printer(self, self._title)
        if printer is not None:
            self.send_to(printer)

    def send_to(self, outlet: Outlet) -> None:
        """Make the pages off the GUI thread; where it fails the dialog stays and says why."""
        self.say("")
        try:
            export = self._export(str(self.marking.currentData() or "")) if self.own.isChecked() else None
        except ReaderError as error:
            self.say(error)
            return
        wanted, title, notes = self._wanted(export), self._title, export.count if export else 0
        desk, tokens = self._rooms.desk, self.tokens

        def act(watch: Watch) -> Sent:
            return sending.send(outlet, title, partial(print_paper, desk, tokens, wanted, step=steps(watch)))

        self.working.follow(
            tr("Making the pages…"),
            act,
            done=lambda sent: self._sent(sent, notes),
            failed=self._failed,
            stopped=lambda: self.say(tr("Stopped. Nothing was printed or saved.")),
        )

    def _failed(self, error: ReaderError) -> None:
        advice = tr("Choose another folder or name; a file that is open elsewhere must be closed first.")
        on_disk = isinstance(error, UnavailableError) and error.path is not None
        self.say(f"{explain(error).line()} {advice}" if on_disk else error)

    def _sent(self, sent: Sent, notes: int) -> None:
        _tell(sent, notes)
        self.accept()
        self.sent.emit(sent)

    def _close(self) -> None:
        """Whatever is going on is given up."""
        self.done(0)


def _tell(sent: Sent, notes: int) -> None:
    system_log.tell(system_log.Event.DOCUMENT_PRINTED, form=sent.form, pages=sent.pages)
    if notes:
        system_log.tell(system_log.Event.PRINTED, form=sent.form, notes=notes)
