"""The library: what is here, where the person was, the stages of a case, and every paper."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import current, tr, tr_n
from reader.library.catalogue import Entry, Taxonomy
from reader.ui.library.library_model import RECOMMENDED, SHORTEST, TITLE, LibraryModel, sort_label
from reader.ui.library.library_rows import LibraryRows
from reader.ui.looks.elided import Elided
from reader.ui.looks.rows import RowList
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import words
from reader.ui.shared.menus import fill_choices
from reader.ui.shared.standing_words import Standings

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent

RIGHT_MARGIN = 21
"""Room for the scroll bar beside the cards, in pixels."""
SORT_WIDTH = 170
"""Keeps the button's place from the first paint on, when its arrow is not drawn yet, in pixels."""
STAGE_MARGINS = (10, 7, 6, 7)
"""Around the words on a stage's button, in pixels."""


class Continuation(NamedTuple):
    """What the Continue reading card says."""

    key: str
    title: str
    heading: str
    minutes_left: int


class PaperList(RowList):
    """The rows, as tall as they are many: the page scrolls, not the list.

    Signals:
        entered_by_key(QModelIndex): the keyboard has come to the list, whose current row this is.
    """

    entered_by_key = Signal(QModelIndex)

    def __init__(self, name: str) -> None:
        """`name` for screen readers."""
        super().__init__(name)
        self.setUniformItemSizes(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: "QFocusEvent") -> None:
        """Say that the keyboard has come here."""
        # An event filter on the page would make Qt hand over every kind of event: 8 ms of the first paint.
        super().focusInEvent(event)
        if self.keyboard:
            self.entered_by_key.emit(self.currentIndex())


class ContinueCard(QFrame):
    """Where the person left off, and one button."""

    wanted = Signal()

    def __init__(self, tokens: Tokens) -> None:
        """Hidden until `show_place`."""
        super().__init__()
        look(self, "card")
        self._tokens = tokens
        self._icon = QLabel()
        self._icon.setFixedWidth(tokens.icons.large)
        self._lead = look(QLabel(), "muted")
        self._title, self._rest = look(Elided(), "strong"), Elided()
        self.button = look(QPushButton(tr("Continue")), "primary")
        self.button.clicked.connect(self.wanted)
        line = QHBoxLayout()
        line.setSpacing(tokens.space[1])
        line.addWidget(self._title)
        line.addWidget(self._rest, 1)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addStretch(1)
        text.addWidget(self._lead)
        text.addLayout(line)
        text.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.space[4], 0, tokens.space[4] - 2, 0)
        layout.setSpacing(tokens.space[3])
        layout.addWidget(self._icon)
        layout.addLayout(text, 1)
        layout.addWidget(self.button)
        self.setFixedHeight(tokens.layout.row_library + tokens.space[1])
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Retint the icon."""
        from reader.ui.looks.icons import pixmap  # noqa: PLC0415 - after the first paint

        self._icon.setPixmap(pixmap("book", theme.accent, self._tokens.icons.large))

    def show_place(self, place: Continuation | None) -> None:
        """Say where; hide for None."""
        self.setVisible(place is not None)
        if place is None:
            return
        left = tr_n("about {n} minute left", "about {n} minutes left", place.minutes_left).format(n=place.minutes_left)
        self._lead.setText(f"{tr('Continue reading')} · {left}" if place.minutes_left else tr("Continue reading"))
        self._title.setText(place.title)
        self._rest.setText(f"· {place.heading}" if place.heading else "")
        self.button.setAccessibleName(tr("Continue reading {title}").format(title=place.title))


class StageRow(QWidget):
    """A button a stage of the case, with its count; in two rows where one would cut the words."""

    chosen = Signal(str)

    def __init__(self, tokens: Tokens, entries: Sequence[Entry], taxonomy: Taxonomy) -> None:
        """Stages in the taxonomy's order: the journey of a case."""
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(tokens.space[2])
        self._columns = 0
        for term in taxonomy.facets.get("stages", ()):
            count = sum(term.key in entry.meta.stages for entry in entries)
            if count:
                label = term.label(current())
                button = _stage(label, words.briefings(count))
                button.setToolTip(term.about)
                button.clicked.connect(lambda _=False, key=term.key: self.chosen.emit(key))
                self.buttons.append(button)
        self._arrange(len(self.buttons))

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """One row, or two."""
        super().resizeEvent(event)
        rows = 1 if self.width() >= self._one_row() else 2
        self._arrange(-(-len(self.buttons) // rows))

    def _one_row(self) -> int:
        """Width in pixels in which the widest words fit a button of one row."""
        labels = [label for button in self.buttons for label in button.findChildren(QLabel)]
        widest = max((label.sizeHint().width() for label in labels), default=0)
        button = widest + STAGE_MARGINS[0] + STAGE_MARGINS[2]
        return len(self.buttons) * (button + self._grid.horizontalSpacing()) - self._grid.horizontalSpacing()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for number, button in enumerate(self.buttons):
            self._grid.addWidget(button, number // columns, number % columns)


def _stage(label: str, count: str) -> QPushButton:
    button = look(QPushButton(), "card")
    button.setAccessibleName(f"{label}, {count}")
    layout = QVBoxLayout(button)
    layout.setContentsMargins(*STAGE_MARGINS)
    layout.setSpacing(0)
    for text, name in ((label, "section"), (count, "caption")):
        words_label = look(QLabel(text), name)
        words_label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words_label.setMinimumWidth(1)
        layout.addWidget(words_label)
    return button


class LibraryView(QScrollArea):
    """The library page.

    Signals:
        opened(str): open this document.
        chosen(str): this document's row is current.
        stage_chosen(str): show the papers of this stage.
        continue_wanted(), everything_wanted(): the card's button; leave the topic or stage shown.
    """

    opened = Signal(str)
    chosen = Signal(str)
    stage_chosen = Signal(str)
    continue_wanted = Signal()
    everything_wanted = Signal()

    def __init__(
        self, tokens: Tokens, theme: Theme, entries: tuple[Entry, ...], taxonomy: Taxonomy, pinned: Sequence[str] = ()
    ) -> None:
        """Shows all of `entries`, those `pinned` by the organisation under a heading of their own."""
        super().__init__()
        self.setObjectName("library")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tokens, self._entries, self.taxonomy, self._pinned = tokens, entries, taxonomy, pinned
        self._order = RECOMMENDED
        self._browsed: tuple[str, str] | None = None
        self._place: Continuation | None = None
        self.model = LibraryModel(taxonomy)
        self.list = PaperList(tr("Papers"))
        self._rows = LibraryRows(self.list, self.model, theme, tokens)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._rows)
        self.list.opened.connect(self._opened)
        self.list.chosen.connect(self._chosen)
        self.list.entered_by_key.connect(self._reveal)
        self.card = ContinueCard(tokens)
        self.card.wanted.connect(self.continue_wanted)
        self.stages = StageRow(tokens, entries, taxonomy)
        self.stages.chosen.connect(self.stage_chosen)
        self._build()
        self.browse(None)

    def _build(self) -> None:
        self._page = page = QWidget()
        page.setObjectName("library_page")
        self._title, self._count = look(Elided(), "view-title"), look(Elided(), "muted")
        # What is left over: the title and what can be pressed come first.
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.everything = look(QPushButton(tr("Show the whole library")), "link")
        self.everything.clicked.connect(self.everything_wanted)
        self._papers_heading = look(QLabel(tr("Papers")), "section")
        self._empty = QLabel(tr("There are no papers here."))
        self.sort = self._sort_button()
        head = QHBoxLayout()
        head.setSpacing(self._tokens.space[3])
        for widget in (self._title, self._count, self.everything, self.sort):
            head.addWidget(widget, int(widget is self._count))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(self._tokens.space[5], 11, RIGHT_MARGIN, self._tokens.space[5])
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addSpacing(11)
        layout.addWidget(self.card)
        layout.addSpacing(self._tokens.space[3])
        layout.addWidget(self._stage_part())
        layout.addWidget(self._papers_heading)
        layout.addSpacing(self._tokens.space[1] + 2)
        layout.addWidget(self._empty)
        self._frame = look(QFrame(), "card")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 3, 1, 3)
        inside.addWidget(self.list)
        layout.addWidget(self._frame)
        layout.addStretch(1)
        self.setWidget(page)

    def _stage_part(self) -> QWidget:
        """Heading and stages, with the room below them: where they are not shown, that goes too."""
        self._stages_shown = QWidget()
        self._stage_column = column = QVBoxLayout(self._stages_shown)
        column.setContentsMargins(0, 0, 0, self._tokens.space[4])
        column.setSpacing(self._tokens.space[2])
        column.addWidget(look(QLabel(tr("Find by stage of the case")), "section"))
        column.addWidget(self.stages)
        return self._stages_shown

    def _sort_button(self) -> QToolButton:
        button = look(QToolButton(), "menu")
        button.setMinimumWidth(SORT_WIDTH)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill_choices(menu, self._orders(), self._order, self.set_order))
        button.setMenu(menu)
        return button

    @staticmethod
    def _orders() -> dict[str, str]:
        return {order: sort_label(order) for order in (RECOMMENDED, TITLE, SHORTEST)}

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons, which the first paint does without, and retint."""
        from reader.ui.looks.icons import icon  # noqa: PLC0415 - as above

        self._rows.set_theme(theme)
        self.card.set_theme(theme)
        self.sort.setIcon(icon("chevron-down", theme, self._tokens.icons.small))
        self.list.doItemsLayout()

    def focus_order(self) -> tuple[QWidget, ...]:
        """Focusable parts from top to bottom."""
        return (self.everything, self.sort, self.card.button, *self.stages.buttons, self.list)

    def set_order(self, order: str) -> None:
        """Sort the rows by RECOMMENDED, TITLE or SHORTEST."""
        self._order = order
        self._fill()

    def browse(self, place: tuple[str, str] | None) -> None:
        """Show the papers of one (facet, key), or all for None."""
        self._browsed = place
        whole = place is None
        title = tr("Library") if place is None else self.taxonomy.label(*place, current())
        self._title.setText(title)
        self.everything.setVisible(not whole)
        self.card.show_place(self._place if whole else None)
        self._stages_shown.setVisible(whole and bool(self.stages.buttons))
        self._fill()
        self.verticalScrollBar().setValue(0)

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, on their rows."""
        self.model.show_standings(standings)

    def show_continue(self, place: Continuation | None) -> None:
        """What the Continue reading card offers."""
        self._place = place
        self.card.show_place(place if self._browsed is None else None)

    def show_shelf(self, entries: tuple[Entry, ...], pinned: Sequence[str]) -> None:
        """Other papers are there now; the taxonomy has been renewed already. The place browsed is kept."""
        self._entries, self._pinned = entries, pinned
        old, self.stages = self.stages, StageRow(self._tokens, entries, self.taxonomy)
        self.stages.chosen.connect(self.stage_chosen)
        self._stage_column.replaceWidget(old, self.stages)
        old.hide()
        old.deleteLater()
        for before, after in pairwise((self.card.button, *self.stages.buttons, self.list)):
            QWidget.setTabOrder(before, after)
        top = self.verticalScrollBar().value()
        self.browse(self._browsed)
        self.verticalScrollBar().setValue(top)

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries of the place browsed, in recommended order."""
        if self._browsed is None:
            return self._entries
        facet, key = self._browsed
        return tuple(entry for entry in self._entries if key in words.keys_of(entry, facet))

    @property
    def title(self) -> str:
        """The heading shown."""
        return self._title.text()

    def current_key(self) -> str:
        """The document of the current row, "" for none."""
        entry = self.model.entry(self.list.currentIndex())
        return entry.key if entry else ""

    def _fill(self) -> None:
        before = self.current_key()
        shown = self.shown
        self.model.show(shown, self._order, self._pinned)
        self._count.setText(words.papers(shown) if shown else "")
        self._empty.setVisible(not shown)
        self._frame.setVisible(bool(shown))
        self.sort.setText(tr("Sort: {order}").format(order=sort_label(self._order)))
        self.sort.setAccessibleName(self.sort.text())
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) for row in range(self.model.rowCount())))
        index = self.model.index_of(before)
        self.list.setCurrentIndex(index if index.isValid() else self.model.first())

    def _opened(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is not None:
            self.opened.emit(entry.key)

    def _chosen(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is None:
            return
        if self.list.hasFocus():
            self._reveal(index)
        self.chosen.emit(entry.key)

    def _reveal(self, index: QModelIndex) -> None:
        rect = self.list.visualRect(index)
        corner = self.list.mapTo(self._page, rect.center())
        self.ensureVisible(corner.x(), corner.y(), 0, rect.height())

    def showEvent(self, event: "QShowEvent") -> None:
        """Nothing scrolls sideways."""
        super().showEvent(event)
        self.horizontalScrollBar().setValue(0)
