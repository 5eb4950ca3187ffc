"""Enter presses the button that has the keyboard: in dialogs Qt sees to that, elsewhere the space bar alone does."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pressed(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Press `focus` where `event` is Enter and that is a button. False where there was nothing to do."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in ENTER or not plain or event.isAutoRepeat():
        return False
    if not isinstance(focus, QPushButton | QToolButton) or not focus.isEnabled():
        return False
    if isinstance(focus, QToolButton) and focus.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup:
        focus.showMenu()
    else:
        focus.click()
    return True
