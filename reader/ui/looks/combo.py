"""A combo box whose arrow is our own: style sheets would need it as a file in every colour."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox

from reader.ui.looks.icons import pixmap

ARROW, FROM_RIGHT = 16, 10
"""Side of the arrow and its distance from the right edge, in pixels; the style sheet keeps the place free."""


class ComboBox(QComboBox):
    """The style sheet draws the frame; the arrow is drawn here, in the palette's colours."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, words and arrow."""
        super().paintEvent(event)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        colour = self.palette().color(group, QPalette.ColorRole.Text)
        arrow = pixmap("chevron-down", colour.name(), ARROW, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - ARROW - FROM_RIGHT, (self.height() - ARROW) // 2, arrow)
