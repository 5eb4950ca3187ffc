"""Word documents, by way of clean HTML."""

import io
import zipfile
from typing import IO, Any
from xml.parsers import expat

import mammoth  # pyright: ignore[reportMissingTypeStubs]

from reader.errors import ContentError
from reader.language import tr
from reader.library.limits import LIMITS
from reader.packs.importing.draft import Draft
from reader.packs.importing.html import html_to_draft

_mammoth: Any = mammoth

MAX_WORD_BYTES = 100_000_000
"""A Word file, packed."""
MAX_UNPACKED_BYTES = 500_000_000
"""The same, unfolded."""
MAX_XML_BYTES = 30_000_000
"""One part of text in it, unfolded: some 2,000 pages. The parser takes many times as much memory."""
MAX_PARTS = 5_000
_CHUNK = 65_536
_UNREADABLE = (
    *(ValueError, LookupError, AttributeError, TypeError, OSError, RecursionError, NotImplementedError),
    *(expat.ExpatError, zipfile.BadZipFile, EOFError, RuntimeError),
)
"""What mammoth and the unpacking raise for files that are no Word documents, or encrypted."""
_PNG = b"\x89PNG\r\n\x1a\n"


def word_to_draft(data: bytes, name: str, stem: str) -> Draft:
    """A Word file as a draft.

    Args:
        data: the .docx.
        name: for complaints.
        stem: what pictures are named after.

    Raises:
        ContentError: it is no Word file, or too large.
    """
    _ensure_sound(data, name)
    pictures: dict[str, bytes] = {}
    left_out: list[str] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            found: bytes = stream.read(LIMITS.figure_bytes + 1)
        if not found.startswith(_PNG) or len(found) > LIMITS.figure_bytes:
            left_out.append(str(image.content_type))
            return {"src": ""}
        place = f"{stem}-{len(pictures) + 1}.png"
        pictures[place] = found
        return {"src": f"picture:{place}"}

    try:
        # A picture may be a link: to follow it would open a file or an address of the sender's choice (FORMATS K1).
        result: Any = _mammoth.convert_to_html(
            io.BytesIO(data), convert_image=_mammoth.images.img_element(keep), external_file_access=False
        )
    except _UNREADABLE as error:
        raise ContentError(name, 0, "file", tr("a whole Word document (.docx)"), "D1") from error
    draft = html_to_draft(str(result.value))
    draft.figures.update(pictures)
    for kind in left_out:
        draft.note(tr("A picture ({kind}) could not be taken over; draw it anew as SVG or PNG.").format(kind=kind))
    for message in result.messages:
        draft.note(tr("Word: {message}").format(message=message.message))
    return draft


def _ensure_sound(data: bytes, name: str) -> None:
    """Refuse what unfolds to more than a paper can be, and a DOCTYPE, which no Word file has and which can multiply."""
    if len(data) > MAX_WORD_BYTES:
        raise ContentError(name, 0, "size", tr("a smaller file"), "D7")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise _trap(name)
            for part in parts:
                with file.open(part) as stream:
                    if _is_xml(stream, name) and part.file_size > MAX_XML_BYTES:
                        raise _trap(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ContentError(name, 0, "file", tr("a whole Word document (.docx)"), "D1") from error


def _trap(name: str) -> ContentError:
    return ContentError(name, 0, "size", tr("a file that unfolds to less; this one may be a trap"), "D7")


class _BegunError(Exception):
    """The first element was reached: what stands before it is as it should be."""


def _is_xml(stream: IO[bytes], name: str) -> bool:
    """Whether a part is XML, told as the parser will: any part can be named as text, and in any encoding.

    Raises:
        ContentError: it has a DOCTYPE.
    """

    def refuse(*_: object) -> None:
        raise ContentError(name, 0, "file", tr("a Word document without a DOCTYPE"), "D1")

    def begin(*_: object) -> None:
        raise _BegunError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    except _BegunError:
        return True
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return False
