"""What the renderer knows of the theme: the interface builds it from its tokens, the command line uses PLAIN."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as "#rrggbb", families as CSS lists, sizes in points.

    Attributes:
        text: body text.
        muted: captions, meta lines, source list.
        accent: callout borders and labels.
        link: links.
        panel: background of callouts and table headers.
        border: table hairlines.
        reading_family: body and headings.
        ui_family: labels, tables, captions.
        mono_family: code.
        size: body text.
    """

    text: str = "#15202B"
    muted: str = "#465461"
    accent: str = "#173F66"
    link: str = "#0F4C92"
    panel: str = "#F0F4F8"
    border: str = "#C9D1D9"
    reading_family: str = "'Source Serif 4', Georgia, 'Noto Serif', 'DejaVu Serif', serif"
    ui_family: str = "'Atkinson Hyperlegible Next', 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"
    mono_family: str = "Consolas, 'Liberation Mono', monospace"
    size: float = 13.0

    @property
    def h1(self) -> float:
        """Document title (22 pt at 13)."""
        return round(self.size * 22 / 13, 2)

    @property
    def h2(self) -> float:
        """Section heading (16 pt at 13)."""
        return round(self.size * 16 / 13, 2)

    @property
    def h3(self) -> float:
        """Subsection heading (13.5 pt at 13)."""
        return round(self.size * 13.5 / 13, 2)

    @property
    def ui(self) -> float:
        """Labels and tables (10.5 pt at 13)."""
        return round(self.size * 10.5 / 13, 2)

    @property
    def small(self) -> float:
        """Captions and sources (9.75 pt at 13)."""
        return round(self.size * 9.75 / 13, 2)


PLAIN = Look()
