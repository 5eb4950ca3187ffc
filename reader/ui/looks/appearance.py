"""The theme in use: chosen, or the system's, followed while the window is open."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.ui.looks.theme import Theme, Tokens, follow_scheme, palette, stylesheet, theme_for_system, theme_named


class Appearance(QObject):
    """Gives the application its palette and style sheet. Signals `changed(Theme)` when they are others than before."""

    changed = Signal(object)

    def __init__(self, app: QApplication, tokens: Tokens, choice: str) -> None:
        """`choice` is one of settings.THEMES."""
        super().__init__(app)
        self._app, self._tokens, self._choice = app, tokens, choice
        self._dressed = False
        follow_scheme(choice)
        self.theme = self._wanted()
        self._app.setPalette(palette(self.theme))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def dress(self) -> None:
        """Put the style sheet on, the first time: once the window's widgets are there.

        A sheet that is on before them is matched against each again with every step of their being put together,
        which took a quarter of the start.
        """
        if not self._dressed:
            self._apply()

    def choose(self, choice: str) -> None:
        """Use one of settings.THEMES."""
        self._choice = choice
        follow_scheme(choice)
        self._use(self._wanted())

    def _system_changed(self, _value: object) -> None:
        if self._choice == "system":
            self._use(self._wanted())

    def _wanted(self) -> Theme:
        return theme_for_system() if self._choice == "system" else theme_named(self._choice)

    def _use(self, theme: Theme) -> None:
        if theme != self.theme:
            self.theme = theme
            self._apply()
            self.changed.emit(theme)

    def _apply(self) -> None:
        self._dressed = True
        self._app.setPalette(palette(self.theme))
        sheet = stylesheet(self.theme, self._tokens)
        # Setting it goes through every widget there is, those of a window that is just being taken apart included.
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)
