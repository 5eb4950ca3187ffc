"""What both halves of the renderer stand on: escaping, small type, and the state of one rendering."""

import html
import re
from dataclasses import dataclass, field

from reader.library.look import Look
from reader.library.model import Briefing
from reader.library.reference import Registers


@dataclass(slots=True)
class Context:
    """One rendering: what it renders, how, and what it has met so far."""

    briefing: Briefing
    registers: Registers
    look: Look
    titles: dict[str, str]
    abbreviations: re.Pattern[str] | None
    explained: set[str] = field(default_factory=set[str])
    referred: dict[int, int] = field(default_factory=dict[int, int])


def small(inner: str, look: Look, colour: str) -> str:
    """A paragraph of small interface type."""
    return f'<p class="small" style="{ui_style(look, look.small)};color:{colour}">{inner}</p>'


def ui_style(look: Look, size: float) -> str:
    """CSS of the interface face at `size` points."""
    return f"font-family:{attribute(look.ui_family)};font-size:{size}pt"


def escape(text: str) -> str:
    """Text for between tags."""
    return html.escape(text, quote=False)


def attribute(text: str) -> str:
    """Text for inside double quotes."""
    return html.escape(text, quote=True)
