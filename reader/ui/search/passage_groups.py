"""Keeps one document from flooding the passages: what follows its first few is folded into one row. No Qt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reader.search.results import Hit

SHOWN = 3
"""Passages of one document that stand where they are ranked."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The row for the further passages of one document.

    Attributes:
        document: its key.
        title: its title.
        provenance: of the document; "digest" brings FORMATS D10's line.
        count: passages folded away, among those that are loaded.
        is_open: whether they are listed below the row.
    """

    document: str
    title: str
    provenance: str
    count: int
    is_open: bool


Row = Hit | Fold


def grouped(hits: Sequence[Hit], opened: Collection[str]) -> list[Row]:
    """The rows of `hits`, best first: a fold follows a document's last shown passage; `opened` holds unfolded keys."""
    counts: dict[str, int] = {}
    rest: dict[str, list[Hit]] = {}
    shown: list[Row] = []
    for hit in hits:
        seen = counts[hit.document] = counts.get(hit.document, 0) + 1
        if seen > SHOWN:
            rest.setdefault(hit.document, []).append(hit)
            continue
        shown.append(hit)
    return _with_folds(shown, rest, opened) if rest else shown


def _with_folds(shown: Sequence[Row], rest: dict[str, list[Hit]], opened: Collection[str]) -> list[Row]:
    placed: dict[str, int] = {}
    rows: list[Row] = []
    for row in shown:
        rows.append(row)
        key = row.document
        placed[key] = placed.get(key, 0) + 1
        if placed[key] == SHOWN and key in rest:
            first, is_open = rest[key][0], key in opened
            rows.append(Fold(key, first.title, first.provenance, len(rest[key]), is_open))
            rows += rest[key] if is_open else ()
    return rows


def same(one: Row, other: Row) -> bool:
    """Whether two rows stand for the same passage, or for the same document's further ones."""
    if isinstance(one, Hit):
        return isinstance(other, Hit) and one.passage == other.passage
    return isinstance(other, Fold) and one.document == other.document


def additions(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[int, int]]:
    """The runs (first, last) of `after` that are not in `before`, whose rows it keeps in their order."""
    runs: list[tuple[int, int]] = []
    kept = 0
    for place, row in enumerate(after):
        if kept < len(before) and same(before[kept], row):
            kept += 1
        elif runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
