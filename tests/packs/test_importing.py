"""Word, PDF, HTML and Markdown into a library, with what a person must look at."""

import io
import zipfile

import pytest

pytest.importorskip("mammoth")
pytest.importorskip("nh3")
pytest.importorskip("pypdfium2")

from reader.library.document import parse_document
from reader.packs.importing import pdf
from reader.packs.importing.draft import escaped
from reader.packs.importing.frames import read_frame, write_frame
from reader.packs.importing.html import html_to_draft
from reader.packs.importing.pdf import Line, lines_to_draft

PAGE = """<html><head><title>Site name</title><script>steal()</script><style>p{}</style></head><body>
<h1>The Paper</h1><p>Some <b>bold </b>text, *not emphasis*, with <a href="https://example.org/a">a link</a> and a
note<sup><a href="#footnote-1">[1]</a></sup>.</p><h2>Section</h2><ul><li>One</li>
<li>Two<ul><li>Inner</li></ul></li></ul>
<ol><li>First</li><li>Second</li></ol>
<table><tr><th>A</th><th>B</th></tr>
<tr><td>1 | 2</td><td colspan="2">x</td></tr></table>
<h4>Deep</h4><p>3. June was a day</p><p>::: practice</p><p>Table: no caption</p><blockquote><p>Quoted</p></blockquote>
<pre>a  b
c</pre><img src="https://example.org/x.png" alt="A chart" onerror="steal()"><iframe src="x"></iframe>
<ol><li id="footnote-1"><p>Where it is from. <a href="#footnote-ref-1">back</a></p></li></ol></body></html>"""

WORD = {
    "[Content_Types].xml": """<?xml version="1.0"?><Types
 xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""",
    "_rels/.rels": """<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>""",
    "word/document.xml": """<?xml version="1.0"?><w:document
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>A Word paper</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Running text with </w:t></w:r>
<w:r><w:rPr><w:b/></w:rPr><w:t>weight</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Its section</w:t></w:r></w:p></w:body></w:document>""",
}


def word_file():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, text in WORD.items():
            file.writestr(name, text)
    return stream.getvalue()


def pdf_file(lines):
    """A PDF of one page: (size, y, text) a line."""
    content = "\n".join(f"BT /F1 {size} Tf 72 {y} Td ({text}) Tj ET" for size, y, text in lines).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 7\n0000000000 65535 f \n%strailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


PRINTED = [
    (22, 750, "The Report Title"),
    (11, 715, "This is the first line of the running text that goes on"),
    (11, 701, "for a second line and ends here."),
    (14, 650, "A Heading"),
    (11, 625, "Another paragraph of text, of the common size."),
    (11, 600, "\x95 A point in a list"),
]


@pytest.fixture
def brought(shop, tools, tmp_path):
    """One file of each kind imported into a library; what the command said, by file name."""
    sources = tmp_path / "papers"
    sources.mkdir()
    (sources / "page.html").write_text(PAGE, encoding="utf-8")
    (sources / "paper.docx").write_bytes(word_file())
    (sources / "report.pdf").write_bytes(pdf_file(PRINTED))
    (sources / "plain.md").write_text("# A title\n\nText.\n\n![x](pics/a.png)\n", encoding="utf-8")
    (sources / "whole.md").write_text("---\nid: whole\ntitle: Whole\n---\n\nText.\n", encoding="utf-8")
    (sources / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (sources / "broken.docx").write_bytes(b"nothing")
    library = tools.write_library(tmp_path / "lib")
    ran = shop.run("import", sources, "--into", library, "--report", tmp_path / "report.md", "--json")
    assert ran.code == 1
    shop.library = library
    shop.report = (tmp_path / "report.md").read_text(encoding="utf-8")
    shop.brought = {one["source"].rpartition("/")[2]: one for one in ran.json}
    return shop


def test_every_file_becomes_a_document_that_parses(brought):
    assert {name: one["document"] for name, one in brought.brought.items()} == {
        "broken.docx": "",
        "broken.pdf": "",
        "page.html": "briefings/page.md",
        "paper.docx": "briefings/paper.md",
        "plain.md": "briefings/plain.md",
        "report.pdf": "briefings/report.md",
        "whole.md": "briefings/whole.md",
    }
    titles = {}
    for one in brought.brought.values():
        if one["document"]:
            data = (brought.library / one["document"]).read_bytes()
            titles[one["document"]] = parse_document(data, one["document"]).meta.title
    assert list(titles.values()) == ["The Paper", "A Word paper", "A title", "The Report Title", "Whole"]


def test_the_report_is_a_list_to_tick_off(brought):
    assert "- [ ] A link was left out; its address belongs in sources.toml: https://example.org/a" in brought.report
    assert "A picture was left out: A chart" in brought.report
    assert "Copy this picture to figures/ and name it there: pics/a.png" in brought.report
    assert "Read it beside the original" in brought.report


def test_nothing_in_the_library_is_overwritten(brought, tmp_path):
    (tmp_path / "again").mkdir()
    (tmp_path / "again/page.html").write_text("<p>Other</p>")
    (one,) = brought.good("import", tmp_path / "again", "--into", brought.library, "--json").json
    assert one["document"] == "briefings/page-2.md"
    assert any("already" in note for note in one["notes"])


def test_html_becomes_markdown_that_says_the_same():
    draft = html_to_draft(PAGE)
    document = parse_document(f"---\nid: x\ntitle: x\n---\n\n{draft.body}".encode(), "x.md")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Some bold text, *not emphasis*, with a link and a note."
    assert "1 | 2" in next(text for text in texts if "\t" in text)
    assert "3. June was a day" in texts
    assert "::: practice" in texts
    assert "Table: no caption" in texts
    assert [section.level for section in document.sections if section.level] == [2, 3]
    assert "steal" not in draft.body
    assert [note.label for note in document.footnotes] == ["1"]


@pytest.mark.parametrize(
    "text", ["# no heading", "- no item", "1. no item", "> no quote", "::: no fence", "a [b](c) <i>"]
)
def test_escaped_text_is_shown_as_it_is(text):
    document = parse_document(f"---\nid: x\ntitle: x\n---\n\n{escaped(text)}\n".encode(), "x.md")
    assert [paragraph.text for paragraph in document.paragraphs] == [text]


def test_running_headers_go_and_sentences_over_pages_are_joined():
    lines = []
    for page in range(4):
        lines.append(Line(f"Hub briefing, page {page + 1}", 9, 780, 771, 72, page))
        lines.append(Line(f"A sentence of page {page} that does not end", 11, 700, 689, 72, page))
    draft = lines_to_draft(lines)
    assert "Hub briefing" not in draft.body
    assert draft.body.count("\n\n") == 0
    assert any("running header" in note for note in draft.notes)


def test_frames_are_read_whole_or_not_at_all():
    stream = io.BytesIO()
    write_frame(stream, b"abc")
    data = stream.getvalue()
    assert read_frame(io.BytesIO(data)) == b"abc"
    assert read_frame(io.BytesIO()) is None
    for cut in (data[:2], data[:-1], b"\xff\xff\xff\xff"):
        with pytest.raises(ValueError):
            read_frame(io.BytesIO(cut))


BODY = WORD["word/document.xml"]
DTD = '?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE = {
    "malformed.docx": lambda: packed(BODY[:-30]),
    "multiplying.docx": lambda: packed(BODY.replace("?>", DTD, 1).replace("A Word paper", "&b;")),
    "multiplying-elsewhere.docx": lambda: packed(
        BODY,
        document=(BODY.replace("?>", ' encoding="UTF-16"' + DTD, 1).replace("A Word paper", "&b;")).encode("utf-16"),
    ),
    "bomb-elsewhere.docx": lambda: packed(BODY, document=BODY.replace("A Word paper", "A" * 31_000_000).encode()),
    "bomb.docx": lambda: packed(BODY.replace("A Word paper", "A" * 31_000_000)),
    "deep.docx": lambda: packed(BODY.replace("<w:p>", "<w:p>" * 3_000, 1).replace("</w:p>", "</w:p>" * 3_000, 1)),
    "protected.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "truncated.docx": lambda: word_file()[:-40],
    "truncated.pdf": lambda: pdf_file(PRINTED)[:400],
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "scan.pdf": lambda: pdf_file([]),
    "neither.html": lambda: b"<p>\x81\x8d caf\xe9</p>",
    "empty.md": lambda: b" \n",
    "old.doc": lambda: b"\xd0\xcf\x11\xe0",
}


def packed(body, document=None, **more):
    """A Word file with another body; `document` stands in a part that is not named as XML, and is named as the body."""
    parts = {**WORD, "word/document.xml": body, **more}
    if document is not None:
        parts["_rels/.rels"] = WORD["_rels/.rels"].replace("word/document.xml", "word/document.png")
        parts["word/document.png"] = document
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_clear_message_and_leaves_nothing(shop, tools, tmp_path, name):
    (tmp_path / name).write_bytes(HOSTILE[name]())
    library = tools.write_library(tmp_path / "lib")
    before = tools.tree(library)
    ran = shop.run("import", tmp_path / name, "--into", library)
    assert ran.code == 1
    assert f"{name} was not imported." in ran.err
    assert f"{name}: " in ran.err
    assert "expected " in ran.err
    assert tools.tree(library) == before


LINKED = """<w:p><w:r><w:drawing><wp:inline
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><a:graphic><a:graphicData><pic:pic>
<pic:blipFill><a:blip r:link="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>
</w:drawing></w:r></w:p>"""
LINK = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="{}"
 TargetMode="External"/></Relationships>"""


def test_a_picture_that_is_a_link_is_not_followed(shop, tools, tmp_path):
    picture = tmp_path / "secret.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"secret")
    rels = {"word/_rels/document.xml.rels": LINK.format(picture.as_uri())}
    body = BODY.replace("<w:body>", "<w:body>" + LINKED)
    (tmp_path / "linked.docx").write_bytes(packed(body, **rels))
    library = tools.write_library(tmp_path / "lib")
    before = set(tools.tree(library))
    ran = shop.good("import", tmp_path / "linked.docx", "--into", library, "--json")
    assert set(tools.tree(library)) - before == {"briefings/linked.md"}
    assert "secret.png" in " ".join(ran.json[0]["notes"])
    assert "secret" not in (library / "briefings/linked.md").read_text("utf-8")


def test_the_worker_for_pdf_is_this_program_whatever_lies_in_the_folder(shop, tools, tmp_path, monkeypatch):
    trap = tmp_path / "downloads"
    (trap / "reader").mkdir(parents=True)
    for name in ("reader/__init__.py", "reader/__main__.py"):
        (trap / name).write_text("raise SystemExit('another program')", "utf-8")
    (trap / "report.pdf").write_bytes(pdf_file(PRINTED))
    monkeypatch.chdir(trap)
    shop.good("import", "report.pdf", "--into", tools.write_library(tmp_path / "lib"))


def test_a_pdf_that_takes_too_long_is_given_up(shop, tools, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "WORKER_SECONDS", 0.01)
    (tmp_path / "slow.pdf").write_bytes(pdf_file(PRINTED))
    ran = shop.run("import", tmp_path / "slow.pdf", "--into", tools.write_library(tmp_path / "lib"))
    assert ran.code == 1
    assert "opens in reasonable time" in ran.err


def test_text_in_other_encodings_is_read_and_said_so(shop, tools, tmp_path):
    library = tools.write_library(tmp_path / "lib")
    (tmp_path / "utf16.html").write_text("<p>Gr\u00fc\u00dfe \u00a35</p>", encoding="utf-16")
    (tmp_path / "windows.md").write_bytes("Caf\u00e9 \u2013 \u00a35\x00 here\n".encode("cp1252"))
    ran = shop.good("import", tmp_path / "utf16.html", tmp_path / "windows.md", "--into", library, "--json")
    assert "Gr\u00fc\u00dfe \u00a35" in (library / "briefings/utf16.md").read_text("utf-8")
    assert "Caf\u00e9 \u2013 \u00a35 here" in (library / "briefings/windows.md").read_text("utf-8")
    notes = [" ".join(one["notes"]) for one in ran.json]
    assert ["Windows text" in note for note in notes] == [False, True]


def test_script_in_html_comes_over_as_nothing(shop, tools, tmp_path):
    page = (
        '<p onclick="steal()">Hi<script>steal()</script></p><svg onload="steal()"></svg>'
        '<a href="javascript:steal()">here</a><img src="file:///etc/passwd" alt="P"><object data="steal"></object>'
    )
    (tmp_path / "script.html").write_text(page, "utf-8")
    library = tools.write_library(tmp_path / "lib")
    shop.good("import", tmp_path / "script.html", "--into", library)
    text = (library / "briefings/script.md").read_text("utf-8")
    assert "Hi" in text
    assert not any(word in text for word in ("steal", "javascript", "passwd", "<"))
