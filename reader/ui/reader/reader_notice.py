"""What stands above a paper's text: withdrawn, superseded, overdue; corrections, urgent ones until acknowledged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reader.ui.looks.icons import pixmap
from reader.ui.looks.labels import ATTENTION, BAD, PLAIN, empty, text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

DRAWINGS = {BAD: "withdrawn", ATTENTION: "warning", PLAIN: "info"}


Act = tuple[str, Callable[[], object]]
"""A button's words and what it does."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say.

    Attributes:
        manner: BAD, ATTENTION or PLAIN.
        text: in words.
        acts: (label, what it does) of its buttons.
    """

    manner: str
    text: str
    acts: tuple[Act, ...] = ()


class ReaderNotice(QWidget):
    """The lines, one below the other; not there while there is nothing to say.

    Signals:
        left(): a button that stood here is gone, and had the keyboard.
    """

    left = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Hidden until `show_lines`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._lines: tuple[Line, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.space[3], tokens.space[2], tokens.space[3], 0)
        self._column.setSpacing(tokens.space[1])
        self.buttons: list[QPushButton] = []
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self._fill()

    @property
    def text(self) -> str:
        """All that is said, a line each."""
        return "\n".join(line.text for line in self._lines)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is said of the paper itself, withdrawn or overdue or corrected, without what is only news."""
        return tuple(line.text for line in self._lines if line.manner != PLAIN)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Say these, and have them read out where they are others than before."""
        new = tuple(lines)
        said = [line.text for line in new if line.text not in {old.text for old in self._lines}]
        had_focus = any(button.hasFocus() for button in self.buttons)
        self._lines = new
        self._fill()
        if said:
            announce(self, " ".join(said))
        if had_focus:
            self.left.emit()

    def _fill(self) -> None:
        empty(self._column)
        self.buttons = []
        for line in self._lines:
            self._column.addWidget(self._box(line))
        self.setVisible(bool(self._lines))

    def _box(self, line: Line) -> QFrame:
        theme, tokens = self._theme, self._tokens
        box = look(QFrame(), line.manner)
        row = QHBoxLayout(box)
        row.setContentsMargins(tokens.space[2], tokens.space[1], tokens.space[1], tokens.space[1])
        row.setSpacing(tokens.space[2])
        sign = text_label("")
        colour = {BAD: theme.danger, ATTENTION: theme.warning}.get(line.manner, theme.text_muted)
        sign.setPixmap(pixmap(DRAWINGS[line.manner], colour, tokens.icons.default))
        row.addWidget(sign)
        row.addWidget(text_label(line.text), 1)
        for label, act in line.acts:
            button = look(QPushButton(label), "link")
            button.setAccessibleDescription(line.text)
            button.clicked.connect(partial(_do, act))
            row.addWidget(button)
            self.buttons.append(button)
        return box


def _do(act: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal passes it so
    act()
