"""Two thousand marks in a long paper, characters outside the basic plane, and what is painted for a mark."""

import random
import time

import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from reader.desk import open_desk
from reader.notebook import anchors
from reader.notebook.anchors import Selection
from reader.notebook.model import HIGHLIGHTS, Kind
from reader.notes_desk.desk import NotesDesk
from reader.notes_desk.marking import Marks
from reader.paths import places
from reader.policy import Policies
from reader.ui.looks.theme import load_tokens, theme_named
from reader.ui.reader.reader_page import ReaderPage
from reader.ui.shared import kinds

KEY = "hub/custody-paper"
SENTENCE = "An officer \U0001f600 tells the child what comes next, and who will be in the room with them."
LONG = "---\nid: long-paper\ntitle: Long\n---\n\n" + "".join(
    f"## Part {part}\n\n" + f"{SENTENCE * 4} \U0001f680 End {part}.\n\n" * 8 for part in range(50)
)


@pytest.fixture
def long_page(qtbot, tmp_path):
    folder = tmp_path / "long"
    (folder / "briefings").mkdir(parents=True)
    (folder / "library.toml").write_text('id = "hub"\ntitle = "Long"\nedition = 1\n', "utf-8")
    (folder / "briefings" / "long-paper.md").write_text(LONG, "utf-8")
    desk = open_desk(places(tmp_path / "profile"), [folder])
    notes = NotesDesk(desk.places, Policies(), desk.shelf)
    notes.open_temporary()
    page = ReaderPage(load_tokens(), desk)
    page.notebook.use(notes, Marks(notes))
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    qtbot.waitExposed(page)
    yield page, notes
    notes.lock()


def test_two_thousand_marks_keep_opening_and_scrolling_quick(qtbot, long_page):
    page, notes = long_page
    briefing = notes.shelf.briefing("hub/long-paper")
    chance = random.Random(1)  # noqa: S311 - not a secret
    with notes.database.writing():
        for number in range(2_000):
            paragraph = chance.choice(briefing.paragraphs)
            start = chance.randrange(len(paragraph.text) - 40)
            place = Selection(paragraph.number, start, paragraph.number, start + chance.randrange(8, 40))
            note = "What the sergeant said about it." if number % 4 == 0 else ""
            targets = anchors.describe(briefing, place) if number < 40 else (target_of(paragraph, place),)
            notes.notes.mark(HIGHLIGHTS[number % 4], "hub/long-paper", 1, targets, note=note)
    page.open("hub/long-paper")
    qtbot.waitUntil(lambda: len(page.view.layer.placed) == 2_000)
    bar, view = page.view.verticalScrollBar(), page.view
    view.viewport().repaint()
    began = time.process_time()
    steps = 60
    for _ in range(steps):
        bar.setValue(bar.value() + 60)
        view.viewport().repaint()
    each = (time.process_time() - began) / steps
    assert each < 0.05  # about 8 ms; the rest is room for a busy machine
    assert len(page.notebook.lane.shown) < 30
    began = time.process_time()
    page.notebook.marking.mark(Kind.FINDING)
    assert time.process_time() - began < 0.25
    # Undoing that reads one mark, not two thousand.
    held = {id(one) for one in page.notebook.notes.saved}
    Marks(notes).undo()
    assert len(page.view.layer.placed) == 2_000
    assert {id(one) for one in page.notebook.notes.saved} < held


def target_of(paragraph, place):
    """A target without looking for what is unique in the paper, which takes a while two thousand times."""
    return anchors.Target(
        section=paragraph.section,
        fingerprint=paragraph.fingerprint,
        number=paragraph.number,
        paragraph=paragraph.text,
        quote=paragraph.text[place.start : place.end],
        start=place.start,
        end=place.end,
    )


def test_characters_of_two_units_are_marked_where_they_stand(long_page):
    page, notes = long_page
    page.open("hub/long-paper")
    view = page.view
    found = view.document().find("\U0001f600 tells the child")
    view.setTextCursor(found)
    page.notebook.marking.mark(Kind.KEY_POINT)
    (one,) = Marks(notes).in_document("hub/long-paper").values()
    assert one.quote == "\U0001f600 tells the child"
    assert one.targets[0].start == SENTENCE.index("\U0001f600")
    (placed,) = view.layer.placed
    assert placed.ranges == ((found.selectionStart(), found.selectionEnd()),)
    end = view.document().find("\U0001f680")
    view.setTextCursor(end)
    page.notebook.marking.mark(Kind.FINDING)
    assert {one.quote for one in Marks(notes).in_document("hub/long-paper").values()} == {
        one.quote,
        "\U0001f680",
    }


def colours(image):
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
def test_every_kind_has_its_fill_line_and_shape_in_every_theme(noted, marks, name):
    theme = theme_named(name)
    noted.set_theme(theme)
    for number, kind in enumerate(HIGHLIGHTS, 2):
        marks.mark(kind, KEY, number)
    for number, kind in enumerate(HIGHLIGHTS, 2):
        noted.open(KEY, None, number)
        shown = colours(noted.view.grab().toImage())
        assert QColor(kinds.fill_colour(kind, theme)).name() in shown, kind
        assert QColor(kinds.mark_colour(kind, theme)).name() in shown, kind


def test_marks_keep_their_words_through_every_look(noted, marks):
    marks.mark(Kind.KEY_POINT, KEY, 3)
    words = words_under(noted)
    for change in (
        lambda: noted.set_theme(theme_named("dark")),
        lambda: noted.set_text_size(20),
        lambda: noted.set_plain_type(True),
        lambda: noted.resize(640, 500),
    ):
        change()
        QTest.qWait(5)
        assert words_under(noted) == words


def words_under(page):
    (placed,) = page.view.layer.placed
    cursor = page.view.textCursor()
    cursor.setPosition(placed.ranges[0][0])
    cursor.setPosition(placed.ranges[0][1], cursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_no_line_of_the_text_is_lost_when_the_window_changes_its_width(page):
    for width in (1000, 620, 900, 520, 1100, 700):
        page.resize(width, 500)
        QTest.qWait(15)
        block = page.view.document().begin()
        while block.isValid():
            assert block.layout().lineCount() or not block.text(), (width, block.text())
            block = block.next()
