"""Ten thousand odd queries: each gives an answer or nothing, never an error, and none hangs."""

from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.index import open_index
from reader.search.results import Request

PIECES = st.sampled_from([
    "AND", "OR", "NOT", "-", "--", '"', "“", "”", "(", ")", "*", "**", ":", "topic:", "title:",
    "nation:wales", "type:*", "child", "neglet", "s.47", "28/06/2022", "multi-agency", "ﬁ", "é", "A&E",
    "won't", "CSE", "1,400", "3.2.1", "مرحبا", "שלום", "🙂", "👨‍👩‍👧", "\u202e", "\x00", "\x1b[31m", "\ud800",
    "\u0301", "\ufeff", "İ", "ß", "中文", "\n", "\t", " ",
])  # fmt: skip
HANGS_S = 5
"""Processor seconds that no answer takes, on however slow a machine: it takes a tenth of one."""
QUERIES = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@pytest.fixture(scope="module")
def odd():
    from sys import modules  # noqa: PLC0415

    fakes = next(module for name, module in modules.items() if name.endswith("search.conftest"))
    return open_index([fakes.FakeLibrary(fakes.documents())], None)


@settings(max_examples=10_000)
@given(QUERIES, st.booleans(), st.booleans())
def test_any_text_is_answered(odd, text, typing, literal):
    started = thread_time()
    results = odd.search(Request(text, typing=typing, literal=literal))
    for hit in results.hits[:2]:
        odd.snippet(results, hit)
    assert thread_time() - started < HANGS_S


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500,
        "(" * 250 + "a" + ")" * 249,
        '"' * 500,
        "*",
        "*" * 500,
        "a*",
        "NOT " * 125,
        "-" * 500,
        "a AND " * 80,
        "a OR (b AND " * 40,
        "x" * 500,
        "x-" * 250,
        "'" * 500,
        ":" * 500,
        "topic:" * 80,
        "1," * 250,
        "1.1." * 125,
        "child " * 10_000,
        "ﷺ" * 500,
        "e" + "\u0301" * 499,
        "\ud800" * 500,
        " ".join(f"w{n}" for n in range(160)),
    ],
)
def test_extremes_do_not_hang_the_search(odd, text):
    for typing in (False, True):
        started = thread_time()
        results = odd.search(Request(text, typing=typing))
        odd.marks(text, text)
        odd.why_none(Request(text))
        assert thread_time() - started < HANGS_S
        assert results.total >= len(results.hits)
