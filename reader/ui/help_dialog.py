"""Help and shortcuts (F1): the keyboard map as it is, and what this program does and does not do."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import reader
from reader.language import tr
from reader.library.wording import digest_line
from reader.ui.shortcuts import Command, commands, shown_keys
from reader.ui.stylesheet import look
from reader.ui.tokens import Tokens


class HelpDialog(QDialog):
    """Stays beside the window until closed; reading goes on meanwhile."""

    def __init__(self, parent: QWidget, tokens: Tokens) -> None:
        """Made when first asked for."""
        super().__init__(parent)
        self.setWindowTitle(tr("Help and shortcuts"))
        self._tokens = tokens
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(tokens.space[5],) * 4)
        column.setSpacing(tokens.space[3])
        column.addWidget(look(QLabel(tr("Help and shortcuts")), "view-title"))
        for text in _about():
            column.addWidget(_wrapped(text))
        for group, rows in groupby(commands(), key=lambda command: command.group):
            column.addWidget(look(QLabel(group), "title"))
            column.addLayout(self._keys(list(rows)))
        version = tr("Briefing Reader {version}").format(version=reader.__version__)
        column.addWidget(look(QLabel(version), "muted"))
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(tr("Help and shortcuts"))
        self.area.setWidget(page)
        self.close_button = look(QPushButton(tr("Close")), "primary")
        self.close_button.clicked.connect(self.close)
        foot = look(QFrame(), "sunken")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(*(tokens.space[3],) * 4)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(foot)
        self.resize(tokens.layout.dialog_large - 100, tokens.layout.dialog_large - 200)

    def _keys(self, rows: list[Command]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._tokens.space[5])
        grid.setVerticalSpacing(self._tokens.space[1])
        grid.setColumnStretch(1, 1)
        for row, command in enumerate(rows):
            grid.addWidget(look(QLabel(shown_keys(command)), "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(_wrapped(command.label), row, 1)
        return grid


def _about() -> tuple[str, ...]:
    return (
        tr("Type into the search field and the passages appear below it. Enter opens one at its paragraph."),
        tr("The library works without a network. Nothing you search for or read leaves this computer."),
        digest_line() + ". " + tr("Where a digest and your force’s policy differ, policy holds."),
    )


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
