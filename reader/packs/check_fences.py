"""Blocks between lines of colons: each is closed, and none stands inside another (FORMATS D1)."""

import re
from collections.abc import Iterator

from reader.packs.findings import Finding, error

_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OPENS = re.compile(r" {0,3}:{3,}\s*\S")
_CLOSES = re.compile(r" {0,3}:{3,}\s*$")


def fence_findings(file: str, body: str, first_line: int) -> Iterator[Finding]:
    """Blocks that are not closed, which take in whatever follows, and blocks inside blocks.

    Args:
        file: name for complaints.
        body: a document's Markdown.
        first_line: line of the file that it begins on.
    """
    opened = 0
    code = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _CODE.match(line)
        if mark and (not code or mark.group(1).startswith(code)):
            code = "" if code else mark.group(1)
        if code:
            continue
        if _OPENS.match(line):
            if opened:
                yield error(file, number, ":::", f"the block of line {opened} closed by ::: before the next", "D1")
            opened = number
        elif _CLOSES.match(line):
            if not opened:
                yield error(file, number, ":::", "a block that this line closes", "D1")
            opened = 0
    if opened:
        yield error(file, opened, ":::", "a line of ::: after the block", "D1")
