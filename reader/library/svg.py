"""The pictures Qt may be given (FORMATS D5): PNG by its header, SVG by an allow-list.

Qt's SVG renderer opens any path an <image> names, so an SVG is parsed and checked element by element before Qt sees it.
"""

import re
import struct
import zlib
from xml.etree import ElementTree as ET
from xml.parsers import expat

from reader.errors import ContentError
from reader.library.limits import ensure

SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
# fmt: off
ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "path",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "use",
        "marker",
        "symbol",
    }
)
ATTRIBUTES = frozenset(
    {
        "id",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "dx",
        "dy",
        "d",
        "points",
        "width",
        "height",
        "viewBox",
        "preserveAspectRatio",
        "transform",
        "offset",
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-miterlimit",
        "opacity",
        "color",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
        "dominant-baseline",
        "letter-spacing",
        "clip-path",
        "clip-rule",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "href",
        "orient",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "markerUnits",
        "marker-start",
        "marker-mid",
        "marker-end",
        "version",
        "role",
        "lang",
    }
)
# fmt: on
_LOCAL = re.compile(r"#[A-Za-z][\w.-]*")
_LOCAL_URL = re.compile(r"url\(#[A-Za-z][\w.-]*\)")
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNK = struct.Struct(">I4s")
_BYTES_PER_PIXEL = 4
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def check_figure(data: bytes, file: str) -> None:
    """Raise unless `data` is a picture that FORMATS D5 allows.

    Raises:
        LimitError: too large, too many elements, or too many pixels.
        ContentError: another format, an element, attribute or reference that is not allowed, or a damaged file.
    """
    ensure(file, 0, "figure_bytes", len(data), "D5")
    if data.startswith(_PNG):
        _check_png(data, file)
    else:
        _check_svg(data, file)


def _check_png(data: bytes, file: str) -> None:
    header = 8
    try:
        length, kind = _PNG_CHUNK.unpack_from(data, header)
        width, height = struct.unpack_from(">II", data, header + 8)
        (checksum,) = struct.unpack_from(">I", data, header + 8 + length)
    except struct.error as error:
        raise ContentError(file, 0, "figure", "a whole PNG", "D5") from error
    if kind != b"IHDR" or checksum != zlib.crc32(data[header + 4 : header + 8 + length]):
        raise ContentError(file, 0, "figure", "a whole PNG", "D5")
    ensure(file, 0, "image_bytes", width * height * _BYTES_PER_PIXEL, "D5")


def _check_svg(data: bytes, file: str) -> None:
    root = _parse(data, file)
    if root.tag != SVG_NAMESPACE + "svg":
        raise ContentError(file, 1, "figure", "SVG or PNG", "D5")
    sizes: dict[str, int] = {}
    uses: list[str] = []
    count = 0
    for element in root.iter():
        count += 1
        _check_element(element, file)
        if "id" in element.attrib:
            sizes[element.attrib["id"]] = sum(1 for _ in element.iter())
        if element.tag == SVG_NAMESPACE + "use":
            if any(inner is not element and inner.tag == element.tag for inner in element.iter()):
                raise ContentError(file, 1, "use", "no use inside a use", "D5")
            uses.append((element.get("href") or element.get(_XLINK_HREF) or "").removeprefix("#"))
    _refuse_use_chains(root, file)
    ensure(file, 1, "figure_elements", count + sum(sizes.get(name, 0) for name in uses), "D5")


def _parse(data: bytes, file: str) -> ET.Element:
    # A document type could declare entities that blow up or name files, so it ends the parse before anything else.
    parser = ET.XMLParser()  # noqa: S314 - what makes it unsafe is refused just below
    expat_parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ContentError(file, 1, "figure", "SVG without a document type", "D5")

    expat_parser.StartDoctypeDeclHandler = refuse
    try:
        expat_parser.Parse(data, True)
        parser.feed(data)
        return parser.close()
    except expat.ExpatError as error:
        raise ContentError(file, error.lineno, "figure", "well-formed SVG or PNG", "D5") from error
    except ET.ParseError as error:
        raise ContentError(file, error.position[0], "figure", "well-formed SVG or PNG", "D5") from error


def _check_element(element: ET.Element, file: str) -> None:
    name = str(element.tag).removeprefix(SVG_NAMESPACE)
    if name not in ELEMENTS:
        raise ContentError(file, 1, f"<{name}>", "only " + ", ".join(sorted(ELEMENTS)), "D5")
    for attribute, value in element.attrib.items():
        plain = {_XLINK_HREF: "href", _XML_LANG: "lang"}.get(attribute, attribute)
        if plain not in ATTRIBUTES:
            raise ContentError(file, 1, f"{name} {attribute}", "only drawing attributes", "D5")
        if plain == "href" and not _LOCAL.fullmatch(value):
            raise ContentError(file, 1, f"{name} href", "a reference inside the figure, like #part", "D5")
        if "url" in value.lower() and not _LOCAL_URL.fullmatch(value.strip()):
            raise ContentError(file, 1, f"{name} {attribute}", "a reference inside the figure, like url(#part)", "D5")


def _refuse_use_chains(root: ET.Element, file: str) -> None:
    # A use of something that itself holds a use multiplies: refused, so that the expanded count above is exact.
    users = {element.get("id") for element in root.iter() if element.find(f".//{SVG_NAMESPACE}use") is not None}
    named = {element.get("id") for element in root.iter(SVG_NAMESPACE + "use")}
    for element in root.iter(SVG_NAMESPACE + "use"):
        target = (element.get("href") or element.get(_XLINK_HREF) or "").removeprefix("#")
        if target and target in users | named:
            raise ContentError(file, 1, "use", "no use of a part that itself uses another", "D5")
