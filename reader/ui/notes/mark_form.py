"""The form of one mark: its passage, kind, note and tags, and the buttons below; nothing here reads or saves."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.icons import icon
from reader.ui.looks.labels import text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.kind_button import KindButton
from reader.ui.notes.notes_passage import Passage
from reader.ui.notes.notes_tags import TagField
from reader.ui.shared.kinds import label

LEAST = 240
"""Narrowest it may be, in pixels."""
NOTE_LEAST, NOTE_MOST = 96, 150
"""Smallest and largest height of the note's field, in pixels."""


class MarkForm(QWidget):
    """The fields, laid out, for whoever fills them and listens to them."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("mark_editor")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._theme = tokens, theme
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        self.passage = Passage(self._tokens, self._theme)
        self.where = look(text_label(""), "muted")
        self.status = look(text_label(""), "warning")
        grid = self._kind_buttons()
        self.kind_label = look(QLabel(tr("Kind")), "section")
        self.note = QPlainTextEdit()
        self.note.setObjectName("note_text")
        self.note.setAccessibleName(tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(NOTE_LEAST)
        self.note.setMaximumHeight(NOTE_MOST)
        self.hint = look(text_label(""), "warning")
        self.tags = TagField(self._tokens, self._theme)
        self.saved = look(text_label(""), "muted")
        self.problem = look(text_label(""), "warning")
        self.again = QPushButton(tr("Try again"))
        self._arrange(grid)

    def _arrange(self, grid: QGridLayout) -> None:
        space = self._tokens.space
        inside = QWidget()
        inside.setObjectName("note_inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(space[4],) * 4)
        column.setSpacing(space[2])
        column.addWidget(look(QLabel(tr("Passage")), "section"))
        for widget in (self.passage, self.where, self.status, self.kind_label):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(look(QLabel(tr("Note")), "section"))
        column.addWidget(self.note, 1)
        column.addWidget(self.hint)
        column.addWidget(look(text_label(words.no_case_details()), "muted"))
        column.addWidget(look(QLabel(tr("Tags")), "section"))
        for widget in (self.tags, self.saved, self.problem, self.again):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        # The buttons below may ask for more: with wide letters none of them is cut.
        area.setMinimumWidth(LEAST)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(look(QFrame(), "line"))
        layout.addLayout(self._foot())

    def _kind_buttons(self) -> QGridLayout:
        self.kinds: dict[Kind, KindButton] = {}
        grid = QGridLayout()
        grid.setSpacing(self._tokens.space[1])
        for number, kind in enumerate(HIGHLIGHTS):
            button = KindButton(kind, self._tokens)
            self.kinds[kind] = button
            grid.addWidget(button, number // 2, number % 2)
        return grid

    def _foot(self) -> QHBoxLayout:
        self.open_button = look(QPushButton(tr("Open passage")), "primary")
        self.copy = QPushButton(tr("Copy"))
        self.delete = QPushButton()
        self.delete.setAccessibleName(tr("Delete"))
        self.delete.setToolTip(tr("Move to the bin (Delete)"))
        row = QHBoxLayout()
        row.setContentsMargins(*(self._tokens.space[3],) * 4)
        row.setSpacing(self._tokens.space[2])
        row.addWidget(self.open_button, 1)
        row.addWidget(self.copy)
        row.addWidget(self.delete)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        size = self._tokens.icons.small
        for button in self.kinds.values():
            button.set_theme(theme)
        self.delete.setIcon(icon("bin", theme, size))
        self.setStyleSheet(
            f"#mark_editor, #note_inside {{ background: {theme.surface}; }}"
            f"#note_text {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {self._tokens.radii.control}px; padding: 4px; }}"
        )
        self.passage.set_theme(theme)
        self.tags.set_theme(theme)

    def show_note(self, text: str) -> None:
        """Put `text` into the field; nobody typed it."""
        self.note.blockSignals(True)
        self.note.setPlainText(text)
        self.note.blockSignals(False)

    def show_kind(self, kind: Kind, *, fixed: bool) -> None:
        """The kind's button, or its name where it is none of the four; `fixed` where it cannot be changed."""
        highlight = kind in HIGHLIGHTS
        self.kind_label.setText(tr("Kind") if highlight else label(kind))
        for one, button in self.kinds.items():
            button.setVisible(highlight)
            button.setChecked(one is kind)
            button.setEnabled(not fixed)

    def show_hint(self, hint: str) -> None:
        """What is said of the words typed, "" for nothing; a new one is read out."""
        if hint and hint != self.hint.text():
            announce(self, hint)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def clear(self) -> None:
        """No mark is shown."""
        self.show_note("")
        self.passage.show_words("", None)
        for widget in (self.where, self.status, self.saved, self.hint, self.problem):
            widget.setText("")
        self.tags.show_tags(())
