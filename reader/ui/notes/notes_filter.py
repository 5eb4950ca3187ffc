"""The filters of a notes page: words, kinds, tags, briefing, collection, time; and how the list is ordered."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.library.catalogue import Entry
from reader.notebook import query
from reader.notebook.model import HIGHLIGHTS, Kind, stamp
from reader.notebook.query import ALL_SETS, Filter, Tally
from reader.notes_desk.desk import NotesDesk
from reader.ui.looks.flow import Flow
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.menu_button import MenuButton
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_words import document
from reader.ui.shared.kinds import label
from reader.ui.shared.menus import add_choices

ALL, HIGHLIGHTED, NOTED = "all", "highlights", "notes"
BESIDE_PX = 52
"""Beside the words of one of the three buttons: its edges, and room for a tick, in pixels."""
DAYS = (7, 31, 365)
"""Choices of "changed within", in days."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ticked.

    Attributes:
        text: words to look for.
        kinds: ALL, HIGHLIGHTED, NOTED, or one kind.
        tags: all of these.
        document: key, "" for all.
        collection: uuid, "" for all.
        days: changed within so many days, 0 for any time.
        set_name: one's own, a set's, or all.
        in_bin: the bin instead.
        newest: newest first, without headings.
    """

    text: str = ""
    kinds: str = ALL
    tags: tuple[str, ...] = ()
    document: str = ""
    collection: str = ""
    days: int = 0
    set_name: str = ALL_SETS
    in_bin: bool = False
    newest: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        return self != Choice(in_bin=self.in_bin, newest=self.newest)


def to_filter(choice: Choice, *, bookmarks: bool, now: dt.datetime) -> Filter:
    """The choice as the notebook takes it; `bookmarks` is the page of bookmarks alone."""
    since = stamp(now - dt.timedelta(days=choice.days)) if choice.days else ""
    wanted = Filter(
        text=choice.text,
        tags=choice.tags,
        document=choice.document,
        collection=choice.collection,
        since=since,
        set_name=choice.set_name,
        in_bin=choice.in_bin,
        newest_first=choice.newest or choice.in_bin,
    )
    if bookmarks:
        return replace(wanted, kinds=(Kind.BOOKMARK,))
    if choice.kinds == HIGHLIGHTED:
        return replace(wanted, kinds=HIGHLIGHTS)
    if choice.kinds == NOTED:
        return replace(wanted, with_note=True)
    if choice.kinds != ALL:
        return replace(wanted, kinds=(Kind(choice.kinds),))
    return replace(wanted, kinds=(*HIGHLIGHTS, Kind.NOTE)) if not choice.in_bin else wanted


_SEGMENTS = {ALL: "segment-first", HIGHLIGHTED: "segment", NOTED: "segment-last"}


class NotesFilter(QWidget):
    """The bar.

    Signals:
        changed(Choice): another choice.
        set_removed(str): a colleague's set is not wanted any more.
    """

    changed = Signal(object)
    set_removed = Signal(str)

    def __init__(
        self, tokens: Tokens, theme: Theme, desk: NotesDesk, entries: Mapping[str, Entry], *, bookmarks: bool
    ) -> None:
        """Everything, by briefing."""
        super().__init__()
        self._tokens, self._desk, self._entries, self._bookmarks = tokens, desk, entries, bookmarks
        self.choice = Choice()
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Find in your notes"))
        self.text.setAccessibleName(tr("Find in your notes"))
        self.text.setClearButtonEnabled(True)
        self.text.setMaxLength(500)
        self.text.setMinimumWidth(180)
        self.text.textChanged.connect(self._typed)
        self._group = QButtonGroup(self)
        self._menus: dict[MenuButton, str] = {}
        self.kinds: dict[str, QPushButton] = {}
        top = QHBoxLayout()
        top.setSpacing(tokens.space[2])
        if not bookmarks:
            top.addLayout(self._kind_buttons())
        top.addWidget(self.text, 1)
        row = self._build_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space[2])
        column.addLayout(top)
        column.addWidget(row)
        self.set_theme(theme)
        self._label()

    def _build_buttons(self) -> QWidget:
        """One menu a filter, in lines; bookmarks are of one kind."""
        row = QWidget()
        flow = Flow(self._tokens.space[2], row)
        self.kind = self._button(tr("Kind: any"), "highlight", self._fill_kinds)
        self.tags = self._button(tr("Tags: any"), "tag", self._fill_tags)
        self.document = self._button(tr("Briefing: any"), "book", self._fill_documents)
        self.collection = self._button(tr("Collection: any"), "collection", self._fill_collections)
        self.time = self._button(tr("Time: any"), "clock", self._fill_times)
        self.whose = self._button(tr("Whose: everyone’s"), "shared", self._fill_sets)
        self.order = self._button(tr("Group by briefing"), "", self._fill_orders)
        self.clear = look(QPushButton(tr("Clear filters")), "link")
        self.clear.clicked.connect(self._start_again)
        buttons = (self.kind, self.tags, self.document, self.collection, self.time, self.whose, self.order, self.clear)
        for button in buttons[1:] if self._bookmarks else buttons:
            flow.addWidget(button)
        if self._bookmarks:
            self.kind.setParent(row)
            self.kind.hide()
        return row

    def _kind_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for name in (ALL, HIGHLIGHTED, NOTED):
            button = look(QPushButton(), _SEGMENTS[name])
            button.setCheckable(True)
            button.setChecked(name == ALL)
            button.clicked.connect(lambda _=False, name=name: self._choose(kinds=name))
            self._group.addButton(button)
            self.kinds[name] = button
            row.addWidget(button)
        return row

    def _button(self, text: str, drawing: str, fill: Callable[[QMenu], None]) -> QToolButton:
        button = look(MenuButton(), "menu-arrow")
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menus[button] = drawing
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(button.focusPolicy().TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._filled(menu, fill))
        button.setMenu(menu)
        return button

    def _filled(self, menu: QMenu, fill: Callable[[QMenu], None]) -> None:
        menu.clear()
        if self._desk.is_open:
            fill(menu)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        small, self._check = self._tokens.icons.small, pixmap("check", theme.accent, self._tokens.icons.small)
        for button, drawing in self._menus.items():
            button.set_theme(theme)
            if drawing:
                before_words(pixmap(drawing, theme.text_muted, small, button.devicePixelRatio()), button)
        self._show_check()

    def show_counts(self, every: int, highlights: int, noted: int) -> None:
        """Counts on the three buttons, under the other filters."""
        names = {ALL: tr("All {n}"), HIGHLIGHTED: tr("Highlights {n}"), NOTED: tr("Notes {n}")}
        for (name, button), count in zip(self.kinds.items(), (every, highlights, noted), strict=False):
            button.setText(names[name].format(n=f"{count:,}"))
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + BESIDE_PX)

    def _show_check(self) -> None:
        """The kinds shown are ticked, not told by colour alone; the tick's room is kept where it is not."""
        for button in self.kinds.values():
            if button.isChecked():
                before_words(self._check, button)
            else:
                button.setIcon(QIcon())

    def _start_again(self) -> None:
        """The button goes with the filters: whoever pressed it stands in the field, or in the bin on its first menu."""
        self.reset()
        (self.document if self.choice.in_bin else self.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def reset(self) -> None:
        """Every filter off; the order stays."""
        self.reset_quietly()
        self._take(self.choice)

    def reset_quietly(self) -> None:
        """Every filter off, telling nobody: the notebook was locked."""
        self._clear_text()
        self.choice = Choice(in_bin=self.choice.in_bin and self._desk.is_open, newest=self.choice.newest)
        self._label()

    def _clear_text(self) -> None:
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)

    def leave_what_is_gone(self) -> None:
        """A collection or a set that is no longer there filters nothing; tells nobody, for the page is shown anew."""
        choice = self.choice
        if choice.collection and choice.collection not in {one.uuid for one in query.heads(self._desk.database)}:
            self.choice = replace(self.choice, collection="")
        if choice.set_name not in {ALL_SETS, ""} and choice.set_name not in {s.name for s in self._desk.notes.sets()}:
            self.choice = replace(self.choice, set_name=ALL_SETS)

    def refresh(self) -> None:
        """Say anew what is filtered: the notebook was opened, or its sets changed."""
        self._label()

    def show_bin(self, *, shown: bool) -> None:
        """The bin, or what is not in it. Nothing there is found by words or tags: no index holds what is deleted."""
        self._clear_text()
        self._take(replace(self.choice, in_bin=shown, text="", tags=()))

    def leave_bin(self) -> None:
        """Out of the bin, telling nobody: the page is about to be shown anew."""
        self.choice = replace(self.choice, in_bin=False)

    def _typed(self, text: str) -> None:
        self._choose(text=text)

    def _choose(self, **changes: object) -> None:
        self._take(replace(self.choice, **changes))

    def _take(self, choice: Choice) -> None:
        self.choice = choice
        self._label()
        self.changed.emit(choice)

    def _label(self) -> None:
        """Every button says what it filters."""
        choice = self.choice
        one_kind = choice.kinds not in {ALL, HIGHLIGHTED, NOTED}
        self.kind.setText(tr("Kind: {name}").format(name=label(Kind(choice.kinds)) if one_kind else tr("any")))
        for name, button in self.kinds.items():
            button.setChecked(name == choice.kinds)
        self._show_check()
        self.tags.setText(tr("Tags: {names}").format(names=", ".join(choice.tags) or tr("any")))
        title = document(self._entries, choice.document) if choice.document else tr("any")
        self.document.setText(tr("Briefing: {name}").format(name=_short(title)))
        held = {one.uuid: one.title for one in query.heads(self._desk.database)} if choice.collection else {}
        self.collection.setText(
            tr("Collection: {name}").format(name=_short(held.get(choice.collection, "")) or tr("any"))
        )
        self.time.setText(_time(choice.days))
        whose = {ALL_SETS: tr("everyone’s"), "": tr("my own")}.get(choice.set_name, choice.set_name)
        self.whose.setText(tr("Whose: {name}").format(name=_short(whose)))
        self.whose.setHidden(not (self._desk.is_open and self._desk.notes.sets()))
        self.order.setText(tr("Newest first") if choice.newest else tr("Group by briefing"))
        for widget in (self.text, self.tags, self.order):
            # The bin is always newest first.
            widget.setHidden(choice.in_bin)
        self.clear.setVisible(choice.narrows)

    def _fill_kinds(self, menu: QMenu) -> None:
        names = {ALL: tr("Any kind"), **{kind.value: label(kind) for kind in (*HIGHLIGHTS, Kind.NOTE)}}
        add_choices(menu, names, self.choice.kinds, lambda name: self._choose(kinds=name))

    def _fill_tags(self, menu: QMenu) -> None:
        for tag, count in query.tags(self._desk.database):
            action = menu.addAction(f"{tag} ({count:,})")
            action.setCheckable(True)
            action.setChecked(tag in self.choice.tags)
            action.triggered.connect(lambda on=False, tag=tag: self._choose(tags=self._with(tag, on=on)))
        if menu.isEmpty():
            menu.addAction(tr("No tags yet")).setEnabled(False)

    def _with(self, tag: str, *, on: bool) -> tuple[str, ...]:
        return (*self.choice.tags, tag) if on else tuple(one for one in self.choice.tags if one != tag)

    def _fill_documents(self, menu: QMenu) -> None:
        names = {"": tr("Any briefing")}
        held = query.documents(self._desk.database, Filter(in_bin=self.choice.in_bin))
        names |= {key: document(self._entries, key) for key in held}
        add_choices(menu, names, self.choice.document, lambda key: self._choose(document=key))

    def _fill_collections(self, menu: QMenu) -> None:
        names = {"": tr("Any collection")}
        names |= {one.uuid: one.title for one in query.heads(self._desk.database)}
        add_choices(menu, names, self.choice.collection, lambda uuid: self._choose(collection=uuid))

    def _fill_times(self, menu: QMenu) -> None:
        add_choices(menu, {days: _time(days) for days in (0, *DAYS)}, self.choice.days, lambda n: self._choose(days=n))

    def _fill_sets(self, menu: QMenu) -> None:
        names = {ALL_SETS: tr("Everyone’s"), "": tr("My own")} | {one.name: one.name for one in self._desk.notes.sets()}
        add_choices(menu, names, self.choice.set_name, lambda name: self._choose(set_name=name))
        chosen = self.choice.set_name
        if chosen not in {ALL_SETS, ""}:
            menu.addSeparator()
            menu.addAction(tr("Remove the set “{name}”").format(name=chosen), lambda: self.set_removed.emit(chosen))

    def _fill_orders(self, menu: QMenu) -> None:
        names = {False: tr("Group by briefing"), True: tr("Newest first")}
        add_choices(menu, names, self.choice.newest, lambda newest: self._choose(newest=newest))


def tallies(desk: NotesDesk, wanted: Filter) -> Mapping[str, Tally]:
    """What is let through of each document by the filters but for the kind."""
    return query.tallies(desk.database, replace(wanted, kinds=(), with_note=False))


def let_through(held: Tally, wanted: Filter) -> int:
    """How many of them the filter for the kind lets through as well."""
    return held.noted if wanted.with_note else sum(held.kinds[kind] for kind in wanted.kinds or Kind)


def counts(held: Iterable[Tally]) -> tuple[int, int, int]:
    """All, highlights, and those with a note: what the three buttons would show."""
    highlights, notes, noted = 0, 0, 0
    for one in held:
        highlights += sum(one.kinds[kind] for kind in HIGHLIGHTS)
        notes += one.kinds[Kind.NOTE]
        noted += one.noted
    return highlights + notes, highlights, noted


def _time(days: int) -> str:
    return {0: tr("Time: any"), 7: tr("Last 7 days"), 31: tr("Last month"), 365: tr("Last year")}[days]


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
