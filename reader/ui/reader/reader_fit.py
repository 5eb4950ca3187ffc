"""Fitting what has a width of its own, pictures and tables, into the reading column."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)

from reader.ui.reader.reader_document import is_callout, tables

if TYPE_CHECKING:
    from reader.ui.reader.reader_document import DocumentMap

SCALES = (1.0, 0.9, 0.8, 0.7)
"""Sizes a table is tried at until its words fit the column; below the last, words are broken."""
WIDEST = 0.6
"""No more of the column than this is given to one column of a table for the sake of its longest line."""
MOST_MEASURED = 400
"""Longer lines than this many characters are long enough."""
_BREAKS = re.compile(r"\s+|(?<=[-/])")
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


@dataclass(frozen=True, slots=True)
class Measured:
    """A table at its natural size: for each column the longest word and the longest line, in pixels, and the rest."""

    table: QTextTable
    words: tuple[float, ...]
    lines: tuple[float, ...]
    frame: float
    """Padding and border that every column has besides its text."""

    def scale(self, width: float) -> float:
        """The largest scale at which no word has to be broken in `width` pixels; the smallest where there is none."""
        room = width - self.frame * len(self.words)
        return next((scale for scale in SCALES if sum(self.words) * scale <= room), SCALES[-1])

    def shares(self, width: float, scale: float) -> list[float]:
        """Widths of the columns in percent: each holds its longest word, and the rest goes to the longest lines."""
        least = [word * scale + self.frame for word in self.words]
        if sum(least) > width:
            # One word that no column holds would take the room of all the others.
            least = [min(low, width * WIDEST) for low in least]
        wish = [
            min(line * scale + self.frame, width * WIDEST) - low for line, low in zip(self.lines, least, strict=True)
        ]
        wish = [max(extra, 1.0) for extra in wish]
        spare = max(width - sum(least), 0.0)
        widths = [low + spare * extra / sum(wish) for low, extra in zip(least, wish, strict=True)]
        return [100 * part / sum(widths) for part in widths]


class TableFit:
    """Keeps a document's tables within the column: whole words, and smaller type where those need it."""

    def __init__(self, document: QTextDocument) -> None:
        """Measures every table once."""
        self._measured = [_measure(table) for table in tables(document) if not is_callout(table)]
        self._scales = [1.0] * len(self._measured)
        self._width = 0

    def fit(self, width: int) -> None:
        """Lay the columns out for `width` pixels."""
        if width == self._width or width <= 0:
            return
        self._width = width
        for index, measured in enumerate(self._measured):
            scale = measured.scale(width)
            if scale != self._scales[index]:
                _scale(measured.table, scale)
                self._scales[index] = scale
            style = measured.table.format()
            percent = QTextLength.Type.PercentageLength
            style.setColumnWidthConstraints([QTextLength(percent, part) for part in measured.shares(width, scale)])
            measured.table.setFormat(style)


def _measure(table: QTextTable) -> Measured:
    columns = table.columns()
    words, lines = [1.0] * columns, [1.0] * columns
    for row in range(table.rows()):
        for column in range(columns):
            block = table.cellAt(row, column).firstCursorPosition().block()
            text = block.text()
            if not text:
                continue
            metrics = QFontMetricsF(block.begin().fragment().charFormat().font())
            longest = max(_BREAKS.split(text), key=len)
            words[column] = max(words[column], metrics.horizontalAdvance(longest))
            lines[column] = max(lines[column], metrics.horizontalAdvance(text[:MOST_MEASURED]))
    frame = 2 * table.format().cellPadding() + 2 * table.format().border() + 1
    return Measured(table, tuple(words), tuple(lines), frame)


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
