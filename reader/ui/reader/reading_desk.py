"""The reader with the list of papers at its left."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


class ReadingDesk(QWidget):
    """The reader, with the list of papers at its left in wide windows."""

    def __init__(self, papers: QWidget, page: QWidget) -> None:
        """`papers` is shown and hidden by the body."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(papers)
        layout.addWidget(page, 1)
