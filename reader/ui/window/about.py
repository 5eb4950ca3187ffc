"""About a paper: in brief, what it is and is not, who wrote it from what, how sure we can be. Nothing is invented."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.language import tr, tr_n
from reader.library import wording
from reader.library.catalogue import Entry
from reader.library.model import Block, Briefing, Callout, CalloutKind, ListBlock, Prose, Quote, plain
from reader.library.shelf import Library
from reader.packs_desk.rows import edition_of
from reader.ui.looks.fonts import ui_font
from reader.ui.looks.icons import pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader.reader_words import joined, sources_counted
from reader.ui.shared.standing_words import Standings
from reader.ui.shared.words import labels

NAME_PX = 76
"""Least width of the column of names."""
WIDEST_NAME_PX = 92
"""A longer name is broken into lines, so that its value has room in the narrowest pane."""

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class About:
    """What the pane says, all of it plain text.

    Attributes:
        key: of the paper.
        title: of the paper.
        warning: FORMATS D10's line, "" where the paper is no digest.
        status: "Withdrawn" and the like, "" where there is nothing to say.
        brief: key points, or the summary where there are none.
        rows: (name, value) in order.
        signature: in words.
        development: whether this is a checkout's copy.
        signed: whether it comes from an edition that was verified.
    """

    key: str
    title: str
    warning: str
    status: str
    brief: tuple[str, ...]
    rows: tuple[Row, ...]
    signature: str
    development: bool
    signed: bool = False


def about(entry: Entry, library: Library, briefing: Briefing | None = None) -> About:
    """Gather what is known. Without `briefing` the key points and the number of sources are left out."""
    meta = entry.meta
    points = tuple(key_points(briefing)) if briefing is not None else ()
    rows = [*_use_rows(entry, library), *_time_rows(entry), *_origin_rows(entry, library, briefing)]
    return About(
        key=entry.key,
        title=meta.title,
        warning=wording.digest_line() if meta.is_digest else "",
        status=_status(entry),
        brief=points or ((meta.summary,) if meta.summary else ()),
        rows=tuple((name, value) for name, value in rows if value),
        signature=_signature(library),
        development=library.development,
        signed=edition_of(library) is not None,
    )


def _status(entry: Entry) -> str:
    """Withdrawn or superseded, with what is known of it; "" where there is nothing to say."""
    if entry.status == "withdrawn":
        return tr("Withdrawn on {date}. {reason}").format(date=wording.long_date(entry.since), reason=entry.reason)
    return tr("Superseded by a newer paper") if entry.status == "superseded" else ""


def _signature(library: Library) -> str:
    """How the signature stands."""
    if edition_of(library) is not None:
        return tr("Unaltered since published")
    return tr("Development copy") if library.development else tr("Not checked")


def _use_rows(entry: Entry, library: Library) -> list[Row]:
    meta, taxonomy = entry.meta, library.taxonomy
    return [
        (tr("For"), ", ".join(labels(taxonomy, "audience", meta.audience))),
        (tr("Topics"), ", ".join(labels(taxonomy, "topics", meta.topics))),
        (tr("Stage"), ", ".join(labels(taxonomy, "stages", meta.stages))),
        (tr("Nation"), ", ".join(labels(taxonomy, "nation", meta.nation))),
        (tr("Length"), tr("{n} min").format(n=entry.minutes)),
    ]


def _time_rows(entry: Entry) -> list[Row]:
    meta = entry.meta
    edition = str(meta.edition)
    latest = next((change for change in meta.changes if change.edition == meta.edition), None)
    if latest is not None and latest.summary:
        edition = tr("{edition}: {change}").format(edition=edition, change=latest.summary)
    return [
        (tr("Edition"), edition),
        (tr("Issued"), wording.long_date(meta.issued)),
        (tr("Law as at"), wording.long_date(meta.law_as_at)),
        (tr("Review by"), wording.long_date(meta.review_by)),
        (tr("Marking"), meta.marking),
    ]


def _origin_rows(entry: Entry, library: Library, briefing: Briefing | None) -> list[Row]:
    meta, info = entry.meta, library.info
    name = info.title or info.id
    held = tr("{library}, library edition {edition}").format(library=name, edition=info.edition) if name else ""
    return [
        (tr("Written by"), info.publisher),
        (tr("From"), _origin(entry)),
        (tr("Series"), meta.series),
        (tr("Evidence"), meta.evidence),
        (
            tr("Sources"),
            sources_counted(len(briefing.footnotes)) if briefing is not None and briefing.footnotes else "",
        ),
        (tr("Library"), held),
        *_edition_rows(library),
        (tr("Licence"), info.licence),
    ]


def _edition_rows(library: Library) -> list[Row]:
    """Who signed the edition on the shelf, and when; how long it has been here."""
    edition = edition_of(library)
    if edition is None:
        return []
    since = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(edition.verified)
    days = max(0, since.days)
    age = tr_n("{n} day ago", "{n} days ago", days).format(n=days) if days else tr("today")
    return [
        (tr("Signed by"), edition.publisher),
        (tr("Signed"), wording.long_date(edition.signed)),
        (tr("Checked"), f"{wording.long_date(edition.verified[:10])}, {age}"),
    ]


def _origin(entry: Entry) -> str:
    """What it was written from: a digest is about an original and is not it."""
    meta = entry.meta
    original = meta.original
    if original is None:
        return tr("Local document") if meta.provenance == "local" else ""
    year = wording.year_text(original.year)
    parts = (f"“{original.title}”", original.publisher, year)
    about_it = ", ".join(part for part in parts if part)
    return f"{tr('Public sources, about')} {about_it}" if meta.is_digest else about_it


def key_points(briefing: Briefing) -> Iterator[str]:
    """The key points, one string each, without footnote numbers."""
    for section in briefing.sections:
        for block in section.blocks:
            if isinstance(block, Callout) and block.kind is CalloutKind.KEY_POINTS:
                yield from _texts(block.blocks)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Prose():
                yield joined(plain(block.spans))
            case ListBlock():
                for item in block.items:
                    yield " ".join(_texts(item))
            case Quote():
                yield from _texts(block.blocks)
            case _:
                pass


class AboutView(QScrollArea):
    """Shows one About at a time; scrolls by keys. Signals `changes_wanted(str)`: both editions of this paper."""

    changes_wanted = Signal(str)

    def __init__(self, tokens: Tokens, theme: Theme, parent: QWidget | None = None) -> None:
        """An empty view."""
        super().__init__(parent)
        self._tokens, self._theme = tokens, theme
        self._shown: tuple[About, bool] | None = None
        self.standings = Standings()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("About this paper"))

    def show_about(self, shown: About, *, brief: bool) -> None:
        """Show `shown`, with the key points where `brief`."""
        self._shown = (shown, brief)
        page = QWidget()
        page.setObjectName("about_page")
        column = QVBoxLayout(page)
        space = self._tokens.space
        column.setContentsMargins(space[4], space[3], space[4], space[4])
        column.setSpacing(space[2])
        column.addWidget(look(self._text(shown.title), "title"))
        if shown.warning:
            column.addWidget(look(self._text(shown.warning), "warning"))
        if shown.status:
            column.addWidget(look(self._text(shown.status), "strong"))
        badges = self.standings.badges(shown.key, "")
        if badges:
            column.addWidget(look(self._text(" · ".join(badges)), "section"))
        if self.standings.differs(shown.key):
            changes = look(QPushButton(tr("What changed")), "link")
            changes.setAccessibleDescription(shown.title)
            changes.clicked.connect(lambda: self.changes_wanted.emit(shown.key))
            column.addWidget(changes, 0, Qt.AlignmentFlag.AlignLeft)
        if brief and shown.brief:
            column.addWidget(look(self._text(tr("In brief")), "section"))
            column.addLayout(self._points(shown.brief))
            column.addWidget(look(QFrame(), "line"))
        column.addLayout(self._grid(shown))
        column.addStretch(1)
        self.setWidget(page)  # Qt deletes the one before
        self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw again in the colours of `theme`."""
        self._theme = theme
        self.show_again()

    def show_again(self) -> None:
        """Draw what is shown anew."""
        if self._shown is not None:
            shown, brief = self._shown
            self.show_about(shown, brief=brief)

    def _text(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _points(self, points: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._tokens.space[2])
        grid.setVerticalSpacing(self._tokens.space[1])
        grid.setColumnStretch(1, 1)
        for row, point in enumerate(points):
            dot = look(self._text("•"), "value")
            grid.addWidget(dot, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(look(self._text(point), "value"), row, 1)
        return grid

    def _grid(self, shown: About) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._tokens.space[2])
        grid.setVerticalSpacing(self._tokens.space[2] - 2)
        names = [name for name, _ in shown.rows] + [tr("Signature")]
        metrics = QFontMetrics(ui_font(self._tokens, self._tokens.sizes.small))
        widths = [metrics.horizontalAdvance(name) for name in names]
        grid.setColumnMinimumWidth(0, max(NAME_PX, *(width for width in widths if width <= WIDEST_NAME_PX)))
        grid.setColumnStretch(1, 1)
        for row, (name, width) in enumerate(zip(names, widths, strict=True)):
            caption = look(self._text(name), "muted")
            if width > WIDEST_NAME_PX:
                caption.setWordWrap(True)
                caption.setMaximumWidth(max(WIDEST_NAME_PX, *map(metrics.horizontalAdvance, name.split())))
            else:
                caption.setWordWrap(False)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        for row, (_, value) in enumerate(shown.rows):
            grid.addWidget(look(self._text(value), "value"), row, 1)
        grid.addLayout(self._signature(shown), len(shown.rows), 1)
        return grid

    def _signature(self, shown: About) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._tokens.space[1])
        mark = QLabel()
        name = "shield-check" if shown.signed else "development" if shown.development else "info"
        colour = self._theme.success if shown.signed else self._theme.text_muted
        mark.setPixmap(pixmap(name, colour, self._tokens.icons.small, self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(look(self._text(shown.signature), "value"), 1)
        return row
