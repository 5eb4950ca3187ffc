"""Finding in the open paper: ties the bar to the marks of the view, for Ctrl+F and for hits that search has opened."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from reader.language import tr
from reader.ui.reader.find_bar import FindBar
from reader.ui.reader.reader_matches import Range, literal, matched_forms, nearest
from reader.ui.reader.reading_view import ReadingView

Marker = Callable[[str, str], tuple[Range, ...]]


class Finder(QObject):
    """What is marked, which match is the current one, and what the bar says about it."""

    said = Signal(str)
    """Something to announce and to show: "3 of 12", "Back at the first match"."""

    def __init__(self, view: ReadingView, bar: FindBar, marker: Callable[[], Marker | None]) -> None:
        """`marker` answers the search index's own way of marking, None while it is not open."""
        super().__init__(view)
        self._view, self._bar, self._marker = view, bar, marker
        self._text: str | None = None
        self._said_none = False
        bar.changed.connect(self._typed)
        bar.step_requested.connect(self.step)
        bar.close_requested.connect(self.close)

    @property
    def is_open(self) -> bool:
        """Whether the bar is meant to be seen."""
        return not self._bar.isHidden()

    def ask(self) -> None:
        """Ctrl+F: the field has the focus, and what is selected in the text is what to find."""
        chosen = self._view.textCursor().selectedText()
        self._bar.offer_forms(available=self._marker() is not None)
        if chosen and "\u2029" not in chosen and len(chosen) <= self._bar.field.maxLength():
            self._fill(chosen, forms=False)
        self._bar.show()
        self._bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.field.selectAll()
        self.refresh()

    def from_search(self, query: str, position: int) -> None:
        """Mark what search matched, the match nearest after `position` as the current one; the focus stays put."""
        self._bar.offer_forms(available=self._marker() is not None)
        self._fill(query, forms=True)
        marks = self._find()
        current = nearest(marks, position)
        self._view.set_marks(marks, current)
        self._bar.setVisible(bool(marks))
        self._bar.show_count(current, len(marks))

    def step(self, step: int) -> None:
        """F3 and Shift+F3: the next or previous match, round and round, saying so at the turn."""
        if not self.is_open:
            # Closed with Esc, which took the marks away: what was looked for is found again.
            self._view.set_marks(self._find(), -1)
        marks = self._view.marks
        if not marks:
            if self._bar.field.text().strip():
                self._say_none()
            else:
                self.ask()
            return
        before = self._view.current_mark
        if before < 0:
            before = nearest(marks, self._view.keyboard_position()) - (step > 0)
        index = (before + step) % len(marks)
        self._view.show_mark(index)
        self._bar.show()
        self._bar.show_count(index, len(marks))
        words = tr("{n} of {total}").format(n=index + 1, total=len(marks))
        if step > 0 and index < before:
            words = tr("Back at the first match. {count}").format(count=words)
        elif step < 0 and index > before:
            words = tr("Round to the last match. {count}").format(count=words)
        self._bar.count.setText(words)
        self.said.emit(words)

    def refresh(self) -> None:
        """Find again, after the document or its look has changed; the current match stays where it can."""
        self._text = None
        if not self.is_open:
            return
        marks, before = self._find(), self._view.current_mark
        current = before if before < len(marks) else -1
        self._view.set_marks(marks, current)
        self._bar.show_count(current, len(marks))

    def clear(self) -> None:
        """Another document: nothing is marked and the bar is away."""
        self._text = None
        self._fill("", forms=False)
        self._bar.hide()
        self._view.set_marks((), -1)

    def close(self) -> None:
        """Esc: the marks go, the bar goes, and the focus is back in the text."""
        self._bar.hide()
        self._view.set_marks((), -1)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, text: str, *, forms: bool) -> None:
        self._bar.blockSignals(True)
        self._bar.field.setText(text)
        self._bar.field.setCursorPosition(0)
        self._bar.forms.setChecked(forms)
        self._bar.blockSignals(False)

    def _find(self) -> tuple[Range, ...]:
        wanted = self._bar.field.text()
        if not wanted.strip():
            return ()
        if self._text is None:
            self._text = self._view.searchable_text()
        if self._bar.forms.isChecked():
            return matched_forms(wanted, self._text, self._marker())
        return literal(wanted, self._text)

    def _typed(self) -> None:
        marks = self._find()
        current = nearest(marks, self._view.keyboard_position())
        self._view.set_marks(marks, current)
        if current >= 0:
            self._view.show_mark(current)
        self._bar.show_count(current, len(marks))
        if marks and self._said_none:
            self._said_none = False
            self.said.emit(tr("{n} of {total}").format(n=current + 1, total=len(marks)))
        elif not marks and self._bar.field.text().strip():
            self._say_none()

    def _say_none(self) -> None:
        self._said_none = True
        self.said.emit(tr("No matches in this paper"))
