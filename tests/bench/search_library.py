"""The benchmark's passages as a library, for our own index."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reader.library.catalogue import Entry, FrontMatter, LibraryInfo
from reader.library.model import PARAGRAPH_BREAK, Passage
from reader.library.reference import Registers


class RowLibrary:
    """A library of benchmark rows; `touch` changes one document."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.info = LibraryInfo("bench")
        self.registers = Registers()
        self.problems = ()
        self._rows: dict[str, list[Any]] = {}
        for row in rows:
            self._rows.setdefault(row.document, []).append(row)
        self._stamps = dict.fromkeys(self._rows, "1")
        self.entries = tuple(
            Entry(
                key,
                FrontMatter(
                    key, held[0].title, topics=(held[0].facets[0],), stages=(held[0].facets[1],), type=held[0].facets[2]
                ),
                0,
            )
            for key, held in self._rows.items()
        )

    def stamp(self, key: str) -> str:
        return self._stamps[key]

    def touch(self, key: str) -> None:
        self._stamps[key] += "1"
        self._rows[key] = [replace(row, text=row.text + " Touched.") for row in self._rows[key]]

    def passages(self, key: str) -> tuple[Passage, ...]:
        made: list[Passage] = []
        number = 1
        for index, row in enumerate(self._rows[key]):
            offsets = [0]
            for at, letter in enumerate(row.text):
                if letter == PARAGRAPH_BREAK:
                    offsets.append(at + 1)
            last = number + len(offsets) - 1
            made.append(Passage(key, f"s{index}", row.heading, number, last, row.text, tuple(offsets)))
            number = last + 1
        return tuple(made)
