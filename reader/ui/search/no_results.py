"""When nothing was found: what may help, in the order in which it is likeliest to. It never ends in silence."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reader.language import current, tr
from reader.library.catalogue import Taxonomy
from reader.library.reference import Signpost
from reader.search.results import Expansion
from reader.ui.looks.flow import Flow
from reader.ui.looks.icons import icon, pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.searching import Answer, Nothing
from reader.ui.shared import words

COLUMN = 640
"""Widest column of text, in pixels."""
MOST_SIGNPOSTS = 4
MOST_WORDS = 4


class NoResults(QScrollArea):
    """The page without passages.

    Signals:
        asked(str): search for this instead.
        filter_removed(str, str): take this filter (facet, key) off.
        filters_cleared(): take all filters off.
        topics_wanted(), stages_wanted(): browse.
    """

    asked = Signal(str)
    filter_removed = Signal(str, str)
    filters_cleared = Signal()
    topics_wanted = Signal()
    stages_wanted = Signal()

    def __init__(
        self, tokens: Tokens, theme: Theme, taxonomy: Taxonomy, signpost_first: str, contacts: tuple[str, ...]
    ) -> None:
        """`signpost_first` stands before all signposts, the organisation's `contacts` after them."""
        super().__init__()
        self.setObjectName("no_results")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tokens, self._theme, self._taxonomy = tokens, theme, taxonomy
        self._first, self._contacts = signpost_first, contacts
        self._answer: Answer | None = None

    def set_theme(self, theme: Theme) -> None:
        """Retint what is shown."""
        self._theme = theme
        if self._answer is not None:
            self.show_answer(self._answer)

    def show_answer(self, answer: Answer) -> None:
        """Say what can be said of an answer without hits."""
        self._answer = answer
        nothing = answer.nothing or Nothing((), 0, 0, ())
        page = QWidget()
        page.setObjectName("no_results_page")
        column = QWidget()
        column.setMaximumWidth(COLUMN)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._tokens.space[2])
        self._head(answer, nothing)
        self._filters(answer, nothing)
        self._words(answer, nothing)
        self._expanded(answer.results.expansions)
        self._signposts(nothing.signposts)
        self._browse()
        self._column.addSpacing(self._tokens.space[3])
        self._column.addWidget(self._note(_covers(), "info"))
        outer = QHBoxLayout(page)
        outer.setContentsMargins(
            self._tokens.space[5], self._tokens.space[6], self._tokens.space[5], self._tokens.space[5]
        )
        outer.addStretch(1)
        outer.addWidget(column, 100, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        self.setWidget(page)

    def _head(self, answer: Answer, nothing: Nothing) -> None:
        glass = QLabel()
        glass.setPixmap(pixmap("search", self._theme.text_muted, self._tokens.icons.state))
        title = look(_text(tr("No passages match “{query}”").format(query=_short(answer.question.text))), "view-title")
        text = QVBoxLayout()
        text.setSpacing(self._tokens.space[1])
        text.addWidget(title)
        suggestion = answer.results.suggestion
        if suggestion:
            text.addWidget(self._suggestion(suggestion, nothing.suggested))
            text.addLayout(self._key())
        row = QHBoxLayout()
        row.setSpacing(self._tokens.space[4])
        row.addWidget(glass, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        self._column.addLayout(row)
        self._column.addSpacing(self._tokens.space[3])
        self._column.addWidget(look(QFrame(), "line"))

    def _key(self) -> QHBoxLayout:
        """The field still has the keyboard: one key is enough."""
        row = QHBoxLayout()
        row.setSpacing(self._tokens.space[2])
        row.addWidget(look(QLabel(tr("Enter")), "key"))
        row.addWidget(look(_text(tr("searches for the suggestion")), "muted"), 1)
        return row

    def _suggestion(self, suggestion: str, count: int) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._tokens.space[1])
        button = look(QPushButton(suggestion), "link")
        button.setAccessibleName(tr("Search for {query}").format(query=suggestion))
        button.clicked.connect(lambda: self.asked.emit(suggestion))
        layout.addWidget(QLabel(tr("Did you mean")))
        layout.addWidget(button)
        layout.addWidget(look(QLabel(f"({words.passages(count)})"), "muted"))
        layout.addStretch(1)
        return row

    def _filters(self, answer: Answer, nothing: Nothing) -> None:
        filters = sorted(answer.question.filters)
        if not filters:
            return
        hiding = nothing.without_filters > 0
        self._heading(tr("Your filter may be hiding results") if hiding else tr("Filters in use"))
        row = QWidget()
        layout = Flow(self._tokens.space[2], row)
        for facet, key in filters:
            label = f"{words.facet_label(facet)}: {self._taxonomy.label(facet, key, current())}"
            layout.addWidget(self._filter_chip(label, facet, key))
        clear = look(QPushButton(self._clear_words(len(filters), nothing.without_filters)), "link")
        clear.clicked.connect(self.filters_cleared)
        layout.addWidget(clear)
        self._column.addWidget(row)

    def _clear_words(self, filters: int, found: int) -> str:
        remove = tr("Remove this filter") if filters == 1 else tr("Remove the filters")
        return f"{remove} ({words.passages(found)})" if found else remove

    def _filter_chip(self, label: str, facet: str, key: str) -> QPushButton:
        chip = look(QPushButton(label), "chip")
        chip.setIcon(icon("close", self._theme, self._tokens.icons.small))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setAccessibleName(tr("Remove the filter {name}").format(name=label))
        chip.clicked.connect(lambda: self.filter_removed.emit(facet, key))
        return chip

    def _words(self, answer: Answer, nothing: Nothing) -> None:
        """Which word spoiled it, and what is found without it or with it alone."""
        asks: list[tuple[str, str, int]] = []
        for effect in nothing.words[:MOST_WORDS]:
            without = without_word(answer.question.text, effect.word)
            if effect.without and without:
                asks.append((tr("Leave out “{word}”").format(word=effect.word), without, effect.without))
            elif effect.alone and without:
                asks.append((tr("Only “{word}”").format(word=effect.word), effect.word, effect.alone))
        if asks:
            self._heading(tr("Try it with other words"))
            self._column.addWidget(self._asks(asks))
        unknown = [effect.word for effect in nothing.words if not effect.alone]
        if unknown:
            self._column.addWidget(look(_text(_unknown(unknown)), "muted"))

    def _asks(self, asks: list[tuple[str, str, int]]) -> QFrame:
        card = look(QFrame(), "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 3, 1, 3)
        layout.setSpacing(0)
        for label, query, count in asks:
            button = look(QPushButton(f"{label}  ({words.passages(count)})"), "row")
            button.setIcon(icon("enter", self._theme, self._tokens.icons.small, self._theme.text_muted))
            button.clicked.connect(lambda _=False, query=query: self.asked.emit(query))
            layout.addWidget(button)
        return card

    def _expanded(self, expansions: tuple[Expansion, ...]) -> None:
        known = [expansion for expansion in expansions if expansion.kind == "abbreviation"]
        if known:
            self._heading(tr("Abbreviations"))
        for expansion in known:
            self._column.addWidget(_text(f"{expansion.word}: {', '.join(expansion.also)}"))

    def _signposts(self, posts: tuple[Signpost, ...]) -> None:
        if not posts and not self._contacts:
            return
        self._heading(tr("Who covers this"))
        if self._first:
            self._column.addWidget(self._note(self._first, "warning"))
        card = look(QFrame(), "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(*(self._tokens.space[3],) * 4)
        layout.setSpacing(self._tokens.space[3])
        for post in posts[:MOST_SIGNPOSTS]:
            texts = (post.purpose or post.title, post.named, post.number, post.address)
            layout.addLayout(self._signpost(*texts))
        for line in self._contacts:
            layout.addLayout(self._signpost(tr("Local contact"), "", line))
        self._column.addWidget(card)

    def _signpost(self, name: str, about: str, *contacts: str) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(pixmap("signpost", self._theme.accent, self._tokens.icons.default))
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(look(_text(name), "section"))
        if about:
            text.addWidget(look(_text(about), "muted"))
        for part in filter(None, contacts):
            text.addWidget(_copyable(part))
        row = QHBoxLayout()
        row.setSpacing(self._tokens.space[3])
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        return row

    def _browse(self) -> None:
        self._heading(tr("Or browse"))
        row = QWidget()
        layout = Flow(self._tokens.space[2], row)
        for label, signal in ((tr("All topics"), self.topics_wanted), (tr("Stages of the case"), self.stages_wanted)):
            button = QPushButton(label)
            button.clicked.connect(signal)
            layout.addWidget(button)
        self._column.addWidget(row)

    def _heading(self, text: str) -> None:
        self._column.addSpacing(self._tokens.space[2])
        self._column.addWidget(look(_text(text), "section"))

    def _note(self, text: str, drawing: str) -> QFrame:
        frame = look(QFrame(), "note")
        sign = QLabel()
        sign.setPixmap(pixmap(drawing, self._theme.text, self._tokens.icons.default))
        row = QHBoxLayout(frame)
        row.setContentsMargins(
            self._tokens.space[4], self._tokens.space[3], self._tokens.space[4], self._tokens.space[3]
        )
        row.setSpacing(self._tokens.space[3])
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_text(text), 1)
        return frame


def without_word(query: str, word: str) -> str:
    """`query` without the first `word`, however it is written there."""
    return " ".join(re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", " ", query, count=1).split())


def _covers() -> str:
    return tr(
        "Search covers the briefings on this computer. It does not search police systems, and it sends nothing over "
        "a network."
    )


def _unknown(unknown: list[str]) -> str:
    listed = ", ".join(f"“{word}”" for word in unknown)
    return tr("Not in any briefing here: {words}").format(words=listed)


def _short(query: str) -> str:
    """A query as a heading can hold it."""
    return query if len(query) <= 60 else query[:59] + "…"  # noqa: PLR2004 - about two lines of heading


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _copyable(text: str) -> QLabel:
    """An address or number as text: never a link, but it can be selected and copied."""
    label = _text(text)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setAccessibleName(text)
    return label
