"""PDF files: text and headings, read by a worker process, put together here."""

import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reader import installation
from reader.errors import ContentError
from reader.language import tr
from reader.packs.importing.draft import Draft, escaped
from reader.packs.importing.frames import read_frame, write_frame

MAX_PDF_BYTES = 200_000_000
"""A PDF file."""
WORKER_SECONDS = 120
"""After this long the worker is ended and the file refused."""
HEADING_RATIO = 1.12
"""A line set this much larger than the running text is a heading."""
MAX_HEADING_CHARACTERS = 160
REPEATED_SHARE = 0.5
"""A line that stands on this share of all pages is a running header or footer."""
_MIN_PAGES_FOR_REPEATS = 3
_NUMBER = re.compile(r"\d+")
_BULLET = re.compile(r"^[•▪●◦‣–·\uf0b7]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, type size, upper and lower edge and left edge in points, and its page from 0."""

    text: str
    size: float
    top: float
    bottom: float
    left: float
    page: int


def pdf_to_draft(data: bytes, name: str) -> Draft:
    """A PDF as a draft. Raises ContentError: no PDF, too large, no text in it, or the worker gave up on it."""
    if len(data) > MAX_PDF_BYTES:
        raise ContentError(name, 0, "size", tr("a smaller file"), "D7")
    lines = _ask_worker(data, name)
    if not lines:
        raise ContentError(name, 0, "text", tr("a PDF with text in it, not a scan"), "D1")
    return lines_to_draft(lines)


def lines_to_draft(lines: Sequence[Line]) -> Draft:
    """Printed lines as a draft."""
    draft = Draft()
    kept = _without_repeats(lines, draft)
    weights: Counter[float] = Counter()
    for line in kept:
        weights[line.size] += len(line.text)
    body_size = max(weights.items(), key=lambda item: item[1])[0] if weights else 0.0
    blocks = list(_blocks(kept, body_size))
    sizes = sorted({size for size, _ in blocks if size}, reverse=True)
    if blocks and blocks[0][0] and blocks[0][0] == sizes[0]:
        draft.title = blocks.pop(0)[1]
        remaining = {size for size, _ in blocks if size}
        sizes = [size for size in sizes if size in remaining]
    written = [f"{'##' if size == sizes[0] else '###'} {escaped(text)}" if size else text for size, text in blocks]
    draft.body = "\n\n".join(written) + "\n"
    if any("\u00ad" in line.text for line in kept):
        draft.note(tr("Words parted at a line's end were joined; some of them may need their hyphen back."))
    draft.note(tr("Read it beside the original: paragraphs and headings were told from type sizes and distances."))
    draft.note(tr("Tables, pictures and footnotes of a PDF do not come over; put them in by hand."))
    return draft


def _without_repeats(lines: Sequence[Line], draft: Draft) -> list[Line]:
    pages = len({line.page for line in lines})
    if pages < _MIN_PAGES_FOR_REPEATS:
        return list(lines)
    seen: dict[str, set[int]] = {}
    for line in lines:
        seen.setdefault(_NUMBER.sub("#", line.text), set()).add(line.page)
    repeated = {text for text, where in seen.items() if len(where) >= pages * REPEATED_SHARE}
    for text in sorted(repeated):
        draft.note(tr("Left out as a running header or footer: {text}").format(text=text))
    return [line for line in lines if _NUMBER.sub("#", line.text) not in repeated]


def _blocks(lines: Sequence[Line], body_size: float) -> Iterator[tuple[float, str]]:
    """(size, text) of headings and (0, Markdown) of everything else, in order."""
    open_lines: list[Line] = []
    for line in lines:
        if open_lines and not _goes_on(open_lines, line, body_size):
            yield _block(open_lines, body_size)
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield _block(open_lines, body_size)


def _goes_on(block: Sequence[Line], line: Line, body_size: float) -> bool:
    last = block[-1]
    heading, was = line.size >= body_size * HEADING_RATIO, last.size >= body_size * HEADING_RATIO
    if heading != was or (heading and abs(line.size - last.size) > 1) or _BULLET.match(line.text):
        return False
    if line.page != last.page:
        # A sentence that runs over the page's end goes on.
        return not heading and not last.text.rstrip().endswith((".", "!", "?", ":"))
    gap = last.bottom - line.top
    return -last.size < gap < last.size * 0.9


def _block(lines: Sequence[Line], body_size: float) -> tuple[float, str]:
    text = ""
    for line in lines:
        joins = text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line.text[:1].islower()
        text = text[:-1] + line.text if joins else f"{text} {line.text}".strip()
    text = " ".join(text.replace("\u00ad", "").split())
    if lines[0].size >= body_size * HEADING_RATIO and len(text) <= MAX_HEADING_CHARACTERS:
        return lines[0].size, text
    if _BULLET.match(text):
        return 0.0, "- " + escaped(_BULLET.sub("", text))
    return 0.0, escaped(text)


def _ask_worker(data: bytes, name: str) -> list[Line]:
    request = io.BytesIO()
    write_frame(request, data)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            installation.own_command("pack", "pdf-worker"),
            cwd=installation.import_folder(),
            input=request.getvalue(),
            capture_output=True,
            timeout=WORKER_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ContentError(name, 0, "file", tr("a PDF that opens in reasonable time"), "D7") from error
    answers = io.BytesIO(done.stdout)
    found: list[Line] = []
    page = 0
    try:
        while (frame := read_frame(answers)) is not None:
            held: Any = json.loads(frame)
            if "done" in held:
                return found
            if "error" in held:
                break
            found += [
                Line(str(t), float(s), float(up), float(low), float(x), page) for t, s, up, low, x in held["lines"]
            ]
            page += 1
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError(name, 0, "file", tr("a whole PDF"), "D1") from error
    raise ContentError(name, 0, "file", tr("a whole PDF without a password"), "D1")
