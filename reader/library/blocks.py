"""Markdown to sections of typed blocks (FORMATS D1, D3)."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from reader.library.limits import DEEP_BRACKETS, LIMITS, ensure
from reader.library.model import (
    Block,
    Callout,
    CalloutKind,
    Code,
    Figure,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    ParagraphKind,
    Prose,
    Quote,
    Rule,
    Section,
    Spans,
    Table,
    plain,
)
from reader.library.spans import note_rule, spans_of

START = "start"
_CAPTION = re.compile(r"Table:\s*")
_NOTE_DEFINITION = re.compile(r"\[\^([^\]\s]{1,64})\]:[ \t]*(.*)")
_SOURCE = re.compile(r"([a-z0-9-]{2,80})(?:,\s*(.*))?", re.DOTALL)
_FIGURE = re.compile(r"(?:\.\./)?(figures/[a-z0-9-]+\.(?:svg|png))")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BRACKET = re.compile(r"[\[\]]")
_SECTION_LEVELS = (2, 3)


@dataclass(slots=True)
class Definition:
    """A footnote's definition as written."""

    text: str
    line: int


@dataclass(slots=True)
class Parsed:
    """What a body holds."""

    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    unused: tuple[Footnote, ...] = ()


def parse_blocks(body: str, file: str, first_line: int = 1) -> Parsed:
    """Parse the Markdown after the front matter.

    Args:
        body: the Markdown.
        file: name for complaints.
        first_line: line of the file that `body` begins on.

    Raises:
        LimitError: a limit of FORMATS D7.
    """
    _ensure_tokens(body, file, first_line)
    text, definitions = lift_definitions(body, first_line)
    tokens = _markdown().parse(text, {"notes": definitions, "file": file, "first_line": first_line})
    ensure(file, first_line, "element_depth", max((token.level for token in tokens), default=0))
    builder = _Builder(file, first_line)
    for node in SyntaxTreeNode(tokens).children:
        builder.add(node)
    footnotes = tuple(
        _footnote(number, label, definitions[label])
        for label, number in sorted(builder.numbers.items(), key=lambda item: item[1])
    )
    unused = tuple(_footnote(0, label, note) for label, note in definitions.items() if label not in builder.numbers)
    return Parsed(builder.sections(), footnotes, unused)


def lift_definitions(body: str, first_line: int = 1) -> tuple[str, dict[str, Definition]]:
    """Take the footnote definitions out of `body`, leaving blank lines so that line numbers hold.

    Returns:
        The rest, and label to definition in order. Where a label is defined twice the first one counts.
    """
    kept: list[str] = []
    found: dict[str, Definition] = {}
    fence = ""
    current: Definition | None = None
    for index, line in enumerate(body.split("\n")):
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        definition = None if fence else _NOTE_DEFINITION.match(line)
        if definition:
            current = Definition(definition.group(2).strip(), first_line + index)
            found.setdefault(definition.group(1), current)
            kept.append("")
        elif current is not None and line.startswith("    ") and not fence:
            current.text = f"{current.text} {line.strip()}".strip()
            kept.append("")
        else:
            current = None if line.strip() else current
            kept.append(line)
    return "\n".join(kept), found


def fingerprint(text: str) -> str:
    """32 hex digits over the text with its form and blanks normalised (FORMATS D3)."""
    normal = " ".join(unicodedata.normalize("NFKC", text).split())
    return hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def slug(title: str) -> str:
    """A heading's id: lower-case ASCII letters and digits joined by hyphens, "section" where none are left."""
    ascii_text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", "")).strip("-") or "section"


def _ensure_tokens(body: str, file: str, first_line: int) -> None:
    match = re.search(rf"\S{{{LIMITS.token_characters + 1},}}", body)
    if match:
        line = first_line + body.count("\n", 0, match.start())
        ensure(file, line, "token_characters", match.end() - match.start())


def _footnote(number: int, label: str, definition: Definition) -> Footnote:
    match = _SOURCE.fullmatch(definition.text)
    if match is None:
        return Footnote(number, label, None, definition.text, definition.line)
    return Footnote(number, label, match.group(1), (match.group(2) or "").strip(), definition.line)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    # maxNesting above our own limit, so that too deep a document is refused aloud instead of cut in silence.
    options: dict[str, Any] = {"html": False, "maxNesting": LIMITS.element_depth * 3}
    md = MarkdownIt("commonmark", options).enable("table")
    note_rule(md)
    md.core.ruler.after("block", "brackets", _ensure_brackets)
    for kind in CalloutKind:
        container_plugin(md, kind.value, validate=_opens(kind))
    return md


def _ensure_brackets(state: StateCore) -> None:
    total = 0
    for token in state.tokens:
        if token.type != "inline" or "[" not in token.content:
            continue
        line = state.env["first_line"] + (token.map[0] if token.map else 0)
        depth = _bracket_depth(token.content)
        total += depth if depth > DEEP_BRACKETS else 0
        ensure(state.env["file"], line, "bracket_depth", depth)
        ensure(state.env["file"], line, "deep_brackets", total)


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match.group() == "[" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _opens(kind: CalloutKind) -> Callable[[str, str], bool]:
    def validate(params: str, _markup: str) -> bool:
        words = params.split()
        return bool(words) and words[0] == kind and len(words) == (2 if kind is CalloutKind.AUDIENCE else 1)

    return validate


@dataclass(slots=True)
class _Open:
    """A section being filled."""

    id: str
    level: int
    title: str
    blocks: list[Block] = field(default_factory=list[Block])
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])


class _Builder:
    """Walks the syntax tree once, numbering leaf blocks and cutting sections."""

    def __init__(self, file: str, first_line: int) -> None:
        self.numbers: dict[str, int] = {}
        self._file = file
        self._first_line = first_line
        self._open = [_Open(START, 0, "")]
        self._slugs = {START: 1}
        self._count = 0
        self._caption: Spans | None = None
        self._callout: CalloutKind | None = None

    def sections(self) -> tuple[Section, ...]:
        """The sections so far; "start" only where it holds something."""
        return tuple(
            Section(s.id, s.level, s.title, tuple(s.blocks), tuple(s.paragraphs))
            for s in self._open
            if s.level or s.blocks
        )

    def add(self, node: SyntaxTreeNode) -> None:
        """Add a block of the top level."""
        if node.type == "heading" and int(node.tag[1:]) in _SECTION_LEVELS:
            self._begin(node)
        else:
            self._open[-1].blocks.extend(self._blocks(node))

    def _begin(self, node: SyntaxTreeNode) -> None:
        spans = self._spans(node)
        title = plain(spans)
        base = slug(title)
        self._slugs[base] = self._slugs.get(base, 0) + 1
        identifier = base if self._slugs[base] == 1 else f"{base}-{self._slugs[base]}"
        self._slugs.setdefault(identifier, 1)
        level = int(node.tag[1:])
        section = _Open(identifier, level, title)
        section.blocks.append(Heading(level, spans, identifier, self._line(node)))
        self._open.append(section)

    def _blocks(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self._paragraph(node)
            case "heading":
                yield Heading(int(node.tag[1:]), self._spans(node), None, self._line(node))
            case "bullet_list" | "ordered_list":
                yield self._list(node)
            case "table":
                yield self._table(node)
            case "fence" | "code_block":
                text = node.content.rstrip("\n")
                yield Code(self._number(ParagraphKind.CODE, text, (), node), text)
            case "blockquote":
                yield Quote(self._all(node.children))
            case "hr":
                yield Rule()
            case _ if node.type.startswith("container_"):
                yield self._callout_block(node)
            case _:
                yield from (block for child in node.children for block in self._blocks(child))

    def _all(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._blocks(node))

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        image = _only_image(node)
        if image is not None:
            yield self._figure(image, node)
            return
        spans = self._spans(node)
        following = node.next_sibling
        if spans and following is not None and following.type == "table" and _CAPTION.match(spans[0].text):
            first = _CAPTION.sub("", spans[0].text, count=1)
            self._caption = (type(spans[0])(first, spans[0].bold, spans[0].italic), *spans[1:])
            return
        if spans:
            in_item = node.parent is not None and node.parent.type == "list_item"
            kind = ParagraphKind.ITEM if in_item else ParagraphKind.TEXT
            yield Prose(self._number(kind, plain(spans), _notes(spans), node), spans)

    def _figure(self, image: Token, node: SyntaxTreeNode) -> Figure:
        source = _FIGURE.fullmatch(str(image.attrs.get("src", "")))
        caption = str(image.attrs.get("title", "") or "")
        text = ". ".join(part.rstrip(".") for part in (caption, image.content) if part)
        paragraph = self._number(ParagraphKind.FIGURE, text, (), node)
        return Figure(paragraph, source.group(1) if source else "", image.content, caption)

    def _list(self, node: SyntaxTreeNode) -> ListBlock:
        start = int(node.attrs.get("start", 1) or 1) if node.type == "ordered_list" else 1
        return ListBlock(node.type == "ordered_list", start, tuple(self._all(item.children) for item in node.children))

    def _table(self, node: SyntaxTreeNode) -> Table:
        caption, self._caption = self._caption or (), None
        rows = [row for part in node.children for row in part.children]
        ensure(self._file, self._line(node), "table_rows", len(rows) - 1)
        ensure(self._file, self._line(node), "table_columns", len(rows[0].children) if rows else 0)
        cells = [tuple(self._spans(cell) for cell in row.children) for row in rows]
        aligns = tuple(_alignment(cell) for cell in rows[0].children) if rows else ()
        lines = [plain(caption)] if caption else []
        lines += ["\t".join(plain(cell).replace("\n", " ") for cell in row) for row in cells]
        notes = tuple(note for row in (caption, *(cell for row in cells for cell in row)) for note in _notes(row))
        paragraph = self._number(ParagraphKind.TABLE, "\n".join(lines), notes, node)
        return Table(paragraph, caption, cells[0] if cells else (), tuple(cells[1:]), aligns)

    def _callout_block(self, node: SyntaxTreeNode) -> Callout:
        kind = CalloutKind(node.type.removeprefix("container_"))
        words = node.info.split()
        outer, self._callout = self._callout, kind
        blocks = self._all(node.children)
        self._callout = outer
        return Callout(kind, words[1] if kind is CalloutKind.AUDIENCE else "", blocks)

    def _number(self, kind: ParagraphKind, text: str, notes: tuple[int, ...], node: SyntaxTreeNode) -> Paragraph:
        self._count += 1
        section = self._open[-1]
        mark = fingerprint(text)
        line = self._line(node)
        paragraph = Paragraph(self._count, mark, kind, text, section.id, self._callout, notes, line)
        section.paragraphs.append(paragraph)
        return paragraph

    def _spans(self, node: SyntaxTreeNode) -> Spans:
        return tuple(
            span
            for child in node.children
            if child.type == "inline"
            for span in spans_of(child.token.children or [] if child.token else [], self.numbers)
        )

    def _line(self, node: SyntaxTreeNode) -> int:
        return self._first_line + (node.map[0] if node.map else 0)


def _only_image(node: SyntaxTreeNode) -> Token | None:
    if len(node.children) != 1 or node.children[0].token is None:
        return None
    inner = node.children[0].token.children or []
    return inner[0] if len(inner) == 1 and inner[0].type == "image" else None


def _notes(spans: Spans) -> tuple[int, ...]:
    return tuple(span.note for span in spans if span.note is not None)


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return style.removeprefix("text-align:").strip()
