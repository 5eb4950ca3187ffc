"""Writing one note at a time: where its editor stands, drafts while typing, saving, and what a failure leaves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr
from reader.notebook.model import Annotation, Kind
from reader.ui.reader import mark_words
from reader.ui.reader.mark_layer import Ref, ref_of
from reader.ui.reader.note_editor import NoteEditor
from reader.ui.reader.paper_notes import PaperNotes

DRAFT_MS = 1_000
"""After the last key, before the draft is kept."""


class Host(Protocol):
    """A place where the editor can stand."""

    def host(self, editor: QWidget | None, ref: Ref | None) -> None:
        """Show the editor in place of the card of `ref`; None to have the card back."""


class Writing(QObject):
    """One editor for the whole page.

    Signals:
        said(str): for the status bar and screen readers.
        finished(): the editor has closed; the keyboard goes back to where it came from.
    """

    said = Signal(str)
    finished = Signal()

    def __init__(self, notes: PaperNotes, editor: NoteEditor, host: Callable[[], Host]) -> None:
        """`host` says where the editor stands now: the lane, or the Notes tab."""
        super().__init__(editor)
        self._notes, self.editor, self._host = notes, editor, host
        self._here: Host | None = None
        self.ref: Ref | None = None
        self._held = ("", ())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.keep)
        editor.edited.connect(self._timer.start)
        editor.save_wanted.connect(self.save)
        editor.put_away.connect(self.put_away)
        editor.discard_wanted.connect(self.discard)
        editor.kind_wanted.connect(self.set_kind)
        notes.before_keeping(self._put_away_silently)
        notes.refused.connect(self._failed)
        notes.changed.connect(self._look)
        notes.availability_changed.connect(self._look)

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""
        return self.ref is not None

    def begin(self, ref: Ref) -> None:
        """Write on a mark; its draft is taken up where there is one."""
        if ref == self.ref:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.put_away()
        annotation = self._notes.get(ref)
        if self.is_open or annotation is None or annotation.set_name:
            return
        self.ref = ref
        shown = self._notes.drafts.get(ref, annotation)
        self._held = (shown.note, shown.tags)
        self.editor.load(shown, self._notes.tags(), self._notes.case_hint)
        self._notes.activate(ref)
        self._here = self._host()
        self._here.host(self.editor, ref)
        self.editor.show()
        self.editor.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def move(self) -> None:
        """The window has another width: stand where notes are written now."""
        if self.ref is None:
            return
        host = self._host()
        if host is not self._here:
            focused = self.editor.isAncestorOf(self.editor.focusWidget() or self.editor) and self.editor.text.hasFocus()
            if self._here is not None:
                self._here.host(None, None)
            self._here = host
            host.host(self.editor, self.ref)
            self.editor.show()
            if focused:
                self.editor.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self) -> tuple[str, tuple[str, ...]]:
        return self.editor.text.toPlainText(), self.editor.tags.tags()

    def keep(self) -> None:
        """Keep what is unsaved in the notebook's drafts, where it differs from what was kept before."""
        annotation = self._notes.get(self.ref) if self.ref is not None else None
        if annotation is None or self._written() == self._held:
            return
        note, tags = self._written()
        if self._notes.keep_draft(self._notes.drafts.get(ref_of(annotation), annotation), note, tags):
            self._held = (note, tags)
            self.editor.say(tr("Draft kept {time}").format(time=mark_words.clock()))

    def save(self) -> None:
        """Ctrl+Enter. Where it cannot be saved the editor stays open with the text in it, and says why."""
        ref = self.ref
        annotation = self._notes.get(ref) if ref is not None else None
        if ref is None or annotation is None:
            return
        note, tags = self._written()
        saved = self._save(ref, annotation, note, tags)
        if saved is None:
            return
        self._close()
        words = tr("Saved {time}").format(time=mark_words.clock())
        self._notes.activate(ref_of(saved))
        self._notes.just_saved = (ref_of(saved), words)
        self._notes.changed.emit()
        self.said.emit(words)
        self.finished.emit()

    def _save(self, ref: Ref, annotation: Annotation, note: str, tags: tuple[str, ...]) -> Annotation | None:
        if not self._notes.is_saved(ref):
            return self._notes.save_draft(annotation, note, tags)
        saved = self._notes.change(ref, note=note, tags=tags)
        if saved is not None:
            self._notes.drop_draft(ref)
        return saved

    def put_away(self) -> None:
        """Esc: unsaved text becomes a draft; a new note without a word was none."""
        if self._put_away():
            self.finished.emit()

    def _put_away_silently(self) -> None:
        self._put_away()

    def _put_away(self) -> bool:
        """Close the editor, having kept what is in it. False where that cannot be kept, or nothing was open."""
        ref = self.ref
        annotation = self._notes.get(ref) if ref is not None else None
        if ref is None or annotation is None:
            return False
        note, tags = self._written()
        if self._notes.is_saved(ref):
            same = (note, tags) == (annotation.note, annotation.tags)
        else:
            same = not note.strip() and not tags
        if not same:
            self.keep()
            if self._held != (note, tags):
                return False  # it could not be kept: the editor goes on holding it
            self.said.emit(tr("Kept as a draft"))
        self._close()
        if same:
            self._notes.drop_draft(ref)
        else:
            self._notes.changed.emit()
        return True

    def discard(self) -> None:
        """Throw away what is unsaved; what was saved before is there as it was."""
        ref = self.ref
        if ref is not None:
            self._close()
            self._notes.drop_draft(ref)
            if not self._notes.is_saved(ref):
                self._notes.activate(None)
            self.finished.emit()

    def set_kind(self, kind: Kind) -> None:
        """Another kind for the mark that is written on."""
        ref = self.ref
        annotation = self._notes.get(ref) if ref is not None else None
        if ref is None or annotation is None:
            return
        if self._notes.is_saved(ref):
            if self._notes.change(ref, kind=kind) is None:
                return
        else:
            self._notes.hold(replace(self._notes.drafts.get(ref, annotation), kind=kind))
        self.editor.show_kind(kind)

    def _close(self) -> None:
        self._timer.stop()
        self.ref = None
        self.editor.forget()
        if self._here is not None:
            self._here.host(None, None)
            self._here = None

    def _look(self) -> None:
        """The mark may be gone: deleted elsewhere, or the notebook locked."""
        if self.ref is not None and self._notes.get(self.ref) is None:
            self._close()

    def _failed(self, error: ReaderError) -> None:
        if self.ref is not None:
            self.editor.fail(f"{explain(error).line()} {tr('Your text is still here.')}")
