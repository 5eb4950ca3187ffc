"""The small card that explains a footnote or an abbreviation, or says what is here.

It opens beside its place by hover, click or keyboard focus, stays while the pointer is on it, closes with Esc, and
gives the focus back to where it came from. Everything in it is plain text: document text never becomes markup here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.reader_words import Explained

WIDTH_PX = 372
EDGE_PX = 8
"""Room kept to the page's edges and between the card and its place."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the card: what it says, and the link it follows."""

    label: str
    href: str


class Popover(QFrame):
    """One card for the whole page; its content changes."""

    action_used = Signal(str)
    """The href of the button that was pressed."""
    closed = Signal(bool)
    """The card was closed; True where it held the focus, which its owner now takes back."""
    pointer_changed = Signal(bool)
    """Whether the pointer is on the card: it must not close under it."""

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme) -> None:
        """A hidden card over `parent`."""
        super().__init__(parent)
        self.setObjectName("popover")
        self.page = parent
        self._column = QVBoxLayout(self)
        self._tokens = tokens
        self._theme = theme
        self._buttons: list[QPushButton] = []
        self._label = look(self._text(), "caption")
        self._title = look(self._text(), "strong")
        self._close = look(QToolButton(self), "bare")
        self._close.setAccessibleName(tr("Close"))
        self._close.setToolTip(tr("Close (Esc)"))
        self._close.clicked.connect(self.close_card)
        self._facts = QWidget(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.space[2])
        self._build()
        self.set_theme(theme)
        self.hide()

    def _text(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _build(self) -> None:
        space = self._tokens.space
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self._close)
        column = self._column
        column.setContentsMargins(space[4], space[2], space[3], space[3])
        column.setSpacing(space[1])
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addLayout(self._row)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self._close.setIcon(icon("close", theme, self._tokens.icons.small))
        self._close.setIconSize(QSize(self._tokens.icons.small, self._tokens.icons.small))
        self.setStyleSheet(
            f"#popover {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {self._tokens.radii.card}px; }}"
            f'QLabel[look="value"] {{ font-size: {self._tokens.sizes.small}pt; }}'
        )

    @property
    def is_open(self) -> bool:
        """Whether the card is meant to be seen."""
        return not self.isHidden()

    def show_card(self, explained: Explained, actions: Sequence[Action], place: QRect, *, take_focus: bool) -> None:
        """Show `explained` beside `place` (in the parent's coordinates), with the focus on it where wanted."""
        self._label.setText(explained.label)
        self._title.setText(explained.title)
        self._title.setVisible(bool(explained.title))
        self.setAccessibleName(explained.label)
        self.setAccessibleDescription(explained.spoken)
        self._fill_facts(explained.facts)
        self._fill_buttons(actions)
        self._put(place)
        self.show()
        self.raise_()
        if take_focus:
            (self._buttons[0] if self._buttons else self._close).setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        old = self._facts
        self._facts = QWidget(self)
        grid = QGridLayout(self._facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._tokens.space[3])
        grid.setVerticalSpacing(self._tokens.space[1])
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            shown = look(self._text(), "value")
            shown.setText(soft_breaks(value))
            shown.setAccessibleName(value)
            if name:
                caption = look(self._text(), "muted")
                caption.setWordWrap(False)
                caption.setText(name)
                grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(shown, row, 1)
            else:
                grid.addWidget(shown, row, 0, 1, 2)
        self._column.replaceWidget(old, self._facts)
        self._facts.setVisible(bool(facts))
        old.hide()
        old.deleteLater()

    def _fill_buttons(self, actions: Sequence[Action]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for action in actions:
            button = look(QPushButton(action.label, self), "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, href=action.href: self.action_used.emit(href))
            self._row.addWidget(button)
            button.show()  # at once: the focus may go to it now
            self._buttons.append(button)

    def _put(self, place: QRect) -> None:
        page = self.page.rect()
        width = min(WIDTH_PX, page.width() - 2 * EDGE_PX)
        self.setFixedWidth(width)
        self._column.activate()
        height = min(self._column.totalHeightForWidth(width), page.height() - 2 * EDGE_PX)
        left = min(max(EDGE_PX, place.left() - self._tokens.space[4]), page.width() - width - EDGE_PX)
        below, above = place.bottom() + EDGE_PX, place.top() - EDGE_PX - height
        top = below if below + height <= page.height() - EDGE_PX or above < EDGE_PX else above
        self.setGeometry(left, max(EDGE_PX, min(top, page.height() - height - EDGE_PX)), width, height)

    def close_card(self) -> None:
        """Close, and say whether the focus was here."""
        if self.isHidden():
            return
        focused = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        had_focus = focused and self.focusWidget().hasFocus()
        self.hide()
        self.closed.emit(had_focus)

    def forget(self) -> None:
        """Close, and hold nothing of what was shown: it may have been of a notebook that is now locked."""
        self.close_card()
        self.setAccessibleDescription("")
        for label in self.findChildren(QLabel):
            label.setText("")
            label.setAccessibleName("")
        self._fill_buttons(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab stays among the card's own controls while it is open."""
        stops: list[QWidget] = [*self._buttons, self._close]
        here = next((i for i, stop in enumerate(stops) if stop.hasFocus()), -1)
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer has reached the card."""
        super().enterEvent(event)
        self.pointer_changed.emit(True)

    def leaveEvent(self, event: object) -> None:
        """The pointer has left the card."""
        super().leaveEvent(event)  # type: ignore[arg-type]  # QEvent
        self.pointer_changed.emit(False)


def soft_breaks(text: str) -> str:
    """`text` with places to break after the marks of an address, which a label could not wrap otherwise."""
    if "/" not in text:
        return text
    for mark in "/?&=-_+":
        text = text.replace(mark, mark + "\N{ZERO WIDTH SPACE}")
    return text
