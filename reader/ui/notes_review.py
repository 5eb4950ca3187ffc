"""Marks whose text changed in a new edition: old wording beside each likely place; accept, or keep without a place."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook.anchors import Part, Unsure
from reader.notebook.candidates import Candidate
from reader.notebook.model import Target
from reader.notes_desk import carrying
from reader.notes_desk.carrying import Look
from reader.notes_desk.desk import NotesDesk
from reader.ui.kinds import label
from reader.ui.notes_dialog import text_label
from reader.ui.notes_model import one_line
from reader.ui.notes_words import document
from reader.ui.shelf_live import LiveEntries
from reader.ui.stylesheet import look
from reader.ui.tokens import Theme, Tokens

MAX_SHOWN = 1_200
"""Characters of a paragraph shown."""


class ReviewView(QWidget):
    """Signals as the other pages: `open_wanted`, `said`, `counted`, `failed`; and `done()` when the list is empty."""

    open_wanted = Signal(str, str, str, int)
    said = Signal(str)
    counted = Signal(int)
    failed = Signal(object)
    done = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk) -> None:
        """Lists what waits."""
        super().__init__()
        self.setObjectName("review_page")
        self._tokens, self._desk = tokens, desk
        self._entries = LiveEntries(desk)
        self._lines = carrying.waiting(desk)
        self._look: Look | None = None
        space = tokens.space
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
        column.addWidget(look(QLabel(tr("Needs a look")), "view-title"))
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
        self._lines = carrying.waiting(self._desk)
        self.rows.blockSignals(True)
        self.rows.clear()
        for line in self._lines:
            words = one_line(line.quote or line.note)
            self.rows.addItem(f"{label(line.kind)}: {words[:80]}\n{document(self._entries, line.document)}")
        self.rows.blockSignals(False)
        count = len(self._lines)
        need = tr_n("The wording near {n} note has changed. Nothing was moved.",
                    "The wording near {n} notes has changed. Nothing was moved.", count)  # fmt: skip
        self.lead.setText(need.format(n=count) if count else tr("Every note has its place."))
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
        row.addWidget(retire)
        if opened.briefing is not None:
            go = QPushButton(tr("Open the paper"))
            key, section = annotation.document, annotation.targets[0].section
            known = opened.briefing.section(section) is not None
            go.clicked.connect(lambda _=False: self.open_wanted.emit(key, section if known else "", "", 0))
            row.addWidget(go)
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

    def _settle(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ReaderError as error:
            self.failed.emit(error)
            return
        self.said.emit(tr("Done. Ctrl+Z takes it back."))
        self.refresh()
