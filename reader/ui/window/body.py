"""The window's body: sidebar, centre, right pane, and how wide each is at which width of the window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from reader.ui.looks.tokens import Tokens
from reader.ui.looks.widths import is_narrow, is_wide, right_width, sidebar_width
from reader.ui.window.sidebar import Sidebar


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
        if is_narrow(self._tokens, self.width()):
            self._opened_narrow = not self._opened_narrow
            self._arrange()
            return False
        self._wide_wanted = not self._wide_wanted
        self._arrange()
        return True

    @property
    def sidebar_is_wide(self) -> bool:
        """Whether the sidebar shows words."""
        return self._opened_narrow if is_narrow(self._tokens, self.width()) else self._wide_wanted

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

    def turn_to(self, page: QWidget) -> bool:
        """Show `page` in the middle. Returns whether the keyboard was on the page before, and now is nowhere."""
        had_keyboard = self.centre.isAncestorOf(self.window().focusWidget() or self)
        if self.centre.indexOf(page) < 0:
            self.centre.addWidget(page)
        self.centre.setCurrentWidget(page)
        return had_keyboard

    def add_list(self, papers: QWidget | None) -> None:
        """The list of papers that wide windows show beside the reader."""
        self._list = papers
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another class of width, other panes."""
        super().resizeEvent(event)
        now = (is_narrow(self._tokens, self.width()), is_wide(self._tokens, self.width()))
        if now != self._class:
            self._class = now
            self._opened_narrow = False
            self._arrange()

    def _arrange(self) -> None:
        tokens, words = self._tokens, self.sidebar_is_wide
        self._sidebar.set_rail(rail=not words)
        self._sidebar.setFixedWidth(sidebar_width(tokens, self.width(), words=words))
        right = right_width(tokens, self.width())
        self._right.setMinimumWidth(tokens.layout.right_pane_min)
        self._right.setMaximumWidth(2 * right)
        self._right.setVisible(self.right_is_shown)
        centre = self.width() - self._sidebar.width() - right - 2 * self.handleWidth()
        self.setSizes([self._sidebar.width(), max(1, centre), right])
        if self._list is not None:
            self._list.setVisible(is_wide(tokens, self.width()))
        self.layout_changed.emit()
