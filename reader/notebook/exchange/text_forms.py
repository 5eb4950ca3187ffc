"""Exports as Markdown, HTML and CSV. Whatever a note holds stays text: nothing becomes markup or a formula."""

import csv
import html
import io
import re

from reader.language import current, tr
from reader.notebook.exchange.sheet import Group, Row, Sheet

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be a formula to a spreadsheet."""
_STYLE = (
    "body{font-family:serif;max-width:44em;margin:2em auto;padding:0 1em;line-height:1.5}"
    ".mark{text-align:center;font-weight:bold;font-family:sans-serif}"
    ".from,.place,footer{font-family:sans-serif;font-size:.85em;color:#333}"
    "blockquote{border-left:4px solid #555;margin:0 0 .5em;padding:.2em 1em;white-space:pre-wrap}"
    ".note{white-space:pre-wrap}article{margin:0 0 1.5em}@media print{article{break-inside:avoid}}"
)


def to_markdown(sheet: Sheet) -> str:
    """The export as CommonMark."""
    out = [f"**{_md(sheet.marking)}**", ""] if sheet.marking else []
    out += [f"# {_md(sheet.title)}", ""]
    if sheet.introduction:
        out += [_md_block(sheet.introduction), ""]
    out += [f"{_md(line)}  " for line in sheet.lines] + [""]
    for group in sheet.groups:
        out += [f"## {_md(group.heading)}", ""]
        out += [f"{_md(line)}  " for line in group.lines] + [""]
        out += [_md_block(group.text), ""] if group.text else []
        for row in group.rows:
            out += _md_row(row)
    out += ["---", "", _md(sheet.footer)]
    out += ["", f"**{_md(sheet.marking)}**"] if sheet.marking else []
    return "\n".join(out) + "\n"


def _md_row(row: Row) -> list[str]:
    out = [f"### {_md(f'{row.kind} · {row.place}' if row.place else row.kind)}", ""]
    if row.quote:
        out += ["\n".join("> " + line for line in _md_block(row.quote).split("\n")), ""]
    if row.warning:
        out += [f"*{_md(row.warning)}*", ""]
    if row.note:
        out += [_md_block(row.note), ""]
    if row.tags:
        out += [_md(tr("Tags: {tags}").format(tags=", ".join(row.tags))), ""]
    return [*out, _md(row.citation), ""]


def _md(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _md_block(text: str) -> str:
    """Lines stay lines (two blanks break one); an empty line parts paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(f"{_md(line)}  ".lstrip() if line.strip() else "" for line in lines)


def to_html(sheet: Sheet) -> str:
    """The export as one page that fetches nothing."""
    mark = f'<p class="mark">{html.escape(sheet.marking)}</p>' if sheet.marking else ""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    out = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(current())}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f"<title>{html.escape(sheet.title)}</title><style>{_STYLE}</style></head><body>{mark}",
        f"<h1>{html.escape(sheet.title)}</h1>",
        f'<p class="note">{html.escape(sheet.introduction)}</p>' if sheet.introduction else "",
        f'<p class="from">{"<br>".join(map(html.escape, sheet.lines))}</p>',
        *(_html_group(group) for group in sheet.groups),
        f"<footer><hr>{html.escape(sheet.footer)}</footer>{mark}</body></html>",
    ]
    return "\n".join(part for part in out if part) + "\n"


def _html_group(group: Group) -> str:
    out = [f"<section><h2>{html.escape(group.heading)}</h2>"]
    out.append(f'<p class="from">{"<br>".join(map(html.escape, group.lines))}</p>')
    out += [f'<p class="note">{html.escape(group.text)}</p>'] if group.text else []
    for row in group.rows:
        heading = f"{row.kind} · {row.place}" if row.place else row.kind
        out.append(f"<article><h3>{html.escape(heading)}</h3>")
        for text, before, after in (
            (row.quote, "<blockquote>", "</blockquote>"),
            (row.warning, "<p><em>", "</em></p>"),
            (row.note, '<p class="note">', "</p>"),
            (tr("Tags: {tags}").format(tags=", ".join(row.tags)) if row.tags else "", "<p>", "</p>"),
            (row.citation, '<p class="place">', "</p></article>"),
        ):
            out.append(f"{before}{html.escape(text)}{after}" if text else "")
    return "\n".join(part for part in (*out, "</section>") if part)


def to_csv(sheet: Sheet) -> str:
    """One row an annotation; provenance first, in rows of two cells. With a byte order mark, for spreadsheets."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for line in (sheet.title, *sheet.lines):
        writer.writerow(["#", _cell(line)])
    heads = (
        "document",
        "title",
        "provenance",
        "edition",
        "place",
        "kind",
        "quote",
        "note",
        "tags",
        "changed",
        "author",
    )
    writer.writerow([*heads, "warning", "citation"])
    for group in sheet.groups:
        for row in group.rows:
            cells = (
                row.document,
                group.heading,
                "; ".join(group.lines),
                str(row.edition),
                row.place,
                row.kind,
                row.quote,
                row.note,
                ", ".join(row.tags),
                row.changed,
                row.author,
                row.warning,
                row.citation,
            )
            writer.writerow([_cell(cell) for cell in cells])
    return "\ufeff" + stream.getvalue()


def _cell(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
