"""Files into a library's folder, each with what a person must look at before it is published."""

import codecs
import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.durable import as_unavailable, replace_file
from reader.errors import ContentError, UnavailableError, UsageError
from reader.explain import explain
from reader.language import tr
from reader.library.blocks import slug
from reader.library.limits import LIMITS
from reader.packs.importing.draft import Draft

SUFFIXES = {".docx": "word", ".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
MAX_FILE_BYTES = 200_000_000
"""Any file; larger ones are not read to their end."""
MAX_TEXT_BYTES = 20_000_000
"""An HTML or Markdown file."""
_PUBLISHER_EXTRA = {"mammoth", "nh3", "pypdfium2"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FENCE = re.compile(r"^---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one file.

    Attributes:
        source: the file.
        document: where it went, relative to the library; "" where it could not be taken.
        notes: what needs a human eye, or why it could not be taken.
    """

    source: Path
    document: str
    notes: tuple[str, ...]


def bring_files(paths: Sequence[Path], library: Path, today: dt.date) -> Iterator[Brought]:
    """Import files, and the files of folders, one by one. What is in the library already is never overwritten.

    Args:
        paths: files or folders.
        library: holds library.toml.
        today: the day of issue to write in.

    Raises:
        UsageError: `library` is no library, or the publisher's tools are not installed.
        UnavailableError: the library cannot be written.
    """
    if not (library / "library.toml").is_file():
        raise UsageError(tr("There is no library in {folder}. Start one with “pack new”.").format(folder=library))
    for path in _files(paths):
        try:
            draft, ready = _draft(path)
        except (ContentError, UnavailableError) as error:
            yield Brought(path, "", (explain(error).line(),))
            continue
        except ModuleNotFoundError as error:
            if error.name not in _PUBLISHER_EXTRA:
                raise
            what = tr("Importing this needs the publisher's tools: pip install “briefing-reader[publisher]”.")
            raise UsageError(what) from error
        yield _written(path, draft, library, today, ready=ready)


def report_text(brought: Sequence[Brought]) -> str:
    """The report as Markdown, a list of things to tick off for each document."""
    lines = [f"# {tr('What needs a human eye')}", ""]
    for one in brought:
        lines += [f"## {one.document or one.source.name}", "", tr("From {file}").format(file=one.source), ""]
        lines += [f"- [ ] {note}" for note in one.notes] + [""]
    return "\n".join(lines)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        else:
            yield path


def _draft(path: Path) -> tuple[Draft, bool]:
    """A draft, and whether its body is a whole document with front matter already."""
    kind = SUFFIXES.get(path.suffix.lower())
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnavailableError(tr("reading a file"), path, error.strerror or str(error)) from error
    match kind:
        case "word":
            from reader.packs.importing.word import word_to_draft  # noqa: PLC0415 - the publisher extra

            return word_to_draft(data, path.name, _identifier(path.stem)), False
        case "pdf":
            from reader.packs.importing.pdf import pdf_to_draft  # noqa: PLC0415 - as above

            return pdf_to_draft(data, path.name), False
        case "html":
            from reader.packs.importing.html import html_to_draft  # noqa: PLC0415 - as above

            text, guessed = _text(data, path.name)
            return _guessed(html_to_draft(text), guessed), False
        case "markdown":
            text, guessed = _text(data, path.name)
            draft, ready = _markdown(text)
            return _guessed(draft, guessed), ready
        case _:
            raise ContentError(path.name, 0, "file", tr("a Word, PDF, HTML or Markdown file"), "D1")


def _text(data: bytes, name: str) -> tuple[str, str]:
    """The text, and the encoding that was guessed, "" where there was nothing to guess."""
    if len(data) > MAX_TEXT_BYTES:
        raise ContentError(name, 0, "size", tr("a smaller file"), "D7")
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if not text.strip():
            break
        return text, encoding if encoding == "cp1252" else ""
    else:
        raise ContentError(name, 0, "encoding", tr("UTF-8 text"), "D1")
    raise ContentError(name, 0, "text", tr("a file with text in it"), "D1")


def _guessed(draft: Draft, encoding: str) -> Draft:
    if encoding:
        draft.note(tr("It is no UTF-8 and was read as Windows text: look at accents, dashes and pound signs."))
    return draft


def _markdown(text: str) -> tuple[Draft, bool]:
    if _FENCE.match(text):
        return Draft(body=text, notes=[tr("Its front matter came over as it was; check it with “pack check”.")]), True
    title = re.match(r"\s*# (.+)\n", text)
    draft = Draft(title.group(1).strip() if title else "", text[title.end() :] if title else text)
    if re.search(r"^# ", draft.body, re.MULTILINE):
        draft.note(tr("Headings of the first level must become the second."))
    for match in re.finditer(r"!\[[^\]]*\]\(([^)\s]+)", draft.body):
        draft.note(tr("Copy this picture to figures/ and name it there: {name}").format(name=match.group(1)))
    if re.search(r"</?[a-zA-Z][^>\n]*>", draft.body):
        draft.note(tr("HTML in it is shown as text; write it as Markdown."))
    return draft, False


def _identifier(stem: str) -> str:
    found = slug(stem)[:_LONGEST_ID].strip("-")
    return found if len(found) > 2 else f"document-{found}"  # noqa: PLR2004 - FORMATS D2: 3 characters at least


def _written(path: Path, draft: Draft, library: Path, today: dt.date, *, ready: bool) -> Brought:
    base = _identifier(path.stem)
    identifier = base
    number = 2
    while (library / "briefings" / f"{identifier}.md").exists():
        identifier = f"{base[: _LONGEST_ID - 4]}-{number}"
        number += 1
    if identifier != base:
        draft.note(tr("There was a document named {name} already; this one is {id}.").format(name=base, id=identifier))
    text = draft.body if ready else _front_matter(identifier, draft, today) + draft.body
    if len(text.encode("utf-8")) > LIMITS.document_bytes:
        note = tr("It is longer than a document may be ({maximum} bytes).").format(maximum=f"{LIMITS.document_bytes:,}")
        return Brought(path, "", (note,))
    with as_unavailable(tr("writing a document"), library):
        replace_file(library / "briefings" / f"{identifier}.md", text.encode("utf-8", "replace"))
        for name, data in draft.figures.items():
            replace_file(library / "figures" / name, data)
    if not ready:
        draft.note(tr("Fill in summary, audience, topics, stages, nation and review_by, and name sources for facts."))
    return Brought(path, f"briefings/{identifier}.md", tuple(draft.notes))


def _front_matter(identifier: str, draft: Draft, today: dt.date) -> str:
    title = draft.title or identifier.replace("-", " ").capitalize()
    if not draft.title:
        draft.note(tr("No title was found in it; the file's name stands in."))
    return (
        f"---\nid: {identifier}\ntitle: {json.dumps(title, ensure_ascii=False)}\ntype: briefing\nprovenance: local\n"
        f"edition: 1\nissued: {today.isoformat()}\nreview_by: null\nlanguage: en\nnation: []\naudience: []\n"
        "topics: []\nstages: []\nsummary: \n---\n\n"
    )
