"""The window's edges: marking bars, the banner and the status bar."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from reader.language import tr
from reader.library.wording import digest_line
from reader.ui.looks.icons import icon, pixmap
from reader.ui.looks.steady import Steady
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens

NOTICE_MS = 6_000
"""How long a notice stays in the status bar."""
_MARKING_SPACING = 1.5
"""Letter spacing of a marking, in pixels."""


class MarkingBar(QLabel):
    """A protective marking across the window; hidden when there is none (FORMATS D9)."""

    def __init__(self, marking: str) -> None:
        """`marking` as the content supplies it, "" for none."""
        super().__init__()
        self.setObjectName("marking")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = QFont(self.font())
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _MARKING_SPACING)
        self.setFont(font)
        self.show_marking(marking)

    def show_marking(self, marking: str) -> None:
        """Show `marking`, or nothing for ""."""
        self.setText(marking)
        self.setAccessibleName(tr("Protective marking: {marking}").format(marking=marking))
        self.setVisible(bool(marking))


class Banner(QFrame):
    """One message above the body: what happened and what was kept, with at most one thing to do about it."""

    dismissed = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Hidden until `say`."""
        super().__init__()
        self._tokens = tokens
        look(self, "banner")
        self.setAccessibleName(tr("Message"))
        self._icon = QLabel()
        self._text = look(QLabel(), "section")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._act = QPushButton()
        self._act.clicked.connect(self._acted)
        self._action: Callable[[], None] | None = None
        self._close = look(QToolButton(), "bare")
        self._close.setToolTip(tr("Close this message"))
        self._close.setAccessibleName(tr("Close this message"))
        self._close.clicked.connect(self._closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.space[3], 0, tokens.space[3], 0)
        layout.setSpacing(tokens.space[2])
        for widget in (self._icon, self._text, self._act, self._close):
            layout.addWidget(widget)
        layout.setStretch(1, 1)
        self.setMinimumHeight(tokens.layout.banner)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Retint the icons."""
        self._icon.setPixmap(pixmap("warning", theme.warning, self._tokens.icons.default))
        self._close.setIcon(icon("close", theme, self._tokens.icons.small))

    def say(self, text: str, label: str = "", action: Callable[[], None] | None = None) -> None:
        """Show `text`, and a button `label` that does `action` where one is given."""
        self._text.setText(text)
        self._action = action
        self._act.setText(label)
        self._act.setVisible(bool(label))
        self.show()
        from reader.ui.looks.speech import announce  # noqa: PLC0415 - after the first paint

        announce(self, text)

    @property
    def text(self) -> str:
        """What is shown, "" when hidden."""
        return "" if self.isHidden() else self._text.text()

    def _acted(self) -> None:
        action = self._action
        self._closed()
        if action is not None:
            action()

    def _closed(self) -> None:
        self.hide()
        self.dismissed.emit()


class StatusBar(QFrame):
    """The foot of the window: where the library stands at the left, what the view holds at the right."""

    def __init__(self, tokens: Tokens, theme: Theme, edition: str, *, development: bool) -> None:
        """`edition` is the library's edition in words."""
        super().__init__()
        self.setObjectName("status")
        self.setAccessibleName(tr("Status"))
        self._tokens = tokens
        self._offline, self._digest_icon = QLabel(), QLabel()
        self._digest = QLabel(digest_line())
        self._dots = [QLabel("·") for _ in range(3)]
        self._notebook, self._notebook_icon = QLabel(), QLabel()
        self._drawing = ""
        self._right = Steady()
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._facts: tuple[str, ...] = ()
        self._notice = QTimer(self)
        self._notice.setSingleShot(True)
        self._notice.timeout.connect(self._show_facts)
        offline = QLabel(tr("Offline"))
        offline.setToolTip(tr("Nothing here ever contacts a network."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.space[3], 0, tokens.space[3], 0)
        layout.setSpacing(tokens.space[2])
        self._edition = QLabel(edition)
        for widget in (self._offline, offline, self._dots[0], self._edition):
            layout.addWidget(widget)
        if development:
            layout.addWidget(self._dots[1])
            layout.addWidget(QLabel(tr("Development copy")))
        for widget in (self._dots[2], self._digest_icon, self._digest):
            layout.addWidget(widget)
        layout.addStretch(1)
        for widget in (self._notebook_icon, self._notebook):
            layout.addWidget(widget)
        layout.addSpacing(tokens.space[2])
        layout.addWidget(self._right)
        self.show_digest(shown=False)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint the icons."""
        self._theme = theme
        self.show_notebook(self._notebook.text(), self._drawing)
        self._offline.setPixmap(pixmap("offline", theme.text_muted, self._tokens.icons.small))
        self._digest_icon.setPixmap(pixmap("digest", theme.text_muted, self._tokens.icons.small))

    def show_edition(self, edition: str) -> None:
        """The library's edition in words."""
        self._edition.setText(edition)

    def show_digest(self, *, shown: bool) -> None:
        """Whether what the window shows is a digest (FORMATS D10)."""
        for widget in (self._dots[2], self._digest_icon, self._digest):
            widget.setVisible(shown)

    def show_notebook(self, text: str, drawing: str) -> None:
        """The notebook's state in words, with its icon; "" shows neither."""
        self._drawing = drawing
        self._notebook.setText(text)
        if drawing:
            self._notebook_icon.setPixmap(pixmap(drawing, self._theme.text_muted, self._tokens.icons.small))
        for widget in (self._notebook, self._notebook_icon):
            widget.setVisible(bool(text))

    @property
    def notebook(self) -> str:
        """What is said of the notebook."""
        return self._notebook.text()

    def show_right(self, parts: Sequence[str]) -> None:
        """The facts at the right, in order."""
        self._facts = tuple(part for part in parts if part)
        self._notice.stop()
        self._show_facts()

    def show_notice(self, text: str) -> None:
        """One sentence at the right for a few seconds, then what stood there before."""
        self._right.setText(text)
        self._notice.start(NOTICE_MS)

    @property
    def right(self) -> str:
        """What stands at the right."""
        return self._right.text()

    def _show_facts(self) -> None:
        self._right.setText("    ".join(self._facts))
