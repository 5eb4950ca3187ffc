"""Word documents, by way of clean HTML."""

import io
import zipfile
from typing import Any

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
        result: Any = _mammoth.convert_to_html(io.BytesIO(data), convert_image=_mammoth.images.img_element(keep))
    except (ValueError, KeyError, IndexError, AttributeError, zipfile.BadZipFile, OSError, RecursionError) as error:
        raise ContentError(name, 0, "file", tr("a whole Word document (.docx)"), "D1") from error
    draft = html_to_draft(str(result.value))
    draft.figures.update(pictures)
    for kind in left_out:
        draft.note(tr("A picture ({kind}) could not be taken over; draw it anew as SVG or PNG.").format(kind=kind))
    for message in result.messages:
        draft.note(tr("Word: {message}").format(message=message.message))
    return draft


def _ensure_sound(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            unpacked = sum(info.file_size for info in file.infolist())
    except zipfile.BadZipFile as error:
        raise ContentError(name, 0, "file", tr("a whole Word document (.docx)"), "D1") from error
    if len(data) > MAX_WORD_BYTES or unpacked > MAX_UNPACKED_BYTES:
        raise ContentError(name, 0, "size", tr("a smaller file"), "D7")
