from hypothesis import given
from hypothesis import strategies as st

from reader.search.marker import Marker
from reader.search.plan import Forms
from reader.search.results import Request
from reader.search.schema import Place
from reader.search.snippets import LONGEST_WINDOW, snippet
from reader.search.stems import Stems

STEMS = Stems()


def marker(*words, runs=(), prefixes=()):
    forms = Forms(
        {STEMS[word] for word in words}, {tuple(STEMS[w] for w in run.split()) for run in runs}, set(prefixes)
    )
    return Marker(forms, STEMS)


def marked(text, *words, **options):
    return [text[a:b] for a, b in marker(*words, **options).marks(text)]


def place(*offsets):
    return Place("s", "h", 5, 5 + len(offsets) - 1, offsets, (), ())


def test_all_forms_are_marked():
    text = "Children and a child's needs; neglected, NEGLECT. Childish? Grandchild."
    assert marked(text, "child", "neglect") == ["Children", "child's", "neglected", "NEGLECT"]


def test_runs_are_marked_as_one():
    text = "A young person, or young people; a person who is young."
    assert marked(text, runs=["young person"]) == ["young person"]
    assert marked(text, "young", runs=["young person"]) == ["young person", "young", "young"]


def test_prefixes_are_marked():
    assert marked("Disclosure, disclosing, exclusion", prefixes=["discl"]) == ["Disclosure", "disclosing"]


def test_compounds_are_marked_for_their_joined_form():
    assert marked("The multi-agency plan", "multiagency") == ["multi-agency"]


def test_accents_ligatures_and_typographic_marks():
    assert marked("Cafés – the child’s", "cafe", "child") == ["Cafés", "child’s"]
    assert marked("the ﬁrst cafe\u0301", "first", "cafe") == ["ﬁrst", "cafe\u0301"]


@given(st.text(max_size=200), st.lists(st.sampled_from(["child", "neglect", "a", "first", "cafe"]), max_size=3))
def test_marks_never_overlap_and_stay_inside(text, words):
    last = 0
    for start, end in marker(*words).marks(text):
        assert last <= start < end <= len(text)
        last = end


@given(st.text(alphabet="chilD neg.ect’é-\n", max_size=120))
def test_the_quick_way_marks_what_the_slow_way_marks(text):
    quick = marker("child", "neglect")
    assert quick.find(text) == _slowly(quick, text)


def _slowly(made, text):
    from reader.search.marker import _apart  # noqa: PLC0415

    return _apart(made._word_by_word(text))


LONG = (
    "The first sentence says nothing. Here a neglected child is named with a child's needs. "
    + "Filler goes on and on. " * 12
    + "Only neglect stands here. "
    + "More filler follows. " * 10
)


def test_the_window_is_whole_sentences_with_most_of_what_was_asked():
    got = snippet(LONG, place(0), marker("child", "neglect"), {})
    assert "neglected child" in got.text
    assert len(got.text) <= LONGEST_WINDOW
    assert [got.text[a:b] for a, b in got.marks] == ["neglected", "child", "child's"]
    assert got.text[0].isupper()


def test_one_long_sentence_is_cut_between_words():
    text = "word " * 200 + "neglect " + "word " * 200
    got = snippet(text, place(0), marker("neglect"), {})
    assert got.text.startswith("…word")
    assert got.text.endswith("word…")
    assert [got.text[a:b] for a, b in got.marks] == ["neglect"]


def test_the_paragraph_of_the_first_mark():
    text = "First one.\nSecond with neglect."
    assert snippet(text, place(0, 11), marker("neglect"), {}).paragraph == 6


def test_an_empty_text_has_an_empty_snippet():
    got = snippet("", place(), marker("neglect"), {})
    assert (got.text, got.marks, got.paragraph) == ("", (), 5)


def test_snippets_through_the_index_mark_expansions(index):
    results = index.search(Request("CSE"))
    texts = [index.snippet(results, hit) for hit in results.hits]
    marks = {text.text[a:b] for text in texts for a, b in text.marks}
    assert {"CSE", "Child sexual exploitation"} <= marks
    assert all("\n" not in text.text for text in texts)
