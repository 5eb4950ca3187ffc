"""Laying out what nobody sees yet."""

from PySide6.QtWidgets import QWidget


def lay_out(widget: QWidget) -> None:
    """Give what is in `widget` its places although nobody sees it, so that showing it lays nothing out anew."""
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    for child in widget.children():
        if isinstance(child, QWidget):
            lay_out(child)
