"""Plain pieces of pages and dialogs: text that wraps, a sunken box, the looks of a box, an emptied layout."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from reader.ui.looks.icons import pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

GOOD, ATTENTION, BAD, PLAIN = "good", "attention", "bad", "note"
"""Looks of a box, by how what it tells of stands."""


def text_label(text: str) -> QLabel:
    """Plain text that wraps."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def note_box(tokens: Tokens, theme: Theme, drawing: str, text: str) -> QFrame:
    """A sunken box with an icon and a few sentences."""
    box = look(QFrame(), "note")
    row = QHBoxLayout(box)
    row.setContentsMargins(*(tokens.space[3],) * 4)
    row.setSpacing(tokens.space[3])
    sign = QLabel()
    sign.setPixmap(pixmap(drawing, theme.text_muted, tokens.icons.default))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text_label(text), 1)
    return box


def empty(column: "QVBoxLayout | QHBoxLayout") -> None:
    """Take everything out of a layout; what stood there goes when its own signals are done."""
    while (item := column.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            empty(inner)
