"""The bar below the notes list while rows are ticked: how many, and what can be done with all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton

from reader.language import tr, tr_n
from reader.policy_words import managed
from reader.ui.looks.icons import before_words, pixmap
from reader.ui.looks.stylesheet import look
from reader.ui.looks.tick import Tick
from reader.ui.looks.tokens import Theme, Tokens
from reader.ui.notes.notes_tags import MAX_TAG


def selected(ticked: int) -> str:
    """How many rows are ticked, in words."""
    return tr_n("{n} selected", "{n} selected", ticked).format(n=f"{ticked:,}")


class SelectionBar(QFrame):
    """Signals what is wanted with everything that is ticked."""

    all_toggled = Signal(bool)
    tag_wanted = Signal(str)
    collect_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, tokens: Tokens, theme: Theme, *, may_export: bool) -> None:
        """Hidden until something is ticked."""
        super().__init__()
        self.setObjectName("selection_bar")
        self.ticked = 0
        self._tokens = tokens
        self.tick = Tick(theme, tokens.targets.minimum)
        self.tick.setAccessibleName(tr("Tick every row"))
        self.tick.clicked.connect(self.all_toggled)
        self._count = look(QLabel(), "section")
        self.tag = QPushButton(tr("Add tag"))
        self.tag.clicked.connect(self._ask_tag)
        self.field = QLineEdit()
        self.field.setMaxLength(MAX_TAG)
        self.field.setMaximumWidth(140)
        self.field.setPlaceholderText(tr("Tag"))
        self.field.setAccessibleName(tr("Tag to add to what is ticked"))
        self.field.returnPressed.connect(self._tag)
        self.field.hide()
        self.collect = QPushButton(tr("Add to collection"))
        self.export = QPushButton()
        self.export.setEnabled(may_export)
        self.export.setToolTip("" if may_export else managed())
        self.delete = QPushButton(tr("Delete"))
        self.collect.clicked.connect(lambda _=False: self.collect_wanted.emit())
        self.export.clicked.connect(lambda _=False: self.export_wanted.emit())
        self.delete.clicked.connect(lambda _=False: self.delete_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.space[3], tokens.space[1], tokens.space[3], tokens.space[1])
        row.setSpacing(tokens.space[2])
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._count)
        row.addStretch(1)
        for widget in (self.field, self.tag, self.collect, self.export, self.delete):
            row.addWidget(widget)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Retint."""
        small = self._tokens.icons.small
        for button, drawing in (
            (self.tag, "tag"),
            (self.collect, "collection"),
            (self.export, "export"),
            (self.delete, "bin"),
        ):
            before_words(pixmap(drawing, theme.text, small, button.devicePixelRatio()), button)
        self.tick.set_theme(theme)
        self.setStyleSheet(
            f"#selection_bar {{ background: {theme.selection}; border-top: 1px solid {theme.border_control}; }}"
        )

    def show_count(self, ticked: int, shown: int) -> None:
        """How many are ticked, of how many."""
        self.ticked = ticked
        self._count.setText(selected(ticked))
        self.export.setText(tr("Export {n}").format(n=f"{ticked:,}"))
        self.tick.setChecked(ticked == shown > 0)
        if not ticked:
            self.field.hide()

    def _ask_tag(self) -> None:
        if self.field.isVisible() and self.field.text().strip():
            self._tag()
            return
        self.field.show()
        self.field.setFocus()

    def _tag(self) -> None:
        tag = self.field.text().strip()
        self.field.clear()
        self.field.hide()
        if tag:
            self.tag_wanted.emit(tag)
