"""The ways into a notebook: shown, added, changed and removed; the recovery code, shown and printed once."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.errors import ReaderError
from reader.language import tr
from reader.notebook import bundle
from reader.notebook.keys import SlotKind
from reader.notebook.portable import save_portable
from reader.notes_desk.desk import NotesDesk
from reader.policy_words import managed
from reader.ui.looks.labels import note_box, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tick import WordedTick
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_words import short_date, slot
from reader.ui.notes.unlock_field import PassphraseField
from reader.ui.printing.devices import can_print, choose_printer
from reader.ui.printing.sending import Leaves, list_frame
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import Working
from reader.ui.tasks import Tasks

Result = TypeVar("Result")


class RecoveryCodeDialog(Dialog):
    """Shows a fresh recovery code once. It is never put on the clipboard or on the disk."""

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme, code: str, *, name: str, may_print: bool) -> None:
        """`name` is the notebook's."""
        super().__init__(
            parent, tokens, theme, title=tr("Recovery code"), drawing="lock", heading=tr("Your recovery code")
        )
        self._code, self._name = code, name
        self.lead.setText(tr("It opens your notebook when the passphrase is forgotten. It is not shown again."))
        groups = code.split("-")
        half = len(groups) // 2
        self.code = QLabel("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))
        font = QFont(list(tokens.families.mono), round(tokens.sizes.title))
        self.code.setFont(font)
        self.code.setStyleSheet(f"font-family: {tokens.families.mono[0]}; font-size: {tokens.sizes.title}pt;")
        self.code.setAccessibleName(tr("Recovery code: {code}").format(code=" ".join(code)))
        self.column.addWidget(self.code)
        advice = tr("Write it down, and keep it away from this computer.")
        if can_print():
            advice = tr("Write it down or print it, and keep it away from this computer.")
        self.column.addWidget(note_box(tokens, theme, "info", advice))
        self.kept = WordedTick(tr("I have it on paper"))
        self.kept.toggled.connect(self._ticked)
        self.column.addWidget(self.kept)
        self.add_problem_line()
        self.column.addStretch(1)
        self.printing = self.button(tr("Print"), self._print, drawing="print")
        self.printing.setVisible(can_print())  # a PDF would be the code on the disk
        self.printing.setEnabled(may_print)
        self.printing.setToolTip("" if may_print else managed())
        self.buttons.addStretch(1)
        self.finish = self.button(tr("Done"), self.accept, primary=True)
        self.finish.setEnabled(False)

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.finish.setEnabled(on)

    def _print(self) -> None:
        """Straight to the printer: no file, no preview on the disk."""
        head = tr("Recovery code of the notebook “{name}”").format(name=self._name)
        printer = choose_printer(self, tr("Recovery code"))
        if printer is None:
            return
        html = f"<p>{escape(head)}</p><pre>{escape(self._code)}</pre>"
        frame = list_frame(tr("Recovery code"), "", "")
        try:
            Leaves(html, frame, self.logicalDpiY()).paint(self.tokens, printer)
        except ReaderError as error:
            self.say(error)

    def reject(self) -> None:
        """Esc does not lose the only sight of the code."""
        if self.kept.isChecked():
            super().reject()
        else:
            self.say(tr("Tick that you have it on paper first."))


class WaysInDialog(Dialog):
    """Every slot with what can be done about it, and the notebook's other settings.

    Signals:
        code_made(str): a fresh recovery code to show.
        shared_chosen(bool): whether this computer is shared.
    """

    code_made = Signal(str)
    shared_chosen = Signal(bool)

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, *, tasks: Tasks) -> None:
        """For the notebook that is open."""
        super().__init__(parent, tokens, theme, title=tr("Notebook"), drawing="lock", heading=desk.name)
        self._desk = desk
        self.lead.setText(tr("Ways in. Each opens the same notebook; changing one rewrites none of your notes."))
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._rows)
        self.passphrase = PassphraseField(tr("New passphrase"))
        self.field(tr("New passphrase"), self.passphrase)
        self.again = PassphraseField(tr("The same again"))
        self.field(tr("The same again"), self.again)
        self.change = QPushButton(tr("Set passphrase"))
        self.change.clicked.connect(self._set_passphrase)
        self.column.addWidget(self.change)
        self.shared = WordedTick(tr("Several people use this log-in (shared desk)"))
        self.shared.setChecked(desk.rules.shared)
        self.shared.setEnabled(not desk.rules.shared_by_policy)
        self.shared.setToolTip(managed() if desk.rules.shared_by_policy else "")
        self.shared.clicked.connect(self.shared_chosen)
        self.column.addWidget(self.shared)
        self.add_problem_line()
        self.column.addStretch(1)
        self.recovery = self.button(tr("New recovery code…"), self._new_code)
        self.portable = self.button(tr("Save portable copy…"), self._portable)
        self.buttons.addStretch(1)
        self.finish = self.button(tr("Close"), self.accept, primary=True)
        self.working = Working(self, self.foot, tokens, tasks)
        self._show()

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        slots = self._desk.notebook.slots
        for one in slots:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(look(text_label(slot(one.kind)), "section"), 1)
            line.addWidget(look(QLabel(tr("since {date}").format(date=short_date(one.created))), "muted"))
            if one.kind is not SlotKind.ORGANISATION:
                remove = look(QPushButton(tr("Remove")), "link")
                remove.setAccessibleName(tr("Remove: {way}").format(way=slot(one.kind)))
                remove.clicked.connect(lambda _=False, kind=one.kind: self._remove(kind))
                line.addWidget(remove)
            self._list.addWidget(row)
            if one.kind is SlotKind.PLATFORM:
                self._list.addWidget(look(text_label(self._desk.notebook.about_platform()), "muted"))
        kinds = {one.kind for one in slots}
        if SlotKind.PLATFORM not in kinds and not self._desk.rules.shared and not self._desk.notebook.temporary:
            add = QPushButton(tr("Open by this log-in too"))
            add.clicked.connect(self._add_login)
            self._list.addWidget(add)

    def _set_passphrase(self) -> None:
        if self.passphrase.text != self.again.text:
            self.say(tr("The two passphrases are not the same."))
            return
        notebook, text = self._desk.notebook, self.passphrase.text
        self._slowly(lambda: notebook.set_passphrase(text), self._changed)

    def _changed(self, _nothing: None) -> None:
        self.passphrase.clear()
        self.again.clear()
        self._show()
        self.say(tr("From now on it opens by the new passphrase, and no longer by the old one."))

    def _new_code(self) -> None:
        self._slowly(self._desk.notebook.set_recovery, self._code_made)

    def _code_made(self, code: str) -> None:
        self.accept()
        self.code_made.emit(code)

    def _slowly(self, act: Callable[[], Result], done: Callable[[Result], object]) -> None:
        self.say("")
        self.working.run(tr("Working out the new key…"), act, done=done, failed=self.say, may_cancel=False)

    def _add_login(self) -> None:
        made: list[str] = []
        if self._try(lambda: made.append(self._desk.notebook.set_platform())):
            self.say(made[0])

    def _remove(self, kind: SlotKind) -> None:
        self._try(lambda: self._desk.notebook.remove_slots(kind))

    def _portable(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save portable copy"), f"{self._desk.name}{bundle.SUFFIX}", f"*{bundle.SUFFIX}"
        )
        if name and self._try(lambda: save_portable(self._desk.notebook, Path(name))):
            self.say(tr("Saved. It opens elsewhere by passphrase or recovery code."))

    def _try(self, act: Callable[[], object]) -> bool:
        """Do it, or say why not; the list of ways is brought up to date."""
        try:
            act()
        except ReaderError as error:
            self.say(error)
            return False
        self.say("")
        self._show()
        return True

    def reject(self) -> None:
        """Esc waits for what cannot be undone."""
        if not self.working.busy:
            super().reject()

    def done(self, result: int) -> None:
        """Forget what was typed, whatever the dialog ends with."""
        self.passphrase.clear()
        self.again.clear()
        super().done(result)
