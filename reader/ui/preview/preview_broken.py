"""In the place of a paper that does not parse: what is wrong with it and where, and a way to its last good version."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.errors import ContentError
from reader.explain import explain
from reader.language import tr
from reader.ui.looks.icons import pixmap
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

COLUMN = 720
"""Width of the text, in pixels."""


class Broken(QScrollArea):
    """Signals `last_good_wanted()`: show the paper as it was when it could last be read."""

    last_good_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Says nothing before `show_complaints`."""
        super().__init__()
        self.setObjectName("no_results")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tokens = tokens
        self._sign = QLabel()
        self._title = look(text_label(""), "view-title")
        self._lines: list[str] = []
        self._complaints = QVBoxLayout()
        self._complaints.setSpacing(tokens.space[3])
        self.last_good = look(QPushButton(tr("Show the last version that could be read")), "plain")
        self.last_good.clicked.connect(self.last_good_wanted)
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        column = QWidget()
        column.setMaximumWidth(COLUMN)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space[4])
        head = QHBoxLayout()
        head.setSpacing(space[4])
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inner.addLayout(head)
        inner.addWidget(look(QFrame(), "line"))
        inner.addLayout(self._complaints)
        inner.addWidget(look(text_label(tr("Mend it and save: this page follows by itself.")), "muted"))
        row = QHBoxLayout()
        row.addWidget(self.last_good)
        row.addStretch(1)
        inner.addLayout(row)
        page = QWidget()
        page.setObjectName("no_results_page")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(space[5], space[6], space[5], space[5])
        outer.addStretch(1)
        outer.addWidget(column, 100, Qt.AlignmentFlag.AlignTop)
        outer.addStretch(1)
        self.setWidget(page)

    def set_theme(self, theme: Theme) -> None:
        """Retint the sign."""
        self._sign.setPixmap(pixmap("warning", theme.danger, self._tokens.icons.state))

    def show_complaints(self, file: str, complaints: Sequence[ContentError], *, has_last_good: bool) -> None:
        """Say what is wrong with `file`."""
        self._title.setText(tr("{file} cannot be shown as it is").format(file=file))
        while (item := self._complaints.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._lines = [explain(problem).line() for problem in complaints]
        for line in self._lines:
            label = text_label(line)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self._complaints.addWidget(label)
        self.last_good.setVisible(has_last_good)
        self.setAccessibleName("\n".join([self._title.text(), *self._lines]))

    @property
    def text(self) -> str:
        """Heading and complaints, one a line."""
        return "\n".join([self._title.text(), *self._lines])
