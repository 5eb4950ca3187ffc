"""What is done with many marks at once, as one step of undo; with thousands of them off the GUI thread."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook import query
from reader.notebook.exchange import merge
from reader.notebook.model import Annotation
from reader.notebook.query import Filter, Line, Pick
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.ui.shared.working import UNSEEN, WORTH_WAITING, Watch

Chosen = Sequence[Annotation | Line | Pick]


class Acts(QObject):
    """The acts of one page.

    Signals:
        said(str): what was done, and that it can be undone.
        failed(ReaderError): it could not be done.
        wait_wanted(str, object, object): it takes a while; as `Asking.wait`.
    """

    said = Signal(str)
    failed = Signal(object)
    wait_wanted = Signal(str, object, object)

    def __init__(self, parent: QObject, desk: NotesDesk, marks: Marks) -> None:
        """On whatever notebook the desk has open."""
        super().__init__(parent)
        self._desk, self._marks = desk, marks

    def delete(self, chosen: Chosen) -> None:
        """Into the bin; what is there already stays as it is."""
        if not chosen or any(one.deleted for one in chosen):
            return
        count = len(chosen)
        said = tr_n("{n} moved to the bin. Ctrl+Z brings it back.",
                    "{n} moved to the bin. Ctrl+Z brings them back.", count).format(n=f"{count:,}")  # fmt: skip
        self._do(
            count,
            tr("Moving to the bin…"),
            lambda watch: self._desk.notes.delete(chosen, watch.progress, watch.cancelled),
            lambda: self._told(chosen, said),
        )

    def restore(self, chosen: Chosen) -> None:
        """Back out of the bin."""
        count = len(chosen)
        said = tr_n("{n} restored from the bin.", "{n} restored from the bin.", count).format(n=f"{count:,}")
        self._do(
            count,
            tr("Restoring from the bin…"),
            lambda watch: self._desk.notes.restore(chosen, watch.progress, watch.cancelled),
            lambda: self._told(chosen, said),
        )

    def tag(self, chosen: Chosen, tag: str) -> None:
        """Add a tag to all of them."""

        def act(watch: Watch) -> None:
            self._desk.notes.tag(chosen, add=[tag], progress=watch.progress, cancelled=watch.cancelled)

        said = tr("Tag “{tag}” added. Ctrl+Z takes it off again.").format(tag=tag)
        self._do(len(chosen), tr("Adding the tag…"), act, lambda: self._told(chosen, said))

    def remove_set(self, name: str, done: Callable[[], object]) -> None:
        """Take a colleague's set out; `done` follows before anyone is told."""

        def act(watch: Watch) -> None:
            merge.remove_set(self._desk.notes, name, progress=watch.progress, cancelled=watch.cancelled)

        def removed() -> None:
            done()
            self._desk.tell()
            self.said.emit(tr("The set “{name}” was removed; its notes are in the bin.").format(name=name))

        held = query.count(self._desk.database, Filter(set_name=name))
        self._do(held, tr("Removing the set…"), act, removed)

    def _told(self, chosen: Chosen, said: str) -> None:
        self._marks.told(chosen)
        self.said.emit(said)

    def _do(self, count: int, doing: str, act: Callable[[Watch], object], done: Callable[[], object]) -> None:
        """A few at once; many behind a dialog that says how far it is."""

        def ended(_result: object) -> None:
            done()

        if count >= WORTH_WAITING:
            self.wait_wanted.emit(doing, act, ended)
            return
        if count:
            try:
                act(UNSEEN)
            except ReaderError as error:
                self.failed.emit(error)
                return
            done()
