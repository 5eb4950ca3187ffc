"""The search page: filters, the count and what was really asked, the passages, the keys that move through them."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from reader.language import tr
from reader.library.catalogue import Taxonomy
from reader.search.results import Hit, Results
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.facets import Facets
from reader.ui.search.no_results import NoResults
from reader.ui.search.passage_groups import Fold
from reader.ui.search.passage_list import PassageList
from reader.ui.search.passage_rows import PassageRows
from reader.ui.search.question import Question
from reader.ui.search.results_model import ResultsModel
from reader.ui.search.search_head import SearchHead
from reader.ui.search.searching import Answer, Like
from reader.ui.shared import shortcuts, words


class SearchPage(QStackedWidget):
    """Renders answers; says what the person wants next.

    Signals:
        changed(Question): filters or literal search changed; ask again.
        asked(str): search for this text instead.
        opened(Hit): open this passage.
        chosen(Hit or None): this passage is current.
        like_wanted(Hit): list passages like this one.
        back_wanted(): from those back to the search.
        topics_wanted(), stages_wanted(): browse instead.
    """

    changed = Signal(object)
    asked = Signal(str)
    opened = Signal(object)
    chosen = Signal(object)
    like_wanted = Signal(object)
    back_wanted = Signal()
    topics_wanted = Signal()
    stages_wanted = Signal()

    def __init__(
        self, tokens: Tokens, theme: Theme, taxonomy: Taxonomy, signpost_first: str, contacts: tuple[str, ...]
    ) -> None:
        """Empty until the first answer."""
        super().__init__()
        self._tokens, self._theme, self._taxonomy = tokens, theme, taxonomy
        self._question = Question()
        self.model = ResultsModel(taxonomy)
        self.list = PassageList(tr("Passages"), self.model)
        self._rows = PassageRows(self.list, self.model, theme, tokens)
        self.list.setItemDelegate(self._rows)
        self.list.opened.connect(self._open)
        self.list.chosen.connect(self._choose)
        self.list.fold_wanted.connect(self._turn)
        self.list.menu_wanted.connect(self._popup)
        self.facets = Facets(tokens, theme, taxonomy)
        self.facets.changed.connect(self._filter)
        self.facets.cleared.connect(self._clear_filters)
        self.nothing = NoResults(tokens, theme, taxonomy, signpost_first, contacts)
        self.nothing.asked.connect(self.asked)
        self.nothing.filter_removed.connect(self._remove_filter)
        self.nothing.filters_cleared.connect(self._clear_filters)
        self.nothing.topics_wanted.connect(self.topics_wanted)
        self.nothing.stages_wanted.connect(self.stages_wanted)
        self.head = SearchHead(tokens, theme, taxonomy)
        self.head.literal_wanted.connect(self._toggle_literal)
        self.head.suggestion_wanted.connect(self._take_suggestion)
        self.head.filter_removed.connect(self._remove_filter)
        self.head.back_wanted.connect(self.back_wanted)
        self._moved = False
        self._answer: Answer | None = None
        self._left: Hit | None = None
        self._build()

    def show_notes(self, counts: Mapping[tuple[str, str], int]) -> None:
        """How many notes stand in the section of a passage, by document and section."""
        self.model.notes = counts
        self.list.viewport().update()

    def renew(self) -> None:
        """The taxonomy was renewed: other filters stand there now."""
        self.facets.renew(self._taxonomy, self._theme)

    def _build(self) -> None:
        found = QWidget()
        row = QHBoxLayout(found)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.facets)
        row.addWidget(_upright())
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.head)
        centre.addWidget(look(QFrame(), "line"))
        centre.addWidget(self.list, 1)
        centre.addWidget(look(QFrame(), "line"))
        centre.addWidget(self._hints())
        row.addLayout(centre, 1)
        self.found = found
        self.addWidget(found)
        self.addWidget(self.nothing)

    def _hints(self) -> QFrame:
        foot = look(QFrame(), "sunken")
        foot.setFixedHeight(self._tokens.layout.row_nav)
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(self._tokens.space[4], 0, self._tokens.space[4], 0)
        layout.setSpacing(self._tokens.space[1])
        for keys, text in ((("↑", "↓"), tr("move")), ((tr("Enter"),), tr("open passage")), ((tr("Esc"),), tr("clear"))):
            for key in keys:
                layout.addWidget(look(QLabel(key), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(look(QLabel(text), "muted"))
            layout.addSpacing(self._tokens.space[3])
        layout.addStretch(1)
        return foot

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self._rows.set_theme(theme)
        self.facets.set_theme(theme)
        self.nothing.set_theme(theme)
        self.head.set_theme(theme)
        self.list.viewport().update()

    @property
    def found_nothing(self) -> bool:
        """Whether the page without passages is shown."""
        return self.currentWidget() is self.nothing

    @property
    def current_hit(self) -> Hit | None:
        """The passage of the current row."""
        return self.model.hit(self.list.currentIndex())

    @property
    def current_fold(self) -> Fold | None:
        """The fold of the current row, None where that is a passage."""
        return self.model.fold(self.list.currentIndex())

    @property
    def results(self) -> Results | None:
        """The answer shown."""
        return self.model.results

    def show_preparing(self, done: int, total: int) -> None:
        """Say how far the index is, where an answer has to wait for it."""
        self.setCurrentWidget(self.found)
        words_shown = tr("Preparing search…") if not total else tr("Preparing search… {done} of {total}")
        self.head.say(words_shown.format(done=words.number(done), total=words.number(total)))

    def show_unavailable(self) -> None:
        """Say that there will be no answer; why stands in the banner."""
        self.clear()
        self.setCurrentWidget(self.found)
        self.head.say(tr("Search is not available"))

    def show_answer(self, answer: Answer) -> None:
        """Show the newest answer; the passage that was current stays current where it is still found."""
        moved = self._moved and not self.is_like and bool(answer.question.text)
        self._show_answer(answer, self.current_hit if moved else None)

    def _show_answer(self, answer: Answer, kept: Hit | None) -> None:
        self._answer, self._left = answer, None
        self._question = answer.question
        results = answer.results
        self.facets.setEnabled(True)
        self.model.show(results, answer.snippets, kept)
        self.head.show_answer(results, answer.question)
        self.facets.show_counts(results.facets, answer.question.filters)
        self.facets.show_mine(answer.mine, ticked=answer.only_mine)
        if not results.hits:
            self.nothing.show_answer(answer)
        self.setCurrentWidget(self.found if results.hits else self.nothing)
        row = self.model.row_of(kept)
        self._moved = row > 0
        self.list.setCurrentIndex(self.model.index(max(row, 0), 0))
        if row < 0:
            self.list.scrollToTop()
        announce(self, self.head.said)

    @property
    def is_like(self) -> bool:
        """Whether passages like another one stand in place of the answer."""
        return self._left is not None

    def show_like(self, like: Like) -> None:
        """Show passages like another one in place of the answer, which `leave_like` brings back."""
        if self._answer is None or self.results is None:
            return
        if self._left is None:
            self._answer = replace(self._answer, results=self.results)
            self._left = like.hit
        self.model.show(like.results, like.snippets)
        self.head.show_like(self.model.heading(like.hit), self.model.source(like.hit), len(like.results.hits))
        self.facets.setEnabled(False)  # what is like a passage is not what was asked for: nothing there to narrow
        self.setCurrentWidget(self.found)
        self._moved = False
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.scrollToTop()
        announce(self, self.head.said)

    def leave_like(self) -> None:
        """Show the answer again, at the passage that others were wanted like."""
        if self.head.back.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._answer is not None and self._left is not None:
            self._show_answer(self._answer, self._left)

    def clear(self) -> None:
        """Forget the answer."""
        self._moved = False
        self._answer = self._left = None
        self.facets.setEnabled(True)
        self._question = Question()
        self.model.clear()
        self._rows.forget()
        self.head.clear()
        self.facets.show_counts({}, frozenset())

    def step(self, rows: int) -> None:
        """Move through the passages from the search field."""
        self.list.step(rows)
        self._moved = self.list.currentIndex().row() > 0

    def open_current(self) -> None:
        """Open the current passage or fold, if there is one; else take the suggestion, if there is one."""
        if self.list.currentIndex().isValid():
            self._open(self.list.currentIndex())
        elif self.results is not None and self.results.suggestion:
            self.asked.emit(self.results.suggestion)

    def _filter(self, facet: str, key: str, on: bool) -> None:  # noqa: FBT001 - a signal passes it so
        one = frozenset({(facet, key)})
        filters = self._question.filters | one if on else self._question.filters - one
        self._ask(filters, literal=self._question.literal)

    def _remove_filter(self, facet: str, key: str) -> None:
        self._filter(facet, key, on=False)

    def _clear_filters(self) -> None:
        self._ask(frozenset(), literal=self._question.literal)

    def _toggle_literal(self) -> None:
        self._ask(self._question.filters, literal=not self._question.literal)

    def _ask(self, filters: frozenset[tuple[str, str]], *, literal: bool) -> None:
        # Kept at once: two quick ticks must not undo each other while the answer is on its way.
        self._question = Question(self._question.text, filters, literal)
        self.changed.emit(self._question)

    def _take_suggestion(self) -> None:
        if self.results is not None and self.results.suggestion:
            self.asked.emit(self.results.suggestion)

    def extend(self, results: Results) -> None:
        """The rest of the answer's passages; the rows in sight stay where they are."""
        scroll, top = self.list.verticalScrollBar(), QPersistentModelIndex(self.list.indexAt(QPoint(1, 1)))
        before = self.list.visualRect(top).top()
        self.model.extend(results)
        if scroll.value() and top.isValid():
            scroll.setValue(scroll.value() + self.list.visualRect(top).top() - before)

    def _open(self, index: QModelIndex) -> None:
        hit, fold = self.model.hit(index), self.model.fold(index)
        if hit is not None:
            self.opened.emit(hit)
        elif fold is not None:
            self._turn(index, is_open=not fold.is_open)

    def _turn(self, index: QModelIndex, is_open: bool) -> None:  # noqa: FBT001 - a signal passes it so
        # First: Qt would move on from a row that is taken away to one that nobody chose.
        self.list.setCurrentIndex(index)
        self.model.set_open(index, is_open=is_open)
        fold = self.model.fold(index)
        if fold is not None:
            announce(self, self.model.said(fold))

    def menu(self, index: QModelIndex) -> QMenu | None:
        """What can be done with the passage of a row; None for a fold."""
        hit = self.model.hit(index)
        if hit is None:
            return None
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open passage")).triggered.connect(lambda: self.opened.emit(hit))
        like = menu.addAction(tr("More like this") + "\t" + shortcuts.hint("more-like"))
        like.triggered.connect(lambda: self.like_wanted.emit(hit))
        return menu

    def _popup(self, index: QModelIndex, place: QPoint) -> None:
        menu = self.menu(index)
        if menu is not None:
            menu.popup(place)

    def _choose(self, index: QModelIndex) -> None:
        self._moved = index.row() > 0
        self.chosen.emit(self.model.hit(index))


def _upright() -> QFrame:
    line = look(QFrame(), "upright")
    line.setFixedWidth(1)
    return line
