"""Pages of work under way: checking a pack, and installing it. Reading goes on meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.icons import pixmap
from reader.ui.looks.labels import PLAIN, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs.packs_parts import StateBox

WHOLE = 1000
"""Of the progress bar."""


class Stage(StrEnum):
    """How far a line of the work is."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line: what is done, how far it is, and words for that ("" takes the stage's own)."""

    label: str
    stage: Stage
    said: str = ""


class ProgressPane(QWidget):
    """A heading, a bar with words, and the work's lines."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `begin`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._lines: tuple[WorkLine, ...] = ()
        space = tokens.space
        self.heading = look(text_label(""), "title")
        self.bar = QProgressBar()
        self.bar.setObjectName("work_bar")
        self.bar.setRange(0, WHOLE)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.said = look(text_label(""), "muted")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(space[3])
        self.grid.setVerticalSpacing(space[3])
        self.grid.setColumnStretch(1, 1)
        self.hint = StateBox(tokens, theme, PLAIN, "info")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space[2])
        column.addWidget(self.heading)
        column.addWidget(self.bar)
        column.addWidget(self.said)
        column.addSpacing(space[2])
        column.addLayout(self.grid)
        column.addSpacing(space[3])
        column.addWidget(self.hint)
        column.addStretch(1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.hint.set_theme(theme)
        self.show_lines(self._lines)

    def begin(self, heading: str, hint: str) -> None:
        """A piece of work begins."""
        self.heading.setText(heading)
        self.hint.say("", hint)
        self.tell(0, 0, "")

    def tell(self, done: int, total: int, said: str) -> None:
        """How far it is; a `total` of 0 means that it cannot be told yet."""
        self.bar.setValue(round(WHOLE * min(done, total) / total) if total else 0)
        self.said.setText(said)
        self.bar.setAccessibleDescription(said)

    @property
    def percent(self) -> int:
        """What the bar shows."""
        return self.bar.value() * 100 // WHOLE

    def show_lines(self, lines: Sequence[WorkLine]) -> None:
        """Show these lines."""
        if tuple(lines) == self._lines and self.grid.count() == len(lines) * 3:
            for number, line in enumerate(lines):
                self._sign(number, line)
            return
        self._lines = tuple(lines)
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, line in enumerate(lines):
            self.grid.addWidget(QLabel(), number, 0)
            now = line.stage is Stage.NOW
            label = look(text_label(line.label), "section" if now else "value")
            self.grid.addWidget(label, number, 1)
            said = look(QLabel(line.said or stage_words(line.stage)), "muted")
            self.grid.addWidget(said, number, 2, Qt.AlignmentFlag.AlignRight)
            self._sign(number, line)

    def _sign(self, number: int, line: WorkLine) -> None:
        item = self.grid.itemAtPosition(number, 0)
        label = item.widget() if item is not None else None
        if isinstance(label, QLabel):
            theme = self._theme
            name, colour = {
                Stage.DONE: ("done", theme.success),
                Stage.NOW: ("update", theme.accent),
                Stage.WAITING: ("clock", theme.text_muted),
            }[line.stage]
            label.setPixmap(pixmap(name, colour, self._tokens.icons.default))
            label.setAlignment(Qt.AlignmentFlag.AlignTop)


def stage_words(stage: Stage) -> str:
    """A stage in a word."""
    return {Stage.WAITING: tr("Waiting"), Stage.NOW: tr("Under way"), Stage.DONE: tr("Done")}[stage]
