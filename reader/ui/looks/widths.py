"""How wide the side panes are at which width of the window (the design's table)."""

from reader.ui.looks.tokens import Tokens


def is_narrow(tokens: Tokens, window: int) -> bool:
    """Whether the sidebar is a rail unless the person widens it."""
    return window < tokens.layout.full_from


def is_wide(tokens: Tokens, window: int) -> bool:
    """Whether there is room for the list of papers beside the reader."""
    return window >= tokens.layout.wide_from


def sidebar_width(tokens: Tokens, window: int, *, words: bool) -> int:
    """The sidebar in pixels, with words or as a rail."""
    if not words:
        return tokens.layout.sidebar_rail
    return tokens.layout.sidebar_wide if is_wide(tokens, window) else tokens.layout.sidebar


def right_width(tokens: Tokens, window: int) -> int:
    """The right pane in pixels, before the person drags it."""
    layout = tokens.layout
    if is_narrow(tokens, window):
        return layout.right_pane_min
    return layout.right_pane_wide if is_wide(tokens, window) else layout.right_pane
