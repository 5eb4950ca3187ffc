"""The place of the right pane: an empty surface until the first paint is done, the pane itself from then on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.desk import Desk
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.standing_words import Standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library.catalogue import Entry
    from reader.library.model import Briefing
    from reader.search.results import Hit, Results
    from reader.ui.reader.reader_notebook import ReaderNotebook
    from reader.ui.window.right_pane import RightPane
AFTER_TEXT_MS = 50
"""After a paper is opened, before the pane beside it follows."""


class RightRoom(QWidget):
    """Says what the pane says; what it was told before the pane was built it tells it then.

    Signals:
        section_activated(str): go to this section of the open document.
        open_requested(str): open this document.
        open_passage_requested(str, str, int): open this document at a section and paragraph.
        like_requested(Hit): find passages like this one.
        closed(): the pane's own close button.
        notebook_wanted(): unlock or make a notebook.
        changes_wanted(str): both editions of this document side by side.
    """

    section_activated = Signal(str)
    open_requested = Signal(str)
    open_passage_requested = Signal(str, str, int)
    like_requested = Signal(object)
    closed = Signal()
    notebook_wanted = Signal()
    changes_wanted = Signal(str)

    def __init__(self, tokens: Tokens, desk: Desk) -> None:
        """Nothing is built before `build`."""
        super().__init__()
        self.setObjectName("right_pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._desk = tokens, desk
        self._pane: RightPane | None = None
        self._wanted: Callable[[RightPane], None] | None = None
        self._shown: tuple[object, ...] = ()
        self._coming: tuple[tuple[object, ...], Callable[[], None]] | None = None
        self._standings = Standings()
        self._notebook: ReaderNotebook | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def build(self, theme: Theme) -> None:
        """Build the pane and show what was wanted of it meanwhile."""
        from reader.ui.window.right_pane import RightPane  # noqa: PLC0415 - after the first paint

        if self._pane is not None:
            return
        pane = RightPane(self._tokens, self._desk)
        pane.set_theme(theme)
        pane.section_activated.connect(self.section_activated)
        pane.open_requested.connect(self.open_requested)
        pane.open_passage_requested.connect(self.open_passage_requested)
        pane.like_requested.connect(self.like_requested)
        pane.closed.connect(self.closed)
        pane.notebook_wanted.connect(self.notebook_wanted)
        pane.changes_wanted.connect(self.changes_wanted)
        pane.about.standings = self._standings
        self._pane = pane
        if self._notebook is not None:
            pane.attach_notes(self._notebook)
        if self._wanted is not None:
            self._wanted(pane)
        self.layout().addWidget(pane)  # type: ignore[union-attr]  # the layout was set above

    def attach_notes(self, notebook: "ReaderNotebook") -> None:
        """The reader's notebook, for the Notes tab. Call once."""
        self._notebook = notebook
        if self._pane is not None:
            self._pane.attach_notes(notebook)

    def show_notes(self) -> None:
        """Bring the Notes tab up."""
        self._follow()
        if self._pane is not None:
            self._pane.show_notes()

    @property
    def pane(self) -> "RightPane | None":
        """The pane, None before it was built."""
        return self._pane

    def set_theme(self, theme: Theme) -> None:
        """Retint what is there."""
        if self._pane is not None:
            self._pane.set_theme(theme)

    def show_document(self, entry: "Entry") -> None:
        """Library: a document in brief."""
        self._show(("document", entry.key), lambda pane: pane.show_document(entry))

    def show_briefing(self, briefing: "Briefing", place: tuple[str, str, int]) -> None:
        """Reader: the open document's contents, once its text has been painted: they need not hold it up."""
        what = ("briefing", briefing.key, place)
        self._show(what, lambda pane: self._follow_soon(what, lambda: pane.show_briefing(briefing, place)))

    def _follow_soon(self, what: tuple[object, ...], act: "Callable[[], None]") -> None:
        self._coming = what, act
        QTimer.singleShot(AFTER_TEXT_MS, self, self._follow)

    def _follow(self) -> None:
        """Do what waits for the text to be painted, unless something else is wanted by now."""
        coming, self._coming = self._coming, None
        if coming is not None and coming[0] == self._shown:
            coming[1]()

    def show_preview(self, results: "Results", hit: "Hit") -> None:
        """Search: a passage."""
        self._show(("preview", hit, results.request), lambda pane: pane.show_preview(results, hit))

    def show_standings(self, standings: Standings) -> None:
        """How documents stand, in About."""
        self._standings = standings
        if self._pane is not None:
            self._pane.about.standings = standings
            self._pane.about.show_again()

    def forget(self) -> None:
        """What is shown may have changed on the disk: whatever comes next is shown anew."""
        self._shown = ()
        if self._pane is not None:
            self._pane.forget()

    def set_place(self, section: str, paragraph: int) -> None:
        """Reader: where the person is."""
        if self._pane is not None:
            self._pane.set_place(section, paragraph)

    def _show(self, what: tuple[object, ...], act: "Callable[[RightPane], None]") -> None:
        """Do `act` unless it was the last thing done."""
        if what == self._shown:
            return
        self._shown, self._wanted = what, act
        if self._pane is not None:
            act(self._pane)
