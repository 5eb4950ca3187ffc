"""The language of the field, through the index."""

import pytest

from reader.library.reference import Abbreviation, Registers, Synonyms
from reader.search.index import open_index
from reader.search.lexicon import Lexicon
from reader.search.results import Request
from reader.search.spelling import correct, distance, variants


def found(index, text, **options):
    return {hit.document.removeprefix("lib/") for hit in index.search(Request(text, **options)).hits}


def kinds(index, text):
    return {(e.word.lower(), e.kind): e.also for e in index.search(Request(text)).expansions}


def test_abbreviations_both_ways(index):
    assert found(index, "CSE") == {"cse", "abbreviated"}
    assert "abbreviated" in found(index, "child sexual exploitation")
    assert kinds(index, "cse")["cse", "abbreviation"] == ("child sexual exploitation",)
    assert "child sexual exploitation" in index.search(Request("CSE")).interpreted
    assert found(index, "AA") == {"neglect"}


def test_a_passage_with_only_the_short_form_ranks_like_one_with_the_words(index):
    hits = index.search(Request("sexual exploitation of a child, child sexual exploitation")).hits
    assert "lib/abbreviated" in {hit.document for hit in hits[:3]}


def test_a_short_form_that_is_a_common_word_needs_its_capitals(index):
    assert ("it", "abbreviation") not in kinds(index, "it neglect")


@pytest.fixture
def with_registers(fakes):
    """Makes an index of {id: (title, text)} with registers of the test's own."""
    library, document = fakes

    def make(texts, abbreviations=(), see=()):
        registers = Registers(abbreviations=tuple(abbreviations), synonyms=Synonyms(see=dict(see)))
        made = [document(name, title, [("", [text])]) for name, (title, text) in texts.items()]
        return open_index([library(made, registers)], None)

    return make


def test_a_short_form_is_not_read_into_a_shorter_word(with_registers):
    index = with_registers(
        {
            "counted": ("Figures", "The Office for National Statistics counts people. An adviser helps."),
            "plain": ("Reports", "A report on what was seen on an arm, on time."),
        },
        [Abbreviation("ONS", "Office for National Statistics"), Abbreviation("ISVA", "adviser")],
    )
    assert kinds(index, "report on time") == {}
    assert found(index, "ons") == {"counted"}
    assert found(index, "ISVAs") == {"counted"}


def test_a_commoner_synonym_does_not_outweigh_the_word_itself(with_registers):
    common = {f"common-{at}": ("A child", "The child, a child, each child was hurt.") for at in range(8)}
    long = "Girls and boys are counted apart. " + "Other words follow here at length. " * 30
    index = with_registers({**common, "told": ("Figures", long)}, see={"girl": ("child",), "boy": ("child",)})
    assert index.search(Request("more girls than boys")).hits[0].document == "lib/told"
    assert len(found(index, "girls")) == len(common) + 1


def test_an_expression_is_as_telling_as_what_it_leads_to(with_registers):
    # "seventeen" and "year" stand in one passage each: what the three words lead to must not be as telling as they are.
    common = {f"common-{at}": ("A child", f"The child was seen at place {at}.") for at in range(12)}
    index = with_registers(
        {
            **common,
            "law": ("Ages", "Emergency powers keep somebody safe."),
            "noise": ("Seventeen", "The year was long, and so was the road to it."),
        },
        see={"seventeen year old": ("child",), "take away home": ("emergency powers",)},
    )
    assert index.search(Request("seventeen year old")).hits[0].document == "lib/noise"
    assert index.search(Request("take her away from home")).hits[0].document == "lib/law"
    assert len(found(index, "seventeen year old")) == len(common) + 1


def test_what_the_library_does_not_hold_is_not_claimed(index):
    assert index.search(Request("ZZZ")).expansions == ()


def test_literal_asks_only_what_was_typed(index):
    results = index.search(Request("CSE", literal=True))
    assert (results.interpreted, results.expansions) == ("CSE", ())
    assert found(index, "neglet", literal=True) == set()
    assert index.search(Request("neglet", literal=True)).suggestion == "neglect"


@pytest.mark.parametrize("typed", ["neglet", "negelct", "nelgect", "neglectt", "meglect", "NEGLET"])
def test_typos_are_corrected_and_shown(index, typed):
    results = index.search(Request(f"{typed} unmet"))
    assert results.hits[0].document == "lib/neglect"
    assert results.suggestion == "neglect unmet"
    assert "neglect" in results.interpreted
    assert any(expansion.kind == "correction" for expansion in results.expansions)


@pytest.mark.parametrize("word", ["flat", "flats", "appeal", "appealed", "stopping", "races", "hated", "cooperate"])
def test_an_everyday_word_is_no_typo_of_another(word):
    held = sorted(["flag", "flags", "appear", "appeared", "shopping", "rape", "rapes", "rates", "haded", "corporate"])
    lexicon = Lexicon(held, held, _counts([(other, 1) for other in held]))
    assert correct(word, lexicon) is None


def test_typos_in_phrases_and_titles_are_corrected_too(index):
    assert found(index, '"apropriate adult"') == {"neglect"}
    assert found(index, "title:explotation grooming") == {"cse"}
    assert found(index, '"apropriate adult"', literal=True) == set()


def test_one_typo_does_not_change_the_other_words(index):
    assert found(index, "grooming exploitaton") >= {"cse"}


def test_words_run_together_are_parted_and_parted_words_joined(index):
    assert found(index, "appropriateadult") == {"neglect"}
    assert found(index, "multiagency") == {"cse"}
    assert found(index, "multi-agency") == {"cse"}
    assert found(index, "multi agency") == {"cse"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("multi-agency", "multi-agency"),
        ("s.46(1)", "s.46"),
        ("28/06/2022", "28/06/2022"),
        ("on-agenda", "agenda"),
    ],
)
def test_a_compound_is_said_once(index, text, said):
    interpreted = index.search(Request(text)).interpreted.partition(" (")[0]
    assert interpreted.split()[0] == said
    assert interpreted.count("agency") <= 1 and "2022 " not in interpreted


@pytest.mark.parametrize("text", ["C.S.E.", "c.s.e"])
def test_a_short_form_with_full_stops(index, text):
    results = index.search(Request(text))
    assert {"lib/cse", "lib/abbreviated"} <= {hit.document for hit in results.hits}
    assert "child sexual exploitation" in results.interpreted
    assert found(index, f"{text} AND grooming") == {"cse"}


def test_a_section_number_leads_where_the_register_leads_it(with_registers):
    index = with_registers(
        {"joint": ("Joint work", "A strategy discussion settles it.")}, see={"section 47": ["strategy discussion"]}
    )
    assert found(index, "s47") == found(index, "s. 47") == found(index, "section 47") == {"joint"}


def test_british_and_american_spelling(index):
    assert found(index, "organization") == {"cse"}
    assert kinds(index, "organization")["organization", "spelling"] == ("organisation",)


def test_synonyms_count_less_than_the_word_itself(index):
    results = index.search(Request("teenager"))
    assert {hit.document for hit in results.hits} >= {"lib/neglect", "lib/cse"}
    assert kinds(index, "teenager")["teenager", "synonym"] == ("child",)
    assert found(index, "kid") >= {"neglect"}


@pytest.mark.parametrize("word", ["plant", "phlant", "blant"])
def test_welsh_words_with_their_mutations(index, word):
    assert "neglect" in found(index, word)
    assert index.search(Request(word)).expansions[0].kind == "welsh"


@pytest.mark.parametrize("text", ["s46", "s.46", "s 46", "sec 46", "section 46", "Section 46"])
def test_section_numbers(index, text):
    assert index.search(Request(text)).hits[0].section == "s1"


@pytest.mark.parametrize(
    "text", ["28/06/2022", "28.6.2022", "2022-06-28", "28 June 2022", "June 2022", "1400", "1,400", "14%"]
)
def test_dates_and_numbers(index, text):
    assert index.search(Request(text)).hits[0].heading == "Dates"


def test_the_authority_is_not_its_author(index):
    assert found(index, "authors", literal=True) == {"abbreviated"}
    snippet_of = index.search(Request("author"))
    text = index.snippet(snippet_of, snippet_of.hits[0])
    assert [text.text[a:b] for a, b in text.marks] == ["author"]


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("neglect", "neglect", 0), ("neglect", "negelct", 1), ("neglect", "neglet", 1), ("abc", "xyz", 3), ("", "ab", 2)],
)
def test_distance(left, right, edits):
    assert distance(left, right, 3) == edits


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("organise", "organize"),
        ("organization", "organisation"),
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("defense", "defence"),
        ("counselling", "counseling"),
        ("paediatric", "pediatric"),
        ("programme", "program"),
        ("judgement", "judgment"),
        ("inquiry", "enquiry"),
        ("analyse", "analyze"),
    ],
)
def test_spelling_variants_go_both_ways(word, other):
    assert other in variants(word)
    assert word in variants(other)


def test_correction_prefers_the_commoner_word():
    words = sorted({"custody": 9, "custard": 1, "costume": 1}.items())
    lexicon = Lexicon([w for w, _ in words], [w for w, _ in words], _counts(words))
    assert correct("custdy", lexicon) == "custody"
    assert correct("zzzzzz", lexicon) is None
    assert correct("cat", lexicon) is None


def _counts(words):
    from array import array  # noqa: PLC0415 - only here

    return array("I", [count for _, count in words])
