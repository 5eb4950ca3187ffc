"""Pieces of the pages for content packs: the row of steps, boxes that say how something stands, rows of facts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reader.language import tr
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.icons import pixmap
from reader.ui.looks.labels import ATTENTION, BAD, GOOD, PLAIN, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

CIRCLE = 22
"""Diameter of a step's circle, in pixels."""


class Steps(QWidget):
    """Where we are: steps done bear a tick, the present one is filled and bold."""

    def __init__(self, tokens: Tokens, theme: Theme, names: Sequence[str]) -> None:
        """`names` in order; the first one is present."""
        super().__init__()
        self._tokens, self._theme, self._names = tokens, theme, tuple(names)
        self._at = 0
        self.setFixedHeight(CIRCLE + tokens.space[4] + tokens.space[1])
        self.go(0)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.update()

    def go(self, step: int) -> None:
        """Step number `step`, from 0; beyond the last, all are done."""
        self._at = step
        shown = min(step, len(self._names) - 1)
        said = tr("Step {n} of {count}: {name}")
        self.setAccessibleName(said.format(n=shown + 1, count=len(self._names), name=self._names[shown]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circles, names, and lines between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fonts = [ui_font(self._tokens, weight=self._weight(n)) for n in range(len(self._names))]
        widths = [
            CIRCLE + 7 + QFontMetrics(font).horizontalAdvance(name)
            for font, name in zip(fonts, self._names, strict=True)
        ]
        inside = self.contentsRect()
        gap = max(0, (inside.width() - sum(widths)) / max(1, len(widths) - 1))
        left, middle = float(inside.left()), inside.top() + inside.height() / 2
        for number, (name, font, width) in enumerate(zip(self._names, fonts, widths, strict=True)):
            self._circle(painter, left, middle, number)
            painter.setFont(font)
            painter.setPen(QColor(self._theme.text if number <= self._at else self._theme.text_muted))
            room = QRectF(left + CIRCLE + 7, inside.top(), width, inside.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)
            if number + 1 < len(widths):
                painter.setPen(QPen(QColor(self._theme.border_control), 1))
                painter.drawLine(round(left + width + 10), round(middle), round(left + width + gap - 10), round(middle))
            left += width + gap

    def _weight(self, number: int) -> QFont.Weight:
        return QFont.Weight.Bold if number == self._at else QFont.Weight.Normal

    def _circle(self, painter: QPainter, left: float, middle: float, number: int) -> None:
        theme, circle = self._theme, QRectF(left + 0.5, middle - CIRCLE / 2 + 0.5, CIRCLE - 1, CIRCLE - 1)
        reached = number <= self._at
        painter.setPen(QPen(QColor(theme.accent if reached else theme.border_control), 1))
        painter.setBrush(QColor(theme.accent if reached else theme.surface))
        painter.drawEllipse(circle)
        if number < self._at:
            side = self._tokens.icons.small
            drawn = pixmap("check", theme.on_accent, side, self.devicePixelRatioF())
            painter.drawPixmap(round(circle.center().x() - side / 2), round(circle.center().y() - side / 2), drawn)
            return
        painter.setFont(ui_font(self._tokens, self._tokens.sizes.caption, QFont.Weight.Bold))
        painter.setPen(QColor(theme.on_accent if reached else theme.text_muted))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))


class StateBox(QFrame):
    """A tinted box with an icon, a bold line and one below it: how something stands, in words, shape and colour."""

    def __init__(self, tokens: Tokens, theme: Theme, manner: str, drawing: str, *, large: bool = False) -> None:
        """`manner` is GOOD, ATTENTION, BAD or PLAIN; `large` gives the bold line the size of a heading."""
        super().__init__()
        look(self, manner)
        self._tokens, self._manner, self._drawing = tokens, manner, drawing
        self.sign = QLabel()
        self.strong = look(text_label(""), "title" if large else "section")
        self.rest = text_label("")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.strong)
        column.addWidget(self.rest)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(tokens.space[3], tokens.space[2] + 2, tokens.space[3], tokens.space[2] + 2)
        self.row.setSpacing(tokens.space[3])
        self.row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop if large else Qt.AlignmentFlag.AlignVCenter)
        self.row.addLayout(column, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint the icon."""
        colours = {GOOD: theme.success, ATTENTION: theme.warning, BAD: theme.danger, PLAIN: theme.text_muted}
        self.sign.setPixmap(pixmap(self._drawing, colours[self._manner], self._tokens.icons.large))

    def say(self, strong: str, rest: str = "") -> None:
        """The bold line and the one below it; an empty one takes no room."""
        self.strong.setText(strong)
        self.strong.setVisible(bool(strong))
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))


def facts(tokens: Tokens, rows: Sequence[tuple[str, str]]) -> QFrame:
    """Names and values in a sunken box; the values can be selected."""
    box = look(QFrame(), "note")
    grid = QGridLayout(box)
    grid.setContentsMargins(*(tokens.space[3],) * 4)
    grid.setHorizontalSpacing(tokens.space[4])
    grid.setVerticalSpacing(tokens.space[1] + 2)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(rows):
        grid.addWidget(look(QLabel(name), "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
        said = text_label(value)
        said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        said.setAccessibleName(f"{name}: {value}")
        grid.addWidget(said, number, 1)
    return box


def bullets(tokens: Tokens, lines: Sequence[str]) -> QGridLayout:
    """Sentences, each behind a dot."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.space[2])
    grid.setVerticalSpacing(tokens.space[1])
    grid.setColumnStretch(1, 1)
    for number, line in enumerate(lines):
        grid.addWidget(QLabel("•"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(line), number, 1)
    return grid
