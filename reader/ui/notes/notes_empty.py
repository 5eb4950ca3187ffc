"""What a notes page says where there is nothing to list: no notes yet, nothing found, locked, off, an empty bin."""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

WIDTH = 600
"""Of the column, in pixels."""
NONE, NOTHING, LOCKED, OFF, BIN = "none", "nothing", "locked", "off", "bin"


@dataclass(frozen=True, slots=True)
class Hint:
    """One row of what can be done: icon, title, detail, keys."""

    drawing: str
    title: str
    detail: str
    keys: str


def _hints() -> tuple[Hint, ...]:
    return (
        Hint(
            "highlight",
            tr("Highlight a passage"),
            tr("Select text, then choose key point, practice, question or finding"),
            tr("{first} to {last}").format(first="Ctrl+1", last="Ctrl+4"),
        ),
        Hint("note", tr("Write a note beside it"), tr("Notes sit in the margin next to the passage"), "Ctrl+M"),
        Hint(
            "collection",
            tr("Group notes into a collection"),
            tr("For a training day, an inspection or a team meeting"),
            "Ctrl+Shift+C",
        ),
    )


class EmptyNotes(QScrollArea):
    """One message, and what can be done about it.

    Signals:
        library_wanted(), file_wanted(), unlock_wanted(), all_wanted(): what the buttons say.
    """

    library_wanted = Signal()
    file_wanted = Signal()
    unlock_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Says nothing before `show_state`."""
        super().__init__()
        self._tokens = tokens
        self._pictures: list[tuple[QLabel, str]] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("no_results_page")
        self.setObjectName("no_results")
        self.title = look(QLabel(), "view-title")
        self.lead = text_label("")
        self._card = self._hint_card()
        self.library = look(QPushButton(tr("Open the library")), "primary")
        self.library.clicked.connect(self.library_wanted)
        self.unlock = look(QPushButton(tr("Unlock")), "primary")
        self.unlock.clicked.connect(self.unlock_wanted)
        self.everything = look(QPushButton(tr("Show all")), "primary")
        self.everything.clicked.connect(self.all_wanted)
        self.file = QPushButton(tr("Open a notebook file"))
        self.file.clicked.connect(self.file_wanted)
        buttons = QHBoxLayout()
        for button in (self.library, self.unlock, self.everything, self.file):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inner = QWidget()
        inner.setFixedWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, tokens.space[6], 0, tokens.space[5])
        column.setSpacing(tokens.space[3])
        column.addWidget(self.title)
        column.addWidget(self.lead)
        for part in (self._card, buttons, self._warning()):
            column.addSpacing(tokens.space[2])
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        column.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        self.setWidget(page)
        self.set_theme(theme)

    def _hint_card(self) -> QFrame:
        card = look(QFrame(), "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, hint in enumerate(_hints()):
            if number:
                column.addWidget(look(QFrame(), "line"))
            column.addWidget(self._hint_row(hint))
        return card

    def _hint_row(self, hint: Hint) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(
            self._tokens.space[4], self._tokens.space[3], self._tokens.space[4], self._tokens.space[3]
        )
        line.setSpacing(self._tokens.space[3])
        sign = QLabel()
        self._pictures.append((sign, hint.drawing))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(look(QLabel(hint.title), "section"))
        words.addWidget(look(text_label(hint.detail), "muted"))
        line.addWidget(sign)
        line.addLayout(words, 1)
        line.addWidget(look(QLabel(hint.keys), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _warning(self) -> QFrame:
        self._warned = look(QFrame(), "warned")
        sign = QLabel()
        self._pictures.append((sign, "warning"))
        row = QHBoxLayout(self._warned)
        row.setSpacing(self._tokens.space[3])
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = tr("Do not record names, crime numbers or anything that could identify a child.")
        text = text_label("")
        text.setTextFormat(Qt.TextFormat.RichText)
        words = f"{said} {tr('Put those in the case record.')}"
        text.setText(f"<b>{escape(tr('Keep case details out of notes.'))}</b> {escape(words)}")
        row.addWidget(text, 1)
        return self._warned

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        for label, drawing in self._pictures:
            colour = theme.warning if drawing == "warning" else theme.accent
            label.setPixmap(pixmap(drawing, colour, self._tokens.icons.large))
        small = self._tokens.icons.small
        before_words(pixmap("import", theme.text, small, self.devicePixelRatio()), self.file)
        before_words(pixmap("unlock", theme.on_accent, small, self.devicePixelRatio()), self.unlock)
        self._warned.setStyleSheet(
            f"QFrame[look='warned'] {{ background: {theme.warning_surface}; border: 1px solid {theme.warning};"
            f" border-left: 4px solid {theme.warning}; border-radius: {self._tokens.radii.chip}px; }}"
        )

    def show_state(self, state: str, *, bookmarks: bool = False, can_open_file: bool = True) -> None:
        """Say what is the case: NONE, NOTHING (the filters hide all), LOCKED, OFF or BIN."""
        none = tr("You have no bookmarks yet") if bookmarks else tr("You have no notes yet")
        title, lead = {
            NONE: (none, tr("Mark what matters as you read. You can find it again here, and in search.")),
            NOTHING: (tr("Nothing here matches"), tr("Take a filter off, or look for other words.")),
            LOCKED: (tr("Your notebook is locked"), tr("Unlock it to see your bookmarks, highlights and notes.")),
            OFF: (tr("Notes are off"), tr("Managed by your organisation")),
            BIN: (tr("The bin is empty"), tr("What you delete stays here for 30 days.")),
        }[state]
        self.title.setText(title)
        self.lead.setText(lead)
        self._card.setVisible(state == NONE)
        self._warned.setVisible(state in {NONE, LOCKED})
        self.library.setVisible(state in {NONE, OFF})
        self.unlock.setVisible(state == LOCKED)
        self.everything.setVisible(state in {NOTHING, BIN})
        self.file.setVisible(state in {NONE, LOCKED} and can_open_file)

    def focus_target(self) -> QWidget:
        """The button that comes first."""
        buttons = (self.library, self.unlock, self.everything, self.file)
        return next((button for button in buttons if not button.isHidden()), self.file)
