"""A document on A4 pages, each with the same provenance around it: title, marking, version, date, page x of y.

Everything is laid out in the screen's own pixels and scaled to the device, so that what paints beside the text on the
screen paints the same on paper. Text and drawings stay vectors. Runs on any thread: no pixmap, no widget.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from PySide6.QtCore import QEventLoop, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QPen,
    QTextDocument,
)
from shiboken6 import delete

from reader.errors import CancelledError, UnavailableError
from reader.language import tr
from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Tokens
from reader.ui.printing.keeping import keep_together

LEFT_MM, RIGHT_MM = 30, 26
"""Margins; paragraph numbers stand in the left one."""
TOP_MM, BOTTOM_MM = 27, 29
"""Where the text begins and ends: head and foot stand outside."""
MARKING_MM = 12
"""From either edge of the paper to the middle of the marking: no printer prints much nearer to it."""
MARKING_ROOM_MM = 10
"""Height of it: three lines of handling text."""
HEAD_MM = 20
"""From the upper edge to the head's line of text."""
RULE_MM = 2
"""Between head or foot and its rule."""
HEAD_POINTS, MARKING_POINTS = 8.5, 11.0
POINTS_AN_INCH, MM_AN_INCH = 72, 25.4

Step = Callable[[int, int], bool]
"""Told how many pages of how many are painted; answers whether to go on."""
Beside = Callable[[QPainter, int, QRectF], None]
"""Paints over page number n (from 0), whose part of the document is the rectangle, in the document's coordinates."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text.

    Attributes:
        head: at the top left of every page but the first; what a page that was parted from the others belongs to.
        first: at the top left of the first page, where the title stands in the text.
        aside: at the top right of every page.
        marking: protective marking at top and bottom of every page, "" for none (FORMATS D9).
        foot: the lines at the bottom left; the page's number stands at the right of the first.
    """

    head: str
    first: str
    aside: str
    marking: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in pixels at `dpi`."""

    width: float
    height: float
    dpi: float

    def px(self, mm: float) -> float:
        """Millimetres in pixels."""
        return mm * self.dpi / MM_AN_INCH

    @property
    def body(self) -> QRectF:
        """Where the text stands."""
        left, top = self.px(LEFT_MM), self.px(TOP_MM)
        return QRectF(left, top, self.width - left - self.px(RIGHT_MM), self.height - top - self.px(BOTTOM_MM))


def paper_of(device: QPagedPaintDevice, dpi: float) -> Paper:
    """The device's sheet."""
    points = device.pageLayout().fullRectPoints()
    return Paper(points.width() * dpi / POINTS_AN_INCH, points.height() * dpi / POINTS_AN_INCH, dpi)


def go_on(_done: int, _total: int) -> bool:
    """Nobody watches, nobody stops it."""
    return True


@contextmanager
def own_timers() -> Generator[None]:
    """Around what is laid out: Qt begins a timer for it, which a thread of Python's has no place for otherwise."""
    timers = QEventLoop()
    try:
        yield
    finally:
        delete(timers)


@contextmanager
def a_document(document: QTextDocument) -> Generator[QTextDocument]:
    """Gone afterwards, here and now: an error's traceback would carry it to another thread."""
    try:
        yield document
    finally:
        delete(document)


class Printout:
    """A laid-out document and what stands around it."""

    def __init__(
        self, document: QTextDocument, frame: Frame, tokens: Tokens, paper: Paper, *, beside: Beside | None = None
    ) -> None:
        """Lays `document` out on pages of `paper`; `beside` paints over each of them."""
        self._document, self._frame, self._tokens, self._paper = document, frame, tokens, paper
        self._beside = beside
        self._theme = theme_named("light")
        body = paper.body
        document.setPageSize(QSizeF(body.width(), body.height()))
        keep_together(document)
        self.pages = max(1, document.pageCount())

    def paint(self, device: QPagedPaintDevice, step: Step = go_on) -> None:
        """Paint every page.

        Raises:
            CancelledError: `step` said so.
            UnavailableError: the device would not take it.
        """
        painter = QPainter()
        if not painter.begin(device):
            raise UnavailableError(tr("printing"))
        try:
            scale = device.logicalDpiX() / self._paper.dpi
            painter.scale(scale, scale)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for page in range(self.pages):
                if not step(page, self.pages):
                    _stop(device)
                if page and not device.newPage():
                    raise UnavailableError(tr("printing"))
                self._text(painter, page)
                self._head(painter, page)
                self._foot(painter, page)
        finally:
            painter.end()

    def _text(self, painter: QPainter, page: int) -> None:
        body = self._paper.body
        part = QRectF(0, page * body.height(), body.width(), body.height())
        painter.save()
        painter.translate(body.left(), body.top() - part.top())
        painter.save()
        painter.setClipRect(part)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = part
        context.palette.setColor(QPalette.ColorRole.Text, QColor(self._theme.text))
        self._document.documentLayout().draw(painter, context)
        painter.restore()
        if self._beside is not None:
            self._beside(painter, page, part)
        painter.restore()

    def _head(self, painter: QPainter, page: int) -> None:
        paper, frame = self._paper, self._frame
        baseline = paper.px(HEAD_MM)
        room = self._line(painter, baseline, frame.aside, right=True)
        self._line(painter, baseline, frame.head if page else frame.first, room=room)
        self._rule(painter, baseline + paper.px(RULE_MM))
        self._mark(painter, paper.px(MARKING_MM))

    def _foot(self, painter: QPainter, page: int) -> None:
        paper, frame = self._paper, self._frame
        metrics = QFontMetricsF(self._font(HEAD_POINTS))
        top = paper.height - paper.px(BOTTOM_MM - 4)
        self._rule(painter, top)
        baseline = top + paper.px(RULE_MM) + metrics.ascent()
        number = tr("Page {n} of {count}").format(n=page + 1, count=self.pages)
        room = self._line(painter, baseline, number, right=True)
        for line in frame.foot:
            self._line(painter, baseline, line, room=room)
            baseline, room = baseline + metrics.lineSpacing(), paper.body.width()
        self._mark(painter, paper.height - paper.px(MARKING_MM))

    def _line(self, painter: QPainter, baseline: float, text: str, *, room: float = 0.0, right: bool = False) -> float:
        """One line of head or foot, shortened to `room`. Answers the room that is left beside it."""
        font, body = self._font(HEAD_POINTS), self._paper.body
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room or body.width())
        width = metrics.horizontalAdvance(shown)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text_muted))
        painter.drawText(QPointF(body.right() - width if right else body.left(), baseline), shown)
        return body.width() - width - metrics.averageCharWidth() * 4

    def _rule(self, painter: QPainter, y: float) -> None:
        body = self._paper.body
        painter.setPen(QPen(QColor(self._theme.border_control), 0.5))
        painter.drawLine(QPointF(body.left(), y), QPointF(body.right(), y))

    def _mark(self, painter: QPainter, middle: float) -> None:
        """The marking, over lines and smaller where handling text makes it long: it is never cut."""
        marking = self._frame.marking
        if not marking:
            return
        room = QRectF(0, 0, self._paper.body.width(), self._paper.px(MARKING_ROOM_MM))
        room.moveCenter(QPointF(self._paper.width / 2, middle))
        font = self._font(MARKING_POINTS, QFont.Weight.Bold)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        while font.pixelSize() > 1 and QFontMetricsF(font).boundingRect(room, flags, marking).height() > room.height():
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, flags, marking)

    def _font(self, points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """In pixels: the device's own dots do not count, the painter scales."""
        font = QFont(list(self._tokens.families.ui))
        font.setPixelSize(round(points * self._paper.dpi / POINTS_AN_INCH))
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def _stop(device: QPagedPaintDevice) -> NoReturn:
    abort = getattr(device, "abort", None)  # a printer's: what it has been given already is not printed
    if abort is not None:
        abort()
    raise CancelledError
