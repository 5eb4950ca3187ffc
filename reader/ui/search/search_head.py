"""The head of the search page: how much was found, under which filters, and what was really asked."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.language import current, tr
from reader.library.catalogue import Taxonomy
from reader.search.results import Results
from reader.ui.looks.flow import Flow
from reader.ui.looks.icons import icon
from reader.ui.looks.steady import Steady
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.question import MINE, Question
from reader.ui.shared import words

CORRECTION = "correction"
"""Kind of expansion that puts a misspelt word right."""


class SearchHead(QFrame):
    """Says what was asked and found.

    Signals:
        literal_wanted(): search only the words typed, or related ones too.
        suggestion_wanted(): search for the suggestion instead.
        filter_removed(str, str): a facet and its key are no longer wanted.
        back_wanted(): from passages like one of them back to the search.
    """

    literal_wanted = Signal()
    suggestion_wanted = Signal()
    filter_removed = Signal(str, str)
    back_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, taxonomy: Taxonomy) -> None:
        """Empty until something is said."""
        super().__init__()
        look(self, "panel")
        self._tokens, self._theme, self._taxonomy = tokens, theme, taxonomy
        self._filters: Collection[tuple[str, str]] = ()
        self._count = look(Steady(), "section")
        self._chips = Flow(tokens.space[2])
        self.back = _link(tr("Back to the search"), self.back_wanted)
        self._also = look(QLabel(), "muted")
        self._also.setTextFormat(Qt.TextFormat.PlainText)
        self._also.setWordWrap(True)
        self.literal = _link("", self.literal_wanted)
        self.suggestion = _link("", self.suggestion_wanted)
        self._asked_row = QWidget()
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        space = self._tokens.space
        line = QHBoxLayout()
        line.setSpacing(space[3])
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(self._chips, 1)
        asked = QHBoxLayout(self._asked_row)
        asked.setSpacing(space[2])
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(self._also, 1)
        for link in (self.suggestion, self.literal, self.back):
            asked.addWidget(link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space[4], 9, space[4], 9)
        layout.setSpacing(space[1])
        layout.addLayout(line)
        layout.addWidget(self._asked_row)
        self.setMinimumHeight(self._tokens.layout.row_nav + 11)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.show_filters(self._filters)

    def clear(self) -> None:
        """Say nothing."""
        self._count.setText("")
        self.back.hide()
        self._asked_row.hide()
        self.show_filters(())

    def say(self, text: str) -> None:
        """Say `text` in place of a count."""
        self._count.setText(text)

    @property
    def said(self) -> str:
        """What stands there, in one sentence for screen readers."""
        like = not self.back.isHidden()
        return f"{self._also.text()}. {self._count.text()}" if like else self._count.text()

    def show_answer(self, results: Results, question: Question) -> None:
        """How much was found, and what was really asked."""
        count = tr("{passages} in {briefings}").format(
            passages=words.passages(results.total), briefings=words.briefings(results.documents)
        )
        self._count.setText(count)
        self.back.hide()
        lines = _asked(results, question)
        self._also.setText(" · ".join(lines))
        self._also.setToolTip(results.interpreted)
        self.literal.setVisible(question.literal or bool(results.expansions))
        self.literal.setText(tr("Search related words too") if question.literal else tr("Search only my words"))
        offered = bool(results.suggestion) and not any(made.kind == CORRECTION for made in results.expansions)
        self.suggestion.setVisible(offered)
        self.suggestion.setText(tr("Did you mean “{query}”?").format(query=results.suggestion or ""))
        self._asked_row.setVisible(bool(lines) or offered)
        self.show_filters(question.filters)

    def show_like(self, heading: str, source: str, count: int) -> None:
        """That passages like the one under `heading` stand there, and the way back."""
        self._count.setText(words.passages(count))
        self._also.setText(tr("Passages like “{heading}”").format(heading=heading))
        self._also.setToolTip(source)
        self.literal.hide()
        self.suggestion.hide()
        self.back.show()
        self._asked_row.show()
        self.show_filters(())

    def show_filters(self, filters: Collection[tuple[str, str]]) -> None:
        """A chip for each filter, which takes it off."""
        self._filters = filters
        self._chips.clear()
        for facet, key in sorted(filters):
            chip = look(QPushButton(self._label(facet, key)), "chip")
            chip.setIcon(icon("close", self._theme, self._tokens.icons.small))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(tr("Remove the filter {name}").format(name=chip.text()))
            chip.clicked.connect(lambda _=False, facet=facet, key=key: self.filter_removed.emit(facet, key))
            self._chips.addWidget(chip)

    def _label(self, facet: str, key: str) -> str:
        return tr("Only my notes") if (facet, key) == MINE else self._taxonomy.label(facet, key, current())


def _link(text: str, wanted: SignalInstance) -> QPushButton:
    link = look(QPushButton(text), "link")
    link.clicked.connect(wanted)
    return link


def _asked(results: Results, question: Question) -> list[str]:
    """What was really asked, in sentences."""
    if question.literal:
        return [*results.notices, tr("Only your own words were searched")]
    put_right = [
        tr("Searched “{right}” for “{typed}”").format(right=", ".join(made.also), typed=made.word)
        for made in results.expansions
        if made.kind == CORRECTION
    ]
    also = "; ".join(", ".join(made.also) for made in results.expansions if made.kind != CORRECTION)
    more = [tr("Also searched: {words}").format(words=also)] if also else []
    return [*results.notices, *put_right, *more]
