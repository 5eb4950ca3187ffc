"""A Windows icon from an SVG: drawn by freeze/icons.py, packed here."""

import struct
from pathlib import Path

from devkit.environment import ROOT, clean_environment
from windows import programs

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
NAME = "briefing-reader"


def make(python: Path, source: Path, folder: Path) -> Path:
    """Draw every size and write one .ico. `python` is an interpreter with Qt."""
    script = ROOT / "packaging" / "freeze" / "icons.py"
    words = [python, script, source, folder, source.stem, *SIZES]
    programs.run(words, "Drawing the icon", env=clean_environment())
    drawn = [(size, (folder / f"{size}x{size}" / f"{source.stem}.png").read_bytes()) for size in SIZES]
    file = folder / f"{source.stem}.ico"
    file.write_bytes(pack(drawn))
    return file


def pack(drawn: list[tuple[int, bytes]]) -> bytes:
    """The bytes of an .ico with these square PNG pictures, (pixels, bytes) each: at most 256 pixels."""
    head = struct.pack("<3H", 0, 1, len(drawn))
    offset = len(head) + 16 * len(drawn)
    entries = b""
    for size, data in drawn:
        entries += struct.pack("<4B2H2L", size % 256, size % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + entries + b"".join(data for _, data in drawn)
