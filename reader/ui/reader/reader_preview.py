"""The Preview tab of search: a whole passage with what was found marked. Text is inserted as text, never as markup."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.language import tr
from reader.library import wording
from reader.library.model import PARAGRAPH_BREAK, Passage
from reader.search.results import Hit
from reader.ui.looks.fonts import reading_font
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.reader_browser import LinkedBrowser
from reader.ui.reader.reader_document import FIXED
from reader.ui.search.snippet_lines import Range, joined
from reader.ui.shared.words import section_title


class PreviewView(QWidget):
    """Title, the digest's line, heading, passage."""

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty preview."""
        super().__init__(parent)
        self.setObjectName("preview_page")
        self._tokens, self._theme = tokens, theme
        self._shown: tuple[Hit, Passage, Sequence[Range]] | None = None
        self.title = self._text("muted")
        self.warning = self._text("warning")
        self.body = LinkedBrowser(self)
        self.body.setAccessibleName(tr("Passage"))
        space = tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(space[4], space[3], 0, 0)
        self.body.setViewportMargins(0, 0, space[3], 0)
        for label in (self.title, self.warning):
            label.setContentsMargins(0, 0, space[4], 0)
        column.setSpacing(space[1])
        column.addWidget(self.title)
        column.addWidget(self.warning)
        column.addSpacing(space[1])
        column.addWidget(self.body, 1)
        self.set_theme(theme)

    def _text(self, name: str) -> QLabel:
        label = look(QLabel(self), name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def show_passage(self, hit: Hit, passage: Passage, marks: Sequence[Range]) -> None:
        """Show `passage`; `marks` are ranges of its text in code points."""
        self._shown = (hit, passage, marks)
        self.title.setText(hit.title)
        self.warning.setText(wording.digest_line())
        self.warning.setVisible(hit.provenance == "digest")
        document = self.body.document()
        document.clear()
        document.setDocumentMargin(0)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        self._heading(cursor, section_title(hit.heading))
        self._paragraphs(cursor, passage.text, joined(passage.text, marks))
        edge = document.rootFrame().frameFormat()
        edge.setBottomMargin(self._tokens.space[2])
        document.rootFrame().setFrameFormat(edge)
        cursor.endEditBlock()
        self._show_found(hit, passage)

    def _show_found(self, hit: Hit, passage: Passage) -> None:
        """Scroll to the paragraph that was found, unless all of it stands in sight at the passage's beginning."""
        document, bar = self.body.document(), self.body.verticalScrollBar()
        offset = passage.offsets[hit.paragraph - passage.first] if passage.offsets else 0
        block = document.findBlockByNumber(1 + passage.text.count(PARAGRAPH_BREAK, 0, offset))
        place = document.documentLayout().blockBoundingRect(block)
        in_sight = place.bottom() <= self.body.viewport().height()
        bar.setValue(0 if in_sight else round(place.top()) - self._tokens.space[5])

    def _heading(self, cursor: QTextCursor, text: str) -> None:
        sizes = self._tokens.sizes
        style = self._plain(sizes.reading_h3)
        style.setFontWeight(QFont.Weight.Bold)
        cursor.setBlockFormat(self._block(sizes.reading_h3, self._tokens.line_heights.heading, 8))
        cursor.insertText(text, style)

    def _paragraphs(self, cursor: QTextCursor, text: str, marks: Sequence[Range]) -> None:
        size = self._tokens.sizes.reading_small
        style, marked = self._plain(size), self._plain(size)
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setBackground(QColor(self._theme.match))
        block = self._block(size, self._tokens.line_heights.reading - 4, 10)
        at = 0
        for part in text.split(PARAGRAPH_BREAK):
            cursor.insertBlock(block, style)
            end = at + len(part)
            here = at
            for start, stop in marks:
                if start < here or start >= end:
                    continue
                cursor.insertText(text[here:start], style)
                cursor.insertText(text[start : min(stop, end)], marked)
                here = min(stop, end)
            cursor.insertText(text[here:end].replace("\t", "   "), style)
            at = end + len(PARAGRAPH_BREAK)

    def _plain(self, points: float) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setFont(reading_font(self._tokens, points))
        style.setForeground(QColor(self._theme.text))
        return style

    def _block(self, points: float, percent: int, below: int) -> QTextBlockFormat:
        style = QTextBlockFormat()
        style.setLineHeight(round(points * self.logicalDpiY() / 72 * percent / 100), FIXED)
        style.setBottomMargin(below)
        return style

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.body.setStyleSheet(f"QTextBrowser {{ background: {theme.surface}; border: none; }}")
        if self._shown is not None:
            self.show_passage(*self._shown)
