"""Exports as a Word document (Office Open XML), written directly: five small parts in a zip, no template, no macros."""

import io
import re
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from reader.language import current, tr
from reader.notebook.exchange.sheet import Row, Sheet

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""Time of every part, so that equal exports are equal bytes."""


def to_docx(sheet: Sheet) -> bytes:
    """The export as a .docx: marking and footer on every page, headings as headings, quotes as quotes."""
    body = [_p("Title", sheet.title)]
    body += [_p("Normal", sheet.introduction)] if sheet.introduction else []
    body += [_p("From", line) for line in sheet.lines]
    for group in sheet.groups:
        body.append(_p("Heading1", group.heading))
        body += [_p("From", line) for line in group.lines]
        body += [_p("Normal", group.text)] if group.text else []
        for row in group.rows:
            body += _row(row)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": _document(body),
        "word/styles.xml": _styles(),
        "word/header1.xml": _edge("hdr", [sheet.marking]),
        "word/footer1.xml": _edge("ftr", [sheet.footer, sheet.marking]),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml"), ("header", "header1.xml"), ("footer", "footer1.xml")]
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _row(row: Row) -> Iterable[str]:
    yield _p("Heading2", f"{row.kind} · {row.place}" if row.place else row.kind)
    if row.quote:
        yield _p("Quote", row.quote)
    if row.warning:
        yield _p("From", row.warning)
    if row.note:
        yield _p("Normal", row.note)
    if row.tags:
        yield _p("From", tr("Tags: {tags}").format(tags=", ".join(row.tags)))
    yield _p("From", row.citation)


def _p(style: str, text: str) -> str:
    """A paragraph of one style; line breaks stay."""
    lines = _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr><w:r>{runs}</w:r></w:p>"


def _document(body: Iterable[str]) -> str:
    page = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    inside = "".join(body) + page
    return f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{inside}</w:body></w:document>'


def _edge(tag: str, lines: Iterable[str]) -> str:
    inside = "".join(_p("Edge", line) for line in lines if line) or _p("Edge", "")
    return f'{_XML}<w:{tag} xmlns:w="{_W}">{inside}</w:{tag}>'


def _styles() -> str:
    language = "cy-GB" if current() == "cy" else "en-GB"
    styles = [
        (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
            f'<w:sz w:val="22"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        ),
        _style("Normal", "Normal", '<w:spacing w:after="120"/>', ""),
        _style("Title", "Title", '<w:spacing w:after="200"/>', '<w:b/><w:sz w:val="40"/>'),
        _style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="320"/><w:outlineLvl w:val="0"/>', "<w:b/>"),
        _style("Heading2", "heading 2", '<w:keepNext/><w:spacing w:before="200"/><w:outlineLvl w:val="1"/>', "<w:b/>"),
        _style("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>', "<w:i/>"),
        _style("From", "Provenance", '<w:spacing w:after="40"/>', '<w:sz w:val="18"/><w:color w:val="444444"/>'),
        _style("Edge", "Marking", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="18"/>'),
    ]
    return f'{_XML}<w:styles xmlns:w="{_W}">{"".join(styles)}</w:styles>'


def _style(identifier: str, name: str, paragraph: str, run: str) -> str:
    default = ' w:default="1"' if identifier == "Normal" else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("header1", "header"),
            ("footer1", "footer"),
        )
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
