"""Tabs that come closer together where a language's words leave no room for all of them."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTabBar, QWidget

from reader.ui.looks.fonts import ui_font
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Tokens

PADDINGS = {"": 12, "close": 8, "snug": 5}
"""Looks from wide to narrow, and what the style sheet leaves at either side of a tab's words, in pixels."""
PLAIN, CHOSEN = QFont.Weight.Normal, QFont.Weight.Bold


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
        names = [self.tabText(index) for index in range(self.count())]
        plain, chosen = (QFontMetrics(ui_font(self._tokens, weight=weight)) for weight in (PLAIN, CHOSEN))
        widths = [plain.horizontalAdvance(name) for name in names]
        widest = max(
            (chosen.horizontalAdvance(name) - width for name, width in zip(names, widths, strict=True)), default=0
        )
        spare = room - sum(widths) - widest
        fitting = (name for name, padding in PADDINGS.items() if 2 * padding * len(names) <= spare)
        wish = next(fitting, "snug")
        if wish != (self.property("look") or ""):
            look(self, wish)
            self.style().unpolish(self)
            self.style().polish(self)
            QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))  # it measures its tabs anew
