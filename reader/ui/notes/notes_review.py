"""Marks whose text changed in a new edition: old wording beside each likely place; accept, or keep without a place."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader import system_log
from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.library.catalogue import Entry
from reader.library.marking import highest
from reader.notebook.anchors import Part, Unsure
from reader.notebook.candidates import Candidate
from reader.notebook.model import Target
from reader.notes_desk import carrying, slight
from reader.notes_desk.carrying import Look
from reader.notes_desk.desk import NotesDesk
from reader.policy_words import managed
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_model import one_line
from reader.ui.notes.notes_words import document
from reader.ui.notes.review_sheet import printed_on, sheet
from reader.ui.printing.sending import Leaves, choose, list_frame, may_send, send, send_label
from reader.ui.shared.kinds import label
from reader.ui.shared.shelf_live import LiveEntries
from reader.ui.shared.working import UNSEEN, Watch

MAX_SHOWN = 1_200
"""Characters of a paragraph shown."""
LONG_LIST = 50
"""Rows from which on comparing all of them takes longer than an instant."""


class ReviewView(QWidget):
    """Signals as the other pages: `open_wanted`, `said`, `counted`, `failed`; `done()` when the list is empty.

    `changes_wanted(str, int)`: both editions of a paper side by side, at a paragraph.
    `wait_wanted(str, object, object)`: something takes a while; as `Asking.wait`.
    """

    open_wanted = Signal(str, str, str, int)
    said = Signal(str)
    counted = Signal(int)
    failed = Signal(object)
    done = Signal()
    changes_wanted = Signal(str, int)
    wait_wanted = Signal(str, object, object)

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk) -> None:
        """Lists what waits."""
        super().__init__()
        self.setObjectName("review_page")
        self._tokens, self._desk = tokens, desk
        self._entries = LiveEntries(desk)
        self._lines = carrying.waiting(desk)
        self._look: Look | None = None
        self._later: list[str] = []
        space = tokens.space
        self.slight = QPushButton(tr("Accept where only punctuation or spelling changed"))
        self.slight.setToolTip(tr("Capitals, punctuation, hyphens, accents and national spellings; nothing else."))
        self.slight.clicked.connect(self._accept_slight)
        self.printing = QPushButton(send_label())
        self.printing.clicked.connect(self._print)
        self.lead = look(text_label(""), "muted")
        self.rows = QListWidget()
        self.rows.setAccessibleName(tr("Notes that need a look"))
        self.rows.setMaximumWidth(320)
        self.rows.currentRowChanged.connect(self._chosen)
        self._side = QWidget()
        self._column = QVBoxLayout(self._side)
        self._column.setSpacing(space[3])
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._side)
        body = QHBoxLayout()
        body.addWidget(self.rows)
        body.addWidget(area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space[5], space[3], space[4], space[3])
        column.setSpacing(space[3])
        head = QHBoxLayout()
        head.addWidget(look(QLabel(tr("Needs a look")), "view-title"), 1)
        head.addWidget(self.slight)
        head.addWidget(self.printing)
        column.addLayout(head)
        column.addWidget(self.lead)
        column.addLayout(body, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.setStyleSheet(f"#review_page {{ background: {theme.surface}; }}")

    def refresh(self) -> None:
        """Read the list again; the next row becomes current."""
        row = max(0, self.rows.currentRow())
        waiting = carrying.waiting(self._desk)
        self._later = [uuid for uuid in self._later if any(line.uuid == uuid for line in waiting)]
        # What was put off stands last, in the order in which it was.
        order = {uuid: number for number, uuid in enumerate(self._later, 1)}
        self._lines = tuple(sorted(waiting, key=lambda line: order.get(line.uuid, 0)))
        self.rows.blockSignals(True)
        self.rows.clear()
        for line in self._lines:
            words = one_line(line.quote or line.note)
            later = f" · {tr('later')}" if line.uuid in self._later else ""
            self.rows.addItem(f"{label(line.kind)}: {words[:80]}\n{document(self._entries, line.document)}{later}")
        self.rows.blockSignals(False)
        count = len(self._lines)
        need = tr_n("The wording near {n} note has changed. Nothing was moved.",
                    "The wording near {n} notes has changed. Nothing was moved.", count)  # fmt: skip
        self.lead.setText(need.format(n=count) if count else tr("Every note has its place."))
        self.slight.setVisible(count > 0)
        self.printing.setVisible(count > 0)
        allowed = may_send(self._desk.rules)
        self.printing.setEnabled(allowed)
        self.printing.setToolTip("" if allowed else managed())
        self.counted.emit(count)
        self.rows.setCurrentRow(min(row, count - 1))
        self._chosen(self.rows.currentRow())
        if not count:
            self.done.emit()

    def focus_target(self) -> QWidget:
        """The list."""
        return self.rows

    def _chosen(self, row: int) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._look = None
        if not (0 <= row < len(self._lines)) or not self._desk.is_open:
            return
        try:
            self._look = carrying.look(self._desk, self._lines[row])
        except ReaderError as error:
            self.failed.emit(error)
            return
        self._show(self._look)

    def _show(self, opened: Look) -> None:
        annotation = opened.annotation
        parts = opened.outcome.parts if isinstance(opened.outcome, Unsure) else ()
        part: Part | None = next((one for one in parts if one.placed is None), None)
        old = part.target if part is not None else annotation.targets[0]
        self._add_text(tr("The old wording, edition {n}").format(n=annotation.edition), old)
        if annotation.note:
            self._column.addWidget(text_label(tr("Your note: {note}").format(note=annotation.note[:MAX_SHOWN])))
        candidates = part.candidates if part is not None and len(annotation.targets) == 1 else ()
        for number, candidate in enumerate(candidates, 1):
            self._add_candidate(number, candidate)
        if not candidates:
            self._column.addWidget(text_label(self._without(opened)))
        row = QHBoxLayout()
        retire = QPushButton(tr("Keep without a place"))
        retire.setToolTip(tr("The note stays, with its old wording."))
        retire.clicked.connect(lambda _=False: self._settle(lambda: carrying.retire(self._desk, opened)))
        later = QPushButton(tr("Look later"))
        later.setToolTip(tr("The note goes to the end of this list; nothing is decided."))
        later.clicked.connect(lambda _=False: self._put_off(annotation.uuid))
        row.addWidget(retire)
        row.addWidget(later)
        if opened.briefing is not None:
            go = QPushButton(tr("Open the paper"))
            key, section = annotation.document, annotation.targets[0].section
            known = opened.briefing.section(section) is not None
            go.clicked.connect(lambda _=False: self.open_wanted.emit(key, section if known else "", "", 0))
            row.addWidget(go)
            changed = QPushButton(tr("What changed"))
            changed.setToolTip(tr("Both editions of the paper, side by side"))
            near = candidates[0].target.number if candidates else 0
            changed.clicked.connect(lambda _=False: self.changes_wanted.emit(key, near))
            row.addWidget(changed)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self._column.addWidget(holder)
        self._column.addStretch(1)

    def _without(self, opened: Look) -> str:
        if opened.briefing is None:
            return tr("This paper is not on the shelf any more.")
        if len(opened.annotation.targets) > 1:
            return tr("It runs over several paragraphs, and not all are there. Open the paper and mark the text anew.")
        return tr("Nothing like it is left in this edition.")

    def _add_text(self, heading: str, target: Target) -> QFrame:
        box = look(QFrame(), "note")
        column = QVBoxLayout(box)
        column.addWidget(look(QLabel(heading), "section"))
        text = target.paragraph or target.quote
        column.addWidget(text_label(text[:MAX_SHOWN] + ("…" if len(text) > MAX_SHOWN else "")))
        if target.quote and target.quote != text:
            column.addWidget(look(text_label(tr("Marked: “{quote}”").format(quote=target.quote[:MAX_SHOWN])), "muted"))
        self._column.addWidget(box)
        return box

    def _add_candidate(self, number: int, candidate: Candidate) -> None:
        place = tr("Likely place {n}, paragraph {paragraph}").format(n=number, paragraph=candidate.target.number)
        box = self._add_text(place, candidate.target)
        accept = QPushButton(tr("Move it here"))
        accept.setAccessibleName(tr("Move the note to likely place {n}").format(n=number))
        accept.clicked.connect(lambda _=False: self._accept(candidate))
        inner = box.layout()
        if inner is not None:
            inner.addWidget(accept)

    def _accept(self, candidate: Candidate) -> None:
        opened = self._look
        if opened is not None:
            self._settle(lambda: carrying.accept(self._desk, opened, candidate.target))

    def _put_off(self, uuid: str) -> None:
        self._later = [*(one for one in self._later if one != uuid), uuid]
        self.refresh()
        self.rows.setFocus()

    def _accept_slight(self) -> None:
        if len(self._lines) >= LONG_LIST:
            self.wait_wanted.emit(tr("Looking for the same words…"), self._move_slight, self._slight_moved)
            return
        try:
            found = self._move_slight(UNSEEN)
        except ReaderError as error:
            self.failed.emit(error)
            return
        self._slight_moved(found)

    def _move_slight(self, watch: Watch) -> Sequence[slight.Slight]:
        """May run off the GUI thread; tells nobody."""
        found = slight.all_slight(self._desk, watch.progress, watch.cancelled)
        slight.accept(self._desk, found, watch.progress, watch.cancelled)
        return found

    def _slight_moved(self, found: Sequence[slight.Slight]) -> None:
        slight.told(self._desk, found)
        count = len(found)
        said = tr_n("{n} note accepted. Ctrl+Z takes it back.", "{n} notes accepted. Ctrl+Z takes them back.", count)
        self.refresh()
        # Last: the number of rows would stand in its place.
        self.said.emit(said.format(n=count) if count else tr("There is none whose words are all the same."))

    def _print(self) -> None:
        title = tr("Notes that need a look")
        outlet = choose(self, title)
        if outlet is None:
            return
        try:
            sent = send(outlet, title, self.print_on)
        except ReaderError as error:
            self.failed.emit(error)
            return
        system_log.tell(system_log.Event.PRINTED, form=sent.form, notes=len(self._lines))
        if sent.file is not None:
            self.said.emit(tr("Saved as {file}").format(file=sent.file.name))

    def print_on(self, device: QPagedPaintDevice) -> int:
        """The list on a printer's or a PDF's pages."""
        opened = [carrying.look(self._desk, line) for line in self._lines]
        rows = [(one, self._entries.get(one.annotation.document)) for one in opened]
        title, foot = tr("Notes that need a look"), printed_on(dt.datetime.now().astimezone().date())
        frame = list_frame(title, self._marking([entry for _, entry in rows if entry is not None]), foot)
        return Leaves(sheet(rows), frame, self.logicalDpiY()).paint(self._tokens, device)

    def _marking(self, entries: Sequence[Entry]) -> str:
        """The highest of the papers', their libraries' and policy's (FORMATS D9)."""
        marks = [self._desk.rules.marking]
        for entry in entries:
            marks += [entry.meta.marking, self._desk.shelf.library_of(entry.key).info.marking]
        return highest(marks, self._desk.rules.handling)

    def _settle(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ReaderError as error:
            self.failed.emit(error)
            return
        self.refresh()
        self.said.emit(tr("Done. Ctrl+Z takes it back."))
