"""`pack check`: a library's folder against FORMATS D1 to D9, every complaint at once."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.errors import ContentError, LimitError
from reader.library.blocks import Parsed, parse_blocks
from reader.library.catalogue import FrontMatter
from reader.library.document import Head, inspect_head
from reader.library.files import Folder
from reader.library.limits import LIMITS
from reader.library.reference import Registers
from reader.library.registers import LEGAL_KINDS
from reader.library.shelf import Library
from reader.library.svg import check_figure
from reader.packs.check_access import figure_findings, reading_findings
from reader.packs.check_body import body_findings, figures
from reader.packs.check_fences import fence_findings
from reader.packs.check_links import link_findings
from reader.packs.check_meta import marking_findings, meta_findings
from reader.packs.findings import Finding, Severity, error, warning

LEGAL_SOURCE_DAYS = 365
"""FORMATS D6: a source of law or duty must have been checked within this many days."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document under check."""

    file: str
    head: Head
    parsed: Parsed

    @property
    def meta(self) -> FrontMatter:
        """Its front matter."""
        return self.head.meta


@dataclass(slots=True)
class Report:
    """Findings in the order of files, and what was looked at."""

    findings: list[Finding] = field(default_factory=list[Finding])
    documents: int = 0

    @property
    def errors(self) -> int:
        """How many findings stop publishing."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many ask for a second look."""
        return len(self.findings) - self.errors


def check_library(folder: Path, today: dt.date) -> Report:
    """Check every document and register under `folder`.

    Args:
        folder: holds library.toml and briefings/.
        today: the day that ages are counted to.

    Raises:
        UnavailableError: the folder is missing or cannot be read.
    """
    library = Library(folder)
    report = Report()
    registers = library.registers
    report.findings += [Finding(Severity.ERROR, p) for p in library.problems if p.clause == "D8"]
    if not library.info.id:
        report.findings.append(error("library.toml", 1, "id", "a library.toml with an id", "D8"))
    report.findings += marking_findings("library.toml", 1, library.info.marking)
    documents = list(_documents(folder, report))
    report.documents = len(documents)
    # What a document that cannot be read shows and cites is not known: then nothing is called unused.
    complete = len(documents) == len(library.files.documents())
    ids = {document.meta.id for document in documents}
    sections = {d.meta.id: {section.id for section in d.parsed.sections} for d in documents}
    for document in documents:
        report.findings += meta_findings(document.file, document.head, registers.taxonomy, ids)
        report.findings += body_findings(document.file, document.head, document.parsed, registers, sections)
        report.findings += fence_findings(document.file, document.head.body, document.head.body_line)
        report.findings += _law(document, registers)
    report.findings += _duplicates(documents)
    report.findings += _figures(folder, documents, complete=complete)
    shown = {figure.source for document in documents for figure in figures(document.parsed)}
    report.findings += link_findings(folder, {document.file: document.meta for document in documents}, shown)
    for document in documents:
        report.findings += reading_findings(document.file, document.parsed)
    report.findings += _sources(registers, documents, today, complete=complete)
    return report


def _documents(folder: Path, report: Report) -> Iterator[Document]:
    files = sorted((folder / "briefings").glob("*.md"))
    if not files and not any((folder / "layers").glob("*.json")):
        report.findings.append(error("briefings/", 0, "documents", "at least one .md file, or a layer", "D8"))
    for path in files:
        name = path.relative_to(folder).as_posix()
        if not _is_own_file(path):
            report.findings.append(_not_own_file(name))
            continue
        try:
            head, problems = inspect_head(Folder(folder).read(name, LIMITS.document_bytes), name)
            parsed = parse_blocks(head.body, name, head.body_line)
        except ContentError as problem:
            report.findings.append(Finding(Severity.ERROR, problem))
            continue
        report.findings += [Finding(Severity.ERROR, problem) for problem in problems]
        yield Document(name, head, parsed)


def _is_own_file(path: Path) -> bool:
    """Whether it can be packed: a link could lead anywhere, a pipe or a device would never end."""
    return path.is_file() and not path.is_symlink()


def _not_own_file(name: str) -> Finding:
    return error(name, 0, "file", "a file of its own, not a link or a folder", "P5")


def _duplicates(documents: list[Document]) -> Iterator[Finding]:
    counts = Counter(document.meta.id for document in documents)
    for document in documents:
        if counts[document.meta.id] > 1:
            yield error(document.file, 2, "id", "an id that no other document has", "D2")


def _law(document: Document, registers: Registers) -> Iterator[Finding]:
    """D10: “Law as at …” stands where law is stated."""
    cited = (registers.sources.get(note.source or "") for note in document.parsed.footnotes)
    if not document.meta.law_as_at and any(source is not None and source.kind in LEGAL_KINDS for source in cited):
        yield warning(document.file, 1, "law_as_at", "the day up to which the law was checked; law is cited", "D10")


def _figures(folder: Path, documents: list[Document], *, complete: bool) -> Iterator[Finding]:
    used = {figure.source for document in documents for figure in figures(document.parsed)}
    for path in sorted((folder / "figures").glob("*")):
        name = path.relative_to(folder).as_posix()
        if complete and name not in used:
            yield warning(name, 0, "figure", "a figure that some document shows", "D5")
        if not _is_own_file(path):
            yield _not_own_file(name)
            continue
        data = Folder(folder).read(name, LIMITS.figure_bytes)
        try:
            check_figure(data, name)
        except (ContentError, LimitError) as problem:
            yield Finding(Severity.ERROR, problem)
        else:
            yield from figure_findings(data, name)


def _sources(registers: Registers, documents: list[Document], today: dt.date, *, complete: bool) -> Iterator[Finding]:
    cited = {note.source for document in documents for note in document.parsed.footnotes if note.source}
    used = cited | {a.source for a in registers.abbreviations} | {s.source for s in registers.signposts}
    for source in registers.sources.values():
        if complete and source.id not in used:
            yield error("sources.toml", 0, source.id, "a source that something cites", "D6")
        try:
            age = (today - dt.date.fromisoformat(source.checked)).days
        except ValueError:
            yield error("sources.toml", 0, f"{source.id}.checked", "a date like 2026-11-21", "D6")
            continue
        if source.kind in LEGAL_KINDS and source.id in cited and age > LEGAL_SOURCE_DAYS:
            yield error("sources.toml", 0, f"{source.id}.checked", "a check within the last 12 months", "D6")
    for name, reference in _register_references(registers):
        if reference and reference not in registers.sources:
            yield error(name, 0, "source", f"an id of sources.toml; {reference} is none", "D6")


def _register_references(registers: Registers) -> Iterator[tuple[str, str]]:
    yield from (("abbreviations.toml", entry.source) for entry in registers.abbreviations)
    yield from (("signposts.toml", post.source) for post in registers.signposts)
