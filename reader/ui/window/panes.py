"""F6 from pane to pane and Tab from control to control, both in screen order."""

from collections.abc import Iterator, Sequence
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


def tab(window: QWidget, panes: Sequence[Pane], *, forward: bool) -> bool:
    """Put the keyboard on the next or previous control: the panes' order first, then the chain's within a pane.

    The chain alone has controls in the order they were made, and pages are made when they are first shown: then the
    right pane would come before the page beside it. Returns False where the keyboard is on nothing that Tab reaches.
    """
    stops = sorted(_stops(window), key=lambda widget: _rank(widget, panes))
    focused = QApplication.focusWidget()
    if focused not in stops:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(stops.index(focused) + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def _stops(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if _takes_tab(widget) and widget.window() is window and widget.focusProxy() is None:
            yield widget
        widget = widget.nextInFocusChain()


def _rank(widget: QWidget, panes: Sequence[Pane]) -> int:
    held = (number for number, pane in enumerate(panes) if pane.area is widget or pane.area.isAncestorOf(widget))
    return next(held, len(panes))


def _takes_tab(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return takes and widget.isVisible() and widget.isEnabled()


def _target(pane: Pane) -> QWidget | None:
    if pane.first is not None and pane.first.isVisible() and pane.first.isEnabled():
        return pane.first
    widget = pane.area.nextInFocusChain()
    while widget is not None and widget is not pane.area:
        if pane.area.isAncestorOf(widget) and _takes_tab(widget):
            return widget
        widget = widget.nextInFocusChain()
    itself = pane.area.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return pane.area if itself and pane.area.isEnabled() else None
