"""The size limits of FORMATS D5 and D7. Beyond any of them a document is refused with the limit's name and value."""

from typing import NamedTuple

from reader.errors import LimitError


class Limits(NamedTuple):
    """Every limit with its unit.

    Attributes:
        document_bytes: one Markdown file.
        register_bytes: one TOML file beside briefings/.
        library_documents: files in one library.
        library_bytes: all documents and figures of one library.
        element_depth: blocks inside blocks.
        table_rows: rows of one table, its header not counted.
        table_columns: cells of one row.
        token_characters: one unbroken run of text; Qt lays out longer ones for seconds.
        bracket_depth: "[" open at once in one paragraph; the parser's time grows with its cube.
        deep_brackets: the depths of all paragraphs deeper than DEEP_BRACKETS added up, in one document.
        figure_bytes: one figure's file.
        figure_elements: elements of one SVG after `use` is expanded.
        image_bytes: one image decoded, four bytes a pixel.
    """

    document_bytes: int = 1_000_000
    register_bytes: int = 4_000_000
    library_documents: int = 2_000
    library_bytes: int = 1_000_000_000
    element_depth: int = 64
    table_rows: int = 2_000
    table_columns: int = 60
    token_characters: int = 2_000
    bracket_depth: int = 50
    deep_brackets: int = 2_000
    figure_bytes: int = 500_000
    figure_elements: int = 5_000
    image_bytes: int = 64_000_000


LIMITS = Limits()

DEEP_BRACKETS = 5
"""Brackets open at once that ordinary writing stays under."""


def ensure(file: str, line: int, limit: str, value: int, clause: str = "D7") -> None:
    """Raise LimitError if `value` is more than the limit of that name allows."""
    maximum: int = getattr(LIMITS, limit)
    if value > maximum:
        raise LimitError(file, line, limit, f"at most {maximum:,}", clause, limit, value, maximum)
