"""What is painted over and beside a paper's text: its bullets, its paragraph numbers, and a person's own marks."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextDocument

from reader.library.model import Briefing
from reader.notebook.layout import Layout
from reader.notebook.model import Annotation
from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Tokens
from reader.ui.printing.pages import POINTS_AN_INCH
from reader.ui.reader.mark_layer import MOST_LEVELS, MarkLayer, place_all
from reader.ui.reader.mark_lines import Line, paint_line
from reader.ui.reader.mark_places import MarkPlaces
from reader.ui.reader.marks_paint import NUMBER_GAP, first_baseline, paint_bullet
from reader.ui.reader.reader_copy import searchable
from reader.ui.reader.reader_document import PICTURE, DocumentMap
from reader.ui.shared import kinds

NUMBER_POINTS = 8.0
LOWER_PX = 2
"""Lines under marked text stand lower than on the screen: the type is smaller, and none may cross it."""
SHAPE_PX = 11
SHAPE_GAP = 40
"""From the column to the middle of a mark's shape: the paragraph numbers stand between."""


class Beside:
    """Knows where things stand once the document is laid out; called for each page."""

    def __init__(self, document: QTextDocument, mapped: DocumentMap, tokens: Tokens, dpi: float) -> None:
        """Without marks; see `place`."""
        self._document, self._mapped, self._tokens, self._dpi = document, mapped, tokens, dpi
        self._theme = theme_named("light")
        self._layer = MarkLayer(tokens)
        self._numbers: list[tuple[float, int]] = []
        self._bullets: list[tuple[float, int]] = []

    def place(self, marks: Sequence[Annotation], briefing: Briefing) -> None:
        """Show `marks` where they stand in `briefing`; the fills go into the text itself."""
        layout = Layout(briefing)
        places = MarkPlaces(searchable(self._document, self._mapped, "\0"), self._mapped, layout.paragraphs)
        self._layer.show(place_all(marks, places, layout, self._mapped))
        for one in self._layer.selections(self._document, self._theme, 0, self._document.characterCount()):
            one.cursor.mergeCharFormat(one.format)

    def __call__(self, painter: QPainter, page: int, part: QRectF) -> None:
        """Paint what belongs to one page."""
        font = QFont(list(self._tokens.families.ui))
        font.setPixelSize(round(NUMBER_POINTS * self._dpi / POINTS_AN_INCH))
        metrics = QFontMetricsF(font)
        if page == 0:
            mapped = self._mapped
            places = zip(mapped.numbers, mapped.starts, strict=True)
            self._numbers = sorted((self._baseline(start, metrics), number) for number, start in places)
            self._bullets = sorted((self._first(position), position) for position in mapped.bullets)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text_muted))
        for baseline, number in _on(part, self._numbers):
            painter.drawText(QPointF(-NUMBER_GAP - metrics.horizontalAdvance(str(number)), baseline), str(number))
        for _, position in _on(part, self._bullets):
            paint_bullet(painter, self._document, position, 0, self._theme.text_muted)
        self._marks(painter, part)
        painter.restore()

    def _baseline(self, start: int, metrics: QFontMetricsF) -> float:
        """Of a paragraph's number: its first line's, but the upper edge of a picture."""
        block = self._document.findBlock(start)
        if PICTURE in block.text():
            return self._document.documentLayout().blockBoundingRect(block).top() + metrics.ascent()
        return first_baseline(self._document, block)

    def _first(self, position: int) -> float:
        return first_baseline(self._document, self._document.findBlock(position))

    def _marks(self, painter: QPainter, part: QRectF) -> None:
        """A line under what is marked, and the kind's shape beside the line it begins in: colours may print as grey."""
        beside: dict[int, int] = {}
        for one in self._layer.placed:
            rects = self._layer.rects(self._document, one)
            here = [rect for rect in rects if part.top() <= rect.center().y() < part.bottom()]
            if one.ranges and one.level < MOST_LEVELS:
                for rect in here:
                    line = Line(one.kind, rect.translated(0, LOWER_PX), one.level)
                    paint_line(painter, self._tokens, line, self._theme, on_paper=True)
            if here and here[0] == rects[0]:
                line = round(here[0].center().y())
                box = QRectF(0, 0, SHAPE_PX, SHAPE_PX)
                box.moveCenter(QPointF(-SHAPE_GAP - beside.get(line, 0) * (SHAPE_PX + 2), line))
                kinds.paint_shape(painter, one.kind, box, self._theme)
                beside[line] = beside.get(line, 0) + 1


def _on(part: QRectF, places: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Those of `places`, sorted by their height, that stand in `part`."""
    return places[bisect_left(places, (part.top(), 0)) : bisect_left(places, (part.bottom(), 0))]
