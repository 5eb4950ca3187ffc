"""Fitting what has a width of its own, pictures and tables, into the reading column."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat, QTextOption, QTextTable

from reader.ui.reader_document import tables

if TYPE_CHECKING:
    from reader.ui.reader_document import DocumentMap

SCALES = (0.9, 0.8, 0.7)
"""Sizes a table too wide for the column is tried at, in turn; below the last, words are broken."""
NATURAL_SIZE = QTextFormat.Property.UserProperty.value + 1
"""Where a fragment keeps the size it had before its table was made smaller."""


def fit_pictures(
    document: QTextDocument,
    mapped: "DocumentMap",
    width: int,
    ratio: float,
    pictures: Callable[[str, int, float], QImage],
) -> None:
    """Give every picture of ours its image, drawn for a column of `width` pixels at device pixel ratio `ratio`."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for position, name, _ in mapped.pictures:
        image = pictures(name, width, ratio)
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        style = cursor.charFormat().toImageFormat()
        style.setWidth(image.width() / image.devicePixelRatio())
        style.setHeight(image.height() / image.devicePixelRatio())
        cursor.setCharFormat(style)
    cursor.endEditBlock()


class TableFit:
    """Keeps a document's tables within the column: smaller type where one is too wide, so that nothing scrolls sideways."""

    def __init__(self, document: QTextDocument) -> None:
        """Nothing is measured before `fit`."""
        self._document = document
        self._width = 0
        self._squeezed: list[QTextTable] = []

    def fit(self, width: int) -> None:
        """Make every table fit `width` pixels; what a narrower column had made small is tried at its own size first."""
        if width == self._width:
            return
        self._width = width
        for table in self._squeezed:
            _scale(table, 1.0)
        if self._squeezed:
            self._wrap(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._squeezed = [table for table in tables(self._document) if self._is_wide(table)]
        for table in self._squeezed:
            if not self._shrink(table):
                self._wrap(QTextOption.WrapMode.WrapAnywhere)

    def _is_wide(self, table: QTextTable) -> bool:
        return self._document.documentLayout().frameBoundingRect(table).width() > self._width + 1

    def _shrink(self, table: QTextTable) -> bool:
        for scale in SCALES:
            _scale(table, scale)
            if not self._is_wide(table):
                return True
        return False

    def _wrap(self, mode: QTextOption.WrapMode) -> None:
        option = QTextOption(self._document.defaultTextOption())
        option.setWrapMode(mode)
        self._document.setDefaultTextOption(option)


def _scale(table: QTextTable, scale: float) -> None:
    cursor = QTextCursor(table.document())
    cursor.beginEditBlock()
    block = table.firstCursorPosition().block()
    while block.isValid() and block.position() <= table.lastPosition():
        iterator = block.begin()
        spans: list[tuple[int, int, float]] = []
        while not iterator.atEnd():
            fragment = iterator.fragment()
            style = fragment.charFormat()
            natural = style.property(NATURAL_SIZE) or style.fontPointSize() or document_points(table)
            spans.append((fragment.position(), fragment.position() + fragment.length(), float(natural)))
            iterator += 1
        for start, end, natural in spans:
            smaller = QTextCharFormat()
            smaller.setProperty(NATURAL_SIZE, natural)
            smaller.setFontPointSize(natural * scale)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(smaller)
        block = block.next()
    cursor.endEditBlock()


def document_points(table: QTextTable) -> float:
    """Size of running text in the table's document."""
    return table.document().defaultFont().pointSizeF()
