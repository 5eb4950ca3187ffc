"""Menus of which one entry is ticked."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

Value = TypeVar("Value")


def fill_choices(menu: "QMenu", choices: Mapping[Value, str], chosen: Value, choose: Callable[[Value], object]) -> None:
    """Make `choices` (value to label) all that is in `menu`."""
    menu.clear()
    add_choices(menu, choices, chosen, choose)


def add_choices(menu: "QMenu", choices: Mapping[Value, str], chosen: Value, choose: Callable[[Value], object]) -> None:
    """Add `choices` to `menu`, the one for `chosen` ticked; picking one calls `choose` with its value."""
    from PySide6.QtGui import QActionGroup  # noqa: PLC0415 - menus are filled after the first paint

    group = QActionGroup(menu)
    for value, label in choices.items():
        action = menu.addAction(label)
        action.setCheckable(True)
        action.setChecked(value == chosen)
        action.triggered.connect(lambda _=False, value=value: choose(value))
        group.addAction(action)
