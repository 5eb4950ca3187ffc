"""Pictures: what Qt may be given and what not (FORMATS D5)."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ContentError, LimitError
from reader.library.svg import check_figure

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def svg(inner):
    return f"{OPEN}{inner}</svg>".encode()


def png(width, height, *, kind=b"IHDR", broken=False):
    body = kind + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    crc = zlib.crc32(body) ^ (1 if broken else 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", crc)


@pytest.mark.parametrize(
    "inner",
    [
        '<g fill="#123456"><rect width="3" height="3"/><text x="1" y="2">A &amp; B</text></g>',
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>',
        '<g id="part"><path d="M0 0L1 1"/></g><use href="#part"/><use xlink:href="#part"/>',
    ],
)
def test_drawings_pass(inner):
    check_figure(svg(inner), "f.svg")


@pytest.mark.parametrize(
    "inner",
    [
        '<image href="/etc/passwd"/>',
        '<image xlink:href="file:///x.png"/>',
        "<script>x</script>",
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        '<a href="#x"><text>x</text></a>',
        '<rect onload="x"/>',
        '<rect style="fill:red"/>',
        '<rect fill="url(http://x/y)"/>',
        '<rect fill="url(\\\\host\\share)"/>',
        '<use href="other.svg#x"/>',
        '<use href="\\\\host\\share\\x.svg"/>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<use id="a" href="#b"/><use id="b" href="#a"/>',
        '<set attributeName="href" to="x"/>',
        '<animate attributeName="x"/>',
        '<svg xmlns="urn:other"><image/></svg>',
    ],
)
def test_anything_that_reaches_out_runs_or_multiplies_is_refused(inner):
    with pytest.raises(ContentError) as caught:
        check_figure(svg(inner), "f.svg")
    assert caught.value.clause == "D5"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<html/>",
        b"<svg/>",
        b"not xml",
        svg("<g>"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + svg(""),
        b"\x89PNG\r\n\x1a\n",
        png(10, 10, kind=b"IDAT"),
        png(10, 10, broken=True),
    ],
)
def test_other_formats_document_types_and_damage_are_refused(data):
    with pytest.raises(ContentError):
        check_figure(data, "f")


def test_sizes_are_limited():
    check_figure(png(100, 100), "f.png")
    for data, limit in [
        (png(100_000, 100_000), "image_bytes"),
        (svg("<g/>" * 5_001), "figure_elements"),
        (svg('<g id="a">' + "<g/>" * 1_000 + "</g>" + '<use href="#a"/>' * 5), "figure_elements"),
        (svg(f"<desc>{'x' * 500_000}</desc>"), "figure_bytes"),
    ]:
        with pytest.raises(LimitError) as caught:
            check_figure(data, "f")
        assert caught.value.limit == limit


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_our_own_error(data):
    for start in (b"", b"\x89PNG\r\n\x1a\n", OPEN.encode()):
        with contextlib.suppress(ContentError):
            check_figure(start + data, "f")
