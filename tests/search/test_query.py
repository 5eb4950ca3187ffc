import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.query import And, Any, Compound, Field, Not, Or, Phrase, Prefix, Title, Word, parse
from reader.search.results import MAX_QUERY_CHARACTERS


def parts(text, **options):
    return list(parse(text, **options).root.parts)


def plain(node):  # noqa: C901, PLR0911 - one case a node
    """A short form of a tree, for comparing."""
    match node:
        case Word(text):
            return text
        case Compound(words):
            return "-".join(words)
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Prefix(text):
            return f"{text}*"
        case Field(facet, value):
            return f"{facet}:{value}"
        case Title(words):
            return f"title:{' '.join(words)}"
        case Not(part):
            return ["NOT", plain(part)]
        case And(held):
            return ["AND", *map(plain, held)]
        case Or(held):
            return ["OR", *map(plain, held)]
        case Any(held):
            return list(map(plain, held))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("child neglect", ["child", "neglect"]),
        ('"first account" child', ['"first account"', "child"]),
        ("“first account”", ['"first account"']),
        ("a AND b", [["AND", "a", "b"]]),
        ("a OR b AND c", [["OR", "a", ["AND", "b", "c"]]]),
        ("(a OR b) AND c", [["AND", ["OR", "a", "b"], "c"]]),
        ("a NOT b", ["a", ["NOT", "b"]]),
        ("a -b", ["a", ["NOT", "b"]]),
        ('-"a b"', [["NOT", '"a b"']]),
        ("NOT NOT a", ["a"]),
        ("a and b or not c", ["a", "and", "b", "or", "not", "c"]),
        ("negl*", ["negl*"]),
        ("topic:neglect", ["topics:neglect"]),
        ('topic:"child neglect"', ["topics:child neglect"]),
        ("title:harm", ["title:harm"]),
        ('title:"of harm"', ["title:of harm"]),
        ("foo:bar", ["foo", "bar"]),
        ("multi-agency", ["multi-agency"]),
        ("s.47", ["s-47"]),
        ("47(1)", ["47", "1"]),
        ("and/or", ["and", "or"]),
        ("(a b", ["a", "b"]),
        ("a b)", ["a", "b"]),
        ('a "b', ["a", "b"]),
        ('"', []),
        ("*", []),
        ("AND", []),
        ("a AND", ["a"]),
        ("OR a", ["a"]),
        ("a AND AND b", [["AND", "a", "b"]]),
        ("a AND OR b", [["OR", "a", "b"]]),
        ("(a AND) b", ["a", "b"]),
        ("(OR) NOT", []),
        ("-", []),
        ("topic:", []),
        ("((((((a))))))", ["a"]),
        ("a-b -", ["a-b"]),
    ],
)
def test_parsing(text, expected):
    assert [plain(part) for part in parts(text)] == expected


def test_only_a_last_plain_word_is_open_and_only_while_typing():
    assert parts("child negl", typing=True)[-1] == Word("negl", "negl", open=True)
    assert not parts("child negl")[-1].open
    assert not parts("child negl ", typing=True)[-1].open
    assert parts('"child negl"', typing=True) == [Phrase(("child", "negl"))]


def test_long_queries_are_cut_with_a_flag():
    query = parse("word " * 1000)
    assert query.cut
    assert len(query.root.parts) <= MAX_QUERY_CHARACTERS


def test_deep_brackets_are_text():
    assert parts("(" * 200 + "a" + ")" * 200)
    assert parts("(" * 500) == []


SNIPPETS = st.sampled_from([
    "AND", "OR", "NOT", "-", '"', "(", ")", "*", ":", "topic:", "title:", "nation:", "type:", "“", "”", "'",
    "’", " ", "\t", "child", "neglect", "s.47", "28/06/2022", "multi-agency", "ﬁ", "é", "مرحبا", "שלום", "🙂",
    "\u202e", "\x00", "\ud800",
])  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(st.lists(SNIPPETS | st.text(max_size=12), max_size=60).map("".join))
def test_parsing_never_fails(text):
    parse(text)
    parse(text, typing=True)
