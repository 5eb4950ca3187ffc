"""The open paper without its page: parsed, rendered, its figures and explanations looked up and kept."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from reader.errors import NotFoundError, ReaderError
from reader.language import tr
from reader.library import wording
from reader.library.look import Look
from reader.library.model import Briefing, Paragraph
from reader.ui.looks.tokens import Tokens
from reader.ui.reader import reader_figures
from reader.ui.reader.popover import Action
from reader.ui.reader.reader_document import Link
from reader.ui.reader.reader_progress import Course, course
from reader.ui.reader.reader_words import Explained, explain_abbreviation, explain_footnote
from reader.ui.reader.reading_view import Style

if TYPE_CHECKING:
    from reader.desk import Desk

KEPT_RENDERINGS = 24
"""Documents whose HTML is kept: those read ahead, and a few for going back and forward."""
Name = tuple[str, str, Look]
"""What HTML is kept under: key, stamp of its text, and what it was rendered with."""
_PICTURE = re.compile(r'<img src="asset:([^"]*)" alt="([^"]*)"/>')
_GENERIC = frozenset({"serif", "sans-serif", "monospace"})


class Content:
    """What the page shows. Empty (`key` "") until `load`."""

    def __init__(self, desk: "Desk", tokens: Tokens) -> None:
        """Nothing is read before `load`."""
        self.key = ""
        self.briefing: Briefing | None = None
        self.course: Course | None = None
        self._desk, self._tokens = desk, tokens
        self._assets: dict[tuple[str, str], bytes | None] = {}
        self._kept: dict[Name, str] = {}
        self._drawable: dict[Name, str] = {}

    def load(self, key: str) -> Briefing:
        """Make `key` the open paper. Raises NotFoundError or LimitError; then the paper before stays open."""
        briefing = self._desk.briefing(key)
        self.key, self.briefing, self.course = key, briefing, course(briefing)
        self._assets = {}
        return briefing

    def reload(self) -> Briefing:
        """The open paper as its library holds it now; nothing rendered before holds any more. Raises as `load`."""
        self._kept.clear()
        self._drawable.clear()
        return self.load(self.key)

    def forget_figures(self) -> None:
        """The shelf changed: a figure may be another one under the same name."""
        self._assets.clear()
        self._drawable.clear()

    def forget(self) -> None:
        """The open paper is there no more."""
        self.key, self.briefing, self.course = "", None, None

    def is_as_on_shelf(self) -> bool:
        """Whether the open paper is still what the shelf has. Raises NotFoundError where it is there no more."""
        return self.briefing is self._desk.briefing(self.key)

    @property
    def name(self) -> str:
        """Title, with what a digest is not (FORMATS D10)."""
        if self.briefing is None:
            return ""
        meta = self.briefing.meta
        return f"{meta.title}. {wording.digest_line()}" if meta.is_digest else meta.title

    def paragraph(self, number: int) -> Paragraph | None:
        """The paragraph of that number."""
        paragraphs = self.briefing.paragraphs if self.briefing is not None else ()
        return paragraphs[number - 1] if 1 <= number <= len(paragraphs) else None

    def first_of(self, section: str) -> int | None:
        """Number of the first paragraph of a section."""
        found = self.briefing.section(section) if self.briefing is not None else None
        return found.paragraphs[0].number if found is not None and found.level and found.paragraphs else None

    def look(self, style: Style) -> Look:
        """What the renderer needs to know of `style`."""
        theme, families = style.theme, self._tokens.families
        return Look(
            text=theme.text,
            muted=theme.text_muted,
            accent=theme.accent,
            link=theme.link,
            panel=theme.reader_panel,
            border=theme.border,
            reading_family=_css(families.plain_reading if style.plain else families.reading),
            ui_family=_css(families.ui),
            mono_family=_css(families.mono),
            size=float(style.points),
        )

    def html(self, look: Look) -> str:
        """The paper's HTML; a figure that cannot be shown is its text alternative instead."""
        name = self._name(self.key, look)
        if name not in self._kept:
            self._keep(name, self._desk.render(self.key, look))
        return self._to_draw(name)

    def html_ahead(self, key: str, look: Look) -> str:
        """As `html`, of a paper that is not open; "" where that was not rendered ahead. Raises NotFoundError."""
        name = self._name(key, look)
        return self._to_draw(name) if name in self._kept else ""

    def html_for_print(self, look: Look, leave_out: Collection[str]) -> str:
        """As `html`, without the end sections whose anchors are in `leave_out`; not kept."""
        return self._with_alternatives(self._desk.render(self.key, look, leave_out), self.key)

    def _to_draw(self, name: Name) -> str:
        if name not in self._drawable:
            self._drawable[name] = self._with_alternatives(self._kept[name], name[0])
        return self._drawable[name]

    def _with_alternatives(self, html: str, key: str) -> str:
        return _PICTURE.sub(
            lambda found: found.group() if self._asset(key, found.group(1)) else f"<i>{found.group(2)}</i>", html
        )

    def keep(self, look: Look, found: Mapping[str, str]) -> None:
        """Keep HTML by key that was rendered with `look` elsewhere; one that has left the shelf is passed over."""
        for key, html in found.items():
            with suppress(NotFoundError):
                self._keep(self._name(key, look), html)

    def _name(self, key: str, look: Look) -> Name:
        return key, self._desk.shelf.library_of(key).stamp(key), look

    def _keep(self, name: Name, html: str) -> None:
        while len(self._kept) >= KEPT_RENDERINGS:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._drawable.pop(oldest, None)
        self._kept[name] = html
        self._drawable.pop(name, None)

    def asset(self, name: str) -> bytes | None:
        """The bytes of the open paper's figure ("figures/…"), where it can be drawn; None for any other."""
        return self._asset(self.key, name)

    def _asset(self, key: str, name: str) -> bytes | None:
        if (key, name) not in self._assets:
            try:
                data = self._desk.shelf.library_of(key).asset(name)
                self._assets[key, name] = data if reader_figures.is_drawable(data) else None
            except ReaderError:
                self._assets[key, name] = None
        return self._assets[key, name]

    def picture(self, key: str, style: Style, name: str, width: int, ratio: float) -> QImage:
        """The image for a picture's name ("asset:figures/…") in paper `key`; a placeholder for any other name."""
        data = self._asset(key, name.removeprefix("asset:")) if name.startswith("asset:") else None
        made = reader_figures.picture(data, style.theme, self._tokens, width, ratio) if data else None
        return made or reader_figures.placeholder(style.theme)

    def explain(self, link: Link) -> tuple[Explained, Sequence[Action]] | None:
        """What the card says about a footnote or an abbreviation; None for other links."""
        if self.briefing is None or link.kind not in {"note", "abbr"}:
            return None
        try:
            registers = self._desk.registers(self.key)
        except NotFoundError:
            return None
        if link.kind == "note":
            note = next((note for note in self.briefing.footnotes if str(note.number) == link.target), None)
            if note is None:
                return None
            action = Action(tr("Go to source list"), f"source:{note.number}")
            return explain_footnote(note, registers.sources.get(note.source or "")), (action,)
        entry = next((entry for entry in registers.abbreviations if entry.short == link.target), None)
        return None if entry is None else (explain_abbreviation(entry, registers.sources.get(entry.source)), ())


def _css(names: Sequence[str]) -> str:
    """Families for a CSS list; generic names stand bare."""
    return ", ".join(name if name in _GENERIC else f"'{name}'" for name in names)
