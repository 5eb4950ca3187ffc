"""The judged queries over the bundled library. The figures are printed (`pytest -s`) and may not fall."""

import sys
from pathlib import Path

import pytest

from reader.library.shelf import Library
from reader.search.index import open_index
from reader.search.results import Request

sys.path.insert(0, str(Path(__file__).parent))
from judging import Judged, halves, ndcg, success

CONTENT = Path(__file__).resolve().parents[2] / "content"

FLOORS = {
    "tuning": {"success@1": 0.90, "success@3": 0.97, "nDCG@10": 0.90},
    "holdout": {"success@1": 0.85, "success@3": 0.97, "nDCG@10": 0.88},
}
"""What each half must reach."""

TUNING, HOLDOUT = halves()
HALVES = {"tuning": TUNING, "holdout": HOLDOUT}


@pytest.fixture(scope="module")
def index():
    return open_index([Library(CONTENT)], None)


def answer(index, judged: Judged) -> list[str]:
    hits = index.search(Request(judged.text, limit=20)).hits
    return [hit.document.rpartition("/")[2] for hit in hits]


def measure(index, half: list[Judged]) -> dict[str, float]:
    answers = [(judged, answer(index, judged)) for judged in half]
    return {
        "success@1": sum(success(judged, found, 1) for judged, found in answers) / len(half),
        "success@3": sum(success(judged, found, 3) for judged, found in answers) / len(half),
        "nDCG@10": sum(ndcg(judged, found) for judged, found in answers) / len(half),
    }


def test_there_are_enough_queries_of_every_kind():
    kinds = {judged.kind for judged in TUNING + HOLDOUT}
    assert len(TUNING) + len(HOLDOUT) >= 120
    assert kinds == {"question", "words", "abbreviation", "typo", "phrase", "number", "facet", "lay"}
    assert len({judged.text for judged in TUNING + HOLDOUT}) == len(TUNING) + len(HOLDOUT)


def test_every_right_document_exists():
    held = {path.stem for path in (CONTENT / "briefings").glob("*.md")}
    assert {document for judged in TUNING + HOLDOUT for document in judged.right} == held


@pytest.mark.parametrize("name", HALVES)
def test_no_half_falls_below_its_floor(index, name):
    measured = measure(index, HALVES[name])
    print(f"\n{name}: " + "  ".join(f"{figure} {value:.3f}" for figure, value in measured.items()))  # noqa: T201
    assert all(measured[figure] >= floor for figure, floor in FLOORS[name].items()), measured
