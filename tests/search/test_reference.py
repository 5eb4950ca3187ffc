"""The quick ways against slow ones: scores, facets, bit sets, top of lanes, documents counted."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search import bits, formula, lanes, postings, rank
from reader.search.index import open_index
from reader.search.plan import Plan
from reader.search.postings import Postings, merge
from reader.search.results import FACETS, Request
from reader.search.stems import Stems
from reader.search.words import words

STEMS = Stems()
SIZES = st.integers(1, 300)


@st.composite
def lists(draw):
    size = draw(SIZES)
    numbers = sorted(draw(st.sets(st.integers(0, size - 1), max_size=size)))
    impacts = bytes(draw(st.lists(st.integers(1, 255), min_size=len(numbers), max_size=len(numbers))))
    return Postings(numbers, impacts, size)


@given(lists())
def test_shapes_of_a_list_agree(held):
    expected = dict(zip(held.numbers, held.impacts, strict=True))
    assert list(bits.numbers(held.bits, held.size)) == list(held.numbers)
    assert bits.of_dense(held.dense) == bits.of_numbers(held.numbers, held.size) == held.bits
    assert {n: held.dense[n] for n in held.numbers} == expected
    assert held.lanes == sum(impact << 8 * postings.LANE * n for n, impact in expected.items())
    assert bits.only(range(held.size), held.bits, held.size) == list(held.numbers)
    assert [held.impact(n) for n in range(held.size)] == [expected.get(n, 0) for n in range(held.size)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 8)), max_size=10))
def test_ranges(pairs):
    ranges = [(start, start + length) for start, length in pairs]
    expected = {number for start, end in ranges for number in range(start, end)}
    assert set(bits.numbers(bits.of_ranges(ranges, 60), 60)) == expected


@given(lists(), st.integers(1, 40), st.randoms(use_true_random=False))
def test_top_of_lanes(held, wanted, rng):
    sums = {n: rng.randrange(0, 1 << 8 * postings.LANE) for n in held.numbers}
    packed = b"".join(sums.get(n, 0).to_bytes(postings.LANE, "little") for n in range(held.size))
    top = lanes.top_of(packed, None, wanted)
    coarse = {n: value >> 8 for n, value in sums.items()}
    best = sorted((value for value in coarse.values() if value), reverse=True)[:wanted]
    assert sorted((coarse[n] for n in top), reverse=True) == best
    mask = bits.plane(bits.of_numbers(range(0, held.size, 2), held.size), held.size)
    assert all(n % 2 == 0 for n in lanes.top_of(packed, mask, wanted))


def test_merging_takes_the_first_list_that_holds_a_passage():
    one, two = Postings([1, 3], b"\x10\x20", 5), Postings([3, 4], b"\xff\x40", 5)
    merged = merge([(one, 1.0), (two, 0.5)], 5)
    assert (list(merged.numbers), list(merged.impacts)) == ([1, 3, 4], [0x10, 0x20, 0x20])
    assert merge([(one, 1.0)], 5) is one


VOCABULARY = [f"{a}{b}" for a in ("bal", "cor", "dem", "fil", "gan", "lom") for b in ("ato", "ude", "ixu", "opy")]


@pytest.fixture(scope="module")
def made():
    """A random library of 40 documents with facets, and what is in each passage."""
    from sys import modules  # noqa: PLC0415

    fakes = next(module for name, module in modules.items() if name.endswith("search.conftest"))
    rng = random.Random(7)  # noqa: S311 - for text, not secrets
    weights = [1 / (rank + 1) for rank in range(len(VOCABULARY))]

    def text(count):
        return " ".join(rng.choices(VOCABULARY, weights, k=count))

    documents = [
        fakes.FakeDocument(
            f"d{number:02}",
            text(4),
            [(text(2), [text(rng.randint(5, 60)) for _ in range(2)]) for _ in range(rng.randint(1, 5))],
            front={
                "topics": tuple(rng.sample(["t1", "t2", "t3"], rng.randint(0, 2))),
                "nation": tuple(rng.sample(["england", "wales"], rng.randint(1, 2))),
                "type": rng.choice(["briefing", "guide"]),
            },
        )
        for number in range(40)
    ]
    return fakes.FakeLibrary(documents, registers=fakes.Registers())


@pytest.fixture(scope="module")
def opened(made):
    return open_index([made], None)


def passages_of(made):
    """(document, whether first, passage) in the order of the index."""
    return [
        (entry, index == 0, passage) for entry in made.entries for index, passage in enumerate(made.passages(entry.key))
    ]


def slow_impacts(made, averages):
    """Per passage: {stem: impact} of its own terms and of its document's title alone, straight from the formula."""
    found = []
    for entry, first, passage in passages_of(made):
        title = Counter(STEMS[w] for w in words(entry.meta.title))
        heading = Counter(STEMS[w] for w in words(passage.heading))
        body = Counter(STEMS[w] for w in words(passage.text))
        length = body.total()
        title_factor = formula.title_factor(title.total(), length, averages)
        heading_factor = formula.heading_factor(heading.total(), averages)
        body_factor = formula.body_factor(length, averages)
        own, context = {}, {}
        for stem in {*title, *heading, *body}:
            tf = title[stem] * title_factor + heading[stem] * heading_factor + body[stem] * body_factor
            place = own if first or stem in heading or stem in body else context
            place[stem] = max(1, round(255 * tf / (formula.K1 + tf)))
        found.append((own, context))
    return found


@settings(max_examples=60)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5, unique=True))
@pytest.mark.parametrize("always_sparse", [0, 10_000])
def test_scores_are_the_formula_s(made, opened, always_sparse, asked):
    from reader.search.build import measure  # noqa: PLC0415
    from reader.search.sources import wanted  # noqa: PLC0415

    held = opened._passages
    averages = measure(wanted([made]), lambda document, **_: document.library.passages(document.key))
    slow = slow_impacts(made, averages)
    stems = [STEMS[word] for word in asked]
    telling = {s: formula.idf(len(slow), sum(s in own for own, _ in slow)) for s in stems}
    expected = {
        n: sum(telling[s] * (own.get(s) or context.get(s, 0)) for s in stems)
        for n, (own, context) in enumerate(slow)
        if any(s in own for s in stems)
    }
    before, postings.ALWAYS_SPARSE = postings.ALWAYS_SPARSE, always_sparse
    try:
        plan, _ = opened._plan(Request(" ".join(asked), literal=True))
        scores = rank._sum(plan.leaves, held, plan.match, len(slow))
    finally:
        postings.ALWAYS_SPARSE = before
    assert scores.keys() == expected.keys()
    # the table of impacts has steps, so an impact may be off by one
    assert all(abs(scores[n] - expected[n]) <= sum(telling.values()) * 1.01 for n in expected)


@given(
    st.sampled_from(VOCABULARY),
    st.dictionaries(
        st.sampled_from(FACETS),
        st.frozensets(st.sampled_from(["t1", "t2", "england", "wales", "briefing", "guide", "none"]), max_size=2),
        max_size=3,
    ),
)
def test_facets_are_what_counting_gives(made, opened, word, filters):
    from reader.search.facets import keys_of  # noqa: PLC0415

    results = opened.search(Request(word, filters=filters, literal=True))
    stem = STEMS[word]
    holding = [
        (entry, passage)
        for entry, first, passage in passages_of(made)
        if stem in {STEMS[w] for w in words(f"{passage.heading} {passage.text} {entry.meta.title if first else ''}")}
    ]

    def passes(entry, but=""):
        return all(not keys or facet == but or keys & set(keys_of(entry, facet)) for facet, keys in filters.items())

    assert results.total == sum(passes(entry) for entry, _ in holding)
    assert results.documents == len({entry.key for entry, _ in holding if passes(entry)})
    for facet in FACETS:
        counted = Counter(key for entry, _ in holding if passes(entry, facet) for key in keys_of(entry, facet))
        assert results.facets[facet] == dict(counted)


def test_a_plan_without_lists_keeps_the_order_of_the_shelf(opened):
    held = opened._passages
    ordered = rank.best(replace(Plan(), match=held.live), held, held.live, 10)
    assert [item.number for item in ordered] == list(range(10))


def test_phrases_are_what_reading_gives(made, opened):
    rng = random.Random(3)  # noqa: S311 - as above
    for _ in range(40):
        text = rng.choice(passages_of(made))[2].text.split("\n")[0].split()
        at = rng.randrange(max(1, len(text) - 2))
        phrase = " ".join(text[at : at + 2])
        expected = {
            (passage.document, passage.section)
            for entry, first, passage in passages_of(made)
            if any(
                f" {phrase} " in f" {part} "
                for part in (*passage.text.split("\n"), passage.heading, entry.meta.title if first else "")
            )
        }
        hits = opened.search(Request(f'"{phrase}"', limit=500, literal=True)).hits
        assert {(hit.document, hit.section) for hit in hits} == expected


@pytest.fixture
def naming(fakes):
    """A paper on naming, and others that use its words more often in one short section."""
    library, document = fakes
    filler = "Plain sentences follow here, one after the other, and say nothing of it. " * 6
    sections = [("Rules", [f"Each application has one name. {filler}"]), ("Questions", [filler]), ("More", [filler])]
    others = [
        document(f"other-{n}", f"Setting up part {n}", [("Start", ["Name the application."]), ("", [filler])])
        for n in range(9)
    ]
    return library, document, [*others, document("naming", "How applications are named", sections)]


def test_a_title_on_the_subject_raises_the_passages_of_its_document(naming, monkeypatch):
    library, _, held = naming
    index = open_index([library(held)], None)
    assert index.search(Request("name an application")).hits[0].document == "lib/naming"
    monkeypatch.setattr(rank, "TITLED", 0.0)
    assert index.search(Request("name an application")).hits[0].document != "lib/naming"


def test_where_documents_have_one_passage_its_own_words_hold_the_title_already(fakes):
    library, document = fakes
    held = [document(f"d{n}", f"Naming part {n}", [("", [f"Some {n} words on it."])]) for n in range(5)]
    index = open_index([library(held)], None)
    plan, _ = index._plan(Request("naming part 3"))
    assert plan.titles
    assert rank._titled([(3, 1.0)], plan, index._passages) == [(3, 1.0)]
