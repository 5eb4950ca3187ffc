"""The first time notes are wanted: in four lines what is kept where, and how the notebook shall open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from reader.errors import ReaderError
from reader.language import tr, tr_n
from reader.notebook.keys import MIN_PASSPHRASE
from reader.notebook.unlocking import MAX_NAME, Passphrase, PlatformLogin
from reader.notes_desk.desk import NotesDesk, Opened
from reader.notes_desk.rules import Rules
from reader.policy_words import managed
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.unlock_field import PassphraseField
from reader.ui.shared.dialog import Dialog
from reader.ui.shared.working import Working
from reader.ui.tasks import Tasks


def what_is_kept(rules: Rules) -> tuple[str, str, str, str]:
    """Four lines: what is kept, where, who can read it, what never leaves."""
    where = (
        tr("Where: in one encrypted file a person, under this log-in on this computer, with a backup each day.")
        if rules.may_keep
        else tr("Where: in memory only. It ends when you lock or close. Your organisation keeps no notes on disk.")
    )
    who = (
        tr("Who can read it: you, and your organisation with its own key. You are told each time it is used.")
        if rules.organisation is not None
        else tr("Who can read it: only you. If you lose passphrase and recovery code, nobody can bring it back.")
    )
    if rules.shared:
        never = tr("On this shared desk nothing is open until you unlock, and reading and searching leave nothing.")
    else:
        never = tr("Nothing leaves this computer unless you export it. What you read and search is not reported.")
    return (
        tr("What: your bookmarks, highlights, notes, collections and searches. About briefings, never about cases."),
        where,
        who,
        never,
    )


class FirstUseDialog(Dialog):
    """Makes a notebook, or begins temporary notes.

    Signals:
        created(): a notebook was made and is open.
        failed(ReaderError): the one that was open before could not be closed as it should.
        temporary_wanted(): notes in memory only instead.
    """

    created = Signal()
    failed = Signal(object)
    temporary_wanted = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens, theme: Theme, desk: NotesDesk, *, tasks: Tasks) -> None:
        """Asks for a name and a passphrase where the organisation allows notebooks on disk."""
        super().__init__(
            parent, tokens, theme, title=tr("Your notebook"), drawing="notes", heading=tr("Make your notebook")
        )
        self._desk = desk
        self.lead.hide()
        self.column.addWidget(self._lines())
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.name.setPlaceholderText(tr("A name you will know it by, such as your collar number"))
        self.by_passphrase = QRadioButton(tr("Opens by a passphrase"))
        self.by_login = QRadioButton(tr("Opens by this log-in"))
        self.passphrase = PassphraseField(tr("Passphrase"))
        self.again = PassphraseField(tr("The same again"))
        if desk.rules.may_keep:
            self._build_keeping()
        else:
            self.column.addWidget(look(QLabel(managed()), "muted"))
        self.add_problem_line()
        self.column.addStretch(1)
        self._build_foot()
        self.working = Working(self, self.foot, tokens, tasks)

    def _lines(self) -> QFrame:
        box = look(QFrame(), "note")
        column = QVBoxLayout(box)
        column.setContentsMargins(*(self.tokens.space[3],) * 4)
        column.setSpacing(self.tokens.space[2])
        for line in what_is_kept(self._desk.rules):
            column.addWidget(text_label(line))
        return box

    def _build_keeping(self) -> None:
        self.field(tr("Name"), self.name)
        self.by_passphrase.setChecked(True)
        if not self._desk.rules.shared:
            self.column.addWidget(self.by_passphrase)
            self.column.addWidget(self.by_login)
            self.by_passphrase.toggled.connect(self._way_chosen)
        self.field(tr("Passphrase"), self.passphrase)
        self.field(tr("The same again"), self.again)
        least = tr_n("At least {n} character; several words are easiest to remember.",
                     "At least {n} characters; several words are easiest to remember.", MIN_PASSPHRASE)  # fmt: skip
        self.column.addWidget(look(text_label(least.format(n=MIN_PASSPHRASE)), "muted"))

    def _build_foot(self) -> None:
        if self._desk.rules.may_be_temporary:
            self.temporary = self.button(
                tr("Use temporary notes"), self._temporary, primary=not self._desk.rules.may_keep
            )
        self.buttons.addStretch(1)
        self.cancel = self.button(tr("Not now"), self.reject)
        if self._desk.rules.may_keep:
            self.make = self.button(tr("Make notebook"), self._create, primary=True)

    def _way_chosen(self, by_passphrase: bool) -> None:  # noqa: FBT001 - a signal passes it so
        for field in (self.passphrase, self.again):
            field.setEnabled(by_passphrase)

    def _create(self) -> None:
        if self.by_login.isChecked():
            first: Passphrase | PlatformLogin = PlatformLogin()
        elif self.passphrase.text != self.again.text:
            self.say(tr("The two passphrases are not the same."))
            self.again.setFocus()
            return
        else:
            first = Passphrase(self.passphrase.text)
        desk, name = self._desk, self.name.text()
        self.say("")
        self.working.run(
            tr("Making your notebook…"),
            lambda: desk.created(name, first),
            done=self._take,
            failed=self.say,
            late=desk.unmake,
        )

    def _take(self, made: Opened) -> None:
        self.accept()
        try:
            self._desk.take(made)
        except ReaderError as error:
            self.failed.emit(error)
            return
        self.created.emit()

    def _temporary(self) -> None:
        self.accept()
        self.temporary_wanted.emit()

    def done(self, result: int) -> None:
        """Forget what was typed, whatever the dialog ends with."""
        self.passphrase.clear()
        self.again.clear()
        super().done(result)
