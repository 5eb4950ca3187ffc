"""From the renderer's HTML to a document with the reader's spacing, and the map of what stands where in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableCellFormat,
)

from reader.library.look import Look

FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value
TOP_PX = 18
"""Above the title."""
BOTTOM_PX = 48
"""Below the last line."""
INDENT_PX = 24
"""Width of one list level."""
SAMPLE = "What looks like silence or a changing story is often a way of staying safe that has worked before."
"""Running English: its mean advance is what "average characters" of the measure are counted in."""
NEIGHBOURS = re.compile(r"(?<=</a></sup>)(?=<sup><a href=\"note:)")
"""Between two footnote numbers that touch: notes 3 and 4 must not read as 34."""
NUMBER_STYLE = re.compile(r'(<a href="(?:note|back):\d+" style=")')
PICTURE_ANCHOR = re.compile(r'(<a name="p\d+">)</a>(?=<img )')
CODE_ANCHOR = re.compile(r'(<a name="p\d+"></a>)(<pre[^>]*>)')
APART = "<sup>,</sup>"
_DISC = QTextListFormat.Style.ListDisc
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Spacing:
    """Sizes of one look on one screen.

    Attributes:
        dpi: logical dots an inch.
        body: line height of running text, in percent of the type size.
        heading: of headings.
        note: of labels, tables, captions and sources.
        gap: between paragraphs, in pixels.
    """

    dpi: float
    body: int
    heading: int
    note: int
    gap: int

    def line(self, points: float, percent: int) -> int:
        """Height of a line in pixels. Fixed heights: proportional ones come out a third too loose."""
        return round(points * self.dpi / 72 * percent / 100)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of our own schemes: `start` and `end` are positions in the document."""

    start: int
    end: int
    href: str
    text: str

    @property
    def kind(self) -> str:
        """The scheme: "note", "abbr", "doc", "back", or "section" for "#…"; whatever else stands before the colon."""
        return "section" if self.href.startswith("#") else self.href.partition(":")[0]

    @property
    def target(self) -> str:
        """What follows the scheme, or the whole anchor of a section link without "#"."""
        return self.href[1:] if self.href.startswith("#") else self.href.partition(":")[2]


@dataclass(frozen=True, slots=True)
class DocumentMap:
    """Where things stand, as positions in the document (UTF-16 units, as Qt counts).

    Attributes:
        anchors: every named place.
        numbers: paragraph numbers, ascending.
        starts: position of each of them.
        headings: (position, anchor) of every heading that has an anchor, in order.
        links: in order.
        pictures: (position, name, text alternative) of every picture, in order.
        bullets: position of every item of a list without numbers: the view draws their dots.
    """

    anchors: dict[str, int]
    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    headings: tuple[tuple[int, str], ...]
    links: tuple[Link, ...]
    pictures: tuple[tuple[int, str, str], ...]
    bullets: tuple[int, ...]

    def paragraph_at(self, position: int) -> int:
        """Number of the paragraph that holds `position`; under a heading, the next one; 0 where there is none."""
        if not self.numbers:
            return 0
        before = max(0, bisect_right(self.starts, position) - 1)
        heading = bisect_right(self.headings, (position, MAXIMAL)) - 1
        if heading >= 0 and self.headings[heading][0] > self.starts[before]:
            before = min(before + 1, len(self.starts) - 1)
        return self.numbers[before]

    def start_of(self, number: int) -> int | None:
        """Position of a paragraph."""
        return self.anchors.get(f"p{number}")

    def link_at(self, position: int, href: str = "") -> int | None:
        """Index of the link that holds `position`, of that `href` where one is given."""
        for index, link in enumerate(self.links):
            if link.start <= position <= link.end and href in {"", link.href}:
                return index
        return None


MAXIMAL = "\U0010ffff"
"""Sorts after every anchor."""
EMPTY = DocumentMap({}, (), (), (), (), (), ())


def column_width(font: QFont, characters: int) -> int:
    """Pixels that hold `characters` average characters of `font`."""
    return round(QFontMetricsF(font).horizontalAdvance(SAMPLE) / len(SAMPLE) * characters)


def build(
    parent: QObject | None, html: str, font: QFont, look: Look, spacing: Spacing
) -> tuple[QTextDocument, DocumentMap]:
    """A document ready to show, not yet laid out, so that its one layout is made at the width it is shown in.

    Args:
        parent: the reading view: the document asks its `loadResource` for every picture; None where that is not shown.
        html: from the library's renderer.
        font: of running text.
        look: what the HTML was rendered with.
        spacing: line heights and gaps.

    Returns:
        The document and the map of it.
    """
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setIndentWidth(INDENT_PX)
    document.setDefaultFont(font)
    document.setHtml(_for_qt(html))
    mapped = _Scan(look, spacing).run(document)
    for table in tables(document):
        _format_table(table, spacing)
    _format_page(document)
    return document, mapped


def _for_qt(html: str) -> str:
    """The renderer's HTML with what Qt would lose: anchors before pictures and code, gaps between footnote numbers."""
    html = NEIGHBOURS.sub(APART, html)
    # A raised number in the link colour is plain enough; lines under every one of them would be noise.
    html = NUMBER_STYLE.sub(r"\1text-decoration:none;", html)
    html = PICTURE_ANCHOR.sub("\\1\N{ZERO WIDTH SPACE}</a>", html)
    return CODE_ANCHOR.sub(r"\2\1", html)


def tables(document: QTextDocument) -> Iterator[QTextTable]:
    """The document's tables, callouts among them, in order."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame


def is_callout(table: QTextTable) -> bool:
    """Whether `table` is a fenced block's one cell."""
    return table.rows() == 1 and table.columns() == 1


def table_at(cursor: QTextCursor) -> QTextTable | None:
    """The table the cursor stands in; Qt's stubs do not know that there may be none."""
    return cursor.currentTable()


def list_of(block: QTextBlock) -> QTextList | None:
    """The list the block is an item of; as `table_at`."""
    return block.textList()


class _Scan:
    """One pass over the blocks: sets their spacing and notes what stands where."""

    def __init__(self, look: Look, spacing: Spacing) -> None:
        self.look = look
        self.spacing = spacing
        self.anchors: dict[str, int] = {}
        self.links: list[Link] = []
        self.headings: list[tuple[int, str]] = []
        self.pictures: list[tuple[int, str, str]] = []
        self.bullets: list[int] = []

    def run(self, document: QTextDocument) -> DocumentMap:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._fragments(block)
            self._space(block, cursor)
            block = block.next()
        self._hide_discs(document)
        cursor.endEditBlock()
        places = sorted((at, int(name[1:])) for name, at in self.anchors.items() if name[1:].isdecimal())
        numbers, starts = tuple(number for _, number in places), tuple(at for at, _ in places)
        headings, links, pictures = tuple(self.headings), tuple(self.links), tuple(self.pictures)
        return DocumentMap(self.anchors, numbers, starts, headings, links, pictures, tuple(self.bullets))

    def _fragments(self, block: QTextBlock) -> None:
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            style = fragment.charFormat()
            for name in style.anchorNames():
                self.anchors[name] = fragment.position()
                if block.blockFormat().headingLevel():
                    self.headings.append((fragment.position(), name))
            if style.isImageFormat():
                alternative = str(style.property(QTextFormat.Property.ImageAltText) or "")
                self.pictures.append((fragment.position(), style.toImageFormat().name(), alternative))
            if style.anchorHref():
                self._link(fragment, style.anchorHref())
            iterator += 1

    def _link(self, fragment: QTextFragment, href: str) -> None:
        start, end, text = fragment.position(), fragment.position() + fragment.length(), fragment.text()
        if self.links and self.links[-1].end == start and self.links[-1].href == href:
            before = self.links.pop()
            start, text = before.start, before.text + text
        self.links.append(Link(start, end, href, text))

    def _space(self, block: QTextBlock, cursor: QTextCursor) -> None:
        cursor.setPosition(block.position())
        table = table_at(cursor)
        style = block.blockFormat()
        if not block.text() and table is None:
            # Qt leaves an empty line on either side of a table; the margins of the table are distance enough.
            cursor.setBlockFormat(_flat())
            return
        level = style.headingLevel()
        points = self._points(block, level)
        if level:
            self._set_size(block, cursor, points)
        elif (items := list_of(block)) is not None and items.format().style() == _DISC:
            self.bullets.append(block.position())
        if PICTURE not in block.text():
            percent = self.spacing.heading if level else self._percent(points)
            style.setLineHeight(self.spacing.line(points, percent), FIXED)
        above, below = self._margins(block, table, level, points)
        style.setTopMargin(above)
        style.setBottomMargin(below)
        cursor.setBlockFormat(style)

    def _set_size(self, block: QTextBlock, cursor: QTextCursor, points: float) -> None:
        # Qt enlarges h1 to h3 on top of the size they were given; the property has to go, fragment by fragment.
        sized: list[tuple[int, int, QTextCharFormat]] = []
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            style = fragment.charFormat()
            style.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            style.setFontPointSize(points)
            sized.append((fragment.position(), fragment.position() + fragment.length(), style))
            iterator += 1
        for start, end, style in sized:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(style)
        cursor.setPosition(block.position())

    def _percent(self, points: float) -> int:
        return self.spacing.body if points >= self.look.size else self.spacing.note

    def _points(self, block: QTextBlock, level: int) -> float:
        if level:
            return {1: self.look.h1, 2: self.look.h2, 3: self.look.h3}.get(level, self.look.size)
        iterator = block.begin()
        size = 0.0 if iterator.atEnd() else iterator.fragment().charFormat().fontPointSize()
        return size or self.look.size

    def _margins(self, block: QTextBlock, table: QTextTable | None, level: int, points: float) -> tuple[int, int]:
        gap = self.spacing.gap
        if level:
            return {1: (0, gap // 2), 2: (gap * 2, 9)}.get(level, (gap + 6, 7))
        after = block.next()
        if table is not None:
            last = not after.isValid() or table.cellAt(after.position()) != table.cellAt(block.position())
            label = is_callout(table) and block.position() == table.firstPosition()
            return 0, 0 if last or label else gap // 2
        if list_of(block) is not None and after.isValid() and list_of(after) is not None:
            return 0, gap // 2
        return 0, gap // 2 if points < self.look.size else gap

    def _hide_discs(self, document: QTextDocument) -> None:
        for position in self.bullets:
            items = list_of(document.findBlock(position))
            if items is not None and items.format().style() == _DISC:
                style = items.format()
                style.setStyle(QTextListFormat.Style.ListStyleUndefined)
                items.setFormat(style)


def _flat() -> QTextBlockFormat:
    style = QTextBlockFormat()
    style.setLineHeight(1, FIXED)
    return style


def _format_table(table: QTextTable, spacing: Spacing) -> None:
    callout = is_callout(table)
    style = table.format()
    style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    style.setProperty(QTextFormat.Property.FrameTopMargin, float(spacing.gap if callout else 2))
    style.setProperty(QTextFormat.Property.FrameBottomMargin, float(_below(table, spacing.gap)))
    table.setFormat(style)
    if callout:
        cell = table.cellAt(0, 0)
        padded = QTextTableCellFormat(cell.format())
        padded.setPadding(11)
        padded.setLeftPadding(16)
        padded.setRightPadding(16)
        cell.setFormat(padded)


def _below(table: QTextTable, gap: int) -> int:
    """Room under a table: what follows brings its own where it is a heading or another table."""
    block = table.document().findBlock(table.lastPosition() + 1)
    while block.isValid() and not block.text() and table_at(QTextCursor(block)) is None:
        block = block.next()
    if not block.isValid() or block.blockFormat().headingLevel() or table_at(QTextCursor(block)) is not None:
        return 2
    return gap if is_callout(table) else gap + 4


def _format_page(document: QTextDocument) -> None:
    root = document.rootFrame()
    style = root.frameFormat()
    style.setTopMargin(TOP_PX)
    style.setBottomMargin(BOTTOM_PX)
    root.setFrameFormat(style)
