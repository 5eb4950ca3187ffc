"""The Qt-free desk where the rooms meet. Window and command line both stand on it.

Opening a desk reads front matter only; the search room is loaded and the index opened when first asked for, so that
the first paint waits for neither.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader import policy
from reader import settings as settings_file
from reader.errors import ReaderError, UnavailableError
from reader.language import tr
from reader.library.catalogue import Entry
from reader.library.files import Files
from reader.library.marking import highest
from reader.library.shelf import Library, Shelf, Target
from reader.paths import BundledContent, Places, bundled_content
from reader.policy import Policies
from reader.settings import Settings

if TYPE_CHECKING:
    from reader.doctor import Report
    from reader.library.look import Look
    from reader.library.model import Briefing
    from reader.library.reference import Registers, Signpost
    from reader.packs.bundled import BundledLibrary
    from reader.search.index import Index
    from reader.search.results import Hit, Request, Results, Snippet

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class Desk:
    """The rooms of one session.

    Attributes:
        places: the profile's folders.
        shelf: the libraries on it; `show` puts another one in its place.
        policies: what the organisation set.
        settings: what the person chose; change it with `save_settings`.
        left_out: why installed libraries are not on the shelf, for a notice.
        settings_unusable: names of settings that could not be read, for one notice at the start.
    """

    def __init__(
        self,
        places: Places,
        shelf: Shelf,
        policies: Policies,
        settings: Settings,
        unusable: tuple[str, ...] = (),
        *,
        folders: Sequence[Files | Path] = (),
    ) -> None:
        self.places = places
        self.shelf = shelf
        self.policies = policies
        self.settings = settings
        self.settings_unusable = unusable
        self.left_out: tuple[ReaderError, ...] = ()
        self._folders = tuple(folders)
        self._index: Index | None = None
        self._indexed: Shelf | None = None
        self._listeners: list[Callable[[Shelf], None]] = []

    @property
    def index(self) -> "Index | None":
        """The search index, None until it has been opened. After `show`, the one before until `open_index` is done."""
        return self._index

    def read_shelf(self) -> "Reading":
        """The libraries as they are on the disk now; changes nothing, and may run off the GUI thread.

        Raises:
            UnavailableError: a folder is missing or cannot be read.
            LimitError: a library beyond FORMATS D7.
        """
        return read_shelf(self.places, self.policies, self._folders)

    def show(self, reading: "Reading") -> None:
        """Put another shelf in place of this one and tell whoever asked (`on_shelf`), on this thread.

        Search answers from the index before until `open_index` has brought it up to date, which reads changed
        documents only; run that off the GUI thread.
        """
        self.shelf, self.left_out = reading.shelf, reading.left_out
        for listener in tuple(self._listeners):
            listener(self.shelf)

    def on_shelf(self, listener: Callable[[Shelf], None]) -> Callable[[], None]:
        """Call `listener` with the new shelf after every `show`. Returns what stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def forget_index(self) -> None:
        """Let go of the index, so that its files can be deleted (FORMATS P11); the next search opens another one."""
        self._index = self._indexed = None

    def open_index(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> "Index":
        """Open the index, building what is missing or stale; in memory where the cache cannot be written.

        Raises:
            CancelledError: `cancelled` said so; an index that was there before is still there.
        """
        import logging  # noqa: PLC0415 - with Whoosh, after the first paint

        from reader.search.index import open_index  # noqa: PLC0415 - as above

        if self._index is None or self._indexed is not self.shelf:
            shelf = self.shelf
            libraries = shelf.libraries
            index = self._prebuilt(libraries)
            try:
                folder = self.places.indexes / _index_name(libraries)
                index = index or open_index(libraries, folder, progress=progress, cancelled=cancelled)
            except UnavailableError as error:
                logging.getLogger(__name__).warning("index kept in memory: %s", error.reason)
                index = open_index(libraries, None, progress=progress, cancelled=cancelled)
            self._index, self._indexed = index, shelf
        return self._index

    def _prebuilt(self, libraries: Sequence[Library]) -> "Index | None":
        """The index that came with the program, where nothing but the bundled library is on the shelf."""
        from reader.packs.bundled import INDEX, BundledLibrary  # noqa: PLC0415 - with Whoosh, after the first paint
        from reader.search.prebuilt import open_prebuilt  # noqa: PLC0415 - as above

        files = libraries[0].files if len(libraries) == 1 else None
        return open_prebuilt(libraries, files.folder / INDEX) if isinstance(files, BundledLibrary) else None

    def marking(self, key: str | None = None) -> str:
        """The protective marking in force for a document, or with None for the whole shelf; "" for none (D9)."""
        libraries = self.shelf.libraries if key is None else (self.shelf.library_of(key),)
        entries = self.shelf.entries if key is None else (self.shelf.entry(key),)
        marks = [library.info.marking for library in libraries] + [entry.meta.marking for entry in entries]
        return highest([*marks, self.policies.text("marking")], self.policies.text("handling_text"))

    def search(self, request: "Request") -> "Results":
        """Answer a question, opening the index if that has not been done."""
        return (self._index or self.open_index()).search(request)

    def snippet(self, results: "Results", hit: "Hit") -> "Snippet":
        """The best window of a hit's passage."""
        return (self._index or self.open_index()).snippet(results, hit)

    def find(self, target: str) -> Target:
        """The place a person named. Raises NotFoundError."""
        return self.shelf.find(target)

    def entry(self, key: str) -> Entry:
        """A document's row. Raises NotFoundError."""
        return self.shelf.entry(key)

    def briefing(self, key: str) -> "Briefing":
        """A document. Raises NotFoundError or LimitError."""
        return self.shelf.briefing(key)

    def registers(self, key: str) -> "Registers":
        """The registers of the library a document belongs to, with local contacts. Raises NotFoundError."""
        registers = self.shelf.library_of(key).registers
        return replace(registers, contacts=self.contacts) if self.contacts else registers

    def outline(self, key: str) -> tuple[tuple[str, int, str], ...]:
        """(anchor, level, title) of a document's sections and end sections. Raises NotFoundError or LimitError."""
        from reader.library.render import outline  # noqa: PLC0415 - with the parser, after the first paint

        return outline(self.briefing(key), self.registers(key))

    def render(self, key: str, look: "Look", leave_out: Collection[str] = ()) -> str:
        """A document as the HTML the reading view shows, without the end sections whose anchors are in `leave_out`.

        Raises NotFoundError or LimitError.
        """
        from reader.library.render import render_html  # noqa: PLC0415 - with the parser, after the first paint

        titles = {entry.key: entry.meta.title for entry in self.shelf.entries}
        return render_html(self.briefing(key), self.registers(key), look, titles, leave_out)

    @property
    def contacts(self) -> tuple[str, ...]:
        """Lines of the organisation that stand with the signposts, such as out-of-hours numbers."""
        return self.policies.texts("local_contacts")

    def signposts(self, text: str) -> "tuple[Signpost, ...]":
        """Where to turn for what `text` asks, over all libraries, best match first."""
        from reader.library.signposts import matching  # noqa: PLC0415 - after the first paint

        return matching((post for library in self.shelf.libraries for post in library.registers.signposts), text)

    def save_settings(self, settings: Settings) -> None:
        """Use `settings` and keep them. Raises UnavailableError where they cannot be kept; they are in use even so."""
        self.settings = settings
        settings_file.save(settings, self.places.settings_file)


def open_desk(places: Places, libraries: Sequence[Files | Path] = ()) -> Desk:
    """Read the settings and the libraries' front matter.

    Args:
        places: the profile's folders.
        libraries: what to read instead of the bundled library (FORMATS C2).

    Raises:
        UnavailableError: a folder is missing or cannot be read.
        LimitError: a library beyond FORMATS D7.
    """
    policies = policy.load()
    settings, unusable = settings_file.load(places.settings_file, _given_defaults(policies))
    reading = read_shelf(places, policies, libraries)
    desk = Desk(places, reading.shelf, policies, settings, unusable, folders=libraries)
    desk.left_out = reading.left_out
    return desk


@dataclass(frozen=True, slots=True)
class Reading:
    """A shelf as it was read from the disk, and why installed libraries are not on it."""

    shelf: Shelf
    left_out: tuple[ReaderError, ...] = ()


def read_shelf(places: Places, policies: Policies, folders: Sequence[Files | Path] = ()) -> Reading:
    """The front matter of `folders`, or of the bundled library and whatever is installed. Raises as `open_desk`."""
    pinned = policies.texts("pinned_documents")
    if folders:
        return Reading(Shelf([Library(folder, caches=places.shelves) for folder in folders], pinned))
    installed, left_out, without = _installed(places, policies)
    content = bundled_content()
    bundled = Library(_bundled(content), development=content.development, caches=places.shelves, without=without)
    shown = _in_place([bundled, *installed])
    return Reading(Shelf(shown, pinned), left_out)


def _bundled(content: BundledContent) -> "BundledLibrary | Path":
    if not content.signed:
        return content.folder
    from reader.packs.bundled import BundledLibrary  # noqa: PLC0415 - not in a checkout

    return BundledLibrary(content.folder)


def _in_place(libraries: Sequence[Library]) -> list[Library]:
    """Of two editions of a library the higher one, in the place of the first; of equal ones the one from a pack."""
    found: dict[str, Library] = {}
    for library in libraries:
        other = found.get(library.info.id)
        if other is None or library.info.edition >= other.info.edition:
            found[library.info.id] = library
    return list(found.values())


def _installed(places: Places, policies: Policies) -> tuple[list[Library], tuple[ReaderError, ...], frozenset[str]]:
    """The libraries installed from packs, why others could not be opened, and what must not be shown.

    The last are keys of removed documents (FORMATS P11): an older edition, the bundled one too, may still hold them.
    """
    try:
        if not places.packs.is_dir() and not (places.machine / "packs").is_dir():
            return [], (), frozenset()
    except OSError as error:  # a profile that may not be read: what came with the program still can
        return [], (UnavailableError(tr("reading installed packs"), places.packs, error.strerror or ""),), frozenset()
    from reader.packs import removal  # noqa: PLC0415 - only where something is installed
    from reader.packs.installed import look  # noqa: PLC0415 - as above
    from reader.packs.where import machine_places, user_places  # noqa: PLC0415 - as above

    stores = user_places(places, policies), machine_places(places, policies)
    found = look(*stores)
    left_out: list[ReaderError] = list(found.problems)
    without = removal.hidden(*stores)
    libraries: list[Library] = []
    for files in found.libraries:
        try:
            libraries.append(Library(files, caches=places.shelves, without=without))
        except ReaderError as error:
            left_out.append(error)
    return libraries, tuple(left_out), without


def _given_defaults(policies: Policies) -> Settings:
    """Settings as the organisation would have them at first; a value that is no setting counts as not given."""
    theme, size, code = (
        policies.text("default_theme"),
        policies.number("default_text_size"),
        policies.text("default_language"),
    )
    return settings_file.checked(theme=theme or None, text_size=size or None, language=code or None)


def _index_name(libraries: Sequence[Library]) -> str:
    """A folder name for the index over exactly these libraries."""
    import hashlib  # noqa: PLC0415 - with the index, after the first paint

    names = "\n".join(f"{library.info.id}|{library.files.name}" for library in libraries)
    return hashlib.blake2b(names.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def check_installation(places: Places) -> "Report":
    """What `doctor` says (FORMATS C6), even where the library cannot be opened."""
    from reader.doctor import examine  # noqa: PLC0415 - the window does not need it

    opened: list[Desk] = []

    def desk() -> Desk:
        if not opened:
            opened.append(open_desk(places))
        return opened[0]

    return examine(
        places,
        lambda: desk().shelf.libraries[0],
        lambda: desk().left_out,
        lambda: desk().open_index().count,
    )
