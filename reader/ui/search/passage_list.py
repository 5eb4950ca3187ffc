"""The list of passages: a row list whose folds open with Enter, a click or the Right arrow, and close with Left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal

from reader.ui.looks.rows import RowList
from reader.ui.search.results_model import ResultsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent


class PassageList(RowList):
    """Rows of passages and of folds.

    Signals:
        fold_wanted(QModelIndex, bool): list (True) or fold (False) the passages that the fold of this row stands for.
        menu_wanted(QModelIndex, QPoint): a menu for this row, at this place of the screen.
    """

    fold_wanted = Signal(QModelIndex, bool)
    menu_wanted = Signal(QModelIndex, QPoint)

    def __init__(self, name: str, model: ResultsModel) -> None:
        """Shows `model`; `name` is what a screen reader calls the list."""
        super().__init__(name)
        self._passages = model
        self.setModel(model)

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Right unfolds and Left folds, wherever there is something to; the rest as in any list."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.keyboard = True
            self._turn(is_open=event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)

    def _turn(self, *, is_open: bool) -> None:
        at = self.currentIndex()
        fold = self._passages.fold(at)
        if fold is None and not is_open:
            at = self._passages.fold_over(at)
            fold = self._passages.fold(at)
        if fold is not None and fold.is_open != is_open:
            self.fold_wanted.emit(at, is_open)

    def mousePressEvent(self, event: "QMouseEvent") -> None:
        """A click on a fold opens or closes it."""
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint())
        fold = self._passages.fold(at)
        if fold is not None and event.button() == Qt.MouseButton.LeftButton:
            self.fold_wanted.emit(at, not fold.is_open)

    def mouseDoubleClickEvent(self, event: "QMouseEvent") -> None:
        """The second press on a fold is no second click: it would take back what the first one did."""
        if self._passages.fold(self.indexAt(event.position().toPoint())) is None:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: "QContextMenuEvent") -> None:
        """By mouse for the row below it, by key for the current row."""
        by_key = event.reason() == event.Reason.Keyboard
        at = self.currentIndex() if by_key else self.indexAt(event.pos())
        place = self.viewport().mapToGlobal(self.visualRect(at).center()) if by_key else event.globalPos()
        if at.isValid():
            self.menu_wanted.emit(at, place)
