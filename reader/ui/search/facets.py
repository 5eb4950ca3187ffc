"""The filters of the search page: groups that fold, a tick and a count a row."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import current, tr
from reader.library.catalogue import Taxonomy
from reader.ui.looks.icons import icon
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tick import Tick
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.search.question import MINE
from reader.ui.shared import words

ORDER = ("audience", "topics", "stages", "nation", "type")
"""Groups from top to bottom."""


class FacetRow(QWidget):
    """One key: tick, label, count. Signals `toggled(bool)` when the person changes it."""

    toggled = Signal(bool)

    def __init__(self, label: str, tokens: Tokens, theme: Theme) -> None:
        """Unticked, with nothing counted."""
        super().__init__()
        self._name = label
        self.tick = Tick(theme, tokens.targets.minimum)
        self.tick.clicked.connect(self.toggled)
        self._label = look(QLabel(label), "facet")
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._count = look(QLabel(), "caption")
        self.setMinimumHeight(tokens.targets.checkbox_row - 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.tick)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._count)

    def show_state(self, count: int, *, ticked: bool) -> None:
        """The count under the other filters; nothing to find is disabled but stays in sight."""
        self.tick.setChecked(ticked)
        self._count.setText(words.number(count))
        usable = count > 0 or ticked
        self.tick.setEnabled(usable)
        self._label.setEnabled(usable)
        self.setToolTip("" if usable else tr("No passages here"))
        self.tick.setAccessibleName(f"{self._name}, {words.passages(count)}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The label is part of the target."""
        if event.button() == Qt.MouseButton.LeftButton and self.tick.isEnabled():
            self.tick.click()


class FacetGroup(QWidget):
    """A heading that folds, and its rows. Signals `changed(str, bool)`: a key and whether it is ticked now."""

    changed = Signal(str, bool)

    def __init__(self, facet: str, keys: Mapping[str, str], tokens: Tokens, theme: Theme) -> None:
        """`keys` are shown by their labels, in order."""
        super().__init__()
        self.facet = facet
        self._tokens, self._theme = tokens, theme
        self.head = look(QToolButton(), "fold")
        self.head.setText(words.facet_label(facet))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.head.setCheckable(True)
        self.head.setChecked(True)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.toggled.connect(self._fold)
        self._body = QWidget()
        self.rows = {key: FacetRow(label, tokens, theme) for key, label in keys.items()}
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        for key, row in self.rows.items():
            row.toggled.connect(partial(self.changed.emit, key))
            body.addWidget(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.head)
        layout.addWidget(self._body)
        self._fold(shown=True)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self._fold(shown=self.head.isChecked())
        for row in self.rows.values():
            row.tick.set_theme(theme)

    def _fold(self, shown: bool) -> None:  # noqa: FBT001 - connected to a signal that passes it so
        self._body.setVisible(shown)
        self.head.setIcon(icon("chevron-down" if shown else "chevron-right", self._theme, self._tokens.icons.small))
        self.head.setIconSize(QSize(self._tokens.icons.small, self._tokens.icons.small))
        state = tr("{group}, open") if shown else tr("{group}, folded")
        self.head.setAccessibleName(state.format(group=self.head.text()))


class Facets(QScrollArea):
    """All groups.

    Signals:
        changed(str, str, bool): facet, key, ticked.
        cleared(): all filters off.
    """

    changed = Signal(str, str, bool)
    cleared = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, taxonomy: Taxonomy) -> None:
        """Groups from the taxonomy, in its order."""
        super().__init__()
        self.setObjectName("facets")
        self.setFixedWidth(tokens.layout.facets)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("facets_page")
        self.clear = look(QPushButton(), "link")
        self.clear.clicked.connect(self.cleared)
        head = QHBoxLayout()
        head.addWidget(look(QLabel(tr("Filter")), "section"))
        head.addStretch(1)
        head.addWidget(self.clear)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(tokens.space[3], tokens.space[3], tokens.space[2], tokens.space[3])
        layout.setSpacing(tokens.space[2])
        layout.addLayout(head)
        self.mine = FacetRow(tr("Only my notes"), tokens, theme)
        self.mine.toggled.connect(self._mine_toggled)
        layout.addWidget(self.mine)
        self.groups: dict[str, FacetGroup] = {}
        self._tokens, self._layout = tokens, layout
        layout.addStretch(1)
        self.setWidget(page)
        self.renew(taxonomy, theme)
        self.show_mine(None, ticked=False)

    def renew(self, taxonomy: Taxonomy, theme: Theme) -> None:
        """Make the groups anew from another taxonomy; nothing is ticked or counted until `show_counts`."""
        for group in self.groups.values():
            self._layout.removeWidget(group)
            group.hide()
            group.deleteLater()
        self.groups = {}
        for facet in ORDER:
            keys = {term.key: term.label(current()) for term in taxonomy.facets.get(facet, ())}
            if keys:
                self.groups[facet] = FacetGroup(facet, keys, self._tokens, theme)
                self.groups[facet].changed.connect(partial(self.changed.emit, facet))
                self._layout.insertWidget(self._layout.count() - 1, self.groups[facet])
        self.show_counts({}, frozenset())

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self.mine.tick.set_theme(theme)
        for group in self.groups.values():
            group.set_theme(theme)

    def show_mine(self, count: int | None, *, ticked: bool) -> None:
        """Passages that bear one's own marks; None where no notebook is open, and then the row is not there."""
        self.mine.setVisible(count is not None or ticked)
        self.mine.show_state(count or 0, ticked=ticked)

    def _mine_toggled(self, on: bool) -> None:  # noqa: FBT001 - a signal passes it so
        self.changed.emit(*MINE, on)

    def show_counts(self, counts: Mapping[str, Mapping[str, int]], ticked: frozenset[tuple[str, str]]) -> None:
        """Counts of an answer, and what is ticked."""
        for facet, group in self.groups.items():
            held = counts.get(facet, {})
            for key, row in group.rows.items():
                row.show_state(held.get(key, 0), ticked=(facet, key) in ticked)
        self.clear.setVisible(bool(ticked))
        self.clear.setText(tr("Clear {n}").format(n=len(ticked)))
        self.clear.setAccessibleName(tr("Clear all filters"))
