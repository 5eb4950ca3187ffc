"""What dialogs over the body share: a heading with an icon, a column of fields, a line for what went wrong, a foot.

They open over the body, which is dimmed meanwhile; marking, toolbar and banner stay as they are.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.errors import ReaderError
from reader.explain import explain
from reader.ui.looks.focus_ring import FocusRing
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.labels import text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

SCRIM = {False: 0.55, True: 0.65}
"""Opacity of the dimming in light and dark themes (design tokens scrim_light, scrim_dark)."""


class Scrim(QWidget):
    """Dims the body while a dialog is open."""

    def __init__(self, body: QWidget, theme: Theme) -> None:
        """Covers `body` until it is closed."""
        # Beside the body and not in it: a splitter would take it for one more pane.
        super().__init__(body.parentWidget() or body)
        self._colour = QColor(theme.window if theme.is_dark else theme.text)
        self._colour.setAlphaF(SCRIM[theme.is_dark])
        self.setGeometry(body.rect() if self.parentWidget() is body else body.geometry())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One flat tint."""
        QPainter(self).fillRect(self.rect(), self._colour)


class Dialog(QDialog):
    """A dialog over the dimmed body; it is shown with `ask` and tells by its signals."""

    def __init__(
        self, parent: QWidget, tokens: Tokens, theme: Theme, *, title: str, drawing: str, heading: str
    ) -> None:
        """`title` is the frame's, `heading` stands inside beside the icon `drawing`."""
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.tokens, self.theme = tokens, theme
        self.ring = FocusRing(self, tokens, theme)
        self._scrim: Scrim | None = None
        space = tokens.space
        self.heading = look(text_label(heading), "view-title")
        self.lead = text_label("")
        head = QHBoxLayout()
        head.setSpacing(space[4])
        sign = QLabel()
        sign.setPixmap(pixmap(drawing, theme.accent, tokens.icons.state))
        words = QVBoxLayout()
        words.setSpacing(space[1])
        words.addWidget(self.heading)
        words.addWidget(self.lead)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(space[5], space[5], space[5], space[4])
        self.column.setSpacing(space[3])
        self.column.addLayout(head)
        self.problem = look(text_label(""), "warning")
        self.problem.hide()
        self.foot = look(QFrame(), "sunken")
        self.buttons = QHBoxLayout(self.foot)
        self.buttons.setContentsMargins(space[5], space[3], space[5], space[3])
        self.buttons.setSpacing(space[2])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.column, 1)
        layout.addWidget(self.foot)
        self.setMinimumWidth(tokens.layout.dialog_small)

    def ask(self, body: QWidget | None = None) -> None:
        """Show the dialog over `body`, dimmed; it deletes itself when it is closed."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if body is not None:
            self._scrim = Scrim(body, self.theme)
        self.fit()
        self.show()

    def fit(self) -> None:
        """Be as tall as the wrapped texts need at this width."""
        layout = self.layout()
        if layout is not None:
            width = max(self.minimumWidth(), layout.totalMinimumSize().width())
            self.resize(width, max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height()))

    def done(self, result: int) -> None:
        """Take the dimming away with the dialog."""
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def field(self, label: str, widget: QWidget) -> QLabel:
        """Add a labelled field; the label is the field's accessible name too. Returns the label."""
        named = look(text_label(label), "section")
        named.setBuddy(widget)
        widget.setAccessibleName(label)
        self.column.addWidget(named)
        self.column.addWidget(widget)
        return named

    def button(
        self, label: str, action: Callable[[], object], *, primary: bool = False, drawing: str = ""
    ) -> QPushButton:
        """Add a button to the foot; the primary one is what Enter presses, unless another has the keyboard."""
        made = look(QPushButton(label), "primary" if primary else "plain")
        made.setDefault(primary)
        if drawing:
            colour = self.theme.on_accent if primary else self.theme.text
            before_words(pixmap(drawing, colour, self.tokens.icons.small, made.devicePixelRatio()), made)
        # Later: a button that closes the dialog must not be deleted inside its own signal.
        made.clicked.connect(lambda: QTimer.singleShot(0, made, action))
        self.buttons.addWidget(made)
        return made

    def add_problem_line(self) -> None:
        """Where what went wrong is said; empty until then."""
        self.column.addWidget(self.problem)

    def say(self, error: ReaderError | str) -> None:
        """Say what went wrong, and have it read out."""
        words = error if isinstance(error, str) else explain(error).line()
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        if self.isVisible():
            self.fit()
        if words:
            announce(self, words)
