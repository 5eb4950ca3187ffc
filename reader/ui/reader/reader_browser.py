"""A text browser whose links are its own: nothing it shows can make Qt open a file, a path or an address.

Links are followed by signal, by mouse and by keyboard; Tab goes from link to link; arrow and page keys scroll.
"""

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextBrowser, QWidget

from reader.language import tr
from reader.ui.reader.marks_paint import line_rects
from reader.ui.reader.reader_copy import plain_text
from reader.ui.reader.reader_document import EMPTY, DocumentMap
from reader.ui.reader.reader_words import Quoted

if TYPE_CHECKING:
    from collections.abc import Callable

CARET_PX = 2
NO_LINK = -1
PLAIN_KEYS = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier


class LinkedBrowser(QTextBrowser):
    """Links, scrolling keys, copying and the context menu of the reading view."""

    link_used = Signal(int)
    """Index of a link that was clicked or entered."""
    link_hovered = Signal(int)
    """Index of the link under the pointer, NO_LINK when it has left."""
    link_focused = Signal(int)
    """Index of the link the keyboard stands on, NO_LINK for none."""
    cite_requested = Signal()
    pressed_at = Signal(int)
    """The text was pressed at this position (-1: beside it), and nothing was selected or followed by that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty browser: no frame, no history, no opening of links."""
        super().__init__(parent)
        self.mapped: DocumentMap = EMPTY
        self.may_copy = True
        self.focused_link = NO_LINK
        self.mark_menu: Callable[[QMenu, QPoint], None] | None = None
        self._hovered = NO_LINK
        self._pressed = NO_LINK
        self._placeholder = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._placeholder.fill(Qt.GlobalColor.transparent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setReadOnly(True)
        # Qt's own link handling is left off altogether: links are ours alone to follow.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(0)
        self.setAcceptDrops(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What Qt asks for

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture for every name, whatever it is: on none, Qt would open the name as a path by itself."""
        return self._placeholder if kind == QTextDocument.ResourceType.ImageResource.value else ""

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text without footnote numbers, pictures as their text alternatives."""
        data, selected = QMimeData(), self.selected()
        if self.may_copy and selected is not None:
            data.setText(selected.text)
        return data

    def selected(self) -> Quoted | None:
        """The selected text, as it is copied, and the paragraphs it is from; None where nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        text = plain_text(self.document(), self.mapped, start, end)
        return Quoted(text, self.mapped.paragraph_at(start), self.mapped.paragraph_at(end - 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy, copy with citation, select all."""
        menu = self.context_menu()
        if self.mark_menu is not None:
            self.mark_menu(menu, event.pos())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def context_menu(self) -> QMenu:
        """The menu of the context key and the right button."""
        menu = QMenu(self)
        copy = menu.addAction(tr("Copy"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self.may_copy and self.textCursor().hasSelection())
        cite = menu.addAction(tr("Copy with citation"), self.cite_requested.emit)
        cite.setShortcut(QKeySequence("Ctrl+Shift+X"))
        cite.setEnabled(self.may_copy)
        menu.addSeparator()
        every = menu.addAction(tr("Select all"), self.selectAll)
        every.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
        return menu

    # Links

    def link_rect(self, index: int) -> QRect:
        """Where a link stands, in viewport coordinates; the first line of it where it wraps."""
        link = self.mapped.links[index]
        rects = line_rects(self.document(), link.start, link.end, self.verticalScrollBar().value())
        return next((rect.toAlignedRect() for rect in rects), QRect())

    def link_under(self, point: QPoint) -> int:
        """Index of the link at a point of the viewport, NO_LINK where there is none."""
        href = self.anchorAt(point)
        if not href:
            return NO_LINK
        found = self.mapped.link_at(self.cursorForPosition(point).position(), href)
        return NO_LINK if found is None else found

    def focus_link(self, index: int) -> None:
        """Stand on a link (NO_LINK: on none), bring it into sight and tell."""
        if index == self.focused_link:
            return
        self.focused_link = index
        if index != NO_LINK:
            cursor = self.textCursor()
            cursor.setPosition(self.mapped.links[index].start)
            self.setTextCursor(cursor)
            self.bring_into_sight(self.link_rect(index))
        self.viewport().update()
        self.link_focused.emit(index)

    def bring_into_sight(self, rect: QRect) -> None:
        """Scroll just far enough to show `rect`, given in viewport coordinates."""
        bar, room = self.verticalScrollBar(), 24
        if rect.top() < room:
            bar.setValue(bar.value() + rect.top() - room)
        elif rect.bottom() > self.viewport().height() - room:
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + room)

    def link_beyond(self, step: int, kinds: frozenset[str] | None = None) -> int:
        """Index of the next (1) or previous (-1) link of `kinds` from where the keyboard stands, else NO_LINK."""
        wanted = [i for i, link in enumerate(self.mapped.links) if kinds is None or link.kind in kinds]
        if self.focused_link != NO_LINK:
            beyond = [i for i in wanted if (i - self.focused_link) * step > 0]
        else:
            here = self.keyboard_position()
            first = bisect_left([self.mapped.links[i].start for i in wanted], here)
            beyond = wanted[first:] if step > 0 else wanted[:first]
        if not beyond:
            return NO_LINK
        return beyond[0] if step > 0 else beyond[-1]

    def keyboard_position(self) -> int:
        """Position from which "next" and "previous" are counted: the first character in sight."""
        return self.cursorForPosition(QPoint(0, 0)).position()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab and Shift+Tab: the next or previous link; past the last one, the next pane's."""
        if self.hasFocus():
            index = self.link_beyond(1 if forward else -1)
            if index != NO_LINK:
                self.focus_link(index)
                return True
            self.focus_link(NO_LINK)
        return QWidget.focusNextPrevChild(self, forward)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scrolling keys scroll; Enter follows the link the keyboard stands on; the rest is Qt's."""
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # the window's: back, forward, paragraph cursor
        elif modifiers in PLAIN_KEYS and self._plain_key(Qt.Key(event.key())):
            event.accept()
        elif event.key() == Qt.Key.Key_Space and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._page(-1)
        else:
            if modifiers & Qt.KeyboardModifier.ShiftModifier or event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
                self.setCursorWidth(CARET_PX)
            super().keyPressEvent(event)

    def _plain_key(self, key: Qt.Key) -> bool:
        bar = self.verticalScrollBar()
        match key:
            case Qt.Key.Key_Up:
                bar.setValue(bar.value() - bar.singleStep())
            case Qt.Key.Key_Down:
                bar.setValue(bar.value() + bar.singleStep())
            case Qt.Key.Key_PageUp:
                self._page(-1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._page(1)
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.focused_link != NO_LINK:
                self.link_used.emit(self.focused_link)
            case _:
                return False
        return True

    def _page(self, step: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * max(bar.singleStep(), bar.pageStep() - 2 * bar.singleStep()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl held it is the window's, since Qt's own zoom knows nothing of the settings."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which link was pressed; selecting starts as ever."""
        self.setCursorWidth(0)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.link_under(event.position().toPoint()) if left else NO_LINK
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press and release on one link, with nothing selected between, follows it."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, NO_LINK
        if self.textCursor().hasSelection():
            return
        if pressed == NO_LINK:
            if event.button() == Qt.MouseButton.LeftButton:
                self.pressed_at.emit(self.position_at(event.position().toPoint()))
            return
        if self.link_under(event.position().toPoint()) == pressed:
            self.link_used.emit(pressed)

    def position_at(self, point: QPoint) -> int:
        """Position of the character at a point of the viewport, -1 beside the text."""
        return (
            self.document()
            .documentLayout()
            .hitTest(QPointF(point.x(), point.y() + self.verticalScrollBar().value()), Qt.HitTestAccuracy.ExactHit)
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which link the pointer is on."""
        super().mouseMoveEvent(event)
        self._hover(self.link_under(event.position().toPoint()) if not event.buttons() else NO_LINK)

    def leaveEvent(self, event: Any) -> None:
        """The pointer has left every link."""
        super().leaveEvent(event)
        self._hover(NO_LINK)

    def _hover(self, index: int) -> None:
        shape = Qt.CursorShape.IBeamCursor if index == NO_LINK else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)
        if index != self._hovered:
            self._hovered = index
            self.link_hovered.emit(index)
