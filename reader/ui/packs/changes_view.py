"""What changed in a paper between two editions: the page, its header and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from reader.language import tr
from reader.library.catalogue import Change
from reader.library.wording import change_line
from reader.packs.compare import Comparison
from reader.ui.looks.labels import text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import changes_html

_FOLD = "fold"


class ChangesText(QTextBrowser):
    """Both editions side by side. Signals `stepped(int)`: to the next (1) or previous (-1) change."""

    stepped = Signal(int)

    def __init__(self) -> None:
        """Empty, and without following links itself."""
        super().__init__()
        self.setAccessibleName(tr("Both editions, side by side"))
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and P go from change to change, as the buttons do."""
        step = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class ChangesView(QWidget):
    """The page.

    Signals:
        open_wanted(str, int): open this paper at a paragraph, 0 for its beginning.
    """

    open_wanted = Signal(str, int)

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_changes` or `show_nothing`."""
        super().__init__()
        self.setObjectName("changes_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._theme = tokens, theme
        self._key = ""
        self._comparison: Comparison | None = None
        self._opened: set[int] = set()
        self._at = -1
        self.title = look(text_label(""), "title")
        self.lead = look(text_label(""), "muted")
        self.said = text_label("")
        self.text = ChangesText()
        self.text.anchorClicked.connect(self._link)
        self.text.stepped.connect(self.step)
        self.previous = QPushButton(tr("Previous change"))
        self.previous.setToolTip(tr("Previous change (P in the text)"))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next = QPushButton(tr("Next change"))
        self.next.setToolTip(tr("Next change (N in the text)"))
        self.next.clicked.connect(lambda: self.step(1))
        self.everything = QCheckBox(tr("Show what is unchanged or only moved"))
        self.everything.toggled.connect(self._show_everything)
        self.open = QPushButton(tr("Open the paper"))
        self.open.clicked.connect(lambda: self.open_wanted.emit(self._key, self._paragraph()))
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        tools = QHBoxLayout()
        tools.setSpacing(space[2])
        for widget in (self.previous, self.next, self.everything):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(space[5], space[3], space[4], 0)
        column.setSpacing(space[2])
        column.addWidget(look(QLabel(tr("What changed")), "view-title"))
        for widget in (self.title, self.lead, self.said):
            column.addWidget(widget)
        column.addLayout(tools)
        column.addWidget(self.text, 1)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.setStyleSheet(
            f"#changes_page {{ background: {theme.surface}; }} #changes_page QTextBrowser {{ "
            f"background: {theme.surface}; font-size: {self._tokens.sizes.ui}pt; }}"
        )
        self._fill()

    def focus_target(self) -> QWidget:
        """The text."""
        return self.text

    @property
    def key(self) -> str:
        """The paper shown."""
        return self._key

    def show_changes(
        self, key: str, title: str, comparison: Comparison, said: Sequence[Change] = (), paragraph: int = 0
    ) -> None:
        """Show a comparison.

        Args:
            key: the paper's.
            title: the paper's.
            comparison: of the edition before with the one in force.
            said: what the publisher says was changed, newest first.
            paragraph: of the newer edition, to begin at; 0 begins at the first change.
        """
        self._key, self._comparison, self._at = key, comparison, -1
        self._opened = set()
        self.title.setText(title)
        self.lead.setText(self._editions(comparison))
        self.said.setText("\n".join(change_line(change) for change in said))
        self.said.setVisible(bool(said))
        self._show_tools(shown=True)
        group = changes_html.group_of(comparison, paragraph) if paragraph else None
        if group is not None and group.folds:
            self._opened.add(group.number)
        self.everything.blockSignals(True)
        self.everything.setChecked(False)
        self.everything.blockSignals(False)
        self._fill()
        if group is not None:
            self.text.scrollToAnchor(f"g{group.number}" if group.folds else f"p{paragraph}")
        elif changes_html.changed_places(comparison):
            self.step(1)

    def show_nothing(self, key: str, title: str, reason: str) -> None:
        """There is nothing to compare with: say why."""
        self._key, self._comparison, self._at = key, None, -1
        self.title.setText(title)
        self.lead.setText(reason)
        self.said.hide()
        self._show_tools(shown=False)
        self._fill()

    def _show_tools(self, *, shown: bool) -> None:
        for widget in (self.previous, self.next, self.everything, self.text):
            widget.setVisible(shown)

    def _editions(self, comparison: Comparison) -> str:
        editions = [side.meta.edition for side in (comparison.before, comparison.after) if side is not None]
        said = tr("Edition {editions}").format(editions=" → ".join(map(str, editions)))
        if comparison.same_text:
            return f"{said}. {tr('No paragraph differs; only what is said about the paper does.')}"
        return f"{said}. {tr('Paragraphs: {counted}').format(counted=changes_html.counted(comparison))}."

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) change, and say which it is; the last is followed by the first."""
        comparison = self._comparison
        places = changes_html.changed_places(comparison) if comparison is not None else ()
        if not places:
            return
        self._at = (self._at + step) % len(places) if self._at >= 0 else (0 if step > 0 else len(places) - 1)
        self.text.scrollToAnchor(places[self._at])
        announce(self.text, tr("Change {n} of {count}").format(n=self._at + 1, count=len(places)))

    @property
    def at(self) -> int:
        """Which change was gone to last, from 0; -1 for none."""
        return self._at

    def _paragraph(self) -> int:
        """The paragraph of the newer edition that the change gone to last stands at."""
        rows = [row for row in self._comparison.rows if row.kind not in changes_html.FOLDED] if self._comparison else []
        row = rows[self._at] if 0 <= self._at < len(rows) else None
        return row.after[0].number if row is not None and row.after else 0

    def _show_everything(self, shown: bool) -> None:  # noqa: FBT001 - a signal passes it so
        every = changes_html.groups(self._comparison.rows) if self._comparison is not None else ()
        self._opened = {group.number for group in every if group.folds} if shown else set()
        self._fill()

    def _link(self, link: QUrl) -> None:
        if link.scheme() != _FOLD or not link.path().isdecimal():
            return
        number = int(link.path())
        self._opened ^= {number}
        place = self.text.verticalScrollBar().value()
        self._fill()
        self.text.verticalScrollBar().setValue(place)

    def _fill(self) -> None:
        if self._comparison is None:
            self.text.clear()
            return
        place = self.text.verticalScrollBar().value()
        self.text.setHtml(changes_html.changes_html(self._comparison, self._opened, self._theme, self._tokens))
        self.text.verticalScrollBar().setValue(place)
