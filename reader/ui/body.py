"""The window's body: sidebar, centre, right pane, and how wide each is at which width of the window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from reader.ui.sidebar import Sidebar
from reader.ui.tokens import Tokens


class Body(QSplitter):
    """Plain panes side by side; their widths follow the window's, and the right one can be dragged.

    Signals:
        layout_changed(): a pane came, went or changed its form.
    """

    layout_changed = Signal()

    def __init__(self, tokens: Tokens, sidebar: Sidebar, right: QWidget) -> None:
        """`sidebar` and `right` stand at the sides; pages are added to `centre`."""
        super().__init__(Qt.Orientation.Horizontal)
        self._tokens, self._sidebar, self._right = tokens, sidebar, right
        self.centre = QStackedWidget()
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for number, widget in enumerate((sidebar, self.centre, right)):
            self.addWidget(widget)
            self.setStretchFactor(number, int(widget is self.centre))
        self._wide_wanted = True
        self._opened_narrow = False
        self._right_wanted = True
        self._right_possible = True
        self._class: tuple[bool, bool] | None = None
        self._list: QWidget | None = None

    def want_sidebar(self, *, wide: bool) -> None:
        """Wide or a rail, where the window leaves the choice."""
        self._wide_wanted = wide
        self._arrange()

    def toggle_sidebar(self) -> bool:
        """The other form of the sidebar. Returns whether that is the person's choice for windows of this width."""
        if self.width() < self._tokens.layout.full_from:
            self._opened_narrow = not self._opened_narrow
            self._arrange()
            return False
        self._wide_wanted = not self._wide_wanted
        self._arrange()
        return True

    @property
    def sidebar_is_wide(self) -> bool:
        """Whether the sidebar shows words."""
        narrow = self.width() < self._tokens.layout.full_from
        return self._opened_narrow if narrow else self._wide_wanted

    def want_right(self, *, shown: bool) -> None:
        """Whether the person wants the right pane."""
        self._right_wanted = shown
        self._arrange()

    def allow_right(self, *, possible: bool) -> None:
        """Whether the page has anything to put there."""
        if possible != self._right_possible:
            self._right_possible = possible
            self._arrange()

    @property
    def right_is_shown(self) -> bool:
        """Whether the right pane stands there."""
        return self._right_wanted and self._right_possible

    @property
    def right_is_wanted(self) -> bool:
        """Whether the right pane is worth filling."""
        return self._right_wanted

    def add_list(self, papers: QWidget | None) -> None:
        """The list of papers that wide windows show beside the reader."""
        self._list = papers
        self._arrange()

    @property
    def is_wide(self) -> bool:
        """Whether there is room for the list beside the reader."""
        return self.width() >= self._tokens.layout.wide_from

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another class of width, other panes."""
        super().resizeEvent(event)
        layout = self._tokens.layout
        now = (self.width() >= layout.full_from, self.width() >= layout.wide_from)
        if now != self._class:
            self._class = now
            self._opened_narrow = False
            self._arrange()

    def _arrange(self) -> None:
        layout, wide = self._tokens.layout, self.is_wide
        narrow = self.width() < layout.full_from
        side = layout.sidebar_wide if wide else layout.sidebar
        self._sidebar.set_rail(rail=not self.sidebar_is_wide)
        self._sidebar.setFixedWidth(side if self.sidebar_is_wide else layout.sidebar_rail)
        right = layout.right_pane_wide if wide else layout.right_pane_min if narrow else layout.right_pane
        self._right.setMinimumWidth(layout.right_pane_min)
        self._right.setMaximumWidth(2 * right)
        self._right.setVisible(self.right_is_shown)
        centre = self.width() - self._sidebar.width() - right - 2 * self.handleWidth()
        self.setSizes([self._sidebar.width(), max(1, centre), right])
        if self._list is not None:
            self._list.setVisible(wide)
        self.layout_changed.emit()
