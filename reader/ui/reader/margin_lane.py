"""The margin lane: note cards beside their text, tied to it by a line."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QPushButton, QWidget

from reader.language import tr_n
from reader.notebook.model import Kind
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Tokens
from reader.ui.reader import mark_words
from reader.ui.reader.card_paint import HEAD_PX, TOP_PX, CardPainter, CardText, card_text
from reader.ui.reader.lane_layout import arrange
from reader.ui.reader.mark_layer import Placed, Ref
from reader.ui.reader.note_card import EDGE_PX, NoteCard, card_width
from reader.ui.reader.paper_notes import PaperNotes
from reader.ui.reader.reading_view import SIDE_PX, ReadingView

LEADER_PX = 6
"""Between the column and the line that leads to a card."""
MOST_KEPT = 1_000
"""Cards whose layout is kept."""
HEAD_MIDDLE = TOP_PX + HEAD_PX // 2
"""From a card's upper edge to the middle of its head, which stands level with the text."""


class MarginLane(QWidget):
    """Cards for the marks in sight; they are reused while the text goes by.

    Signals:
        picked(Ref), edit_wanted(Ref), menu_wanted(Ref, QPoint), delete_wanted(Ref), step_wanted(int), left(): a card's.
        all_wanted(): there are more notes here than the lane holds.
    """

    picked = Signal(object)
    edit_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    delete_wanted = Signal(object)
    step_wanted = Signal(int)
    left = Signal()
    all_wanted = Signal()

    def __init__(self, view: ReadingView, notes: PaperNotes, tokens: Tokens) -> None:
        """Beside the column of `view`; empty while that has no lane."""
        super().__init__(view)
        self.setObjectName("margin_lane")
        self._view, self._notes, self._tokens = view, notes, tokens
        self._painter = CardPainter(tokens, view.theme)
        self._cards: list[NoteCard] = []
        self._texts: dict[Ref, tuple[object, CardText, float]] = {}
        self._leaders: list[tuple[float, float, bool]] = []
        self._editor: QWidget | None = None
        self._edited: Ref | None = None
        self._more = look(QPushButton(self), "link")
        self._more.hide()
        self._more.clicked.connect(self.all_wanted)
        view.moved.connect(self.place)
        self.hide()

    @property
    def shown(self) -> tuple[NoteCard, ...]:
        """The cards on the screen, from the top."""
        return tuple(card for card in self._cards if card.ref is not None)

    def host(self, editor: QWidget | None, ref: Ref | None) -> None:
        """Show `editor` in place of the card of `ref`; None to have the card back."""
        self._editor, self._edited = editor, ref
        if editor is not None:
            editor.setParent(self)
            editor.show()
        self.place()

    def place(self) -> None:
        """Put every card beside its text."""
        view = self._view
        self.setVisible(view.has_lane and bool(view.layer.placed))
        if not self.isVisibleTo(view):
            self._free(frozenset())
            self._texts.clear()
            self._more.hide()
            return
        viewport = view.viewport().geometry()
        left = viewport.right() + 1
        width = SIDE_PX + self._tokens.layout.margin_lane + EDGE_PX
        self.setGeometry(left, viewport.y(), width, viewport.height())
        self.raise_()
        if self._painter.theme is not view.theme:
            self._painter = CardPainter(self._tokens, view.theme)
        self._fill()
        self.update()

    def _fill(self) -> None:
        view, notes = self._view, self._notes
        chosen = self._chosen()
        scroll = view.verticalScrollBar().value()
        lines = [view.layer.rects(view.document(), one)[0].center().y() - scroll for one in chosen]
        measured = [self._measured(one) for one in chosen]
        texts, heights = [text for text, _ in measured], [height for _, height in measured]
        if self._editor is not None:
            own = float(self._editor.sizeHint().height())
            heights = [own if one.ref == self._edited else height for one, height in zip(chosen, heights, strict=True)]
        active = next((index for index, one in enumerate(chosen) if one.ref == notes.active), None)
        tops = arrange([line - HEAD_MIDDLE for line in lines], heights, active)
        self._leaders = []
        seen = [
            (one, text, (line, top, height))
            for one, text, line, top, height in zip(chosen, texts, lines, tops, heights, strict=True)
            if top is not None and top + height > 0 and top < self.height()
        ]
        self._free({one.ref for one, _, _ in seen if one.ref != self._edited})
        for one, text, where in seen:
            self._put(one, text, where)
        self._show_more([index for index, top in enumerate(tops) if top is None], lines, heights, tops)

    def _chosen(self) -> list[Placed]:
        """The marks with something to say, on the screen and a screenful around it."""
        view = self._view
        first, last = view.overlay.span_in_sight()
        around = max(last - first, 1)
        return [
            one
            for one in view.layer.within(first - around, last + around)
            if self.has(one)
            if view.layer.rects(view.document(), one)
        ]

    def has(self, one: Placed) -> bool:
        """Whether a mark has a card: it says something, is a draft, or is the active one."""
        annotation, notes = one.annotation, self._notes
        says = bool(annotation.note or annotation.tags) or one.kind is Kind.NOTE
        return says or one.ref == notes.active or one.ref in notes.drafts

    def _measured(self, one: Placed) -> tuple[CardText, float]:
        """What a card shows and its height; kept while nothing of it changes."""
        notes = self._notes
        state = (id(one.annotation), id(notes.drafts.get(one.ref)), notes.just_saved, self._painter)
        known = self._texts.get(one.ref)
        if known is None or known[0] != state:
            if len(self._texts) > MOST_KEPT:
                self._texts.clear()
            text = self._text(one)
            known = state, text, float(self._painter.height(text, self._tokens.layout.margin_lane))
            self._texts[one.ref] = known
        return known[1], known[2]

    def _text(self, one: Placed) -> CardText:
        notes = self._notes
        saved = notes.is_saved(one.ref)
        made = card_text(one.annotation, draft=notes.drafts.get(one.ref), saved=saved, listed=False)
        ref, words = notes.just_saved
        return replace(made, date=words) if ref == one.ref else made

    def _put(self, one: Placed, text: CardText, where: tuple[float, float, float]) -> None:
        line, top, height = where
        lane, active = self._tokens.layout.margin_lane, one.ref == self._notes.active
        self._leaders.append((line, top + HEAD_MIDDLE, active))
        if self._editor is not None and one.ref == self._edited:
            self._editor.setGeometry(SIDE_PX, round(top), lane, round(height))
            self._editor.raise_()
            return
        card = self._card(one.ref)
        draft = self._notes.drafts.get(one.ref)
        spoken = mark_words.spoken(draft or one.annotation, is_draft=draft is not None)
        card.show_mark(one.ref, text, spoken, self._painter, active=active)
        card.setGeometry(SIDE_PX - EDGE_PX, round(top) - EDGE_PX, card_width(lane), round(height) + 2 * EDGE_PX)
        card.show()

    def _show_more(
        self, missing: Sequence[int], lines: Sequence[float], heights: Sequence[float], tops: Sequence[float | None]
    ) -> None:
        """Say how many notes stand here that the lane has no room for."""
        here = [index for index in missing if 0 <= lines[index] < self.height()]
        self._more.setVisible(bool(here))
        if here:
            words = tr_n("{n} more here: see Notes", "{n} more here: see Notes", len(here))
            self._more.setText(words.format(n=len(here)))
            ends = [top + height for top, height in zip(tops, heights, strict=True) if top is not None]
            low = max((end for end in ends if end < self.height() - 30), default=0)
            self._more.adjustSize()
            self._more.move(SIDE_PX, round(min(low + 4, self.height() - self._more.height())))
            self._more.raise_()

    def _card(self, ref: Ref) -> NoteCard:
        """The card that shows `ref` already, else a free one."""
        found = next((card for card in self._cards if card.ref == ref), None)
        found = found or next((card for card in self._cards if card.ref is None), None)
        if found is None:
            found = NoteCard(self, self._tokens, self._painter)
            found.picked.connect(self.picked)
            found.edit_wanted.connect(self.edit_wanted)
            found.menu_wanted.connect(self.menu_wanted)
            found.delete_wanted.connect(self.delete_wanted)
            found.step_wanted.connect(self.step_wanted)
            found.left.connect(self.left)
            self._cards.append(found)
        return found

    def _free(self, wanted: AbstractSet[Ref]) -> None:
        """Let go of every card that shows another mark than these; the keyboard goes back to the text from it."""
        for card in self._cards:
            if card.ref is not None and card.ref not in wanted:
                if card.hasFocus():
                    self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                card.forget()

    def focus_active(self) -> bool:
        """Give the active card the keyboard. False where it has none here."""
        card = next((card for card in self.shown if card.active), None)
        if card is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
        return card is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines from the text to the cards: dashed, and solid to the active one."""
        painter = QPainter(self)
        theme = self._view.theme
        for line, head, active in self._leaders:
            pen = QPen(QColor(theme.focus if active else theme.border_control), 2 if active else 1)
            if not active:
                pen.setDashPattern([3, 2])
            painter.setPen(pen)
            middle = (LEADER_PX + SIDE_PX) / 2
            y, end = round(line) + 0.5, round(head) + 0.5
            points = [QPointF(LEADER_PX, y), QPointF(middle, y), QPointF(middle, end), QPointF(SIDE_PX, end)]
            painter.drawPolyline(QPolygonF(points if abs(y - end) > 1 else [points[0], QPointF(SIDE_PX, y)]))
        painter.end()
