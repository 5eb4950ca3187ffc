"""The installed libraries: from whom, which edition, how old; opening a pack, going back; publishers and refusals."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.language import tr, tr_n
from reader.library.wording import long_date
from reader.packs.clock import Freshness
from reader.packs.containers import PACK_SUFFIX
from reader.policy_words import managed
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.labels import ATTENTION, GOOD, PLAIN, empty, text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words
from reader.ui.packs.packs_parts import StateBox, facts
from reader.ui.shared import words

if TYPE_CHECKING:
    from reader.packs_desk.layers import Layer
    from reader.packs_desk.rows import LibraryRow, PublisherRow
    from reader.packs_desk.watching import Offer
    from reader.ui.packs.packs_room import PacksRoom

MOST_REPORTS = 5
"""Refusals listed; the folder keeps more."""
COLUMN = 860
"""Widest the page's column becomes, in pixels."""


class LibrariesPage(QScrollArea):
    """The page "Content packs"; it is read anew each time it is shown."""

    def __init__(self, tokens: Tokens, theme: Theme, room: "PacksRoom") -> None:
        """Asks `room` to act."""
        super().__init__()
        self.setObjectName("packs_area")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tokens, self._theme, self._room = tokens, theme, room
        self.file = look(QPushButton(tr("Open a pack file…")), "primary")
        self.file.clicked.connect(self._choose_file)
        self.folder = QPushButton(tr("Open a folder…"))
        self.folder.clicked.connect(self._choose_folder)
        self.managed = StateBox(tokens, theme, PLAIN, "lock")
        self.offers = QVBoxLayout()
        self.rows = QVBoxLayout()
        self.back_buttons: dict[str, QPushButton] = {}
        self.layer_buttons: dict[str, QPushButton] = {}
        self._build()
        self.set_theme(theme)

    def _build(self) -> None:
        space = self._tokens.space
        page = QWidget()
        page.setObjectName("packs_page")
        column = QWidget()
        column.setMaximumWidth(COLUMN)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(space[5], space[3], space[4], space[5])
        inside.setSpacing(space[3])
        head = QHBoxLayout()
        head.setSpacing(space[2])
        head.addWidget(look(QLabel(tr("Content packs")), "view-title"), 1)
        head.addWidget(self.folder)
        head.addWidget(self.file)
        inside.addLayout(head)
        lead = tr(
            "A pack is one file that ends in .briefpack, or a channel's folder. Drop one on this window or open it "
            "here; it is checked first, and you see what would change before anything does."
        )
        inside.addWidget(look(text_label(lead), "muted"))
        inside.addWidget(self.managed)
        for layout in (self.offers, self.rows):
            layout.setSpacing(space[3])
            inside.addLayout(layout)
        inside.addStretch(1)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        self.setWidget(page)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        self.setStyleSheet(f"#packs_area, #packs_page {{ background: {theme.surface_sunken}; }}")
        size = self._tokens.icons.small
        ratio = self.devicePixelRatio()
        before_words(pixmap("package", theme.on_accent, size, ratio), self.file)
        before_words(pixmap("folder", theme.text, size, ratio), self.folder)
        self.managed.set_theme(theme)
        if self.isVisible():
            self.refresh()

    def focus_target(self) -> QWidget:
        """The button that opens a pack; where packs are managed, the page itself by its first button."""
        return self.file if self.file.isEnabled() else next(iter(self.findChildren(QPushButton)), self)

    def refresh(self) -> None:
        """Read everything again."""
        packs = self._room.packs
        allowed = packs.may_install
        self.managed.setVisible(not allowed)
        self.managed.say(managed(), tr("Content packs are installed by your IT team on this computer."))
        for button in (self.file, self.folder):
            button.setEnabled(allowed)
            button.setToolTip("" if allowed else managed())
        empty(self.offers)
        for offer in self._room.offers:
            self.offers.addWidget(self._offer(offer))
        empty(self.rows)
        self.back_buttons = {}
        self.layer_buttons = {}
        for row in packs.libraries():
            self.rows.addWidget(self._library(row))
        layers = packs.layers.every()
        if layers:
            self.rows.addWidget(look(QLabel(tr("Issued layers: notes of a unit, shown beside your own")), "section"))
        for layer in layers:
            self.rows.addWidget(self._layer(layer))
        self.rows.addWidget(look(QLabel(tr("Publishers allowed on this computer")), "section"))
        publishers = packs.publishers()
        for publisher in publishers:
            self.rows.addWidget(self._publisher(publisher))
        if not publishers:
            nobody = tr("None yet. A pack can be installed once its publisher has been allowed here.")
            self.rows.addWidget(look(text_label(nobody), "muted"))
        reports = packs.refusals()[:MOST_REPORTS]
        if reports:
            self.rows.addWidget(look(QLabel(tr("Refused lately")), "section"))
        for report in reports:
            self.rows.addWidget(self._refusal(f"{packs_words.moment(report.time)}: {Path(report.pack).name}",
                                              packs_words.sentence(report.reason), report.text))  # fmt: skip

    # Cards

    def _offer(self, offer: "Offer") -> StateBox:
        box = StateBox(self._tokens, self._theme, GOOD, "package")
        box.say(packs_words.offered(offer), packs_words.counted(offer.plan.changes))
        take, leave = (look(QPushButton(label), "link") for label in (tr("Look at it"), tr("Not this one")))
        take.clicked.connect(lambda: self._room.open_pack(offer.path))
        leave.clicked.connect(lambda: self._room.dismissed.emit(offer))
        for button in (take, leave):
            button.setAccessibleDescription(box.strong.text())
            box.row.addWidget(button)
        return box

    def _library(self, row: "LibraryRow") -> QFrame:
        card = look(QFrame(), "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*(self._tokens.space[4],) * 4)
        column.setSpacing(self._tokens.space[2])
        head = QHBoxLayout()
        title = look(text_label(row.title or row.library or tr("Library")), "strong")
        head.addWidget(title, 1)
        head.addWidget(look(QLabel(signature(row)), "badge"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for warning in warnings(row):
            box = StateBox(self._tokens, self._theme, ATTENTION, "warning")
            box.say("", warning)
            column.addWidget(box)
        column.addWidget(facts(self._tokens, tuple(library_facts(row))))
        for stone in row.removed:
            gone = tr("Removed on {date}: {id}. {reason}").format(
                date=long_date(stone.date), id=stone.id, reason=packs_words.sentence(stone.reason)
            )
            column.addWidget(look(text_label(gone), "muted"))
        if row.previous is not None:
            back = QPushButton(tr("Go back to edition {n}").format(n=row.previous))
            back.setAccessibleName(tr("Go back to edition {n} of {title}").format(n=row.previous, title=row.title))
            drawing = pixmap("previous", self._theme.text, self._tokens.icons.small, self.devicePixelRatio())
            before_words(drawing, back)
            back.clicked.connect(lambda _=False, library=row.library: self._room.roll_back(library))
            self.back_buttons[row.library] = back
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _layer(self, layer: "Layer") -> StateBox:
        box = StateBox(self._tokens, self._theme, PLAIN, "notes")
        away = self._room.packs.layers.is_removed(layer)
        count = tr_n("{n} note", "{n} notes", len(layer.notes)).format(n=words.number(len(layer.notes)))
        signed = tr("signed by {publisher}").format(publisher=layer.publisher)
        lost = len(self._room.packs.layers.unplaced(layer))
        parts = [count, signed]
        if lost:
            gone = tr_n("{n} without a place in this edition", "{n} without a place in this edition", lost)
            parts.append(gone.format(n=words.number(lost)))
        if away:
            parts.append(tr("removed by you"))
        box.say(packs_words.layer_name(layer), ", ".join(parts))
        turn = look(QPushButton(tr("Bring back") if away else tr("Remove")), "link")
        turn.setAccessibleName(f"{turn.text()}: {layer.name}")
        turn.clicked.connect(lambda: self._turn_layer(layer, shown=away))
        box.row.addWidget(turn)
        self.layer_buttons[layer.id] = turn
        return box

    def _turn_layer(self, layer: "Layer", *, shown: bool) -> None:
        self._room.show_layer(layer, shown=shown)
        self.refresh()
        self.layer_buttons[layer.id].setFocus()

    def _publisher(self, row: "PublisherRow") -> QFrame:
        said = tr("Allowed by you") if row.own else tr("Allowed by your IT team")
        rows = [(tr("Publisher"), row.name), (tr("Fingerprint"), row.spoken), (tr("Allowed"), said)]
        if row.libraries:
            rows.append((tr("Libraries"), ", ".join(row.libraries)))
        return facts(self._tokens, rows)

    def _refusal(self, what: str, reason: str, report: str) -> StateBox:
        box = StateBox(self._tokens, self._theme, PLAIN, "shield-refused")
        box.say(what, reason)
        copy = look(QPushButton(tr("Copy details for IT")), "link")
        copy.setAccessibleName(tr("Copy details for IT: {what}").format(what=what))
        copy.clicked.connect(lambda: self._copy(report))
        box.row.addWidget(copy)
        return box

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self._room.said.emit(tr("Details copied"))

    # Choosing

    def _choose_file(self) -> None:
        kinds = f"{tr('Content packs')} (*{PACK_SUFFIX})"
        name, _ = QFileDialog.getOpenFileName(self._room.window, tr("Open a content pack"), "", kinds)
        if name:
            self._room.open_pack(Path(name))

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._room.window, tr("Open a channel’s folder"))
        if name:
            self._room.open_pack(Path(name))


def signature(row: "LibraryRow") -> str:
    """How a library's signature stands, in words."""
    if row.fingerprint:
        return tr("Unaltered since published")
    return tr("Development copy") if row.development else tr("Not checked")


def warnings(row: "LibraryRow") -> Iterator[str]:
    """What a person should know about a library's age (FORMATS P7)."""
    age = row.staleness
    if age is None:
        return
    if age.freshness is Freshness.EXPIRED:
        yield tr("This edition is old: its pack could be installed until {date}. Ask for a newer one.").format(
            date=long_date(age.expires)
        )
    if age.overdue:
        late = tr_n("{n} paper is past its review date", "{n} papers are past their review date", len(age.overdue))
        since = tr("the earliest since {date}").format(date=long_date(age.overdue[0][1]))
        yield f"{late.format(n=words.number(len(age.overdue)))}, {since}."
    if age.set_back:
        yield tr("This computer’s clock shows an earlier day than it did before. Ages are told by the later one.")


def library_facts(row: "LibraryRow") -> Iterator[tuple[str, str]]:
    """Names and values of one library."""
    papers = tr_n("{n} paper", "{n} papers", row.documents).format(n=words.number(row.documents))
    yield tr("Edition"), f"{row.edition}, {papers}"
    if row.publisher:
        yield tr("Publisher"), row.publisher
    if row.signed:
        yield tr("Signed"), long_date(row.signed)
    if row.installed:
        age = packs_words.age(row.staleness.installed_days) if row.staleness is not None else ""
        yield tr("Installed"), f"{long_date(row.installed)}, {age}" if age else long_date(row.installed)
    if row.machine:
        yield tr("For"), tr("Everyone on this computer; your IT team looks after it")
    if row.bundled:
        yield tr("Came"), tr("With the program")
    if row.review_by:
        yield tr("Review by"), long_date(row.review_by)
    if row.previous is not None:
        yield tr("Kept"), tr("Edition {n}, to go back to").format(n=row.previous)
    if row.layers:
        yield tr("Layers"), ", ".join(name.removeprefix("layers/").removesuffix(".json") for name in row.layers)
