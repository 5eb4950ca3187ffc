"""The one search field: Ctrl+K from anywhere. It keeps focus while arrow keys move through the passages below."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from reader.language import tr
from reader.ui.looks.icons import icon, pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

PAGE = 5
"""Rows that Page Up and Page Down move by while typing."""


class SearchField(QLineEdit):
    """Signals what is asked; shows nothing of the answer.

    Signals:
        edited(str): the text, after every key press that changed it.
        moved(int): rows to move the selection by.
        opened(): Enter was pressed.
        escaped(): Esc was pressed.
    """

    edited = Signal(str)
    moved = Signal(int)
    opened = Signal()
    escaped = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, hint: str) -> None:
        """`hint` is the shortcut shown inside the empty field."""
        super().__init__()
        self._tokens = tokens
        self.setObjectName("search")
        self.setPlaceholderText(tr("Search all briefings"))
        self.setAccessibleName(tr("Search all briefings"))
        self.setAccessibleDescription(tr("Up and Down move through the passages found, Enter opens one, Esc clears."))
        self.setFixedHeight(tokens.targets.control_height + 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(tokens.layout.search_field // 2)
        self.setMaximumWidth(tokens.layout.search_field)
        self._glass = QLabel(self)
        self._hint = look(QLabel(hint, self), "key")
        self._clear = look(QToolButton(self), "bare")
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setToolTip(tr("Clear search (Esc)"))
        self._clear.setAccessibleName(tr("Clear search"))
        self._clear.clicked.connect(self.escaped)
        self.setTextMargins(tokens.icons.default + tokens.space[3], 0, tokens.targets.minimum + tokens.space[2], 0)
        self.textEdited.connect(self.edited)
        self.textChanged.connect(self._adorn)
        self.set_theme(theme)
        self._adorn()

    def set_theme(self, theme: Theme) -> None:
        """Retint the icons."""
        self._glass.setPixmap(pixmap("search", theme.text_muted, self._tokens.icons.default))
        self._clear.setIcon(icon("close", theme, self._tokens.icons.small))
        self._clear.setIconSize(QSize(self._tokens.icons.small, self._tokens.icons.small))

    def sizeHint(self) -> QSize:
        """As wide as the design wants it, where there is room."""
        return QSize(self._tokens.layout.search_field, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand moving, opening and escaping on; type the rest."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -PAGE, Qt.Key.Key_PageDown: PAGE}
        if plain and key in steps:
            self.moved.emit(steps[key])
        elif plain and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif plain and key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc is ours even where a shortcut wants it: in this field it clears first."""
        overridden = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overridden and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key event, as just asked
            event.accept()
            return True
        return super().event(event)

    def setText(self, arg__1: str | None) -> None:
        """What is put here while somebody reads shows its beginning."""
        super().setText(arg__1)
        if self.window().focusWidget() is not self:
            self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A long question shows its beginning while nobody types; coming back from another program changes nothing."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep icon, hint and clear button in their places."""
        super().resizeEvent(event)
        self._adorn()

    def _adorn(self) -> None:
        empty = not self.text()
        self._hint.setVisible(empty)
        self._clear.setVisible(not empty)
        gap = self._tokens.space[3]
        self._glass.adjustSize()
        self._put(self._glass, gap)
        for widget in (self._hint, self._clear):
            widget.adjustSize()
            self._put(widget, self.width() - widget.width() - gap // 2)

    def _put(self, widget: QWidget, left: int) -> None:
        widget.move(left, (self.height() - widget.height()) // 2)
