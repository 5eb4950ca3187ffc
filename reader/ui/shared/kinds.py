"""What each kind of mark is called and looks like: a name, a shape, a line under the text, and colours last."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from reader.language import tr, tr_n
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.ui.looks.tokens import Theme

OUTLINE_PX = 1.5
"""Line of the shapes of a set that is not one's own: hollow, where one's own are full."""
_NAMES = {
    Kind.KEY_POINT: "key_point",
    Kind.PRACTICE: "practice",
    Kind.QUESTION: "question",
    Kind.FINDING: "finding",
}


def label(kind: Kind) -> str:
    """The kind's name."""
    return {
        Kind.KEY_POINT: tr("Key point"),
        Kind.PRACTICE: tr("Practice"),
        Kind.QUESTION: tr("Question"),
        Kind.FINDING: tr("Finding"),
        Kind.NOTE: tr("Note"),
        Kind.BOOKMARK: tr("Bookmark"),
    }[kind]


def counted(kind: Kind, count: int) -> str:
    """A number of marks of one kind, for people who do not see the shapes."""
    words = {
        Kind.KEY_POINT: tr_n("{n} key point", "{n} key points", count),
        Kind.PRACTICE: tr_n("{n} practice mark", "{n} practice marks", count),
        Kind.QUESTION: tr_n("{n} question", "{n} questions", count),
        Kind.FINDING: tr_n("{n} finding", "{n} findings", count),
        Kind.NOTE: tr_n("{n} note", "{n} notes", count),
        Kind.BOOKMARK: tr_n("{n} bookmark", "{n} bookmarks", count),
    }[kind]
    return words.format(n=count)


def token(kind: Kind) -> str:
    """The kind's name in tokens.json, "" for bookmarks and notes, which are no highlights."""
    return _NAMES.get(kind, "")


def mark_colour(kind: Kind, theme: Theme) -> str:
    """Colour of the shape and of the line under the text."""
    return getattr(theme, f"hl_{_NAMES[kind]}_mark") if kind in _NAMES else theme.accent


def fill_colour(kind: Kind, theme: Theme) -> str:
    """Colour behind the text, "" where a kind has none."""
    if kind in _NAMES:
        return getattr(theme, f"hl_{_NAMES[kind]}")
    return theme.selection if kind is Kind.NOTE else ""


def shape_path(kind: Kind, box: QRectF) -> QPainterPath:
    """The kind's shape inside `box`: square, triangle, diamond, circle, sheet or ribbon."""
    path = QPainterPath()
    middle = box.center()
    match kind:
        case Kind.KEY_POINT:
            path.addRect(box.adjusted(1, 1, -1, -1))
        case Kind.FINDING:
            path.addEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        case Kind.PRACTICE:
            path.addPolygon(QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        case Kind.QUESTION:
            top, bottom = QPointF(middle.x(), box.top()), QPointF(middle.x(), box.bottom())
            path.addPolygon(QPolygonF([top, QPointF(box.right(), middle.y()), bottom, QPointF(box.left(), middle.y())]))
        case Kind.NOTE:
            path.addPolygon(_sheet(box))
        case Kind.BOOKMARK:
            path.addPolygon(_ribbon(box))
    path.closeSubpath()
    return path


def _sheet(box: QRectF) -> QPolygonF:
    """A sheet with its lower right corner folded away."""
    page = box.adjusted(1, 1, -1, -1)
    fold = page.width() * 0.36
    corner = [QPointF(page.right(), page.bottom() - fold), QPointF(page.right() - fold, page.bottom())]
    return QPolygonF([page.topLeft(), page.topRight(), *corner, page.bottomLeft()])


def _ribbon(box: QRectF) -> QPolygonF:
    """A bookmark's ribbon with its notch."""
    page = box.adjusted(box.width() * 0.14, 0, -box.width() * 0.14, 0)
    notch = QPointF(page.center().x(), page.bottom() - page.height() * 0.3)
    return QPolygonF([page.topLeft(), page.topRight(), page.bottomRight(), notch, page.bottomLeft()])


def paint_shape(painter: QPainter, kind: Kind, box: QRectF, theme: Theme, *, hollow: bool = False) -> None:
    """Paint the shape; `hollow` for marks that are not one's own."""
    colour = QColor(mark_colour(kind, theme))
    if not hollow:
        painter.fillPath(shape_path(kind, box), colour)
        return
    inset = OUTLINE_PX / 2
    pen = QPen(colour, OUTLINE_PX)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.strokePath(shape_path(kind, box.adjusted(inset, inset, -inset, -inset)), pen)


@lru_cache(maxsize=64)
def shape_pixmap(kind: Kind, theme: Theme, size: int, scale: float = 1.0) -> QPixmap:
    """The shape as a picture of `size` device-independent pixels a side."""
    made = QPixmap(round(size * scale), round(size * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shape(painter, kind, QRectF(1, 1, size - 2, size - 2), theme)
    painter.end()
    return made


def shape_icon(kind: Kind, theme: Theme, size: int) -> QIcon:
    """The shape as an icon, for menus and buttons."""
    return QIcon(shape_pixmap(kind, theme, size, 2.0))


def in_order() -> tuple[Kind, ...]:
    """Every kind in the order of menus: the four highlights, note, bookmark."""
    return (*HIGHLIGHTS, Kind.NOTE, Kind.BOOKMARK)
