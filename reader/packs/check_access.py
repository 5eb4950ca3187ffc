"""Whether people can read it: contrast inside figures as far as can be told, and reading ease (D5; WCAG 2.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reader.library.blocks import Parsed
from reader.library.model import ParagraphKind
from reader.library.svg import SVG_NAMESPACE
from reader.packs.findings import Finding, warning

TEXT_CONTRAST = 4.5
"""WCAG 1.4.3 for text."""
LARGE_TEXT_CONTRAST = 3.0
"""The same from LARGE_TEXT pixels on."""
LARGE_TEXT = 24.0
SMALL_TEXT = 11.0
"""A figure's text set smaller than this cannot be read where the figure is shown small."""
HARD_READING = 20.0
"""Flesch reading ease below this is warned of; a quality newspaper has about 50, a statute about 10."""
MIN_WORDS = 150
"""A shorter document is too short to tell."""

_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NAMED = {"white": "#ffffff", "black": "#000000"}
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class _Box:
    """A filled shape: left, top, right, bottom, and its colour."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str


def figure_findings(data: bytes, file: str) -> Iterator[Finding]:
    """Text of an SVG, checked already, against what is painted behind it; a PNG tells nothing."""
    if not data.lstrip().startswith(b"<"):
        return
    root = ET.fromstring(data)  # noqa: S314 - parsed and allowed by check_figure before
    boxes: list[_Box] = []
    for element in root.iter():
        tag = str(element.tag).removeprefix(SVG_NAMESPACE)
        # A transform moves things about; what stands behind what can then not be told from the numbers.
        if tag in ("svg", "g") and element.get("transform"):
            return
        box = _box(tag, element)
        if box is not None:
            boxes.append(box)
        elif tag == "text" and not element.get("transform"):
            yield from _text_findings(element, boxes, file)


def _text_findings(element: ET.Element, boxes: list[_Box], file: str) -> Iterator[Finding]:
    size = _number(element.get("font-size"), 16.0)
    words = " ".join("".join(element.itertext()).split())[:40]
    if not words:
        return
    if size < SMALL_TEXT:
        yield warning(file, 0, f"“{words}”", f"text of {SMALL_TEXT:g} or larger; it is {size:g}", "D5")
    ink = _colour(element.get("fill", "#000000"))
    if not ink:
        return
    x, y = _number(element.get("x"), 0.0), _number(element.get("y"), 0.0)
    behind = "#ffffff"
    for box in boxes:
        if box.left <= x <= box.right and box.top <= y - size / 3 <= box.bottom:
            behind = box.colour
    wanted = LARGE_TEXT_CONTRAST if size >= LARGE_TEXT else TEXT_CONTRAST
    found = contrast(ink, behind)
    if found < wanted:
        yield warning(file, 0, f"“{words}”", f"a contrast of {wanted:g} to 1; {ink} on {behind} has {found:.1f}", "D5")


def contrast(one: str, other: str) -> float:
    """Contrast of two colours like #173f66, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def reading_findings(file: str, parsed: Parsed) -> Iterator[Finding]:
    """A warning where a document is much harder to read than it need be."""
    ease = reading_ease(
        "\n".join(
            paragraph.text
            for section in parsed.sections
            for paragraph in section.paragraphs
            if paragraph.kind is ParagraphKind.TEXT
        )
    )
    if ease is not None and ease < HARD_READING:
        expected = f"shorter sentences and words; Flesch {ease:.0f}, {HARD_READING:g} at least"
        yield warning(file, 0, "reading ease", expected, "D3")


def reading_ease(text: str) -> float | None:
    """Flesch reading ease of English text, about 0 to 100; None where there is too little of it to tell."""
    found = _WORD.findall(text)
    if len(found) < MIN_WORDS:
        return None
    sentences = max(1, len(_SENTENCE.findall(text)))
    syllables = sum(_syllables(word.lower()) for word in found)
    return 206.835 - 1.015 * len(found) / sentences - 84.6 * syllables / len(found)


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and count > 1
    return max(1, count - silent)


def _box(tag: str, element: ET.Element) -> _Box | None:
    colour = _colour(element.get("fill", "#000000"))
    opaque = element.get("opacity", "1") == "1" and element.get("fill-opacity", "1") == "1"
    if not colour or not opaque:
        return None
    if tag == "rect":
        x, y = _number(element.get("x"), 0.0), _number(element.get("y"), 0.0)
        return _Box(x, y, x + _number(element.get("width"), 0.0), y + _number(element.get("height"), 0.0), colour)
    if tag in ("circle", "ellipse"):
        x, y = _number(element.get("cx"), 0.0), _number(element.get("cy"), 0.0)
        rx = _number(element.get("r") or element.get("rx"), 0.0)
        ry = _number(element.get("r") or element.get("ry"), 0.0)
        return _Box(x - rx, y - ry, x + rx, y + ry, colour)
    return None


def _colour(value: str) -> str:
    value = _NAMED.get(value.strip().lower(), value.strip())
    match = _COLOUR.fullmatch(value)
    if match is None:
        return ""
    digits = match.group(1).lower()
    return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))  # noqa: PLR2004 - #abc and #aabbcc


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # noqa: PLR2004 - the standard's own numbers
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _number(text: str | None, default: float) -> float:
    match = re.match(r"-?\d+(?:\.\d+)?", text or "")
    return float(match.group()) if match else default
