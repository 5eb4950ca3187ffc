"""No document floods the passages, and passages like another one: from the user's side."""

import pytest
from PySide6.QtCore import QPoint, Qt

from reader.notebook.model import Kind
from reader.search.results import Hit
from reader.ui.search.passage_groups import Fold, additions, grouped
from reader.ui.search.question import MINE, Question
from reader.ui.shared.history import LIBRARY, READER, SEARCH

from ..notebook_help import make_notebook

LONG, SHORT = "small/long-paper", "small/short-paper"
HEAD = """---
id: {name}
title: "{title}"
type: guide
provenance: local
audience: [frontline]
topics: [custody-care]
stages: [custody]
summary: About turquoise.
---
"""
SAID = Qt.ItemDataRole.AccessibleTextRole


def paper(name, title, count):
    parts = [f"## Part {n}\n\nTurquoise forms of shelf {n} are kept with the pencils." for n in range(count)]
    return HEAD.format(name=name, title=title) + "\n" + "\n\n".join(parts) + "\n"


@pytest.fixture
def flooded(library, open_window):
    """A window on a library in which one paper has more passages than come with an answer, and another has five."""
    papers = (("long-paper", "The long paper", 30), ("short-paper", "The short paper", 5))
    for name, title, count in papers:
        (library / "briefings" / f"{name}.md").write_text(paper(name, title, count), "utf-8")
    return open_window()


@pytest.fixture
def found(qtbot, flooded, search):
    """The page with everything that "turquoise" finds."""
    page = search(flooded, "turquoise")
    qtbot.waitUntil(lambda: len(page.results.hits) == page.results.total == 35)
    return page


def rows(page):
    model = page.model
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [model.hit(index) or model.fold(index) for index in indexes]


def fold_at(page, document):
    at = next(at for at, row in enumerate(rows(page)) if isinstance(row, Fold) and row.document == document)
    return page.model.index(at, 0)


def like(qtbot, window, page):
    qtbot.waitUntil(lambda: not window.parts.tasks.busy("search"))
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.is_like)


def test_no_document_has_more_than_three_rows_and_a_fold(found):
    for key, count in ((LONG, 27), (SHORT, 2)):
        mine = [row for row in rows(found) if row.document == key]
        assert [type(row) for row in mine] == [Hit, Hit, Hit, Fold]
        assert (mine[3].count, mine[3].is_open) == (count, False)
        at = fold_at(found, key)
        assert rows(found)[at.row() - 1] == mine[2]
    assert fold_at(found, SHORT).data() == "2 more passages in The short paper"
    assert fold_at(found, SHORT).data(SAID) == "2 more passages in The short paper, folded"
    assert found.head._count.text() == "35 passages in 2 briefings"


def test_right_unfolds_in_place_and_left_folds_again(qtbot, found):
    at, before = fold_at(found, LONG), rows(found)
    found.list.setFocus()
    found.list.setCurrentIndex(at)
    qtbot.keyClick(found.list, Qt.Key.Key_Right)
    assert found.list.currentIndex().row() == at.row()
    assert all(row.document == LONG for row in rows(found)[at.row() + 1 : at.row() + 28])
    assert len(rows(found)) == len(before) + 27
    assert at.data(SAID).endswith(", open")
    qtbot.keyClick(found.list, Qt.Key.Key_Down)
    qtbot.keyClick(found.list, Qt.Key.Key_Down)
    assert found.current_hit.document == LONG
    qtbot.keyClick(found.list, Qt.Key.Key_Left)
    assert found.list.currentIndex().row() == at.row()
    assert rows(found) == before
    qtbot.keyClick(found.list, Qt.Key.Key_Left)
    assert rows(found) == before


def test_enter_unfolds_from_the_list_and_from_the_field(qtbot, flooded, found):
    at = fold_at(found, SHORT)
    found.list.setCurrentIndex(at)
    qtbot.keyClick(found.list, Qt.Key.Key_Return)
    assert found.model.fold(at).is_open
    field = flooded.parts.toolbar.search
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not found.model.fold(at).is_open
    assert flooded.travel.history.current.view == SEARCH


def test_a_click_unfolds_and_a_double_click_does_not_take_it_back(qtbot, found):
    at = fold_at(found, LONG)
    found.list.scrollTo(at)
    place = found.list.visualRect(at).center()
    qtbot.mouseClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert found.model.fold(at).is_open
    qtbot.mouseDClick(found.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert found.model.fold(at).is_open
    assert found.list.currentIndex() == at


def test_the_rest_of_the_passages_joins_its_fold_and_the_rows_in_sight_stay(qtbot, flooded, search):
    page = search(flooded, "turquoise")
    assert len(page.results.hits) == 20
    loaded = sum(row.count if isinstance(row, Fold) else 1 for row in rows(page))
    assert loaded == 20
    page.list.setCurrentIndex(page.model.index(1, 0))
    current, first = page.current_hit, rows(page)[:3]
    key = next(row.document for row in rows(page) if isinstance(row, Fold))
    page.model.set_open(fold_at(page, key), is_open=True)
    qtbot.waitUntil(lambda: len(page.results.hits) == 35)
    assert page.current_hit == current
    assert rows(page)[:3] == first
    at = fold_at(page, key)
    fold = page.model.fold(at)
    listed = rows(page)[at.row() + 1 : at.row() + 1 + fold.count]
    assert all(isinstance(row, Hit) and row.document == key for row in listed)
    assert len({hit.passage for hit in listed}) == fold.count


def test_the_rows_in_sight_stay_where_they_are_when_rows_come_above(qtbot, flooded, search):
    page = search(flooded, "turquoise")
    results = page.results
    page.show_answer(page._answer)
    page.model.set_open(fold_at(page, rows(page)[0].document), is_open=True)
    bar = page.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    top = page.model.hit(page.list.indexAt(QPoint(1, 1))) or page.model.fold(page.list.indexAt(QPoint(1, 1)))
    qtbot.waitUntil(lambda: len(page.results.hits) > len(results.hits))
    again = page.list.indexAt(QPoint(1, 1))
    row = page.model.hit(again) or page.model.fold(again)
    assert row.document == top.document
    assert getattr(row, "passage", None) == getattr(top, "passage", None)


def test_a_folded_passage_that_was_chosen_stays_chosen_while_typing(qtbot, flooded, found):
    at = fold_at(found, SHORT)
    found.model.set_open(at, is_open=True)
    found.list.setCurrentIndex(found.model.index(at.row() + 1, 0))
    chosen = found.current_hit.passage
    qtbot.keyClicks(flooded.parts.toolbar.search, " pencils")
    qtbot.waitUntil(lambda: found.results.request.text.endswith("pencils") and not flooded.parts.tasks.busy("search"))
    if any(hit.passage == chosen for hit in found.results.hits):
        assert found.current_hit.passage == chosen
    else:
        assert found.list.currentIndex().row() == 0


def test_only_my_notes_folds_too_and_collecting_a_fold_takes_its_document(qtbot, flooded, found):
    room = make_notebook(flooded)
    for paragraph in range(1, 5):
        room.marks.mark(Kind.KEY_POINT, SHORT, paragraph)
    flooded.parts.search.ask(Question("turquoise", frozenset({MINE})), typing=False)
    qtbot.waitUntil(lambda: found.results.total == 4)
    assert [type(row) for row in rows(found)] == [Hit, Hit, Hit, Fold]
    assert found.model.index(3, 0).data() == "1 more passage in The short paper"
    found.list.setCurrentIndex(found.model.index(3, 0))
    assert [item.ref for item in flooded.conduct.notes._current_items()] == [SHORT]


def test_the_fold_is_as_high_as_any_row_and_is_painted(flooded, found):
    at = fold_at(found, LONG)
    assert found.list.visualRect(at).height() == found.list.visualRect(found.model.index(0, 0)).height()
    found.list.scrollTo(at)
    found.list.setCurrentIndex(found.model.index(0, 0))
    picture = found.list.viewport().grab(found.list.visualRect(at)).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(60) for y in range(picture.height())}
    assert flooded.parts.appearance.theme.accent.lower() in colours


def test_more_like_this_by_key_shows_them_and_the_way_back(qtbot, flooded, found):
    found.list.setFocus()
    found.list.setCurrentIndex(found.model.index(1, 0))
    hit, before = found.current_hit, rows(found)
    like(qtbot, flooded, found)
    assert found.head._also.text() == f"Passages like “{hit.heading}”"
    assert found.head.back.isVisible()
    assert len(found.results.hits) == 20
    assert hit.passage not in {other.passage for other in found.results.hits}
    assert not found.facets.isEnabled()
    assert any(isinstance(row, Fold) for row in rows(found))
    qtbot.wait(300)
    assert found.is_like
    assert len(found.results.hits) == 20
    found.head.back.click()
    assert not found.is_like
    assert rows(found) == before
    assert found.current_hit == hit
    assert not found.head.back.isVisible()
    assert found.facets.isEnabled()
    assert found.head._count.text() == "35 passages in 2 briefings"
    assert flooded.parts.status.right.startswith("35 of ")


def test_escape_leaves_what_is_alike_and_then_the_search(qtbot, flooded, found):
    like(qtbot, flooded, found)
    qtbot.keyClick(flooded.parts.toolbar.search, Qt.Key.Key_Escape)
    assert not found.is_like
    assert flooded.travel.history.current.view == SEARCH
    assert flooded.parts.toolbar.search.text() == "turquoise"
    like(qtbot, flooded, found)
    found.list.setFocus()
    qtbot.keyClick(found.list, Qt.Key.Key_Escape)
    assert not found.is_like
    qtbot.keyClick(found.list, Qt.Key.Key_Escape)
    assert flooded.travel.history.current.view == LIBRARY


def test_typing_leaves_what_is_alike(qtbot, flooded, found):
    like(qtbot, flooded, found)
    qtbot.keyClicks(flooded.parts.toolbar.search, " pencils")
    qtbot.waitUntil(lambda: not found.is_like)
    assert found.results.request.text.startswith("turquoise")
    assert found.facets.isEnabled()


def test_the_preview_offers_more_like_this(qtbot, flooded, found):
    pane = flooded.parts.right.pane
    qtbot.waitUntil(pane.like.isVisible)
    pane.like.click()
    qtbot.waitUntil(lambda: found.is_like)
    flooded.travel.open_document(SHORT)
    qtbot.waitUntil(lambda: not pane.like.isVisible())


def test_the_menu_of_a_passage_opens_it_and_finds_more_like_it(qtbot, flooded, found):
    entries = found.menu(found.model.index(2, 0)).actions()
    assert entries[1].text().startswith("More like this")
    entries[1].trigger()
    qtbot.waitUntil(lambda: found.is_like)
    found.menu(found.model.index(0, 0)).actions()[0].trigger()
    assert flooded.travel.history.current.view == READER
    assert found.menu(found.model.index(-1, 0)) is None


def test_a_passage_like_another_is_followed_to_more_and_back_in_one_step(qtbot, flooded, found):
    first = found.current_hit
    like(qtbot, flooded, found)
    before = found.results
    flooded.parts.search.more_like()
    qtbot.waitUntil(lambda: found.results is not before)
    assert flooded.parts.search.leave_like()
    assert found.current_hit == first
    assert not flooded.parts.search.leave_like()


def test_the_key_does_nothing_away_from_the_search(qtbot, flooded, found):
    flooded.travel.open_document(LONG)
    flooded.parts.search.more_like()
    assert not flooded.parts.tasks.busy("search")
    assert not found.is_like


def test_locking_forgets_what_was_alike(qtbot, flooded, found):
    like(qtbot, flooded, found)
    flooded.parts.search.forget()
    assert found.model.rowCount() == 0
    assert not found.is_like
    assert not flooded.parts.search.leave_like()


def hit_of(number, document):
    return Hit(number, document, "local", "s", f"Part {number}", document, 1, 1.0)


def test_rows_are_added_in_runs_that_keep_what_was_there():
    hits = [hit_of(n, "a" if n % 3 else "b") for n in range(40)]
    for opened in (frozenset(), frozenset({"a"}), frozenset({"a", "b"})):
        for end in (0, 3, 5, 12, 20):
            before, after = grouped(hits[:end], opened), grouped(hits, opened)
            made = list(before)
            for first, last in additions(before, after):
                made[first:first] = after[first : last + 1]
            assert [getattr(row, "passage", row.document) for row in made] == [
                getattr(row, "passage", row.document) for row in after
            ]
