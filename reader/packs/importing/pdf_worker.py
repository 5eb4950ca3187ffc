"""The process that opens PDF files, so that a hostile one can at worst end this process.

In: a frame with the PDF. Out: a frame a page {"lines": [[text, size, top, bottom, left], …]}, then {"done": pages}, or
{"error": why}. Sizes and places in points, from the page's lower left corner.
"""

import contextlib
import ctypes
import sys
from typing import Any, BinaryIO

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]
import pypdfium2.raw  # pyright: ignore[reportMissingTypeStubs]

from reader.packs.importing.frames import read_frame, write_json

_c: Any = pypdfium2.raw

MAX_PAGES = 2_000
MAX_WORKER_BYTES = 3_000_000_000
"""Memory this process may have, where the system can hold it to that."""
MAX_PAGE_CHARACTERS = 200_000


def main() -> int:
    """Answer one request on the standard streams."""
    _limit_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        data = read_frame(source)
        answer(data or b"", sink)
    except (pdfium.PdfiumError, ValueError, MemoryError) as error:
        write_json(sink, {"error": str(error)})
    sink.flush()
    return 0


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    # Some systems refuse this limit; the time-out still holds.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_WORKER_BYTES, MAX_WORKER_BYTES))


def answer(data: bytes, sink: BinaryIO) -> None:
    """Write the lines of each page. Raises PdfiumError or ValueError."""
    document: Any = pdfium.PdfDocument(data)
    count = len(document)
    for number in range(min(count, MAX_PAGES)):
        page: Any = document[number]
        text: Any = page.get_textpage()
        write_json(sink, {"lines": _lines(text.raw, min(text.count_chars(), MAX_PAGE_CHARACTERS))})
        text.close()
        page.close()
    write_json(sink, {"done": count})


def _lines(page: Any, count: int) -> list[list[Any]]:
    """Characters gathered into lines, as the file orders them."""
    found: list[list[Any]] = []
    characters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for index in range(count):
        code = _c.FPDFText_GetUnicode(page, index)
        character = chr(code) if 0 < code < 0x110000 else ""  # noqa: PLR2004 - the last code point
        if character in "\r\n\ufffe\x02":
            # PDFium gives U+FFFE or U+0002 for a hyphen at a line's end: it may belong to the word or not.
            if character in "\ufffe\x02":
                characters.append("\u00ad")
                continue
            _end_line(found, characters, boxes)
            continue
        characters.append(character)
        if character.strip():
            boxes.append((*_box(page, index), _c.FPDFText_GetFontSize(page, index)))
    _end_line(found, characters, boxes)
    return found


def _end_line(found: list[list[Any]], characters: list[str], boxes: list[tuple[float, float, float, float]]) -> None:
    text = "".join(characters).strip()
    if text and boxes:
        sizes = sorted(box[3] for box in boxes)
        top, bottom = max(box[1] for box in boxes), min(box[2] for box in boxes)
        found.append([text, round(sizes[len(sizes) // 2], 1), round(top, 1), round(bottom, 1), round(boxes[0][0], 1)])
    characters.clear()
    boxes.clear()


def _box(page: Any, index: int) -> tuple[float, float, float]:
    """Left, top and bottom of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    _c.FPDFText_GetCharBox(page, index, left, right, bottom, top)
    return left.value, top.value, bottom.value
