"""Copying from a paper with where it is from."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from reader.language import tr
from reader.policy_words import managed
from reader.ui.reader.reader_content import Content
from reader.ui.reader.reader_words import Quoted, quotation
from reader.ui.reader.reading_view import ReadingView

if TYPE_CHECKING:
    from reader.desk import Desk


class Citing(QObject):
    """Puts words of the open paper and their citation on the clipboard.

    Signals:
        said(str): what was done, or why it may not be.
    """

    said = Signal(str)

    def __init__(self, view: ReadingView, content: Content, desk: "Desk") -> None:
        """For what `view` shows of `content`; `desk` knows its library."""
        super().__init__(view)
        self._view, self._content, self._desk = view, content, desk

    def copy(self) -> None:
        """The selection, else the current paragraph; nothing where there is neither."""
        quoted = self._quoted()
        if not quoted.text:
            return
        if not self._view.may_copy:
            self.said.emit(managed())
            return
        key = self._content.key
        library = self._desk.shelf.library_of(key)
        today = datetime.now().astimezone().date()
        QGuiApplication.clipboard().setText(quotation(self._desk.entry(key), library.info, quoted, today))
        self.said.emit(tr("Copied with citation, ¶ {n}").format(n=quoted.first))

    def _quoted(self) -> Quoted:
        selected = self._view.selected() if self._content.key else None
        paragraph = self._content.paragraph(self._view.current_paragraph)
        here = Quoted(paragraph.text, paragraph.number, paragraph.number) if paragraph else Quoted("", 0, 0)
        return here if selected is None else selected
