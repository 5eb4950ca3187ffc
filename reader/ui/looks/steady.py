"""A label for words that change often: it keeps its room while they fit."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QLabel

STEP = 32
"""Its width is a multiple of this, in pixels."""


class Steady(QLabel):
    """One line whose changes do not lay out the window anew, and do not push about what stands beside it.

    Qt passes a label's every change on to the layouts around it, up to the window: while typing that is a millisecond
    for each key press. It does not where the size is fixed.
    """

    def __init__(self, text: str = "") -> None:
        """Shows `text`."""
        super().__init__(text)
        self._frame = QSize()
        self._measure()

    def setText(self, text: str) -> None:
        """Show `text`; the label grows or shrinks only where its width differs by a step."""
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts and styles need other room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()

    def _measure(self) -> None:
        """What there is around the words. Asked for while the size is free: a fixed one is its own hint."""
        self.setMinimumSize(0, 0)
        hint, metrics = self.sizeHint(), self.fontMetrics()
        height = max(hint.height(), metrics.height())  # an empty label has none
        self._frame = QSize(hint.width() - metrics.horizontalAdvance(self.text()), height)
        self._fit()

    def _fit(self) -> None:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + self._frame.width()
        self.setFixedSize(-(-wide // STEP) * STEP, self._frame.height())
