"""Two editions side by side."""

import shutil

import pytest

from reader.library.document import parse_document
from reader.packs.compare import RowKind, alike, compare, word_changes, words

HEAD = "---\nid: a-document\ntitle: T\n---\n\n"
OPENING = "The opening paragraph stays as it is in every edition of this document."
LONG = (
    "Officers record the first account in the child’s own words. "
    "They ask only what immediate safety requires. "
    "The interview plan decides everything else, and a supervisor signs it."
)
FIRST, SECOND = LONG[: LONG.index("The interview")].strip(), LONG[LONG.index("The interview") :]
OTHER = "Neglect is the commonest reason for a child protection plan, and it is easily missed."
LAST = "Contacts for out of hours are listed by each force on its own pages."


def document(*paragraphs):
    return parse_document((HEAD + "\n\n".join(paragraphs) + "\n").encode(), "a-document.md")


def kinds(before, after):
    return [row.kind for row in compare(document(*before), document(*after)).rows]


def test_the_same_text_is_equal():
    found = compare(document(OPENING, LONG), document(OPENING, LONG))
    assert found.same_text
    assert found.counts == {RowKind.EQUAL: 2}


def test_a_reworded_paragraph_is_one_row_with_its_words_marked():
    before, after = document(OPENING, OTHER), document(OPENING, OTHER.replace("easily", "often"))
    row = compare(before, after).rows[1]
    assert row.kind is RowKind.CHANGED
    ((start, end),) = row.gone
    assert row.before[0].text[start:end] == "easily"
    ((start, end),) = row.fresh
    assert row.after[0].text[start:end] == "often"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([OPENING], [OPENING, OTHER], [RowKind.EQUAL, RowKind.ADDED]),
        ([OPENING, OTHER, LAST], [OPENING, LAST], [RowKind.EQUAL, RowKind.REMOVED, RowKind.EQUAL]),
        ([OPENING, LONG, LAST], [OPENING, FIRST, SECOND, LAST], [RowKind.EQUAL, RowKind.SPLIT, RowKind.EQUAL]),
        ([OPENING, FIRST, SECOND, LAST], [OPENING, LONG, LAST], [RowKind.EQUAL, RowKind.MERGED, RowKind.EQUAL]),
        ([OTHER, OPENING, LONG, LAST], [OPENING, LONG, LAST, OTHER], [RowKind.EQUAL] * 3 + [RowKind.MOVED]),
        ([], [OPENING], [RowKind.ADDED]),
        ([OPENING], [], [RowKind.REMOVED]),
        ([OPENING], [LAST], [RowKind.REMOVED, RowKind.ADDED]),
    ],
)
def test_each_kind_of_change_is_told(before, after, expected):
    found = kinds(before, after)
    assert sorted(found) == sorted(expected)
    assert len(found) == len(expected)


def test_moved_and_reworded():
    before = [OTHER, OPENING, LONG, LAST]
    found = kinds(before, [OPENING, LONG, LAST, OTHER.replace("commonest", "most frequent")])
    assert found[-1] is RowKind.MOVED_CHANGED


def test_two_alike_paragraphs_are_not_taken_for_one_another():
    twin = "A paragraph that stands here twice in the same words."
    found = compare(document(twin, OPENING, twin, LAST), document(OPENING, LAST, twin))
    assert [row.before[0].text for row in found.rows if row.kind is RowKind.REMOVED] == [twin]
    assert all(row.before[0].text != twin for row in found.rows if row.kind is RowKind.MOVED)


def test_every_paragraph_stands_in_exactly_one_row():
    before = document(OTHER, OPENING, LONG, LAST, "Gone in the next edition, entirely.")
    after = document(OPENING, FIRST, SECOND, "Quite new in this edition and unlike anything.", OTHER)
    rows = compare(before, after).rows
    assert sorted(p.number for row in rows for p in row.before) == [1, 2, 3, 4, 5]
    assert sorted(p.number for row in rows for p in row.after) == [1, 2, 3, 4, 5]


def test_a_missing_side_is_no_error():
    assert [row.kind for row in compare(None, document(OPENING)).rows] == [RowKind.ADDED]
    assert [row.kind for row in compare(document(OPENING), None).rows] == [RowKind.REMOVED]
    assert compare(None, None).rows == ()


def test_words_and_likeness():
    assert words("It’s 3 o’clock, now.") == ["It’s", "3", "o’clock", ",", "now", "."]
    assert alike(["a"], ["b"]) == 0.0
    assert word_changes("", "new words") == ((), ((0, 9),))


def test_diff_compares_folders_channels_packs_and_what_is_installed(shop, made, tools, tmp_path):
    shutil.copytree(made.folder / "profile-one", shop.profile)
    pins = ["--publishers", made.folder / "pins"]
    text = {"beta-document": "The second text of beta-document, said better and at more length."}
    folder = tools.write_library(tmp_path / "lib", edition=2, texts=text)
    for old in (made.folder / "one", made.folder / "one.briefpack", "test-library"):
        for new in (made.folder / "two", made.folder / "two.briefpack", folder):
            ran = shop.run("diff", old, new, *pins, "--json")
            assert ran.code == 0, ran.err
            (one,) = ran.json
            assert (one["document"], one["before"], one["after"]) == ("test-library/beta-document", 1, 2)
            assert one["counts"]["equal"] == 2
    ran = shop.run("diff", "test-library", made.folder / "one", *pins)
    assert (ran.code, ran.out) == (1, "No document differs.\n")
    assert shop.run("diff", made.folder / "one", made.folder / "two").code == 3
    assert "second text" in shop.run("diff", made.folder / "one", folder, *pins).out
    assert shop.run("diff", "nowhere", folder).code == 1
