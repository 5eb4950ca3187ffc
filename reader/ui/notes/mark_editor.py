"""One mark opened: its passage, kind, note and tags. What is typed survives a crash, a lock and a full disk.

While typing, a draft is kept in the notebook after each pause; leaving the field, Ctrl+Enter or another mark saves it
as one step of undo. Where the disk will not take it the text stays, the reason is said, and saving is tried again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.notebook import query
from reader.notebook.model import Annotation, Kind, Status
from reader.notes_desk import drafts
from reader.notes_desk.case_words import case_hint
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.policy_words import managed
from reader.ui.looks.speech import announce
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.mark_form import MarkForm
from reader.ui.shared.shelf_live import LiveEntries

PAUSE_MS = 700
"""After the last key: a draft is kept."""
RETRY_MS = 5_000
"""Between two tries to save what the disk would not take."""


class MarkEditor(MarkForm):
    """Shows one mark.

    Signals:
        open_wanted(Annotation): go to its passage.
        delete_wanted(Annotation): into the bin.
        copy_wanted(str): put this on the clipboard.
        failed(ReaderError): saving failed for a reason that is not the disk's.
    """

    open_wanted = Signal(object)
    delete_wanted = Signal(object)
    copy_wanted = Signal(str)
    failed = Signal(object)

    def __init__(self, tokens: Tokens, theme: Theme, desk: NotesDesk, marks: Marks) -> None:
        """Empty until `open`."""
        super().__init__(tokens, theme)
        self._desk, self._marks = desk, marks
        self._entries = LiveEntries(desk)
        self.annotation: Annotation | None = None
        self._saving = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep_draft)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self.save)
        self._listen()
        desk.before_lock(self.keep)

    def _listen(self) -> None:
        self.note.textChanged.connect(self._typed)
        self.note.installEventFilter(self)
        self.tags.edited.connect(self._tag)
        self.tags.typed.connect(self._tag_typed)
        self.again.clicked.connect(self.save)
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _=False, kind=kind: self._choose_kind(kind))
        self.open_button.clicked.connect(self._open)
        self.copy.setEnabled(self._desk.rules.may_copy)
        self.copy.setToolTip("" if self._desk.rules.may_copy else managed())
        self.copy.clicked.connect(self._copy)
        self.delete.clicked.connect(self._delete)

    # Showing

    def open(self, annotation: Annotation | None) -> None:
        """Show a mark; the one before it is saved first. With None, nothing."""
        if self._saving:
            # Saving changes the list, and the list asks for its current row: whoever saves goes on from there.
            return
        same = annotation is not None and self.annotation is not None and self._key(annotation) == self._key()
        if same and self.has_unsaved:
            self.annotation = annotation
            return
        if not same:
            self.save()
        self.annotation = annotation
        self.setEnabled(annotation is not None)
        if annotation is None:
            self.clear()
            return
        self._show(annotation, self._draft(annotation))

    def _show(self, annotation: Annotation, draft: str | None) -> None:
        fixed = not self._desk.can_write or bool(annotation.set_name) or bool(annotation.deleted)
        quote = annotation.quote or words.document(self._entries, annotation.document)
        self.passage.show_words(quote, annotation.kind)
        number = annotation.targets[0].number
        title = words.document(self._entries, annotation.document)
        self.where.setText(tr("{title}, paragraph {n}").format(title=title, n=number) if number else title)
        self.status.setText(words.status(annotation.status))
        self.status.setVisible(annotation.status is not Status.ATTACHED)
        self.show_note(annotation.note if draft is None else draft)
        self.note.setReadOnly(fixed)
        self.show_kind(annotation.kind, fixed=fixed)
        self.tags.set_known([tag for tag, _ in query.tags(self._desk.database)])
        self.tags.show_tags(annotation.tags)
        self.tags.setEnabled(not fixed)
        self.delete.setEnabled(self._desk.can_write and not annotation.deleted)
        self.open_button.setEnabled(annotation.document in self._entries)
        self._look_at(self.note.toPlainText())
        self._fine()
        if draft is not None:
            self.saved.setText(tr("Unfinished text from before was brought back"))

    def _draft(self, annotation: Annotation) -> str | None:
        """Text left unfinished by a crash or a lock, None where there is none that differs."""
        draft = drafts.draft_of(self._desk, annotation.uuid) if not annotation.set_name else None
        return draft.note if draft is not None and draft.note != annotation.note else None

    def _tag_typed(self, text: str) -> None:
        self._look_at(f"{self.note.toPlainText()} {text}")

    def _look_at(self, text: str) -> None:
        self.show_hint(case_hint(text, self._desk.rules))

    def _fine(self) -> None:
        self.problem.hide()
        self.again.hide()
        self._retry.stop()
        if self.annotation is not None:
            kept = tr("in memory only") if self._desk.notebook.temporary else tr("this computer only")
            self.saved.setText(f"{words.saved_at(self.annotation.changed)} · {kept}")

    # Saving

    @property
    def has_unsaved(self) -> bool:
        """Whether the note on the screen is not what the notebook holds."""
        here = self.annotation
        return here is not None and not self.note.isReadOnly() and self.note.toPlainText() != here.note

    def save(self) -> bool:
        """Save what was typed. False where the disk will not take it: the text stays, and it is tried again."""
        self._pause.stop()
        here = self.annotation
        if here is None or self._saving or not self.has_unsaved or not self._desk.can_write:
            return True
        self._saving = True
        try:
            self.annotation = self._marks.change(here, note=self.note.toPlainText())
            self._desk.notes.drop_draft(here.uuid)
        except UnavailableError as error:
            self._say_unsaved(error)
            return False
        except ReaderError as error:
            self.failed.emit(error)
            return False
        finally:
            self._saving = False
        self._fine()
        return True

    def _say_unsaved(self, error: ReaderError) -> None:
        advice = tr("Your text is still here. Free some space on this disk, or ask your IT team.")
        said = f"{explain(error).what} {advice} {tr('Saving is tried again by itself.')}"
        self.problem.setText(said)
        self.problem.show()
        self.again.show()
        self.saved.setText(tr("Not saved yet"))
        announce(self, said)
        self._retry.start()

    def keep(self) -> None:
        """Before the notebook closes, or is busy for a while: keep unfinished text as a draft inside it."""
        self._pause.stop()
        self._keep_draft()

    def _keep_draft(self) -> None:
        here = self.annotation
        if here is None or not self.has_unsaved or not self._desk.can_write:
            return
        with suppress(UnavailableError):
            # What cannot be kept now is said when it is saved; the text is still on the screen.
            drafts.keep(self._desk, replace(here, note=self.note.toPlainText()))

    def forget(self) -> None:
        """The notebook was closed: leave nothing on the screen, nor in the field's own undo."""
        self._pause.stop()
        self._retry.stop()
        self.annotation = None
        self.clear()
        self.note.document().clearUndoRedoStacks()
        self.tags.set_known(())
        self.setEnabled(False)

    def _typed(self) -> None:
        self.saved.setText(tr("Not saved yet"))
        self._look_at(self.note.toPlainText())
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the note saves it; so does Ctrl+Enter."""
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.save()
        elif watched is self.note and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
        return False

    # Doing

    def _choose_kind(self, kind: Kind) -> None:
        self._change(lambda here: self._marks.change(here, kind=kind))

    def _tag(self, tags: tuple[str, ...]) -> None:
        self._change(lambda here: self._marks.change(here, tags=tags))

    def _change(self, act: Callable[[Annotation], Annotation]) -> None:
        if self.annotation is None or not self.save():
            return
        changed = self.annotation
        try:
            changed = self.annotation = act(changed)
        except UnavailableError as error:
            self._say_unsaved(error)
        except ReaderError as error:
            self.failed.emit(error)
        self.passage.show_words(self.passage.text(), changed.kind)
        self.tags.show_tags(changed.tags)
        for kind, button in self.kinds.items():
            button.setChecked(kind is changed.kind)

    def _open(self) -> None:
        if self.annotation is not None and self.save():
            self.open_wanted.emit(self.annotation)

    def _copy(self) -> None:
        if self.annotation is not None:
            parts = [self.annotation.quote, self.note.toPlainText()]
            self.copy_wanted.emit("\n\n".join(part for part in parts if part))

    def _delete(self) -> None:
        if self.annotation is not None and self.save():
            self.delete_wanted.emit(self.annotation)

    def _key(self, annotation: Annotation | None = None) -> tuple[str, str]:
        one = annotation or self.annotation
        return (one.uuid, one.set_name) if one is not None else ("", "")
