"""Two lines of a passage with its matches bold and tinted: laid out once, drawn at every painting of its row."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from reader.search.results import Snippet
from reader.ui.looks.rows import Brush

Range = tuple[int, int]
LINES = 2
KEPT = 64
"""Snippets whose lines are kept: the next key press finds many of the same passages."""
LAST_OF_BASIC_PLANE = "\uffff"


class Laid(NamedTuple):
    """A snippet on its lines; where there is more of it than they hold, the x from which the last one is cut."""

    layout: QTextLayout
    cut: float | None


class SnippetLines:
    """Draws snippets in the font and colours of a brush."""

    def __init__(self, brush: Brush) -> None:
        """Made anew for each theme, as the brush is."""
        self._brush = brush
        self._ellipsis = QFontMetrics(brush.ui).horizontalAdvance("…")
        self._match = QTextCharFormat()
        self._match.setFontWeight(QFont.Weight.Bold)
        self._match.setBackground(QColor(brush.theme.match))
        self._match.setForeground(QColor(brush.theme.text))
        self._options = QTextOption()
        self._options.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._laid = lru_cache(KEPT)(self._lay)

    def forget(self) -> None:
        """Keep no words: a note's may be among them, and the notebook was locked."""
        self._laid.cache_clear()

    def draw(self, painter: QPainter, rect: QRect, snippet: Snippet, ground: str) -> None:
        """`snippet` in `rect`, on a row of the colour `ground`."""
        layout, cut = self._laid(snippet, rect.width(), rect.height())
        painter.setPen(QColor(self._brush.theme.text))
        layout.draw(painter, QPointF(rect.topLeft()))
        if cut is None:
            return
        # What follows is painted over, which costs a tenth of laying out a shorter text.
        line = layout.lineAt(LINES - 1)
        top, left = rect.top() + line.y(), rect.left() + cut
        painter.fillRect(
            round(left), round(top), rect.right() + 1 - round(left), round(line.height()) + 1, QColor(ground)
        )
        painter.setFont(self._brush.ui)
        painter.drawText(QPointF(left, top + line.ascent()), "…")

    def _lay(self, snippet: Snippet, width: int, height: int) -> Laid:
        text, marks = one_line(snippet)
        layout = QTextLayout(text, self._brush.ui)
        layout.setCacheEnabled(True)
        layout.setTextOption(self._options)
        layout.setFormats([self._range(start, end) for start, end in marks])
        layout.beginLayout()
        for number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * height / LINES))
        layout.endLayout()
        return Laid(layout, self._cut(layout, text, width))

    def _range(self, start: int, end: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, end - start, self._match
        return made

    def _cut(self, layout: QTextLayout, text: str, width: int) -> float | None:
        """Where the ellipsis goes: after the last word that leaves room for it."""
        line = layout.lineAt(layout.lineCount() - 1)
        start, end = (_characters(text, at) for at in (line.textStart(), line.textStart() + line.textLength()))
        if end >= len(text):
            return None
        words = text[start : end - 1]
        while " " in words:
            words = words.rsplit(" ", 1)[0].rstrip(" ,;:")
            x = _x(line, _units(text, start + len(words)))
            if x + self._ellipsis <= width:
                return x
        return max(0, width - self._ellipsis)


def _x(line: QTextLine, at: int) -> float:
    """Where the character `at` (UTF-16) begins, in pixels from the left edge of the text."""
    return cast("tuple[float, int]", line.cursorToX(at))[0]


def one_line(snippet: Snippet) -> tuple[str, tuple[Range, ...]]:
    """The snippet with its line breaks as spaces, and its marks as UTF-16 ranges, which is how Qt counts."""
    text = snippet.text.replace("\n", " ").replace("\t", " ")
    return text, tuple((_units(text, start), _units(text, end)) for start, end in joined(snippet.text, snippet.marks))


def joined(text: str, marks: Sequence[Range]) -> tuple[Range, ...]:
    """`marks` (ranges in code points, in order), those that only blanks of one line part made one."""
    made: list[Range] = []
    for start, end in marks:
        between = text[made[-1][1] : start] if made else "-"
        if between.isspace() and "\n" not in between:
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return tuple(made)


def _units(text: str, at: int) -> int:
    """The UTF-16 units before the character `at` of `text`."""
    return at if _is_plain(text) else len(text[:at].encode("utf-16-le")) // 2


def _characters(text: str, at: int) -> int:
    """The characters before the UTF-16 unit `at` of `text`."""
    return at if _is_plain(text) else len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le", "ignore"))


def _is_plain(text: str) -> bool:
    """Whether each character is one UTF-16 unit."""
    return text.isascii() or max(text) <= LAST_OF_BASIC_PLANE
