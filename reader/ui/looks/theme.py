"""Themes: which one applies, its palette, and the colours as the rest of the window uses them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from reader.ui.looks.stylesheet import stylesheet
from reader.ui.looks.tokens import Theme, Tokens, load_tokens

__all__ = [
    "Theme",
    "Tokens",
    "follow_scheme",
    "load_tokens",
    "palette",
    "stylesheet",
    "theme_for_system",
    "theme_from_palette",
    "theme_named",
]

ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface_sunken",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_muted",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link_visited",
    QPalette.ColorRole.Highlight: "text_selection",
    QPalette.ColorRole.HighlightedText: "on_text_selection",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_control",
    QPalette.ColorRole.Shadow: "border",
}
DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def theme_named(name: str) -> Theme:
    """The theme "light", "dark" or "high-contrast". Raises KeyError for any other name."""
    return load_tokens().themes[name]


def theme_for_system() -> Theme:
    """The theme the desktop asks for now; light where it does not say."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return theme_from_palette(theme_named("high-contrast"), QGuiApplication.palette())
    return theme_named("dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light")


def theme_from_palette(base: Theme, system: QPalette) -> Theme:
    """`base` in the desktop's own high-contrast colours, where text and ground really are far apart; else `base`.

    People who need a contrast theme choose its colours themselves (Windows: Settings, Contrast themes).
    """
    ground, text = system.color(QPalette.ColorRole.Window), system.color(QPalette.ColorRole.WindowText)
    if abs(ground.lightnessF() - text.lightnessF()) < 0.8:  # noqa: PLR2004 - black on white and the reverse, nothing softer
        return base
    grounds = ("window", "sidebar", "surface", "surface_sunken", "paper", "reader_panel", "hover")
    texts = ("text", "text_muted", "border", "border_control")
    colours: dict[str, str] = {**dict.fromkeys(grounds, ground.name()), **dict.fromkeys(texts, text.name())}
    colours["link"] = colours["accent"] = system.color(QPalette.ColorRole.Link).name()
    colours["text_selection"] = system.color(QPalette.ColorRole.Highlight).name()
    colours["on_text_selection"] = system.color(QPalette.ColorRole.HighlightedText).name()
    colours["on_accent"] = ground.name()
    return base.but(is_dark=ground.lightnessF() < text.lightnessF(), **colours)


def follow_scheme(choice: str) -> None:
    """Tell Qt which scheme is meant, so that window frames and native dialogs match `choice` (a settings.THEMES)."""
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "high-contrast": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))


def palette(theme: Theme) -> QPalette:
    """The Qt palette of `theme`, disabled texts included."""
    made = QPalette()
    for role, token in ROLES.items():
        made.setColor(role, QColor(getattr(theme, token)))
    for role in DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text_disabled))
    return made
