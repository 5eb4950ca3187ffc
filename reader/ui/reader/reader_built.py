"""Documents ready to be shown: made when they are asked for or ahead of that, and kept when their paper is left."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QImage, QTextDocument

from reader.library.look import Look
from reader.ui.reader import reader_document
from reader.ui.reader.reader_document import DocumentMap, Spacing
from reader.ui.reader.reader_fit import TableFit, fit_pictures

MOST_KEPT = 24
"""Documents; the one left longest ago goes first."""
LONGEST_KEPT = 100_000
"""Characters of a document that is kept: a longer one would hold more memory than its making takes time."""

Name = tuple[str, Look, Spacing]
"""What a document is made from: HTML, what that was rendered with, and spacing."""
Pictures = Callable[[str, int, float], QImage]
"""Answers (name, width, device pixel ratio) with a QImage, never null."""
Column = tuple[int, float]
"""Width in device-independent pixels, and device pixel ratio."""


@dataclass(slots=True, eq=False)
class Built:
    """A document, and what of it depends on the column it is shown in.

    Attributes:
        column: what tables and pictures were fitted to last; None before that.
        stale: whether it must not be shown again once it is left.
    """

    name: Name
    document: QTextDocument
    mapped: DocumentMap
    pictures: Pictures
    tables: TableFit
    column: Column | None = field(default=None, init=False)
    stale: bool = field(default=False, init=False)

    def fit(self, column: Column) -> None:
        """Bring tables and pictures to the width of `column`."""
        if column == self.column:
            return
        if self.column is not None:
            # Changed half-way through its lazy layout, Qt would leave the rest of the document without lines for good.
            self.document.size()
        self.column = width, ratio = column
        self.tables.fit(width)
        fit_pictures(self.document, self.mapped, width, ratio, self.pictures)


class Ready:
    """Documents that nobody looks at, by what they were made from. What is handed out is not among them."""

    def __init__(self, view: QObject) -> None:
        """`view` owns the documents."""
        self._view = view
        self._out: Built | None = None
        self.built: dict[Name, Built] = {}

    def make(self, name: Name, font: QFont, pictures: Pictures, column: Column) -> None:
        """Make what `take` will be asked for, fitted to `column`."""
        if name not in self.built:
            self.built[name] = made = self._build(name, font, pictures)
            made.fit(column)

    def take(self, name: Name, font: QFont, pictures: Pictures, column: Column) -> Built:
        """The document of that name, fitted to `column`, made now where there is none."""
        self._out = self.built.pop(name, None) or self._build(name, font, pictures)
        self._out.fit(column)
        return self._out

    def leave(self, built: Built) -> None:
        """A document that was taken is shown no more: it is kept for the next time."""
        if built.stale or built.name in self.built or built.document.characterCount() > LONGEST_KEPT:
            built.document.deleteLater()
            return
        self.built[built.name] = built
        while len(self.built) > MOST_KEPT:
            self.built.pop(next(iter(self.built))).document.deleteLater()

    def drop(self) -> None:
        """Let go of all: they have another look, or are on the shelf no more."""
        for made in self.built.values():
            made.document.deleteLater()
        self.built.clear()
        if self._out is not None:
            self._out.stale = True

    def _build(self, name: Name, font: QFont, pictures: Pictures) -> Built:
        html, look, spacing = name
        document, mapped = reader_document.build(self._view, html, font, look, spacing)
        return Built(name, document, mapped, pictures, TableFit(document))
