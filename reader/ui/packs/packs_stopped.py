"""Why nothing was installed: what it means, what to do, and the facts for the IT team. There is no way around it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reader.errors import PolicyError, ReaderError, RefusedError
from reader.explain import explain
from reader.language import tr
from reader.ui.looks.labels import ATTENTION, BAD, empty
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.packs import packs_words
from reader.ui.packs.packs_parts import StateBox, bullets, facts


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was tried and how it ended.

    Attributes:
        pack: what was to be installed.
        error: what stood in the way.
        when: the computer's time.
        reading: what stays in force, in words; "" for nothing of this publisher.
    """

    pack: Path
    error: ReaderError
    when: dt.datetime
    reading: str = ""

    @property
    def refused(self) -> bool:
        """Whether verification failed: then trying again is no use."""
        return isinstance(self.error, RefusedError)

    @property
    def unknown_publisher(self) -> bool:
        """Whether it was refused because this computer does not know who signed it (FORMATS P3)."""
        return isinstance(self.error, RefusedError) and self.error.clause == "P3"

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Names and values for the IT team."""
        error = self.error
        problem = packs_words.why(error)
        clause = error.clause if isinstance(error, RefusedError) else type(error).__name__.removesuffix("Error")
        return (
            (tr("File"), self.pack.name),
            (tr("Place"), str(self.pack.parent)),
            (tr("Problem"), problem),
            (tr("Reference"), f"{clause} · {packs_words.moment(self.when)}"),
        )

    def text(self) -> str:
        """The report as plain text."""
        lines = [packs_words.stopped_title(self.error), "", *(f"{name}: {value}" for name, value in self.rows())]
        return "\n".join(lines) + "\n"

    def meaning(self) -> tuple[str, ...]:
        """What it means for the person."""
        said = [tr("Nothing was installed."), tr("Your bookmarks, highlights and notes have not changed.")]
        if self.reading:
            said[0] = tr("Nothing was installed. You are still reading {what}.").format(what=self.reading)
        if self.refused:
            said.append(tr("It was put aside, where nothing opens it."))
        return tuple(said)

    def advice(self, *, may_trust: bool) -> tuple[str, ...]:
        """What to do."""
        if isinstance(self.error, PolicyError):
            return (tr("Ask your IT team for the edition you need."),)
        if self.unknown_publisher:
            known = tr("If you know the publisher, compare the fingerprint with them and allow them below.")
            managed = tr("Managed by your organisation: only your IT team allows publishers. Give them the details.")
            return (known if may_trust else managed,)
        if self.refused:
            return (
                tr("Do not try this copy again, and do not pass it on."),
                tr("Tell your IT team. Give them the details below."),
            )
        kept = explain(self.error).advice
        again = tr("Look whether the place can be reached and the disk has room, then try again.")
        return (kept or again,)


class StoppedPane(QWidget):
    """Shows one Stopped."""

    def __init__(self, tokens: Tokens, theme: Theme) -> None:
        """Empty until `show_stopped`."""
        super().__init__()
        self._tokens, self._theme = tokens, theme
        self._shown: tuple[Stopped, bool] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.space[3])

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        self._theme = theme
        if self._shown is not None:
            stopped, may_trust = self._shown
            self.show_stopped(stopped, may_trust=may_trust)

    def show_stopped(self, stopped: Stopped, *, may_trust: bool) -> None:
        """Say what happened."""
        self._shown = (stopped, may_trust)
        empty(self._column)
        tokens = self._tokens
        manner, drawing = (BAD, "shield-refused") if stopped.refused else (ATTENTION, "warning")
        box = StateBox(tokens, self._theme, manner, drawing, large=True)
        box.say(packs_words.stopped_title(stopped.error), packs_words.headline(stopped.error))
        self._column.addWidget(box)
        for heading, lines in (
            (tr("What this means for you"), stopped.meaning()),
            (tr("What to do"), stopped.advice(may_trust=may_trust)),
        ):
            self._column.addWidget(look(QLabel(heading), "section"))
            holder = QWidget()
            holder.setLayout(bullets(tokens, lines))
            self._column.addWidget(holder)
        self._column.addWidget(facts(tokens, stopped.rows()))
        self._column.addStretch(1)
