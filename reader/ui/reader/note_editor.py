"""Writing a note where its card stands: text, tags with completion, kind; what is unsaved is never lost."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr
from reader.notebook.model import HIGHLIGHTS, Annotation, Kind
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.card_paint import BAR_PX, SHAPE_PX
from reader.ui.shared import kinds

FEWEST_LINES, MOST_LINES = 3, 12
"""Lines of the text field; beyond the last it scrolls."""
SEPARATOR = ","


class NoteText(QPlainTextEdit):
    """Plain text; the keys of the editor go to the editor."""

    def __init__(self, parent: QWidget) -> None:
        """As high as its text, within bounds."""
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Note"))
        self.setPlaceholderText(tr("Write a note"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the text."""
        lines = min(max(self.document().size().toSize().height(), FEWEST_LINES), MOST_LINES)
        edges = 2 * round(self.document().documentMargin()) + 6
        height = lines * self.fontMetrics().lineSpacing() + edges
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is the editor's."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu; it is closed with the editor."""
        menu = self.createStandardContextMenu()
        menu.setParent(self, menu.windowFlags())
        menu.exec(event.globalPos())
        menu.deleteLater()


class TagField(QLineEdit):
    """Tags with commas between; the last one is completed from those in use."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self.setAccessibleName(tr("Tags, with commas between"))
        self.setPlaceholderText(tr("Tags"))
        self._words = QStringListModel(self)
        self._list = QListView(self)
        completer = QCompleter(self._words, self)
        completer.setPopup(self._list)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setWidget(self)
        completer.activated.connect(self._complete)
        self._completer = completer
        self.textEdited.connect(self._offer)

    def offer(self, tags: Sequence[str]) -> None:
        """Complete from these."""
        self._words.setStringList(list(tags))

    def tags(self) -> tuple[str, ...]:
        """What stands there, none twice."""
        return tuple(dict.fromkeys(word for part in self.text().split(SEPARATOR) if (word := part.strip())))

    def show_tags(self, tags: Sequence[str]) -> None:
        """Fill the field."""
        self.setText(f"{SEPARATOR} ".join(tags))

    def _offer(self) -> None:
        word = self.text()[: self.cursorPosition()].rpartition(SEPARATOR)[2].strip()
        self._completer.setCompletionPrefix(word)
        if word and self._completer.completionCount() and self._completer.currentCompletion() != word:
            self._completer.complete()
        else:
            self._list.hide()

    def _complete(self, tag: str) -> None:
        before, after = self.text()[: self.cursorPosition()], self.text()[self.cursorPosition() :]
        head, comma, _ = before.rpartition(SEPARATOR)
        done = f"{head}{comma}{' ' if comma else ''}{tag}"
        self.setText(done + after)
        self.setCursorPosition(len(done))
        self.textEdited.emit(self.text())


class NoteEditor(QFrame):
    """The form. Holds text, knows nothing of the notebook.

    Signals:
        save_wanted(): Ctrl+Enter or the button.
        put_away(): Esc: keep a draft and close.
        discard_wanted(): throw away what is unsaved.
        kind_wanted(Kind): another kind.
        edited(): text or tags changed.
        resized(): it wants another height.
    """

    save_wanted = Signal()
    put_away = Signal()
    discard_wanted = Signal()
    kind_wanted = Signal(object)
    edited = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme) -> None:
        """Hidden and empty."""
        super().__init__(parent)
        self.setObjectName("note_editor")
        self.setAccessibleName(tr("Note editor"))
        self._tokens, self._theme = tokens, theme
        self._kind = Kind.NOTE
        self._hint: Callable[[str], str] = lambda _text: ""
        self.kind = look(QToolButton(self), "fold")
        self._kinds = QMenu(self.kind)
        self.status = look(QLabel(self), "caption")
        self.text = NoteText(self)
        self.tags = TagField(self)
        self.hint = self._line("warning")
        self.problem = self._line("warning")
        self.save = look(QPushButton(tr("Save"), self), "primary")
        self.discard = look(QPushButton(tr("Discard"), self), "link")
        self._build()
        self.set_theme(theme)
        self.hide()

    def _line(self, name: str) -> QLabel:
        label = look(QLabel(self), name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    def _build(self) -> None:
        space = self._tokens.space
        head, foot = QHBoxLayout(), QHBoxLayout()
        self.kind.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.kind.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kind.setIconSize(QSize(SHAPE_PX, SHAPE_PX))
        menu = self._kinds
        menu.aboutToShow.connect(self._fill_kinds)
        self.kind.setMenu(menu)
        head.addWidget(self.kind)
        head.addStretch(1)
        head.addWidget(self.status)
        foot.addWidget(self.save)
        foot.addWidget(self.discard)
        foot.addStretch(1)
        self.save.setToolTip(tr("Save ({key})").format(key="Ctrl+Enter"))
        self.discard.setToolTip(tr("Throw away what is not saved"))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(space[3], space[1], space[2], space[2])
        column.setSpacing(space[1] + 2)
        column.addLayout(head)
        for part in (self.text, self.tags, self.hint, self.problem):
            column.addWidget(part)
        column.addLayout(foot)
        self.text.textChanged.connect(self._changed)
        self.tags.textEdited.connect(self._changed)
        self.save.clicked.connect(self.save_wanted)
        self.discard.clicked.connect(self.discard_wanted)

    def _fill_kinds(self) -> None:
        menu = self._kinds
        menu.clear()
        for kind in (*HIGHLIGHTS, Kind.NOTE):
            action = menu.addAction(kinds.shape_icon(kind, self._theme, SHAPE_PX), kinds.label(kind))
            action.setEnabled(kind is not self._kind)
            action.triggered.connect(lambda _=False, chosen=kind: self.kind_wanted.emit(chosen))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        small, radius = self._tokens.sizes.small, self._tokens.radii.control
        self.setStyleSheet(
            f"#note_editor {{ background: {theme.surface}; border: 1px solid {theme.border_control}; }}"
            f"QPlainTextEdit, QLineEdit {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {radius}px; font-size: {small}pt; selection-background-color: {theme.text_selection};"
            f" selection-color: {theme.on_text_selection}; }}"
            f"QLineEdit {{ min-height: 26px; padding: 0 5px; }}"
            f"QPushButton {{ min-height: 26px; font-size: {small}pt; }}"
            f"QToolButton {{ font-size: {small}pt; }}"
        )
        self.show_kind(self._kind)

    def show_kind(self, kind: Kind) -> None:
        """The kind of the mark that is written on."""
        self._kind = kind
        self.kind.setText(f" {kinds.label(kind)}")
        self.kind.setIcon(kinds.shape_icon(kind, self._theme, SHAPE_PX))
        self.kind.setAccessibleName(tr("Kind: {kind}").format(kind=kinds.label(kind)))
        self.kind.setEnabled(kind is not Kind.BOOKMARK)
        self.update()

    def load(self, annotation: Annotation, known: Sequence[str], hint: Callable[[str], str]) -> None:
        """Show a mark's text; `known` tags are offered, and `hint` is asked what to say of words that are typed."""
        self._hint = hint
        self.text.blockSignals(True)
        self.text.setPlainText(annotation.note)
        self.text.blockSignals(False)
        self.tags.show_tags(annotation.tags)
        self.tags.offer(known)
        self.show_kind(annotation.kind)
        self.problem.hide()
        self.say("")
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.text.fit()
        self._look_at_words()

    def forget(self) -> None:
        """Hold nothing of any note: text, tags, what could be undone, completions."""
        self.text.blockSignals(True)
        self.text.setPlainText("")
        self.text.document().clearUndoRedoStacks()
        self.text.blockSignals(False)
        self.tags.clear()
        self.tags.offer(())
        for label in (self.status, self.hint, self.problem):
            label.clear()
        self.hide()

    def say(self, words: str) -> None:
        """The small line at the top right: saved or kept, and when."""
        self.status.setText(words)

    def fail(self, words: str) -> None:
        """Why it could not be saved; the text stays."""
        self.problem.setText(words)
        self.problem.show()
        self.resized.emit()

    def _changed(self) -> None:
        self.text.fit()
        self._look_at_words()
        self.edited.emit()
        self.resized.emit()

    def _look_at_words(self) -> None:
        """FORMATS N10: a hint, nothing more; it neither blocks nor keeps anything."""
        said = self._hint(f"{self.text.toPlainText()}\n{self.tags.text()}")
        self.hint.setVisible(bool(said))
        self.hint.setText(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves, Esc puts away."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The text is what there is to type in."""
        self.text.setFocus(event.reason())

    def sizeHint(self) -> QSize:
        """At the width of the lane: lines that wrap need their height."""
        width, inside = max(self._tokens.layout.margin_lane, self.width()), self._column
        # While no line that wraps is shown, a layout answers -1 for the height at a width.
        return QSize(width, inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kind's bar at the left, as on the card."""
        super().paintEvent(event)
        painter = QPainter(self)
        colour = QColor(kinds.mark_colour(self._kind, self._theme))
        painter.fillRect(QRectF(0, 0, BAR_PX, self.height()), colour)
        painter.end()
