import pytest

from reader.search.results import Request


def found(index, text, **options):
    return [hit.document.removeprefix("lib/") for hit in index.search(Request(text, **options)).hits]


def test_a_hit_carries_what_the_screen_shows(index):
    results = index.search(Request("appropriate adult"))
    hit = results.hits[0]
    assert (hit.document, hit.section, hit.heading) == ("lib/neglect", "s1", "In custody")
    assert (hit.title, hit.provenance, hit.paragraph) == ("Digest: child neglect", "local", 3)
    assert hit.audience == ("custody", "frontline")
    assert results.total >= 1
    assert results.documents >= 1
    assert results.took_ms > 0
    assert index.passage(hit.passage).text.startswith("Call an appropriate adult")


def test_a_document_that_is_only_a_title_is_found(index):
    results = index.search(Request("kaleidoscope"))
    assert [hit.document for hit in results.hits] == ["lib/title-only"]
    assert index.snippet(results, results.hits[0]).text == ""


def test_a_document_that_cannot_be_read_is_left_out(index):
    assert found(index, "zebra", literal=True) == []


def test_any_word_is_enough_and_more_words_rank_higher(index):
    assert found(index, "who should an officer call for urgent neglect in custody")[0] == "neglect"
    assert found(index, "xylophone neglect")[0] == "neglect"


def test_a_query_of_stop_words_still_answers(index):
    assert found(index, "what is it")


@pytest.mark.parametrize("text", ["", "   ", "?!", "((", '"', "*", "-", "\x00", "topic:"])
def test_nothing_asked_is_nothing_found(index, text):
    results = index.search(Request(text))
    assert (results.total, results.hits) == (0, ())


def test_filters_without_words_list_what_passes_them(index):
    results = index.search(Request("", filters={"nation": frozenset({"wales"})}))
    assert results.total == 3
    assert [hit.document for hit in results.hits] == ["lib/neglect", "lib/neglect", "lib/abbreviated"]


def test_phrases_must_match_and_honour_stop_words(index):
    assert found(index, '"as soon as possible"') == ["neglect"]
    assert found(index, '"soon possible"') == []
    assert found(index, '"needs go unmet" custody') == ["neglect"]


def test_phrases_do_not_cross_paragraphs(index):
    assert found(index, '"missed write"') == []


def test_operators(index):
    assert found(index, "custody AND neglect") == []
    assert found(index, "unmet AND missed") == ["neglect"]
    assert set(found(index, "grooming OR urgent")) == {"cse", "neglect"}
    assert found(index, "exploitation NOT grooming -CSE", literal=True) == []
    assert "cse" not in found(index, "child -exploitation")
    assert found(index, "(grooming OR urgent) AND adult") == ["neglect"]


def test_prefixes(index):
    assert found(index, "groom*") == ["cse"]
    assert found(index, "grooming negl*", literal=True)
    assert found(index, "kaleid", typing=True) == ["title-only"]
    assert found(index, "kaleid", literal=True) == []


def test_fields(index):
    assert set(found(index, "topic:exploitation CSE")) == {"cse", "abbreviated"}
    assert set(found(index, "topic:neglect CSE adult")) == {"neglect", "abbreviated"}
    assert set(found(index, "nation:wales type:briefing adult")) == {"neglect"}
    assert set(found(index, "title:exploitation grooming")) == {"cse"}
    assert set(found(index, 'audience:"custody staff" child')) == {"neglect"}
    assert set(found(index, "topic:esgeuluso child")) <= {"neglect", "abbreviated"}


def test_an_unknown_key_becomes_words_with_a_notice(index):
    results = index.search(Request("topic:grooming"))
    assert [hit.document for hit in results.hits] == ["lib/cse"]
    assert len(results.notices) == 1


def test_only_one_document(index):
    results = index.search(Request("child", document="lib/neglect"))
    assert {hit.document for hit in results.hits} == {"lib/neglect"}
    assert index.search(Request("child", document="lib/none")).total == 0
    assert index.search(Request("", document="lib/neglect")).total == 2


def test_long_queries_are_cut_with_a_notice(index):
    results = index.search(Request("neglect " * 200))
    assert results.hits
    assert any("500" in notice for notice in results.notices)


def test_filters_do_not_change_scores(index):
    everywhere = {hit.passage: hit.score for hit in index.search(Request("child custody")).hits}
    narrowed = index.search(Request("child custody", filters={"nation": frozenset({"wales"})})).hits
    assert narrowed
    assert all(hit.score == everywhere[hit.passage] for hit in narrowed)


def test_each_facet_reflects_the_filters_of_the_others(index):
    request = Request("child OR cse", filters={"nation": frozenset({"wales"}), "topics": frozenset({"exploitation"})})
    facets = index.search(request).facets
    assert facets["nation"] == {"england": 1, "wales": 1}
    assert facets["topics"]["child-neglect"] > 0


def test_the_limit_counts_passages(index):
    assert len(index.search(Request("child", limit=1)).hits) == 1
    assert index.search(Request("child", limit=0)).hits == ()
    assert index.search(Request("child", limit=0)).total > 0


def test_marks_in_any_text(index):
    text = "The Children’s needs; café. CHILD-sexual exploitation"
    assert [text[a:b] for a, b in index.marks("CSE child", text)] == ["Children’s", "CHILD-sexual exploitation"]
    assert index.marks("", text) == ()


def test_more_like_a_passage(index):
    hit = index.search(Request("grooming")).hits[0]
    like = index.more_like(hit.passage, 5)
    assert hit.passage not in {other.passage for other in like.hits}
    assert {"lib/abbreviated", "lib/neglect"} <= {other.document for other in like.hits}
    with pytest.raises(IndexError):
        index.more_like(999, 5)


def test_why_nothing_was_found(index):
    request = Request('grooming AND "appropriate adult" AND kaleidoscope')
    assert index.search(request).total == 0
    effects = {effect.word: (effect.alone, effect.without) for effect in index.why_none(request)}
    assert set(effects) == {"grooming", '"appropriate adult"', "kaleidoscope"}
    assert effects["grooming"][0] == 1


def test_several_libraries_are_searched_as_one(fakes, library):
    from reader.search.index import open_index  # noqa: PLC0415 - reads better beside its use

    make, document = fakes
    other = make([document("zoo", "Zoo", [("", ["Neglect of zebras."])])], name="other")
    index = open_index([library, other], None)
    assert {hit.document for hit in index.search(Request("neglect")).hits} == {"lib/neglect", "other/zoo"}


def test_no_document_floods_the_list(fakes):
    from reader.search.index import open_index  # noqa: PLC0415

    make, document = fakes
    many = document("many", "Many", [("", [f"Neglect of kind number {n}."]) for n in range(30)])
    one = document("one", "One", [("", ["Neglect of another kind here."])])
    index = open_index([make([many, one])], None)
    assert "lib/one" in {hit.document for hit in index.search(Request("neglect", limit=10)).hits}


def test_warming_changes_no_answer_and_stops_when_asked(index):
    before = index.search(Request("n", typing=True))
    index.warm(lambda: False)
    after = index.search(Request("n", typing=True))
    assert [hit.passage for hit in after.hits] == [hit.passage for hit in before.hits]
    asked = iter([False, False, True])
    index.warm(lambda: next(asked))
    assert next(asked, None) is None
