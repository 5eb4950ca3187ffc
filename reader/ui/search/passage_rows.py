"""How a passage is painted: heading, audience, document, and two lines of text with the matches bold and tinted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.language import tr
from reader.search.results import Hit, Snippet
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, State, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.passage_groups import Fold
from reader.ui.search.results_model import HIT, ResultsModel

Index = QModelIndex | QPersistentModelIndex
PAD = 16
"""From the row's edge to the text, in pixels."""
LINES = 2
BADGE_GAP = 6
Marks = tuple[tuple[int, int], ...]


class PassageRows(QStyledItemDelegate):
    """Rows of the search page."""

    def __init__(self, view: RowList, model: ResultsModel, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`; `model` supplies words and snippets."""
        super().__init__(view)
        self._view, self._model, self._tokens = view, model, tokens
        self._brush = Brush(theme, tokens)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._brush = Brush(theme, self._tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are 100 high."""
        return row_size(self._tokens.layout.row_passage)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole row."""
        fold = self._model.fold(index)
        if fold is not None:
            self._fold(painter, QRect(option.rect), self._view.state_of(index), fold)  # type: ignore[attr-defined]  # as below
            return
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        brush, rect = self._brush, QRect(option.rect)  # type: ignore[attr-defined]  # stubs lack the option's fields
        state = self._view.state_of(index)
        brush.row(painter, rect, state)
        left, right = rect.left() + PAD, rect.right() - PAD
        band = QRect(left, rect.top() + 9, right - left, 22)
        audience = self._model.audience(hit)
        room = brush.chip_width(audience) + PAD if audience else 0
        if audience:
            brush.chip(painter, right, band.center().y() + 1, audience)
        heading = self._model.heading(hit)
        brush.text(painter, band.adjusted(0, 0, -room, 0), heading, brush.strong, brush.theme.text)
        band.translate(0, 20)
        self._source(painter, band, hit)
        snippet = self._model.snippet(hit)
        if snippet is not None:
            self._snippet(painter, QRect(left, rect.top() + 50, right - left, 42), snippet)
        brush.ring(painter, rect, state)

    def _fold(self, painter: QPainter, rect: QRect, state: State, fold: Fold) -> None:
        """As high as any row, so that the list need not measure its rows."""
        brush, side = self._brush, self._tokens.icons.default
        brush.row(painter, rect, state)
        name = "chevron-down" if fold.is_open else "chevron-right"
        drawing = pixmap(name, brush.theme.accent, side, painter.device().devicePixelRatioF())
        left = rect.left() + PAD
        band = QRect(left, rect.center().y() - 22, rect.right() - PAD - left, 22)
        painter.drawPixmap(left, band.center().y() - side // 2 + 1, drawing)
        band.setLeft(left + side + PAD // 2)
        brush.text(painter, band, self._model.further(fold), brush.strong, brush.theme.accent)
        band.translate(0, 22)
        hint = tr("Left arrow folds them again") if fold.is_open else tr("Enter or Right arrow shows them")
        brush.text(painter, band, hint + self._model.source_end(fold), brush.small, brush.theme.text_muted)
        brush.ring(painter, rect, state)

    def _source(self, painter: QPainter, band: QRect, hit: Hit) -> None:
        brush, end, badges = self._brush, self._model.source_end(hit), self._model.standings.on_hits(hit.document)
        room = QFontMetrics(brush.small).horizontalAdvance(end) + 1
        room += sum(brush.badge_width(badge) + BADGE_GAP for badge in badges)
        title = band.adjusted(0, 0, -room, 0)
        left = brush.text(painter, title, hit.title, brush.small, brush.theme.text_muted)
        for badge in badges:
            left = brush.badge(painter, left + BADGE_GAP, band.center().y(), badge) + 1
        band.setLeft(left)
        brush.text(painter, band, end, brush.small, brush.theme.text_muted)

    def _snippet(self, painter: QPainter, rect: QRect, snippet: Snippet) -> None:
        text, marks = one_line(snippet)
        layout, shown = self._laid_out(text, marks, rect)
        if shown < len(text):
            cut = text[: shown - 1].rsplit(" ", 1)[0].rstrip(" ,;:")
            kept = tuple((start, min(end, len(cut))) for start, end in marks if start < len(cut))
            layout, _ = self._laid_out(cut + "…", kept, rect)
        painter.setPen(QColor(self._brush.theme.text))
        layout.draw(painter, QPointF(rect.topLeft()))

    def _laid_out(self, text: str, marks: Marks, rect: QRect) -> tuple[QTextLayout, int]:
        """`text` on LINES lines of the width of `rect`, and how many characters of it they hold."""
        layout = QTextLayout(text, self._brush.ui)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.setFormats([self._marked(start, end) for start, end in marks])
        layout.beginLayout()
        shown = 0
        for number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(rect.width())
            line.setPosition(QPointF(0, number * rect.height() / LINES))
            shown = line.textStart() + line.textLength()
        layout.endLayout()
        return layout, shown

    def _marked(self, start: int, end: int) -> QTextLayout.FormatRange:
        style = QTextCharFormat()
        style.setFontWeight(QFont.Weight.Bold)
        style.setBackground(QColor(self._brush.theme.match))
        style.setForeground(QColor(self._brush.theme.text))
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, end - start, style
        return made


def one_line(snippet: Snippet) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet with its line breaks as spaces, and its marks as UTF-16 ranges, which is how Qt counts."""
    text = snippet.text.replace("\n", " ").replace("\t", " ")
    if text.isascii():
        return text, snippet.marks
    wide = [0]
    for character in text:
        wide.append(wide[-1] + (2 if ord(character) > 0xFFFF else 1))  # noqa: PLR2004 - end of the basic plane
    return text, tuple((wide[min(a, len(text))], wide[min(b, len(text))]) for a, b in snippet.marks)
