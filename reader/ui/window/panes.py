"""F6: from pane to pane, in screen order."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the window, and what in it takes the keyboard first (None: its first part that can)."""

    area: QWidget
    first: QWidget | None = None


def move(panes: Sequence[Pane], step: int) -> None:
    """Put the keyboard on the next (`step` 1) or previous (-1) visible pane; from nowhere, on the first."""
    shown = [pane for pane in panes if pane.area.isVisible()]
    if not shown:
        return
    focused = QApplication.focusWidget()
    here = next(
        (
            number
            for number, pane in enumerate(shown)
            if focused is not None and (pane.area is focused or pane.area.isAncestorOf(focused))
        ),
        None,
    )
    start = -1 if here is None and step > 0 else here or 0
    for offset in range(1, len(shown) + 1):
        target = _target(shown[(start + step * offset) % len(shown)])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _target(pane: Pane) -> QWidget | None:
    if pane.first is not None and pane.first.isVisible() and pane.first.isEnabled():
        return pane.first
    widget = pane.area.nextInFocusChain()
    while widget is not None and widget is not pane.area:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if pane.area.isAncestorOf(widget) and takes and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    itself = pane.area.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return pane.area if itself and pane.area.isEnabled() else None
