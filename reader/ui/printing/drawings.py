"""Figures on paper: drawn as vectors where the text leaves room for them, so that their words stay words."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPyTextObject, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtSvg import QSvgRenderer

from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Tokens
from reader.ui.reader import reader_figures
from reader.ui.reader.reader_document import DocumentMap

TALLEST = 0.8
"""A figure takes at most this share of a page's height: its caption stands with it."""


class Drawings(QPyTextObject):
    """Paints a document's pictures in place of Qt, which would make pixels of them."""

    def __init__(
        self, document: QTextDocument, asset: Callable[[str], bytes | None], tokens: Tokens, page: QSizeF
    ) -> None:
        """`asset` answers the checked bytes of a figure; `page` is the text's part of a page, in pixels."""
        super().__init__(document)
        self._asset, self._tokens, self._page = asset, tokens, page
        self._drawn: dict[str, QSvgRenderer | QImage | None] = {}
        document.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, self)

    def fit(self, document: QTextDocument, mapped: DocumentMap) -> None:
        """Give every picture its size: the column's width, a bitmap never more than its own, none above a page."""
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for position, name, _ in mapped.pictures:
            size = self._size(self._drawing(name))
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            style = cursor.charFormat().toImageFormat()
            style.setWidth(size.width())
            style.setHeight(size.height())
            cursor.setCharFormat(style)
        cursor.endEditBlock()

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, N803 - Qt's names
        """As `fit` has set it."""
        style = format.toImageFormat()
        return QSizeF(style.width(), style.height())

    def drawObject(  # noqa: D102 - Qt's
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803 - Qt's name
        format: QTextFormat,  # noqa: A002 - Qt's name
    ) -> None:
        drawing = self._drawing(format.toImageFormat().name())
        if isinstance(drawing, QSvgRenderer):
            drawing.render(painter, QRectF(rect))
        elif drawing is not None:
            painter.drawImage(rect, drawing)

    def _size(self, drawing: QSvgRenderer | QImage | None) -> QSizeF:
        if drawing is None:
            return QSizeF(1, 1)
        widest, tallest = self._page.width(), self._page.height() * TALLEST
        natural = drawing.viewBoxF().size() if isinstance(drawing, QSvgRenderer) else QSizeF(drawing.size())
        scale = min(widest / natural.width(), tallest / natural.height())
        if isinstance(drawing, QImage):
            scale = min(scale, 1.0)
        return natural * scale

    def _drawing(self, name: str) -> QSvgRenderer | QImage | None:
        if name not in self._drawn:
            data = self._asset(name.removeprefix("asset:")) if name.startswith("asset:") else None
            self._drawn[name] = self._read(data) if data else None
        return self._drawn[name]

    def _read(self, data: bytes) -> QSvgRenderer | QImage | None:
        if data.startswith(reader_figures.PNG):
            buffer = QBuffer()
            buffer.setData(QByteArray(data))
            made = QImageReader(buffer, QByteArray(b"png")).read()
            return None if made.isNull() else made
        drawing = QSvgRenderer(QByteArray(reader_figures.retint(data, theme_named("light"), self._tokens)))
        drawing.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        return drawing if drawing.isValid() and not drawing.viewBoxF().isEmpty() else None
