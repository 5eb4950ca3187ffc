"""Marking by keys, menu and popover: what a command means for what is selected, or for the paragraph being read."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from reader.language import tr
from reader.notebook.anchors import Selection
from reader.notebook.model import Annotation, Kind
from reader.notes_desk.desk import State
from reader.notes_desk.marking import Place
from reader.ui.reader import mark_words
from reader.ui.reader.mark_layer import Placed, Ref, ref_of
from reader.ui.reader.mark_places import MarkPlaces
from reader.ui.reader.note_writing import Writing
from reader.ui.reader.paper_notes import PaperNotes
from reader.ui.reader.reading_view import ReadingView
from reader.ui.shared import kinds


class Marking(QObject):
    """Every command saves first; what is painted follows the notebook.

    Signals:
        said(str): what was done, or why nothing was.
        notebook_wanted(callable): no notebook is open; what to do once one is.
    """

    said = Signal(str)
    notebook_wanted = Signal(object)

    def __init__(
        self, view: ReadingView, notes: PaperNotes, writing: Writing, places: Callable[[], MarkPlaces | None]
    ) -> None:
        """`places` gives the open document's."""
        super().__init__(view)
        self._view, self._notes, self._writing, self._places = view, notes, writing, places

    def may_write(self, then: Callable[[], object]) -> bool:
        """Whether there is a notebook to write in; where not, says what can be done about it, `then` to follow."""
        notes = self._notes
        if not notes.key:
            return False
        if notes.forbidden:
            self.said.emit(tr("Notes are off. Managed by your organisation"))
        elif not notes.is_open:
            self.said.emit(self._how_to_open())
            self.notebook_wanted.emit(then)
        elif notes.read_only:
            self.said.emit(tr("This notebook is open for reading only"))
        else:
            return True
        return False

    def _how_to_open(self) -> str:
        if self._notes.state is State.LOCKED:
            return tr("Notes are off until you unlock your notebook")
        return tr("You have no notebook yet. Make one to keep notes")

    # Where

    def selected(self) -> Selection | None:
        """What is selected, None for nothing or for no text of a paragraph."""
        cursor, places = self._view.textCursor(), self._places()
        if not cursor.hasSelection() or places is None:
            return None
        return places.selection(cursor.selectionStart(), cursor.selectionEnd())

    def _paragraph(self) -> Selection | None:
        """The whole paragraph being read."""
        layout, number = self._notes.layout, self._view.current_paragraph
        if layout is None or not 1 <= number <= len(layout.paragraphs):
            return None
        return Selection(number, 0, number, len(layout.paragraphs[number - 1].text))

    def _own_active(self) -> Annotation | None:
        active = self._notes.get(self._notes.active) if self._notes.active is not None else None
        return active if active is not None and not active.set_name else None

    def _let_go(self) -> None:
        """The selection has become a mark."""
        cursor = self._view.textCursor()
        if cursor.hasSelection():
            cursor.setPosition(cursor.selectionStart())
            self._view.setTextCursor(cursor)

    # Commands

    def mark(self, kind: Kind) -> None:
        """Ctrl+1 to Ctrl+4: mark the selection; else change the active mark; else mark the paragraph being read."""
        if not self.may_write(lambda: self.mark(kind)):
            return
        selection = self.selected()
        active = self._own_active() if selection is None else None
        if active is not None and active.kind is not Kind.BOOKMARK:
            self.set_kind(ref_of(active), kind)
            return
        selection = selection or self._paragraph()
        if selection is None or not self._has_text(selection):
            self.said.emit(tr("Nothing to mark here"))
            return
        same = self._same_place(selection)
        if same is not None:
            self._let_go()
            self._notes.activate(ref_of(same))
            self.set_kind(ref_of(same), kind)
            return
        made = self._notes.mark(kind, selection)
        if made is not None:
            self._let_go()
            self._notes.activate(ref_of(made))
            self._done(f"{kinds.label(kind)}, {mark_words.place(made)}")

    def _has_text(self, selection: Selection) -> bool:
        layout = self._notes.layout
        if layout is None:
            return False
        for paragraph in layout.paragraphs[selection.first - 1 : selection.last]:
            first = selection.start if paragraph.number == selection.first else 0
            last = selection.end if paragraph.number == selection.last else len(paragraph.text)
            if paragraph.text[first:last].strip():
                return True
        return False

    def _same_place(self, selection: Selection) -> Annotation | None:
        """A highlight or note of one's own on exactly this text."""
        layout = self._notes.layout
        if layout is None:
            return None
        for one in self._notes.saved:
            first, last = one.targets[0], one.targets[-1]
            if (
                one.set_name
                or one.kind is Kind.BOOKMARK
                or (first.number, last.number)
                != (
                    selection.first,
                    selection.last,
                )
            ):
                continue
            before = layout.paragraphs[selection.first - 1].text[: selection.start]
            here = layout.paragraphs[selection.first - 1].text[selection.start :]
            start = len(before) + len(here) - len(here.lstrip())
            end = len(layout.paragraphs[selection.last - 1].text[: selection.end].rstrip())
            if (first.start, last.end) == (start, end):
                return one
        return None

    def set_kind(self, ref: Ref, kind: Kind) -> None:
        """Another kind for a mark."""
        one = self._notes.get(ref)
        if one is None or not self.may_write(lambda: self.set_kind(ref, kind)):
            return
        if ref == self._writing.ref:
            self._writing.set_kind(kind)
        elif one.kind is kind:
            self.said.emit(tr("This is marked as {kind} already").format(kind=kinds.label(kind).lower()))
            return
        elif self._notes.change(ref, kind=kind) is None:
            return
        self._done(tr("Changed to {kind}").format(kind=kinds.label(kind).lower()))

    def note(self) -> None:
        """Ctrl+M: write on the selection, else on the active mark, else on the paragraph being read."""
        if not self.may_write(self.note):
            return
        selection = self.selected()
        active = self._own_active() if selection is None else None
        if active is not None:
            self._writing.begin(ref_of(active))
            return
        selection = selection or self._paragraph()
        if selection is None or not self._has_text(selection):
            self.said.emit(tr("Nothing to mark here"))
            return
        same = self._same_place(selection)
        if same is None:
            same = self._notes.draft_for(Kind.NOTE, selection)
            if same is None:
                return
            self._notes.hold(same)
        self._let_go()
        self._writing.begin(ref_of(same))

    def bookmark(self) -> None:
        """Ctrl+B: bookmark the heading the cursor stands on, else the paragraph; once more takes it away."""
        self.bookmark_place(self._bookmark_place())

    def bookmark_section(self) -> None:
        """Bookmark the section being read."""
        heading = self._view.heading_here()
        self.bookmark_place(heading.removeprefix("s-") if heading.startswith("s-") else None)

    def bookmark_place(self, place: Place) -> None:
        """Bookmark a place, or take its bookmark away."""
        if not self.may_write(lambda: self.bookmark_place(place)) or place == 0:
            return
        held = self._notes.bookmark_at(place)
        if held is not None:
            if self._notes.delete(ref_of(held)):
                self._done(tr("Bookmark removed"))
            return
        made = self._notes.mark(Kind.BOOKMARK, place)
        if made is not None:
            self._let_go()
            self._done(tr("Bookmarked: {place}").format(place=mark_words.place(made)))

    def _bookmark_place(self) -> Place:
        selection = self.selected()
        if selection is not None:
            return selection.first
        anchor = self._view.heading_at_cursor()
        if anchor.startswith("s-"):
            return anchor.removeprefix("s-")
        return self._view.current_paragraph

    def delete(self, ref: Ref | None = None) -> None:
        """Put a mark, the active one where None is named, into the bin. No question: it can be undone."""
        ref = ref or self._notes.active
        one = self._notes.get(ref) if ref is not None else None
        if ref is None or one is None or one.set_name or not self.may_write(lambda: self.delete(ref)):
            return
        if self._notes.delete(ref):
            self._done(tr("{kind} removed").format(kind=kinds.label(one.kind)))

    def _done(self, words: str) -> None:
        self.said.emit(tr("{done}. {key} undoes").format(done=words, key="Ctrl+Z"))

    # Going from mark to mark

    def step(self, step: int) -> None:
        """Ctrl+] and Ctrl+[: the next or previous mark, whoever's it is."""
        marks = self._view.layer.placed
        index = self._next(marks, step)
        if index is None:
            self.said.emit(tr("No further mark in this paper") if marks else tr("No marks in this paper"))
            return
        self.show(marks[index].ref)
        count = tr("{n} of {total}").format(n=index + 1, total=len(marks))
        self.said.emit(f"{mark_words.spoken(marks[index].annotation)} {count}")

    def _next(self, marks: tuple[Placed, ...], step: int) -> int | None:
        here = next((index for index, one in enumerate(marks) if one.ref == self._notes.active), None)
        if here is not None:
            index = here + step
            return index if 0 <= index < len(marks) else None
        position = self._view.keyboard_position()
        beyond = [index for index, one in enumerate(marks) if (one.anchor - position) * step >= (step < 0)]
        if not beyond:
            return None
        return beyond[0] if step > 0 else beyond[-1]

    def show(self, ref: Ref) -> bool:
        """Make a mark the active one and bring it into sight. False where it has no place on the page."""
        placed = self._view.layer.named(ref)
        if placed is None:
            self._notes.activate(ref)
            return False
        self._view.go_to_mark(placed.anchor)
        self._notes.activate(ref)
        return True

    def edit(self, ref: Ref) -> None:
        """Write on a mark."""
        one = self._notes.get(ref)
        if one is None:
            return
        if one.set_name:
            self.said.emit(tr("This mark belongs to the set “{name}” and cannot be changed").format(name=one.set_name))
        elif self.may_write(lambda: self.edit(ref)):
            self._writing.begin(ref)

    def back_to_text(self) -> None:
        """The keyboard goes back to the page."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
