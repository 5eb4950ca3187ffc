"""How a passage is painted: heading, audience, document, and two lines of text with the matches bold and tinted."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.language import tr
from reader.search.results import Hit
from reader.ui.looks.icons import pixmap
from reader.ui.looks.rows import Brush, RowList, State, fitted, row_size
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.passage_groups import Fold
from reader.ui.search.results_model import HIT, ResultsModel
from reader.ui.search.snippet_lines import SnippetLines

Index = QModelIndex | QPersistentModelIndex
PAD = 16
"""From the row's edge to the text, in pixels."""
BADGE_GAP = 6
FITTED = 256
"""Lines of text whose width is kept: titles recur from row to row and from key press to key press."""


class PassageRows(QStyledItemDelegate):
    """Rows of the search page."""

    def __init__(self, view: RowList, model: ResultsModel, theme: Theme, tokens: Tokens) -> None:
        """Paints for `view`; `model` supplies words and snippets."""
        super().__init__(view)
        self._view, self._model, self._tokens = view, model, tokens
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme` from now on."""
        self._brush = Brush(theme, self._tokens)
        self._lines = SnippetLines(self._brush)
        self._fitted = lru_cache(FITTED)(fitted)

    def forget(self) -> None:
        """Keep nothing of what was painted."""
        self._lines.forget()
        self._fitted.cache_clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are 100 high."""
        return row_size(self._tokens.layout.row_passage)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole row."""
        fold = self._model.fold(index)
        if fold is not None:
            self._fold(painter, QRect(option.rect), self._view.state_of(index), fold)
            return
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        brush, rect = self._brush, QRect(option.rect)
        state = self._view.state_of(index)
        brush.row(painter, rect, state)
        left, right = rect.left() + PAD, rect.right() - PAD
        band = QRect(left, rect.top() + 9, right - left, 22)
        audience = self._model.audience(hit)
        room = brush.chip_width(audience) + PAD if audience else 0
        if audience:
            brush.chip(painter, right, band.center().y() + 1, audience)
        heading = self._model.heading(hit)
        self._text(painter, band.adjusted(0, 0, -room, 0), heading, brush.strong, brush.theme.text)
        band.translate(0, 20)
        self._source(painter, band, hit)
        snippet = self._model.snippet(hit)
        if snippet is not None:
            self._lines.draw(painter, QRect(left, rect.top() + 50, right - left, 42), snippet, brush.ground(state))
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
        self._text(painter, band, self._model.further(fold), brush.strong, brush.theme.accent)
        band.translate(0, 22)
        hint = tr("Left arrow folds them again") if fold.is_open else tr("Enter or Right arrow shows them")
        self._text(painter, band, hint + self._model.source_end(fold), brush.small, brush.theme.text_muted)
        brush.ring(painter, rect, state)

    def _source(self, painter: QPainter, band: QRect, hit: Hit) -> None:
        brush, end, badges = self._brush, self._model.source_end(hit), self._model.standings.on_hits(hit.document)
        room = self._fitted(end, brush.small, band.width()).width + 1
        room += sum(brush.badge_width(badge) + BADGE_GAP for badge in badges)
        title = band.adjusted(0, 0, -room, 0)
        left = self._text(painter, title, hit.title, brush.small, brush.theme.text_muted)
        for badge in badges:
            left = brush.badge(painter, left + BADGE_GAP, band.center().y(), badge) + 1
        band.setLeft(left)
        self._text(painter, band, end, brush.small, brush.theme.text_muted)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> int:
        """One line of `text`, cut with an ellipsis. Returns the x where it ends."""
        return self._brush.line(painter, rect, self._fitted(text, font, rect.width()), font, colour)
