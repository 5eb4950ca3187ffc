"""Settings: what a person may choose, each in force at once; what policy has locked is shown and says so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from reader.language import available, tr
from reader.notes_desk.rules import Rules
from reader.policy import Policies
from reader.policy_words import managed
from reader.settings import IDLE_RANGE, LINE_LENGTHS, SPACINGS, TEXT_SIZE_RANGE, THEMES, Settings, checked
from reader.ui.looks.combo import ComboBox, NumberBox
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tick import WordedTick
from reader.ui.looks.tokens import Tokens
from reader.ui.shared.words import theme_label
from reader.ui.window.page_dialog import PageDialog

CONTROL_PX = 190
"""Narrowest control at the right, in pixels: below one another they begin and end alike."""
LANGUAGES = {"en": "English", "cy": "Cymraeg"}
"""Languages in their own names."""
LOCKS = {
    "shared_desk": "shared_desk",
    "recent_searches": "recent_searches",
    "idle_minutes": "idle_lock_minutes",
    "backup_folder": "backup_folder",
}
"""Setting to the policy that locks it."""


class SettingsDialog(PageDialog):
    """Shows what is in force; tells what is chosen.

    Signals:
        chosen(Settings): a control was changed.
        policies_wanted(): the page of policies.
    """

    chosen = Signal(object)
    policies_wanted = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens, policies: Policies) -> None:
        """Empty until `show_settings`."""
        super().__init__(parent, tokens, tr("Settings"))
        self._policies = policies
        self._settings = Settings()
        self.fields: dict[str, QWidget] = {}
        self._reading()
        self._notebook()
        self.problem = self.say("", "warning")
        self.problem.hide()
        self.column.addStretch(1)
        self.policies = self.button(tr("Policies in force…"), self.policies_wanted.emit)

    def _reading(self) -> None:
        self.say(tr("Reading"), "title")
        self._choice("theme", tr("Appearance"), {name: theme_label(name) for name in THEMES})
        self._number("text_size", tr("Text size (points)"), TEXT_SIZE_RANGE)
        names = (tr("Normal"), tr("Wide"), tr("Widest"))
        self._choice("spacing", tr("Line spacing"), dict(zip(SPACINGS, names, strict=True)))
        names = (tr("Short"), tr("Normal"), tr("Long"))
        self._choice("line_length", tr("Line length"), dict(zip(LINE_LENGTHS, names, strict=True)))
        self._tick("plain_type", tr("Plain typeface"))
        languages = {"": tr("Follow the system"), **{code: LANGUAGES.get(code, code) for code in available()}}
        self._choice("language", tr("Language (from the next start)"), languages)

    def _notebook(self) -> None:
        self.say(tr("Notebook and this computer"), "title")
        self._tick("shared_desk", tr("Several people use this log-in (shared desk)"))
        self._tick("recent_searches", tr("Remember recent searches in the notebook"))
        self._number("idle_minutes", tr("Lock the notebook after idle minutes"), IDLE_RANGE)
        self._folder("backup_folder", tr("Second folder for backups"))

    def show_settings(self, settings: Settings, rules: Rules) -> None:
        """Show what is in force: what was chosen, and policy where it says otherwise."""
        self._settings = settings
        second = rules.second[0] if rules.second else ""
        shown = replace(
            settings,
            shared_desk=rules.shared,
            recent_searches=rules.remember_searches,
            idle_minutes=rules.idle_minutes,
            backup_folder=str(second),
            language=settings.language if settings.language in {"", *available()} else "en",
        )
        for name, widget in self.fields.items():
            with QSignalBlocker(widget):
                _put(widget, getattr(shown, name))

    def _choose(self, name: str, value: Any) -> None:
        """Tell of a choice; one that is none is said, and what was there before stays."""
        self.problem.hide()
        if checked(**{name: value}) == checked() and value != getattr(Settings(), name):
            self.problem.setText(tr("That is no whole path of a folder. The setting stays as it was."))
            self.problem.show()
            return
        if value != getattr(self._settings, name):
            self._settings = replace(self._settings, **{name: value})
            self.chosen.emit(self._settings)

    # Controls

    def _choice(self, name: str, label: str, choices: Mapping[Any, str]) -> None:
        box = ComboBox()
        for value, words in choices.items():
            box.addItem(words, value)
        box.activated.connect(lambda: self._choose(name, box.currentData()))
        self._row(name, label, box)

    def _number(self, name: str, label: str, limits: tuple[int, int]) -> None:
        box = NumberBox()
        box.setRange(*limits)
        # While somebody types, 1 is on the way to 15: only a finished number counts.
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda: self._choose(name, box.value()))
        box.lineEdit().setAccessibleName(label)
        self._row(name, label, box)

    def _tick(self, name: str, label: str) -> None:
        box = look(WordedTick(label), "setting")
        box.clicked.connect(lambda: self._choose(name, box.isChecked()))
        self.column.addWidget(box)
        self._keep(name, box)

    def _folder(self, name: str, label: str) -> None:
        edit = QLineEdit()
        edit.setPlaceholderText(tr("None"))
        edit.editingFinished.connect(lambda: self._choose(name, edit.text().strip()))
        pick = QPushButton(tr("Choose…"))
        pick.setAccessibleName(tr("Choose the second folder for backups"))
        pick.clicked.connect(self._picker(edit, name))
        self._row(name, label, edit, pick)

    def _picker(self, edit: QLineEdit, name: str) -> Callable[[], None]:
        def pick() -> None:
            folder = QFileDialog.getExistingDirectory(self, tr("Second folder for backups"), edit.text())
            if folder:
                edit.setText(folder)
                self._choose(name, folder)

        return pick

    def _row(self, name: str, label: str, widget: QWidget, *more: QWidget) -> None:
        named = text_label(label)
        named.setBuddy(widget)
        widget.setAccessibleName(label)
        row = QHBoxLayout()
        row.setSpacing(self.tokens.space[3])
        row.addWidget(named, 1)
        if not more:
            widget.setMinimumWidth(CONTROL_PX)
        for part in (widget, *more):
            row.addWidget(part, int(isinstance(part, QLineEdit)))
        self.column.addLayout(row)
        self._keep(name, widget, *more)

    def _keep(self, name: str, widget: QWidget, *more: QWidget) -> None:
        self.fields[name] = widget
        if name not in LOCKS or not self._policies.locked(LOCKS[name]):
            return
        for part in (widget, *more):
            part.setEnabled(False)
            part.setToolTip(managed())
        self.say(managed(), "muted")


def _put(widget: QWidget, value: Any) -> None:
    match widget:
        case QComboBox():
            widget.setCurrentIndex(widget.findData(value))
        case QSpinBox():
            widget.setValue(value)
        case QCheckBox():
            widget.setChecked(bool(value))
        case QLineEdit():
            widget.setText(str(value))
        case _:
            pass
