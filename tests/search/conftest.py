"""A small library of made-up documents, without files."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from reader.errors import ContentError
from reader.library.catalogue import Entry, FrontMatter, LibraryInfo, Taxonomy, Term
from reader.library.model import PARAGRAPH_BREAK, CalloutKind, Passage
from reader.library.reference import Abbreviation, Registers, Synonyms
from reader.search.index import Index, open_index

REGISTERS = Registers(
    taxonomy=Taxonomy(
        {
            "topics": (
                Term("child-neglect", {"en": "Child neglect", "cy": "Esgeuluso plant"}),
                Term("exploitation", {"en": "Exploitation"}),
            ),
            "audience": (Term("custody", {"en": "Custody staff"}), Term("frontline", {"en": "Front line"})),
        }
    ),
    abbreviations=(
        Abbreviation("CSE", "child sexual exploitation", welsh="camfanteisio"),
        Abbreviation("AA", "appropriate adult"),
        Abbreviation("IT", "information technology"),
        Abbreviation("ZZZ", "nothing the library holds"),
    ),
    synonyms=Synonyms(
        groups=(("child", "young person", "teenager"), ("custody", "cell")),
        see={"kid": ("child",)},
        welsh={"plant": ("child",), "phlant": ("child",), "blant": ("child",)},
    ),
)


@dataclass
class FakeDocument:
    id: str
    title: str
    sections: Sequence[tuple[str, Sequence[str]]] = ()
    key_points: bool = False
    broken: bool = False
    front: dict[str, object] = field(default_factory=dict)
    version: int = 1


class FakeLibrary:
    """Counts what it is asked for, so that tests see what an update costs."""

    def __init__(self, documents, registers=REGISTERS, name="lib", edition=1):
        self.documents = {f"{name}/{document.id}": document for document in documents}
        self.registers = registers
        self.info = LibraryInfo(name, edition=edition)
        self.problems = ()
        self.read: list[str] = []

    @property
    def entries(self):
        return tuple(
            Entry(key, FrontMatter(document.id, document.title, **document.front), 100)
            for key, document in self.documents.items()
        )

    def stamp(self, key):
        return f"{self.documents[key].version} {self.documents[key].title}"

    def passages(self, key):
        self.read.append(key)
        document = self.documents[key]
        if document.broken:
            raise ContentError(key, 1, "body", "something else")
        made: list[Passage] = []
        number = 1
        for index, (heading, paragraphs) in enumerate(document.sections):
            offsets: list[int] = []
            at = 0
            for paragraph in paragraphs:
                offsets.append(at)
                at += len(paragraph) + 1
            text = PARAGRAPH_BREAK.join(paragraphs)
            callouts = ((0, len(text), CalloutKind.KEY_POINTS),) if document.key_points else ()
            last = number + len(paragraphs) - 1
            made.append(Passage(key, f"s{index}", heading, number, last, text, tuple(offsets), callouts))
            number = last + 1
        return tuple(made)

    def change(self, document_id, **changes):
        key = f"{self.info.id}/{document_id}"
        document = self.documents[key]
        self.documents[key] = replace(document, version=document.version + 1, **changes)


def documents():
    return [
        FakeDocument(
            "neglect",
            "Digest: child neglect",
            [
                (
                    "What neglect is",
                    ["A child's needs go unmet. Neglect is easily missed.", "Write down what you see."],
                ),
                ("In custody", ["Call an appropriate adult as soon as possible. Section 46 applies.", "It is urgent."]),
            ],
            front={"topics": ("child-neglect",), "audience": ("custody", "frontline"), "nation": ("england", "wales")},
        ),
        FakeDocument(
            "cse",
            "Child sexual exploitation",
            [
                ("", ["Child sexual exploitation (CSE) is abuse. Grooming comes first."]),
                ("Multi-agency work", ["Multi-agency meetings share what is known. The organisation decides."]),
                ("Dates", ["The law changed on 28 June 2022. About 1,400 cases, 14% of the whole."]),
            ],
            front={"topics": ("exploitation",), "audience": ("frontline",), "nation": ("england",), "type": "project"},
        ),
        FakeDocument(
            "abbreviated",
            "Meetings",
            [("CSE meetings", ["CSE is on the agenda. The local authority attends, and the author of the paper."])],
            front={"topics": ("exploitation", "child-neglect"), "nation": ("wales",)},
        ),
        FakeDocument("title-only", "Kaleidoscope of harm"),
        FakeDocument("broken", "Broken zebra", broken=True),
    ]


@pytest.fixture
def library():
    return FakeLibrary(documents())


@pytest.fixture
def index(library) -> Index:
    return open_index([library], None)


@pytest.fixture
def fakes():
    """The classes, for tests that make libraries of their own."""
    return FakeLibrary, FakeDocument
