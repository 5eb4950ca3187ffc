"""One paper in full, ready for its pages: always in the light colours, with its sources' addresses as text."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from html import escape
from textwrap import shorten

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPagedPaintDevice, QTextCharFormat, QTextCursor, QTextDocument

from reader.desk import Desk
from reader.language import tr
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.html_parts import small
from reader.library.look import Look
from reader.notebook.exchange.sheet import Row, Sheet, uncontrolled
from reader.notebook.model import Annotation
from reader.ui.looks.fonts import reading_font
from reader.ui.looks.theme import theme_named
from reader.ui.looks.tokens import Tokens
from reader.ui.printing.beside import Beside
from reader.ui.printing.drawings import Drawings
from reader.ui.printing.pages import Frame, Paper, Printout, Step, a_document, go_on, own_timers, paper_of
from reader.ui.reader import reader_document
from reader.ui.reader.reader_content import Content
from reader.ui.reader.reader_document import DocumentMap, Spacing
from reader.ui.reader.reader_fit import TableFit
from reader.ui.reader.reading_view import Style

POINTS = 11
"""Size of the text."""
SPACING = 152
"""Line spacing in percent, as on the screen: the lines under marked text need the room."""
GAP_PX = 11
"""Between paragraphs."""
MOST_QUOTED = 160
"""Characters of a marked passage that stand with its note: all of it is marked in the text."""
SOURCES, RELATED, SIGNPOSTS = "end-sources", "end-related", "end-signposts"
_BODY = re.compile(r"<body[^>]*>")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants on paper.

    Attributes:
        key: "library/id".
        marking: the effective one, "" for none.
        sources: the footnotes' sources in full.
        related: related papers and where to turn.
        notes: one's own marks, as an export has them in words; None to leave them out.
        marks: the same marks, to be shown in the text.
        warnings: what stands above the paper on the screen: withdrawn, superseded, overdue.
        plain: in the sans-serif face.
        dpi: the screen's logical dots an inch.
        today: the day it is printed.
    """

    key: str
    marking: str
    sources: bool = True
    related: bool = True
    notes: Sheet | None = None
    marks: tuple[Annotation, ...] = ()
    warnings: tuple[str, ...] = ()
    plain: bool = False
    dpi: float = 96.0
    today: dt.date = dt.date.min


def print_paper(desk: Desk, tokens: Tokens, wanted: Wanted, device: QPagedPaintDevice, step: Step = go_on) -> int:
    """Paint a paper on `device`. Runs on any thread; answers the number of pages.

    Raises:
        NotFoundError, LimitError: there is no such paper, or none that can be shown.
        CancelledError: `step` said so.
        UnavailableError: the device would not take it.
    """
    content = Content(desk, tokens)
    content.load(wanted.key)
    paper = paper_of(device, wanted.dpi)
    with own_timers():
        made, mapped = _document(content, tokens, wanted, paper)
        with a_document(made) as document:
            beside = Beside(document, mapped, tokens, wanted.dpi)
            if content.briefing is not None and wanted.marks:
                beside.place(wanted.marks, content.briefing)
            printout = Printout(document, _frame(desk, desk.entry(wanted.key), wanted), tokens, paper, beside=beside)
            printout.paint(device, step)
            return printout.pages


def _document(content: Content, tokens: Tokens, wanted: Wanted, paper: Paper) -> tuple[QTextDocument, DocumentMap]:
    style = Style(theme_named("light"), POINTS, SPACING, wanted.plain)
    look = content.look(style)
    look = replace(look, link=look.text)  # nothing can be pressed on paper
    leave_out = {SOURCES} if not wanted.sources else set[str]()
    leave_out |= {RELATED, SIGNPOSTS} if not wanted.related else set()
    html = content.html_for_print(look, leave_out)
    html = _with(html, _warned(wanted.warnings, look, style.theme.danger), _notes(wanted.notes, look))
    heights = tokens.line_heights
    spacing = Spacing(wanted.dpi, style.spacing, heights.heading, heights.note, GAP_PX)
    font = reading_font(tokens, POINTS, plain=wanted.plain)
    font.setHintingPreference(font.HintingPreference.PreferNoHinting)
    document, mapped = reader_document.build(None, html, font, look, spacing)
    document.setUseDesignMetrics(True)
    _unlink(document, mapped)
    _flush(document)
    _wrap_code(document)
    width = int(paper.body.width())
    drawings = Drawings(document, content.asset, tokens, QSizeF(width, paper.body.height()))
    drawings.fit(document, mapped)
    TableFit(document).fit(width)
    return document, mapped


def _flush(document: QTextDocument) -> None:
    """The reader's room above and below the text: on paper it would stand on every page."""
    root = document.rootFrame()
    style = root.frameFormat()
    style.setTopMargin(0)
    style.setBottomMargin(0)
    root.setFrameFormat(style)


def _wrap_code(document: QTextDocument) -> None:
    """Long lines of code go on below: nobody can scroll sideways on paper."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        style = block.blockFormat()
        if style.nonBreakableLines():
            style.setNonBreakableLines(False)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(style)
        block = block.next()


def _unlink(document: QTextDocument, mapped: DocumentMap) -> None:
    """Nothing can be pressed on paper: no lines under links, and no link in a PDF."""
    plain = QTextCharFormat()
    plain.setAnchorHref("")
    plain.setAnchor(False)
    plain.setFontUnderline(False)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for link in mapped.links:
        cursor.setPosition(link.start)
        cursor.setPosition(link.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(plain)
    cursor.endEditBlock()


def _with(html: str, above: str, below: str) -> str:
    body = _BODY.search(html)
    at = body.end() if body else 0
    return html[:at] + above + html[at:].replace("</body>", f"{below}</body>")


def _warned(warnings: tuple[str, ...], look: Look, colour: str) -> str:
    boxes = "".join(
        f'<table width="100%" cellspacing="0"><tr><td bgcolor="{look.panel}" style="border-left:4px solid {colour}">'
        f'<p style="font-size:{look.size}pt"><b>{escape(words)}</b></p></td></tr></table>'
        for words in warnings
    )
    # The title has no room above it of its own.
    return f'{boxes}<p style="font-size:4pt">&nbsp;</p>' if boxes else ""


def _notes(sheet: Sheet | None, look: Look) -> str:
    """One's own notes after everything that was published, and told apart from it."""
    if sheet is None:
        return ""
    heading = f'<h2 style="font-size:{look.h2}pt"><a name="end-notes"></a>{escape(tr("My notes"))}</h2>'
    apart = small(escape(f"{sheet.lines[0]} {tr('They are no part of the paper.')}"), look, look.muted)
    return heading + apart + "".join(_note(row) for group in sheet.groups for row in group.rows)


def _note(row: Row) -> str:
    parts = [f"<b>{escape(' · '.join(part for part in (row.kind, row.place) if part))}</b>"]
    parts += [f"<i>“{escape(shorten(row.quote, MOST_QUOTED, placeholder='…'))}”</i>"] if row.quote else []
    parts += [escape(row.note).replace("\n", "<br/>")] if row.note else []
    parts += [escape(tr("Tags: {tags}").format(tags=", ".join(row.tags)))] if row.tags else []
    parts += [escape(row.warning)] if row.warning else []
    return f"<p>{'<br/>'.join(parts)}</p>"


def _frame(desk: Desk, entry: Entry, wanted: Wanted) -> Frame:
    meta, library = entry.meta, desk.shelf.library_of(entry.key).info
    standing = {"withdrawn": tr("Withdrawn"), "superseded": tr("Superseded")}.get(entry.status, "")
    version = [entry.key, tr("Edition {n}").format(n=meta.edition)]
    if meta.issued:
        version.append(tr("issued {date}").format(date=wording.long_date(meta.issued)))
    printed = [tr("Printed on {date}").format(date=wording.long_date(wanted.today.isoformat())), uncontrolled()]
    if library.title:
        printed.append(tr("{library}, edition {n}").format(library=library.title, n=library.edition))
    return Frame(
        head=meta.title,
        first=library.title or library.publisher,
        aside=". ".join(part for part in (standing, wording.digest_line() if meta.is_digest else "") if part),
        marking=wanted.marking,
        foot=(" · ".join(version), " · ".join(printed)),
    )
