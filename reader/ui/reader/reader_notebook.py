"""The notebook inside the reader: ties the open paper's marks to the page, its gutter, its lane and its keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from reader.language import tr
from reader.library.model import Briefing
from reader.notebook.model import HIGHLIGHTS, Annotation, Kind
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.reader import mark_words
from reader.ui.reader.gutter_shapes import GutterShapes
from reader.ui.reader.margin_lane import MarginLane
from reader.ui.reader.mark_bar import MarkBar
from reader.ui.reader.mark_layer import Placed, Ref, place_all
from reader.ui.reader.mark_places import MarkPlaces
from reader.ui.reader.note_editor import NoteEditor
from reader.ui.reader.note_writing import Host, Writing
from reader.ui.reader.paper_notes import PaperNotes
from reader.ui.reader.reader_copy import searchable
from reader.ui.reader.reader_marking import Marking
from reader.ui.reader.reading_view import ReadingView
from reader.ui.shared import kinds

if TYPE_CHECKING:
    from reader.notes_desk.desk import NotesDesk
    from reader.notes_desk.marking import Marks


class ReaderNotebook(QObject):
    """One a page.

    Signals:
        said(str): something done, for the status bar and screen readers.
        placed(): the marks have their places; `items` is in the order of the page.
        tab_wanted(): a note is to be written and there is no lane: show the Notes tab.
    """

    said = Signal(str)
    placed = Signal()
    tab_wanted = Signal()

    def __init__(self, page: QWidget, view: ReadingView, tokens: Tokens, theme: Theme) -> None:
        """Without a notebook until `use`."""
        super().__init__(page)
        self._page, self._view, self._tokens, self._theme = page, view, tokens, theme
        self._places: MarkPlaces | None = None
        self._tab: Host | None = None
        self._wanted: Ref | None = None
        self._unread = False
        self.items: tuple[Placed, ...] = ()
        self.notes = PaperNotes(self)
        self.shapes = GutterShapes(view, tokens)
        self.lane = MarginLane(view, self.notes, tokens)
        self.editor = NoteEditor(page, tokens, theme)
        self.writing = Writing(self.notes, self.editor, self._host)
        self.marking = Marking(view, self.notes, self.writing, self.places)
        self.bar = MarkBar(page, view, tokens, theme)
        self.notes.in_sight = page.isVisible
        page.installEventFilter(self)
        self._connect()

    def _connect(self) -> None:
        notes, marking, lane = self.notes, self.marking, self.lane
        notes.changed.connect(self._place)
        notes.activated.connect(self._activated)
        notes.availability_changed.connect(self._availability)
        marking.said.connect(self.said)
        self.writing.said.connect(self.said)
        self.writing.finished.connect(self._written)
        self.shapes.chosen.connect(self._chosen)
        lane.picked.connect(notes.activate)
        lane.edit_wanted.connect(marking.edit)
        lane.menu_wanted.connect(self.open_menu)
        lane.delete_wanted.connect(self._delete_from_card)
        lane.step_wanted.connect(self._step_cards)
        lane.left.connect(marking.back_to_text)
        lane.all_wanted.connect(self.tab_wanted)
        self.editor.resized.connect(lane.place)
        self.bar.mark_wanted.connect(self._mark_wanted)
        self.bar.left.connect(marking.back_to_text)
        self._view.pressed_at.connect(self._pressed)
        self._view.laid_out.connect(self.writing.move)
        self._view.stop_before_links = self.bar.take_focus

    def use(self, desk: "NotesDesk", marks: "Marks") -> None:
        """Show what this desk has open."""
        self.notes.use(desk, marks)

    def use_tab(self, tab: Host) -> None:
        """Where notes are written while there is no lane."""
        self._tab = tab

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.editor.set_theme(theme)
        self.bar.set_theme(theme)

    # The paper

    def leave(self) -> None:
        """Another paper is about to be opened."""
        self.bar.close_bar()
        self.notes.open(None)
        self._places, self.items = None, ()

    def open(self, briefing: Briefing) -> None:
        """A paper's text is there: its marks follow once that is painted."""
        self.notes.open(briefing)
        self._unread = True
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        if self._unread and self.notes.key:
            if not self.notes.read_some():
                QTimer.singleShot(0, self, self._read)
                return
            self.notes.read()
        self._unread = False
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.marking.show(wanted)

    def show_soon(self, ref: Ref) -> None:
        """Go to a mark of a paper that may have been opened this moment."""
        self._wanted = ref
        QTimer.singleShot(0, self, self._read)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page comes into sight; nothing is swallowed."""
        if event.type() == QEvent.Type.Show and watched is self._page:
            self.notes.catch_up()
        return False

    def document_changed(self) -> None:
        """The same paper in another look: every position is another one."""
        self._places, self.items = None, ()
        self._place()

    def places(self) -> MarkPlaces | None:
        """Offsets and positions of the document that is shown; made when first asked for."""
        layout, view = self.notes.layout, self._view
        if self._places is None and layout is not None:
            text = searchable(view.document(), view.mapped, "\0")
            self._places = MarkPlaces(text, view.mapped, layout.paragraphs)
        return self._places

    def _place(self) -> None:
        items, layout = self.notes.items, self.notes.layout
        places = self.places() if items else None
        if places is not None and layout is not None:
            self.items = place_all(items, places, layout, self._view.mapped, self.items)
        else:
            self.items = ()
        self._view.show_annotations(self.items)
        self.placed.emit()

    def _activated(self) -> None:
        self.shapes.set_active(self.notes.active)
        self.lane.place()

    def _availability(self) -> None:
        self.bar.enabled = not self.notes.forbidden and not self.notes.read_only
        if not self.notes.is_open:
            self.bar.close_bar()

    # What people do

    def active_key(self, key: int) -> bool:
        """A key pressed in the text: Enter and F2 write on the active mark, Delete removes it. Whether it was one."""
        active = self.notes.active
        if active is None or not self._view.hasFocus():
            return False
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                self.marking.edit(active)
            case Qt.Key.Key_Delete:
                self.marking.delete(active)
            case _:
                return False
        return True

    def _host(self) -> Host:
        if self._view.has_lane or self._tab is None:
            return self.lane
        self.tab_wanted.emit()
        return self._tab

    def _written(self) -> None:
        """The card that was written on has the keyboard, where it stands in the lane; else the text has."""
        self.lane.place()
        if not self.lane.focus_active():
            self.marking.back_to_text()

    def _mark_wanted(self, kind: Kind) -> None:
        if kind is Kind.NOTE:
            self.marking.note()
        else:
            self.marking.mark(kind)

    def _pressed(self, position: int) -> None:
        """A press in the text: on a mark it is the active one, elsewhere none is."""
        found = self._view.layer.at(position)
        self.notes.activate(found.ref if found is not None else None)

    def _chosen(self, ref: Ref) -> None:
        self.notes.activate(ref)
        one = self.notes.get(ref)
        if one is not None:
            self.said.emit(mark_words.spoken(one))

    def _delete_from_card(self, ref: Ref) -> None:
        self.marking.delete(ref)
        self.marking.back_to_text()

    def _step_cards(self, step: int) -> None:
        """Arrow keys in the lane: the next card, with the keyboard."""
        refs = [one.ref for one in self.items if self.lane_has(one)]
        here = refs.index(self.notes.active) if self.notes.active in refs else -1
        if 0 <= here + step < len(refs):
            self.marking.show(refs[here + step])
            self.lane.focus_active()

    def lane_has(self, one: Placed) -> bool:
        """Whether a mark has a card."""
        return one.anchor >= 0 and self.lane.has(one)

    def counts(self) -> dict[str, dict[Kind, int]]:
        """How many of one's own marks of each kind begin in which section, by section id."""
        counted: dict[str, dict[Kind, int]] = {}
        for one in self.items:
            if one.own:
                section = counted.setdefault(one.annotation.targets[0].section or "start", {})
                section[one.kind] = section.get(one.kind, 0) + 1
        return counted

    def on_paragraph(self, number: int) -> tuple[Annotation, ...]:
        """The marks on a paragraph, in the order of the page."""
        return tuple(one.annotation for one in self.items if any(at.number == number for at in one.annotation.targets))

    def open_menu(self, ref: Ref, place: QPoint) -> None:
        """What can be done with a mark, at a point of the screen."""
        menu = self.menu(ref)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def show_named(self, name: str) -> None:
        """Go to the mark that `name_of` named."""
        uuid, _, set_name = name.partition("/")
        self.marking.show((uuid, set_name))
        one = self.notes.get((uuid, set_name))
        if one is not None:
            self.said.emit(mark_words.spoken(one))

    def fill_menu(self, menu: QMenu, position: int) -> None:
        """Add to the text's own menu what can be marked, and what can be done with the mark at `position`."""
        if self.notes.forbidden:
            return
        menu.addSeparator()
        for number, kind in enumerate(HIGHLIGHTS, 1):
            action = menu.addAction(kinds.shape_icon(kind, self._theme, 14), kinds.label(kind))
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _=False, chosen=kind: self.marking.mark(chosen))
        note = menu.addAction(tr("Note"), self.marking.note)
        note.setShortcut(QKeySequence("Ctrl+M"))
        menu.addSeparator()
        mark = menu.addAction(tr("Bookmark this paragraph"), self.marking.bookmark)
        mark.setShortcut(QKeySequence("Ctrl+B"))
        menu.addAction(tr("Bookmark this section"), self.marking.bookmark_section)
        menu.addAction(tr("Bookmark the whole paper"), lambda: self.marking.bookmark_place(None))
        found = self._view.layer.at(position)
        if found is not None and found.own:
            menu.addSeparator()
            name = kinds.label(found.kind).lower()
            menu.addAction(tr("Edit this {kind}").format(kind=name), lambda: self.marking.edit(found.ref))
            menu.addAction(tr("Remove this {kind}").format(kind=name), lambda: self.marking.delete(found.ref))

    def menu(self, ref: Ref) -> QMenu | None:
        """The menu of a mark; None where there is no such mark."""
        one = self.notes.get(ref)
        if one is None:
            return None
        menu = QMenu(self._page)
        if one.set_name:
            menu.addAction(tr("From the set “{name}”").format(name=one.set_name.replace("&", "&&"))).setEnabled(False)
            return menu
        edit = menu.addAction(tr("Edit note and tags"))
        edit.setShortcut(QKeySequence("Ctrl+M"))
        edit.triggered.connect(lambda: self.marking.edit(ref))
        if one.kind is not Kind.BOOKMARK:
            menu.addSeparator()
            for number, kind in enumerate(HIGHLIGHTS, 1):
                menu.addAction(self._kind_action(menu, ref, one.kind, kind, number))
        menu.addSeparator()
        remove = menu.addAction(tr("Remove"))
        remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        remove.triggered.connect(lambda: self.marking.delete(ref))
        return menu

    def _kind_action(self, menu: QMenu, ref: Ref, now: Kind, kind: Kind, number: int) -> QAction:
        action = QAction(kinds.shape_icon(kind, self._theme, 14), kinds.label(kind), menu)
        action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        action.setEnabled(kind is not now)
        action.triggered.connect(lambda: self.marking.set_kind(ref, kind))
        return action
