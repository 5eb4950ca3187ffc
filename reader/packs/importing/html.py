"""HTML to Markdown. The HTML is cleaned first; what Markdown or FORMATS D cannot hold is noted."""

import re
from html.parser import HTMLParser

import nh3

from reader.language import tr
from reader.packs.importing.draft import Draft, escaped

_TAGS = {
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
    ),
    *("strong", "b", "em", "i", "a", "img", "blockquote", "pre", "code", "br", "hr", "sup", "title", "figcaption"),
}
_ATTRIBUTES = {
    "a": {"href", "id"},
    "img": {"alt", "src"},
    "li": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan"},
}
_FOOTNOTE = re.compile(r"#(?:footnote|endnote|fn)-?:?([A-Za-z0-9-]+)")
_NOTE_ITEM = re.compile(r"(?:footnote|endnote|fn)-?:?([A-Za-z0-9-]+)")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`"}
_DEEPEST = 3


def html_to_draft(text: str, *, picture_prefix: str = "picture:") -> Draft:
    """Turn a page into a draft. A picture whose source begins with `picture_prefix` is one the caller keeps."""
    clean = nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags={"script", "style", "noscript", "template", "nav"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", picture_prefix.rstrip(":")},
        link_rel=None,
    )
    writer = _Writer(picture_prefix)
    writer.feed(clean)
    writer.close()
    return writer.finish()


class _Writer(HTMLParser):
    """Walks clean HTML once and writes blocks of Markdown."""

    def __init__(self, picture_prefix: str) -> None:
        super().__init__(convert_charrefs=True)
        self._draft = Draft()
        self._prefix = picture_prefix
        self._blocks: list[str] = []
        self._text: list[str] = []
        self._lists: list[list[int | None]] = []
        self._rows: list[list[str]] | None = None
        self._caption = ""
        self._levels: list[int] = []
        self._heading = 0
        self._notes: dict[str, str] = {}
        self._note_item = ""
        self._reference = ""
        self._verbatim = False
        self._quoted = 0

    def finish(self) -> Draft:
        """The draft, with headings brought to levels 2 and 3."""
        self._flush()
        levels = sorted(set(self._levels))
        rank = {level: min(index + 2, _DEEPEST) for index, level in enumerate(levels)}
        if len(levels) > _DEEPEST - 1:
            self._draft.note(tr("Headings deeper than two levels were raised to the second."))
        body = [
            re.sub(r"^\x00(\d)", lambda m: "#" * rank[int(m.group(1))], block) if block.startswith("\x00") else block
            for block in self._blocks
        ]
        body += [f"[^{label}]: {text}" for label, text in self._notes.items() if text]
        if any(self._notes.values()):
            self._draft.note(tr("Footnotes came over as they were; each must name an entry of sources.toml."))
        self._draft.body = "\n\n".join(body) + "\n"
        return self._draft

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag."""
        values = {name: value or "" for name, value in attrs}
        if tag in _MARKS:
            self._text.append(_MARKS[tag])
        elif tag == "a":
            self._open_link(values.get("href", ""))
        elif tag == "img":
            self._picture(values)
        elif tag == "br":
            self._text.append("\n" if self._verbatim else "\\\n")
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.append([0 if tag == "ol" else None])
        elif tag == "li":
            self._flush()
            self._note_item = _label(_NOTE_ITEM, values.get("id", ""))
        else:
            self._open_block(tag, values)

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        match tag:
            case "table":
                self._flush()
                if self._rows is not None:
                    self._draft.note(tr("A table inside a table was taken apart."))
                self._rows = []
            case "tr" if self._rows is not None:
                self._rows.append([])
            case "th" | "td":
                self._text = []
                if values.get("colspan", "1") != "1" or values.get("rowspan", "1") != "1":
                    self._draft.note(tr("A table with joined cells was made plain; compare it with the original."))
            case "blockquote":
                self._flush()
                self._quoted += 1
            case "pre":
                self._flush()
                self._verbatim = True
            case "hr":
                self._flush()
                self._blocks.append("---")
            case _ if tag != "sup" and self._rows is None:
                self._flush()
                self._heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else self._heading
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        """A closing tag."""
        if tag in _MARKS:
            self._close_mark(_MARKS[tag])
        elif tag == "a":
            self._close_link()
        elif tag in ("th", "td") and self._rows is not None:
            if self._rows:
                self._rows[-1].append(" ".join("".join(self._text).split()).replace("|", "\\|"))
            self._text = []
        elif tag == "table":
            self._table()
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists = self._lists[:-1]
        elif tag == "title":
            self._draft.title = " ".join("".join(self._text).split())
            self._text = []
        elif tag == "caption":
            self._caption = " ".join("".join(self._text).split())
            self._text = []
        elif tag not in ("tr", "thead", "tbody", "sup", "img", "br") and self._rows is None:
            self._flush()
            self._heading = 0
            self._verbatim = self._verbatim and tag != "pre"
            self._quoted -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._reference:
            return
        self._text.append(data if self._verbatim else re.sub(r"([\\`*_\[\]<>])", r"\\\1", re.sub(r"\s+", " ", data)))

    def _close_mark(self, mark: str) -> None:
        # Markdown wants no blank inside its marks.
        for index in range(len(self._text) - 1, -1, -1):
            if self._text[index] == mark:
                inner = "".join(self._text[index + 1 :])
                lead, trail = len(inner) - len(inner.lstrip()), len(inner.rstrip())
                shown = f"{inner[:lead]}{mark}{inner[lead:trail]}{mark}{inner[trail:]}" if inner.strip() else inner
                self._text[index:] = [shown]
                return

    def _open_link(self, href: str) -> None:
        label = _label(_FOOTNOTE, href)
        if label:
            self._reference = label
        elif re.match(r"(?:https?|mailto):", href):
            self._draft.note(
                tr("A link was left out; its address belongs in sources.toml: {address}").format(address=href)
            )

    def _close_link(self) -> None:
        if self._reference:
            if not self._note_item:
                self._text.append(f"[^{self._reference}]")
                self._notes.setdefault(self._reference, "")
            self._reference = ""

    def _picture(self, values: dict[str, str]) -> None:
        source, words = values.get("src", ""), " ".join(values.get("alt", "").split())
        if not source.startswith(self._prefix):
            self._draft.note(tr("A picture was left out: {name}").format(name=words or source[:80]))
            return
        name = source.removeprefix(self._prefix)
        self._draft.note(tr("Write a text alternative that says what {name} shows.").format(name=name))
        self._flush()
        self._blocks.append(f"![{escaped(words)}](../figures/{name})")

    def _table(self) -> None:
        rows = [row for row in self._rows or [] if row]
        self._rows = None
        self._text = []
        if not rows:
            return
        width = max(len(row) for row in rows)
        rows = [row + [""] * (width - len(row)) for row in rows]
        self._draft.note(tr("Give each table a caption, and see that its first row is a header."))
        lines = [f"| {' | '.join(row)} |" for row in rows]
        lines.insert(1, "|" + "---|" * width)
        self._blocks += [f"Table: {self._caption or 'CAPTION'}", "\n".join(lines)]
        self._caption = ""

    def _flush(self) -> None:
        text, self._text = "".join(self._text), []
        if self._verbatim and text.strip():
            self._blocks.append("```\n" + text.strip("\n") + "\n```")
            return
        text = text.strip().removesuffix("\\").strip()
        if not text or self._rows is not None:
            return
        if self._note_item:
            self._notes[self._note_item] = text.replace("\\\n", " ")
        elif self._heading:
            self._head(text)
        elif self._lists:
            self._item(text)
        else:
            text = escaped_start(text)
            self._blocks.append("> " * max(0, self._quoted) + text)

    def _head(self, text: str) -> None:
        words = re.sub(r"[*]{1,2}", "", text)
        if self._heading == 1 and not self._blocks:
            self._draft.title = re.sub(r"\\(.)", r"\1", words)
        else:
            self._levels.append(self._heading)
            self._blocks.append(f"\x00{self._heading} {words}")

    def _item(self, text: str) -> None:
        counter = self._lists[-1]
        if counter[0] is not None:
            counter[0] += 1
        mark = "-" if counter[0] is None else f"{counter[0]}."
        line = "   " * (len(self._lists) - 1) + f"{mark} {text}"
        previous = self._blocks[-1] if self._blocks else ""
        if re.match(r"\s*(?:-|\d+\.) ", previous):
            self._blocks[-1] = f"{previous}\n{line}"
        else:
            self._blocks.append(line)


def escaped_start(text: str) -> str:
    """Running text whose inner signs are escaped already, kept from starting a list, heading or fence."""
    if re.match(r"(?:[-+]\s|#{1,6}\s|:::|~~~|\d{1,9}[.)]\s)", text):
        return re.sub(r"^(\d*)(.)", r"\1\\\2", text)
    return re.sub(r"^Table:", r"Table\\:", text)


def _label(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.fullmatch(text)
    return match.group(1) if match else ""
