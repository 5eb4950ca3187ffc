"""One mark opened: its passage, kind, note and tags. What is typed survives a crash, a lock and a full disk.

While typing, a draft is kept in the notebook after each pause; leaving the field, Ctrl+Enter or another mark saves it
as one step of undo. Where the disk will not take it the text stays, the reason is said, and saving is tried again.
"""

import json
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.errors import ReaderError, UnavailableError
from reader.explain import explain
from reader.language import tr
from reader.notebook import query
from reader.notebook.codec import BadThingError, decode, encode
from reader.notebook.model import HIGHLIGHTS, Annotation, Kind, Status
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.policy_words import managed
from reader.ui.looks.icons import icon
from reader.ui.looks.labels import text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes import notes_words as words
from reader.ui.notes.kind_button import KindButton
from reader.ui.notes.notes_passage import Passage
from reader.ui.notes.notes_tags import TagField
from reader.ui.shared.kinds import label
from reader.ui.shared.shelf_live import LiveEntries

PAUSE_MS = 700
"""After the last key: a draft is kept."""
LEAST = 240
"""Narrowest it may be, in pixels."""
NOTE_LEAST, NOTE_MOST = 96, 150
"""Smallest and largest height of the note's field, in pixels."""
RETRY_MS = 5_000
"""Between two tries to save what the disk would not take."""


class NoteEditor(QWidget):
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
        super().__init__()
        self.setObjectName("note_editor")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tokens, self._theme, self._desk, self._marks = tokens, theme, desk, marks
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
        self._build()
        self.set_theme(theme)
        self._stops: list[Callable[[], None]] = [desk.before_lock(self.keep)]

    def _build(self) -> None:
        self.passage = Passage(self._tokens, self._theme)
        self.where = look(text_label(""), "muted")
        self.status = look(text_label(""), "warning")
        grid = self._kind_buttons()
        self.kind_label = look(QLabel(tr("Kind")), "section")
        self.note = QPlainTextEdit()
        self.note.setObjectName("note_text")
        self.note.setAccessibleName(tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(NOTE_LEAST)
        self.note.setMaximumHeight(NOTE_MOST)
        self.note.textChanged.connect(self._typed)
        self.note.installEventFilter(self)
        self.hint = look(text_label(""), "warning")
        self.tags = TagField(self._tokens, self._theme)
        self.tags.edited.connect(self._tag)
        self.tags.typed.connect(self._tag_typed)
        self.saved = look(text_label(""), "muted")
        self.problem = look(text_label(""), "warning")
        self.again = QPushButton(tr("Try again"))
        self.again.clicked.connect(self.save)
        self._arrange(grid)

    def _arrange(self, grid: QGridLayout) -> None:
        space = self._tokens.space
        inside = QWidget()
        inside.setObjectName("note_inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(space[4],) * 4)
        column.setSpacing(space[2])
        column.addWidget(look(QLabel(tr("Passage")), "section"))
        for widget in (self.passage, self.where, self.status, self.kind_label):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(look(QLabel(tr("Note")), "section"))
        column.addWidget(self.note, 1)
        column.addWidget(self.hint)
        column.addWidget(look(text_label(words.no_case_details()), "muted"))
        column.addWidget(look(QLabel(tr("Tags")), "section"))
        for widget in (self.tags, self.saved, self.problem, self.again):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        # The buttons below may ask for more: with wide letters none of them is cut.
        area.setMinimumWidth(LEAST)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addWidget(look(QFrame(), "line"))
        layout.addLayout(self._foot())

    def _kind_buttons(self) -> QGridLayout:
        self.kinds: dict[Kind, KindButton] = {}
        grid = QGridLayout()
        grid.setSpacing(self._tokens.space[1])
        for number, kind in enumerate(HIGHLIGHTS):
            button = KindButton(kind, self._tokens)
            button.clicked.connect(lambda _=False, kind=kind: self._choose_kind(kind))
            self.kinds[kind] = button
            grid.addWidget(button, number // 2, number % 2)
        return grid

    def _foot(self) -> QHBoxLayout:
        self.open_button = look(QPushButton(tr("Open passage")), "primary")
        self.open_button.clicked.connect(self._open)
        self.copy = QPushButton(tr("Copy"))
        self.copy.setEnabled(self._desk.rules.may_copy)
        self.copy.setToolTip("" if self._desk.rules.may_copy else managed())
        self.copy.clicked.connect(self._copy)
        self.delete = QPushButton()
        self.delete.setAccessibleName(tr("Delete"))
        self.delete.setToolTip(tr("Move to the bin (Delete)"))
        self.delete.clicked.connect(self._delete)
        row = QHBoxLayout()
        row.setContentsMargins(*(self._tokens.space[3],) * 4)
        row.setSpacing(self._tokens.space[2])
        row.addWidget(self.open_button, 1)
        row.addWidget(self.copy)
        row.addWidget(self.delete)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        size = self._tokens.icons.small
        for button in self.kinds.values():
            button.set_theme(theme)
        self.delete.setIcon(icon("bin", theme, size))
        self.setStyleSheet(
            f"#note_editor, #note_inside {{ background: {theme.surface}; }}"
            f"#note_text {{ background: {theme.surface}; border: 1px solid {theme.border_control};"
            f" border-radius: {self._tokens.radii.control}px; padding: 4px; }}"
        )
        self.passage.set_theme(theme)
        self.tags.set_theme(theme)

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
            self._clear()
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
        self._set_note(annotation.note if draft is None else draft)
        self.note.setReadOnly(fixed)
        highlight = annotation.kind in HIGHLIGHTS
        self.kind_label.setText(tr("Kind") if highlight else label(annotation.kind))
        for kind, button in self.kinds.items():
            button.setVisible(highlight)
            button.setChecked(kind is annotation.kind)
            button.setEnabled(not fixed)
        self.tags.set_known([tag for tag, _ in query.tags(self._desk.database)])
        self.tags.show_tags(annotation.tags)
        self.tags.setEnabled(not fixed)
        self.delete.setEnabled(self._desk.can_write and not annotation.deleted)
        self.open_button.setEnabled(annotation.document in self._entries)
        self._show_hint(self.note.toPlainText())
        self._fine()
        if draft is not None:
            self.saved.setText(tr("Unfinished text from before was brought back"))

    def _draft(self, annotation: Annotation) -> str | None:
        """Text left unfinished by a crash or a lock, None where there is none that differs."""
        kept = self._desk.notes.drafts().get(annotation.uuid) if not annotation.set_name else None
        if kept is None:
            return None
        with suppress(ValueError, BadThingError, RecursionError):
            found = decode(json.loads(kept))
            if isinstance(found, Annotation) and found.note != annotation.note:
                return found.note
        return None

    def _set_note(self, text: str) -> None:
        self.note.blockSignals(True)
        self.note.setPlainText(text)
        self.note.blockSignals(False)

    def _show_hint(self, text: str) -> None:
        found = words.case_hint(text) if self._desk.rules.check_words else ""
        if found and found != self.hint.text():
            announce(self, found)
        self.hint.setText(found)
        self.hint.setVisible(bool(found))

    def _tag_typed(self, text: str) -> None:
        self._show_hint(f"{self.note.toPlainText()} {text}")

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
        fields = {**encode(here), "note": self.note.toPlainText()}
        with suppress(UnavailableError):
            # What cannot be kept now is said when it is saved; the text is still on the screen.
            self._desk.notes.keep_draft(here.uuid, json.dumps(fields, ensure_ascii=False))

    def forget(self) -> None:
        """The notebook was closed: leave nothing on the screen, nor in the field's own undo."""
        self._pause.stop()
        self._retry.stop()
        self.annotation = None
        self._clear()
        self.note.document().clearUndoRedoStacks()
        self.tags.set_known(())
        self.setEnabled(False)

    def _clear(self) -> None:
        self._set_note("")
        self.passage.show_words("", None)
        for widget in (self.where, self.status, self.saved, self.hint, self.problem):
            widget.setText("")
        self.tags.show_tags(())

    def _typed(self) -> None:
        self.saved.setText(tr("Not saved yet"))
        self._show_hint(self.note.toPlainText())
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
