"""A field for a passphrase: hidden, with a button that shows it, and a line when Caps Lock is on."""

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look

MAX_CHARACTERS = 1_000


class PassphraseField(QWidget):
    """Pasting is always allowed; nothing is kept of what was typed once `clear` was called."""

    def __init__(self, name: str) -> None:
        """`name` for screen readers."""
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(MAX_CHARACTERS)
        self.edit.setAccessibleName(name)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.edit.installEventFilter(self)
        self.show_button = look(QPushButton(tr("Show")), "link")
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(tr("Show what is typed"))
        self.show_button.toggled.connect(self._reveal)
        self._caps = look(text_label(tr("Caps Lock is on")), "warning")
        self._caps.hide()
        row = QHBoxLayout()
        row.setSpacing(8)  # a focus ring fits between
        row.addWidget(self.edit, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._caps)
        self.setFocusProxy(self.edit)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def clear(self) -> None:
        """Forget it, its undo history included."""
        self.edit.clear()
        self.edit.setText("")
        self.show_button.setChecked(False)

    def _reveal(self, shown: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText(tr("Hide") if shown else tr("Show"))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Notice a capital typed without Shift, or a small letter typed with it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text, shifted = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() == Qt.Key.Key_CapsLock:
                self._caps.hide()
            elif text.isalpha() and sys.platform != "darwin":
                self._caps.setVisible(text.isupper() != shifted)
        return False
