"""The words that were marked, as they stand in the paper: its face, and the colour of the mark's kind."""

from PySide6.QtWidgets import QLabel

from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.fonts import reading_font
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.mark_words import shortened
from reader.ui.shared.kinds import fill_colour, mark_colour

MAX_SHOWN = 110
"""Characters of a passage shown above its note, which must not be pushed out of sight; all of it is one click away."""


class Passage(QLabel):
    """Plain text that wraps."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_words`."""
        super().__init__()
        self.setObjectName("passage")
        self.setTextFormat(self.textFormat().PlainText)
        self.setWordWrap(True)
        self.setFont(reading_font(tokens, tokens.sizes.section))
        self._theme = theme
        self._kind: Kind | None = None

    def show_words(self, words: str, kind: Kind | None) -> None:
        """Show the beginning of `words`; a highlight's in its colour."""
        self.setText(shortened(words, MAX_SHOWN))
        self._kind = kind
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        kind = self._kind if self.text() else None
        tint = ""
        if kind is not None and kind in HIGHLIGHTS:
            ground, edge = fill_colour(kind, theme), mark_colour(kind, theme)
            tint = f"background: {ground}; padding: 4px 6px; border-left: 3px solid {edge};"
        self.setStyleSheet(f"#passage {{ {tint} }}")
