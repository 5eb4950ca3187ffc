"""The outline of a paper: its sections as a tree that follows the reading, and its links as a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from reader.language import tr
from reader.library.model import Block, Briefing, Callout, Heading, ListBlock, Prose, Quote, Span, Spans, Table
from reader.notebook.model import Kind
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.shared import kinds

ANCHOR = Qt.ItemDataRole.UserRole + 1
READING = Qt.ItemDataRole.UserRole + 2
DEEP = Qt.ItemDataRole.UserRole + 3
MARKS = Qt.ItemDataRole.UserRole + 4
ROW_PAD, DEEP_PAD = 7, 5
"""Above and below the text of a row, in pixels."""
TEXT_LEFT, DEEP_LEFT, TEXT_RIGHT, BAR_PX = 12, 28, 10, 3
SHAPE_PX, SHAPE_GAP = 9, 4
Marks = tuple[tuple[Kind, int], ...]
"""Kinds that occur in a chapter and how often, in the order of the kinds."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `anchor` as the renderer names it, level 2 or 3, and its title."""

    anchor: str
    level: int
    title: str


class OutlineRows(QStyledItemDelegate):
    """Rows as drawn: what is being read has a tint, a bar and bold type; deeper rows are muted and set in."""

    def __init__(self, view: "Outline", tokens: Tokens, theme: Theme) -> None:
        """Paints for `view`."""
        super().__init__(view)
        self._view, self._tokens = view, tokens
        self.theme = theme

    def _font(self, index: Index) -> QFont:
        weight = QFont.Weight.Bold if index.data(READING) else QFont.Weight.Normal
        return ui_font(self._tokens, self._tokens.sizes.small, weight)

    def _left(self, index: Index) -> int:
        return DEEP_LEFT if index.data(DEEP) else TEXT_LEFT

    def _marks_width(self, index: Index) -> int:
        marks = _marks(index)
        if not marks:
            return 0
        shapes = len(marks) * (SHAPE_PX + SHAPE_GAP)
        return shapes + SHAPE_GAP + (self._count_width(marks) if len(marks) == 1 else 0)

    def _count_width(self, marks: Marks) -> int:
        font = ui_font(self._tokens, self._tokens.sizes.caption)
        return QFontMetrics(font).horizontalAdvance(str(marks[0][1]))

    def _paint_marks(self, painter: QPainter, row: QRect, index: Index) -> None:
        """The shapes of the kinds that occur, and how many where it is one kind only."""
        marks = _marks(index)
        if not marks:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = row.right() - TEXT_RIGHT - self._marks_width(index) + SHAPE_GAP + 1
        for kind, _ in marks:
            box = QRectF(x, row.center().y() - SHAPE_PX / 2 + 0.5, SHAPE_PX, SHAPE_PX)
            kinds.paint_shape(painter, kind, box, self.theme)
            x += SHAPE_PX + SHAPE_GAP
        if len(marks) == 1:
            painter.setFont(ui_font(self._tokens, self._tokens.sizes.caption))
            painter.setPen(QColor(self.theme.text_muted))
            place = QRect(x, row.top(), self._count_width(marks) + 2, row.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(marks[0][1]))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As many lines as the title needs in the width there is."""
        width = self._view.viewport().width() - self._left(index) - TEXT_RIGHT - self._marks_width(index)
        # Measured in bold, so that no row changes its height while reading goes by.
        metrics = QFontMetrics(ui_font(self._tokens, self._tokens.sizes.small, QFont.Weight.Bold))
        flags = Qt.TextFlag.TextWordWrap
        height = metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), flags, str(index.data())).height()
        return QSize(width, height + 2 * (DEEP_PAD if index.data(DEEP) else ROW_PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row across the whole width."""
        painter.save()
        row = QRect(0, option.rect.top(), self._view.viewport().width(), option.rect.height())
        reading, deep = bool(index.data(READING)), bool(index.data(DEEP))
        if reading and not deep:
            painter.fillRect(row, QColor(self.theme.selection))
            painter.fillRect(QRect(row.left(), row.top(), BAR_PX, row.height()), QColor(self.theme.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, QColor(self.theme.hover))
        painter.setFont(self._font(index))
        painter.setPen(QColor(self.theme.text_muted if deep and not reading else self.theme.text))
        place = row.adjusted(self._left(index), 0, -TEXT_RIGHT - self._marks_width(index), 0)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value
        painter.drawText(place, flags, str(index.data()))
        self._paint_marks(painter, row, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus = self._tokens.focus
            width = focus.high_contrast_ring if self.theme.is_high_contrast else focus.ring
            painter.setPen(QPen(QColor(self.theme.focus), width))
            painter.drawRect(row.adjusted(1, 1, -2, -2))
        painter.restore()


class Outline(QTreeView):
    """Sections; Enter or a click goes there."""

    section_activated = Signal(str)
    """Section id, or the anchor of an end section."""

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty outline."""
        super().__init__(parent)
        self.setObjectName("outline")
        self._rows = OutlineRows(self, tokens, theme)
        self._model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self._reading = ""
        self._marked: dict[str, dict[Kind, int]] = {}
        self.setModel(self._model)
        self.setItemDelegate(self._rows)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Contents"))
        self.clicked.connect(self._go)
        self.activated.connect(self._go)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Fill the tree: level-2 lines numbered, level-3 lines under the one before."""
        self._model.clear()
        self._items = {}
        chapter = QStandardItem()
        number = 0
        for line in lines:
            own = not line.anchor.startswith("end-")
            deep = line.level > 2 and bool(number)  # noqa: PLR2004 - headings of level 3
            number += own and not deep
            title = f"{number}. {line.title}" if own and not deep else line.title
            item = QStandardItem(title)
            item.setData(line.anchor.removeprefix("s-"), ANCHOR)
            item.setData(deep, DEEP)
            item.setToolTip("")
            if deep:
                chapter.appendRow(item)
            else:
                self._model.appendRow(item)
                chapter = item
            self._items[line.anchor.removeprefix("s-")] = item
        self.expandAll()
        self._show_marks()
        self._mark(self._reading, reading=True)
        self._show_reading()

    def set_marks(self, marked: Mapping[str, Mapping[Kind, int]]) -> None:
        """How many marks of each kind stand in which section, by section id; a chapter counts its parts' too."""
        found = {section: dict(kinds_here) for section, kinds_here in marked.items()}
        if found != self._marked:
            self._marked = found
            self._show_marks()
            self.doItemsLayout()

    def _show_marks(self) -> None:
        for row in range(self._model.rowCount()):
            chapter = self._model.item(row)
            own = [chapter, *(chapter.child(part) for part in range(chapter.rowCount()))]
            total: dict[Kind, int] = {}
            for item in own:
                for kind, count in self._marked.get(str(item.data(ANCHOR)), {}).items():
                    total[kind] = total.get(kind, 0) + count
            chapter.setData(tuple((kind, total[kind]) for kind in kinds.in_order() if kind in total), MARKS)
            self._name(chapter, reading=bool(chapter.data(READING)))

    def set_reading(self, section: str) -> None:
        """Show which section is being read; the keyboard's own row stays where it is while it is in here."""
        if section == self._reading:
            return
        self._mark(self._reading, reading=False)
        self._reading = section
        self._mark(section, reading=True)
        self._show_reading()

    def _show_reading(self) -> None:
        item = self._items.get(self._reading)
        if item is not None:
            if not self.hasFocus():
                self.setCurrentIndex(item.index())
            self.scrollTo(item.index())
            around = _around(item)
            if around is not None:
                self.scrollTo(around.index())

    def _mark(self, section: str, *, reading: bool) -> None:
        item = self._items.get(section)
        while item is not None:
            item.setData(reading, READING)
            self._name(item, reading=reading)
            item = _around(item)

    def _name(self, item: QStandardItem, *, reading: bool) -> None:
        """What a screen reader says of a row: title, whether it is being read, what is marked in it."""
        words = tr("{title}, being read") if reading else "{title}"
        parts = [words.format(title=item.text())]
        parts += [kinds.counted(kind, count) for kind, count in item.data(MARKS) or ()]
        item.setData(", ".join(parts), Qt.ItemDataRole.AccessibleTextRole)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._rows.theme = theme
        self.viewport().update()

    def _go(self, index: QModelIndex) -> None:
        self.section_activated.emit(str(index.data(ANCHOR)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles wrap anew; what is being read stays in sight."""
        super().resizeEvent(event)
        self.doItemsLayout()
        self._show_reading()


def _marks(index: Index) -> Marks:
    return cast("Marks", index.data(MARKS) or ())


def _around(item: QStandardItem) -> QStandardItem | None:
    """The item that `item` stands under; Qt's stubs do not know that there may be none."""
    return item.parent()


def links_of(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """(words, target as written) of every link inside the library, each target once, in order."""
    found: dict[str, str] = {}
    for section in briefing.sections:
        for span in _spans(section.blocks):
            if span.href and ":" not in span.href and not span.href.startswith("#"):
                found.setdefault(span.href, span.text)
    return tuple((text, target) for target, text in found.items())


def _spans(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in blocks:
        match block:
            case Heading() | Prose():
                yield from block.spans
            case Table():
                rows: tuple[tuple[Spans, ...], ...] = (block.header, *block.rows)
                for row in rows:
                    for cell in row:
                        yield from cell
            case Quote() | Callout():
                yield from _spans(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _spans(item)
            case _:
                pass
