"""Allowing a publisher on this computer: the fingerprint is compared with what the publisher said by another way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reader.errors import ReaderError
from reader.explain import explain
from reader.language import tr
from reader.ui.looks.labels import ATTENTION, text_label
from reader.ui.looks.speech import announce
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs.packs_parts import StateBox

GROUP = 4


class TrustPane(QWidget):
    """Asks for a name and the fingerprint.

    Signals:
        changed(): what was typed is right, or no longer.
    """

    changed = Signal()

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `ask`."""
        super().__init__()
        self._fingerprint = ""
        self.lead = StateBox(tokens, theme, ATTENTION, "warning", large=True)
        self.name, self.typed = QLineEdit(), QLineEdit()
        self.said = text_label("")
        self.problem = look(text_label(""), "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space[2])
        column.addWidget(self.lead)
        explained = tr(
            "Ask the publisher for their fingerprint by a way that the pack did not come by: a telephone call, a "
            "letter, a page of your own organisation. Type or paste it here; blanks do not matter. The program "
            "compares it with the one in the pack."
        )
        column.addWidget(text_label(explained))
        for label, field in ((tr("Name of the publisher: letters, digits and hyphens"), self.name),
                             (tr("Fingerprint, as the publisher told you"), self.typed)):  # fmt: skip
            named = look(text_label(label), "section")
            named.setBuddy(field)
            field.setAccessibleName(label)
            column.addWidget(named)
            column.addWidget(field)
        column.addWidget(self.said)
        column.addWidget(self.problem)
        column.addStretch(1)
        for field in (self.name, self.typed):
            field.textChanged.connect(self._changed)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self.lead.set_theme(theme)

    def ask(self, fingerprint: str, what: str) -> None:
        """Begin anew for the publisher of the pack `what`, whose root has this fingerprint (64 hex digits)."""
        self._fingerprint = fingerprint
        self.lead.say(
            tr("Allow this publisher?"),
            tr("This computer does not know who signed {what}. Whoever you allow can publish papers here.").format(
                what=what
            ),
        )
        for field in (self.name, self.typed):
            field.clear()
        self.problem.setText("")
        self._changed()

    @property
    def given(self) -> tuple[str, str]:
        """The name and the fingerprint as typed."""
        return self.name.text().strip(), self.typed.text()

    @property
    def is_right(self) -> bool:
        """Whether there is a name, and the fingerprint is the pack's."""
        return bool(self.given[0]) and _plain(self.given[1]) == self._fingerprint

    def say(self, error: ReaderError) -> None:
        """Say why it could not be done."""
        self.problem.setText(explain(error).line())
        announce(self, self.problem.text())

    def _changed(self) -> None:
        self.said.setText(self._compared())
        self.changed.emit()

    def _compared(self) -> str:
        """How far what was typed agrees, so that a slip of the keys is found."""
        typed = _plain(self.given[1])
        if not typed:
            return ""
        if typed == self._fingerprint:
            return tr("It is the same as the one in the pack.")
        if self._fingerprint.startswith(typed):
            return tr("The same so far: {n} of {count} characters.").format(n=len(typed), count=len(self._fingerprint))
        at = next((i for i, (a, b) in enumerate(zip(typed, self._fingerprint, strict=False)) if a != b), GROUP * 15)
        return tr("Not the same, from group {n} on. Do not install this pack; tell your IT team.").format(
            n=at // GROUP + 1
        )


def _plain(text: str) -> str:
    return "".join(text.lower().split())
