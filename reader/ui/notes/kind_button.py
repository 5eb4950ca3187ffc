"""One of the four kinds of highlight to choose from: its shape, its name, and a tick when it is the one."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton

from reader.notebook.model import Kind
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared.kinds import label, shape_pixmap

FROM_RIGHT = 7
"""Between the tick and the button's edge, in pixels; the style sheet keeps the place free."""


class KindButton(QPushButton):
    """Checkable."""

    def __init__(self, kind: Kind, tokens: Tokens) -> None:
        """Without its shape until `set_theme`."""
        super().__init__(label(kind))
        self._kind, self._size = kind, tokens.shape
        self._colour = ""
        look(self, "kind")
        self.setCheckable(True)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._colour = theme.accent
        before_words(shape_pixmap(self._kind, theme, self._size, self.devicePixelRatio()), self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's button, and the tick at its right."""
        super().paintEvent(event)
        if self.isChecked() and self._colour:
            mark = pixmap("check", self._colour, self._size, self.devicePixelRatioF())
            painter = QPainter(self)
            painter.drawPixmap(self.width() - self._size - FROM_RIGHT, (self.height() - self._size) // 2, mark)
            painter.end()
