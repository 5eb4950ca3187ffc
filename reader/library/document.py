"""One document: bytes in, model out (FORMATS D1 to D7). Reading files is the caller's."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import ContentError
from reader.library import limits
from reader.library.catalogue import FrontMatter

if TYPE_CHECKING:
    from reader.library.model import Briefing

_FENCE = "---"
_STAMP_DIGITS = 32
# Patterns as text: they are compiled at their first use, which the first paint does not wait for.
_WORD = r"\w[\w'’-]*"
_NOT_READ_ALOUD = r"(?m)^(\[\^[^\]]+\]:.*|:::.*|\|?[ :|-]+\|[ :|-]*)$"
_NOTE_MARK = r"\[\^[^\]\s]+\]|!\[|\]\([^)]*\)"


class Parts(NamedTuple):
    """A document's text cut at the fences of its front matter; `body_line` is the line the body begins on."""

    yaml: str
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Head:
    """A document before its body is parsed.

    Attributes:
        meta: validated front matter.
        words: words of visible text.
        file: its name.
        read: gives the file's bytes, always the same ones; may raise UnavailableError where they are on the disk only.
        sha256: of them where it is known without reading, else "".
    """

    meta: FrontMatter
    words: int
    file: str
    read: Callable[[], bytes] = field(repr=False, compare=False)
    sha256: str = ""

    @property
    def data(self) -> bytes:
        """The file's bytes. Raises UnavailableError."""
        return self.read()

    @property
    def stamp(self) -> str:
        """The first 32 hex digits of the bytes' SHA-256. Raises UnavailableError where it is not known yet."""
        return (self.sha256 or _sha256(self.read()))[:_STAMP_DIGITS]

    def parts(self) -> Parts:
        """The text, cut in two."""
        return _split(_decode(self.read(), self.file), self.file)

    @property
    def yaml(self) -> str:
        """The front matter as written."""
        return self.parts().yaml

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.parts().body

    @property
    def body_line(self) -> int:
        """Line of the file the body begins on."""
        return self.parts().body_line


def read_head(data: bytes, file: str) -> Head:
    """Read the front matter and count the words.

    Raises:
        LimitError: the file is larger than FORMATS D7 allows.
        ContentError: not UTF-8, no front matter, or a field of it is wrong.
    """
    head, problems = inspect_head(data, file)
    if problems:
        raise problems[0]
    return head


def inspect_head(data: bytes, file: str) -> tuple[Head, tuple[ContentError, ...]]:
    """As `read_head`, but returns every complaint about fields instead of raising the first."""
    from reader.library.front_matter import read_front_matter  # noqa: PLC0415 - a cached head needs no YAML parser

    limits.ensure(file, 0, "document_bytes", len(data))
    parts = _split(_decode(data, file), file)
    meta, problems = read_front_matter(parts.yaml, file)
    return Head(meta, count_words(parts.body), file, lambda: data), problems


def parse_body(head: Head, key: str) -> "Briefing":
    """Parse the body of a document whose front matter has been read.

    Raises:
        LimitError: a limit of FORMATS D7.
        UnavailableError: its bytes are not there any more.
    """
    # The Markdown parser is not needed for the first paint, so it is not loaded with this module.
    from reader.library.blocks import parse_blocks  # noqa: PLC0415
    from reader.library.model import Briefing  # noqa: PLC0415

    parts = head.parts()
    parsed = parse_blocks(parts.body, head.file, parts.body_line)
    return Briefing(key, head.meta, parsed.sections, parsed.footnotes, head.words)


def parse_document(data: bytes, file: str, key: str = "") -> "Briefing":
    """A whole document. `key` is its name everywhere; its own id where none is given. Raises as `read_head`."""
    head = read_head(data, file)
    return parse_body(head, key or head.meta.id)


def count_words(body: str) -> int:
    """Words of visible text: footnote definitions, fences, table rules and link targets are not read."""
    return len(re.findall(_WORD, re.sub(_NOTE_MARK, " ", re.sub(_NOT_READ_ALOUD, " ", body))))


def _sha256(data: bytes) -> str:
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which the first paint does not need

    return hashlib.sha256(data).hexdigest()


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(file, line, "encoding", "UTF-8 text", "D1") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, file: str) -> Parts:
    if not text.startswith(_FENCE + "\n"):
        raise ContentError(file, 1, "front matter", "a first line of ---", "D2")
    end = text.find(f"\n{_FENCE}\n", len(_FENCE))
    if end < 0:
        if not text.endswith(f"\n{_FENCE}"):
            raise ContentError(file, 1, "front matter", "a closing line of ---", "D2")
        return Parts(text[len(_FENCE) + 1 : -len(_FENCE)], "", text.count("\n") + 2)
    yaml = text[len(_FENCE) + 1 : end + 1]
    body_at = end + len(_FENCE) + 2
    return Parts(yaml, text[body_at:], text.count("\n", 0, body_at) + 1)
