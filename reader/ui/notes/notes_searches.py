"""Recent and saved searches, offered below the empty search field; they come from the notebook and stay in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.language import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from reader.ui.notes.notes_room import NotesRoom

MOST = 10
"""Of each shown."""


class SearchesMenu(QMenu):
    """Signals `chosen(str)` with the search to run. It deletes itself when it closes."""

    chosen = Signal(str)

    def __init__(self, field: QWidget, room: "NotesRoom") -> None:
        """Filled at once."""
        super().__init__(field)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Earlier searches"))
        self.setMinimumWidth(field.width())
        self._room = room
        kept = room.remembered
        saved, recent = kept.saved()[-MOST:], kept.recent()[:MOST]
        self.is_worth_showing = bool(saved or recent)
        for text in saved:
            self._offer(tr("Saved: {search}").format(search=text), text)
        if saved and recent:
            self.addSeparator()
        for text in recent:
            self._offer(text, text)
        self.addSeparator()
        if recent:
            self.addAction(tr("Forget recent searches"), kept.forget_recent)
        if saved:
            forget = self.addMenu(tr("Forget a saved search"))
            for text in saved:
                forget.addAction(_plain(text), lambda text=text: kept.drop(text))

    def _offer(self, label: str, text: str) -> None:
        action: QAction = self.addAction(_plain(label))
        action.triggered.connect(lambda _=False: self.chosen.emit(text))


def _plain(text: str) -> str:
    """An ampersand is no shortcut here."""
    return text.replace("&", "&&")
