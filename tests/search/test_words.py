import pytest

from reader.search.stems import Stems, beginnings
from reader.search.words import compounds, fold, fold_evenly, spans, word_of, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Child's play, children's needs", ["child", "play", "children", "needs"]),
        ("Won’t they? They don't.", ["wont", "they", "they", "dont"]),
        ("1,400 cases or 2.5 in 10", ["1400", "cases", "or", "2.5", "in", "10"]),
        ("section 3.2.1 of A&E", ["section", "3.2.1", "of", "a&e"]),
        ("multi-agency café ﬁle", ["multi", "agency", "cafe", "file"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("gŵyl tŷ Iôn", ["gwyl", "ty", "ion"]),
        ("snake_case PACE/Code C", ["snake", "case", "pace", "code", "c"]),
        ("", []),
        ("\x00\x01 ?!", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_compounds_are_also_one_word():
    assert compounds(fold("Multi-agency and one-to-one, 2022-06")) == ["multiagency", "onetoone"]


def test_spans_point_into_the_text_as_given():
    text = "Cafe\u0301, ﬁrst Child’s"
    assert [text[a:b] for a, b, _ in spans(text)] == ["Cafe\u0301", "ﬁrst", "Child’s"]
    assert [word_of(raw) for _, _, raw in spans(text)] == ["cafe", "first", "child"]


@pytest.mark.parametrize("text", ["plain", "Café GŴYL", "it’s – done", "İstanbul ẞ", "ﬁ", "e\u0301", "ßæ", "🙂 ok"])
def test_even_folding_keeps_every_letter_in_its_place(text):
    folded = fold_evenly(text)
    assert folded is None or len(folded) == len(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("child", "children"),
        ("neglect", "neglected"),
        ("disclosure", "discloses"),
        ("police", "policing"),
        ("custody", "custodial"),
        ("told", "telling"),
        ("traumatic", "trauma"),
        ("victims", "victim"),
        ("handcuffed", "handcuffs"),
        ("staffing", "staff"),
        ("added", "add"),
    ],
)
def test_forms_of_a_word_share_a_stem(left, right):
    stems = Stems()
    assert stems[left] == stems[right]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("authority", "author"),
        ("police", "policy"),
        ("evident", "evidence"),
        ("university", "universal"),
        ("organization", "organ"),
        ("experience", "experiment"),
        ("several", "severe"),
        ("minority", "minor"),
        ("witness", "wit"),
        ("probation", "probate"),
        ("general", "generous"),
        ("carer", "career"),
        ("important", "import"),
    ],
)
def test_words_that_must_stay_apart_do(left, right):
    stems = Stems()
    assert stems[left] != stems[right]


def test_every_form_begins_as_its_stem_says():
    stems = Stems()
    forms = "children child told tells policies policy custody crises dying died organise organised abuse abused hoping"
    forms += " added adding egged erred cuffed staffing sniffs"
    for form in forms.split():
        assert form.startswith(beginnings(stems[form])), form


def test_short_and_numbered_words_are_their_own_stem():
    stems = Stems()
    assert [stems[word] for word in ("as", "s47", "2022", "a&e")] == ["as", "s47", "2022", "a&e"]
