"""The key to the highlights at the foot of the contents: shape and name of each kind."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from reader.language import tr
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import kinds

SHAPE_PX = 13


class HighlightKey(QWidget):
    """Two columns, two rows."""

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """Ready to be shown."""
        super().__init__(parent)
        self.setAccessibleName(tr("Highlight key"))
        self._shapes: dict[Kind, QLabel] = {}
        caption = look(QLabel(tr("Highlight key"), self), "caption")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.space[2])
        grid.setVerticalSpacing(tokens.space[1] + 2)
        for index, kind in enumerate(HIGHLIGHTS):
            row, column = divmod(index, 2)
            shape, name = QLabel(self), look(QLabel(kinds.label(kind), self), "facet")
            shape.setFixedWidth(SHAPE_PX + 2)
            grid.addWidget(shape, row, 2 * column, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
            self._shapes[kind] = shape
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.space[1] + 2)
        outer.addWidget(caption)
        outer.addLayout(grid)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for kind, label in self._shapes.items():
            label.setPixmap(kinds.shape_pixmap(kind, theme, SHAPE_PX, 2.0))
