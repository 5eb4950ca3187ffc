"""Tabs that come closer together where a language's words leave no room for all of them."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTabBar, QWidget

from reader.ui.looks.fonts import ui_font
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Tokens

AROUND = 2 * 12
"""What the style sheet leaves at both sides of a tab's words, in pixels."""


class SnugTabs(QTabBar):
    """All tabs are whole and in sight; no scroll buttons."""

    def __init__(self, tokens: Tokens, parent: QWidget) -> None:
        """No tabs yet."""
        super().__init__(parent)
        self._tokens = tokens
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)

    def fit(self, room: int) -> None:
        """Bring the tabs within `room` pixels, once they are named."""
        chosen = QFontMetrics(ui_font(self._tokens, weight=QFont.Weight.Bold))
        wanted = sum(chosen.horizontalAdvance(self.tabText(i)) + AROUND for i in range(self.count()))
        wish = "snug" if wanted > room else ""
        if wish != (self.property("look") or ""):
            look(self, wish)
            self.style().unpolish(self)
            self.style().polish(self)
            QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))  # it measures its tabs anew
