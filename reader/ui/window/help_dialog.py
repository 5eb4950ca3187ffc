"""Help and shortcuts (F1): the keyboard map as it is, and what this program does and does not do."""

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

import reader
from reader.language import tr
from reader.library.wording import digest_line
from reader.ui.looks.labels import text_label
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tokens import Tokens
from reader.ui.shared.shortcuts import commands, shown_keys
from reader.ui.window.page_dialog import PageDialog


class HelpDialog(PageDialog):
    """Help, and from there the self-test and the policies in force.

    Signals:
        self_test_wanted(), policies_wanted(): those pages.
    """

    self_test_wanted = Signal()
    policies_wanted = Signal()

    def __init__(self, parent: QWidget, tokens: Tokens) -> None:
        """Made when first asked for."""
        super().__init__(parent, tokens, tr("Help and shortcuts"))
        for text in _about():
            self.say(text)
        self.column.addLayout(self._keys())
        self.say(tr("Briefing Reader {version}").format(version=reader.__version__), "muted")
        self.column.addStretch(1)
        self.self_test = self.button(tr("Self-test…"), self.self_test_wanted.emit)
        self.policies = self.button(tr("Policies in force…"), self.policies_wanted.emit)

    def _keys(self) -> QGridLayout:
        """Every group in one grid, so that what the keys do stands in one column."""
        space, grid = self.tokens.space, QGridLayout()
        grid.setHorizontalSpacing(space[5])
        grid.setVerticalSpacing(space[1])
        grid.setColumnStretch(1, 1)
        for group, rows in groupby(commands(), key=lambda command: command.group):
            title = look(QLabel(group), "title")
            title.setContentsMargins(0, space[3] if grid.rowCount() > 1 else 0, 0, space[1])
            grid.addWidget(title, grid.rowCount(), 0, 1, 2)
            for command in rows:
                row = grid.rowCount()
                grid.addWidget(look(QLabel(shown_keys(command)), "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(text_label(command.label), row, 1)
        return grid


def _about() -> tuple[str, ...]:
    return (
        tr("Type into the search field and the passages appear below it. Enter opens one at its paragraph."),
        tr("The library works without a network. Nothing you search for or read leaves this computer."),
        digest_line() + ". " + tr("Where a digest and your force’s policy differ, policy holds."),
    )
