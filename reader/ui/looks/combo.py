"""A combo box and a field for numbers with arrows of our own: style sheets would need them as files in each colour."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from reader.ui.looks.icons import pixmap

ARROW, FROM_RIGHT = 16, 10
"""Side of the arrow and its distance from the right edge, in pixels; the style sheet keeps the place free."""
NUMBER_LEFT = 6
STEP_ARROW = 12
"""Side of each of the two arrows of a field for numbers, in pixels."""


class ComboBox(QComboBox):
    """The style sheet draws the frame; the arrow is drawn here, in the palette's colours."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, words and arrow."""
        super().paintEvent(event)
        arrow = _arrow(self, "chevron-down", ARROW)
        QPainter(self).drawPixmap(self.width() - ARROW - FROM_RIGHT, (self.height() - ARROW) // 2, arrow)


class NumberBox(QSpinBox):
    """The same for a number."""

    def __init__(self) -> None:
        """The number begins where words in a combo box do."""
        super().__init__()
        self.lineEdit().setTextMargins(NUMBER_LEFT, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, number and two arrows."""
        super().paintEvent(event)
        painter = QPainter(self)
        left, middle = self.width() - STEP_ARROW - FROM_RIGHT - (ARROW - STEP_ARROW) // 2, self.height() // 2
        painter.drawPixmap(left, middle - STEP_ARROW, _arrow(self, "chevron-up", STEP_ARROW))
        painter.drawPixmap(left, middle, _arrow(self, "chevron-down", STEP_ARROW))


def _arrow(box: QWidget, drawing: str, side: int) -> QPixmap:
    group = QPalette.ColorGroup.Active if box.isEnabled() else QPalette.ColorGroup.Disabled
    colour = box.palette().color(group, QPalette.ColorRole.Text)
    return pixmap(drawing, colour.name(), side, box.devicePixelRatioF())
