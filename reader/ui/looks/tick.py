"""A check box drawn from the tokens: style sheets would need the check mark as a file in every colour."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from reader.ui.looks.icons import pixmap
from reader.ui.looks.tokens import Theme

BOX = 16
"""Side of the box, in pixels."""


class Tick(QCheckBox):
    """The box alone; its words stand in a label beside it and in its accessible name."""

    def __init__(self, theme: Theme, size: int) -> None:
        """`size` is the side of what can be pressed, in pixels."""
        super().__init__()
        self._theme, self._size = theme, size
        self.setFixedSize(size, size)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """The whole target."""
        return QSize(self._size, self._size)

    def hitButton(self, pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, and the mark when ticked."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF((self.width() - BOX) / 2, (self.height() - BOX) / 2, BOX, BOX).adjusted(0.5, 0.5, -0.5, -0.5)
        border = theme.border_control if self.isEnabled() else theme.border
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else border), 1.2))
        painter.setBrush(QColor(theme.accent if self.isChecked() else theme.surface))
        painter.drawRoundedRect(rect, 3, 3)
        if self.checkState() == Qt.CheckState.Checked:
            inner = BOX - 4
            mark = pixmap("check", theme.on_accent, inner, self.devicePixelRatioF())
            painter.drawPixmap(rect.topLeft().toPoint() + (rect.center() - rect.topLeft()).toPoint() / 4, mark)


class WordedTick(QCheckBox):
    """A check box with its words. The style sheet draws the box; the mark is drawn here, in the palette's colours."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box and words, and the mark when ticked."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        # Not the box's own: a style sheet's transparent background is the base there, and the mark would be unseen.
        palette = QGuiApplication.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(box, 3, 3)
        side = box.width() - 2
        mark = pixmap("check", palette.color(QPalette.ColorRole.Base).name(), side, self.devicePixelRatioF())
        painter.drawPixmap(box.topLeft() + QPoint(1, 1), mark)
