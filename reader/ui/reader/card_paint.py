"""How a note card is laid out and painted: in the margin lane, and as a row of the Notes tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from reader.language import tr
from reader.notebook.model import Annotation, Kind
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.icons import pixmap
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import mark_words
from reader.ui.shared import kinds

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 14, 11, 8, 9
BAR_PX = 3
SHAPE_PX = 12
HEAD_PX = 20
CHIP_PX, CHIP_GAP, CHIP_PAD, TAG_PX = 20, 5, 7, 12
MOST_TEXT = 700
"""Characters of a note that a card shows; all of it stands in the editor."""
MOST_QUOTE = 110
MORE_PX = 24
"""Room for the menu's dots of a card that is active."""


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card shows.

    Attributes:
        kind: for shape and colour.
        own: False for a set that is not the person's own.
        title: beside the shape.
        date: at the right.
        quote: the marked text, where the card does not stand beside it; "" elsewhere.
        note: the person's words.
        alert: what the person should look at, "" for nothing.
        tags: in order.
    """

    kind: Kind
    own: bool
    title: str
    date: str
    quote: str
    note: str
    alert: str
    tags: tuple[str, ...]


def card_text(annotation: Annotation, *, draft: Annotation | None = None, saved: bool = True, listed: bool) -> CardText:
    """The text of a mark's card; `listed` for the Notes tab, where place and quote have to be said."""
    shown = draft or annotation
    alerts = [mark_words.state(annotation)] if mark_words.state(annotation) else []
    if draft is not None:
        alerts.append(tr("Unsaved draft"))
    quote = mark_words.shortened(annotation.quote, MOST_QUOTE) if listed else ""
    numbered = bool(annotation.targets[0].number)
    if listed and not numbered:
        quote = mark_words.place(annotation)
    where = mark_words.place(annotation) if listed and numbered else ""
    date = mark_words.when(annotation) if saved else ""
    return CardText(
        kind=annotation.kind,
        own=not annotation.set_name,
        title=mark_words.title(annotation),
        date=" · ".join(part for part in (where, date) if part) if listed else date,
        quote=quote,
        note=_cut(shown.note),
        alert=". ".join(alerts),
        tags=shown.tags,
    )


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT].rstrip() + "…"


class CardPainter:
    """Measures and paints cards in one look. What was laid out is kept while the look stays."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """In the colours of `theme`."""
        self._tokens = tokens
        self.theme = theme
        sizes = tokens.sizes
        self._text_font = ui_font(tokens, sizes.small)
        self._head_font = ui_font(tokens, sizes.small, QFont.Weight.Bold)
        self._small_font = ui_font(tokens, sizes.caption)
        metrics = QFontMetricsF(self._text_font)
        self._line = round(max(metrics.height(), sizes.small * 96 / 72 * tokens.line_heights.note / 100))
        self._ascent = metrics.ascent()
        self._lines = lru_cache(maxsize=512)(self._wrap)

    def _wrap(self, text: str, width: int) -> tuple[str, ...]:
        """`text` in lines that are not wider than `width` pixels."""
        lines: list[str] = []
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for paragraph in text.split("\n"):
            units = paragraph.encode("utf-16-le")
            layout = QTextLayout(paragraph, self._text_font)
            layout.setTextOption(option)
            layout.beginLayout()
            line = layout.createLine()
            while line.isValid():
                line.setLineWidth(width)
                first, last = line.textStart(), line.textStart() + line.textLength()
                lines.append(units[2 * first : 2 * last].decode("utf-16-le").rstrip())
                line = layout.createLine()
            layout.endLayout()
        return tuple(lines)

    def height(self, card: CardText, width: int) -> int:
        """Height of a card of `width` pixels, borders included."""
        inner = width - LEFT_PX - RIGHT_PX
        lines = sum(len(self._lines(text, inner)) for text in (card.quote, card.note, card.alert) if text)
        gap = 3 if card.quote and card.note else 0
        return TOP_PX + HEAD_PX + lines * self._line + gap + self._chips_height(card.tags, inner) + BOTTOM_PX

    def _chips_height(self, tags: Sequence[str], inner: int) -> int:
        rows = max((row for _, row, _, _ in self._chips(tags, inner)), default=-1) + 1
        return rows * (CHIP_PX + CHIP_GAP) + (4 if rows else 0)

    def _chips(self, tags: Sequence[str], inner: int) -> list[tuple[str, int, float, float]]:
        """(words, row, left, width) of each tag."""
        metrics = QFontMetricsF(self._small_font)
        placed: list[tuple[str, int, float, float]] = []
        row, x = 0, 0.0
        for tag in tags:
            words = metrics.elidedText(tag, Qt.TextElideMode.ElideRight, inner - 2 * CHIP_PAD - TAG_PX - 4)
            width = metrics.horizontalAdvance(words) + 2 * CHIP_PAD + TAG_PX + 4
            if x and x + width > inner:
                row, x = row + 1, 0.0
            placed.append((words, row, x, width))
            x += width + CHIP_GAP
        return placed

    def paint(self, painter: QPainter, rect: QRectF, card: CardText, *, menu: bool = False, frame: bool = True) -> None:
        """Paint the card into `rect`; `menu` with the dots of its menu, `frame` with its border."""
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if frame:
            painter.fillRect(rect, QColor(theme.surface if card.own else theme.surface_sunken))
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        colour = QColor(kinds.mark_colour(card.kind, theme))
        painter.fillRect(QRectF(rect.left(), rect.top(), BAR_PX, rect.height()), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(
            rect.left() + LEFT_PX, rect.top() + TOP_PX, rect.width() - LEFT_PX - RIGHT_PX, rect.height() - TOP_PX
        )
        self._paint_head(painter, inner, card, menu=menu)
        self._paint_text(painter, inner, card)

    def _paint_head(self, painter: QPainter, inner: QRectF, card: CardText, *, menu: bool) -> None:
        theme = self.theme
        box = QRectF(inner.left(), inner.top() + (HEAD_PX - SHAPE_PX) / 2 - 1, SHAPE_PX, SHAPE_PX)
        kinds.paint_shape(painter, card.kind, box, theme, hollow=not card.own)
        right = inner.right() - (MORE_PX if menu else 0)
        painter.setFont(self._small_font)
        painter.setPen(QColor(theme.text_muted))
        date = QFontMetricsF(self._small_font).horizontalAdvance(card.date)
        row = QRectF(inner.left(), inner.top(), right - inner.left(), HEAD_PX - 2)
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, card.date)
        painter.setFont(self._head_font)
        painter.setPen(QColor(theme.text))
        words = row.adjusted(SHAPE_PX + 6, 0, -date - 6, 0)
        metrics = QFontMetricsF(self._head_font)
        title = metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        if menu:
            dots = pixmap("more", theme.text_muted, 18, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(inner.right() - 17, inner.top()), dots)

    def _paint_text(self, painter: QPainter, inner: QRectF, card: CardText) -> None:
        theme = self.theme
        width, y = round(inner.width()), inner.top() + HEAD_PX
        painter.setFont(self._text_font)
        gap = 3 if card.quote and card.note else 0
        for text, colour, below in (
            (card.quote, theme.text_muted, gap),
            (card.note, theme.text, 0),
            (card.alert, theme.warning, 0),
        ):
            if text:
                painter.setPen(QColor(colour))
                for line in self._lines(text, width):
                    painter.drawText(QPointF(inner.left(), y + self._ascent + 1), line)
                    y += self._line
                y += below
        self._paint_chips(painter, inner, y + 6, card.tags)

    def _paint_chips(self, painter: QPainter, inner: QRectF, top: float, tags: Sequence[str]) -> None:
        theme = self.theme
        painter.setFont(self._small_font)
        for words, row, left, width in self._chips(tags, round(inner.width())):
            corner = QPointF(inner.left() + left, top + row * (CHIP_PX + CHIP_GAP))
            chip = QRectF(corner, QSizeF(width, CHIP_PX)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(theme.border_control if theme.is_high_contrast else theme.border), 1))
            painter.setBrush(QColor(theme.surface_sunken))
            painter.drawRoundedRect(chip, self._tokens.radii.chip, self._tokens.radii.chip)
            tag = pixmap("tag", theme.text_muted, TAG_PX, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(chip.left() + CHIP_PAD - 1, chip.top() + (CHIP_PX - TAG_PX) / 2 - 0.5), tag)
            painter.setPen(QColor(theme.text))
            place = chip.adjusted(CHIP_PAD + TAG_PX + 3, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
