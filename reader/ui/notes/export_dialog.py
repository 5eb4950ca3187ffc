"""Export: what, in which form, under which marking, and a look at what will be written before it is.

Gathering and writing run off the GUI thread: 20,000 notes take seconds.
"""

import re
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QPushButton, QWidget

from reader import system_log
from reader.errors import ReaderError
from reader.language import tr
from reader.library.marking import LEVELS
from reader.notebook import query
from reader.notebook.query import Filter
from reader.notes_desk import sharing
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.sharing import Choice, Export, Form
from reader.policy_words import managed
from reader.ui.looks.combo import ComboBox
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_words import notes
from reader.ui.printing.sending import Leaves, Sent, choose, list_frame, send, send_label, steps
from reader.ui.shared.working import CHANNEL, SHOWN_AFTER_MS, FollowedDialog, Watch, Working
from reader.ui.tasks import Tasks

_WEB_ONLY = re.compile(r"<style>.*?</style>|<footer>.*?</footer>", re.DOTALL)
"""What a web page has around it and paper has in other places."""
GATHERING = f"{CHANNEL}.gather"
"""Shares its thread with writing: they never run at the same time."""


def form_label(form: Form) -> str:
    """A form in words."""
    return {
        Form.WORD: tr("Word document"),
        Form.HTML: tr("Web page"),
        Form.MARKDOWN: tr("Markdown text"),
        Form.CSV: tr("Table for a spreadsheet (CSV)"),
        Form.JSON: tr("Set of notes, to be imported elsewhere (JSON-LD)"),
    }[form]


ORDER = (Form.WORD, Form.HTML, Form.MARKDOWN, Form.CSV, Form.JSON)


class ExportDialog(FollowedDialog):
    """Signals `written(Path)` once the file is on the disk."""

    written = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        tokens: Tokens,
        theme: Theme,
        desk: NotesDesk,
        choice: Choice | None = None,
        *,
        tasks: Tasks,
    ) -> None:
        """`choice` is what was asked for; everything of one's own where None."""
        super().__init__(parent, tokens, theme, title=tr("Export"), drawing="export", heading=tr("Export notes"))
        self._desk, self._tasks = desk, tasks
        self._export: Export | None = None
        self.lead.setText(tr("Every export says which library and edition it comes from, and when it was made."))
        self._choices = self._offered(choice)
        self.what = ComboBox()
        self.what.addItems([label for label, _ in self._choices])
        self.field(tr("What"), self.what)
        self.form = ComboBox()
        self.form.addItems([form_label(form) for form in ORDER])
        self.field(tr("Form"), self.form)
        self.marking = ComboBox()
        self.field(tr("Marking"), self.marking)
        self.preview = QPlainTextEdit()
        self.preview.setObjectName("export_preview")
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setMinimumHeight(180)
        self.field(tr("What will be written"), self.preview)
        self.preview.setStyleSheet(
            f"#export_preview {{ background: {theme.surface_sunken}; border: 1px solid {theme.border_control}; }}"
        )
        self.add_problem_line()
        self.printing = self.button(send_label(), self._print, drawing="print")
        self.printing.setToolTip("" if desk.rules.may_print else managed())
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Cancel"), self.reject)
        self.save: QPushButton = self.button(tr("Save…"), self._save, primary=True, drawing="export")
        self.setMinimumWidth(tokens.layout.dialog_large - 120)
        self.working = Working(self, self.foot, tokens, tasks)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SHOWN_AFTER_MS)
        self._slow.timeout.connect(self._say_gathering)
        self.what.currentIndexChanged.connect(self._what_changed)
        self.marking.activated.connect(self._refresh)
        self._what_changed()

    def _offered(self, choice: Choice | None) -> list[tuple[str, Choice]]:
        """What was asked for first, then everything, collections, tags and documents."""
        found: list[tuple[str, Choice]] = []
        if choice is not None and choice != Choice():
            label = choice.collection.title if choice.collection else notes(len(choice.marks)) if choice.marks else ""
            found.append((label or tr("What the list shows"), choice))
        found.append((tr("All my notes"), Choice()))
        found += [
            (tr("Collection: {name}").format(name=one.title), Choice(collection=one))
            for one in query.collections(self._desk.database, "")
        ]
        for tag, _ in query.tags(self._desk.database):
            wanted = Filter(tags=(tag,), set_name="")
            found.append((tr("Tag: {name}").format(name=tag), Choice(wanted=wanted, title=tag)))
        titles = {entry.key: entry.meta.title for entry in self._desk.shelf.entries}
        for key in query.counts(self._desk.database):
            wanted = Filter(document=key, set_name="")
            title = titles.get(key, key)
            found.append((tr("Briefing: {name}").format(name=title), Choice(wanted=wanted, title=title)))
        return found

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self._choices[max(0, self.what.currentIndex())][1]

    @property
    def chosen_form(self) -> Form:
        """The form chosen."""
        return ORDER[max(0, self.form.currentIndex())]

    def _what_changed(self, _row: int = 0) -> None:
        """Another choice: the marks that may be chosen for it have to be found as well."""
        self.marking.clear()
        self._refresh()

    def _offer_markings(self, least: int) -> None:
        """Never below what the documents chosen and policy ask for."""
        if not least:
            self.marking.addItem(tr("None"), "")
        for level in LEVELS[max(0, least - 1) :]:
            self.marking.addItem(level, level)
        set_by_policy = bool(self._desk.rules.marking)
        self.marking.setToolTip(managed() if set_by_policy else "")
        self.marking.setEnabled(self.marking.count() > 1)

    def _refresh(self, _row: int = 0) -> None:
        """Gather what is chosen, off the GUI thread; until it is there nothing can be saved."""
        self._export = None
        self.save.setEnabled(False)
        self.printing.setEnabled(False)
        desk, choice, marking = self._desk, self.choice, str(self.marking.currentData() or "")
        self._slow.start()
        self._tasks.run(
            lambda _: sharing.prepare(desk, choice, marking),
            done=self._gathered,
            failed=self._not_gathered,
            channel=GATHERING,
        )

    def _say_gathering(self) -> None:
        self.preview.setPlainText(tr("Gathering your notes…"))

    def _not_gathered(self, error: ReaderError) -> None:
        self._slow.stop()
        self.preview.clear()
        self.say(error)

    def _gathered(self, made: Export) -> None:
        self._slow.stop()
        self._export = made
        if not self.marking.count():
            self._offer_markings(made.least)
        empty = not self._export.count and not self._export.chosen.collections
        self.preview.setPlainText(sharing.preview(self._export))
        self.say(tr("There is nothing to export here.") if empty else "")
        self.save.setEnabled(not empty)
        self.printing.setEnabled(not empty and self._desk.rules.may_print)

    def _save(self) -> None:
        if self._export is None:
            return
        form = self.chosen_form
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save export"), sharing.file_name(self._export, form), f"*.{form.value}"
        )
        if name:
            self.write(Path(name))

    def _print(self) -> None:
        made = self._export
        outlet = choose(self, made.sheet.title) if made is not None else None
        if made is None or outlet is None:
            return
        title, tokens, dpi = made.sheet.title, self.tokens, float(self.logicalDpiY())

        def act(watch: Watch) -> Sent:
            leaves = _leaves(made, dpi)
            return send(outlet, title, lambda device: leaves.paint(tokens, device, steps(watch)))

        self.say("")
        self.working.follow(
            tr("Making the pages…"),
            act,
            done=lambda sent: self._printed(sent, made.count),
            failed=self.say,
            stopped=lambda: self.say(tr("Stopped. Nothing was printed or saved.")),
        )

    def _printed(self, sent: Sent, notes: int) -> None:
        system_log.tell(system_log.Event.PRINTED, form=sent.form, notes=notes)
        if sent.file is not None:
            self._is_written(sent.file)

    def write(self, file: Path) -> None:
        """Write the export to `file`; where that fails the dialog stays and says why."""
        made, form = self._export, self.chosen_form
        if made is None:
            return

        def act(watch: Watch) -> None:
            sharing.write(made, form, file, cancelled=watch.cancelled)

        self.say("")
        self.working.follow(
            tr("Writing {file}…").format(file=file.name),
            act,
            done=lambda _: self._is_written(file),
            failed=self.say,
            stopped=lambda: self.say(tr("Stopped. Nothing was written.")),
        )

    def _is_written(self, file: Path) -> None:
        self.accept()
        self.written.emit(file)

    def done(self, result: int) -> None:
        """Whatever the dialog ends with, nobody waits for what is being gathered."""
        self._slow.stop()
        self._tasks.drop(GATHERING)
        super().done(result)


def _leaves(made: Export, dpi: float) -> Leaves:
    """The export as one document; its marking stands around the pages, not in them."""
    sheet = made.sheet
    html = sharing.rendered(replace(made, sheet=replace(sheet, marking="")), Form.HTML).decode("utf-8")
    return Leaves(_WEB_ONLY.sub("", html), list_frame(sheet.title, sheet.marking, sheet.footer), dpi)
