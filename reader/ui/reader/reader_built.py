"""Documents ready to be shown: made when they are asked for, or ahead of that."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QTextDocument

from reader.library.look import Look
from reader.ui.reader import reader_document
from reader.ui.reader.reader_document import DocumentMap, Spacing
from reader.ui.reader.reader_fit import TableFit

Built = tuple[QTextDocument, DocumentMap, TableFit]
Name = tuple[str, Look, Spacing]


class Ahead:
    """What was made before it was asked for, by what it was made from. Each is handed out once."""

    def __init__(self, view: QObject) -> None:
        """`view` owns the documents."""
        self._view = view
        self.built: dict[Name, Built] = {}

    def make(self, name: Name, font: QFont, width: int) -> None:
        """Make what `take` will be asked for, its tables fitted to `width` pixels."""
        if name not in self.built:
            self.built[name] = self._build(name, font, width)

    def take(self, name: Name, font: QFont, width: int) -> Built:
        """The document of that name, fitted to `width` pixels, made now where it was not made before."""
        found = self.built.pop(name, None)
        if found is None:
            return self._build(name, font, width)
        found[2].fit(width)
        return found

    def drop(self) -> None:
        """Let go of all: they have another look, or are on the shelf no more."""
        for made, *_ in self.built.values():
            made.deleteLater()
        self.built.clear()

    def _build(self, name: Name, font: QFont, width: int) -> Built:
        html, look, spacing = name
        made, mapped = reader_document.build(self._view, html, font, look, spacing)
        tables = TableFit(made)
        tables.fit(width)
        return made, mapped, tables
