"""A list or an export as pages of its own: to the printer that is chosen, or where there is none, into a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtWidgets import QWidget

from reader.durable import write_file
from reader.language import tr
from reader.notes_desk.rules import Rules
from reader.paths import plain_name
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.tokens import Tokens
from reader.ui.printing import devices
from reader.ui.printing.pages import Frame, Printout, Step, a_document, go_on, own_timers, paper_of
from reader.ui.shared.working import Watch

POINTS = 10
"""Size of the text where the document gives none."""
STYLE = ".from, .place { font-size: 8.5pt; color: #465461 } .note { white-space: pre-wrap } h3 { font-size: 11pt }"
"""Of an export's parts (`reader.notebook.exchange.text_forms`)."""


Outlet = QPagedPaintDevice | Path
"""A printer that was chosen, or the file that a PDF is to be saved as."""


class Sent(NamedTuple):
    """Where pages went: `form` is "printer" or "pdf", `pages` how many, `file` the PDF."""

    form: str
    pages: int
    file: Path | None = None


def may_send(rules: Rules) -> bool:
    """Whether the organisation allows what can be done here: a PDF is an export besides."""
    return rules.may_print and (rules.may_export or devices.can_print())


def send_label() -> str:
    """What the button that sends says it does."""
    return tr("Print…") if devices.can_print() else tr("Save as PDF…")


def choose(parent: QWidget, title: str) -> Outlet | None:
    """Ask where to; None where that was cancelled."""
    if devices.can_print():
        return devices.choose_printer(parent, title)
    return choose_file(parent, title)


def choose_file(parent: QWidget, title: str) -> Path | None:
    """Ask where to save a PDF of that title; None where that was cancelled."""
    return devices.choose_file(parent, f"{plain_name(title) or tr('Notes')}.pdf")


def send(outlet: Outlet, title: str, paint: Callable[[QPagedPaintDevice], int]) -> Sent:
    """Have `paint` paint there, on any thread.

    Raises:
        UnavailableError: the printer or the disk would not take it; a file that was there is still there.
        CancelledError: as `paint`; there is no file then.
    """
    if not isinstance(outlet, Path):
        return Sent("printer", paint(outlet))
    data, pages = devices.pdf(title, paint)
    write_file(outlet, data)
    return Sent("pdf", pages, outlet)


@dataclass(frozen=True, slots=True)
class Leaves:
    """What is no paper, ready for its pages: a list, an export.

    Attributes:
        html: its text.
        frame: around each page.
        dpi: the screen's logical dots an inch.
    """

    html: str
    frame: Frame
    dpi: float

    def paint(self, tokens: Tokens, device: QPagedPaintDevice, step: Step = go_on) -> int:
        """Paint it, on any thread; answers the number of pages. Raises as `Printout.paint`."""
        font = ui_font(tokens, POINTS)
        font.setHintingPreference(font.HintingPreference.PreferNoHinting)
        with own_timers(), a_document(QTextDocument()) as document:
            document.setDefaultFont(font)
            document.setDocumentMargin(0)
            document.setDefaultStyleSheet(STYLE)
            document.setHtml(self.html)
            document.setUseDesignMetrics(True)
            printout = Printout(document, self.frame, tokens, paper_of(device, self.dpi))
            printout.paint(device, step)
            return printout.pages


def list_frame(title: str, marking: str, foot: str) -> Frame:
    """Around what is no paper: a list, an export."""
    return Frame(head=title, first=tr("Briefing Reader"), aside="", marking=marking, foot=(foot,))


def steps(watch: Watch) -> Step:
    """For work that a dialog follows: tells it the pages, and stops where it says so."""

    def step(page: int, pages: int) -> bool:
        watch.progress(page, pages)
        return not watch.cancelled()

    return step
