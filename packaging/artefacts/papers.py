"""A small paper in every form that `pack import` takes, for the checks: what is frozen must be able to read each."""

import io
import zipfile

WORDS = "Words of the check"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def papers_of_every_kind() -> dict[str, bytes]:
    """File name to bytes; each holds WORDS."""
    html = f"<html><body><h1>A page</h1><p>{WORDS}</p></body></html>"
    return {
        "word.docx": word(),
        "pdf.pdf": pdf(),
        "html.html": html.encode(),
        "text.md": f"# A text\n\n{WORDS}\n".encode(),
    }


def word() -> bytes:
    """A Word document of one paragraph."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:body>'
        "</w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


def pdf() -> bytes:
    """A PDF of one line."""
    content = f"BT /F1 11 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    data, places = b"%PDF-1.4\n", [0]
    for number, held in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places[1:])
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places), entries)
    return data + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places), len(data))
