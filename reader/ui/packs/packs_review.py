"""The plan page: who signed it, what would change, what becomes of the notes. Nothing has happened yet (FORMATS P9)."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.language import tr, tr_n
from reader.packs.plan import DocumentChange, Plan
from reader.ui.looks.labels import ATTENTION, GOOD, PLAIN, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words
from reader.ui.packs.packs_parts import StateBox
from reader.ui.packs.packs_rows import PlanList, can_compare
from reader.ui.shared import words

MOST_HIGH = 300
"""Height of the list of changes before it scrolls by itself, in pixels."""


class ReviewPane(QWidget):
    """What installing would do.

    Signals:
        changes_wanted(DocumentChange): show both editions of this paper.
    """

    changes_wanted = Signal(object)

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_plan`."""
        super().__init__()
        self._tokens = tokens
        self.signed = StateBox(tokens, theme, GOOD, "shield-check")
        self.heading = look(text_label(""), "section")
        self.counted = look(QLabel(), "muted")
        self.list = PlanList(tokens, theme)
        self.list.opened.connect(self._open)
        self.list.chosen.connect(self._chosen)
        self.compare = look(QPushButton(tr("Both editions side by side")), "link")
        self.compare.clicked.connect(lambda: self._open(self.list.currentIndex()))
        self.rest = look(text_label(""), "muted")
        self.notes_heading = look(QLabel(tr("Your bookmarks, highlights and notes")), "section")
        self.carried = StateBox(tokens, theme, PLAIN, "done")
        self.look = StateBox(tokens, theme, ATTENTION, "warning")
        self._build()

    def _build(self) -> None:
        space = self._tokens.space
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.counted, 0, Qt.AlignmentFlag.AlignBottom)
        frame = look(QFrame(), "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 3, 1, 3)
        inside.addWidget(self.list)
        self._frame = frame
        notes = QHBoxLayout()
        notes.setSpacing(space[2])
        notes.addWidget(self.carried, 1)
        notes.addWidget(self.look, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space[2])
        column.addWidget(self.signed)
        column.addSpacing(space[1])
        column.addLayout(head)
        column.addWidget(frame)
        below = QHBoxLayout()
        below.addWidget(self.rest, 1)
        below.addWidget(self.compare)
        column.addLayout(below)
        column.addWidget(self.notes_heading)
        column.addLayout(notes)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        for part in (self.signed, self.list, self.carried, self.look):
            part.set_theme(theme)

    def show_plan(self, plan: Plan, pack: Path, *, has_notebook: bool = True) -> None:
        """Show what installing `pack` would do; without a notebook nothing is said of notes."""
        edition, before = plan.edition, plan.before
        who = tr("Unaltered since published. Publisher: {publisher}")
        self.signed.say(who.format(publisher=edition.publisher), self._file_line(plan, pack))
        title = edition.title or edition.library
        if plan.same:
            said = tr("{title}: edition {n} is installed already").format(title=title, n=edition.edition)
        elif before is None:
            said = tr("{title}: a library that is new here, edition {n}").format(title=title, n=edition.edition)
        else:
            said = tr("{title}: what changes from edition {before} to {after}").format(
                title=title, before=before.edition, after=edition.edition
            )
        self.heading.setText(said)
        self.counted.setText(packs_words.counted(plan.changes))
        self.list.show_changes(plan.changes)
        self._frame.setVisible(bool(plan.changes))
        self.compare.setVisible(any(can_compare(change) for change in plan.changes))
        self._fit()
        unchanged = tr_n("{n} paper unchanged", "{n} papers unchanged", plan.unchanged)
        parts = [unchanged.format(n=words.number(plan.unchanged))] if plan.unchanged else []
        if plan.others:
            other = tr_n("{n} figure, list or layer", "{n} figures, lists or layers", len(plan.others))
            parts.append(tr("new or changed besides: {what}").format(what=other.format(n=len(plan.others))))
        self.rest.setText("; ".join(parts) + "." if parts else "")
        self.rest.setVisible(bool(parts))
        self._show_notes(plan)
        for part in (self.notes_heading, self.carried):
            part.setVisible(has_notebook)

    def _file_line(self, plan: Plan, pack: Path) -> str:
        total = sum(file.length for file in plan.edition.files.values())
        until = tr("can be installed until {date}").format(date=packs_words.day(plan.edition.expires))
        key = tr("key ends {key}").format(key=packs_words.key_end(plan.edition))
        return " · ".join((pack.name, packs_words.size(total), until, key))

    def _show_notes(self, plan: Plan) -> None:
        notes = plan.notes
        self.look.setVisible(notes is not None and notes.to_review > 0)
        if notes is None:
            self.carried.say(
                tr("Your notes follow when you unlock"),
                tr("The notebook is locked. Its notes are carried forward when it is next opened."),
            )
            return
        count = tr_n("{n} carried forward", "{n} carried forward", notes.carried)
        self.carried.say(count.format(n=words.number(notes.carried)), tr("The passages have not changed."))
        need = tr_n("{n} needs a look", "{n} need a look", notes.to_review).format(n=words.number(notes.to_review))
        self.look.say(need, tr("The wording near them has changed."))

    def _chosen(self, index: QModelIndex) -> None:
        change = self.list.change_at(index)
        self.compare.setEnabled(change is not None and can_compare(change))

    def _open(self, index: QModelIndex) -> None:
        change: DocumentChange | None = self.list.change_at(index)
        if change is not None and can_compare(change):
            self.changes_wanted.emit(change)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap otherwise."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.list.setFixedHeight(min(MOST_HIGH, max(1, self.list.height_of_rows())))
