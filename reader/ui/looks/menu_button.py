"""A button with a menu, which an arrow at its right says: a style sheet would need it as a file in every colour."""

from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolButton

from reader.ui.looks.icons import pixmap
from reader.ui.looks.tokens import Theme

ARROW_PX = 14
"""Side of the arrow; the style sheet keeps the place free."""
FROM_RIGHT = 8


class MenuButton(QToolButton):
    """Its icon is free for what the menu is about."""

    arrow: QPixmap | None = None

    def set_theme(self, theme: Theme) -> None:
        """Retint the arrow."""
        self.arrow = pixmap("chevron-down", theme.text_muted, ARROW_PX, self.devicePixelRatioF())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's button, and the arrow at its right."""
        super().paintEvent(event)
        if self.arrow is not None:
            painter = QPainter(self)
            painter.drawPixmap(self.width() - ARROW_PX - FROM_RIGHT, (self.height() - ARROW_PX) // 2, self.arrow)
            painter.end()
