"""The end of an installation or a roll-back: what is in force now, and where to go from here."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from reader.explain import explain
from reader.language import tr, tr_n
from reader.packs.switching import Outcome
from reader.ui.looks.labels import ATTENTION, GOOD, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words
from reader.ui.packs.packs_parts import StateBox
from reader.ui.packs.packs_review import MOST_HIGH
from reader.ui.packs.packs_rows import PlanList, can_compare
from reader.ui.shared import words


class DonePane(QWidget):
    """What was done.

    Signals:
        changes_wanted(DocumentChange): show both editions of this paper.
        review_wanted(): show the notes that need a look.
    """

    changes_wanted = Signal(object)
    review_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_outcome`."""
        super().__init__()
        self.good = StateBox(tokens, theme, GOOD, "done", large=True)
        self.look = StateBox(tokens, theme, ATTENTION, "warning")
        self.review = look(QPushButton(tr("Look at them")), "link")
        self.review.clicked.connect(self.review_wanted)
        self.look.row.addWidget(self.review)
        self.late = StateBox(tokens, theme, ATTENTION, "warning")
        self.list = PlanList(tokens, theme)
        self.list.opened.connect(self._open)
        self._frame = look(QFrame(), "card")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 3, 1, 3)
        inside.addWidget(self.list)
        self.hint = look(text_label(tr("Enter on an updated paper shows both editions side by side.")), "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space[3])
        for part in (self.good, self.look, self.late, self._frame, self.hint):
            column.addWidget(part)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        for part in (self.good, self.look, self.late, self.list):
            part.set_theme(theme)

    def show_outcome(self, outcome: Outcome, *, back: bool, has_notebook: bool) -> None:
        """Say what was done; `back` where it was going back to the edition before."""
        edition = outcome.edition
        title = edition.title or edition.library
        said = tr("{title}: you are back at edition {n}") if back else tr("{title}: edition {n} is in force")
        self.good.say(said.format(title=title, n=edition.edition), self._rest(outcome, has_notebook=has_notebook))
        need = outcome.notes.to_review if outcome.notes is not None else 0
        words_ = tr_n("{n} note needs a look: its text has changed.", "{n} notes need a look: their text has changed.",
                      need)  # fmt: skip
        self.look.say(words_.format(n=words.number(need)))
        self.look.setVisible(need > 0)
        self.late.setVisible(outcome.late is not None)
        if outcome.late is not None:
            self.late.say(tr("A part of the tidying up is left for the next start."), explain(outcome.late).line())
        self.list.show_changes(outcome.changes)
        self._frame.setVisible(bool(outcome.changes))
        self.list.setFixedHeight(min(MOST_HIGH, max(1, self.list.height_of_rows())))
        self.hint.setVisible(any(can_compare(change) for change in outcome.changes))

    def _rest(self, outcome: Outcome, *, has_notebook: bool) -> str:
        parts = [packs_words.counted(outcome.changes) or tr("No paper differs.")]
        notes = outcome.notes
        if notes is None and has_notebook:
            parts.append(tr("Notes are carried forward when a notebook is next unlocked."))
        elif notes is not None and notes.carried:
            count = tr_n("{n} note kept its place", "{n} notes kept their place", notes.carried)
            parts.append(count.format(n=words.number(notes.carried)))
        return ". ".join(part.rstrip(".") for part in parts) + "."

    def _open(self, index: QModelIndex) -> None:
        change = self.list.change_at(index)
        if change is not None and can_compare(change):
            self.changes_wanted.emit(change)
