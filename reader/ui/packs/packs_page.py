"""The page on which a content pack is checked, looked at and installed. It is no dialog: one can leave it and read."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.ui.looks.icons import before_words, icon, pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs.packs_done import DonePane
from reader.ui.packs.packs_parts import Steps
from reader.ui.packs.packs_progress import ProgressPane
from reader.ui.packs.packs_review import ReviewPane
from reader.ui.packs.packs_stopped import StoppedPane
from reader.ui.packs.packs_trust import TrustPane


class Step(IntEnum):
    """What the page shows; the first four are steps."""

    CHECK = 0
    REVIEW = 1
    INSTALL = 2
    DONE = 3
    STOPPED = 4
    TRUST = 5


class PackPage(QWidget):
    """The card in the middle of the page: steps, a pane for each, and a foot with what can be done.

    Signals:
        close_wanted(): leave the page.
    """

    close_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Shows the step CHECK until `go`."""
        super().__init__()
        self.setObjectName("pack_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._theme = tokens, theme
        names = (tr("Check"), tr("Review"), tr("Install"), tr("Done"))
        self.step = Step.CHECK
        self.steps = Steps(tokens, theme, names)
        self.check_pane, self.install_pane = ProgressPane(tokens, theme), ProgressPane(tokens, theme)
        self.review, self.done = ReviewPane(tokens, theme), DonePane(tokens, theme)
        self.stopped, self.trust = StoppedPane(tokens, theme), TrustPane(tokens, theme)
        self._panes: tuple[QWidget, ...] = (
            self.check_pane,
            self.review,
            self.install_pane,
            self.done,
            self.stopped,
            self.trust,
        )
        self._stack = QStackedWidget()
        self._areas = [_scrolled(pane, tokens) for pane in self._panes]
        for area in self._areas:
            self._stack.addWidget(area)
        self.close_button = look(QToolButton(), "bare")
        self.close_button.setToolTip(tr("Close this page"))
        self.close_button.setAccessibleName(tr("Close this page"))
        self.close_button.clicked.connect(self.close_wanted)
        self.foot_icon, self.foot_words = QLabel(), look(QLabel(), "muted")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(tokens.space[2])
        self._made: list[QPushButton] = []
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        card = look(QFrame(), "card")
        head = look(QFrame(), "sunken")
        row = QHBoxLayout(head)
        row.setContentsMargins(space[3], space[1], space[2], space[1])
        row.addWidget(QLabel(tr("Install content pack")))
        row.addStretch(1)
        row.addWidget(self.close_button)
        foot = look(QFrame(), "sunken")
        low = QHBoxLayout(foot)
        low.setContentsMargins(space[5], space[3], space[5], space[3])
        low.addWidget(self.foot_icon)
        low.addWidget(self.foot_words, 1)
        low.addLayout(self._buttons)
        self.steps.setContentsMargins(space[5], space[4], space[5], 0)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.steps)
        column.addWidget(self._stack, 1)
        column.addWidget(foot)
        card.setMaximumWidth(self._tokens.layout.dialog_large)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(space[4], space[4], space[4], space[4])
        outer.addWidget(card)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.setStyleSheet(
            f"#pack_page {{ background: {theme.surface_sunken}; }} #pack_pane {{ background: {theme.surface}; }}"
        )
        for pane in (self.steps, self.check_pane, self.review, self.install_pane, self.done, self.stopped, self.trust):
            pane.set_theme(theme)
        size = self._tokens.icons.small
        self.close_button.setIcon(icon("close", theme, size))
        self.close_button.setIconSize(QSize(size, size))
        self.foot_icon.setPixmap(pixmap("previous", theme.text_muted, size))

    def go(self, step: Step) -> None:
        """Show a step; its buttons must be given anew."""
        self.step = step
        self.steps.setVisible(step not in {Step.STOPPED, Step.TRUST})
        self.steps.go(len(self._areas) if step is Step.DONE else int(step))
        self._stack.setCurrentIndex(int(step))
        self._areas[int(step)].verticalScrollBar().setValue(0)
        self.say_foot("")
        for button in self._made:
            button.hide()
            button.deleteLater()
        self._made = []

    def say_foot(self, text: str) -> None:
        """A line at the left of the foot, "" for none."""
        self.foot_words.setText(text)
        self.foot_words.setVisible(True)
        self.foot_icon.setVisible(bool(text))

    def button(self, label: str, act: Callable[[], object], *, primary: bool = False, drawing: str = "") -> QPushButton:
        """Add a button to the foot of this step."""
        made = look(QPushButton(label), "primary" if primary else "plain")
        made.setAutoDefault(True)
        if drawing:
            colour = self._theme.on_accent if primary else self._theme.text
            before_words(pixmap(drawing, colour, self._tokens.icons.small, made.devicePixelRatio()), made)
        made.clicked.connect(lambda _=False: act())
        self._buttons.addWidget(made)
        made.show()  # now: what is not shown yet cannot take the keyboard
        self._made.append(made)
        return made

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons of this step, from left to right."""
        return tuple(self._made)

    def focus_target(self) -> QWidget:
        """What takes the keyboard: the filled button, else the last one, else the close button."""
        filled = [one for one in self._made if one.property("look") == "primary" and one.isEnabled()]
        return (filled or self._made or [self.close_button])[-1]


def _scrolled(pane: QWidget, tokens: Tokens) -> QScrollArea:
    holder = QWidget()
    holder.setObjectName("pack_pane")
    column = QVBoxLayout(holder)
    column.setContentsMargins(tokens.space[5], tokens.space[3], tokens.space[5], tokens.space[3])
    column.addWidget(pane)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    return area
