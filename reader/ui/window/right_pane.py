"""The right pane: contents and provenance while reading, a paper in brief in the library, a preview in search."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.errors import NotFoundError, ReaderError
from reader.language import tr
from reader.library.catalogue import Entry
from reader.library.model import Briefing
from reader.search.results import Hit, Results
from reader.ui.looks.icons import icon
from reader.ui.looks.snug_tabs import SnugTabs
from reader.ui.looks.stylesheet import look
from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import reader_progress
from reader.ui.reader.notes_tab import NotesTab
from reader.ui.reader.outline import Line, links_of
from reader.ui.reader.reader_contents import ContentsView
from reader.ui.reader.reader_preview import PreviewView
from reader.ui.shared import kinds
from reader.ui.window.about import About, AboutView, about

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.notebook.model import Kind
    from reader.ui.reader.reader_notebook import ReaderNotebook
    from reader.ui.reader.reader_progress import Course

CONTENTS, NOTES, ABOUT, PREVIEW = "contents", "notes", "about", "preview"
NOTHING, DOCUMENT, READING, SEARCHING = "nothing", "document", "reading", "searching"
OUTLINE_MS = 30
"""After a paper is opened: its text is painted first, then its outline is built."""


class RightPane(QWidget):
    """One pane, four states; the main window says which."""

    section_activated = Signal(str)
    """While reading: section id (or end anchor) to go to in the open paper."""
    open_requested = Signal(str)
    """Key of the paper shown in brief."""
    open_passage_requested = Signal(str, str, int)
    """Key, section id and paragraph number (0 for the section's own beginning)."""
    like_requested = Signal(object)
    """Search: the Hit of the preview, to find passages like it."""
    closed = Signal()
    notebook_wanted = Signal()
    """The Notes tab's button: unlock or make a notebook."""
    changes_wanted = Signal(str)
    """Key of the paper whose editions are to be shown side by side."""

    def __init__(self, tokens: Tokens, desk: "Desk", parent: QWidget | None = None) -> None:
        """An empty pane in the light theme; see `set_theme`."""
        super().__init__(parent)
        self.setObjectName("right_pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._desk = tokens, desk
        self._theme = theme_named("light")
        self._state = NOTHING
        self._key = ""
        self._course: Course | None = None
        self._hit: Hit | None = None
        self._about: tuple[About, bool] | None = None
        self._notebook: ReaderNotebook | None = None
        self._marked = ""
        self.tabs = SnugTabs(tokens, self)
        self.stack = QStackedWidget(self)
        self.contents = ContentsView(tokens, self._theme)
        self.notes = NotesTab(tokens, self._theme)
        self.about = AboutView(tokens, self._theme)
        self.about.changes_wanted.connect(self.changes_wanted)
        self.preview = PreviewView(tokens, self._theme)
        self._close = look(QToolButton(self), "bare")
        self._foot = QFrame(self)
        self._where, self._left = look(QLabel(), "muted"), look(QLabel(), "muted")
        self.progress = QProgressBar()
        self.button = look(QPushButton(), "primary")
        self.like = look(QPushButton(tr("More like this")), "plain")
        self._build()
        self.set_theme(self._theme)
        self._enter(NOTHING, ())

    # Building

    def _build(self) -> None:
        for page in (self.contents, self.notes, self.about, self.preview):
            self.stack.addWidget(page)
        self.tabs.setAccessibleName(tr("Right pane"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self._close.setAccessibleName(tr("Close the right pane"))
        self._close.setToolTip(tr("Close the right pane (F9)"))
        self._close.clicked.connect(self.closed)
        self.contents.section_activated.connect(self._section)
        self.contents.link_activated.connect(self._link)
        self.button.clicked.connect(self._open)
        self.like.clicked.connect(self._find_like)
        self.notes.notebook_wanted.connect(self.notebook_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(look(QFrame(self), "line"))
        column.addWidget(self.stack, 1)
        column.addWidget(self._build_foot())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(self._tokens.space[1], 0, self._tokens.space[2], 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self._close)
        return row

    def _build_foot(self) -> QFrame:
        space = self._tokens.space
        self._foot.setObjectName("right_foot")
        words = QHBoxLayout()
        words.addWidget(self._where)
        words.addStretch(1)
        words.addWidget(self._left)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(tr("Progress through the paper"))
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(space[4], space[2] + 2, space[4], space[2] + 2)
        column.setSpacing(space[1])
        column.addLayout(words)
        column.addWidget(self.progress)
        column.addWidget(self.like)  # above: the pane is too narrow for both in one line
        column.addWidget(self.button)
        return self._foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs have other room."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        self.tabs.fit(self.width() - self._close.sizeHint().width() - self._tokens.space[1] - 2 * self._tokens.space[2])

    # States

    def forget(self) -> None:
        """Show whatever comes next anew, even where it has the same key."""
        self._key = ""

    def show_document(self, entry: Entry) -> None:
        """Library: the paper in brief, with a button that opens it."""
        same = self._state == DOCUMENT and self._key == entry.key
        self._key, self._course = entry.key, None
        self._enter(DOCUMENT, (CONTENTS, ABOUT), None if same else ABOUT)
        library = self._desk.shelf.library_of(entry.key)
        briefing = self._briefing(entry.key)
        self._about = (about(entry, library, briefing), True)
        self._show_about()
        if briefing is not None:
            self._fill_contents(briefing)

    def show_briefing(self, briefing: Briefing, place: tuple[str, str, int]) -> None:
        """Reading: contents and provenance of the open paper; `place` as `ReaderPage.place` gives it."""
        if self._state != READING or self._key != briefing.key:
            entering = self._state != READING
            self._key, self._course = briefing.key, reader_progress.course(briefing)
            self._enter(READING, (CONTENTS, NOTES, ABOUT), CONTENTS if entering else None)
            entry, library = self._desk.entry(briefing.key), self._desk.shelf.library_of(briefing.key)
            self._about = (about(entry, library, briefing), False)
            self._show_about()
            # After the text itself has been painted: the outline need not hold it up.
            QTimer.singleShot(OUTLINE_MS, self, lambda: self._fill_contents(briefing))
        self.set_place(*place[1:])

    def show_preview(self, results: Results, hit: Hit) -> None:
        """Search: the whole passage of `hit` with what was found marked; needs the index to be open."""
        index = self._desk.index
        if index is None:
            return
        try:
            passage = index.passage(hit.passage)
        except IndexError:
            return
        if passage.document != hit.document:
            return  # another edition came into force: the answer that knows it is on its way
        self._hit = hit
        self._enter(SEARCHING, (PREVIEW,), PREVIEW)
        self.preview.show_passage(hit, passage, index.marks(results.request.text, passage.text))

    def set_place(self, section: str, paragraph: int) -> None:
        """Reading: follow the reader."""
        if self._state != READING or self._course is None:
            return
        self.contents.set_reading(section)
        here = self._course.at(paragraph)
        self._where.setText(reader_progress.where(here))
        self._left.setText(reader_progress.left(here))
        self.progress.setUpdatesEnabled(False)  # else it paints on the spot, before the text that is being opened
        self.progress.setValue(round(here.fraction * 100))
        self.progress.setUpdatesEnabled(True)
        self._describe_progress()

    def _show_about(self) -> None:
        """Fill the About tab once it is in sight: three dozen labels that nobody reads need not be made."""
        if self._about is not None and self.stack.currentWidget() is self.about:
            shown, brief = self._about
            self._about = None
            self.about.show_about(shown, brief=brief)

    def _briefing(self, key: str) -> Briefing | None:
        try:
            return self._desk.briefing(key)
        except ReaderError:
            return None

    def _fill_contents(self, briefing: Briefing) -> None:
        if briefing.key != self._key:
            return  # another paper was opened meanwhile
        lines = [Line(*line) for line in self._desk.outline(briefing.key)]
        links = [(words, target) for words, target in links_of(briefing) if self._resolves(target)]
        self.contents.show_briefing(briefing, lines, links)

    def _resolves(self, target: str) -> bool:
        """Whether the paper is there; its section is looked up when the link is followed."""
        try:
            self._desk.find(target.partition("#")[0])
        except NotFoundError:
            return False
        return True

    def _enter(self, state: str, tabs: tuple[str, ...], chosen: str | None = None) -> None:
        """Show the tabs of a state; `chosen` None keeps the tab that was open where the state has it."""
        before = self.tabs.tabData(self.tabs.currentIndex())
        self._state = state
        if tuple(self.tabs.tabData(i) for i in range(self.tabs.count())) != tabs:
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for name in tabs:
                self.tabs.setTabData(self.tabs.addTab(_tab_label(name)), name)
            self.tabs.blockSignals(False)
            self._fit_tabs()
        wanted = chosen or before
        self.tabs.setCurrentIndex(max(0, tabs.index(wanted) if wanted in tabs else 0))
        self._tab_changed(self.tabs.currentIndex())
        reading = state == READING
        self.contents.want_key(wanted=reading)
        self._foot.setVisible(state != NOTHING)
        self.button.setVisible(state in {DOCUMENT, SEARCHING})
        self.like.setVisible(state == SEARCHING)
        self.button.setText(tr("Open passage") if state == SEARCHING else tr("Open"))
        for part in (self._where, self._left, self.progress):
            part.setVisible(reading)

    def _tab_changed(self, index: int) -> None:
        pages = {CONTENTS: self.contents, NOTES: self.notes, ABOUT: self.about, PREVIEW: self.preview}
        page = pages.get(self.tabs.tabData(index))
        self.stack.setVisible(page is not None)
        if page is not None:
            self.stack.setCurrentWidget(page)
            self._show_about()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        size = self._tokens.icons.small
        self._close.setIcon(icon("close", theme, size))
        self._close.setIconSize(QSize(size, size))
        self.setStyleSheet(
            f"#right_foot {{ background: {theme.surface}; border: none; border-top: 1px solid {theme.border}; }}"
            f'QLabel[look="value"] {{ font-size: {self._tokens.sizes.small}pt; }}'
            f"#about_page, #contents_page {{ background: {theme.surface}; }}"
        )
        for part in (self.contents, self.notes, self.about, self.preview):
            part.set_theme(theme)

    # Notes

    def attach_notes(self, notebook: "ReaderNotebook") -> None:
        """Show what this reader's notebook holds of the open paper. Call once."""
        self._notebook = notebook
        self.notes.attach(notebook)
        notebook.placed.connect(self._show_counts)
        self._show_counts()

    def _show_counts(self) -> None:
        if self._notebook is None:
            return
        counts = self._notebook.counts()
        self.contents.outline.set_marks(counts)
        total: Counter[Kind] = Counter()
        for section in counts.values():
            total.update(section)
        self._marked = ", ".join(kinds.counted(kind, total[kind]) for kind in kinds.in_order() if total[kind])
        self.progress.setToolTip(self._marked)
        self._describe_progress()

    def _describe_progress(self) -> None:
        """Where the person is and what is marked in the paper, for people who do not see the bar."""
        parts = (self._where.text(), self._left.text(), self._marked)
        self.progress.setAccessibleDescription(", ".join(part for part in parts if part))

    def show_notes(self) -> None:
        """Bring the Notes tab up, while reading."""
        if self._state == READING:
            self.tabs.setCurrentIndex(1)

    # What people do

    def _open(self) -> None:
        if self._state == SEARCHING and self._hit is not None:
            self.open_passage_requested.emit(self._hit.document, self._hit.section, self._hit.paragraph)
        elif self._state == DOCUMENT:
            self.open_requested.emit(self._key)

    def _find_like(self) -> None:
        if self._state == SEARCHING and self._hit is not None:
            self.like_requested.emit(self._hit)

    def _section(self, section: str) -> None:
        if self._state == READING:
            self.section_activated.emit(section)
        else:
            self.open_passage_requested.emit(self._key, section, 0)

    def _link(self, target: str) -> None:
        try:
            place = self._desk.find(target)
        except ReaderError:
            place = self._desk.find(target.partition("#")[0])
        self.open_passage_requested.emit(place.key, place.section or "", place.paragraph or 0)


def _tab_label(name: str) -> str:
    return {CONTENTS: tr("Contents"), NOTES: tr("Notes"), ABOUT: tr("About"), PREVIEW: tr("Preview")}[name]
