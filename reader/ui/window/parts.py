"""The parts of the main window, built once, unconnected."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from reader.desk import Desk
from reader.library.catalogue import Taxonomy
from reader.notes_desk.desk import NotesDesk
from reader.ui.library.library_view import LibraryView
from reader.ui.looks.appearance import Appearance
from reader.ui.looks.tokens import Tokens
from reader.ui.notes.lock_banner import LockBanner
from reader.ui.notes.notes_room import NotesRoom
from reader.ui.packs.packs_room import PacksRoom
from reader.ui.reader.reader_room import ReaderRoom
from reader.ui.search.search_room import SearchRoom
from reader.ui.shared.shelf_words import edition
from reader.ui.tasks import Tasks
from reader.ui.window.body import Body
from reader.ui.window.chrome import Banner, StatusBar
from reader.ui.window.right_room import RightRoom
from reader.ui.window.sidebar import Sidebar
from reader.ui.window.toolbar import Toolbar


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the window is made of, from top to bottom and left to right."""

    desk: Desk
    tokens: Tokens
    appearance: Appearance
    tasks: Tasks
    taxonomy: Taxonomy
    toolbar: Toolbar
    banner: Banner
    lock_banner: LockBanner
    sidebar: Sidebar
    library: LibraryView
    right: RightRoom
    body: Body
    status: StatusBar
    search: SearchRoom
    reader: ReaderRoom
    notes: NotesRoom
    packs: PacksRoom


def build(desk: Desk, tokens: Tokens, appearance: Appearance, library: LibraryView, window: QWidget) -> Parts:
    """Build the parts for `window`, which owns those that are no widgets, around the library it has already."""
    theme, entries = appearance.theme, desk.shelf.entries
    subjects = library.taxonomy
    tasks = Tasks(window)
    notes = NotesDesk(desk.places, desk.policies, desk.shelf, settings=desk.settings)
    toolbar = Toolbar(tokens, theme)
    sidebar = Sidebar(tokens, theme, entries, subjects)
    right = RightRoom(tokens, desk)
    body = Body(tokens, sidebar, right)
    body.centre.addWidget(library)
    development = any(held.development for held in desk.shelf.libraries)
    return Parts(
        desk=desk,
        tokens=tokens,
        appearance=appearance,
        tasks=tasks,
        taxonomy=subjects,
        toolbar=toolbar,
        banner=Banner(tokens, theme),
        lock_banner=LockBanner(tokens, theme, notes),
        sidebar=sidebar,
        library=library,
        right=right,
        body=body,
        status=StatusBar(tokens, theme, edition(desk.shelf), development=development),
        search=SearchRoom(desk, tasks, toolbar.search, tokens, taxonomy=subjects, notes=notes),
        reader=ReaderRoom(desk, tokens, subjects, window),
        notes=NotesRoom(notes, tasks, tokens, theme, window),
        packs=PacksRoom(desk, notes, tasks, tokens, theme, window=window),
    )
