"""The notebook's dialogs: which one is asked when, and what follows from the answer. One stands open at a time."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from reader.errors import PolicyError, ReaderError
from reader.language import tr, tr_n
from reader.notebook import bundle
from reader.notebook.model import Collection, Item
from reader.notebook.profiles import Profile
from reader.notes_desk import sharing
from reader.notes_desk.sharing import Choice
from reader.ui.looks.focus_ring import FocusRing
from reader.ui.looks.tokens import Tokens
from reader.ui.shared.working import CHANNEL

if TYPE_CHECKING:
    from reader.ui.notes.notes_room import NotesRoom
    from reader.ui.shared.dialog import Dialog
    from reader.ui.shared.working import Watch


class Asking:
    """Shows dialogs over the window's body."""

    def __init__(self, room: "NotesRoom", tokens: Tokens, window: QWidget) -> None:
        """`body` may be set later: dialogs dim it."""
        self._room, self._tokens, self._window = room, tokens, window
        self.body: QWidget | None = None
        self.dialog: Dialog | None = None

    def _ask(self, dialog: "Dialog") -> None:
        before, self.dialog = self.dialog, dialog
        if before is not None:
            before.done(0)
        dialog.finished.connect(lambda _=0: self._closed(dialog))
        dialog.ask(self.body)

    def close(self) -> None:
        """The notebook is about to be locked: what a dialog shows of it goes, and what it has running stops."""
        if self.dialog is not None:
            self.dialog.done(0)

    def _closed(self, dialog: "Dialog") -> None:
        if self.dialog is dialog:
            self.dialog = None

    def unlock(self, *, name: str = "") -> None:
        """Unlock a notebook of this computer; where there is none, make the first; where none may be, say so."""
        room = self._room
        rules = room.desk.rules
        if rules.off:
            room.failed.emit(PolicyError("notes"))
            return
        if not rules.may_keep or not room.desk.profiles():
            self.first_use()
            return
        from reader.ui.notes.unlock_dialog import UnlockDialog  # noqa: PLC0415 - when first asked for

        dialog = UnlockDialog(self._window, self._tokens, room.theme, room.desk, tasks=room.tasks, name=name)
        dialog.temporary_wanted.connect(self.temporary)
        dialog.new_wanted.connect(self.first_use)
        dialog.restore_wanted.connect(self.restore)
        dialog.rejected.connect(room.forget_wish)
        dialog.failed.connect(room.failed)
        self._ask(dialog)

    def restore(self, profile: Profile) -> None:
        """Which backup of a notebook?"""
        from reader.ui.notes.unlock_restore import RestoreDialog  # noqa: PLC0415 - as above

        room = self._room
        dialog = RestoreDialog(self._window, self._tokens, room.theme, room.desk, profile, tasks=room.tasks)
        dialog.restored.connect(self._restored)
        self._ask(dialog)

    def _restored(self) -> None:
        self._room.said.emit(tr("The backup is in place. What was there before is kept as a backup too."))

    def switch(self) -> None:
        """Another officer: lock, then unlock."""
        if self._room.lock():
            self.unlock()

    def first_use(self) -> None:
        """In four lines what is kept where, and a new notebook."""
        from reader.ui.notes.first_use import FirstUseDialog  # noqa: PLC0415 - as above

        room = self._room
        dialog = FirstUseDialog(self._window, self._tokens, room.theme, room.desk, tasks=room.tasks)
        dialog.temporary_wanted.connect(self.temporary)
        dialog.rejected.connect(room.forget_wish)
        dialog.failed.connect(room.failed)
        dialog.created.connect(self._say_what_protects)
        self._ask(dialog)

    def _say_what_protects(self) -> None:
        """A notebook that opens by this log-in says at once what that is worth (FORMATS N1)."""
        desk = self._room.desk
        words = desk.notebook.about_platform() if desk.is_open else ""
        if words:
            self._room.notice.emit(words)

    def temporary(self) -> None:
        """Notes in memory only."""
        self._try(self._room.desk.open_temporary)

    def open_file(self) -> None:
        """A portable notebook, where it lies."""
        kinds = f"{tr('Notebooks')} (*{bundle.SUFFIX})"
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open a notebook file"), "", kinds)
        if name:
            self.unlock_file(Path(name))

    def unlock_file(self, file: Path) -> None:
        """The passphrase of a portable notebook."""
        from reader.ui.notes.unlock_dialog import UnlockDialog  # noqa: PLC0415 - as above

        room = self._room
        dialog = UnlockDialog(self._window, self._tokens, room.theme, room.desk, tasks=room.tasks, file=file)
        dialog.failed.connect(room.failed)
        self._ask(dialog)

    def ways_in(self) -> None:
        """The slots, and what can be done about them."""
        room = self._room
        if not room.desk.is_open:
            self.unlock()
            return
        from reader.ui.notes.unlock_slots import WaysInDialog  # noqa: PLC0415 - as above

        dialog = WaysInDialog(self._window, self._tokens, room.theme, room.desk, tasks=room.tasks)
        dialog.code_made.connect(self.show_code)
        dialog.shared_chosen.connect(self._share)
        self._ask(dialog)

    def _share(self, shared: bool) -> None:  # noqa: FBT001 - a signal passes it so
        if self.dialog is not None:
            self.dialog.accept()
        self._room.share(shared=shared)

    def second_way(self, why: str) -> None:
        """Before the tenth note: a recovery code (FORMATS N1)."""
        self._room.notice.emit(why)
        room = self._room
        notebook = room.desk.notebook
        room.tasks.run(lambda _: notebook.set_recovery(), done=self.show_code, failed=room.failed.emit, channel=CHANNEL)

    def show_code(self, code: str) -> None:
        """A fresh recovery code, once."""
        from reader.ui.notes.unlock_slots import RecoveryCodeDialog  # noqa: PLC0415 - as above

        desk = self._room.desk
        self._ask(
            RecoveryCodeDialog(
                self._window, self._tokens, self._room.theme, code, name=desk.name, may_print=desk.rules.may_print
            )
        )

    def collect(self, items: Sequence[Item]) -> None:
        """Which collection?"""
        from reader.ui.notes.collections_picker import CollectionPicker  # noqa: PLC0415 - as above

        room = self._room
        dialog = CollectionPicker(self._window, self._tokens, room.theme, room.desk, tasks=room.tasks, items=items)
        dialog.added.connect(self._collected)
        self._ask(dialog)

    def _collected(self, collection: Collection) -> None:
        self._room.said.emit(tr("Added to “{title}”. Ctrl+Z takes it back.").format(title=collection.title))

    def export(self, choice: Choice | None) -> None:
        """What, in which form, under which marking."""
        room = self._room
        if not self._try(lambda: sharing.check_may_export(room.desk)):
            return
        from reader.ui.notes.export_dialog import ExportDialog  # noqa: PLC0415 - as above

        dialog = ExportDialog(self._window, self._tokens, room.theme, room.desk, choice, tasks=room.tasks)
        dialog.written.connect(self._exported)
        self._ask(dialog)

    def _exported(self, file: Path) -> None:
        self._room.said.emit(tr("Exported to {file}").format(file=file.name))

    def choose_import(self) -> None:
        """A set of notes to take in."""
        kinds = f"{tr('Sets of notes')} (*.jsonld *.json)"
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Import notes"), "", kinds)
        if name:
            self._room.import_set(Path(name))

    def import_file(self, file: Path) -> None:
        """What a set would change."""
        from reader.ui.notes.import_dialog import ImportDialog  # noqa: PLC0415 - as above

        room = self._room
        dialog = ImportDialog(self._window, self._tokens, room.theme, room.desk, file, tasks=room.tasks)
        dialog.imported.connect(self._imported)
        dialog.refused.connect(room.refused)
        dialog.stopped.connect(lambda: room.said.emit(tr("Nothing was imported, and your notes are as they were.")))
        self._ask(dialog)
        dialog.read()

    def _imported(self, count: int) -> None:
        words = tr_n("{n} note imported. Ctrl+Z takes it back.", "{n} notes imported. Ctrl+Z takes them back.", count)
        self._room.said.emit(words.format(n=count))

    def wait(self, doing: str, act: "Callable[[Watch], object]", done: Callable[[Any], object]) -> None:
        """Long work on the notebook, `doing` in words; what it gives back goes to `done`."""
        from reader.ui.notes.notes_waiting import WaitDialog  # noqa: PLC0415 - as above

        room = self._room
        dialog = WaitDialog(self._window, self._tokens, room.theme, doing, tasks=room.tasks)
        dialog.ended.connect(done)
        dialog.failed.connect(room.refused)
        dialog.stopped.connect(lambda: room.said.emit(tr("Stopped. Everything is as it was.")))
        self._ask(dialog)
        room.desk.keep_drafts()
        dialog.wait(act)

    def may_lose(self) -> bool:
        """Temporary notes are about to end, which cannot be undone: whether that is meant."""
        count = self._room.count_all()
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Temporary notes"))
        words = tr_n("{n} temporary note ends now.", "{n} temporary notes end now.", count)
        box.setText(words.format(n=count))
        box.setInformativeText(tr("They are in memory only and cannot be brought back. Export first to keep them."))
        keep = box.addButton(tr("Keep open"), QMessageBox.ButtonRole.RejectRole)
        end = box.addButton(tr("End them"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        FocusRing(box, self._tokens, self._room.theme)
        box.exec()
        return box.clickedButton() is end

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except ReaderError as error:
            self._room.failed.emit(error)
            return False
        return True
