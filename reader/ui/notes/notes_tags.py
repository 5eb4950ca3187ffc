"""Tags of one mark: chips that can be taken off, and a field that completes from the tags in use."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.flow import Flow
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

MAX_TAG = 60
"""Characters of a tag typed here."""


class TagField(QWidget):
    """Signals `edited(tuple)` with the tags as they should be now."""

    edited = Signal(object)
    typed = Signal(str)
    """What stands in the field, for the hint at case data."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_tags`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._tags: tuple[str, ...] = ()
        self._row = QWidget()
        self._chips = Flow(tokens.space[1], self._row)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_TAG)
        self.field.setAccessibleName(tr("Add a tag"))
        self.field.setPlaceholderText(tr("Add a tag"))
        self.field.returnPressed.connect(self._add)
        self.field.textEdited.connect(self.typed)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._add)
        self.field.setCompleter(completer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space[1])
        column.addWidget(self._row)
        column.addWidget(self.field)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.show_tags(self._tags)

    def set_known(self, tags: Sequence[str]) -> None:
        """What the field completes from."""
        self._known.setStringList(list(tags))

    def show_tags(self, tags: Sequence[str]) -> None:
        """The tags of the mark shown now; half-typed text is kept while they stay the same."""
        if tuple(tags) != self._tags:
            self.field.clear()
        self._tags = tuple(tags)
        self._chips.clear()
        for tag in self._tags:
            chip = look(QPushButton(tag), "chip")
            chip.setAutoDefault(False)
            chip.setIcon(icon("close", self._theme, self._tokens.icons.small))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(tr("Remove the tag {tag}").format(tag=tag))
            chip.clicked.connect(lambda _=False, tag=tag: self._drop(tag))
            self._chips.addWidget(chip)
        self._row.setVisible(bool(self._tags))

    def _add(self, _chosen: str = "") -> None:
        """A comma parts tags; what is there already is not added twice."""
        words = [word.strip() for word in self.field.text().split(",")]
        new = [word for word in dict.fromkeys(words) if word and word not in self._tags]
        self.field.clear()
        if new:
            self.edited.emit((*self._tags, *new))

    def _drop(self, tag: str) -> None:
        self.field.setFocus()
        self.edited.emit(tuple(one for one in self._tags if one != tag))
