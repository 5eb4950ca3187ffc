"""What stays together on a page: a heading with what it heads, a picture with its caption, a box that is not long.

Qt breaks pages between any two lines; the one thing it can be told is to begin a page before a block or a table.
"""

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat, QTextTable

from reader.ui.reader.reader_document import PICTURE, is_callout, table_at

ALWAYS = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
LEAST_LINES = 3
"""A paragraph of fewer lines is not parted after its first."""
BOX_PX = 2
"""Room above a table that begins a page: at the very edge, a hair of it would stand on the page before."""
LONG_BOX = 0.5
"""A box that takes more than this share of a page may run over to the next."""


def keep_together(document: QTextDocument) -> None:
    """Begin a page early before whatever would otherwise be parted. One pass: a break moves only what comes after."""
    height = document.pageSize().height()
    # Changed half-way through its lazy layout, Qt would leave the rest of the document without lines for good.
    document.size()
    chain: list[QTextBlock] = []
    block = document.begin()
    while block.isValid():
        follower = _next(block)
        if follower is None:
            return
        if _keeps(block, follower):
            chain.append(block)
            if _page(follower, 1, height) > _page(block, 0, height) or _box_parted(block, height):
                _break_before(chain[0])
                chain.clear()
        elif _parted(block, height):
            _break_before(chain[0] if chain else block)
            chain.clear()
        else:
            chain.clear()
        block = follower


def _next(block: QTextBlock) -> QTextBlock | None:
    """The next block with something in it."""
    block = block.next()
    while block.isValid() and not block.text():
        block = block.next()
    return block if block.isValid() else None


def _keeps(block: QTextBlock, follower: QTextBlock) -> bool:
    """Whether `block` is nothing without what follows it."""
    if not block.text():
        return False
    if block.blockFormat().headingLevel() or PICTURE in block.text():
        return True
    table, after = table_at(QTextCursor(block)), table_at(QTextCursor(follower))
    if table is None:
        return after is not None and not is_callout(after)  # a table's caption
    return is_callout(table) and block.position() == table.firstPosition() and after == table


def _parted(block: QTextBlock, height: float) -> bool:
    """Whether its first line alone would stay behind; the rows of tables are left to Qt."""
    if block.layout().lineCount() < LEAST_LINES or table_at(QTextCursor(block)) is not None:
        return False
    return _page(block, 0, height) < _page(block, 1, height)


def _box_parted(block: QTextBlock, height: float) -> bool:
    """Whether `block` is the first line of a box that runs over to the next page without need."""
    table = table_at(QTextCursor(block))
    if table is None or not is_callout(table):
        return False
    last = block.document().findBlock(table.lastPosition())
    layout = block.document().documentLayout()
    if layout.blockBoundingRect(last).bottom() - layout.blockBoundingRect(block).top() > height * LONG_BOX:
        return False
    return _page(last, last.layout().lineCount(), height) > _page(block, 0, height)


def _page(block: QTextBlock, line: int, height: float) -> int:
    """The page that a line of `block` stands on, from 0; its last one where it has fewer."""
    top = block.document().documentLayout().blockBoundingRect(block).top()
    lines = block.layout()
    if lines.lineCount():
        top += lines.lineAt(min(line, lines.lineCount() - 1)).y()
    return int((top + 1) // height)


def _break_before(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    table: QTextTable | None = table_at(cursor)
    if table is not None:
        around = table.format()
        around.setPageBreakPolicy(ALWAYS)
        around.setTopMargin(BOX_PX)
        table.setFormat(around)
        block.document().size()
        return
    style = block.blockFormat()
    style.setPageBreakPolicy(ALWAYS)
    style.setTopMargin(0)
    cursor.setBlockFormat(style)
    block.document().size()
