"""The Contents tab: the paper's title, its outline, and its links as a list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.language import tr
from reader.library import wording
from reader.library.model import Briefing
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.highlight_key import HighlightKey
from reader.ui.reader.outline import Line, Outline

LINK_ROW_PX = 26
MOST_ROWS, SOME_ROWS, FEWEST_ROWS = 3, 2, 1
"""Links shown at once; more of them scroll."""
TALL_PX, HIGH_PX = 480, 640
"""From these heights on there is room for the key to the highlights, and for MOST_ROWS links."""
TARGET = Qt.ItemDataRole.UserRole


class ContentsView(QWidget):
    """What a paper holds and where it leads."""

    section_activated = Signal(str)
    link_activated = Signal(str)
    """A target as `Desk.find` takes it."""

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty tab."""
        super().__init__(parent)
        self.setObjectName("contents_page")
        self._points = tokens.sizes.small
        self._title = self._text("title")
        self._warning = self._text("warning")
        self._caption = self._text("caption")
        self._caption.setText(tr("Links to other papers"))
        self._line = look(QFrame(self), "line")
        self.outline = Outline(tokens, theme, self)
        self.links = QListWidget(self)
        self.links.setAccessibleName(tr("Links to other papers"))
        self.links.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.links.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.links.itemClicked.connect(self._follow)
        self.links.itemActivated.connect(self._follow)
        self.outline.section_activated.connect(self.section_activated)
        self._key_line = look(QFrame(self), "line")
        self.key = HighlightKey(tokens, theme, self)
        self._key_wanted = False
        self._build(tokens)

    def _text(self, name: str) -> QLabel:
        label = look(QLabel(self), name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _build(self, tokens: Tokens) -> None:
        space = tokens.space
        head = QVBoxLayout()
        head.setContentsMargins(space[4], space[3], space[4], space[2])
        head.setSpacing(space[1])
        head.addWidget(self._title)
        head.addWidget(self._warning)
        tree = QVBoxLayout()
        tree.setContentsMargins(space[2], 0, space[2], 0)
        tree.addWidget(self.outline)
        foot = QVBoxLayout()
        foot.setContentsMargins(space[4], 0, space[4], space[2])
        foot.setSpacing(space[1])
        for part in (self._line, self._caption, self.links, self._key_line, self.key):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(tree, 1)
        column.addLayout(foot)

    def show_briefing(self, briefing: Briefing, lines: Sequence[Line], links: Sequence[tuple[str, str]]) -> None:
        """Fill the tab: the outline's rows, and (words, target) of each link."""
        meta = briefing.meta
        self._title.setText(meta.title)
        self._warning.setText(wording.digest_line())
        self._warning.setVisible(meta.is_digest)
        self.outline.show_lines(lines)
        self.links.clear()
        for words, target in links:
            # In the text they stand within a sentence; here they begin a line.
            item = QListWidgetItem(words[:1].upper() + words[1:])
            item.setData(TARGET, target)
            item.setToolTip(words)
            self.links.addItem(item)
        self._fit_links()
        for part in (self._line, self._caption, self.links):
            part.setVisible(bool(links))

    def want_key(self, *, wanted: bool) -> None:
        """Whether the key to the highlights stands at the foot, where there is room."""
        self._key_wanted = wanted
        self._fit_links()

    def _fit_links(self) -> None:
        roomy = self.height() >= TALL_PX
        for part in (self._key_line, self.key):
            part.setVisible(self._key_wanted and roomy)
        most = MOST_ROWS if self.height() >= HIGH_PX else SOME_ROWS if roomy else FEWEST_ROWS
        self.links.setFixedHeight(LINK_ROW_PX * min(self.links.count(), most) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the outline has the room."""
        super().resizeEvent(event)
        self._fit_links()

    def set_reading(self, section: str) -> None:
        """Follow the reader."""
        self.outline.set_reading(section)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.outline.set_theme(theme)
        self.key.set_theme(theme)
        self.links.setStyleSheet(
            f"QListWidget {{ background: {theme.surface}; border: none; font-size: {self._points}pt; }}"
            f"QListWidget::item {{ color: {theme.link}; height: {LINK_ROW_PX}px; padding: 0 2px; border: none; }}"
            f"QListWidget::item:selected {{ background: {theme.selection}; color: {theme.link}; }}"
            f"QListWidget::item:hover {{ background: {theme.hover}; }}"
        )

    def _follow(self, item: QListWidgetItem) -> None:
        self.link_activated.emit(str(item.data(TARGET)))
