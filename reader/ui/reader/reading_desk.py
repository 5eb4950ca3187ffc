"""The reader with the list of papers at its left."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from reader.ui.looks.stylesheet import look


class ReadingDesk(QWidget):
    """The reader, with the list of papers at its left in wide windows."""

    def __init__(self, papers: QWidget, page: QWidget) -> None:
        """`papers` is shown and hidden by the body."""
        super().__init__()
        line = look(QFrame(), "upright")
        line.setFixedWidth(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(papers)
        layout.addWidget(line)
        layout.addWidget(page, 1)
