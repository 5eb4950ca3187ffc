"""When the explaining card opens and closes: hover waits a moment, keyboard focus shows at once, a click moves in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, Qt, QTimer

from reader.ui.looks.speech import announce
from reader.ui.reader.popover import Action, Popover
from reader.ui.reader.reader_browser import NO_LINK
from reader.ui.reader.reader_document import Link
from reader.ui.reader.reader_words import Explained
from reader.ui.reader.reading_view import ReadingView

OPEN_MS = 250
"""How long the pointer rests on a link before the card opens."""
CLOSE_MS = 300
"""How long it may be away from link and card before the card closes."""

Explain = Callable[[Link], tuple[Explained, Sequence[Action]] | None]


class Hints(QObject):
    """Ties one card to one reading view."""

    def __init__(self, view: ReadingView, card: Popover, explain: Explain) -> None:
        """`explain` answers what a link's card holds, None for links that have none."""
        super().__init__(view)
        self._view, self._card, self._explain = view, card, explain
        self._wanted = NO_LINK
        self._opener = self._timer(OPEN_MS, self._open_hovered)
        self._closer = self._timer(CLOSE_MS, self._close_hovered)
        self._held = False
        view.link_hovered.connect(self._hovered)
        view.link_focused.connect(self._focused)
        view.scrolled.connect(self.close)
        card.pointer_changed.connect(self._on_card)
        card.closed.connect(self._give_focus_back)

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    def show(self, index: int, *, take_focus: bool) -> bool:
        """Open the card for a link. Answers False where that link has nothing to explain."""
        found = self._explain(self._view.mapped.links[index])
        if found is None:
            return False
        explained, actions = found
        self.show_text(explained, actions, self._view.link_rect(index), take_focus=take_focus)
        return True

    def show_text(self, explained: Explained, actions: Sequence[Action], place: QRect, *, take_focus: bool) -> None:
        """Open the card beside `place`, given in the view's viewport."""
        self._opener.stop()
        self._closer.stop()
        self._held = take_focus
        corner = self._view.viewport().mapTo(self._card.page, place.topLeft())
        self._card.show_card(explained, actions, QRect(corner, place.size()), take_focus=take_focus)
        if not take_focus:
            announce(self._view, explained.spoken)

    def close(self) -> None:
        """Close the card and forget what the pointer was waiting for."""
        self._opener.stop()
        self._closer.stop()
        self._card.close_card()

    def _hovered(self, index: int) -> None:
        if self._held and self._card.is_open:
            return
        if index == NO_LINK:
            self._opener.stop()
            if self._card.is_open:
                self._closer.start()
            return
        self._wanted = index
        self._closer.stop()
        self._opener.start()

    def _open_hovered(self) -> None:
        if 0 <= self._wanted < len(self._view.mapped.links):
            self.show(self._wanted, take_focus=False)

    def _close_hovered(self) -> None:
        if not self._held:
            self._card.close_card()

    def _on_card(self, on_it: bool) -> None:  # noqa: FBT001 - a signal's argument
        if on_it:
            self._closer.stop()
        elif not self._held and self._card.is_open:
            self._closer.start()

    def _focused(self, index: int) -> None:
        if index == NO_LINK or not self.show(index, take_focus=False):
            self.close()
        else:
            # What the keyboard opened stays until the keyboard moves on.
            self._held = True

    def _give_focus_back(self, had_focus: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._held = False
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
